//! Many languages in one index: a wrong guess at a language costs rank, never a hit, and no word is
//! too common to be asked for.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use clippings::analysis::{Analyzer, Tokens};
use clippings::text::language::LanguageSource;
use clippings::{Article, Index, Language, Query};

fn index_of(articles: &[Article]) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for article in articles {
        writer.add(article).unwrap();
    }
    assert_eq!(writer.commit().unwrap().rejected, 0);
    index
}

/// Sentences in languages that differ in script, endings and word borders.
const SENTENCES: [(&str, &str); 18] = [
    (
        "en",
        "Ministers rejected the fishermen's demands after two nights of talks.",
    ),
    (
        "de",
        "Die Bürgermeisterin eröffnete gestern das Krankenhaus am Flussufer.",
    ),
    (
        "fr",
        "L’usine n’a jamais rouvert malgré les promesses répétées du préfet.",
    ),
    (
        "es",
        "Los bomberos evacuaron a las familias que vivían junto al embalse.",
    ),
    (
        "pl",
        "Rybacy z małego portu domagali się wyższych odszkodowań za sieci.",
    ),
    (
        "cs",
        "Starostka slíbila opravit všechny mosty poškozené povodněmi.",
    ),
    (
        "sr",
        "Лекари у болници тражили су више сестара и новије уређаје.",
    ),
    (
        "ru",
        "Спасатели вывезли жителей посёлка на трёх вертолётах.",
    ),
    (
        "uk",
        "Їхні вчителі повернулися до зруйнованих шкіл уже восени.",
    ),
    (
        "el",
        "Οι ψαράδες ζήτησαν αποζημιώσεις για τα κατεστραμμένα δίχτυα.",
    ),
    (
        "tr",
        "Belediye işçileri İzmir'deki köprüyü üç ayda onaracaklarını söyledi.",
    ),
    (
        "fi",
        "Kunnanvaltuusto päätti lakkauttaa kolme kyläkoulua ensi syksynä.",
    ),
    (
        "hu",
        "A halászok kártérítést követeltek a megrongálódott hálókért.",
    ),
    ("ar", "طالب الصيادون الحكومة بتعويضات عن الشباك الممزقة."),
    ("he", "הדייגים דרשו פיצויים על הרשתות שנקרעו בסערה."),
    ("hi", "मछुआरों ने फटे जालों के लिए मुआवज़े की माँग की।"),
    ("zh", "渔民要求政府赔偿被风暴撕破的渔网。"),
    ("th", "ชาวประมงเรียกร้องค่าชดเชยสำหรับอวนที่ขาด"),
];

/// The next number of a sequence that looks random and is the same in every run (Knuth's MMIX).
fn next(state: &mut u64) -> usize {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn a_wrong_language_never_loses_a_hit() {
    let languages: Vec<Language> = Language::all().collect();
    let mut state = 7;
    for round in 0..12 {
        let articles: Vec<Article> = SENTENCES
            .iter()
            .map(|(id, text)| {
                let wrong = languages[next(&mut state) % languages.len()];
                Article::new(*id).body(*text).language(wrong.code())
            })
            .collect();
        let index = index_of(&articles);
        let mut tokens = Tokens::new();
        for article in &articles {
            Analyzer::new().analyze(&article.body, None, &mut tokens);
            assert!(tokens.len() > 4, "{}", article.body);
            for token in tokens.iter() {
                let word = token.span.of(&article.body).unwrap();
                // As written, in lower case, and without marks, which are no words by themselves
                // in scripts that are cut anywhere.
                let is_cut = matches!(&*article.id, "zh" | "th");
                let folded = if is_cut { word } else { token.word };
                for asked in [word, &word.to_lowercase(), folded] {
                    let results = index.search(Query::word(asked).limit(100)).unwrap();
                    let hit = results.iter().find(|hit| hit.article.id == article.id);
                    let declared = article.language;
                    let hit = hit.unwrap_or_else(|| {
                        panic!("round {round}: {asked:?} is not found in {declared:?}")
                    });
                    let mut marks = hit.highlights.iter();
                    assert!(
                        marks.any(
                            |mark| mark.start <= token.span.start && token.span.end <= mark.end
                        ),
                        "round {round}: {asked:?} is not marked in {declared:?}: {:?}",
                        hit.highlights
                    );
                    assert!(hit.verify(article).is_ok(), "{asked}");
                }
            }
        }
    }
}

#[test]
fn a_word_weighs_what_it_weighs_in_the_language_of_the_query() {
    // `die`, `mit` and `in der` are common in German and rare in the whole index, most of which
    // is in English.
    let mut articles: Vec<Article> = (0..600)
        .map(|number| {
            Article::new(format!("en-{number}"))
                .language("en")
                .body(format!(
                    "The council of town {number} met and opened a bridge."
                ))
        })
        .collect();
    articles.extend((0..200).map(|number| {
        Article::new(format!("de-{number}"))
            .language("de")
            .body(format!(
                "Die Stadt {number} hat mit der Brücke die Mitte in der Not mit Geld gerettet."
            ))
    }));
    articles.extend((0..20).map(|number| {
        Article::new(format!("port-{number}"))
            .language("de")
            .body(format!("Am Hafen wurde gestern Nummer {number} gebaut."))
    }));
    let index = index_of(&articles);
    let results = index.search("Was ist mit die in der Hafen").unwrap();
    let first = &results.hits[0].article.id;
    assert!(first.starts_with("port"), "{first}");
}

#[test]
fn passages_of_a_mixed_article_keep_their_own_language() {
    let english = "The harbour master said that the ferry had left before the storm warning was given, and that none of the passengers had been told about the danger. The company denies this and says that its captains are free to decide. An inquiry will hear the crew next week, and the families of the victims have asked to be present at all of its meetings, which are to be held in the old customs house near the quay.";
    let german = "Die Reederei erklärte dagegen, der Kapitän habe die Warnung erst auf hoher See erhalten und sei dann sofort umgekehrt. Warum die Rettungswesten nicht verteilt wurden, konnte sie nicht sagen. Die Staatsanwaltschaft ermittelt nun gegen drei Angestellte, die am Abend des Unglücks im Büro waren und den Funkverkehr nicht aufgezeichnet haben sollen, wie es die Vorschriften des Ministeriums seit Jahren verlangen.";
    let russian = "Министерство транспорта сообщило, что судно прошло проверку в начале года и что все замечания были устранены. Родственники погибших этому не верят и требуют показать документы. Следователи пообещали закончить работу до конца лета, но свидетели говорят, что с ними до сих пор никто не связался, хотя они несколько раз звонили в полицию и оставляли свои адреса.";
    let albanian = "Ministria e Transportit tha se anija kishte kaluar kontrollin në fillim të vitit dhe se të gjitha vërejtjet ishin rregulluar. Familjet e viktimave nuk e besojnë këtë dhe kërkojnë që t’u tregohen dokumentet. Hetuesit premtuan ta përfundojnë punën para fundit të verës, por dëshmitarët thonë se deri tani askush nuk i ka thirrur, edhe pse kanë telefonuar disa herë në polici dhe kanë lënë adresat e tyre.";
    let index =
        index_of(&[Article::new("mixed").body([english, german, russian, albanian].join("\n\n"))]);
    for (word, language) in [
        ("harbour", Language::ENGLISH),
        ("Reederei", Language::GERMAN),
        ("судно", Language::RUSSIAN),
        ("dëshmitarët", Language::ALBANIAN),
    ] {
        let results = index.search(word).unwrap();
        assert_eq!(results.total, 1, "{word}");
        let passage = &results.hits[0].passage;
        assert_eq!(passage.language, Some(language), "{word}");
        assert_eq!(passage.language_source, LanguageSource::Detected);
        assert!(passage.language_confidence > 0.5);
    }
}

#[test]
fn a_passage_that_changes_its_language_loses_no_hit() {
    let english = "The harbour master said that the ferry had left before the storm warning was given, and that none of the passengers had been told.";
    let german = "Die Reederei erklärte dagegen, der Kapitän habe die Warnung erst auf hoher See erhalten und sei dann sofort umgekehrt.";
    for halves in [[english, german], [german, english]] {
        let article = Article::new("turned").body(halves.join(" "));
        let index = index_of(std::slice::from_ref(&article));
        let mut tokens = Tokens::new();
        Analyzer::new().analyze(&article.body, None, &mut tokens);
        assert!(tokens.len() > 35, "{}", article.body);
        let mut passages = Vec::new();
        for token in tokens.iter() {
            let word = token.span.of(&article.body).unwrap();
            for asked in [word, &word.to_lowercase()] {
                let results = index.search(Query::word(asked)).unwrap();
                let hit = results.hits.first();
                let hit = hit.unwrap_or_else(|| panic!("{asked:?} is not found"));
                let mut marks = hit.highlights.iter();
                assert!(
                    marks.any(|mark| mark.start <= token.span.start && token.span.end <= mark.end),
                    "{asked:?} is not marked"
                );
                assert!(hit.verify(&article).is_ok(), "{asked}");
                passages.push(hit.passage.ordinal);
            }
        }
        passages.dedup();
        assert_eq!(passages.len(), 1, "the halves are one passage");
    }
}

#[test]
fn no_word_is_too_common_to_be_asked_for() {
    let mut articles: Vec<Article> = (0..300)
        .map(|number| {
            let body = format!(
                "It was not the first time that it had to be told to those who were there, or not, number {number}. \
                 To be heard is the wish of all, and the office that it is sent to has to answer or be silent."
            );
            Article::new(format!("filler-{number}")).body(body)
        })
        .collect();
    articles.extend([
        Article::new("band")
            .title("The Who return")
            .body("The Who will play two nights at the old stadium."),
        Article::new("play").body("An actor asked whether to be or not to be is still a question."),
        Article::new("firm")
            .title("IT workers strike")
            .body("Workers in IT want more pay. IT is the city's largest trade."),
    ]);
    let index = index_of(&articles);
    for (query, id) in [
        ("The Who", "band"),
        ("the who", "band"),
        ("\"The Who\"", "band"),
        ("to be or not to be", "play"),
        ("\"to be or not to be\"", "play"),
        ("IT", "firm"),
        ("IT strike", "firm"),
    ] {
        let results = index.search(query).unwrap();
        let first = results.hits.first().map(|hit| hit.article.id.as_str());
        assert_eq!(first, Some(id), "{query}");
        assert!(!results.hits[0].highlights.is_empty(), "{query}");
    }
}

#[test]
fn a_text_of_any_script_has_words() {
    for (script, text) in [
        ("Armenian", "Կառավարություն"),
        ("Georgian", "მთავრობა"),
        ("Ethiopic", "መንግሥት"),
        ("Cherokee", "ᏣᎳᎩ"),
        ("Canadian Aboriginal", "ᐃᓄᒃᑎᑐᑦ"),
        ("N'Ko", "ߒߞߏ"),
        ("Mongolian", "ᠮᠣᠩᠭᠣᠯ"),
        ("Tibetan", "བོད་ཡིག"),
        ("Bengali", "সরকার"),
        ("Gurmukhi", "ਸਰਕਾਰ"),
        ("Gujarati", "સરકાર"),
        ("Oriya", "ସରକାର"),
        ("Tamil", "அரசு"),
        ("Telugu", "ప్రభుత్వం"),
        ("Kannada", "ಸರ್ಕಾರ"),
        ("Malayalam", "സർക്കാർ"),
        ("Sinhala", "රජය"),
        ("Thai", "รัฐบาล"),
        ("Lao", "ລັດຖະບານ"),
        ("Khmer", "រដ្ឋាភិបាល"),
        ("Burmese", "အစိုးရ"),
        ("Javanese", "ꦗꦮ"),
        ("Balinese", "ᬩᬮᬶ"),
        ("Tai Le", "ᥖᥭᥰ"),
        ("New Tai Lue", "ᦅᦲᧁ"),
        ("Tai Tham", "ᨲᩫ᩠ᩅ"),
        ("Tai Viet", "ꪼꪕ"),
        ("Yi", "ꆈꌠ"),
        ("Lisu", "ꓡꓲ"),
        ("Vai", "ꕙꔤ"),
        ("Adlam", "𞤆𞤵𞤤𞤢𞤪"),
        ("Osmanya", "𐒈𐒝𐒑𐒛𐒐𐒘"),
        ("Syriac", "ܠܫܢܐ"),
        ("Thaana", "ދިވެހި"),
        ("Tifinagh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
        ("Bopomofo", "ㄓㄨㄥ"),
        ("Katakana", "ベオグラード"),
        ("half-width Katakana", "ﾍﾞｵｸﾞﾗｰﾄﾞ"),
        ("Hangul", "정부"),
        ("Hangul letters", "정부"),
        ("Han beyond the plane", "𠮷野家"),
        ("Gothic", "𐌲𐌿𐍄"),
        ("Cuneiform", "𒀭𒈗"),
    ] {
        let mut tokens = Tokens::new();
        Analyzer::new().analyze(text, None, &mut tokens);
        assert!(!tokens.is_empty(), "{script}");
        let index = index_of(&[Article::new("a").body(text)]);
        let results = index.search(Query::word(text)).unwrap();
        assert_eq!(results.total, 1, "{script}");
        assert!(!results.hits[0].highlights.is_empty(), "{script}");
    }
}

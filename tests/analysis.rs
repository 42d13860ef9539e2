//! Analysis: each stage by tables, the whole chain by properties on random text.

use std::collections::BTreeMap;
use std::fmt::Write;

use clippings::analysis::names::{self, Link, Tier};
use clippings::analysis::{Analyzer, MAX_TERM_BYTES, TokenRef, Tokens, version};
use clippings::text::language::Language;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;

#[derive(Deserialize)]
struct Table<C> {
    case: Vec<C>,
}

fn cases<C: DeserializeOwned>(toml: &str) -> Vec<C> {
    let table: Table<C> = toml::from_str(toml).expect("the table is well formed");
    assert!(!table.case.is_empty());
    table.case
}

fn language(code: &str) -> Language {
    Language::from_code(code).expect("the code of a language")
}

fn analyze(text: &str, language: Option<Language>) -> Tokens {
    let mut tokens = Tokens::new();
    Analyzer::new().analyze(text, language, &mut tokens);
    tokens
}

#[derive(Deserialize)]
struct WordsCase {
    name: String,
    text: String,
    words: Vec<String>,
    spans: Option<Vec<[usize; 2]>>,
}

#[test]
fn texts_become_words() {
    for case in cases::<WordsCase>(include_str!("data/tokenize/words.toml")) {
        let tokens = analyze(&case.text, None);
        let words: Vec<&str> = tokens.iter().map(|token| token.word).collect();
        assert_eq!(words, case.words, "{}", case.name);
        if let Some(spans) = case.spans {
            let found: Vec<[usize; 2]> = tokens
                .iter()
                .map(|token| [token.span.start, token.span.end])
                .collect();
            assert_eq!(found, spans, "{}", case.name);
        }
    }
}

#[derive(Deserialize)]
struct FoldCase {
    name: String,
    written: String,
    normal: String,
    word: String,
}

#[test]
fn words_are_normalised_and_folded() {
    for case in cases::<FoldCase>(include_str!("data/fold/folded.toml")) {
        let tokens = analyze(&case.written, None);
        let token = tokens.get(0).expect("a token");
        assert_eq!(
            (token.normal, token.word),
            (&*case.normal, &*case.word),
            "{}",
            case.name
        );
    }
}

#[derive(Deserialize)]
struct SpelledCase {
    name: String,
    word: String,
    written: Vec<String>,
    spans: Vec<[usize; 2]>,
}

#[test]
fn a_word_is_one_word_however_it_is_spelled() {
    let mut wrong = String::new();
    for case in cases::<SpelledCase>(include_str!("data/fold/spelled.toml")) {
        assert_eq!(case.written.len(), case.spans.len(), "{}", case.name);
        for (written, [start, end]) in case.written.iter().zip(case.spans) {
            // At either end of a text, and between others.
            for (before, after) in [("", ""), ("1, ", ""), ("", " 2"), ("1 (", ") 2")] {
                let text = [before, written, after].concat();
                let found: Vec<_> = analyze(&text, None)
                    .iter()
                    .filter(|token| !["1", "2"].contains(&token.word))
                    .map(|token| (token.word.to_owned(), token.span.start, token.span.end))
                    .collect();
                let expected = (case.word.clone(), before.len() + start, before.len() + end);
                if found != [expected] {
                    writeln!(wrong, "{}: {text:?} gave {found:?}", case.name).expect("memory");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[derive(Deserialize)]
struct StemCase {
    name: String,
    language: String,
    words: Vec<String>,
    stem: String,
}

#[test]
fn forms_of_a_word_share_a_stem() {
    let mut analyzer = Analyzer::new();
    for case in cases::<StemCase>(include_str!("data/stem/stems.toml")) {
        let language = language(&case.language);
        for word in &case.words {
            let tokens = analyze(word, Some(language));
            let token = tokens.get(0).expect("a token");
            assert_eq!(
                token.stem.unwrap_or(token.word),
                case.stem,
                "{}: {word}",
                case.name
            );
            assert_eq!(
                analyzer.stem(token.normal, language),
                case.stem,
                "{}: {word}",
                case.name
            );
        }
    }
}

#[derive(Deserialize)]
struct KeyCase {
    name: String,
    key: String,
    forms: Vec<(String, String)>,
}

#[test]
fn spellings_of_a_name_share_a_key_and_are_asked_for() {
    for case in cases::<KeyCase>(include_str!("data/names/keys.toml")) {
        let mut languages: Vec<Language> =
            case.forms.iter().map(|(_, code)| language(code)).collect();
        languages.dedup();
        for (form, code) in &case.forms {
            let key = names::key(form, Some(language(code)));
            assert_eq!(key.as_deref(), Some(&*case.key), "{}: {form}", case.name);
            let keys = names::query_keys(form, &languages);
            assert!(
                keys.contains(&case.key),
                "{}: {form} asks for {keys:?}",
                case.name
            );
            assert!(keys.len() <= 8);
        }
    }
}

#[derive(Deserialize)]
struct CompareCase {
    query: String,
    #[serde(flatten)]
    forms: BTreeMap<String, Vec<String>>,
}

#[test]
fn forms_are_told_apart_by_tier() {
    let mut wrong = String::new();
    for case in cases::<CompareCase>(include_str!("data/names/compare.toml")) {
        for (tier, forms) in &case.forms {
            let expected = match tier.as_str() {
                "none" => None,
                "exact" => Some(Tier::Exact),
                "folded" => Some(Tier::Folded),
                "inflected" => Some(Tier::Inflected),
                "transliterated" => Some(Tier::Transliterated),
                "lexicon" => Some(Tier::Lexicon),
                other => panic!("no tier {other}"),
            };
            for form in forms {
                let found = names::compare(&case.query, form);
                if found != expected {
                    writeln!(
                        wrong,
                        "{} and {form}: {found:?}, not {expected:?}",
                        case.query
                    )
                    .expect("memory");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[derive(Deserialize)]
struct LexiconCase {
    name: String,
    asked: String,
    #[serde(default)]
    forms: Vec<String>,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    short: Vec<String>,
    #[serde(default)]
    none: Vec<String>,
}

#[test]
fn the_lexicon_links_what_no_rule_does() {
    let mut wrong = String::new();
    for case in cases::<LexiconCase>(include_str!("data/names/lexicon.toml")) {
        let links: BTreeMap<String, Link> = names::forms_of(&case.asked).collect();
        let wanted = [
            (&case.forms, Some(Link::Variant)),
            (&case.names, Some(Link::Nickname)),
            (&case.short, Some(Link::ShortForm)),
            (&case.none, None),
        ];
        for (forms, link) in wanted {
            for form in forms {
                let found = links.get(form).copied();
                let tier = names::compare(&case.asked, form);
                // What is short for a name is that only beside another part of it.
                let is_same = link.is_some_and(|link| link != Link::ShortForm);
                if found != link || (is_same && tier.is_none_or(|tier| tier > Tier::Lexicon)) {
                    writeln!(wrong, "{}: {form} is {found:?}, {tier:?}", case.name)
                        .expect("memory");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn tiers_are_ordered_from_near_to_far() {
    let tiers = [
        Tier::Exact,
        Tier::Folded,
        Tier::Inflected,
        Tier::Transliterated,
        Tier::Lexicon,
        Tier::Phonetic,
        Tier::Edit,
    ];
    assert!(tiers.is_sorted());
    assert_eq!(
        toml::Value::try_from(Tier::Transliterated).ok(),
        Some("transliterated".into())
    );
}

/// Pairs of words that make one name in a text.
fn pairs(text: &str) -> Vec<(String, String)> {
    let tokens = analyze(text, None);
    let mut before: Option<String> = None;
    let mut pairs = Vec::new();
    for token in tokens.iter().filter(|token| token.name.is_some()) {
        if token.pairs_with_previous {
            pairs.push((
                before.clone().expect("a name before"),
                token.word.to_owned(),
            ));
        }
        before = Some(token.word.to_owned());
    }
    pairs
}

#[test]
fn names_pair_over_blanks_hyphens_and_particles_only() {
    let pair = |one: &str, two: &str| (one.to_owned(), two.to_owned());
    assert_eq!(pairs("so Angela Merkel left"), [pair("angela", "merkel")]);
    assert_eq!(pairs("Ursula von der Leyen"), [pair("ursula", "leyen")]);
    assert_eq!(
        pairs("Kolinda Grabar-Kitarović"),
        [pair("kolinda", "grabar"), pair("grabar", "kitarovic")]
    );
    assert_eq!(pairs("in Belgrade. Merkel left"), []);
    assert_eq!(pairs("Paris, London and Rome"), []);
    assert_eq!(pairs("Berlin\n\nMerkel"), []);
    assert_eq!(pairs("Angela\nMerkel"), [pair("angela", "merkel")]);
}

#[test]
fn small_words_and_scripts_without_capitals_have_no_name() {
    for text in ["merkel", "习近平", "محمد", "A", "2024"] {
        assert!(
            analyze(text, None).iter().all(|token| token.name.is_none()),
            "{text}"
        );
    }
}

#[test]
fn a_word_too_long_for_a_term_is_cut_and_counted() {
    let text = format!("{} short", "слово".repeat(100));
    let tokens = analyze(&text, Some(Language::RUSSIAN));
    assert_eq!(tokens.terms_cut(), 1);
    assert_eq!(tokens.len(), 2);
    assert!(
        tokens
            .iter()
            .all(|token| token.word.len() <= MAX_TERM_BYTES)
    );
    assert_eq!(tokens.get(0).map(|token| token.span.end), Some(1000));
}

#[test]
fn the_version_names_what_it_depends_on() {
    let version = version();
    let manifest = include_str!("../Cargo.toml");
    for (name, manifest_line) in [
        ("frostem", "frostem = \"="),
        ("rust-stemmers", "rust-stemmers = \"="),
    ] {
        let (_, rest) = manifest
            .split_once(manifest_line)
            .expect("a pinned dependency");
        let (pinned, _) = rest.split_once('"').expect("a closing quote");
        assert!(
            version.parts.contains(&format!("{name} {pinned}")),
            "{version}"
        );
    }
    assert!(
        version
            .to_string()
            .starts_with(&format!("{:016x}", version.hash))
    );
}

#[test]
fn the_analyzer_can_move_to_a_thread() {
    const fn is_send<T: Send>() {}
    is_send::<Analyzer>();
    is_send::<Tokens>();
}

/// Text of many scripts, with the characters that tokenisers stumble over.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,60}",
        "[a-zA-Z0-9 '’.,:_\"\u{AD}\u{200D}\u{0}\u{301}-]{0,60}",
        "[čćžşğıİßﬁæłĐА-Яа-яёйЋ Α-ω'’.\u{301}\u{308}-]{0,50}",
        "[א-ת\"'ء-ي\u{64B}-\u{652}ـ ]{0,40}",
        "[\u{FE70}-\u{FEFC}\u{FB1D}-\u{FB4F}ـﷲ”״'’ \u{200F}\u{FEFF}ء-يא-ת]{0,30}",
        "[ａ-ｚＡ-Ｚ０-９＇ﬀ-ﬆßẞİıςſ“”‘’´`„«»\u{307}\u{327}\u{AD}\u{0}\u{2060}\u{202E}\u{FEFF} ]{0,40}",
        "[\u{900}-\u{97F}\u{200C}\u{200D} ]{0,40}",
        "[กนา\u{E33}\u{E4D}\u{E48}ກນາ\u{EB3}\u{ECD}\u{EC9}\u{200B}ｶﾞﾊﾟ\u{3099} ]{0,30}",
        "[一-龥あ-んァ-ヶーก-ฺเ-์ក-័ကခဂາມກ가-힣 a1]{0,40}",
    ]
}

/// Text of scripts with spaces, with apostrophes that set off what is left out of a word.
fn composed_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-ZçğıİşüéœßčđŽА-яёйЋά-ώΑ-Ωءآأ-يא-ת가-힣क-ह\u{958}-\u{95F}9'’ -]{0,30}",
        "[A-Za-zÇĞİŞÜçğışü]{1,4}['’](un|ün|Ün|ÜN|in|İN|ın|da|DA|nın|ye|s|S)( [a-z]{1,8})?",
        "(l|L|d|qu|Qu|dell|un)['’][a-zàéèêîôûæœÉÀ]{1,8}",
        "[A-ZÀÉ](\\.[A-ZÀÉ]){1,3}\\.?",
        "[0-9]{1,3}([.,'’][0-9]{2,3}){0,2}",
    ]
}

/// Characters that no reader sees.
const INVISIBLE: [char; 12] = [
    '\0', '\u{AD}', '\u{200C}', '\u{200D}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202C}',
    '\u{202E}', '\u{2060}', '\u{2067}', '\u{FEFF}',
];

/// A text, and the same with invisible characters after some of its letters.
fn with_invisible() -> impl Strategy<Value = (String, String)> {
    let inserted =
        prop::collection::vec(prop::option::of(prop::sample::select(&INVISIBLE[..])), 24);
    (composed_text(), inserted).prop_map(|(text, inserted)| {
        let mut marked = String::new();
        for (c, invisible) in text.chars().zip(inserted.iter().cycle()) {
            marked.push(c);
            if !c.is_whitespace() {
                marked.extend(invisible);
            }
        }
        (text, marked)
    })
}

fn any_language() -> impl Strategy<Value = Option<Language>> {
    let languages: Vec<Language> = Language::all().collect();
    prop::option::of(prop::sample::select(languages))
}

#[test]
fn languages_of_one_family_file_a_name_under_one_key() {
    for language in Language::all() {
        let family = Some(language.analysis_family());
        for name in ["clinton", "vučićem", "schröder", "grigorjev", "хилари"] {
            let own = names::key(name, Some(language));
            assert_eq!(own, names::key(name, family), "{name} {language:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn spans_and_terms_keep_the_contract(text in any_text(), language in any_language()) {
        let tokens = analyze(&text, language);
        let mut before = 0;
        for (at, token) in tokens.iter().enumerate() {
            prop_assert_eq!(token.position as usize, at);
            let written = token.span.of(&text);
            prop_assert!(written.is_some_and(|written| !written.is_empty()));
            prop_assert!(token.span.start >= before);
            before = token.span.start;
            if let Some(next) = tokens.get(at + 1) {
                let spaceless = |c: char| !c.is_lowercase() && !c.is_uppercase();
                prop_assert!(
                    token.span.end <= next.span.start
                        || (token.span.start < next.span.start && written.is_some_and(|w| w.chars().any(spaceless)))
                );
            }
            for term in [Some(token.normal), Some(token.word), token.stem, token.name].into_iter().flatten() {
                prop_assert!((1..=MAX_TERM_BYTES).contains(&term.len()), "{:?}", term);
                prop_assert!(!term.chars().any(|c| c.is_whitespace() || c.is_control()), "{:?}", term);
                prop_assert!(unicode_normalization::is_nfc(term), "{:?}", term);
                prop_assert_ne!(term, "_");
            }
        }
    }

    #[test]
    fn invisible_characters_in_a_word_change_no_reading(
        (text, marked) in with_invisible(),
        language in any_language(),
    ) {
        let (plain, marked_tokens) = (analyze(&text, language), analyze(&marked, language));
        let readings = |token: TokenRef<'_>| {
            let owned = |reading: Option<&str>| reading.map(str::to_owned);
            (token.normal.to_owned(), token.word.to_owned(), owned(token.stem), owned(token.name), token.pairs_with_previous)
        };
        let expected: Vec<_> = plain.iter().map(readings).collect();
        prop_assert_eq!(marked_tokens.iter().map(readings).collect::<Vec<_>>(), expected);
        for (token, marked_token) in plain.iter().zip(marked_tokens.iter()) {
            let written: Option<String> = marked_token.span.of(&marked)
                .map(|written| written.chars().filter(|c| !INVISIBLE.contains(c)).collect());
            prop_assert_eq!(written.as_deref(), token.span.of(&text));
        }
    }

    #[test]
    fn form_d_changes_no_reading(
        text in composed_text(),
        language in any_language(),
    ) {
        let decomposed: String = text.nfd().collect();
        let (plain, decomposed) = (analyze(&text, language), analyze(&decomposed, language));
        for (one, other) in plain.iter().zip(decomposed.iter()) {
            prop_assert_eq!(
                (one.normal, one.word, one.stem, one.name),
                (other.normal, other.word, other.stem, other.name)
            );
        }
        prop_assert_eq!(plain.len(), decomposed.len());
    }

    #[test]
    fn scanning_finds_the_same_words(text in any_text(), language in any_language()) {
        let mut analyzer = Analyzer::new();
        let mut tokens = Tokens::new();
        analyzer.analyze(&text, language, &mut tokens);
        let expected: Vec<_> = tokens
            .iter()
            .map(|token| (token.span, token.position, token.word.to_owned(), token.normal.to_owned()))
            .collect();
        let mut scanned = Vec::new();
        let mut stems = Vec::new();
        analyzer.scan(&text, |token| {
            scanned.push((token.span, token.position, token.word.to_owned(), token.normal.to_owned()));
            stems.push(token.name_shaped);
        });
        prop_assert_eq!(&scanned, &expected);
        for (token, name_shaped) in tokens.iter().zip(stems) {
            prop_assert!(token.name.is_none() || name_shaped);
            prop_assert_eq!(token.name.map(str::to_owned), if name_shaped {
                analyzer.name_key(token.normal, language).map(str::to_owned)
            } else {
                None
            });
        }
        let mut again = Tokens::new();
        analyzer.analyze(&text, language, &mut again);
        prop_assert!(again.iter().eq(tokens.iter()));
    }

    #[test]
    fn every_query_form_finds_its_own_key(word in "[A-Z][a-zčćžšđłşç]{1,11}|[А-Я][а-яёћђ]{1,11}", language in any_language()) {
        let tokens = analyze(&word, language);
        if let Some(token) = tokens.get(0)
            && let Some(key) = token.name
        {
            let languages: Vec<Language> = language.into_iter().collect();
            let keys = names::query_keys(token.normal, &languages);
            prop_assert!(keys.iter().any(|found| found == key), "{} is filed under {key}, asked for {keys:?}", token.normal);
        }
    }

    #[test]
    fn comparing_is_reflexive_and_never_panics(one in any_text(), two in any_text()) {
        let word = |text: &str| analyze(text, None).get(0).map(|token| (token.normal.to_owned(), token.word.to_owned()));
        if let (Some((normal, folded)), Some((_, other))) = (word(&one), word(&two)) {
            prop_assert!(names::compare(&normal, &folded).is_some_and(|tier| tier <= Tier::Folded));
            let _: Option<Tier> = names::compare(&normal, &other);
        }
    }
}

/// Two full names, and whether they are one person's.
struct PairCase {
    asked: String,
    found: String,
    is_same: bool,
    note: String,
}

fn pair_cases(tsv: &str) -> Vec<PairCase> {
    let cases = tsv.lines().filter(|line| !line.is_empty());
    let cases = cases.map(|line| {
        let columns: Vec<&str> = line.split('\t').collect();
        let [asked, found, is_same, _, note] = columns.as_slice() else {
            panic!("five columns: {line}");
        };
        PairCase {
            asked: (*asked).to_owned(),
            found: (*found).to_owned(),
            is_same: match *is_same {
                "same" => true,
                "different" => false,
                other => panic!("{other} is neither same nor different"),
            },
            note: (*note).to_owned(),
        }
    });
    cases.collect()
}

/// F1 of `same` up to the lexicon, and what was judged wrongly.
fn f1_of(cases: &[PairCase]) -> (f64, String) {
    let (mut right, mut judged, mut same) = (0_u32, 0_u32, 0_u32);
    let mut wrong = String::new();
    for case in cases {
        let tier = names::compare_names(&case.asked, &case.found, Tier::Lexicon);
        right += u32::from(tier.is_some() && case.is_same);
        judged += u32::from(tier.is_some());
        same += u32::from(case.is_same);
        if tier.is_some() != case.is_same {
            writeln!(
                wrong,
                "{} and {}: {tier:?} ({})",
                case.asked, case.found, case.note
            )
            .expect("memory");
        }
    }
    (2.0 * f64::from(right) / f64::from(judged + same), wrong)
}

#[test]
fn full_names_are_told_apart() {
    let cases = pair_cases(include_str!("data/names/people.tsv"));
    let (f1, wrong) = f1_of(&cases);
    println!("F1 {f1:.4} over {} pairs; wrong:\n{wrong}", cases.len());
    assert!(f1 >= 0.97, "F1 {f1:.4}:\n{wrong}");
}

#[test]
fn full_names_held_out_are_told_apart() {
    let cases = pair_cases(include_str!("data/names/people_heldout.tsv"));
    let (f1, wrong) = f1_of(&cases);
    println!(
        "held out: F1 {f1:.4} over {} pairs; wrong:\n{wrong}",
        cases.len()
    );
    assert!(f1 >= 0.90, "F1 {f1:.4}:\n{wrong}");
}

#[test]
fn farther_tiers_are_only_found_where_they_are_asked_for() {
    for line in include_str!("data/names/people.tsv").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let (asked, found) = (columns[0], columns[1]);
        let tier = names::compare_names(asked, found, Tier::Edit);
        let farthest = match columns[3] {
            "phonetic" => Tier::Phonetic,
            "edit" => Tier::Edit,
            _ => continue,
        };
        let is_right = tier.is_some_and(|tier| tier > Tier::Lexicon && tier <= farthest);
        assert!(is_right, "{asked} and {found}: {tier:?}");
    }
}

/// Five hundred given and family names, and one letter wrong in each, every way in turn.
#[test]
fn misspelt_names_are_looked_for_where_they_are_filed() {
    let people = include_str!("data/names/people.tsv").lines();
    let held_out = include_str!("data/names/people_heldout.tsv").lines();
    let columns = people
        .chain(held_out)
        .flat_map(|line| line.split('\t').take(2));
    let mut words: Vec<String> = Vec::new();
    for name in columns.flat_map(|name| name.split([' ', '-', '\''])) {
        let word: String = name
            .to_lowercase()
            .nfd()
            .filter(char::is_ascii_lowercase)
            .collect();
        if word.len() >= 5 && word.len() + 2 >= name.chars().count() && !words.contains(&word) {
            words.push(word);
        }
    }
    words.truncate(500);
    let letters: Vec<char> = ('a'..='z').collect();
    let (mut all, mut near, mut looked_for, mut most) = (0, 0, 0, 0);
    for (nth, word) in words.iter().enumerate() {
        for way in 0..4 {
            let mut typo: Vec<char> = word.chars().collect();
            let at = 1 + (nth * 7 + way * 3) % (typo.len() - 1);
            let letter = letters[(nth * 11 + way * 5) % letters.len()];
            match way {
                0 => typo[at] = letter,
                1 => typo.insert(at, letter),
                2 => drop(typo.remove(at)),
                _ => typo.swap(at - 1, at),
            }
            let typo: String = typo.into_iter().collect();
            if typo == *word || !typo.starts_with(|c| word.starts_with(c)) && way < 3 {
                continue;
            }
            all += 1;
            near += u32::from(names::Name::new(&typo).tier(word, Tier::Edit).is_some());
            let keys = names::near_keys(&typo);
            most = most.max(keys.whole.len());
            let key = names::key(word, None).expect("a key");
            let begins = keys
                .beginning
                .is_some_and(|beginning| key.starts_with(&beginning));
            let is_own = names::query_keys(&typo, &[]).contains(&key);
            looked_for += u32::from(begins || is_own || keys.whole.contains(&key));
        }
    }
    let recall = f64::from(looked_for) / f64::from(all);
    let accepted = f64::from(near) / f64::from(all);
    println!(
        "{} names, {all} typos: keys {recall:.3}, tier {accepted:.3}, at most {most} keys",
        words.len()
    );
    assert!(words.len() >= 400, "{}", words.len());
    assert!(
        recall >= 0.97 && accepted >= 0.9,
        "{recall:.3} {accepted:.3}"
    );
    assert!(most <= 64, "{most}");
}

#[test]
fn what_the_caller_says_of_two_names_holds() {
    let pairs = names::NamePairs::new()
        .same("JFK", "Kennedy")
        .different("Alexander", "Aleksandar")
        .different("Robert Kennedy", "Robert F. Kennedy");
    let name = names::Name::with_pairs("jfk", &pairs);
    assert_eq!(name.compare("kennedyho"), Some(Tier::Lexicon));
    assert_eq!(name.compare("кеннеди"), Some(Tier::Lexicon));
    assert_eq!(name.tier("kennedy", Tier::Transliterated), None);
    let back = names::Name::with_pairs("kennedy", &pairs);
    assert_eq!(back.compare("jfk"), Some(Tier::Lexicon));
    let apart = names::Name::with_pairs("alexander", &pairs);
    assert_eq!(apart.tier("aleksandar", Tier::Edit), None);
    assert_eq!(apart.tier("alexander", Tier::Edit), Some(Tier::Exact));
    let person = names::FullName::with_pairs("Robert Kennedy", &pairs);
    assert_eq!(person.tier("Robert F Kennedy", Tier::Edit), None);
    assert_eq!(person.tier("Robert Kennedy", Tier::Edit), Some(Tier::Exact));
}

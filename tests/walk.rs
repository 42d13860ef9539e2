//! The two walks from end to end: articles through every public stage, what each kind of query
//! finds and marks, and what a writer does to an index.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clippings::analysis::{Analyzer, Tokens};
use clippings::text::clean::clean;
use clippings::text::leftover::Form;
use clippings::text::passage::{Head, Options, cut};
use clippings::{
    Article, CommitReport, Date, ErrorKind, Field, Hit, Index, Language, MAX_ARTICLE_BYTES,
    MAX_ID_BYTES, Outcome, Query, Reason, Rejection, Results, Source,
};

fn index_of(articles: &[Article]) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for article in articles {
        writer.add(article).unwrap();
    }
    writer.commit().unwrap();
    index
}

// ---- every stage

/// What each stage makes of an article, and what a search makes of it.
fn stages(article: &Article, query: &str) -> String {
    let mut out = String::new();
    let cleaned = clean(&article.body);
    writeln!(out, "clean\n  {:?}", cleaned.text).unwrap();
    let head = Head {
        title: Some(&article.title),
        source_name: article.source.as_ref().map(|source| source.name.as_str()),
    };
    let passages = cut(
        &cleaned,
        &article.body,
        &Options::default(),
        &|_| false,
        &head,
    );
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    for (ordinal, passage) in passages.iter().enumerate() {
        let (span, tile) = (passage.span, passage.tile);
        let text = clean(span.of(&article.body).unwrap());
        writeln!(
            out,
            "passage {ordinal}: {}..{} of tile {}..{}, {} words, leftover {:?}\n  {:?}",
            span.start, span.end, tile.start, tile.end, passage.words, passage.leftover, text.text
        )
        .unwrap();
        analyzer.analyze(&text.text, article.language, &mut tokens);
        for token in tokens.iter() {
            let original = text.origin.to_original(token.span).shifted(span.start);
            assert!(original.of(&article.body).is_some());
            write!(out, "  {}..{} {}", original.start, original.end, token.word).unwrap();
            if let Some(stem) = token.stem {
                write!(out, " stem {stem}").unwrap();
            }
            if let Some(name) = token.name {
                write!(out, " name {name}").unwrap();
            }
            out.push('\n');
        }
    }
    let index = index_of(std::slice::from_ref(article));
    let mut results = index.search(query).unwrap();
    results.took_us = 0;
    assert!(!results.hits.is_empty());
    for hit in &mut results.hits {
        hit.verify(article).unwrap();
        // The last digits of a logarithm are those of the machine.
        hit.score = (hit.score * 100.0).round() / 100.0;
    }
    writeln!(
        out,
        "results\n{}",
        serde_json::to_string_pretty(&results).unwrap()
    )
    .unwrap();
    for hit in &results {
        writeln!(out, "snippet\n  {}", hit.snippet().html()).unwrap();
    }
    out
}

#[test]
fn an_english_article_walks_through_every_stage() {
    let article = Article::new("harbour-1")
        .title("Harbour strike ends")
        .body(
            "<p>Dockers in Zadar went back to work, said Ana Horvat&#8217;s office.</p>\n\
             <p>Read also: Ferries stand still</p>\n\
             <p>The elected mayor thanked both sides.</p>",
        )
        .source(
            Source::new("Delta Post")
                .domain("delta.example")
                .country("HR"),
        )
        .published("2024-05-06")
        .language("en");
    insta::assert_snapshot!(
        "stages_english",
        stages(&article, "horvat elections -ferry")
    );
}

#[test]
fn a_serbian_article_walks_through_every_stage() {
    let article = Article::new("luka-1")
        .title("Завршен штрајк у луци")
        .body("Радници су јуче разговарали с Аном Хорват. Вучића нико није видео.")
        .source(Source::new("Дневник").country("RS"))
        .published("2024-05-06T18:30:00Z")
        .language("sr")
        .translated_from("hr");
    insta::assert_snapshot!("stages_serbian", stages(&article, "Vucic horvat"));
}

// ---- what queries find

fn corpus() -> Vec<Article> {
    let post = || {
        Source::new("Delta Post")
            .domain("delta.example")
            .country("HR")
            .tag("daily")
    };
    let kurier = || {
        Source::new("Alpen Kurier")
            .id("ak")
            .country("AT")
            .language("de")
    };
    vec![
        Article::new("bridge")
            .title("Old bridge reopens")
            .body("The stone bridge over the river Drava was repaired in nine months.")
            .source(post())
            .published("2024-01-10")
            .language("en"),
        Article::new("ferry")
            .title("Night ferry returns")
            .body("The ferry crosses the river at night. A new ferry was ordered for the river mouth.")
            .source(post())
            .published("2024-02-01")
            .language("en"),
        Article::new("night")
            .title("Museum evening")
            .body("At night the river is lit, and the museum by the river stays open.")
            .source(post())
            .published("2024-02-20T23:59:59Z")
            .language("en"),
        Article::new("mayor")
            .title("Mayor on holiday")
            .body("Nobody had seen Ilona Berg since Friday, her deputy Petar Jović told reporters.")
            .source(post())
            .published("2024-03-01")
            .language("en")
            .translated_from("hr"),
        Article::new("faehre")
            .title("Neue Fähre auf der Donau")
            .body("Die Fähre fährt ab Montag wieder. Bürgermeister Berg dankte den Arbeitern.")
            .source(kurier())
            .published("2024-03-05")
            .language("de"),
        Article::new("most")
            .title("Отворен мост")
            .body("Градоначелник Јовић отворио је мост преко Дунава.")
            .source(Source::new("Дневник").country("RS"))
            .published("2024-03-09")
            .language("sr"),
        Article::new("undated")
            .title("Library plans")
            .body("The library wants longer hours. Librarians asked for volunteers.")
            .language("en"),
        Article::new("markup")
            .title("Fish & chips")
            .body("<p>Caf&eacute; owners sell fish &amp; chips by the pier.</p><script>var pier;</script>")
            .language("en"),
        Article::new("emoji")
            .title("Parade")
            .body("\u{1f3ba}\u{1f3ba} Trumpets led the parade \u{1f389} through Vis.")
            .language("en"),
        Article::new("two")
            .title("Two stories")
            .body(format!(
                "The windmill was sold. {}\n\n{} The windmill will turn again.",
                "Visitors came by the hundred to look at the white sails. ".repeat(11),
                "Its owner spoke of bread, of flour and of patience. ".repeat(11),
            ))
            .language("en"),
        Article::new("web")
            .title("Orchard prize")
            .body("The orchard won a prize.\n\nRead also: Zeppelin museum burns down\n\nIts apples are red.")
            .language("en"),
        Article::new("hostile")
            .title("Login")
            .body("The clerk typed \u{1b}[31m< script > alert('x') & \"left\" quietly\u{7}.")
            .language("en"),
    ]
}

fn search(query: impl Into<Query>) -> Results {
    let articles = corpus();
    let results = index_of(&articles).search(query).unwrap();
    for hit in &results {
        let article = articles
            .iter()
            .find(|article| article.id == hit.article.id)
            .unwrap();
        hit.verify(article).unwrap();
        let overlap = hit
            .highlights
            .windows(2)
            .any(|pair| pair[0].field == pair[1].field && pair[0].end > pair[1].start);
        assert!(!overlap, "{hit:?}");
    }
    results
}

/// The ids of the articles, in the order of the alphabet.
fn ids(query: impl Into<Query>) -> Vec<String> {
    let found: BTreeSet<String> = search(query)
        .iter()
        .map(|hit| hit.article.id.clone())
        .collect();
    found.into_iter().collect()
}

/// What is marked, with the reasons.
fn marks(hit: &Hit) -> Vec<String> {
    hit.highlights
        .iter()
        .map(|mark| format!("{} {}", mark.text, mark.reason))
        .collect()
}

fn only(query: &str) -> Hit {
    let results = search(query);
    assert_eq!(results.total, 1, "{query}: {results:?}");
    results.hits[0].clone()
}

#[test]
fn words_are_found_in_every_form() {
    assert_eq!(ids("drava"), ["bridge"]);
    assert_eq!(marks(&only("drava")), ["Drava folded"]);
    assert_eq!(marks(&only("Drava")), ["Drava exact"]);
    assert_eq!(marks(&only("repairing")), ["repaired stem"]);
    assert_eq!(ids("jovic"), ["mayor", "most"]);
    let reasons: Vec<_> = search("Jović").iter().flat_map(marks).collect();
    assert_eq!(reasons, ["Jović exact", "Јовић transliterated"]);
    assert_eq!(ids("FÄHRE"), ["faehre"]);
    assert_eq!(ids("berg"), ["faehre", "mayor"]);
    assert_eq!(ids("unheard"), [""; 0]);
}

#[test]
fn a_phrase_is_one_highlight_over_the_phrase_alone() {
    let hit = only("\"the river mouth\"");
    assert_eq!(hit.article.id, "ferry");
    assert_eq!(marks(&hit), ["the river mouth phrase"]);
    // `river` stands twice, the phrase once.
    assert_eq!(marks(&only("\"RIVER at\"")), ["river at phrase"]);
    assert_eq!(ids("\"mouth river\""), [""; 0]);
    assert_eq!(ids("\"rivers\""), [""; 0]);
    assert_eq!(
        marks(&only("title:\"night ferry\"")),
        ["Night ferry phrase"]
    );
}

#[test]
fn alternatives_of_filters_narrow_as_one_filter_does() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let line = "The night ferry to Ancona was late once more. ";
    let long = Article::new("harbour").title("Harbour closed");
    let long = long.body(line.repeat(60)).source("Gazette").language("en");
    writer.add(&long).unwrap();
    writer.commit().unwrap();
    // A title answers once for its article.
    for query in [
        "harbour",
        "harbour source:gazette",
        "harbour (source:gazette OR source:herald)",
        "harbour (source:herald OR -source:herald)",
        "harbour (-source:herald OR lang:de)",
    ] {
        for _ in 0..3 {
            let found = index.search(query).unwrap();
            assert_eq!((found.total, found.hits.len()), (1, 1), "{query}");
        }
    }
    let none = index.search("harbour (source:herald OR lang:de)").unwrap();
    assert_eq!(none.total, 0);
}

#[test]
fn what_is_excluded_is_not_found_and_never_marked() {
    assert_eq!(ids("river"), ["bridge", "ferry", "night"]);
    assert_eq!(ids("river -ferry"), ["bridge", "night"]);
    assert_eq!(ids("river -(ferry OR museum)"), ["bridge"]);
    assert_eq!(ids("river -\"stone bridge\""), ["ferry", "night"]);
    // Excluded from the title too.
    assert_eq!(ids("river -evening"), ["bridge", "ferry"]);
    for hit in &search("river -berg NOT ferry") {
        assert!(
            hit.highlights.iter().all(|mark| &*mark.part == "river"),
            "{hit:?}"
        );
    }
    assert_eq!(ids("river NOT ferry"), ["bridge", "night"]);
}

#[test]
fn alternatives_and_groups() {
    assert_eq!(ids("drava OR parade"), ["bridge", "emoji"]);
    // OR binds closer than the blank.
    assert_eq!(ids("river stone OR museum"), ["bridge", "night"]);
    assert_eq!(ids("(river stone) OR parade"), ["bridge", "emoji"]);
    assert_eq!(ids("river AND (stone OR museum)"), ["bridge", "night"]);
    let hit = only("title:evening (lit OR open)");
    assert_eq!(marks(&hit), ["evening exact", "lit exact", "open exact"]);
}

#[test]
fn a_source_is_known_by_each_of_its_names() {
    let post = ["bridge", "ferry", "mayor", "night"];
    for name in [
        "delta-post",
        "\"Delta Post\"",
        "delta.example",
        "hr",
        "HR",
        "Daily",
    ] {
        assert_eq!(ids(&*format!("source:{name}")), post, "{name}");
    }
    assert_eq!(ids("source:ak"), ["faehre"]);
    assert_eq!(ids("source:дневник"), ["most"]);
    assert_eq!(ids("source:delta"), [""; 0]);
    assert_eq!(ids("river source:at"), [""; 0]);
    assert_eq!(ids("-source:hr berg"), ["faehre"]);
}

#[test]
fn languages_and_dates_filter() {
    assert_eq!(ids("lang:de"), ["faehre"]);
    assert_eq!(ids("lang:sr"), ["most"]);
    assert_eq!(ids("lang:hr"), ["most"], "no machine tells the two apart");
    assert_eq!(ids("from:hr"), ["mayor"]);
    assert_eq!(ids("berg -lang:de"), ["mayor"]);
    // The day itself is after, not before.
    assert_eq!(ids("after:2024-03-05"), ["faehre", "most"]);
    assert_eq!(ids("before:2024-02-01"), ["bridge"]);
    assert_eq!(
        ids("after:2024-02-01 before:2024-02-21"),
        ["ferry", "night"]
    );
    assert_eq!(ids("after:2024-02-20 before:2024-02-20T23:59:59Z"), [""; 0]);
    assert_eq!(ids("after:2024-03 lang:en"), ["mayor"]);
    assert_eq!(
        ids("library after:2000-01-01"),
        [""; 0],
        "an unknown date is on no side"
    );
    assert_eq!(ids("library before:2100-01-01"), [""; 0]);
}

#[test]
fn a_title_counts_with_every_passage_and_answers_once() {
    assert_eq!(marks(&only("title:bridge")), ["bridge exact"]);
    assert_eq!(only("title:bridge").highlights[0].field, Field::Title);
    assert_eq!(ids("title:drava"), [""; 0]);
    let hit = only("stories");
    assert_eq!(
        (hit.passage.ordinal, marks(&hit)),
        (0, vec!["stories exact".to_owned()])
    );
    // Both passages have the windmill, and each of them the title.
    let results = search("stories windmill");
    let places: Vec<u32> = results.iter().map(|hit| hit.passage.ordinal).collect();
    assert_eq!(BTreeSet::from_iter(places), BTreeSet::from([0, 1]));
    assert_eq!(results.total, 2);
}

#[test]
fn prefixes_and_fuzzy_words() {
    assert_eq!(
        marks(&only("librar*")),
        ["Library prefix", "library prefix", "Librarians prefix"]
    );
    assert_eq!(ids("muse*"), ["night"]);
    assert_eq!(marks(&only("trumpest~1")), ["Trumpets 1 edit"]);
    assert_eq!(
        marks(&only("musuems~2")),
        ["Museum 2 edits", "museum 2 edits"]
    );
    assert_eq!(marks(&only("parade~")), ["Parade folded", "parade exact"]);
    assert_eq!(ids("musuems~1"), [""; 0]);
}

#[test]
fn a_pure_filter_marks_nothing_and_everything_else_something() {
    for query in [
        "lang:en",
        "source:hr",
        "after:2024-01-01",
        "*",
        "-river",
        "lang:en -river",
    ] {
        let results = search(Query::parse(query).limit(50));
        assert!(!results.hits.is_empty(), "{query}");
        assert!(
            results.iter().all(|hit| hit.highlights.is_empty()),
            "{query}"
        );
    }
    for query in [
        "river",
        "river night museum stone",
        "\"the river\"",
        "title:night",
        "ri*",
        "rivver~1",
        "night lang:en",
        "berg OR drava",
        "Јовић",
        "windmill -sold",
    ] {
        let results = search(Query::parse(query).limit(50));
        assert!(!results.hits.is_empty(), "{query}");
        assert!(
            results.iter().all(|hit| !hit.highlights.is_empty()),
            "{query}"
        );
    }
}

#[test]
fn leftovers_are_hidden_until_they_are_asked_for() {
    assert_eq!(ids("zeppelin"), [""; 0]);
    let results = search(Query::parse("zeppelin").leftovers(true));
    assert_eq!(results.total, 1);
    assert_eq!(results.hits[0].passage.leftover, Some(Form::SeeAlso));
    assert_eq!(marks(&results.hits[0]), ["Zeppelin folded"]);
    let index = index_of(&corpus());
    let leftovers = index.leftovers("web").unwrap();
    assert_eq!(leftovers.len(), 1);
    let body = index.article("web").unwrap().unwrap().body;
    assert_eq!(
        leftovers[0].span.of(&body),
        Some("Read also: Zeppelin museum burns down")
    );
    // The text is what it was before.
    assert!(corpus().contains(&index.article("web").unwrap().unwrap()));
}

#[test]
fn fewer_words_do_where_the_rule_says() {
    // Three words: what holds most follows what holds all.
    let results = search("night river museum");
    let found: Vec<&str> = results.iter().map(|hit| hit.article.id.as_str()).collect();
    assert_eq!(found[0], "night");
    assert!(found.contains(&"ferry"), "{found:?}");
    // Two words: both are meant, where some passage holds both.
    assert_eq!(ids("night museum"), ["night"]);
    assert_eq!(ids("drava museum"), ["bridge", "night"]);
    // Other conditions hold in any case.
    assert_eq!(ids("drava museum -stone"), ["night"]);
    assert_eq!(ids("\"stone bridge\" museum"), [""; 0]);
    assert_eq!(ids("drava museum lang:de"), [""; 0]);
}

#[test]
fn all_words_come_before_some_words() {
    let mut articles = vec![Article::new("all").body(format!(
        "heron {} otter {} lynx",
        "grey ".repeat(70),
        "low ".repeat(70)
    ))];
    for number in 0..5 {
        articles.push(
            Article::new(format!("some-{number}"))
                .title("heron otter")
                .body("Heron, otter, heron, otter."),
        );
    }
    // All three words are as rare.
    for number in 0..40 {
        let body = if number < 5 {
            "A lynx."
        } else {
            "Moss grows here."
        };
        articles.push(Article::new(format!("few-{number}")).body(body));
    }
    let index = index_of(&articles);
    let results = index.search("heron otter lynx").unwrap();
    assert_eq!(results.hits[0].article.id, "all");
    for hit in &results.hits[1..6] {
        assert!(hit.article.id.starts_with("some-"), "{hit:?}");
        assert!(
            hit.score > results.hits[0].score,
            "two near words weigh more"
        );
    }
}

#[test]
fn where_fewer_words_do_the_parts_of_a_word_do() {
    let index = index_of(&[
        Article::new("rail").body("Die schmale Spur der Bahn wurde nie erneuert."),
        Article::new("track")
            .language("de")
            .body("Eine Schmalspur führte früher durch das Tal. Die Bahn hielt überall."),
        Article::new("law").body("The office against corruption opened in spring."),
    ]);
    // No passage holds the compound, and two of its words are in the index.
    let results = index
        .search("Schmalspurbahnen früher verschwunden")
        .unwrap();
    let hit = results
        .iter()
        .find(|hit| hit.article.id == "track")
        .unwrap();
    let parts: Vec<_> = (hit.highlights.iter())
        .filter(|mark| mark.reason == Reason::Compound)
        .map(|mark| (mark.text.as_str(), &*mark.part))
        .collect();
    assert_eq!(
        parts,
        [
            ("Schmalspur", "Schmalspurbahnen"),
            ("Bahn", "Schmalspurbahnen")
        ]
    );
    assert!(
        hit.verify(&index.article("track").unwrap().unwrap())
            .is_ok()
    );
    // A word with a hyphen is a phrase where it stands alone, and two words beside others.
    assert_eq!(index.search("anti-corruption").unwrap().total, 0);
    let results = index.search("anti-corruption bureau opened").unwrap();
    assert_eq!(results.hits[0].article.id, "law");
    let marked: Vec<_> = results.hits[0]
        .highlights
        .iter()
        .map(|mark| &mark.text)
        .collect();
    assert_eq!(marked, ["corruption", "opened"]);
    // One that stands alone is a name perhaps, of which no part will do; three words are none.
    assert_eq!(index.search("law-and-corruption").unwrap().total, 1);
    // A word that the index knows is not taken apart.
    let results = index.search("Bahn Schmalspur corruption").unwrap();
    let mut reasons = results.iter().flat_map(|hit| &hit.highlights);
    assert!(reasons.all(|mark| mark.reason != Reason::Compound));
}

/// What is marked for one of these reasons in the hits of a query, each of which proves itself.
fn marked_as(index: &Index, query: &str, reason: &Reason) -> Vec<(String, String)> {
    let mut marked = Vec::new();
    for hit in &index.search(query).unwrap() {
        let article = index.article(&hit.article.id).unwrap().unwrap();
        hit.verify(&article).unwrap();
        let marks = hit.highlights.iter().filter(|mark| mark.reason == *reason);
        marked.extend(marks.map(|mark| (mark.text.clone(), mark.part.to_string())));
    }
    marked
}

fn pair(text: &str, part: &str) -> (String, String) {
    (text.to_owned(), part.to_owned())
}

#[test]
fn where_fewer_words_do_each_name_of_a_hyphenated_one_is_a_part() {
    let index = index_of(&[
        Article::new("tax")
            .language("sr")
            .body("Борис Станковић говорио је о порезима."),
        Article::new("port").body("The harbour stays closed."),
    ]);
    assert_eq!(
        marked_as(
            &index,
            "Boris-Stankovic taxes speech",
            &Reason::Transliterated
        ),
        [pair("Борис", "Boris"), pair("Станковић", "Stankovic")]
    );
}

#[test]
fn where_fewer_words_do_words_that_begin_alike_do() {
    let index = index_of(&[
        Article::new("parties")
            .language("de")
            .body("Die Regierungsparteien stritten lange über den Haushalt."),
        Article::new("port")
            .language("de")
            .body("Der Hafen von Lomsund bleibt geschlossen."),
    ]);
    let akin = |query: &str| marked_as(&index, query, &Reason::Akin);
    assert_eq!(
        akin("Regierung Haushalt Opposition"),
        [pair("Regierungsparteien", "Regierung")]
    );
    // Too short to be akin to anything.
    assert_eq!(akin("Hafer Haushalt Opposition"), []);
    // Where all words are meant, only they will do.
    assert_eq!(index.search("Regierung").unwrap().total, 0);
}

#[test]
fn where_fewer_words_do_a_particle_more_or_less_does() {
    let index = index_of(&[
        Article::new("fires")
            .language("ar")
            .body("اندلعت حرائق كبيرة بكاليفورنيا وأغلقت السلطات الطرق."),
        Article::new("flood")
            .language("he")
            .body("הצפות קשות בירושלים סגרו את הכבישים."),
    ]);
    assert_eq!(
        marked_as(&index, "كاليفورنيا حرائق مطافئ", &Reason::Stem),
        [pair("بكاليفورنيا", "كاليفورنيا")]
    );
    assert_eq!(
        marked_as(&index, "לירושלים הצפות נהר", &Reason::Stem),
        [pair("בירושלים", "לירושלים")]
    );
}

#[test]
fn where_fewer_words_do_a_passage_is_heard_with_its_article() {
    let filler =
        "The council met for a long session and talked about many other things. ".repeat(12);
    let passage = "A tunnel was proposed by the engineers.";
    let about = format!(
        "{passage}\n\n{filler}\n\nThe tunnel is long, and the tunnel is deep, said the digger."
    );
    let aside = format!(
        "{passage}\n\n{filler}\n\nThe weather was fine, and the harvest was good, said the farmer."
    );
    let index = index_of(&[
        Article::new("aside").body(aside),
        Article::new("about").body(about),
    ]);
    let results = index.search("tunnel engineers budget").unwrap();
    assert!(results.hits.iter().any(|hit| hit.article.id == "aside"));
    let first = &results.hits[0];
    assert_eq!(
        (first.article.id.as_str(), first.passage.ordinal),
        ("about", 0)
    );
}

#[test]
fn windows_are_parts_of_one_list() {
    let articles: Vec<Article> = (0..45)
        .map(|number| {
            let body = format!(
                "Report {number} of the river. {}",
                "The harbour is calm. ".repeat(number % 7)
            );
            Article::new(format!("report-{number}"))
                .body(body)
                .title(["Tide", "Ebb"][number % 2])
        })
        .collect();
    let index = index_of(&articles);
    for query in [
        "river",
        "river harbour",
        "ebb tide river harbour",
        "lang:en",
        "river ebb tide report",
    ] {
        let window = |offset, limit| {
            index
                .search(Query::parse(query).offset(offset).limit(limit))
                .unwrap()
                .hits
        };
        let twenty = window(0, 20);
        assert_eq!(twenty.len(), 20, "{query}");
        assert_eq!([window(0, 10), window(10, 10)].concat(), twenty, "{query}");
        let mut by_one = Vec::new();
        for offset in 0..20 {
            by_one.extend(window(offset, 1));
        }
        assert_eq!(by_one, twenty, "{query}");
        assert!(window(9_000, 1_000).is_empty());
    }
}

#[test]
fn text_builder_and_json_give_the_same_answer() {
    let day: Date = "2024-01-05".parse().unwrap();
    let pairs = [
        (
            Query::parse("river night"),
            Query::word("river").and(Query::word("night")),
        ),
        (
            Query::parse("\"the river\" -ferry OR museum"),
            Query::phrase("the river").and(Query::parse("-ferry").or(Query::word("museum"))),
        ),
        (
            Query::parse("(berg OR riv*) after:2024-01-05 source:hr"),
            Query::word("berg")
                .or(Query::prefix("riv"))
                .after(day)
                .source("hr"),
        ),
        (
            Query::parse("title:ferry musuem~2 lang:en")
                .limit(3)
                .leftovers(true),
            Query::word("ferry")
                .in_title()
                .and(Query::fuzzy("musuem", 2))
                .language(Language::ENGLISH)
                .limit(3)
                .leftovers(true),
        ),
        (Query::parse("*").limit(50), Query::everything().limit(50)),
    ];
    let index = index_of(&corpus());
    for (text, built) in pairs {
        assert_eq!(text, built);
        let json: Query = serde_json::from_str(&serde_json::to_string(&built).unwrap()).unwrap();
        let answer = |query: &Query| {
            let mut results = index.search(query).unwrap();
            results.took_us = 0;
            results.query.clear();
            results.notices.clear();
            results
        };
        assert_eq!(answer(&text), answer(&built), "{text}");
        assert_eq!(answer(&json), answer(&built), "{text}");
    }
}

#[test]
fn a_hit_proves_itself_on_its_own_article_alone() {
    let articles = corpus();
    let hit = only("drava");
    hit.verify(&articles[0]).unwrap();
    let longer = articles[0].clone().body(format!("{}.", articles[0].body));
    hit.verify(&longer).unwrap();
    for changed in [
        articles[1].clone(),
        articles[0]
            .clone()
            .body(articles[0].body.replace("stone", "wooden")),
        articles[0].clone().body(""),
        articles[0]
            .clone()
            .body(articles[0].body.replace("Drava", "DRAVA")),
    ] {
        assert_eq!(
            hit.verify(&changed).unwrap_err().kind(),
            ErrorKind::InvalidArgument
        );
    }
    let in_title = only("title:evening");
    in_title.verify(&articles[2]).unwrap();
    in_title
        .verify(&articles[2].clone().title("Museum morning"))
        .unwrap_err();
    // What it claims must be true, not only what it quotes.
    let mut claimed = hit.clone();
    claimed.highlights[0].reason = Reason::Exact;
    claimed.verify(&articles[0]).unwrap_err();
    claimed.highlights[0].reason = Reason::Fuzzy { edits: 1 };
    claimed.highlights[0].part = "Dresden".into();
    claimed.verify(&articles[0]).unwrap_err();
}

#[test]
fn what_is_marked_where_fewer_words_do_is_proved_too() {
    let articles = [
        Article::new("zh").body("消息公布后，央行周三上调基准利率，行长没有说明原因。"),
        Article::new("en").body("Nobody answered the mail, and the lines were electronic."),
        Article::new("tr")
            .language("tr")
            .body("Doluluk oranı yüzde kırkın altına indi."),
        Article::new("other")
            .language("tr")
            .body("Sars salgını sonra erdi."),
    ];
    let index = index_of(&articles);
    for query in [
        "央行利率",
        "e-mail lines tomorrow",
        "doluluk sarsıntılar depremde",
    ] {
        let results = index.search(query).unwrap();
        assert!(!results.hits.is_empty(), "{query}");
        for hit in &results.hits {
            let article = articles.iter().find(|article| article.id == hit.article.id);
            hit.verify(article.unwrap()).unwrap();
        }
    }
}

#[test]
fn ranges_count_in_characters_and_code_units_too() {
    let hit = only("parade vis");
    let body = &corpus()[8].body;
    let mark = hit
        .highlights
        .iter()
        .find(|mark| mark.field == Field::Body && mark.text == "parade")
        .unwrap();
    // Two trumpets: 8 bytes, 2 characters, 4 code units.
    assert_eq!((mark.start, mark.end), (26, 32));
    assert_eq!(mark.chars(body), Some(20..26));
    assert_eq!(mark.utf16(body), Some(22..28));
    let last = hit.highlights.last().unwrap();
    let units: Vec<u16> = body.encode_utf16().collect();
    let range = last.utf16(body).unwrap();
    assert_eq!(String::from_utf16(&units[range]).unwrap(), "Vis");
    assert_eq!(mark.chars("another text"), None);
    assert_eq!(mark.utf16(""), None);
}

#[test]
fn a_snippet_is_safe_to_show() {
    let hit = only("alert");
    let snippet = hit.snippet();
    assert_eq!(
        snippet.html(),
        "The clerk typed \u{1b}[31m&lt; script &gt; <mark>alert</mark>(&#39;x&#39;) &amp; \
         &quot;left&quot; quietly\u{7}."
    );
    assert_eq!(
        snippet.ansi(),
        "The clerk typed [31m< script > \u{1b}[1;33malert\u{1b}[0m('x') & \"left\" quietly."
    );
    assert_eq!(snippet.plain(), hit.text);
    assert_eq!(snippet.to_string(), hit.text);
    let pieces: Vec<_> = snippet.spans().map(|(text, _)| text).collect();
    assert_eq!(pieces.concat(), hit.text);
    let title = only("title:chips").title();
    assert_eq!(title.html(), "Fish &amp; <mark>chips</mark>");
}

#[test]
fn a_snippet_keeps_to_its_length_and_shows_a_highlight() {
    let articles = corpus();
    for hit in &search("patience windmill") {
        let article = articles
            .iter()
            .find(|article| article.id == hit.article.id)
            .unwrap();
        for max_chars in [1, 20, 60, 320, 5_000] {
            let snippet = hit.snippet_within(max_chars);
            let shown = snippet.text.chars().count();
            let longest = hit
                .highlights
                .iter()
                .map(|mark| mark.text.chars().count())
                .max();
            assert!(
                shown <= max_chars.max(longest.unwrap()),
                "{shown} of {max_chars}"
            );
            assert!(!snippet.highlights.is_empty(), "{max_chars}: {snippet:?}");
            assert_eq!(snippet.span.of(&article.body), Some(snippet.text.as_str()));
            assert_eq!(
                snippet.is_cut_before,
                snippet.span.start > hit.passage.start
            );
            assert_eq!(snippet.is_cut_after, snippet.span.end < hit.passage.end);
        }
    }
}

#[test]
fn highlights_point_at_the_bytes_of_the_page() {
    let article = &corpus()[7];
    let hit = only("cafe pier");
    assert_eq!(marks(&hit), ["Caf&eacute; folded", "pier exact"]);
    for mark in &hit.highlights {
        assert_eq!(
            article.body.get(mark.start..mark.end),
            Some(mark.text.as_str())
        );
    }
    assert_eq!(
        hit.text,
        "Caf&eacute; owners sell fish &amp; chips by the pier."
    );
    // A phrase reaches over the markup inside it.
    assert_eq!(
        marks(&only("\"fish chips\"")),
        ["Fish & chips phrase", "fish &amp; chips phrase"]
    );
}

// ---- what a writer does

fn report(writer: &mut clippings::Writer) -> CommitReport {
    writer.commit().unwrap()
}

fn found(index: &Index, query: &str) -> Vec<String> {
    let results = index.search(Query::parse(query).limit(100)).unwrap();
    let ids: BTreeSet<String> = results.iter().map(|hit| hit.article.id.clone()).collect();
    ids.into_iter().collect()
}

#[test]
fn an_article_is_added_replaced_left_and_deleted_by_its_id() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let heron = Article::new("a").body("A heron stood still.");
    let otter = Article::new("a").body("An otter swam by.");
    assert_eq!(writer.add(&heron).unwrap(), Outcome::Added);
    assert_eq!(writer.add(&heron).unwrap(), Outcome::Unchanged);
    let first = report(&mut writer);
    assert_eq!((first.added, first.unchanged, first.passages), (1, 1, 1));
    assert_eq!(writer.add(&heron).unwrap(), Outcome::Unchanged);
    assert_eq!(writer.add(&otter).unwrap(), Outcome::Replaced);
    assert_eq!(writer.add(&heron).unwrap(), Outcome::Replaced);
    assert_eq!(writer.add(&otter).unwrap(), Outcome::Replaced);
    let second = report(&mut writer);
    assert_eq!((second.added, second.replaced, second.unchanged), (0, 3, 1));
    assert_eq!(found(&index, "heron"), [""; 0]);
    assert_eq!(found(&index, "otter"), ["a"]);
    assert_eq!(index.stats().unwrap().articles, 1);

    assert!(!writer.delete("b").unwrap());
    assert!(writer.delete("a").unwrap());
    assert!(!writer.delete("a").unwrap());
    assert_eq!(writer.add(&heron).unwrap(), Outcome::Added);
    assert!(writer.delete("a").unwrap());
    let third = report(&mut writer);
    assert_eq!((third.added, third.deleted), (1, 2));
    assert_eq!(index.stats().unwrap().passages, 0);
    assert_eq!(index.article("a").unwrap(), None);
    assert_eq!(report(&mut writer), CommitReport::default());
}

#[test]
fn a_changed_detail_is_a_change() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let plain = Article::new("a").title("T").body("Text.");
    writer.add(&plain).unwrap();
    writer.commit().unwrap();
    for changed in [
        plain.clone().title("U"),
        plain.clone().published("2024-01-01"),
        plain.clone().published("2024-01-01T00:00:00Z"),
        plain.clone().url("https://example.org"),
        plain.clone().author("B"),
        plain.clone().tag("B"),
        plain.clone().language("en"),
        plain.clone().translated_from("en"),
        plain.clone().source("S"),
        plain.clone(),
    ] {
        assert_eq!(
            writer.add(&changed).unwrap(),
            Outcome::Replaced,
            "{changed:?}"
        );
        writer.commit().unwrap();
        assert_eq!(index.article("a").unwrap(), Some(changed));
    }
}

#[test]
fn a_source_goes_with_all_its_articles() {
    let index = index_of(&corpus());
    let mut writer = index.writer().unwrap();
    writer.delete_source("delta-post").unwrap();
    writer.commit().unwrap();
    assert_eq!(found(&index, "river"), [""; 0]);
    assert_eq!(found(&index, "berg"), ["faehre"]);
    assert!(
        index
            .sources()
            .iter()
            .all(|source| source.id != "delta-post")
    );
    writer.delete_source("unknown").unwrap();
    // It can come back.
    writer.add(&corpus()[0]).unwrap();
    writer.commit().unwrap();
    assert_eq!(found(&index, "river source:hr"), ["bridge"]);
}

#[test]
fn a_source_that_is_written_again_shows_on_old_articles() {
    let index = index_of(&corpus());
    assert_eq!(found(&index, "source:si"), [""; 0]);
    let mut writer = index.writer().unwrap();
    // An article only completes what is known of its source.
    let more = Source::new("Other")
        .id("ak")
        .country("DE")
        .domain("ak.example");
    writer
        .add(&Article::new("new").body("Neue Fähre.").source(more))
        .unwrap();
    writer.commit().unwrap();
    assert_eq!(found(&index, "source:at"), ["faehre", "new"]);
    assert_eq!(found(&index, "source:ak.example"), ["faehre", "new"]);
    writer
        .put_source(&Source::new("Alpenpost").id("ak").country("SI"))
        .unwrap();
    assert_eq!(found(&index, "source:si"), [""; 0], "not before the commit");
    writer.commit().unwrap();
    assert_eq!(found(&index, "source:si"), ["faehre", "new"]);
    assert_eq!(found(&index, "source:at"), [""; 0]);
    let hit = index.search("donau").unwrap().hits[0].clone();
    assert_eq!(
        hit.article.source,
        Source::new("Alpenpost").id("ak").country("SI")
    );
    assert_eq!(
        index
            .article("faehre")
            .unwrap()
            .unwrap()
            .source
            .unwrap()
            .name,
        "Alpenpost"
    );
    assert_eq!(index.stats().unwrap().sources, 3);
}

#[test]
fn what_is_not_taken_is_reported() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let long = "i".repeat(MAX_ID_BYTES + 1);
    let bytes = long.len();
    let cases = [
        (Article::new("").body("Text."), Rejection::EmptyId),
        (
            Article::new(long.as_str()).body("Text."),
            Rejection::LongId { bytes },
        ),
        (
            Article::new("s")
                .body("Text.")
                .source(Source::new("S").id(long.as_str())),
            Rejection::LongId { bytes },
        ),
        (Article::new("none"), Rejection::NoText),
        (
            Article::new("marks").title("—").body(" … <br> \u{300}"),
            Rejection::NoText,
        ),
        (
            Article::new("large")
                .title("T")
                .body("x".repeat(MAX_ARTICLE_BYTES)),
            Rejection::TooLarge {
                bytes: MAX_ARTICLE_BYTES + 1,
            },
        ),
    ];
    for (article, reason) in &cases {
        assert_eq!(
            writer.add(article).unwrap(),
            Outcome::Rejected(reason.clone())
        );
    }
    let fits = Article::new("i".repeat(MAX_ID_BYTES)).body("Text.");
    assert_eq!(writer.add(&fits).unwrap(), Outcome::Added);
    let told = report(&mut writer);
    assert_eq!((told.added, told.rejected), (1, 6));
    let reasons: Vec<_> = told
        .rejections
        .iter()
        .map(|one| one.reason.clone())
        .collect();
    assert_eq!(reasons, cases.map(|(_, reason)| reason));
    assert!(
        told.rejections
            .iter()
            .all(|one| one.id.chars().count() <= 80)
    );
    assert_eq!(index.stats().unwrap().articles, 1);
}

#[test]
fn a_rejected_change_leaves_the_article_that_is_there() {
    let index = index_of(&[Article::new("a").body("A heron.")]);
    let mut writer = index.writer().unwrap();
    writer.add(&Article::new("a").body("...")).unwrap();
    assert_eq!(report(&mut writer).rejected, 1);
    assert_eq!(found(&index, "heron"), ["a"]);
}

#[test]
fn nothing_is_visible_before_the_commit_and_nothing_moves_under_a_searcher() {
    let index = index_of(&[Article::new("old").body("A heron.")]);
    let clone = index.clone();
    let before = index.searcher();
    let mut writer = index.writer().unwrap();
    writer
        .add(&Article::new("new").body("Another heron."))
        .unwrap();
    writer.delete("old").unwrap();
    assert_eq!(found(&clone, "heron"), ["old"]);
    writer.commit().unwrap();
    assert_eq!(found(&clone, "heron"), ["new"]);
    let still = before.search("heron").unwrap();
    assert_eq!(still.total, 1);
    assert_eq!(still.hits[0].article.id, "old");
    assert_eq!(before.passages(), 1);
    // Not committed, not kept.
    writer
        .add(&Article::new("lost").body("A lost heron."))
        .unwrap();
    drop(writer);
    assert_eq!(found(&clone, "heron"), ["new"]);
    assert_eq!(
        index
            .writer()
            .unwrap()
            .add(&Article::new("lost").body("A lost heron."))
            .unwrap(),
        Outcome::Added
    );
}

#[test]
fn a_second_writer_waits_for_the_first_to_go() {
    let home = tempfile::tempdir().unwrap();
    let index = Index::create(home.path()).unwrap();
    let other = Index::open(home.path()).unwrap();
    let writer = index.writer().unwrap();
    assert_eq!(index.writer().unwrap_err().kind(), ErrorKind::Locked);
    assert_eq!(other.writer().unwrap_err().kind(), ErrorKind::Locked);
    drop(writer);
    let mut writer = other.writer().unwrap();
    writer.add(&Article::new("a").body("A heron.")).unwrap();
    writer.commit().unwrap();
    writer.close().unwrap();
    // Another process, as it were: it sees what is new when it asks.
    assert_eq!(found(&index, "heron"), [""; 0]);
    index.refresh().unwrap();
    assert_eq!(found(&index, "heron"), ["a"]);
    index.writer().unwrap();
}

/// Three articles of one source, one of another, all with the same two last lines.
fn with_footers() -> Vec<Article> {
    let texts = [
        "The heron stood in the reeds all morning.",
        "An otter crossed the frozen pond at dusk.",
        "Two lynxes were counted in the northern woods.",
        "The stork left early this year, said the ranger.",
    ];
    (0..4)
        .map(|number| {
            let source = if number < 3 {
                "Reed Letter"
            } else {
                "Wood Letter"
            };
            let body = format!(
                "{} Nobody knew why it had happened, and few people had asked about it.\n\n\
                 Wetland society members pay nothing, volume {number}",
                texts[number]
            );
            Article::new(format!("letter-{number}"))
                .body(body)
                .source(source)
                .language("en")
        })
        .collect()
}

#[test]
fn a_line_that_a_source_repeats_is_a_leftover_in_whatever_order_it_comes() {
    let articles = with_footers();
    for (order, per_commit) in [
        ([0, 1, 2, 3], 4),
        ([2, 0, 3, 1], 4),
        ([0, 1, 2, 3], 1),
        ([3, 2, 1, 0], 1),
        ([1, 3, 0, 2], 2),
    ] {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let mut recut = 0;
        for batch in order.chunks(per_commit) {
            for number in batch {
                writer.add(&articles[*number]).unwrap();
            }
            recut += report(&mut writer).recut;
        }
        assert_eq!(recut, 2, "{order:?} by {per_commit}");
        assert_eq!(found(&index, "wetland"), ["letter-3"]);
        let query = Query::parse("wetland").leftovers(true);
        let results = index.search(query).unwrap();
        assert_eq!(results.total, 4);
        for hit in &results {
            let expected = (hit.article.id != "letter-3").then_some(Form::Repeated);
            assert_eq!(hit.passage.leftover, expected, "{hit:?}");
        }
        for article in &articles {
            let stored = index.article(&article.id).unwrap().unwrap();
            assert_eq!(stored, *article);
            assert_eq!(writer.add(article).unwrap(), Outcome::Unchanged);
        }
        assert_eq!(index.leftovers("letter-0").unwrap().len(), 1);
        assert_eq!(index.leftovers("letter-3").unwrap().len(), 0);
        assert_eq!(index.stats().unwrap().articles, 4);
    }
}

#[test]
fn one_article_in_many_versions_repeats_nothing() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for version in 0..5 {
        let article = with_footers().remove(0).title(format!("Version {version}"));
        writer.add(&article).unwrap();
        if version % 2 == 0 {
            assert_eq!(report(&mut writer).recut, 0);
        }
    }
    writer.add(&with_footers()[1]).unwrap();
    writer.commit().unwrap();
    assert_eq!(found(&index, "wetland"), ["letter-0", "letter-1"]);
}

#[test]
fn an_index_says_how_much_it_holds() {
    let index = index_of(&corpus());
    let stats = index.stats().unwrap();
    assert_eq!((stats.articles, stats.sources, stats.segments), (12, 3, 1));
    assert!(stats.passages >= 15 && stats.bytes > 1_000, "{stats:?}");
    assert_eq!(index.searcher().passages(), stats.passages);
    let names: Vec<String> = index
        .sources()
        .into_iter()
        .map(|source| source.name)
        .collect();
    assert_eq!(names, ["Alpen Kurier", "Delta Post", "Дневник"]);
}

// ---- the lexicon of names

/// What is marked for a word of a query in each article found, with every mark verified.
fn marked_for(articles: &[Article], query: &str) -> Vec<(String, String, Reason)> {
    let results = index_of(articles).search(query).unwrap();
    let mut marked = Vec::new();
    for hit in &results {
        let found = |article: &&Article| article.id == hit.article.id;
        hit.verify(articles.iter().find(found).unwrap()).unwrap();
        for mark in &hit.highlights {
            marked.push((
                hit.article.id.clone(),
                mark.text.clone(),
                mark.reason.clone(),
            ));
        }
    }
    marked.sort();
    marked
}

#[test]
fn a_name_finds_the_forms_that_the_lexicon_links_with_it() {
    let articles = [
        Article::new("en").body("Secretary of State Anthony Blinken called on Friday."),
        Article::new("nick").body("Tony Blair was asked about it by a former minister."),
        Article::new("ar").body("قال أنتوني بلينكن إن المحادثات مستمرة في بلغراد."),
        Article::new("ja").body("アンソニー・ブリンケン国務長官は金曜日に電話した。"),
        Article::new("zh").body("塞尔维亚总统武契奇星期五在贝尔格莱德发表讲话。"),
        Article::new("ko").body("세르비아의 부치치는 금요일에 말했다."),
    ];
    let of = |id: &str, text: &str| (id.to_owned(), text.to_owned(), Reason::Lexicon);
    let across = |id: &str, text: &str| (id.to_owned(), text.to_owned(), Reason::Transliterated);
    assert_eq!(
        marked_for(&articles, "Antony"),
        [
            across("ar", "أنتوني"),
            of("en", "Anthony"),
            of("ja", "アンソニー")
        ]
    );
    assert_eq!(
        marked_for(&articles, "Vučić"),
        [across("ko", "부치치는"), across("zh", "武契奇")]
    );
    // A nickname finds the full name and is not found by it.
    assert!(marked_for(&articles, "Tony").contains(&of("en", "Anthony")));
    assert!(
        !marked_for(&articles, "Anthony")
            .iter()
            .any(|(id, ..)| id == "nick")
    );
}

#[test]
fn a_word_that_is_seldom_a_name_is_not_looked_up_in_the_lexicon() {
    let articles = [
        Article::new("mark").body("The mark was passed, said Mark."),
        Article::new("marks").body("Nobody saw the mark that had been left."),
        Article::new("more").body("A mark of gas is not a mark of power."),
        Article::new("marc").body("Marc, the heir, was not there that day."),
    ];
    let found = marked_for(&articles, "Mark");
    assert!(!found.is_empty() && found.iter().all(|(id, ..)| id != "marc"));
    let few = &articles[3..];
    assert_eq!(
        marked_for(few, "Mark").len(),
        1,
        "where no mark is, Mark is a name"
    );
}

#[test]
fn near_words_decide_in_a_question_that_nothing_answers_whole() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let filler = "meadow river bridge castle garden window mirror candle ";
    for number in 0..40 {
        let text = format!("The zebu slept. {filler}{filler}Then the rhino woke.");
        writer
            .add(
                &Article::new(format!("far-{number}"))
                    .body(text)
                    .language("en"),
            )
            .unwrap();
    }
    // A little longer, so that the words alone are worth less.
    let text = format!("The zebu rhino slept. {filler}{filler}Then the meadow woke in a garden.");
    writer
        .add(&Article::new("near").body(text).language("en"))
        .unwrap();
    writer.commit().unwrap();
    for _ in 0..3 {
        let found = index
            .search(Query::parse("zebu rhino quiz violin").limit(3))
            .unwrap();
        let ids: Vec<&str> = found.iter().map(|hit| hit.article.id.as_str()).collect();
        assert_eq!(ids[0], "near", "{ids:?}");
        assert_eq!(found.total, 41);
    }
}

#[test]
fn what_is_deleted_is_counted_no_longer_however_often_it_was() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..50 {
        // A page is full of the one kind, so that the others need only be counted.
        let body = if number < 12 {
            "The harbour, the old harbour, the harbour of harbours was closed, the harbour of Oslo."
        } else {
            "The harbour of Oslo was closed."
        };
        let article = Article::new(number.to_string()).body(body);
        writer.add(&article).unwrap();
    }
    writer.commit().unwrap();
    let total = |leftovers| {
        let query = Query::parse("harbour").leftovers(leftovers);
        index.search(query).unwrap().total
    };
    for left in [50, 49, 48] {
        for leftovers in [false, true, false, true] {
            assert_eq!(total(leftovers), left);
        }
        writer.delete(&left.to_string()).unwrap();
        writer.delete(&(left - 1).to_string()).unwrap();
        writer.commit().unwrap();
    }
}

#[test]
fn of_very_many_alternatives_each_finds_its_passages() {
    let words: Vec<String> = (0..26)
        .flat_map(|one| (0..4).map(move |other| (one, other)))
        .map(|(one, other)| {
            let letter = |at: u8| char::from(b'a' + at);
            format!("{}o{}uza", letter(one), letter(other))
        })
        .collect();
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..3 * words.len() {
        // The last is in all articles of the last third.
        let word = words.get(number / 2).unwrap_or(&words[words.len() - 1]);
        let body = format!("Yesterday {word} was seen near the old harbour.");
        writer
            .add(&Article::new(number.to_string()).body(body))
            .unwrap();
    }
    writer.commit().unwrap();
    for count in [2, 5, 30, 70, words.len()] {
        let is_whole = count == words.len();
        // Any of them; and, since nothing holds all, some of them, but for the last, which is common.
        let any = if is_whole { 3 } else { 2 } * count;
        let some = 2 * (count - usize::from(is_whole));
        for (between, expected) in [(" OR ", any), (" ", some)] {
            let query = Query::parse(&words[..count].join(between)).limit(1000);
            for _ in 0..3 {
                let found = index.search(query.clone()).unwrap();
                assert_eq!(found.hits.len() as u64, found.total, "{count}{between}");
                assert_eq!(found.hits.len(), expected, "{count}{between}");
            }
        }
    }
}

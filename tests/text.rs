//! The text stages, by tables of cases, on random bodies and on hostile ones.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use clippings::ingest::text::head;
use clippings::text::Span;
use clippings::text::clean::clean;
use clippings::text::language::{Language, detect};
use clippings::text::leftover::{Form, Place, fingerprint, form};
use clippings::text::passage::{Head, Options, Passage, cut};
use clippings::text::sentence::sentences;
use proptest::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use unicode_normalization::UnicodeNormalization;

#[derive(Deserialize)]
struct Table<T> {
    case: Vec<T>,
}

/// The cases of every table of a stage; there must be some.
fn cases<T: DeserializeOwned>(stage: &str) -> Vec<T> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(stage);
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let table: Table<T> = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        cases.extend(table.case);
    }
    assert!(!cases.is_empty(), "{}", folder.display());
    cases
}

#[test]
fn a_sentence_is_in_the_language_that_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        language: Language,
        text: String,
    }
    for Case { language, text } in cases::<Case>("language") {
        let found = detect(&text).unwrap();
        assert_eq!(
            found.language.analysis_family(),
            language.analysis_family(),
            "{found:?}: {text}"
        );
        // Letters with their marks apart are the same letters.
        let decomposed: String = text.nfd().collect();
        let again = detect(&decomposed).unwrap();
        assert_eq!(again.language, found.language, "{decomposed}");
    }
}

#[test]
fn what_is_no_language_is_not_called_reliable() {
    for text in ["wxq zzkr vvbn qqtz xxw kkzj", "Vbn qxw 12 zzk"] {
        assert!(detect(text).is_none_or(|found| !found.reliable), "{text}");
    }
    assert_eq!(detect("12.5 % – 2023"), None);
    assert_eq!(detect("ᐃᓄᒃᑎᑐᑦ"), None);
}

#[test]
fn foreign_names_do_not_hide_the_script_of_a_text() {
    for (text, language) in [
        ("Samsung Galaxy: 新しい電話が発売された", Language::JAPANESE),
        ("BBC ข่าววันนี้", Language::THAI),
        (
            "President Xi Jinping (习近平) met the governor",
            Language::ENGLISH,
        ),
    ] {
        assert_eq!(detect(text).unwrap().language, language, "{text}");
    }
}

#[test]
fn sentences_end_where_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        text: String,
    }
    for Case { name, text } in cases::<Case>("sentences") {
        let expected: Vec<&str> = text.split('|').map(str::trim).collect();
        let text = text.replace('|', "");
        let found: Vec<&str> = sentences(&text)
            .map(|span| span.of(&text).unwrap())
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn leftovers_have_the_form_that_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        line: String,
        form: Option<Form>,
        place: String,
    }
    for case in cases::<Case>("leftovers") {
        let mut place = Place::default();
        match case.place.as_str() {
            "head" => (place.in_head, place.headline_follows) = (true, true),
            "foot" => place.in_foot = true,
            other => assert_eq!(other, "body", "{}", case.line),
        }
        assert_eq!(
            form(&case.line, place),
            case.form,
            "{} ({})",
            case.line,
            case.place
        );
    }
}

#[test]
fn a_title_and_a_source_name_are_known_for_what_they_are() {
    let place = Place {
        in_head: true,
        headline_follows: true,
        ..Place::default()
    };
    let named = Place {
        source_name: Some("Wions"),
        ..place
    };
    assert_eq!(form("WIONS", named), Some(Form::SiteName));
    assert_eq!(form("WIONS", place), None);
    let titled = Place {
        title: Some("Complete News World"),
        ..place
    };
    assert_eq!(form("Complete News World", titled), None);
}

#[test]
fn bodies_are_cleaned_as_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        body: String,
        text: String,
    }
    for case in cases::<Case>("clean") {
        assert_eq!(clean(&case.body).text, case.text, "{}", case.name);
    }
}

#[test]
fn passages_are_cut_as_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        text: String,
    }
    for Case { name, text } in cases::<Case>("passages") {
        let mut expected = Vec::new();
        let mut body = String::new();
        for part in text.split('|') {
            let (form, part) = match part.strip_prefix('[').and_then(|part| part.split_once(']')) {
                Some((form, part)) => (form.to_owned(), part),
                None => (String::new(), part),
            };
            body.push_str(part);
            if !part.trim().is_empty() {
                expected.push((form, part.trim().to_owned()));
            }
        }
        let found: Vec<(String, String)> = passages(&body, Options::new(10, 16))
            .iter()
            .map(|passage| {
                let form = passage
                    .leftover
                    .map(|form| serde_json::to_value(form).unwrap());
                let form = form.and_then(|form| form.as_str().map(str::to_owned));
                (
                    form.unwrap_or_default(),
                    passage.span.of(&body).unwrap().to_owned(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn heads_are_read_as_the_tables_say() {
    #[derive(Deserialize)]
    struct Case {
        name: String,
        text: String,
        title: Option<String>,
        outlet: Option<String>,
        published: Option<String>,
        #[serde(default)]
        authors: Vec<String>,
    }
    for case in cases::<Case>("head") {
        let found = head(&case.text);
        assert_eq!(found.title, case.title, "{}", case.name);
        assert_eq!(found.outlet, case.outlet, "{}", case.name);
        assert_eq!(found.published, case.published, "{}", case.name);
        assert_eq!(found.authors, case.authors, "{}", case.name);
    }
}

#[test]
fn repeated_lines_are_leftovers_of_their_own() {
    let body =
        "The bridge is closed today.\n\nAll about bridges (7)\n\nNobody knows why it is closed.";
    let known = fingerprint("All about bridges (12)");
    let repeated = |line: &str| fingerprint(line) == known;
    let found = cut(
        &clean(body),
        body,
        &Options::default(),
        &repeated,
        &Head::default(),
    );
    let forms: Vec<_> = found.iter().map(|passage| passage.leftover).collect();
    assert_eq!(forms, [None, Some(Form::Repeated), None]);
}

fn passages(body: &str, options: Options) -> Vec<Passage> {
    cut(&clean(body), body, &options, &|_| false, &Head::default())
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// What holds for the passages of any body.
fn check(body: &str, options: Options) -> Result<(), TestCaseError> {
    let whole = clean(body);
    let found = passages(body, options);
    prop_assert_eq!(found.is_empty(), whole.text.trim().is_empty());
    let mut reached = 0;
    let mut text = String::new();
    for passage in &found {
        prop_assert_eq!(passage.tile.start, reached);
        prop_assert!(passage.tile.contains(passage.span));
        let most = options.max_words.max(options.target_words) + 1;
        prop_assert!(passage.leftover.is_some() || passage.words <= most);
        let inside = passage.span.of(body);
        prop_assert!(inside.is_some_and(|inside| !inside.is_empty()));
        let tile = passage.tile.of(body);
        prop_assert!(tile.is_some());
        text.push_str(&squeezed(&clean(tile.unwrap_or_default()).text));
        reached = passage.tile.end;
    }
    if !found.is_empty() {
        prop_assert_eq!(reached, body.len());
        prop_assert_eq!(text, squeezed(&whole.text));
    }
    Ok(())
}

/// Bodies rich in what the stages look for.
fn bodies() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "<p>",
        "</p>",
        "<br>",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&amp;",
        "&#8217;",
        "&",
        "<",
        ">",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u{a0}",
        "The road ",
        "stays closed. ",
        "Mr. ",
        "U.S. ",
        "“Why?” ",
        "3.5 ",
        "29. ",
        "See also: ",
        "Comments (12)",
        "Foto: ",
        "By Ana Kos",
        "Вучић ",
        "桥梁关闭了。",
        "ปิดถนน",
        "e\u{301}",
        "\u{301}",
        "\0",
        "\u{2028}",
        "👩‍👩‍👧",
        "long sentence without an end ",
        "\"",
        "…",
    ]);
    prop::collection::vec(part, 0..80).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn tiles_cover_any_body_and_clean_to_the_same_text(body in bodies(), target in 1_usize..20) {
        check(&body, Options::new(target, target * 3 / 2 + 1))?;
    }

    #[test]
    fn tiles_cover_any_string(body in "\\PC{0,200}") {
        check(&body, Options::new(3, 5))?;
    }

    #[test]
    fn sentences_are_in_order_and_lose_nothing(text in bodies()) {
        let mut reached = 0;
        let mut found = String::new();
        for span in sentences(&text) {
            prop_assert!(span.start >= reached && !span.is_empty());
            found.push_str(span.of(&text).unwrap());
            reached = span.end;
        }
        prop_assert_eq!(squeezed(&found), squeezed(&text));
    }

    #[test]
    fn no_line_is_too_strange(line in bodies()) {
        let place = Place { in_head: true, in_foot: true, headline_follows: true, ..Place::default() };
        if form(&line, place).is_some() {
            prop_assert!(!line.trim().is_empty());
        }
        let shouted = line.to_uppercase();
        // Case folding is not always reversible, but it is for what has a plain upper case.
        if line.is_ascii() {
            prop_assert_eq!(fingerprint(&line), fingerprint(&shouted));
        }
        let found = head(&line);
        prop_assert!(found.title.is_none_or(|title| title.chars().count() <= 200));
    }
}

#[test]
fn hostile_bodies_take_linear_time() {
    let million = 1_000_000;
    for part in [
        "a", " ", "\n", ".", ". ", "<", "<b ", "<b \"", "<b c=\"", "<!--", "<script>", "&", "&#",
        "]", "\u{301}", "中", "a.b ", "“", "» ", "U.S. ", "29. ", "(", ".(", ". - ", "<p>", "| ",
        "By ", "a/b ", "\0",
    ] {
        let body = part.repeat(million / part.len());
        let started = Instant::now();
        let found = passages(&body, Options::default());
        let read = head(&body);
        let took = started.elapsed();
        assert!(took < Duration::from_secs(20), "{part:?} took {took:?}");
        assert!(found.iter().all(|passage| passage.words <= 161), "{part:?}");
        assert!(read.title.is_none(), "{part:?}");
    }
}

#[test]
fn a_long_paragraph_without_a_stop_is_cut() {
    let body = "word ".repeat(14_000);
    let found = passages(&body, Options::default());
    assert!(found.len() >= 14_000 / 160, "{}", found.len());
    assert!(
        found
            .iter()
            .all(|passage| (50..=160).contains(&passage.words))
    );
    assert_eq!(
        found.last().map(|passage| passage.tile.end),
        Some(body.len())
    );
}

#[test]
fn scraped_articles_keep_their_text_and_lose_their_leftovers() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds"));
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("skipped: {} is absent", folder.display());
        return;
    };
    let mut leftovers: Vec<(String, Form)> = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        let body = std::fs::read_to_string(&path).unwrap();
        let name: String = path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .chars()
            .take(3)
            .collect();
        let found = passages(&body, Options::default());
        leftovers.extend(
            found
                .iter()
                .filter_map(|p| Some((name.clone(), p.leftover?))),
        );
        let first = Span::new(0, found[0].tile.end);
        assert!(first.contains(found[0].span), "{name}");
        assert!(head(&body).title.is_some(), "{name}");
    }
    leftovers.sort();
    let expected = [
        ("000", Form::SiteName),
        ("000", Form::SeeAlso),
        ("000", Form::Caption),
        ("001", Form::ByLine),
        ("001", Form::SeeAlso),
        ("003", Form::DateBar),
        ("003", Form::SeeAlso),
        ("003", Form::Credit),
        ("004", Form::SourceLine),
    ];
    let found: Vec<(&str, Form)> = leftovers
        .iter()
        .map(|(name, form)| (name.as_str(), *form))
        .collect();
    assert_eq!(found, expected);
}

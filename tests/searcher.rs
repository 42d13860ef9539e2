//! The example searcher from outside: its command line, its JSON, its account of what it added.

#![expect(
    clippy::unwrap_used,
    reason = "a test fails by panicking, in its helper functions too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use clippings::{Article, Field, Index, Reason, Results, ingest};

/// `cargo test` builds examples beside the folder of test programs.
fn searcher() -> Command {
    let test = std::env::current_exe().unwrap();
    let name = format!("searcher{}", std::env::consts::EXE_SUFFIX);
    let program = test
        .parent()
        .unwrap()
        .parent()
        .unwrap()
        .join("examples")
        .join(name);
    assert!(
        program.exists(),
        "{} is missing: cargo build --example searcher",
        program.display()
    );
    let mut command = Command::new(program);
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    searcher().args(arguments).output().unwrap()
}

/// Standard output of a run that must succeed.
fn shown(arguments: &[&str]) -> String {
    let output = run(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// The one answer of a run with `--json`.
fn found(arguments: &[&str]) -> Results {
    let text = shown(&[&["--json"], arguments].concat());
    assert_eq!(text.lines().count(), 1, "{text}");
    serde_json::from_str(&text).unwrap()
}

fn fed(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = searcher()
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_sample_is_searched_with_nothing_prepared() {
    let text = shown(&["Vucic"]);
    assert!(text.contains("Вучић (transliterated)"), "{text}");
    assert!(text.contains("Vučića (inflected)"), "{text}");
    assert!(
        text.contains("Balkan Observer · 2023-09-30 · English · translated from Serbian"),
        "{text}"
    );
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with("10 of ") && last.ends_with(" ms"),
        "{last}"
    );
}

#[test]
fn colours_come_only_when_they_are_wanted() {
    let marked = "\u{1b}[1;33mВучић\u{1b}[0m";
    assert!(!shown(&["Vucic"]).contains('\u{1b}'));
    assert!(!shown(&["--color", "never", "Vucic"]).contains('\u{1b}'));
    assert!(shown(&["--color", "always", "Vucic"]).contains(marked));
}

#[test]
fn json_says_where_each_highlight_stands() {
    let text = shown(&["--json", "--limit", "50", "Vucic"]);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let keys: BTreeSet<&str> = value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        BTreeSet::from(["hits", "notices", "query", "took_us", "total"])
    );
    let sample = sample();
    let results: Results = serde_json::from_str(&text).unwrap();
    assert_eq!(results.query, "Vucic");
    assert_eq!(results.total, results.hits.len() as u64);
    for hit in &results {
        let article = sample
            .iter()
            .find(|article| article.id == hit.article.id)
            .unwrap();
        assert_eq!(
            article.body.get(hit.passage.start..hit.passage.end),
            Some(hit.text.as_str())
        );
        assert!(!hit.highlights.is_empty());
        for highlight in &hit.highlights {
            let whole = if highlight.field == Field::Title {
                &article.title
            } else {
                &article.body
            };
            assert_eq!(
                whole.get(highlight.start..highlight.end),
                Some(highlight.text.as_str())
            );
        }
    }
    let transliterated = |hit: &clippings::Hit| {
        hit.highlights
            .iter()
            .any(|highlight| highlight.reason == Reason::Transliterated)
    };
    assert!(results.into_iter().any(transliterated));
}

fn sample() -> Vec<Article> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data/articles.jsonl");
    let article = |item| match item {
        Ok(ingest::Item::Article { article, .. }) => *article,
        other => panic!("{other:?}"),
    };
    ingest::open(path).unwrap().map(article).collect()
}

#[test]
fn a_batch_is_answered_line_for_line() {
    let output = fed(
        &["--batch", "-", "--limit", "1"],
        b"Vucic\r\n\nno\"te\n\xff\nKurti",
    );
    assert!(output.status.success());
    let answers: Vec<Results> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let queries: Vec<&str> = answers.iter().map(|answer| answer.query.as_str()).collect();
    assert_eq!(queries, ["Vucic", "", "no\"te", "\u{fffd}", "Kurti"]);
    assert!(answers[0].total > 0 && answers[4].total > 0);
    assert!(answers.iter().all(|answer| answer.hits.len() <= 1));
    assert!(output.stderr.is_empty());

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("queries");
    fs::write(&file, "Kirby\nVucic\n").unwrap();
    assert_eq!(shown(&["--batch", path(&file)]).lines().count(), 2);
}

#[test]
fn limit_and_offset_choose_a_window() {
    let whole = found(&["--limit", "6", "Vucic"]);
    let window = found(&["--limit", "2", "--offset", "3", "Vucic"]);
    assert_eq!(window.hits, whole.hits[3..5]);
    assert_eq!(window.total, whole.total);
    let text = shown(&["--limit", "2", "--offset", "3", "Vucic"]);
    assert!(text.starts_with("  4 "), "{text}");
}

#[test]
fn notices_stand_under_the_query() {
    let text = shown(&["Вучић", "after:tomorrow"]);
    let mut lines = text.lines();
    assert_eq!(lines.next().unwrap(), "    Вучић after:tomorrow");
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("          ^^^^^^^^^^^^^^ \"tomorrow\""),
        "{text}"
    );
}

#[test]
fn a_bad_line_is_told_and_the_rest_goes_in() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles.jsonl");
    let lines = [
        r#"{"id":"one","title":"Bridge opens","body":"The ferry captain waved.","mood":"calm"}"#,
        "{oops",
        "",
        r#"{"id":"two","body":"The ferry captain slept.","date":"tomorrow"}"#,
        r#"{"id":"three","body":""}"#,
    ];
    fs::write(&articles, lines.join("\n")).unwrap();
    fs::write(
        folder.path().join("four.txt"),
        "The ferry captain left the harbour at noon.",
    )
    .unwrap();
    fs::write(
        folder.path().join("notes.md"),
        "The ferry captain is no article.",
    )
    .unwrap();

    let text = shown(&["--add", path(folder.path()), "--", "ferry captain"]);
    let place = path(&articles);
    assert!(
        text.contains("3 added, 0 replaced, 0 unchanged, 1 rejected, from 2 files"),
        "{text}"
    );
    assert!(
        text.contains(&format!("bad lines: 1\n  {place}:2: ")),
        "{text}"
    );
    assert!(
        text.contains(&format!(
            "rejected: 1\n  {place}:5: \"three\": there is no text"
        )),
        "{text}"
    );
    assert!(
        text.contains(&format!("warnings: 1\n  {place}:4: date")),
        "{text}"
    );
    assert!(text.contains("unknown keys: mood (1)"), "{text}");
    assert!(text.contains("3 of 3 passages"), "{text}");

    let results = found(&["--add", path(folder.path()), "--", "ferry captain"]);
    let ids: BTreeSet<&str> = results
        .hits
        .iter()
        .map(|hit| hit.article.id.as_str())
        .collect();
    assert_eq!(ids, BTreeSet::from(["four", "one", "two"]));
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_the_others_out() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.txt"), b"\xff\xfe").unwrap();
    fs::write(
        folder.path().join("good.txt"),
        "The lighthouse keeper wrote a letter.",
    )
    .unwrap();
    let output = run(&["--add", path(folder.path()), "--", "lighthouse"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("bad.txt is not UTF-8 at byte 0"), "{text}");
    assert!(text.contains("1 passage,"), "{text}");
}

#[test]
fn an_index_on_disk_stays() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let text = folder.path().join("harbour.txt");
    fs::write(&text, "The harbour master counted eleven boats.").unwrap();
    let add = [
        "--index",
        path(&index),
        "--add",
        path(&text),
        "--optimize",
        "--verify",
        "--stats",
    ];
    let first = shown(&add);
    assert!(
        first.contains("1 added, 0 replaced, 0 unchanged"),
        "{first}"
    );
    assert!(first.contains("verified"), "{first}");
    assert!(
        first.contains("1 article, 1 passage, 0 sources, 1 segment"),
        "{first}"
    );
    assert!(shown(&add).contains("0 added, 0 replaced, 1 unchanged"));
    fs::write(&text, "The harbour master counted twelve boats.").unwrap();
    assert!(shown(&add).contains("0 added, 1 replaced, 0 unchanged"));

    let results = found(&["--index", path(&index), "twelve", "boats"]);
    assert_eq!(results.hits.len(), 1);
    assert_eq!(results.hits[0].article.id, "harbour");
    assert_eq!(found(&["--index", path(&index), "eleven"]).total, 0);
}

#[test]
fn words_after_the_options_are_the_query() {
    assert_eq!(
        found(&["battalion", "-Princess"]).query,
        "battalion -Princess"
    );
    assert_eq!(
        found(&["-Princess", "--limit", "1", "battalion"]).query,
        "-Princess battalion"
    );
    assert_eq!(
        found(&["\"combat readiness\"", "Vucic"]).query,
        "\"combat readiness\" Vucic"
    );
    assert_eq!(found(&["--", "--limit"]).query, "--limit");
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("mill.txt");
    fs::write(&text, "The miller sold his mill.").unwrap();
    assert_eq!(
        found(&["--add", path(&text), "miller", "sold"]).query,
        "miller sold"
    );
}

#[test]
fn exit_codes_tell_wrong_use_from_failure() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let table: [(&[&str], i32, &str); 9] = [
        (&["--help"], 0, ""),
        (&["--version"], 0, ""),
        (
            &["--index", path(&missing), "Vucic"],
            2,
            "error: no index at ",
        ),
        (
            &["--frobnicate"],
            2,
            "error: invalid option '--frobnicate'\n",
        ),
        (&["--limit", "many", "Vucic"], 2, "error: "),
        (&["--limit", "0", "Vucic"], 2, "error: limit is 0"),
        (
            &["--batch", "-", "Vucic"],
            2,
            "error: a query and --batch exclude each other, see --help\n",
        ),
        (&[], 2, "error: there is no query, see --help\n"),
        (
            &["--add", path(&missing), "Vucic"],
            1,
            "error: cannot read ",
        ),
    ];
    for (arguments, code, message) in table {
        let output = run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
        assert!(errors.starts_with(message), "{arguments:?}: {errors}");
        assert_eq!(output.stdout.is_empty(), code != 0, "{arguments:?}");
    }
    assert!(!missing.exists());
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = searcher()
        .args(["--batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    // It may end before it has read all of this.
    let _ = child
        .stdin
        .take()
        .unwrap()
        .write_all("Vucic\n".repeat(50).as_bytes());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

/// Five scraped texts on one event, where they are at hand.
fn seeds() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds"));
    if !folder.is_dir() {
        eprintln!("skipped: there is no {}", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn scraped_texts_are_found_by_what_they_contain() {
    let Some(seeds) = seeds() else { return };
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("index");
    let report = shown(&["--index", path(&directory), "--add", path(&seeds)]);
    assert!(
        report.contains("5 added, 0 replaced, 0 unchanged, 0 rejected, from 5 files"),
        "{report}"
    );
    let index = Index::open(&directory).unwrap();
    let articles: Vec<Article> = ingest::files(&seeds)
        .unwrap()
        .iter()
        .map(|file| {
            let id = file.file_stem().unwrap().to_str().unwrap();
            let article = index.article(id).unwrap().unwrap();
            assert_eq!(article.body, fs::read_to_string(file).unwrap());
            article
        })
        .collect();
    for article in &articles {
        assert!(article.title.contains("Kosovo"), "{:?}", article.title);
        assert!(
            article
                .body
                .lines()
                .any(|line| line.trim() == article.title),
            "{:?}",
            article.title
        );
    }

    let table: [(&str, &[&str]); 8] = [
        ("Vucic", &["000", "001", "002", "003", "004"]),
        ("Kirby", &["000", "001", "002", "003", "004"]),
        ("Stoltenberg", &["000", "001", "002", "003"]),
        ("Blinken", &["000", "001", "002", "003", "004"]),
        ("\"combat readiness\"", &["000", "001", "003"]),
        ("battalion -Princess", &["000", "002", "004"]),
        ("Anthony Blinken", &["000", "001", "002", "003", "004"]),
        ("Antony Blinken", &["000", "001", "002", "003", "004"]),
    ];
    for (query, expected) in table {
        let results = found(&["--index", path(&directory), "--limit", "100", "--", query]);
        let prefixes: BTreeSet<&str> = results
            .hits
            .iter()
            .map(|hit| hit.article.id.split('_').next().unwrap())
            .collect();
        assert_eq!(prefixes, expected.iter().copied().collect(), "{query}");
        for hit in &results {
            let article = articles
                .iter()
                .find(|article| article.id == hit.article.id)
                .unwrap();
            hit.verify(article).unwrap();
            let leftovers = index.leftovers(&article.id).unwrap();
            for highlight in hit
                .highlights
                .iter()
                .filter(|highlight| highlight.field == Field::Body)
            {
                let inside = |span: clippings::Span| {
                    span.start < highlight.end && highlight.start < span.end
                };
                assert!(
                    !leftovers.iter().any(|leftover| inside(leftover.span)),
                    "{query}: {highlight:?}"
                );
            }
        }
    }
    let leftovers: usize = articles
        .iter()
        .map(|article| index.leftovers(&article.id).unwrap().len())
        .sum();
    assert!(leftovers >= 5, "{leftovers}");
}

#[test]
fn leftovers_are_searched_where_that_is_asked_for() {
    let Some(seeds) = seeds() else { return };
    let plain = found(&["--add", path(&seeds), "--", "NexTV"]);
    let whole = found(&["--leftovers", "--add", path(&seeds), "--", "NexTV"]);
    assert_eq!(plain.total, 0);
    assert_eq!(whole.total, 1);
    assert!(whole.hits[0].passage.leftover.is_some());
}

#[test]
fn an_index_of_another_analysis_is_reanalysed_on_request() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("news.idx");
    let file = home.path().join("a.txt");
    fs::write(&file, "The ferry to Visby was late.").unwrap();
    shown(&["--index", path(&place), "--add", path(&file)]);
    let manifest = place.join("clippings.json");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("revision", "redaction")).unwrap();

    let refused = run(&["--index", path(&place), "ferry"]);
    assert!(!refused.status.success());
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    let advice = format!("run `searcher --index {} --reanalyze` first", path(&place));
    assert!(said.contains(&advice), "{said}");

    let text = shown(&["--index", path(&place), "--reanalyze", "ferry"]);
    assert!(text.starts_with("reanalysed: 1 article "), "{text}");
    assert!(text.contains("1 passage, "), "{text}");
    let text = shown(&["--index", path(&place), "--reanalyze"]);
    assert!(text.starts_with("nothing to reanalyse"), "{text}");
    assert_eq!(run(&["--reanalyze", "ferry"]).status.code(), Some(2));
}

//! What survives: a killed process, damaged and hostile files, hostile queries and articles.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clippings::query::Node;
use clippings::{Article, ErrorKind, Field, Index, Outcome, Query, Source};

const DIRECTORY: &str = "CLIPPINGS_TEST_KILLED_DIRECTORY";

fn story(number: usize) -> Article {
    let towns = ["Tarnow", "Visby", "Zadar", "Ghent", "Bergen"];
    let things = ["bridge", "ferry", "library", "stadium"];
    // Declared: the first moments of a killed process are to be those of its commits.
    Article::new(format!("story-{number}"))
        .language("en")
        .title(format!(
            "The {} of {}",
            things[number % 4],
            towns[number % 5]
        ))
        .body(format!(
            "The council of {} met {number} times about the {}. Mayor Ilona Berg was pleased.\n\n\
             Nobody had expected the decision, said Marek Stone of the {} society.",
            towns[number % 5],
            things[number % 4],
            things[number % 3],
        ))
        .source(Source::new(towns[number % 5]).country("XX"))
}

fn filled(directory: &Path, stories: usize) -> Index {
    let index = Index::create(directory).unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..stories {
        writer.add(&story(number)).unwrap();
    }
    writer.commit().unwrap();
    writer.close().unwrap();
    index
}

fn names_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names_in(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}

fn segment_files(directory: &Path, extension: &str) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = names_in(directory)
        .into_iter()
        .filter(|name| name.ends_with(&format!(".{extension}")))
        .map(|name| directory.join(name))
        .collect();
    assert!(!files.is_empty(), "no .{extension}");
    files
}

/// Runs `call` with the stack that a thread has where nothing else was asked for.
fn on_small_stack<T: Send>(call: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(2 << 20)
            .spawn_scoped(scope, call)
            .unwrap()
            .join()
            .unwrap()
    })
}

// ---- a killed process

/// The child of the tests below: it indexes until it is killed.
#[test]
fn index_until_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else {
        return;
    };
    let directory = Path::new(&directory);
    let index = Index::open(directory.join("index")).unwrap();
    let mut writer = index.writer().unwrap();
    let mut acknowledged = fs::OpenOptions::new()
        .append(true)
        .open(directory.join("acknowledged"))
        .unwrap();
    fs::write(directory.join("started"), "").unwrap();
    let mut next = usize::try_from(index.stats().unwrap().articles).unwrap();
    loop {
        for _ in 0..3 {
            writer.add(&story(next)).unwrap();
            next += 1;
        }
        writer.commit().unwrap();
        writeln!(acknowledged, "{next}").unwrap();
        acknowledged.sync_data().unwrap();
    }
}

fn kill_and_reopen(rounds: u64) {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let log = home.path().join("acknowledged");
    let started = home.path().join("started");
    let said = home.path().join("said");
    drop(Index::create(&place).unwrap());
    fs::write(&log, "").unwrap();
    let mut most = 0;
    for round in 0..rounds {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["index_until_killed", "--exact", "--test-threads=1"])
            .env(DIRECTORY, home.path())
            .arg("--nocapture")
            .stdout(Stdio::null())
            .stderr(fs::File::create(&said).unwrap())
            .spawn()
            .unwrap();
        // Every third is killed while it opens the index, as far as that takes so long.
        let patience = Instant::now() + Duration::from_secs(if round % 3 == 2 { 0 } else { 20 });
        while !started.exists() && Instant::now() < patience {
            std::thread::sleep(Duration::from_millis(1));
        }
        // Between 5 and 150 ms, each round another moment.
        std::thread::sleep(Duration::from_millis(5 + round * 37 % 146));
        let ended = child.try_wait().unwrap();
        assert!(ended.is_none(), "{}", fs::read_to_string(&said).unwrap());
        child.kill().unwrap();
        child.wait().unwrap();
        let _ = fs::remove_file(&started);

        let text = fs::read_to_string(&log).unwrap();
        let acknowledged: usize = text
            .lines()
            .next_back()
            .map_or(0, |line| line.parse().unwrap_or(0));
        let index = Index::open(&place).unwrap();
        index.verify().unwrap();
        let articles = usize::try_from(index.stats().unwrap().articles).unwrap();
        assert!(articles >= acknowledged, "{articles} of {acknowledged}");
        for number in 0..articles {
            let id = format!("story-{number}");
            assert!(index.article(&id).unwrap().is_some(), "{id} of {articles}");
        }
        let mut writer = index.writer().unwrap();
        writer.commit().unwrap();
        writer.close().unwrap();
        let orphans: Vec<String> = names_in(&place)
            .into_iter()
            .filter(|name| name.starts_with(".tmp"))
            .collect();
        assert!(orphans.is_empty(), "{orphans:?}");
        most = most.max(articles);
    }
    assert!(most > 0, "no child came to its first commit");
}

#[test]
fn a_kill_loses_nothing_acknowledged() {
    kill_and_reopen(12);
}

#[test]
#[ignore = "takes a minute"]
fn many_kills_lose_nothing_acknowledged() {
    kill_and_reopen(200);
}

#[test]
fn what_killed_writers_leave_is_swept() {
    let home = tempfile::tempdir().unwrap();
    let index = filled(home.path(), 2);
    fs::write(home.path().join(".tmpAb12Yz"), "left behind").unwrap();
    fs::write(home.path().join(".tmp-notes.txt"), "of somebody").unwrap();
    fs::write(home.path().join("readme.txt"), "of somebody").unwrap();
    drop(index.writer().unwrap());
    let names = names_in(home.path());
    assert!(!names.iter().any(|name| name == ".tmpAb12Yz"));
    assert!(names.iter().any(|name| name == ".tmp-notes.txt"));
    assert!(names.iter().any(|name| name == "readme.txt"));
}

// ---- hostile and damaged files

#[test]
fn a_list_of_files_cannot_reach_out_of_the_index() {
    let home = tempfile::tempdir().unwrap();
    let victim = home.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    for entry in ["../victim".to_owned(), victim.display().to_string()] {
        let place = home.path().join(format!("index-{}", entry.len()));
        filled(&place, 1);
        let list = place.join(".managed.json");
        let mut names: Vec<String> = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
        names.push(entry);
        fs::write(&list, serde_json::to_vec(&names).unwrap()).unwrap();
        for error in [
            Index::open(&place).unwrap_err(),
            Index::open_or_create(&place).unwrap_err(),
            Index::open_into_memory(&place).unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
        }
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_file_is_refused() {
    let home = tempfile::tempdir().unwrap();
    for name in ["idx", "meta.json", "clippings.json", ".managed.json"] {
        let place = home.path().join(format!("index-{name}"));
        filled(&place, 1);
        let path = match name {
            "idx" => segment_files(&place, name).remove(0),
            name => place.join(name),
        };
        let elsewhere = home.path().join(format!("elsewhere-{name}"));
        fs::rename(&path, &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
        let error = Index::open(&place).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    }
}

#[test]
fn a_file_cut_short_or_missing_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("whole");
    drop(filled(&whole, 3));
    for extension in ["term", "idx", "pos", "store", "texts", "fast", "fieldnorm"] {
        let full = fs::metadata(&segment_files(&whole, extension)[0])
            .unwrap()
            .len();
        for length in (0..=8).chain([full / 2, full - 1]).map(Some).chain([None]) {
            let place = home.path().join(format!("{extension}-{length:?}"));
            copy(&whole, &place);
            let path = segment_files(&place, extension).remove(0);
            match length {
                Some(length) => fs::OpenOptions::new()
                    .write(true)
                    .open(&path)
                    .unwrap()
                    .set_len(length)
                    .unwrap(),
                None => fs::remove_file(&path).unwrap(),
            }
            let error = Index::open(&place).unwrap_err();
            let kind = error.kind();
            assert!(
                matches!(kind, ErrorKind::Corrupt | ErrorKind::Io),
                "{extension} {length:?}: {kind:?} {error}"
            );
            Index::open_into_memory(&place).unwrap_err();
            fs::remove_dir_all(&place).unwrap();
        }
    }
}

#[test]
fn every_changed_bit_is_reported_and_none_is_fatal() {
    const PER_KIND: usize = 10;
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("whole");
    drop(filled(&whole, 60));
    for extension in ["idx", "term", "pos", "store", "texts", "fast", "fieldnorm"] {
        let place = home.path().join(extension);
        copy(&whole, &place);
        let path = segment_files(&place, extension).remove(0);
        let good = fs::read(&path).unwrap();
        for flip in 0..PER_KIND {
            let mut bad = good.clone();
            // Spread over the file, its last bytes included.
            let at = (good.len() - 1) * flip / (PER_KIND - 1);
            bad[at] ^= 1 << (flip % 8);
            // The old file may still be mapped.
            fs::remove_file(&path).unwrap();
            fs::write(&path, &bad).unwrap();
            let opened = catch_unwind(AssertUnwindSafe(|| {
                let index = match Index::open(&place) {
                    Ok(index) => index,
                    Err(error) => {
                        assert!(matches!(
                            error.kind(),
                            ErrorKind::Corrupt | ErrorKind::Io | ErrorKind::Incompatible
                        ));
                        return;
                    }
                };
                for query in [
                    "ferry",
                    "\"the council\"",
                    "berg stone mayor",
                    "libr*",
                    "feri~1",
                    "*",
                ] {
                    let _ = index.search(Query::parse(query).limit(60));
                }
                let _ = index.article("story-7");
                let error = index.verify().unwrap_err();
                assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
            }));
            assert!(opened.is_ok(), "{extension}, byte {at} of {}", good.len());
        }
    }
}

#[test]
fn an_index_of_another_build_is_refused_with_advice() {
    let home = tempfile::tempdir().unwrap();
    for name in ["format", "analysis"] {
        let place = home.path().join(name);
        filled(&place, 1);
        let path = place.join("clippings.json");
        let mut manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        if name == "format" {
            manifest["format"] = 99.into();
        } else {
            manifest["analysis"]["hash"] = 1.into();
        }
        fs::write(&path, manifest.to_string()).unwrap();
        let (kind, advice) = if name == "format" {
            (ErrorKind::Incompatible, "add its articles to a new index")
        } else {
            (ErrorKind::AnalysisChanged, "call Index::reanalyze")
        };
        for error in [
            Index::open(&place).unwrap_err(),
            Index::open_into_memory(&place).unwrap_err(),
        ] {
            assert_eq!(error.kind(), kind, "{error}");
            assert!(error.to_string().contains(advice), "{error}");
        }
    }
}

#[test]
fn an_index_of_the_bare_engine_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("text", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(home.path(), schema.build()).unwrap();
    let before = names_in(home.path());
    let error = Index::open(home.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incompatible, "{error}");
    let error = Index::create(home.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AlreadyExists, "{error}");
    assert_eq!(names_in(home.path()), before);
}

#[test]
fn a_copy_in_memory_answers_the_same_and_takes_nothing() {
    let home = tempfile::tempdir().unwrap();
    let index = filled(home.path(), 12);
    let copy = Index::open_into_memory(home.path()).unwrap();
    for query in ["ferry", "mayor berg", "\"the council\"", "source:visby"] {
        let mut left = index.search(query).unwrap();
        let mut right = copy.search(query).unwrap();
        (left.took_us, right.took_us) = (0, 0);
        assert!(left.total > 0);
        assert_eq!(left, right);
    }
    copy.verify().unwrap();
    assert_eq!(copy.stats().unwrap().articles, 12);
    assert_eq!(
        copy.writer().unwrap_err().kind(),
        ErrorKind::InvalidArgument
    );
    // It needs the directory no more.
    fs::remove_dir_all(home.path()).unwrap();
    assert!(copy.search("ferry").unwrap().total > 0);
    fs::create_dir(home.path()).unwrap();
}

// ---- a failing disk

#[test]
fn a_writer_that_failed_once_never_says_that_all_is_well() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let index = filled(&place, 2);
    let aside = home.path().join("aside");
    let mut writer = index.writer().unwrap();
    writer.add(&story(2)).unwrap();
    fs::rename(&place, &aside).unwrap();
    fs::write(&place, "not a directory").unwrap();

    let started = Instant::now();
    writer.commit().unwrap_err();
    for number in 3..10_100 {
        let error = writer
            .add(&Article::new(format!("late-{number}")).title("Late"))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WriterFailed, "{error}");
    }
    for error in [
        writer.commit().unwrap_err(),
        writer.delete("story-0").unwrap_err(),
        writer.delete_source("visby").unwrap_err(),
        writer.put_source(&Source::new("Late")).unwrap_err(),
        writer.optimize().unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::WriterFailed, "{error}");
    }
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "{:?}",
        started.elapsed()
    );
    drop(writer);

    fs::remove_file(&place).unwrap();
    fs::rename(&aside, &place).unwrap();
    let index = Index::open(&place).unwrap();
    index.verify().unwrap();
    assert_eq!(index.stats().unwrap().articles, 2);
    let mut writer = index.writer().unwrap();
    assert_eq!(writer.add(&story(2)).unwrap(), Outcome::Added);
    writer.commit().unwrap();
    assert_eq!(index.stats().unwrap().articles, 3);
}

// ---- hostile queries

fn in_time<T>(what: &str, call: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = call();
    let took = started.elapsed();
    assert!(took < Duration::from_secs(2), "{what} took {took:?}");
    result
}

#[test]
fn hostile_queries_are_answered_in_time() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for number in 0..200 {
        writer.add(&story(number)).unwrap();
        if number % 60 == 0 {
            writer.commit().unwrap();
        }
    }
    let han: String = (0x4e00..0x9fa5)
        .filter_map(char::from_u32)
        .take(6000)
        .collect();
    writer.add(&Article::new("han").body(han.as_str())).unwrap();
    writer.commit().unwrap();
    let words = |count: usize| {
        let words: Vec<String> = (0..count)
            .map(|number| format!("{} ferry{number}", ["mayor", "bridge"][number % 2]))
            .collect();
        words.join(" ")
    };
    let texts = [
        ("deep parentheses", "(".repeat(100_000) + "ferry"),
        ("pairs", "(".repeat(5_000) + "ferry" + &")".repeat(5_000)),
        ("closing", ")".repeat(16_000)),
        ("deep exclusions", "-(".repeat(8_000) + "ferry"),
        ("deep titles", "title:(".repeat(2_000) + "ferry"),
        ("10,000 words", words(10_000)),
        ("1 MB", words(80_000)),
        ("10,000 alternatives", "ferry OR ".repeat(10_000)),
        ("operators", "OR AND NOT | + - ".repeat(900)),
        ("quotation marks", "\"".repeat(16_000)),
        ("one long phrase", format!("\"{}\"", words(800))),
        ("one long word", "x".repeat(100_000)),
        ("a long fuzzy word", "a".repeat(1000) + "~2"),
        ("fuzzy words", "fery~2 brigde~2 ".repeat(20)),
        ("prefixes", "a* b* c*".to_owned()),
        ("many prefixes", "fe* br* st* li* ".repeat(250)),
        ("han", han.clone()),
        ("marks", "\u{301}".repeat(8_000)),
        ("nothing", "\0 \u{feff} \u{202e} \u{200d}".to_owned()),
        ("colons", "a:b:c:title:source:lang:".repeat(600)),
        ("backslashes", "\\".repeat(16_000)),
        (
            "dates",
            "after:99999999999 before:-1 after:2024-13-77".to_owned(),
        ),
    ];
    for (what, text) in texts {
        let results = on_small_stack(|| in_time(what, || index.search(&*text))).unwrap();
        assert!(results.hits.len() <= 10, "{what}");
        on_small_stack(|| in_time(what, || Query::parse(&text).to_string()));
    }
    // The same by hand, past the limits of the text.
    let many = Query::from(Node::All(
        (0..3_000)
            .map(|number| Node::Word(format!("ferry{number}")))
            .collect(),
    ));
    on_small_stack(|| in_time("3,000 built words", || index.search(&many))).unwrap();
    let mut deep = Node::Word("ferry".to_owned());
    for _ in 0..1000 {
        deep = Node::Not(Box::new(Node::Any(vec![
            deep,
            Node::Word("bridge".to_owned()),
        ])));
    }
    on_small_stack(|| in_time("deep built groups", || index.search(Query::from(deep)))).unwrap();
    for json in [
        format!(
            "{}{}",
            r#"{"query":"#.to_owned() + &r#"{"not":"#.repeat(10_000),
            "}"
        ),
        "[".repeat(100_000),
    ] {
        on_small_stack(|| {
            in_time("deep JSON", || {
                serde_json::from_str::<Query>(&json).map(drop)
            })
            .unwrap_err();
        });
    }
    for query in [
        Query::word("ferry").limit(0),
        Query::word("ferry").limit(1_000_000_000),
        Query::word("ferry").limit(usize::MAX).offset(usize::MAX),
        Query::word("ferry").offset(10_000),
    ] {
        let error = index.search(query).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    }
}

// ---- hostile articles

#[test]
fn hostile_articles_are_indexed_or_reported() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let line = "The ferry from Visby was late again today ".repeat((5 << 20) / 42);
    let bodies = [
        ("nul", "The\0 mayor\0spoke \0".to_owned()),
        ("bom", "\u{feff}The mayor \u{feff}spoke".to_owned()),
        ("marks", "\u{301}\u{300} \u{5b0} mayor \u{301}".to_owned()),
        (
            "many marks",
            format!("mayor a{}", "\u{301}".repeat(100_000)),
        ),
        ("long token", format!("mayor {}", "x".repeat(70_000))),
        ("long line", line),
        (
            "unclosed",
            "<p>The <b>mayor <a href=\"x\"><script>alert(1)".to_owned(),
        ),
        ("unclosed tags", "<div>".repeat(100_000) + "mayor"),
        ("open brackets", "<".repeat(500_000) + " mayor"),
        (
            "ampersands",
            "&".repeat(500_000) + " mayor &#xffffffff; &amp",
        ),
        ("comments", "<!--".repeat(50_000) + "mayor"),
        (
            "right to left",
            "\u{202e}ראש העיר mayor \u{202c} قال رئيس البلدية".to_owned(),
        ),
        (
            "family",
            "mayor \u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466} ".repeat(2_000),
        ),
        ("flags", "\u{1f1f8}\u{1f1ea}".repeat(10_000) + " mayor"),
        (
            "breaks",
            "mayor\r\n\u{2028}\u{2029}\u{85}\u{c}".repeat(5_000),
        ),
        ("thai", "นายกเทศมนตรี".repeat(5_000)),
        ("private", "\u{e000}\u{10ffff}\u{fffd} mayor".to_owned()),
        ("dots", "mayor. ".repeat(100_000)),
        ("quotes", "\"'“”„«»".repeat(50_000) + "mayor"),
    ];
    let articles: BTreeMap<&str, Article> = bodies
        .iter()
        .map(|(name, body)| {
            let title: String = body.chars().take(300).collect();
            let article = Article::new(*name).title(title).body(body.as_str());
            (*name, article)
        })
        .collect();
    let mut indexed = 0;
    for (name, article) in &articles {
        let started = Instant::now();
        match writer.add(article).unwrap() {
            Outcome::Added => indexed += 1,
            outcome => assert!(
                matches!(outcome, Outcome::Rejected(_)),
                "{name}: {outcome:?}"
            ),
        }
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "{name}: {:?}",
            started.elapsed()
        );
    }
    let report = writer.commit().unwrap();
    assert_eq!(report.added, indexed);
    assert_eq!(report.added + report.rejected, bodies.len() as u64);
    assert!(report.terms_cut > 0);
    let failed: Vec<_> = report
        .rejections
        .iter()
        .filter(|rejected| rejected.reason.to_string().contains("report"))
        .collect();
    assert!(failed.is_empty(), "{failed:?}");
    for (name, article) in &articles {
        if let Some(stored) = index.article(name).unwrap() {
            assert_eq!(stored, *article, "{name}");
        }
    }
    for query in [
        "mayor",
        "visby",
        "\"the mayor\"",
        "may*",
        "mayr~1",
        "lang:he",
        "*",
    ] {
        let query = Query::parse(query).limit(50).leftovers(true);
        for hit in &index.search(query).unwrap() {
            hit.verify(&articles[hit.article.id.as_str()]).unwrap();
            assert!(!hit.snippet().html().is_empty());
        }
    }
}

#[test]
fn strings_that_break_software_are_indexed_or_reported() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../shared/data/raw/naughty/blns.json"
    );
    let Ok(text) = fs::read_to_string(path) else {
        println!("skipped: there is no {path}");
        return;
    };
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for (number, string) in strings.iter().enumerate() {
        let article = Article::new(format!("{number}"))
            .title(string.as_str())
            .body(string.as_str());
        writer.add(&article).unwrap();
    }
    let report = writer.commit().unwrap();
    assert_eq!(report.added + report.rejected, strings.len() as u64);
    assert!(report.added > 300, "{report:?}");
    assert!(
        report
            .rejections
            .iter()
            .all(|one| one.reason.to_string() == "there is no text")
    );
    for string in &strings {
        for query in [
            Query::parse(string),
            Query::word(string),
            Query::phrase(string),
        ] {
            for hit in &index.search(&query).unwrap() {
                let article = index.article(&hit.article.id).unwrap().unwrap();
                for mark in &hit.highlights {
                    let text = if mark.field == Field::Title {
                        &article.title
                    } else {
                        &article.body
                    };
                    assert_eq!(mark.span().of(text), Some(mark.text.as_str()), "{query:?}");
                }
            }
        }
    }
}

/// Faults that were found once.
mod once {
    use super::*;

    #[test]
    fn a_list_of_files_that_forgets_one_does_not_hide_its_damage() {
        let home = tempfile::tempdir().unwrap();
        drop(filled(home.path(), 5));
        fs::write(home.path().join(".managed.json"), "[]").unwrap();
        let path = segment_files(home.path(), "store").remove(0);
        let mut bytes = fs::read(&path).unwrap();
        bytes[12] ^= 4;
        fs::write(&path, bytes).unwrap();
        let refused = Index::open(home.path()).and_then(|index| index.verify());
        assert_eq!(refused.unwrap_err().kind(), ErrorKind::Corrupt);
    }

    #[test]
    fn what_failed_to_be_committed_is_not_unchanged() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("index");
        let index = filled(&place, 1);
        let mut writer = index.writer().unwrap();
        writer.add(&story(1)).unwrap();
        fs::rename(&place, home.path().join("aside")).unwrap();
        writer.commit().unwrap_err();
        let error = writer.add(&story(1)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WriterFailed, "{error}");
    }

    #[test]
    fn a_long_title_costs_no_more_than_a_long_body() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let title = "ferry boat ".repeat(60_000);
        writer
            .add(&Article::new("long").title(title).body("A harbour."))
            .unwrap();
        writer.commit().unwrap();
        for query in ["ferry", "\"ferry boat\"", "\"ferry harbour\" OR harbour"] {
            assert_eq!(
                in_time(query, || index.search(query)).unwrap().total,
                1,
                "{query}"
            );
        }
    }

    fn index_of(articles: &[Article]) -> Index {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for article in articles {
            writer.add(article).unwrap();
        }
        writer.commit().unwrap();
        index
    }

    #[test]
    fn optimize_works_beside_a_background_merge() {
        let home = tempfile::tempdir().unwrap();
        let index = Index::create(home.path()).unwrap();
        let mut writer = index.writer().unwrap();
        for round in 0..100 {
            for commit in 0..4 {
                writer.add(&story(round * 4 + commit)).unwrap();
                writer.commit().unwrap();
            }
            writer.optimize().unwrap();
        }
    }

    #[test]
    fn a_hit_on_a_word_with_markup_inside_proves_itself() {
        let article =
            Article::new("a").body("The caf&eacute; closed. Half a <b>dr</b>ink was left.");
        let index = index_of(std::slice::from_ref(&article));
        for query in ["café", "drink"] {
            let results = index.search(query).unwrap();
            results.hits[0].verify(&article).unwrap();
        }
    }

    #[test]
    fn the_total_is_the_same_on_every_page() {
        let mut articles: Vec<Article> = (0..12)
            .map(|n| Article::new(format!("all-{n}")).body("heron otter lynx"))
            .collect();
        articles.extend((0..20).map(|n| Article::new(format!("some-{n}")).body("heron otter")));
        articles.extend((0..200).map(|n| Article::new(format!("none-{n}")).body("moss")));
        let index = index_of(&articles);
        let total = |offset| {
            let query = Query::parse("heron otter lynx").offset(offset).limit(10);
            index.search(query).unwrap().total
        };
        assert_eq!(total(0), total(10));
    }

    #[test]
    fn a_long_word_is_near_itself_and_a_hit_is_marked() {
        let long = "abcdefghij".repeat(7);
        let index = index_of(&[Article::new("a").body(format!("one {long} two"))]);
        assert_eq!(index.search(&format!("{long}~1")).unwrap().total, 1);
        let index = index_of(&[Article::new("a").body(format!("one {} two", long.split_at(64).0))]);
        for hit in &index.search(&format!("{long}~1")).unwrap() {
            assert!(!hit.highlights.is_empty());
        }
    }

    fn with_footer(n: usize) -> Article {
        let texts = [
            "The heron stood in the reeds all morning long.",
            "An otter crossed the frozen pond at dusk.",
            "Two lynxes were counted in the northern woods.",
        ];
        let body = format!(
            "{} Nobody knew why it had happened, and few people had asked about it.\n\n\
         Wetland society members pay nothing",
            texts[n]
        );
        Article::new(format!("f{n}"))
            .language("en")
            .source("Reed")
            .body(body)
    }

    #[test]
    fn what_is_gone_before_the_commit_does_not_repeat_a_line() {
        for replaced in [false, true] {
            let index = Index::in_memory().unwrap();
            let mut writer = index.writer().unwrap();
            for n in 0..3 {
                writer.add(&with_footer(n)).unwrap();
            }
            if replaced {
                writer
                    .add(&Article::new("f2").body("Nothing.").source("Reed"))
                    .unwrap();
            } else {
                writer.delete("f2").unwrap();
            }
            writer.commit().unwrap();
            // Two articles have the line: that is no repetition.
            assert_eq!(index.search("wetland").unwrap().total, 2, "{replaced}");
        }
    }

    #[test]
    fn notices_point_into_the_query_they_come_with() {
        let index = index_of(&[story(1)]);
        let results = index
            .search(Query::parse("((((((((((((((((((( a").and("b"))
            .unwrap();
        for notice in &results.notices {
            assert!(
                notice.end <= results.query.len(),
                "{notice:?} of {:?}",
                results.query
            );
        }
    }

    #[test]
    fn what_a_killed_create_leaves_can_be_used() {
        let home = tempfile::tempdir().unwrap();
        drop(Index::create(home.path()).unwrap());
        // The manifest is written first.
        fs::remove_file(home.path().join("meta.json")).unwrap();
        fs::remove_file(home.path().join(".managed.json")).unwrap();
        Index::open_or_create(home.path()).unwrap();
    }

    #[test]
    fn a_refused_lock_does_not_accuse_another_writer() {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("index");
        let index = filled(&place, 1);
        fs::remove_dir_all(&place).unwrap();
        let error = index.writer().unwrap_err();
        let cause = std::error::Error::source(&error).unwrap().to_string();
        assert!(!cause.contains("another writer"), "{cause}");
    }

    #[test]
    fn many_fuzzy_words_are_answered_in_time() {
        let index = index_of(&(0..200).map(story).collect::<Vec<_>>());
        let text = "fery~2 brigde~2 ".repeat(500);
        in_time("many fuzzy words", || index.search(&text)).unwrap();
    }

    #[test]
    fn a_built_query_keeps_to_the_limit_of_leaves() {
        let index = index_of(&(0..50).map(story).collect::<Vec<_>>());
        let words: Vec<String> = (0..100_000).map(|n| format!("w{n}")).collect();
        let words = words.join(" ");
        in_time("100,000 built words", || index.search(Query::word(&words))).unwrap();
    }

    #[test]
    fn a_title_filter_is_no_bare_word() {
        let index = index_of(&[
            Article::new("a").title("heron here").body("x"),
            Article::new("b").title("otter here").body("x"),
        ]);
        assert_eq!(index.search("title:heron title:otter").unwrap().total, 0);
    }
}

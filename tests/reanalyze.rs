//! An index of another analysis: what is said of it, and that it is rebuilt from what is stored in
//! it, whenever the rebuilding was killed.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use clippings::{Article, ErrorKind, Index, Outcome, Query, Source};

const DIRECTORY: &str = "CLIPPINGS_TEST_REANALYZED_DIRECTORY";
const STOP_AT: &str = "CLIPPINGS_TEST_REANALYZED_UP_TO";
const WORKING: &str = "clippings.reanalysis";

const QUERIES: [&str; 14] = [
    "minister",
    "harbour strike",
    "Vucic",
    "Вучић",
    "\"harbour strike\"",
    "ferry OR Hafen OR порт",
    "title:harbour",
    "source:gazette",
    "lang:de",
    "from:sr",
    "after:2024-01-10 before:2024-02-10 minister",
    "harb*",
    "ministr~1",
    "members nothing",
];

fn sources() -> Vec<Source> {
    let gazette = Source::new("Gazette").country("GB").language("en");
    let hafen = Source::new("Hafenblatt").country("DE").language("de");
    let balkan = Source::new("Balkan Observer").country("RS");
    let silent = Source::new("Silent Herald").country("SE").language("sv");
    vec![gazette, hafen, balkan, silent]
}

const ARTICLES: usize = 90;

fn article(number: usize) -> Article {
    let texts = [
        "The minister visited the harbour after the strike of 2019. President Vučić denied it.",
        "Der Minister besuchte den Hafen nach dem Streik. Frau Meier fuhr mit der Fähre.",
        "Председник Вучић је посетио порт после штрајка. Са Вучићем је говорила Ана Хорват.",
    ];
    let kind = number % 3;
    let mut body = String::from("<p>");
    for sentence in 0..12 {
        body.push_str(texts[kind]);
        body.push_str(" Ferry ");
        body.push_str(&(number * 100 + sentence).to_string());
        body.push_str(" and bridge &amp; more.</p>\n<p>");
    }
    // A line that the source repeats; it is known as such only after the third.
    body.push_str(
        [
            "Members of the society pay nothing",
            "Alle Rechte bei uns",
            "",
        ][kind],
    );
    body.push_str("</p>");
    let article = Article::new(format!("article-{number}"))
        .title(format!("Harbour news {number}"))
        .body(body)
        .source(sources()[kind].clone())
        .published(format!("2024-0{}-{:02}", 1 + number % 3, 1 + number % 28).as_str())
        .author("A. Horvat")
        .tag("harbour");
    match number % 7 {
        0 => article.translated_from("sr").url("https://example.org/a"),
        1 => article.language(["en", "de", "sr"][kind]),
        2 => Article::new(format!("article-{number}")).title("Harbour of no words below"),
        _ => article,
    }
}

type Files = BTreeMap<String, Vec<u8>>;

fn write_all(files: &Files, directory: &Path) {
    fs::create_dir_all(directory).unwrap();
    for (name, bytes) in files {
        fs::write(directory.join(name), bytes).unwrap();
    }
}

/// An index in which articles were replaced and deleted, in several commits. It is made once.
fn filled(directory: &Path) -> Index {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        let home = tempfile::tempdir().unwrap();
        fill(home.path());
        contents(home.path())
    });
    write_all(&FILES, directory);
    Index::open(directory).unwrap()
}

fn fill(directory: &Path) {
    let index = Index::create(directory).unwrap();
    let mut writer = index.writer().unwrap();
    for source in sources() {
        writer.put_source(&source).unwrap();
    }
    for number in 0..ARTICLES {
        if number % 5 == 0 {
            let draft = article(number).body("A draft that says little.");
            writer.add(&draft).unwrap();
        }
        if number % 50 == 49 {
            writer.commit().unwrap();
        }
        writer.add(&article(number)).unwrap();
    }
    writer.add(&article(0)).unwrap();
    writer
        .add(&Article::new("gone").body("Nobody reads it."))
        .unwrap();
    writer.commit().unwrap();
    writer.delete("gone").unwrap();
    writer.commit().unwrap();
    writer.close().unwrap();
}

/// The same articles in an index that knew their sources first.
fn fresh(directory: &Path) -> Index {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        let home = tempfile::tempdir().unwrap();
        let index = Index::create(home.path()).unwrap();
        let mut writer = index.writer().unwrap();
        for source in sources() {
            writer.put_source(&source).unwrap();
        }
        for number in 0..ARTICLES {
            writer.add(&article(number)).unwrap();
        }
        writer.commit().unwrap();
        writer.close().unwrap();
        contents(home.path())
    });
    write_all(&FILES, directory);
    Index::open(directory).unwrap()
}

fn edit_manifest(directory: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let path = directory.join("clippings.json");
    let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(&path, manifest.to_string()).unwrap();
}

/// As if an earlier build had written the index.
fn outdate(directory: &Path) {
    edit_manifest(directory, |manifest| {
        manifest["analysis"]["hash"] = 1.into();
        manifest["analysis"]["parts"][0] = "revision 0".into();
    });
}

fn outdated(directory: &Path) {
    drop(filled(directory));
    outdate(directory);
    let error = Index::open(directory).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}");
}

fn names_in(directory: &Path) -> BTreeSet<String> {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

/// The files of an index, but for locks, which come and go.
fn contents(directory: &Path) -> Files {
    names_in(directory)
        .into_iter()
        .filter(|name| !name.contains(".lock") && name != WORKING)
        .map(|name| (name.clone(), fs::read(directory.join(name)).unwrap()))
        .collect()
}

/// Whether the directory holds an index of this build and nothing else.
fn assert_no_litter(directory: &Path) {
    let id_of = |name: &str| name.split('.').next().unwrap().to_owned();
    let meta: serde_json::Value =
        serde_json::from_slice(&fs::read(directory.join("meta.json")).unwrap()).unwrap();
    let ids: BTreeSet<String> = meta["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["segment_id"].as_str().unwrap().replace('-', ""))
        .collect();
    let control = [
        ".managed.json",
        ".tantivy-meta.lock",
        ".tantivy-writer.lock",
        "clippings.json",
        "meta.json",
    ];
    let names = names_in(directory);
    for name in &names {
        assert!(
            control.contains(&name.as_str()) || ids.contains(&id_of(name)),
            "{name} is litter"
        );
    }
    let managed: BTreeSet<String> =
        serde_json::from_slice(&fs::read(directory.join(".managed.json")).unwrap()).unwrap();
    for name in managed {
        assert!(names.contains(&name), "{name} is on the list and gone");
    }
}

fn assert_same(left: &Index, right: &Index) {
    let (mut ours, mut theirs) = (left.stats().unwrap(), right.stats().unwrap());
    (ours.bytes, theirs.bytes) = (0, 0);
    (ours.segments, theirs.segments) = (0, 0);
    assert_eq!(ours, theirs);
    assert_eq!(left.sources(), right.sources());
    for number in 0..ARTICLES {
        let id = format!("article-{number}");
        assert_eq!(left.article(&id).unwrap().unwrap(), article(number));
        assert_eq!(left.leftovers(&id).unwrap(), right.leftovers(&id).unwrap());
    }
    let mut found = 0;
    for query in QUERIES {
        for leftovers in [false, true] {
            let query = Query::parse(query).limit(40).leftovers(leftovers);
            let mut ours = left.search(query.clone()).unwrap();
            let mut theirs = right.search(query).unwrap();
            (ours.took_us, theirs.took_us) = (0, 0);
            assert_eq!(ours, theirs);
            found += ours.hits.len();
        }
    }
    assert!(found > 500, "{found}");
}

#[test]
fn a_rebuilt_index_is_a_fresh_one() {
    let home = tempfile::tempdir().unwrap();
    let fresh = fresh(&home.path().join("fresh"));
    let lines = fresh.leftovers("article-0").unwrap();
    assert!(!lines.is_empty(), "no leftover by repetition");
    let place = home.path().join("index");
    outdated(&place);
    let mut seen = Vec::new();
    let report = Index::reanalyze_with(&place, |progress| {
        assert_eq!(*progress.outcome, Outcome::Added);
        assert_eq!(progress.total, ARTICLES as u64);
        assert!(progress.article.id.starts_with("article-"));
        seen.push(progress.done);
    })
    .unwrap();
    assert_eq!(seen, (1..=ARTICLES as u64).collect::<Vec<_>>());
    let index = Index::open(&place).unwrap();
    let stats = index.stats().unwrap();
    assert_eq!(report.articles, ARTICLES as u64);
    assert_eq!(report.passages, stats.passages);
    assert_eq!(report.sources, 4);
    assert_eq!((report.resumed, report.rejected), (0, 0));
    assert!(!report.was_current);
    assert_same(&index, &fresh);
    assert_no_litter(&place);
    index.verify().unwrap();
    // It is an index like any other.
    let mut writer = index.writer().unwrap();
    writer
        .add(&Article::new("new").body("A zeppelin landed."))
        .unwrap();
    writer.commit().unwrap();
    writer.optimize().unwrap();
    writer.close().unwrap();
    assert_eq!(index.search("zeppelin").unwrap().total, 1);
    assert_no_litter(&place);
}

#[test]
fn an_index_of_this_analysis_stays_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    drop(filled(home.path()));
    let before = contents(home.path());
    let report = Index::reanalyze_with(home.path(), |_| panic!("nothing is to be done")).unwrap();
    assert!(report.was_current);
    assert_eq!(report.articles, ARTICLES as u64);
    assert_eq!(contents(home.path()), before);
}

#[test]
fn another_format_and_no_index_are_no_matter_of_analysis() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    outdated(&place);
    edit_manifest(&place, |manifest| manifest["format"] = 99.into());
    let before = contents(&place);
    for error in [
        Index::open(&place).unwrap_err(),
        Index::reanalyze(&place).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Incompatible, "{error}");
        assert!(error.to_string().contains("format 99"), "{error}");
    }
    assert_eq!(contents(&place), before);
    assert!(!place.join(WORKING).exists());
    for place in [home.path().to_owned(), home.path().join("none")] {
        let error = Index::reanalyze(&place).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound, "{error}");
    }
    assert_eq!(names_in(home.path()), BTreeSet::from(["index".to_owned()]));
}

#[test]
fn who_has_the_index_open_goes_on_and_is_not_misled() {
    let home = tempfile::tempdir().unwrap();
    let reader = filled(home.path());
    let before = reader.search("Vucic").unwrap();
    let searcher = reader.searcher();
    outdate(home.path());
    Index::reanalyze_with(home.path(), |progress| {
        if progress.done == 60 {
            let error = reader.refresh().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}");
            let error = reader.writer().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Locked, "{error}");
            let error = Index::open_into_memory(home.path()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}");
        }
    })
    .unwrap();
    assert_eq!(searcher.search("Vucic").unwrap().hits, before.hits);
    assert_eq!(reader.search("Vucic").unwrap().hits, before.hits);
    reader.refresh().unwrap();
    assert_eq!(reader.search("Vucic").unwrap().total, before.total);
    // Of another analysis than this reader's, it would be read wrongly.
    outdate(home.path());
    let error = reader.refresh().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}");
    assert_eq!(reader.search("Vucic").unwrap().total, before.total);
    let error = reader.writer().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}");
}

#[test]
fn a_writer_keeps_the_reanalysis_away() {
    let home = tempfile::tempdir().unwrap();
    let index = filled(home.path());
    let writer = index.writer().unwrap();
    outdate(home.path());
    let error = Index::reanalyze(home.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Locked, "{error}");
    assert!(!home.path().join(WORKING).exists());
    drop(writer);
    Index::reanalyze(home.path()).unwrap();
}

// ---- kills

/// The child of the tests below. At the article it is told it waits to be killed.
#[test]
fn reanalyze_until_killed() {
    let Ok(directory) = std::env::var(DIRECTORY) else {
        return;
    };
    let directory = PathBuf::from(directory);
    let stop_at: Option<u64> = std::env::var(STOP_AT)
        .ok()
        .map(|text| text.parse().unwrap());
    fs::write(directory.join("started"), "").unwrap();
    let result = Index::reanalyze_with(directory.join("index"), |progress| {
        if Some(progress.done) == stop_at {
            fs::write(directory.join("reached"), "").unwrap();
            std::thread::sleep(Duration::from_mins(1));
        }
    });
    result.unwrap();
}

fn child(home: &Path, stop_at: Option<u64>) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["reanalyze_until_killed", "--exact", "--test-threads=1"])
        .arg("--nocapture")
        .env(DIRECTORY, home)
        .stdout(Stdio::null())
        .stderr(fs::File::create(home.join("said")).unwrap());
    if let Some(stop_at) = stop_at {
        command.env(STOP_AT, stop_at.to_string());
    }
    command.spawn().unwrap()
}

/// Waits for a file of the child's, and takes it away.
fn wait_for(home: &Path, name: &str, child: &mut Child) {
    let patience = Instant::now() + Duration::from_secs(30);
    while !home.join(name).exists() {
        let ended = child.try_wait().unwrap();
        let said = || fs::read_to_string(home.join("said")).unwrap();
        assert!(ended.is_none(), "{}", said());
        assert!(Instant::now() < patience, "no {name}: {}", said());
        std::thread::sleep(Duration::from_millis(1));
    }
    fs::remove_file(home.join(name)).unwrap();
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_killed_reanalysis_is_resumed() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let fresh = fresh(&home.path().join("fresh"));
    outdated(&place);
    let before = contents(&place);

    let mut first = child(home.path(), Some(80));
    wait_for(home.path(), "reached", &mut first);
    // Another process is told what is going on, and cannot join in.
    assert_eq!(
        Index::open(&place).unwrap_err().kind(),
        ErrorKind::AnalysisChanged
    );
    assert_eq!(
        Index::reanalyze(&place).unwrap_err().kind(),
        ErrorKind::Locked
    );
    kill(first);
    assert_eq!(contents(&place), before);
    assert_eq!(
        Index::open(&place).unwrap_err().kind(),
        ErrorKind::AnalysisChanged
    );

    let report = Index::reanalyze(&place).unwrap();
    assert!((20..80).contains(&report.resumed), "{report:?}");
    assert_eq!(report.articles, ARTICLES as u64);
    assert_same(&Index::open(&place).unwrap(), &fresh);
    assert_no_litter(&place);
}

/// Work that is not of this build, or not of what the index holds now, is thrown away.
#[test]
fn work_that_does_not_fit_is_not_resumed() {
    for case in ["other analysis", "other state", "creation", "damage"] {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().join("index");
        outdated(&place);
        let mut first = child(home.path(), Some(80));
        wait_for(home.path(), "reached", &mut first);
        kill(first);
        let working = place.join(WORKING);
        match case {
            "other analysis" => outdate(&working),
            "other state" => fs::write(working.join("origin.json"), "1").unwrap(),
            "creation" => fs::remove_file(working.join("clippings.json")).unwrap(),
            _ => fs::write(working.join("meta.json"), "{").unwrap(),
        }
        let report = Index::reanalyze(&place).unwrap();
        assert_eq!(
            (report.resumed, report.articles),
            (0, ARTICLES as u64),
            "{case}"
        );
        assert_no_litter(&place);
    }
}

#[test]
fn a_writer_of_the_old_analysis_makes_the_work_void() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    outdated(&place);
    let mut first = child(home.path(), Some(80));
    wait_for(home.path(), "reached", &mut first);
    kill(first);
    // The earlier build goes on with its index.
    edit_manifest(&place, |manifest| {
        let version = clippings::analysis::version();
        manifest["analysis"] = serde_json::to_value(version).unwrap();
    });
    let index = Index::open(&place).unwrap();
    let mut writer = index.writer().unwrap();
    assert!(!place.join(WORKING).exists());
    writer.delete("article-7").unwrap();
    writer.commit().unwrap();
    writer.close().unwrap();
    outdate(&place);
    let report = Index::reanalyze(&place).unwrap();
    assert_eq!(report.articles, ARTICLES as u64 - 1);
    assert_eq!(
        Index::open(&place).unwrap().article("article-7").unwrap(),
        None
    );
}

fn kill_again_and_again(rounds: u64) {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let fresh = fresh(&home.path().join("fresh"));
    outdated(&place);
    let mut unharmed = child(home.path(), None);
    wait_for(home.path(), "started", &mut unharmed);
    let started = Instant::now();
    unharmed.wait().unwrap();
    let whole = started.elapsed();
    outdate(&place);
    let (mut completed, mut resumable) = (0, 0);
    for round in 0..rounds {
        let mut running = child(home.path(), None);
        wait_for(home.path(), "started", &mut running);
        // Each round another moment.
        let percent = u32::try_from(round * 37 % 101).unwrap();
        std::thread::sleep(whole * percent / 100);
        kill(running);
        resumable += u64::from(place.join(WORKING).join("meta.json").exists());
        match Index::open(&place) {
            Ok(index) => {
                assert_same(&index, &fresh);
                index.verify().unwrap();
                completed += 1;
                // What is left is swept by whoever comes next.
                if completed % 2 == 0 {
                    drop(index.writer().unwrap());
                    assert!(!place.join(WORKING).exists());
                } else {
                    Index::reanalyze(&place).unwrap();
                    assert_no_litter(&place);
                }
                outdate(&place);
            }
            Err(error) => assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{error}"),
        }
    }
    println!("{rounds} kills: {completed} came too late, {resumable} left work to resume");
    assert!(resumable > 0);
    Index::reanalyze(&place).unwrap();
    let index = Index::open(&place).unwrap();
    assert_same(&index, &fresh);
    index.verify().unwrap();
    assert_no_litter(&place);
}

#[test]
fn thirty_kills_end_in_the_same_index() {
    kill_again_and_again(30);
}

#[test]
#[ignore = "takes minutes"]
fn many_kills_end_in_the_same_index() {
    kill_again_and_again(600);
}

// ---- damage and hostility

#[test]
fn damage_is_told_and_the_old_index_stays() {
    let home = tempfile::tempdir().unwrap();
    let whole = home.path().join("whole");
    outdated(&whole);
    for (number, extension) in ["texts", "idx", "fast"].into_iter().enumerate() {
        let place = home.path().join(format!("{number}"));
        write_all(&contents(&whole), &place);
        let name = names_in(&place)
            .into_iter()
            .find(|name| name.ends_with(extension))
            .unwrap();
        let mut bytes = fs::read(place.join(&name)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        fs::write(place.join(&name), bytes).unwrap();
        let before = contents(&place);
        let error = Index::reanalyze(&place).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
        assert!(error.to_string().contains(&name), "{error}");
        assert_eq!(contents(&place), before);
        assert!(!place.join(WORKING).exists());
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_index() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    outdated(&place);
    let before = contents(&place);
    // A file that may not grow past 8 kB fails as one on a full disk does.
    let script = "trap '' XFSZ; ulimit -f 16; exec \"$0\" reanalyze_until_killed --exact";
    let said = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .env(DIRECTORY, home.path())
        .output()
        .unwrap();
    assert!(!said.status.success());
    let said = String::from_utf8_lossy(&said.stdout).into_owned();
    println!("{said}");
    assert!(said.contains("kind: Io"), "{said}");
    assert_eq!(contents(&place), before);
    assert_eq!(
        Index::open(&place).unwrap_err().kind(),
        ErrorKind::AnalysisChanged
    );
    Index::reanalyze(&place).unwrap();
    assert_no_litter(&place);
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_folder_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let victim = home.path().join("victim");
    drop(filled(&victim));
    fs::write(victim.join("origin.json"), "1").unwrap();
    let before = contents(&victim);
    let index = filled(&place);
    std::os::unix::fs::symlink(&victim, place.join(WORKING)).unwrap();
    for error in [
        index.writer().unwrap_err(),
        Index::open(&place).unwrap_err(),
        Index::reanalyze(&place).unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    }
    outdate(&place);
    let error = Index::reanalyze(&place).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    assert_eq!(contents(&victim), before);
}

#[cfg(unix)]
#[test]
fn links_inside_the_directory_lead_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    outdated(&place);
    let victim = home.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    for name in [".clippings.json.partial", ".managed.json.partial"] {
        std::os::unix::fs::symlink(&victim, place.join(name)).unwrap();
    }
    let working = place.join(WORKING);
    fs::create_dir(&working).unwrap();
    std::os::unix::fs::symlink(&victim, working.join(".origin.json.partial")).unwrap();
    Index::reanalyze(&place).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_no_litter(&place);

    outdate(&place);
    fs::create_dir(&working).unwrap();
    std::os::unix::fs::symlink(&victim, working.join("complete.json")).unwrap();
    let error = Index::reanalyze(&place).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
}

#[test]
fn what_is_not_ours_in_the_folder_is_not_deleted() {
    let home = tempfile::tempdir().unwrap();
    outdated(home.path());
    let notes = home.path().join(WORKING).join("notes.txt");
    fs::create_dir(home.path().join(WORKING)).unwrap();
    fs::write(&notes, "of somebody").unwrap();
    let error = Index::reanalyze(home.path()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert_eq!(fs::read_to_string(&notes).unwrap(), "of somebody");
    fs::remove_file(&notes).unwrap();
    Index::reanalyze(home.path()).unwrap();
}

/// The folder claims to be complete: what it holds is checked like the directory of an index.
#[test]
fn a_crafted_exchange_reaches_nothing_outside() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    outdated(&place);
    let victim = home.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    let working = place.join(WORKING);
    drop(fresh(&working));
    fs::copy(
        working.join("clippings.json"),
        working.join("complete.json"),
    )
    .unwrap();
    edit_manifest(&place, |manifest| {
        manifest["analysis"] = serde_json::json!({"hash": 0, "parts": ["unfinished"]});
    });
    let good = fs::read(working.join(".managed.json")).unwrap();
    fs::write(working.join(".managed.json"), r#"["../victim"]"#).unwrap();
    let error = Index::reanalyze(&place).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    // A list that counts on files which are not there does not take the place of the old one.
    fs::write(working.join(".managed.json"), good).unwrap();
    let store = names_in(&working)
        .into_iter()
        .find(|name| name.contains(".store"))
        .unwrap();
    fs::remove_file(working.join(&store)).unwrap();
    let error = Index::reanalyze(&place).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Corrupt, "{error}");
    let report = Index::reanalyze(&place).unwrap();
    assert_eq!(report.articles, ARTICLES as u64);
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_no_litter(&place);
}

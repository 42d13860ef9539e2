//! Every message that a caller can meet, with its chain of causes, as a snapshot.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::error::Error as _;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use clippings::{Article, Date, Error, Index, Language, Query, RejectedArticle, Rejection, Source};

/// Messages, each under the name of what was done.
#[derive(Default)]
struct Log {
    text: String,
    /// What stands in for each directory.
    hidden: Vec<(String, &'static str)>,
}

impl Log {
    fn new(directory: &Path) -> Self {
        Self {
            text: String::new(),
            hidden: vec![(directory.display().to_string(), "<dir>")],
        }
    }

    fn chain(&mut self, what: &str, error: &Error) {
        writeln!(self.text, "{what}: {:?}", error.kind()).unwrap();
        let mut cause: Option<&dyn std::error::Error> = Some(error);
        let mut indent = 1;
        while let Some(error) = cause {
            let mut message = error.to_string();
            for (path, name) in &self.hidden {
                message = message.replace(path, name);
            }
            writeln!(self.text, "{}{message}", "  ".repeat(indent)).unwrap();
            cause = error.source();
            indent += 1;
        }
    }

    fn fails<T>(&mut self, what: &str, result: Result<T, Error>) {
        match result {
            Ok(_) => panic!("{what} gave no error"),
            Err(error) => self.chain(what, &error),
        }
    }
}

/// The names of segments and of temporary files are random.
fn without_ids(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut run = String::new();
    for letter in text.chars().chain(['\n']) {
        if letter.is_ascii_hexdigit() {
            run.push(letter);
            continue;
        }
        out.push_str(if run.len() == 32 { "<segment>" } else { &run });
        run.clear();
        out.push(letter);
    }
    let mut parts = out.split(".tmp");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + ".tmp<name>" + &part[6..])
}

fn index_at(directory: &Path) -> Index {
    let index = Index::create(directory).unwrap();
    let mut writer = index.writer().unwrap();
    writer
        .add(
            &Article::new("one")
                .title("Bridge")
                .body("The old bridge in Tarnow reopened."),
        )
        .unwrap();
    writer.commit().unwrap();
    writer.close().unwrap();
    index
}

fn segment_file(directory: &Path, extension: &str) -> PathBuf {
    fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|found| found == extension))
        .unwrap()
}

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{from} in {text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
#[allow(clippy::too_many_lines, reason = "a list of cases")]
fn what_cannot_be_opened_says_why() {
    let home = tempfile::tempdir().unwrap();
    let mut log = Log::new(home.path());
    let place = |name: &str| home.path().join(name);

    log.fails("open nothing", Index::open(place("none")));
    index_at(&place("there"));
    log.fails("create twice", Index::create(place("there")));
    fs::write(place("file"), "text").unwrap();
    log.fails(
        "create below a file",
        Index::create(place("file").join("in")),
    );

    let damaged = |name: &str, damage: &dyn Fn(&Path)| {
        index_at(&place(name));
        damage(&place(name));
        Index::open(place(name))
    };
    log.fails(
        "no manifest",
        damaged("1", &|at| {
            fs::remove_file(at.join("clippings.json")).unwrap();
        }),
    );
    log.fails(
        "a manifest of another kind",
        damaged("2", &|at| {
            fs::write(at.join("clippings.json"), "[]").unwrap();
        }),
    );
    log.fails(
        "a later format",
        damaged("3", &|at| {
            edit(
                &at.join("clippings.json"),
                r#""format": 2"#,
                r#""format": 7"#,
            );
        }),
    );
    log.fails(
        "no list of segments",
        damaged("4", &|at| fs::remove_file(at.join("meta.json")).unwrap()),
    );
    log.fails(
        "a list of segments that is none",
        damaged("5", &|at| fs::write(at.join("meta.json"), "{}").unwrap()),
    );
    log.fails(
        "other fields",
        damaged("6", &|at| {
            edit(&at.join("meta.json"), "title_stems", "titel_stems");
        }),
    );
    log.fails(
        "no list of files",
        damaged("7", &|at| {
            fs::remove_file(at.join(".managed.json")).unwrap();
        }),
    );
    log.fails(
        "a list of files that is none",
        damaged("8", &|at| fs::write(at.join(".managed.json"), "{").unwrap()),
    );
    log.fails(
        "a list that names a foreign file",
        damaged("9", &|at| {
            fs::write(at.join(".managed.json"), r#"["../victim"]"#).unwrap();
        }),
    );
    log.fails(
        "a folder for a file",
        damaged("10", &|at| {
            let path = segment_file(at, "pos");
            fs::remove_file(&path).unwrap();
            fs::create_dir(&path).unwrap();
        }),
    );
    log.fails(
        "a file that is cut short",
        damaged("11", &|at| {
            fs::write(segment_file(at, "idx"), "abc").unwrap();
        }),
    );
    log.fails(
        "a control file that is too large",
        damaged("12", &|at| {
            let file = fs::File::create(at.join("huge.lock")).unwrap();
            file.set_len((64 << 20) + 1).unwrap();
        }),
    );
    log.fails(
        "a segment file that is missing",
        damaged("13", &|at| {
            fs::remove_file(segment_file(at, "store")).unwrap();
        }),
    );
    log.fails(
        "a segment file of blanks",
        damaged("14", &|at| {
            fs::write(segment_file(at, "fast"), " ".repeat(64)).unwrap();
        }),
    );
    insta::assert_snapshot!("errors_open", without_ids(&log.text));
}

#[test]
fn an_index_of_another_analysis_says_so() {
    let home = tempfile::tempdir().unwrap();
    index_at(home.path());
    let manifest = home.path().join("clippings.json");
    let written: serde_json::Value = serde_json::from_slice(&fs::read(&manifest).unwrap()).unwrap();
    let mut log = Log::new(home.path());
    let mut fails = |what: &str, hash: u64, edit: &dyn Fn(&mut Vec<serde_json::Value>)| {
        let mut changed = written.clone();
        changed["analysis"]["hash"] = hash.into();
        edit(changed["analysis"]["parts"].as_array_mut().unwrap());
        fs::write(&manifest, changed.to_string()).unwrap();
        log.fails(what, Index::open(home.path()));
    };
    fails("another stemmer", 255, &|parts| {
        parts[4] = "rust-stemmers 1.1.9".into();
        parts.push("lexicon 3".into());
    });
    fails("other tables", 255, &|_| {});
    fails("an exchange under way", 0, &|parts| {
        *parts = vec!["unfinished".into()];
    });
    insta::assert_snapshot!(log.text.trim_end(), @r"
    another stemmer: AnalysisChanged
      the index at <dir> was analysed otherwise than this build does (rust-stemmers 1.1.9 → 1.2.0, lexicon 3 → none); call Index::reanalyze to rebuild it from the articles stored in it
    other tables: AnalysisChanged
      the index at <dir> was analysed otherwise than this build does (its tables differ); call Index::reanalyze to rebuild it from the articles stored in it
    an exchange under way: AnalysisChanged
      the reanalysis of the index at <dir> has not come to its end; call Index::reanalyze to finish it
    ");
}

#[test]
fn what_cannot_be_asked_says_why() {
    let home = tempfile::tempdir().unwrap();
    let mut log = Log::new(home.path());
    let index = index_at(home.path());
    log.fails("limit 0", index.search(Query::word("bridge").limit(0)));
    log.fails(
        "too far",
        index.search(Query::word("bridge").offset(9_995).limit(6)),
    );
    let memory = Index::open_into_memory(home.path()).unwrap();
    log.fails("a writer on a copy", memory.writer());
    let mut writer = index.writer().unwrap();
    log.fails("a second writer", index.writer());
    log.fails("a source without id", writer.put_source(&Source::default()));
    log.fails(
        "a source with a long id",
        writer.put_source(&Source::new("x").id("y".repeat(513))),
    );
    insta::assert_snapshot!(log.text.trim_end(), @r#"
    limit 0: InvalidArgument
      limit is 0, it must be at least 1
    too far: InvalidArgument
      offset 9995 and limit 6 together exceed 10000
    a writer on a copy: InvalidArgument
      an index read into memory cannot be written
    a second writer: Locked
      another writer holds the index at <dir>
        Failed to acquire Lockfile: LockBusy. Some("Failed to acquire index lock. If you are using a regular directory, this means there is already an `IndexWriter` working on this `Directory`, in this process or in a different process.")
    a source without id: InvalidArgument
      the id of a source has 0 bytes, it must have 1 to 512
    a source with a long id: InvalidArgument
      the id of a source has 513 bytes, it must have 1 to 512
    "#);
}

#[test]
fn a_hit_that_does_not_hold_says_why() {
    let home = tempfile::tempdir().unwrap();
    let mut log = Log::new(home.path());
    let index = index_at(home.path());
    let article = index.article("one").unwrap().unwrap();
    let hit = index.search("tarnow").unwrap().hits[0].clone();
    hit.verify(&article).unwrap();
    let mut other = article.clone();
    other.id = "two".to_owned();
    log.fails("another article", hit.verify(&other));
    other.id = "one".to_owned();
    other.body = article.body.replace("old", "new");
    log.fails("another body", hit.verify(&other));
    let mut moved = hit.clone();
    moved.highlights[0].start += 1;
    log.fails("another place", moved.verify(&article));
    let mut claimed = hit.clone();
    claimed.highlights[0].part = "Krakow".into();
    log.fails("another part", claimed.verify(&article));
    let mut title = index.search("title:bridge").unwrap().hits[0].clone();
    title.verify(&article).unwrap();
    title.highlights[0].text = "Fridge".to_owned();
    log.fails("another title", title.verify(&article));
    insta::assert_snapshot!(log.text.trim_end(), @r#"
    another article: InvalidArgument
      the hit is of article "one", not "two"
    another body: InvalidArgument
      bytes 0..34 of the body are not the passage
    another place: InvalidArgument
      bytes 19..24 are not "Tarnow"
    another part: InvalidArgument
      "Tarnow" at bytes 18..24 is not folded of "Krakow"
    another title: InvalidArgument
      bytes 0..6 are not "Fridge"
    "#);
}

#[test]
fn what_is_damaged_is_named() {
    let home = tempfile::tempdir().unwrap();
    let mut log = Log::new(home.path());
    let index = index_at(home.path());
    let path = segment_file(home.path(), "store");
    let mut bytes = fs::read(&path).unwrap();
    bytes[10] ^= 1;
    fs::write(&path, bytes).unwrap();
    log.fails("verify after a change", index.verify());
    fs::remove_file(path).unwrap();
    log.fails("verify without a file", index.verify());
    insta::assert_snapshot!(without_ids(&log.text).trim_end(), @r"
    verify after a change: Corrupt
      damaged: <segment>.store
    verify without a file: Corrupt
      <dir>/<segment>.store is missing
    ");
}

#[test]
fn a_writer_that_failed_says_so() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("index");
    let mut log = Log::new(&place);
    let index = index_at(&place);
    let mut writer = index.writer().unwrap();
    // Before the engine has opened a file for the new article.
    fs::rename(&place, home.path().join("aside")).unwrap();
    writer
        .add(&Article::new("two").body("The ferry sank."))
        .unwrap();
    log.fails("commit without a directory", writer.commit());
    log.fails("commit again", writer.commit());
    log.fails(
        "add",
        writer.add(&Article::new("three").body("The ferry rose.")),
    );
    log.fails("delete", writer.delete("one"));
    log.fails("delete a source", writer.delete_source("none"));
    log.fails("put a source", writer.put_source(&Source::new("Late")));
    log.fails("optimize", writer.optimize());
    drop(writer);
    log.fails("another writer", index.writer());
    log.fails("stats", index.stats());
    log.fails("verify", index.verify());
    log.fails("refresh", index.refresh());
    insta::assert_snapshot!("errors_writer", without_ids(&log.text));
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let home = tempfile::tempdir().unwrap();
    let mut log = Log::new(home.path());
    let place = |name: &str| home.path().join(name);
    log.fails("another ending", clippings::ingest::open(place("a.pdf")));
    log.fails("no file", clippings::ingest::open(place("none.txt")));
    log.fails("no folder", clippings::ingest::files(place("none")));
    fs::create_dir(place("folder.txt")).unwrap();
    log.fails("a folder", clippings::ingest::open(place("folder.txt")));
    fs::write(place("bad.txt"), b"fine \xff not").unwrap();
    log.fails("bytes", clippings::ingest::open(place("bad.txt")));
    fs::File::create(place("big.txt"))
        .unwrap()
        .set_len((64 << 20) + 1)
        .unwrap();
    log.fails("too much", clippings::ingest::open(place("big.txt")));
    insta::assert_snapshot!(log.text.trim_end(), @r"
    another ending: InvalidArgument
      <dir>/a.pdf is neither .txt, .jsonl nor .jsonl.gz
    no file: Io
      cannot read <dir>/none.txt
        No such file or directory (os error 2)
    no folder: Io
      cannot read <dir>/none
        No such file or directory (os error 2)
    a folder: InvalidArgument
      <dir>/folder.txt is not a regular file
    bytes: InvalidArgument
      <dir>/bad.txt is not UTF-8 at byte 5
    too much: InvalidArgument
      <dir>/big.txt exceeds 64 MB
    ");
}

#[test]
fn a_text_that_is_no_date_is_named() {
    let mut log = String::new();
    for text in [
        "",
        "soon",
        "2024-02-30",
        "2024-01-01T99:00",
        &"9".repeat(300),
    ] {
        let error = text.parse::<Date>().unwrap_err();
        assert!(error.source().is_none());
        writeln!(log, "{error}").unwrap();
    }
    let error = serde_json::from_str::<Language>(r#""klingon""#).unwrap_err();
    writeln!(log, "{error}").unwrap();
    insta::assert_snapshot!(log.trim_end(), @r#"
    "" is no date: expected YYYY-MM-DD or a date and time by RFC 3339
    "soon" is no date: expected YYYY-MM-DD or a date and time by RFC 3339
    "2024-02-30" is no date: expected YYYY-MM-DD or a date and time by RFC 3339
    "2024-01-01T99:00" is no date: expected YYYY-MM-DD or a date and time by RFC 3339
    "9999999999999999999999999999999999999999" is no date: expected YYYY-MM-DD or a date and time by RFC 3339
    unknown language code "klingon" at line 1 column 9
    "#);
}

#[test]
fn every_rejection_says_why() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    let long = "x".repeat(600);
    for article in [
        Article::new("").body("No name."),
        Article::new(long.as_str()).body("A long name."),
        Article::new("source")
            .body("Text.")
            .source(Source::new("S").id(long.as_str())),
        Article::new("void"),
        Article::new("dots")
            .title("...")
            .body("<p>&nbsp;</p> \u{200b} !!"),
        Article::new("big").title("T").body("a ".repeat(5 << 20)),
    ] {
        writer.add(&article).unwrap();
    }
    let report = writer.commit().unwrap();
    let mut said = String::new();
    for RejectedArticle { id, reason, .. } in &report.rejections {
        assert!(reason.source().is_none());
        assert!(id.chars().count() <= 80);
        writeln!(said, "{id:.10}: {reason}").unwrap();
    }
    let failed = Rejection::Failed {
        detail: "index out of bounds".to_owned(),
    };
    writeln!(said, "{failed}").unwrap();
    insta::assert_snapshot!(said.trim_end(), @r"
    : the id is empty
    xxxxxxxxxx: the id has 600 bytes, at most 512 are taken
    source: the id has 600 bytes, at most 512 are taken
    void: there is no text
    dots: there is no text
    big: the text has 10485761 bytes, at most 10485760 are taken
    the analysis failed, please report the text: index out of bounds
    ");
}

//! The instrument: collections and runs are read as they are written elsewhere, and a figure follows
//! from the judgements.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use clippings::eval::{
    Answers, Collection, LanguageRow, LanguageSamples, Mentions, QueryForm, Run, Stories,
    TextLength, Transliterations,
};
use clippings::query::Query;
use clippings::{ErrorKind, Index};
use tempfile::TempDir;

const CORPUS: &str = r#"{"_id":"a","title":"Harbour","text":"The ferry to Lomsund sank near the old pier. Nobody was hurt."}
{"_id":"b","title":"Schule","text":"Die neue Schule in Lomsund bekommt eine Turnhalle.","metadata":{"lang":"de"}}
{"_id":"c","title":"","text":"Rain fell on the pier for nine days."}
"#;
const QUERIES: &str = r#"{"_id":"q1","text":"Where did the ferry sink?"}
{"_id":"q2","text":"Turnhallen"}
"#;

/// A folder with a collection; `answers` below the heading.
fn folder(qrels: &str, answers: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write("corpus.jsonl", CORPUS);
    write("queries.jsonl", QUERIES);
    write("qrels.tsv", &format!("query-id\tcorpus-id\tscore\n{qrels}"));
    write(
        "answers.tsv",
        &format!("query-id\tstart_char\tanswer\n{answers}"),
    );
    folder
}

fn judged() -> TempDir {
    folder(
        "q1\ta\t2\nq1\tc\t-1\nq2\tb\t1\n",
        "q1\t26\tnear the old pier\n",
    )
}

fn index(collection: &Collection) -> Index {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    assert_eq!(
        collection.add_to(&mut writer).unwrap(),
        Vec::<String>::new()
    );
    writer.commit().unwrap();
    index
}

#[test]
fn a_collection_is_read_asked_and_measured() {
    let folder = judged();
    let collection = Collection::read(folder.path()).unwrap();
    assert_eq!(
        collection.articles[1].language,
        Some(clippings::Language::GERMAN)
    );
    assert_eq!(collection.judgements["q1"].len(), 1, "below 1 is not right");
    let answer = &collection.answers["q1"][0];
    assert_eq!(
        answer.span.of(&collection.articles[0].body),
        Some("near the old pier")
    );

    let index = index(&collection);
    let answers = Answers::of(&index.searcher(), &collection, 100).unwrap();
    assert_eq!((answers.answerable, answers.passage_at_1), (1, 1.0));
    assert!(
        answers.highlight_at_10 > 0.0,
        "`the` is asked for and in the answer"
    );
    let measures = collection.measure(&answers.run);
    assert_eq!((measures.questions, measures.mrr_at_10), (2, 1.0));

    // What is not answered counts as nothing.
    let mut half = answers.run.clone();
    half.rankings.remove("q2");
    assert!((collection.measure(&half).ndcg_at_10 - 0.5).abs() < 1e-9);
}

#[test]
fn several_collections_share_an_index() {
    let folders = [judged(), judged()];
    let collections = folders
        .each_ref()
        .map(|folder| Collection::read(folder.path()).unwrap().with_prefixed_ids());
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for collection in &collections {
        collection.add_to(&mut writer).unwrap();
    }
    assert_eq!(writer.commit().unwrap().added, 6);
    for collection in &collections {
        let answers = Answers::of(&index.searcher(), collection, 100).unwrap();
        let measures = collection.measure(&answers.run);
        // The same article of the other collection may come first, and is not judged here.
        assert!((0.6..1.01).contains(&measures.ndcg_at_10), "{measures:?}");
    }
}

#[test]
fn faults_name_the_line() {
    let of = |qrels: &str, answers: &str| {
        let folder = folder(qrels, answers);
        let error = Collection::read(folder.path()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        error.to_string()
    };
    for (qrels, answers, told) in [
        (
            "q1\ta\n",
            "",
            "qrels.tsv, line 2: three fields are expected",
        ),
        ("q1\ta\tgood\n", "", "line 2: no grade: \"good\""),
        (
            "q1\ta\t1\n",
            "q1\t3\tnear\n",
            "answers.tsv, line 2: the answer does not stand",
        ),
        (
            "q1\ta\t1\n",
            "q1\t99999\tnear\n",
            "the answer does not stand at its offset",
        ),
        ("q1\ta\t1\n", "q9\t0\tThe\n", "it answers from no article"),
    ] {
        let text = of(qrels, answers);
        assert!(text.contains(told), "{text}");
    }
    let error = Collection::read("no/such/folder").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
}

#[test]
fn a_run_is_read_by_its_scores() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.run");
    fs::write(
        &path,
        "q1 Q0 c 1 1.5 x\nq1 Q0 a 2 2.5 x\nq1 Q0 b 4 0.5 x\nq1 Q0 d 3 0.5 x\n",
    )
    .unwrap();
    let run = Run::read(&path).unwrap();
    let order: Vec<&str> = run.rankings["q1"]
        .iter()
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(order, ["a", "c", "d", "b"]);
    fs::write(&path, run.to_trec("y")).unwrap();
    assert_eq!(Run::read(&path).unwrap(), run);
    fs::write(&path, "q1 Q0 c one 1.5 x\n").unwrap();
    let error = Run::read(&path).unwrap_err().to_string();
    assert!(error.ends_with("line 1: no rank: \"one\""), "{error}");
}

#[test]
fn mentions_are_counted_by_document_and_range() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("docs.jsonl");
    // Offsets count characters: the ž of the first text is one.
    let mention = |start: usize, end: usize, lemma: &str, eid: &str| {
        format!(
            r#"{{"start":{start},"end":{end},"surface":"","lemma":"{lemma}","type":"PER","eid":"{eid}"}}"#
        )
    };
    let lines = [
        format!(
            r#"{{"id":"1","lang":"en","text":"Živa Maro met Ole Brandt in the harbour.","mentions":[{},{}]}}"#,
            mention(0, 9, "Živa Maro", "PER-Ziva-Maro"),
            mention(14, 24, "Ole Brandt", "PER-Ole-Brandt")
        ),
        format!(
            r#"{{"id":"2","lang":"en","text":"Brandt said nothing. Ole Brandt left.","mentions":[{},{}]}}"#,
            mention(0, 6, "Brandt", "PER-Ole-Brandt"),
            mention(21, 31, "Ole Brandt", "PER-Ole-Brandt")
        ),
        // Another of the name, whom nobody annotated: found, and not right.
        r#"{"id":"3","lang":"sv","text":"Ole fick en bok av herr Brandt.","mentions":[]}"#
            .to_owned(),
    ];
    fs::write(&path, lines.join("\n")).unwrap();
    let mentions = Mentions::read(&path).unwrap();
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    mentions.add_to(&mut writer).unwrap();
    writer.commit().unwrap();
    let forms = [QueryForm::Full, QueryForm::Surname, QueryForm::Base];
    let report = mentions
        .measure(&index.searcher(), &forms, Query::word)
        .unwrap();
    let row = |form, language: Option<&str>| {
        let rows = report.rows.iter();
        let of = |row: &&clippings::eval::MentionRow| {
            row.form == form && row.language.map(clippings::Language::code) == language
        };
        rows.clone().find(of).unwrap().clone()
    };
    let all = row(QueryForm::Full, None);
    assert_eq!(all.questions, 2);
    // Three of the four that were found are right, and all right ones were found.
    assert!(
        (all.documents.micro_precision - 0.75).abs() < 1e-9,
        "{all:?}"
    );
    assert!((all.documents.micro_recall - 1.0).abs() < 1e-9);
    assert!((all.ranges.micro_precision - 1.0).abs() < 1e-9, "{all:?}");
    let english = row(QueryForm::Base, Some("en"));
    assert!((english.documents.micro_precision - 1.0).abs() < 1e-9);
    let surnames = row(QueryForm::Surname, Some("en"));
    assert!(surnames.ranges.micro_precision < 1.0 && surnames.touching > 0.99);
    fs::write(&path, lines[0].replace("24", "999")).unwrap();
    let error = Mentions::read(&path).unwrap_err().to_string();
    assert!(error.contains("line 1: no text at 14..999"), "{error}");
}

#[test]
fn the_example_prints_a_table_and_writes_json_and_runs() {
    let folder = judged();
    let out = tempfile::tempdir().unwrap();
    let (json, runs) = (out.path().join("out.json"), out.path().join("runs"));
    let test = std::env::current_exe().unwrap();
    let program = test.parent().and_then(Path::parent).unwrap();
    let name = format!("evaluate{}", std::env::consts::EXE_SUFFIX);
    let program = program.join("examples").join(name);
    assert!(
        program.exists(),
        "{} is missing: cargo build --features eval --example evaluate",
        program.display()
    );
    let printed = |arguments: &[&str]| {
        let output = Command::new(&program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let table = printed(&[
        &path(folder.path()),
        "--pooled",
        "--baseline",
        "tantivy",
        "--json",
        &path(&json),
        "--runs",
        &path(&runs),
    ]);
    assert_eq!(
        table
            .lines()
            .filter(|line| line.contains("clippings"))
            .count(),
        2,
        "{table}"
    );
    assert!(table.contains("tantivy en_stem"), "{table}");
    let figures: serde_json::Value = serde_json::from_slice(&fs::read(&json).unwrap()).unwrap();
    assert_eq!(figures["rows"][0]["mrr_at_10"], 1.0);
    let written: Vec<_> = fs::read_dir(&runs).unwrap().flatten().collect();
    let own = written.iter().find(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.ends_with(".clippings.run") && !name.contains("pooled")
    });
    let again = printed(&[&path(folder.path()), "--run", &path(&own.unwrap().path())]);
    assert!(again.lines().nth(1).unwrap().contains(" 1.0000"), "{again}");
    let output = Command::new(&program).arg("--run").output().unwrap();
    assert!(!output.status.success());
}

/// Sentences in two languages; one text in a third, whose script two languages share.
const SENTENCES: &str = "de\tDie Brücke über den Fluss bleibt bis Sonntag geschlossen.
de\tDer Bürgermeister will morgen mit den Händlern sprechen.
zh\t警方昨天表示，河上的大桥将关闭到周末。
de\tNiemand weiß, warum die Fähre nicht gefahren ist.
";
const STORIES: &str = r#"{"lang":"srp-Latn","text":"Ministar je rekao da će most preko reke biti zatvoren.\r\nPolicija je saopštila da niko nije povređen u toj nesreći.\n"}
{"lang":"srp-Latn","text":"Gradonačelnik će sutra razgovarati sa trgovcima."}
"#;

#[test]
fn languages_are_measured_by_the_length_of_the_text() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let samples = LanguageSamples::read(write("sentences.tsv", SENTENCES)).unwrap();
    let german = &samples.samples[0];
    assert_eq!((german.label.as_str(), german.texts[0].len()), ("de", 3));
    let rows = samples.measure();
    assert_eq!(rows.len(), 5 + 5 * 2);
    let row = |label: Option<&str>, length| {
        let is_it = |row: &&LanguageRow| row.label.as_deref() == label && row.length == length;
        rows.iter().find(is_it).unwrap()
    };
    assert_eq!(row(Some("de"), TextLength::Sentence).texts, 3);
    assert_eq!(row(Some("de"), TextLength::FourSentences).texts, 1);
    let all = row(None, TextLength::Sentence);
    assert_eq!(all.texts, 4);
    for rates in [all.ours, all.whatlang] {
        assert!((rates.right - 1.0).abs() < 1e-9, "{rates:?}");
        assert!(rates.micros > 0.0);
    }

    let half = |second| samples.clone().half(second).samples[0].texts[0].len();
    assert_eq!((half(false), half(true)), (2, 1));

    let stories = LanguageSamples::read(write("stories.jsonl", STORIES)).unwrap();
    assert_eq!(stories.samples[0].texts.len(), 2);
    assert_eq!(stories.samples[0].texts[0].len(), 2);
    let rows = stories.measure();
    // Serbian called Croatian is right.
    assert!((rows[3].ours.right - 1.0).abs() < 1e-9, "{:?}", rows[3]);

    for (text, message) in [
        ("no tab\n", "line 1: a tab is expected"),
        ("de\tJa.\nxx\tJa.\n", "line 2: unknown language code \"xx\""),
    ] {
        let error = LanguageSamples::read(write("bad.tsv", text)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(message), "{error}");
    }
}

const TRANSLITERATIONS: &str = "canonical\tvariant\tlang_or_script\tsource
merkel\tميركل\tarabic\tours
zelensky\tزيلينسكي\tarabic\tours
zelensky\tзеленский\trussian\tours
macron\tماكرون\tarabic\tours
yamada\t山田\tjapanese\tours
beckham\tベッカム\tjapanese\tours
";

#[test]
fn transliterations_are_looked_for_among_all_forms() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pairs.tsv");
    fs::write(&path, TRANSLITERATIONS).unwrap();
    let pairs = Transliterations::read(&path).unwrap();
    let rows = pairs.measure(None, 100);
    let scripts: Vec<_> = rows.iter().map(|row| row.script.as_str()).collect();
    assert_eq!(scripts, ["Arabic", "Cyrillic", "Kana"]);
    let arabic = &rows[0];
    assert_eq!(
        (arabic.pairs, arabic.forms, arabic.asked, arabic.right),
        (3, 3, 3, 3)
    );
    assert!((arabic.likeness.recall - 1.0).abs() < 1e-9, "{arabic:?}");
    assert!(arabic.likeness.false_per_10_000.abs() < 1e-9, "{arabic:?}");
    assert!(arabic.rules.recall.abs() < 1e-9, "{arabic:?}");
    assert!((rows[1].rules.recall - 1.0).abs() < 1e-9, "{:?}", rows[1]);
    assert!(arabic.p99_us >= arabic.p50_us && arabic.p50_us > 0.0);

    let asked = |second| -> usize {
        let rows = pairs.measure(Some(second), 100);
        rows.iter().map(|row| row.asked).sum()
    };
    assert_eq!(asked(false) + asked(true), 5);
    assert_eq!(pairs.measure(None, 2)[0].asked, 2);

    fs::write(&path, "merkel\n").unwrap();
    let error = Transliterations::read(&path).unwrap_err();
    assert!(
        error.to_string().contains("line 1: a tab is expected"),
        "{error}"
    );
}

/// Two stories; the second names nobody in German, and is not there in Serbian.
const VERSIONS: &str = r#"{"doc":"1","lang":"eng","title":"A visit","text":"Angela Merkel met Boris Johnson's friends at Harbour House."}
{"doc":"1","lang":"deu","title":"Ein Besuch","text":"Angela Merkel traf Boris Johnsons Freunde."}
{"doc":"1","lang":"srp-Latn","title":"Poseta","text":"Angela Merkel se srela s prijateljima Borisa Džonsona."}
{"doc":"2","lang":"eng","title":"Home","text":"The house of Angela Merkel stands at the harbour."}
{"doc":"2","lang":"deu","title":"Zuhause","text":"Das Haus der Kanzlerin steht am Hafen."}
"#;

#[test]
fn people_of_english_stories_are_looked_for_in_other_languages() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stories.jsonl");
    fs::write(&path, VERSIONS).unwrap();
    let stories = Stories::read(&path).unwrap();
    let people = stories.people();
    let names: Vec<_> = people.keys().collect();
    assert_eq!(names, ["Angela Merkel", "Boris Johnson"]);
    let rows = |label: &str| {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        stories.add_to(label, &mut writer).unwrap();
        writer.commit().unwrap();
        stories.measure(label, &index.searcher(), &people).unwrap()
    };
    let row = |label: &str, by_family_name: bool| {
        let [full, family] = rows(label);
        let row = if by_family_name { family } else { full };
        assert_eq!(row.by_family_name, by_family_name);
        row
    };
    for by_family_name in [false, true] {
        let english = row("eng", by_family_name);
        assert_eq!((english.cases, english.missed.len()), (3, 0));
        let german = row("deu", by_family_name);
        assert_eq!(
            german.missed,
            [("Angela Merkel".to_owned(), "2".to_owned())]
        );
        assert!((german.found - 2.0 / 3.0).abs() < 1e-9, "{german:?}");
        let serbian = row("srp-Latn", by_family_name);
        assert_eq!((serbian.cases, serbian.missed.len()), (2, 0));
        assert!((serbian.right - 1.0).abs() < 1e-9, "{serbian:?}");
    }
    fs::write(&path, "{\"doc\":\"1\",\"lang\":\"??\",\"text\":\"\"}").unwrap();
    let error = Stories::read(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
}

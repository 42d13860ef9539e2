//! The same articles give the same answers, byte for byte: in whatever order and by however many
//! commits they came in, whatever was deleted between, on disk and in memory.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::path::Path;

use clippings::{Article, CommitReport, Index, Outcome, Query, Source};

const QUERIES: [&str; 17] = [
    "minister",
    "minister harbour",
    "election harbour ferry strike",
    "Vucic",
    "Вучић",
    "\"harbour strike\"",
    "minister -ferry",
    "ferry OR Hafen OR порт",
    "title:harbour",
    "source:gazette",
    "lang:de",
    "after:2024-03-10 before:2024-05-01",
    "from:sr minister",
    "Horvat Novak Meier",
    "the minister spoke about the election and the ferry after the harbour strike",
    "*",
    "-minister lang:en",
];

/// Queries that stand for all forms that the index holds.
const QUERIES_FOR_FORMS: [&str; 4] = ["harb*", "el*", "ministr~1", "ferri~2 harbour"];

/// Numbers that look random and are the same each time.
/// (SplitMix64: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", 2014.)
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            list.swap(last, self.below(last + 1));
        }
    }
}

const TEXTS: [(&str, &[&str], &[&str]); 4] = [
    (
        "en",
        &[
            "The minister",
            "President Vucic",
            "Harbour workers",
            "Anna Horvat",
            "The elected mayor",
        ],
        &[
            "visited the harbour after the strike",
            "spoke about the election and the ferry",
            "denied that the ministers had met Meier",
            "called the harbour strike a mistake",
            "elects nobody without the ferries",
        ],
    ),
    (
        "de",
        &[
            "Der Minister",
            "Präsident Vučić",
            "Die Hafenarbeiter",
            "Frau Meier",
        ],
        &[
            "besuchte den Hafen nach dem Streik",
            "sprach über die Wahl und die Fähre",
            "traf Novak am Hafen",
        ],
    ),
    (
        "sr",
        &["Министар", "Председник Вучић", "Радници луке", "Ана Хорват"],
        &[
            "је посетио порт после штрајка",
            "говори о изборима и трајекту",
            "није видео Вучића у порту",
        ],
    ),
    (
        "fr",
        &[
            "Le ministre",
            "Le président Vučić",
            "Les dockers",
            "Monsieur Novak",
        ],
        &[
            "a visité le port après la grève",
            "parle de l'élection et du ferry",
            "a rencontré les ministres élus",
        ],
    ),
];

fn article(id: String, numbers: &mut Numbers) -> Article {
    let (language, subjects, acts) = TEXTS[numbers.below(TEXTS.len())];
    let mut body = String::new();
    for _ in 0..=numbers.below(3) {
        for _ in 0..4 + numbers.below(16) {
            body.push_str(numbers.one(subjects));
            body.push(' ');
            body.push_str(numbers.one(acts));
            body.push_str(". ");
        }
        body.push_str("\n\n");
    }
    let title = format!("{} {}", numbers.one(subjects), numbers.one(acts));
    let source = match numbers.below(3) {
        0 => Source::new("Gazette").country("GB").tag("daily"),
        1 => Source::new("Kurier").domain("kurier.example").country("AT"),
        _ => Source::new("Политика дана").country("RS"),
    };
    let mut article = Article::new(id).title(title).body(body).source(source);
    if numbers.below(4) > 0 {
        let day = format!(
            "2024-{:02}-{:02}",
            1 + numbers.below(6),
            1 + numbers.below(28)
        );
        article = article.published(day.as_str());
    }
    if numbers.below(2) == 0 {
        article = article.language(language);
    }
    if numbers.below(3) == 0 {
        article = article.translated_from("sr");
    }
    article
}

fn articles() -> Vec<Article> {
    let mut numbers = Numbers(2024);
    let mut articles: Vec<Article> = (0..52)
        .map(|number| article(format!("article-{number:02}"), &mut numbers))
        .collect();
    // The same story under several ids: equal scores, told apart by date or by id.
    for copy in 0..8 {
        let mut twin = articles[copy / 4].clone();
        twin.id = format!("twin-{copy}");
        if copy % 2 == 0 {
            twin.published = None;
        }
        articles.push(twin);
    }
    articles
}

/// The answers, each with its query.
fn answers(index: &Index, queries: &[&'static str]) -> Vec<(&'static str, String)> {
    let mut answers = Vec::new();
    for text in queries {
        for query in [
            Query::parse(text),
            Query::parse(text).limit(25).offset(5).leftovers(true),
        ] {
            let mut results = index.search(&query).unwrap();
            results.took_us = 0;
            answers.push((*text, serde_json::to_string(&results).unwrap()));
        }
    }
    answers
}

fn all_queries() -> Vec<&'static str> {
    [QUERIES.as_slice(), &QUERIES_FOR_FORMS].concat()
}

fn assert_same(index: &Index, reference: &[(&'static str, String)], what: &str) {
    let queries: Vec<&str> = reference
        .iter()
        .step_by(2)
        .map(|(query, _)| *query)
        .collect();
    for (found, wanted) in answers(index, &queries).iter().zip(reference) {
        assert_eq!(found, wanted, "{what}");
    }
}
/// Gives the most segments that there were.
fn fill(index: &Index, articles: &[Article], per_commit: usize) -> usize {
    let mut segments = 0;
    let mut writer = index.writer().unwrap();
    for batch in articles.chunks(per_commit) {
        for article in batch {
            writer.add(article).unwrap();
        }
        writer.commit().unwrap();
        segments = segments.max(index.stats().unwrap().segments);
    }
    writer.close().unwrap();
    segments
}

fn shuffled(seed: u64) -> Vec<Article> {
    let mut articles = articles();
    Numbers(seed).shuffle(&mut articles);
    articles
}

fn reference(queries: &[&'static str]) -> Vec<(&'static str, String)> {
    let index = Index::in_memory().unwrap();
    fill(&index, &articles(), usize::MAX);
    let answers = answers(&index, queries);
    // What is compared must say something.
    for (query, first_page) in answers.iter().step_by(2) {
        assert!(first_page.contains("\"score\""), "{query}");
    }
    assert!(answers.iter().any(|(_, answer)| answer.contains("twin-0")));
    answers
}

fn on_disk(directory: &Path, name: &str) -> Index {
    Index::create(directory.join(name)).unwrap()
}

#[test]
fn the_order_and_the_commits_do_not_matter() {
    let home = tempfile::tempdir().unwrap();
    let reference = reference(&all_queries());

    let one = on_disk(home.path(), "one");
    fill(&one, &articles(), usize::MAX);
    assert_same(&one, &reference, "on disk");

    let mixed = Index::in_memory().unwrap();
    fill(&mixed, &shuffled(1), usize::MAX);
    assert_same(&mixed, &reference, "in another order");

    let many = on_disk(home.path(), "many");
    assert!(fill(&many, &shuffled(2), 7) > 1);
    assert_same(&many, &reference, "by many commits");
    let copy = Index::open_into_memory(home.path().join("many")).unwrap();
    assert_same(&copy, &reference, "read into memory");
    let again = Index::open(home.path().join("many")).unwrap();
    assert_same(&again, &reference, "opened again");

    let mut writer = many.writer().unwrap();
    writer.optimize().unwrap();
    assert_eq!(many.stats().unwrap().segments, 1);
    assert_same(&many, &reference, "merged into one");
}

#[test]
fn what_was_asked_before_does_not_matter() {
    let directory = tempfile::tempdir().unwrap();
    let index = on_disk(directory.path(), "index");
    fill(&index, &articles(), 20);
    let queries = all_queries();
    let long = |index: &Index, text: &str| index.search(Query::parse(text).limit(1000)).unwrap();
    let again = || Index::open(directory.path().join("index")).unwrap();
    let remembers_nothing = again().with_memory(0);
    let remembers_little = again().with_memory(20_000);
    for round in 0..4 {
        let index = if round == 3 {
            &remembers_little
        } else {
            &index
        };
        for text in &queries {
            let mut known = long(index, text);
            let fresh = long(&remembers_nothing, text);
            known.took_us = fresh.took_us;
            assert_eq!(known, fresh, "{round}: {text}");
            // Of fewer, most passages are not looked at.
            let best = index.search(Query::parse(text)).unwrap();
            assert!(
                best.hits.iter().eq(fresh.hits.iter().take(10)),
                "{round}: {text}"
            );
            assert_eq!(best.total, fresh.total, "{round}: {text}");
        }
    }
}

#[test]
fn what_was_deleted_or_replaced_does_not_matter() {
    let home = tempfile::tempdir().unwrap();
    let reference = reference(&QUERIES);
    let index = on_disk(home.path(), "changed");
    let mut numbers = Numbers(99);
    let mut segments = 0;
    let mut writer = index.writer().unwrap();
    for batch in shuffled(3).chunks(9) {
        for wanted in batch {
            // First another text under the same id, and one that will go.
            let before = article(wanted.id.clone(), &mut numbers);
            writer.add(&before).unwrap();
            let extra = article(format!("extra-{}", wanted.id), &mut numbers);
            writer.add(&extra).unwrap();
        }
        writer.commit().unwrap();
        for wanted in batch {
            writer.add(wanted).unwrap();
        }
        writer.commit().unwrap();
        for wanted in batch {
            assert!(writer.delete(&format!("extra-{}", wanted.id)).unwrap());
        }
        writer.commit().unwrap();
        segments = segments.max(index.stats().unwrap().segments);
    }
    assert!(segments > 1);
    assert_eq!(index.stats().unwrap().articles, 60);
    assert_same(&index, &reference, "with deleted passages");
    writer.close().unwrap();
    index.writer().unwrap().optimize().unwrap();
    assert_same(&index, &reference, "with none left");
}

/// Articles with all that depends on their order: lines that a source repeats, sources that later
/// articles tell more of, ids that come again, the same again, and some that are not taken.
fn entangled() -> Vec<Article> {
    let mut numbers = Numbers(7);
    let mut articles = Vec::<Article>::new();
    for number in 0..240 {
        let mut article = article(format!("article-{:03}", number % 180), &mut numbers);
        article
            .body
            .push_str(["Newsroom of the Gazette\n", "Ring us about this\n", "\n"][number % 3]);
        match number % 20 {
            3 => article.body = String::from("..."),
            5 => article.id = String::new(),
            7 => {
                article = Article::new(format!("empty-{number}"))
                    .source(Source::new("Gazette").country("FR").domain("late.example"));
            }
            11 => article = articles[number - 1].clone(),
            13 => {
                let source = Source::new(format!("Source {number}")).language("de");
                // Nobody but an article that is not taken says which language it is written in.
                articles.push(Article::new(format!("mute-{number}")).source(source));
                article.source = Some(Source::new(format!("Source {number}")));
                article.language = None;
                article.title = String::new();
                article.body = String::from("Gazette 17");
            }
            _ => {}
        }
        articles.push(article);
    }
    articles
}

/// What came of it, and what each article is in the index after each commit.
struct Filled {
    outcomes: Vec<Outcome>,
    reports: Vec<CommitReport>,
    held: Vec<String>,
    answers: Vec<(&'static str, String)>,
}

fn filled(threads: usize, together: usize) -> Filled {
    let index = Index::in_memory().unwrap();
    let articles = entangled();
    let mut writer = index.writer_with_threads(threads).unwrap();
    let mut outcomes = Vec::new();
    let (mut reports, mut held) = (Vec::new(), Vec::new());
    for half in articles.chunks(articles.len().div_ceil(2)) {
        for part in half.chunks(together) {
            if let [article] = part {
                outcomes.push(writer.add(article).unwrap());
            } else {
                outcomes.extend(writer.add_all(part).unwrap());
            }
        }
        reports.push(writer.commit().unwrap());
        for article in &articles {
            let leftovers = index.leftovers(&article.id).unwrap();
            let article = index.article(&article.id).unwrap();
            held.push(format!("{article:?} {leftovers:?}"));
        }
    }
    Filled {
        outcomes,
        reports,
        held,
        answers: answers(&index, &all_queries()),
    }
}

#[test]
fn how_many_threads_read_does_not_matter() {
    let one_by_one = filled(1, 1);
    let one_thread = filled(1, usize::MAX);
    assert!(one_by_one.held.iter().any(|held| held.contains("Repeated")));
    assert!(one_by_one.reports.iter().any(|report| report.recut > 0));
    assert!(one_by_one.reports.iter().all(|report| report.rejected > 0));
    for outcome in [Outcome::Added, Outcome::Replaced, Outcome::Unchanged] {
        assert!(one_by_one.outcomes.contains(&outcome), "{outcome:?}");
    }
    for (threads, together) in [(1, 50), (2, usize::MAX), (2, 50), (4, usize::MAX), (4, 3)] {
        let many = filled(threads, together);
        let what = format!("{threads} threads, {together} together");
        assert_eq!(many.outcomes, one_by_one.outcomes, "{what}");
        for (many, one) in many.held.iter().zip(&one_by_one.held) {
            assert_eq!(many, one, "{what}");
        }
        assert_eq!(many.answers, one_by_one.answers, "{what}");
        if together == usize::MAX {
            assert_eq!(many.reports, one_thread.reports, "{what}");
        }
    }
    // Fewer are cut anew where many are read together; all else is told alike.
    let told = |filled: &Filled| -> Vec<CommitReport> {
        let mut reports = filled.reports.clone();
        for report in &mut reports {
            report.recut = 0;
        }
        reports
    };
    assert_eq!(told(&one_by_one), told(&one_thread));
}

#[test]
fn how_many_threads_write_does_not_matter() {
    let mut numbers = Numbers(11);
    let articles: Vec<Article> = (0..1_100)
        .map(|number| article(format!("article-{number:04}"), &mut numbers).language("en"))
        .collect();
    let bytes: usize = articles.iter().map(|article| article.body.len()).sum();
    assert!(bytes > 1 << 20, "{bytes}");
    let mut reference = None;
    for threads in [1, 2, 4] {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer_with_threads(threads).unwrap();
        writer.add_all(&articles).unwrap();
        let report = writer.commit().unwrap();
        assert_eq!(report.added, 1_100);
        let segments = index.stats().unwrap().segments;
        assert!((1..=threads).contains(&segments), "{segments}");
        assert!(threads == 1 || segments > 1);
        let answers = answers(&index, &all_queries());
        let (report_of_one, answers_of_one) =
            reference.get_or_insert((report.clone(), answers.clone()));
        assert_eq!(report, *report_of_one);
        assert_eq!(answers, *answers_of_one);
        // A few more are one segment whatever wrote before.
        writer
            .add(&article("last".to_owned(), &mut numbers))
            .unwrap();
        writer.commit().unwrap();
        assert!(index.stats().unwrap().segments <= segments + 1);
        writer.close().unwrap();
    }
}

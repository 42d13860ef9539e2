//! What an index does for long: whether memory grows with the number of queries, how many more queries
//! two threads answer than one, and what it takes until a changed article is found.
//!
//! `CLIPPINGS_QUERIES` is how many queries are asked, 50,000 where it is not set.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use clippings::{Index, Query, Searcher};
use corpus::{Class, Corpus, is_quick, megabytes, memory, percentile, queries};

const QUERIES: usize = 50_000;
const QUICK_QUERIES: usize = 200;
/// How many different ones of each class.
const DIFFERENT: usize = 200;
const UPSERTS: usize = 40;

fn main() {
    let corpus = Corpus::from_environment();
    let directory = tempfile::tempdir().expect("there is room for an index");
    let index = Index::create(directory.path()).expect("the directory is empty");
    corpus.fill(&index);
    let asked = asked(&corpus);
    let count = std::env::var("CLIPPINGS_QUERIES").map(|count| count.parse());
    let count = match count {
        Ok(Ok(count)) => count,
        Ok(Err(_)) => panic!("CLIPPINGS_QUERIES is no number"),
        Err(_) if is_quick() => QUICK_QUERIES,
        Err(_) => QUERIES,
    };
    grow(&index.searcher(), &asked, count);
    share(&index.searcher(), &asked, count / 4);
    change(&index, &corpus);
}

/// Queries of all classes, one class after the other in turn.
fn asked(corpus: &Corpus) -> Vec<Query> {
    let drawn = Class::ALL.map(|class| {
        let queries = queries(corpus, class, DIFFERENT).into_iter();
        let queries = queries.map(|words| class.query(&class.text(&words)));
        queries.collect::<Vec<_>>()
    });
    let longest = drawn.iter().map(Vec::len).max().unwrap_or(0);
    (0..longest)
        .flat_map(|at| drawn.iter().filter_map(move |queries| queries.get(at)))
        .cloned()
        .collect()
}

fn ask(searcher: &Searcher, asked: &[Query], from: usize, count: usize) {
    for query in asked.iter().cycle().skip(from).take(count) {
        let results = searcher.search(query.clone());
        black_box(results.expect("the index can be read"));
    }
}

/// The resident memory after each tenth of the queries.
fn grow(searcher: &Searcher, asked: &[Query], count: usize) {
    // All caches are filled once, and the memory is as large as the largest query makes it.
    ask(searcher, asked, 0, 2 * asked.len());
    let Some(before) = memory::resident() else {
        println!("memory is not told by this system");
        return;
    };
    println!(
        "resident after each query was asked twice: {:.1} MB",
        megabytes(before)
    );
    for tenth in 1..=10 {
        ask(searcher, asked, tenth * count / 10, count / 10);
        let now = memory::resident().unwrap_or(before);
        println!(
            "{:>9} queries more: {:+.2} MB",
            tenth * (count / 10),
            megabytes(now) - megabytes(before)
        );
    }
}

/// Queries a second of two threads beside those of one, the best of three rounds each.
fn share(searcher: &Searcher, asked: &[Query], count: usize) {
    let mut best = [Duration::MAX; 2];
    for _ in 0..3 {
        let started = Instant::now();
        ask(searcher, asked, 0, count);
        best[0] = best[0].min(started.elapsed());
        let started = Instant::now();
        thread::scope(|scope| {
            for half in 0..2 {
                scope.spawn(move || ask(searcher, asked, half * count / 2, count / 2));
            }
        });
        best[1] = best[1].min(started.elapsed());
    }
    println!(
        "two threads answer {:.2} times the queries of one",
        best[0].as_secs_f64() / best[1].as_secs_f64()
    );
}

/// From an article that has changed to a search that finds the change.
fn change(index: &Index, corpus: &Corpus) {
    let mut writer = index.writer().expect("nobody else writes");
    let mut times = Vec::new();
    for (article, round) in corpus.articles.iter().cycle().zip(0..UPSERTS) {
        let word = format!("zzq{round}zzq");
        let changed = article.clone().title(format!("{} {word}", article.title));
        let started = Instant::now();
        writer.add(&changed).expect("the writer takes articles");
        writer.commit().expect("the commit succeeds");
        let results = index.search(Query::word(&word)).expect("it can be read");
        times.push(started.elapsed().as_secs_f64() * 1e3);
        assert_eq!(results.total, 1, "{word}");
    }
    println!(
        "a changed article is found after {:.1} ms, at the 90th percentile {:.1} ms, of {} articles",
        percentile(&mut times, 50),
        percentile(&mut times, 90),
        corpus.articles.len()
    );
    writer.close().expect("the merges succeed");
}

//! What a query of each class costs in instructions and allocations, and an article on its way in:
//! numbers that do not depend on how busy the machine is. They are counted by valgrind, which must be
//! installed: `callgrind` and `dhat` run this program again as a child, with two rounds of queries
//! and with four, so that what is opened once and remembered the second time does not count.
//!
//! `CLIPPINGS_CORPUS` names a file of articles as in the other benchmarks; queries are drawn from all
//! of them.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use clippings::Index;
use corpus::{Class, Corpus, is_quick, queries};

/// How many different queries of each class.
const DIFFERENT: usize = 40;
/// How many articles are indexed in a round.
const ARTICLES: usize = 200;
const INDEXING: &str = "indexing";
const CHILD: &str = "--child";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, child, home, what, rounds] = arguments.as_slice()
        && child == CHILD
    {
        let rounds = rounds.parse().expect("a number of rounds");
        return run(Path::new(home), what, rounds);
    }
    let corpus = Corpus::from_environment();
    let home = tempfile::tempdir().expect("there is room for an index");
    let index = Index::create(home.path().join("index")).expect("the directory is empty");
    corpus.fill(&index);
    for class in Class::ALL {
        let queries = queries(&corpus, class, DIFFERENT);
        let lines: Vec<String> = queries.iter().map(|words| class.text(words)).collect();
        fs::write(home.path().join(class.name()), lines.join("\n")).expect("there is room");
    }
    let articles = corpus.articles.iter().take(ARTICLES);
    let articles: Vec<String> = articles
        .map(|article| serde_json::to_string(article).expect("an article is JSON"))
        .collect();
    fs::write(home.path().join(INDEXING), articles.join("\n")).expect("there is room");
    if is_quick() || Command::new("valgrind").arg("--version").output().is_err() {
        println!("nothing is counted: this is a trial, or valgrind is not installed");
        for class in Class::ALL {
            run(home.path(), class.name(), 1);
        }
        return run(home.path(), INDEXING, 1);
    }
    println!("| a query, or an article | instructions | allocations | bytes allocated |");
    println!("| --- | ---: | ---: | ---: |");
    for what in Class::ALL.map(Class::name).into_iter().chain([INDEXING]) {
        let file = fs::read_to_string(home.path().join(what)).expect("it was just written");
        let per_round = file.lines().count().max(1) as u64;
        let of_each = |rounds: u64| {
            let instructions = counted(home.path(), "callgrind", what, rounds, "Collected");
            let heap = counted(home.path(), "dhat", what, rounds, "Total:");
            [instructions, heap].concat()
        };
        let (two, four) = (of_each(2), of_each(4));
        let counts = four.iter().zip(&two);
        let counts: Vec<u64> = counts
            .map(|(four, two)| four.saturating_sub(*two) / 2 / per_round)
            .collect();
        if let [instructions, bytes, blocks] = counts.as_slice() {
            println!("| {what} | {instructions} | {blocks} | {bytes} |");
        }
    }
}

/// The numbers that a tool of valgrind prints behind `label` about a child.
fn counted(home: &Path, tool: &str, what: &str, rounds: u64, label: &str) -> Vec<u64> {
    let this = std::env::current_exe().expect("a program knows its place");
    let output = Command::new("valgrind")
        .arg(format!("--tool={tool}"))
        .arg(format!("--{tool}-out-file=/dev/null"))
        .arg(this)
        .args([CHILD.as_ref(), home.as_os_str(), what.as_ref()])
        .arg(rounds.to_string())
        .output()
        .expect("valgrind was there");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    let line = told.lines().find(|line| line.contains(label));
    let words = line.unwrap_or_default().split_whitespace();
    // Without the number of the process in front: `==123==`.
    let numbers = words
        .skip(1)
        .filter_map(|word| word.replace(',', "").parse().ok());
    numbers.collect()
}

/// What is counted.
fn run(home: &Path, what: &str, rounds: usize) {
    let file = fs::read_to_string(home.join(what)).expect("it was written before");
    if what == INDEXING {
        let articles = file
            .lines()
            .map(|line| serde_json::from_str(line).expect("an article"));
        let corpus = Corpus {
            name: INDEXING.to_owned(),
            articles: articles.collect(),
        };
        for _ in 0..rounds {
            corpus.fill(&Index::in_memory().expect("there is memory"));
        }
        return;
    }
    let index = Index::open(home.join("index")).expect("it was written before");
    let class = Class::ALL.into_iter().find(|class| class.name() == what);
    let class = class.expect("the name of a class");
    for _ in 0..rounds {
        for line in file.lines() {
            let results = index.search(class.query(line));
            black_box(results.expect("the index can be read"));
        }
    }
}

//! What a name costs: its forms looked up for the first time and again, and a query for it beside the
//! same query as plain words.
//!
//! The figures that the design asks for are of an index with 74,000 names: give a corpus of that size
//! with `CLIPPINGS_CORPUS`.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::Instant;

use clippings::analysis::{Analyzer, Tokens};
use clippings::{Index, Query};
use corpus::{Class, Corpus, is_quick, percentile, queries};

const QUERIES: usize = 1000;
const QUICK_QUERIES: usize = 5;
const REPEATS: usize = 5;

fn main() {
    let corpus = Corpus::from_environment();
    let index = Index::in_memory().expect("there is memory");
    corpus.fill(&index);
    let count = if is_quick() { QUICK_QUERIES } else { QUERIES };
    println!("{} distinct names", distinct_names(&corpus));

    println!();
    println!("| µs | names | p50 | p90 | p99 |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    let mut names: Vec<String> = queries(&corpus, Class::Name, count)
        .into_iter()
        .map(|words| words.join(" "))
        .collect();
    names.sort();
    names.dedup();
    let asked: Vec<Query> = names.iter().map(|name| Query::name(name)).collect();
    let (cold, warm) = explained(&index, &asked);
    row("forms, first time", &cold);
    row("forms, again", &warm);
    let asked: Vec<Query> = names.iter().map(|name| Query::name_alike(name)).collect();
    let (alike, _) = explained(&index, &asked);
    row("forms that sound alike too, first time", &alike);

    println!();
    println!(
        "| µs for 10 highlighted hits | queries | as names p50/p99 | as words p50/p99 | ratio p50 | ratio p99 |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let searcher = index.searcher();
    for class in [Class::Name, Class::FullName] {
        let mut taken: [Vec<f64>; 2] = Default::default();
        for words in queries(&corpus, class, count) {
            let text = words.join(" ");
            let both = [Query::name(&text), Query::word(&text)];
            let mut least = [f64::INFINITY; 2];
            for _ in 0..REPEATS {
                for (least, query) in least.iter_mut().zip(&both) {
                    let time = microseconds(|| {
                        black_box(searcher.search(query).expect("the index can be read"));
                    });
                    *least = least.min(time);
                }
            }
            for (taken, least) in taken.iter_mut().zip(least) {
                taken.push(least);
            }
        }
        let [names, words] = taken.map(|mut values| [50, 99].map(|at| percentile(&mut values, at)));
        println!(
            "| {class} | {count} | {:.0}/{:.0} | {:.0}/{:.0} | {:.2} | {:.2} |",
            names[0],
            names[1],
            words[0],
            words[1],
            names[0] / words[0],
            names[1] / words[1]
        );
    }
}

/// What each takes for the first time in a state of the index, and again: the least of several.
fn explained(index: &Index, queries: &[Query]) -> (Vec<f64>, Vec<f64>) {
    let mut least = [
        vec![f64::INFINITY; queries.len()],
        vec![f64::INFINITY; queries.len()],
    ];
    for _ in 0..REPEATS {
        // A new state remembers nothing of the one before.
        index.refresh().expect("the index can be read");
        let searcher = index.searcher();
        let explain = |query: Query| {
            microseconds(|| {
                black_box(searcher.explain_name(query).expect("the index can be read"));
            })
        };
        // What the first name of all opens, it opens for all.
        explain(Query::name("Nobody"));
        for least in &mut least {
            for (least, query) in least.iter_mut().zip(queries) {
                *least = least.min(explain(query.clone()));
            }
        }
    }
    let [cold, warm] = least;
    (cold, warm)
}

fn distinct_names(corpus: &Corpus) -> usize {
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    let mut names = BTreeSet::new();
    for article in &corpus.articles {
        analyzer.analyze(&article.body, article.language, &mut tokens);
        for token in tokens.iter().filter(|token| token.name.is_some()) {
            names.insert(token.word.to_owned());
        }
    }
    names.len()
}

fn row(what: &str, times: &[f64]) {
    let mut times = times.to_vec();
    let [p50, p90, p99] = [50, 90, 99].map(|at| percentile(&mut times, at));
    println!(
        "| {what} | {} | {p50:.1} | {p90:.1} | {p99:.1} |",
        times.len()
    );
}

fn microseconds(call: impl FnOnce()) -> f64 {
    let started = Instant::now();
    call();
    started.elapsed().as_secs_f64() * 1e6
}

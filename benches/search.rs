//! What a search takes from text to highlighted hits, by class of query, beside the engine by
//! itself doing the same; and the proof that every hit of names and phrases is highlighted.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod rival;

use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};

use clippings::{Article, Index, Query, Searcher};
use corpus::{Class, Corpus, is_quick, percentile, queries};
use criterion::Criterion;
use rival::{Rival, RivalSearcher};

const QUERIES: usize = 200;
const QUICK_QUERIES: usize = 5;
const REPEATS: usize = 3;

fn main() {
    let corpus = Corpus::from_environment();
    let directories = [(); 2].map(|()| tempfile::tempdir().expect("there is room for an index"));
    let [our_directory, their_directory] = &directories;
    let index = Index::create(our_directory.path()).expect("the directory is empty");
    corpus.fill(&index);
    let rival = Rival::create(their_directory.path());
    let mut writer = rival.writer();
    corpus
        .passages()
        .iter()
        .for_each(|passage| writer.add(passage));
    writer.commit();
    writer.optimize();
    writer.close();

    let (ours, theirs) = (index.searcher(), rival.searcher());
    let segments = index.stats().expect("the index can be measured").segments;
    println!(
        "passages: {}, segments: {segments} and {}",
        ours.passages(),
        theirs.segments()
    );
    assert_eq!((segments, theirs.segments()), (1, 1), "both are merged");

    let count = if is_quick() { QUICK_QUERIES } else { QUERIES };
    prove(&ours, &corpus, count);
    table(&ours, &theirs, &corpus, count);
    groups(&ours, &theirs, &corpus);
}

/// Every hit has a highlight, and every highlight stands in the article and is what it says.
fn prove(searcher: &Searcher, corpus: &Corpus, count: usize) {
    let articles: HashMap<&str, &Article> = corpus
        .articles
        .iter()
        .map(|article| (article.id.as_str(), article))
        .collect();
    let (mut asked, mut in_leftovers, mut hits, mut highlights) = (0, 0, 0, 0);
    for class in [Class::Name, Class::FullName, Class::Phrase] {
        for words in queries(corpus, class, count) {
            let text = class.text(&words);
            let mut results = searcher.search(&text).expect("the index can be read");
            if results.hits.is_empty() {
                // Some are drawn from a link to another story.
                let query = Query::parse(&text).leftovers(true);
                results = searcher.search(query).expect("the index can be read");
                in_leftovers += 1;
            }
            assert!(
                !results.hits.is_empty(),
                "{text} was drawn from the articles and is not found"
            );
            asked += 1;
            for hit in &results {
                let article = articles
                    .get(hit.article.id.as_str())
                    .expect("a hit is of an article that was added");
                assert!(
                    !hit.highlights.is_empty(),
                    "{text}: nothing is marked in {:?}",
                    hit.text
                );
                if let Err(error) = hit.verify(article) {
                    panic!("{text}: {error}");
                }
                hits += 1;
                highlights += hit.highlights.len();
            }
        }
    }
    println!(
        "{asked} names and phrases ({in_leftovers} in web leftovers alone): {hits} hits, all highlighted; {highlights} highlights, all verified"
    );
}

/// Microseconds of one query: the least of all repeats, and the first.
#[derive(Clone, Copy)]
struct Taken {
    least: f64,
    first: f64,
}

/// One query after the other, the engines in turn.
fn table(ours: &Searcher, theirs: &RivalSearcher, corpus: &Corpus, count: usize) {
    println!();
    println!(
        "µs for 10 highlighted hits (least of {REPEATS}): search; search with snippets as HTML; tantivy"
    );
    println!();
    println!(
        "| class | queries | search p50/p90/p99 | with snippets p50/p90/p99 | tantivy p50/p90/p99 | \
         ratio p50 | ratio p99 | with snippets p50 | p99 | first run p50 | tantivy |"
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    // Names, full names and phrases in one list.
    let mut together: [Vec<Taken>; 3] = Default::default();
    for class in Class::ALL {
        let queries = queries(corpus, class, count);
        let mut taken: [Vec<Taken>; 3] = Default::default();
        for words in &queries {
            let text = class.text(words);
            let mut times = [const { Vec::new() }; 3];
            for _ in 0..REPEATS {
                let [search, snippets, tantivy] = &mut times;
                search.push(microseconds(|| {
                    black_box(ours.search(&text).expect("the index can be read"));
                }));
                tantivy.push(microseconds(|| {
                    black_box(theirs.search(class, words));
                }));
                snippets.push(microseconds(|| {
                    black_box(with_snippets(ours, &text));
                }));
            }
            for (taken, times) in taken.iter_mut().zip(times) {
                let least = times.iter().copied().fold(f64::INFINITY, f64::min);
                taken.push(Taken {
                    least,
                    first: times.first().copied().unwrap_or_default(),
                });
            }
        }
        row(&class.to_string(), queries.len(), &taken);
        if matches!(class, Class::Name | Class::FullName | Class::Phrase) {
            for (all, taken) in together.iter_mut().zip(taken) {
                all.extend(taken);
            }
        }
    }
    row("names and phrases", together[0].len(), &together);
    println!();
}

fn row(class: &str, count: usize, taken: &[Vec<Taken>; 3]) {
    let [search, snippets, tantivy] = taken
        .each_ref()
        .map(|taken| Percentiles::of(taken, |taken| taken.least));
    let [first, _, tantivy_first] = taken
        .each_ref()
        .map(|taken| Percentiles::of(taken, |taken| taken.first));
    println!(
        "| {class} | {count} | {search} | {snippets} | {tantivy} | {:.2} | {:.2} | {:.2} | {:.2} | {:.0} | {:.0} |",
        search.p50 / tantivy.p50,
        search.p99 / tantivy.p99,
        snippets.p50 / tantivy.p50,
        snippets.p99 / tantivy.p99,
        first.p50,
        tantivy_first.p50,
    );
}

struct Percentiles {
    p50: f64,
    p90: f64,
    p99: f64,
}

impl Percentiles {
    fn of(taken: &[Taken], value: impl Fn(&Taken) -> f64) -> Self {
        let mut values: Vec<f64> = taken.iter().map(value).collect();
        let mut at = |percent: usize| percentile(&mut values, percent);
        Self {
            p50: at(50),
            p90: at(90),
            p99: at(99),
        }
    }
}

impl std::fmt::Display for Percentiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0}/{:.0}/{:.0}", self.p50, self.p90, self.p99)
    }
}

fn microseconds(call: impl FnOnce()) -> f64 {
    let started = Instant::now();
    call();
    started.elapsed().as_secs_f64() * 1e6
}

fn with_snippets(searcher: &Searcher, text: &str) -> Vec<String> {
    let results = searcher.search(text).expect("the index can be read");
    results
        .hits
        .iter()
        .map(|hit| hit.snippet().html())
        .collect()
}

/// The same under criterion, which remembers the last run: twenty queries of a class, one after
/// the other.
fn groups(ours: &Searcher, theirs: &RivalSearcher, corpus: &Corpus) {
    const AT_ONCE: usize = 20;
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(2))
        .sample_size(10)
        .configure_from_args();
    for class in Class::ALL {
        let queries = queries(corpus, class, AT_ONCE);
        let texts: Vec<String> = queries.iter().map(|words| class.text(words)).collect();
        let mut group = criterion.benchmark_group(class.name());
        group.bench_function("clippings", |bencher| {
            bencher.iter(|| {
                for text in &texts {
                    black_box(with_snippets(ours, text));
                }
            });
        });
        group.bench_function("tantivy", |bencher| {
            bencher.iter(|| {
                for words in &queries {
                    black_box(theirs.search(class, words));
                }
            });
        });
    }
    criterion.final_summary();
}

//! Search engines beside each other: the same passages, the same queries, ten hits with their texts
//! and what matches in them marked, in one thread.
//!
//! ```text
//! cargo run --release --manifest-path benches/compare/Cargo.toml -- \
//!     --corpus ARTICLES.jsonl[.gz] [--queries TSV] [--peers LIST] [--classes LIST] [--rounds N] \
//!     [--json OUT] [--plot OUT.svg]
//! ```
//!
//! `--queries` names a file of lines `class<TAB>query`. Without it queries are drawn from the corpus, and
//! without a corpus the articles are made up. Peers are asked in turn, in a new order for each query,
//! and of several rounds the least time of each query counts. The peer `clippings-forgetful` is clippings
//! without memory of what was asked before.

mod classes;
#[path = "../../corpus/mod.rs"]
#[allow(dead_code, reason = "the benchmarks share it, each uses a part")]
mod corpus;
mod peers;
mod report;
#[path = "../../rival/mod.rs"]
#[allow(dead_code, reason = "the benchmarks share it, each uses a part")]
mod rival;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use classes::{Asked, Class};
use corpus::{Corpus, memory};
use peers::{Build, Peer};
use report::Report;

/// What the command line asks for.
struct Options {
    corpus: Option<PathBuf>,
    queries: Option<PathBuf>,
    peers: Vec<String>,
    classes: Vec<String>,
    /// How many times each query is measured.
    rounds: usize,
    per_class: usize,
    articles: usize,
    json: Option<PathBuf>,
    plot: Option<PathBuf>,
}

fn main() {
    let options = match options() {
        Ok(options) => options,
        Err(error) => {
            eprintln!("error: {error}");
            std::process::exit(2);
        }
    };
    let corpus = match &options.corpus {
        Some(path) => Corpus::read(path),
        None => Corpus::generated(options.articles),
    };
    let passages = corpus.passages();
    println!(
        "{}: {} articles, {} passages, {:.1} MB of text",
        corpus.name,
        corpus.articles.len(),
        passages.len(),
        corpus::megabytes(corpus.text_bytes()),
    );
    let asked = match &options.queries {
        Some(path) => classes::read(path),
        None => classes::draw(&corpus, options.per_class),
    };
    let mut report = Report::new(&corpus, passages.len());
    let mut peers: Vec<Box<dyn Peer>> = Vec::new();
    let directory = tempfile::tempdir().expect("there is room for the indexes");
    for name in &options.peers {
        let own = directory.path().join(name);
        std::fs::create_dir_all(&own).expect("the directory is writable");
        let (peer, build) = peers::build(name, &corpus, &passages, &own);
        report.add_build(name, &build);
        println!("{name}: {build}");
        peers.push(peer);
    }
    let is_wanted = |class: Class| {
        options.classes.is_empty() || options.classes.iter().any(|name| name == class.name())
    };
    for (class, queries) in asked.iter().filter(|(class, _)| is_wanted(**class)) {
        measure(*class, queries, options.rounds, &mut peers, &mut report);
    }
    println!("\n{report}");
    if let Some(path) = &options.json {
        write(path, &report.json());
    }
    if let Some(path) = &options.plot {
        write(path, &report.plot());
    }
}

/// Asks all peers the queries of a class.
fn measure(
    class: Class,
    queries: &[Asked],
    rounds: usize,
    peers: &mut [Box<dyn Peer>],
    report: &mut Report,
) {
    let mut least: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for (at, peer) in peers.iter().enumerate() {
        if peer.takes(class) {
            least.insert(at, vec![f64::INFINITY; queries.len()]);
        }
    }
    for round in 0..=rounds {
        for (number, query) in queries.iter().enumerate() {
            for turn in 0..peers.len() {
                let at = (turn + number + round) % peers.len();
                let (Some(peer), Some(times)) = (peers.get_mut(at), least.get_mut(&at)) else {
                    continue;
                };
                let started = Instant::now();
                let hits = peer.search(class, query);
                let took = started.elapsed().as_secs_f64() * 1e6;
                std::hint::black_box(hits);
                // The first round warms all caches.
                if let Some(least) = times.get_mut(number).filter(|_| round > 0) {
                    *least = least.min(took);
                }
            }
        }
    }
    for (at, times) in least {
        if let Some(peer) = peers.get(at).filter(|_| !times.is_empty()) {
            report.add_times(class, peer.name(), times);
        }
    }
}

fn options() -> Result<Options, String> {
    use lexopt::prelude::*;

    let mut options = Options {
        corpus: None,
        queries: None,
        peers: peers::NAMES.iter().map(|name| (*name).to_owned()).collect(),
        classes: Vec::new(),
        rounds: 3,
        per_class: 200,
        articles: 2_000,
        json: None,
        plot: None,
    };
    let mut parser = lexopt::Parser::from_env();
    let path = |parser: &mut lexopt::Parser| {
        let value = parser.value().map_err(|error| error.to_string())?;
        Ok::<_, String>(PathBuf::from(value))
    };
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Long("corpus") => options.corpus = Some(path(&mut parser)?),
            Long("queries") => options.queries = Some(path(&mut parser)?),
            Long("json") => options.json = Some(path(&mut parser)?),
            Long("plot") => options.plot = Some(path(&mut parser)?),
            Long("peers") => {
                let known = [&peers::NAMES[..], &[peers::FORGETFUL]].concat();
                options.peers = list(&mut parser, "peer", &known)?;
            }
            Long("classes") => {
                options.classes = list(&mut parser, "class", &Class::ALL.map(Class::name))?;
            }
            Long("rounds") => options.rounds = number(&mut parser)?.max(1),
            Long("per-class") => options.per_class = number(&mut parser)?,
            Long("articles") => options.articles = number(&mut parser)?,
            other => return Err(other.unexpected().to_string()),
        }
    }
    Ok(options)
}

/// Names between commas, each of which must be known.
fn list(parser: &mut lexopt::Parser, kind: &str, known: &[&str]) -> Result<Vec<String>, String> {
    use lexopt::ValueExt;

    let list = parser.value().and_then(ValueExt::string);
    let list = list.map_err(|error| error.to_string())?;
    match list.split(',').find(|name| !known.contains(name)) {
        Some(name) => Err(format!(
            "no {kind} {name:?}; there are {}",
            known.join(", ")
        )),
        None => Ok(list.split(',').map(str::to_owned).collect()),
    }
}

fn number(parser: &mut lexopt::Parser) -> Result<usize, String> {
    use lexopt::ValueExt;

    let value = parser.value().and_then(|value| value.parse());
    value.map_err(|error| error.to_string())
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    println!("written: {}", path.display());
}

/// What is measured while an index is built.
fn built(build: impl FnOnce()) -> Build {
    let before = memory::forget_peak();
    let started = Instant::now();
    build();
    Build {
        seconds: started.elapsed().as_secs_f64(),
        peak_bytes: before
            .zip(memory::peak())
            .map(|(before, peak)| peak.saturating_sub(before)),
        ..Build::default()
    }
}

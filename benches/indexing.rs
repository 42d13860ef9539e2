//! How fast articles are indexed and how large the index is, beside the engine by itself indexing
//! the same passages, with the languages of the articles declared and not.
//!
//! One thread of ours reads the articles and the engine has one of its own, which is what the engine
//! by itself has too: one that hands it the passages, and its own.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod rival;

use std::path::Path;
use std::time::{Duration, Instant};

use clippings::{Index, Language};
use corpus::{Corpus, is_quick, megabytes, memory};
use criterion::{Criterion, Throughput};
use rival::Rival;

/// What one run of indexing took.
struct Run {
    documents: usize,
    took: Duration,
    bytes: usize,
    bytes_merged: usize,
    /// What all threads together took of the processors; `None` where it was not measured.
    processor: Option<Duration>,
    /// The peak above what the process held before; `None` where it was not measured.
    memory: Option<usize>,
}

fn main() {
    let mut corpus = Corpus::from_environment();
    let repeats = if is_quick() { 1 } else { 3 };
    for language in [Some(Language::ENGLISH), None] {
        for article in &mut corpus.articles {
            article.language = language;
        }
        table(&corpus, repeats);
    }

    let small = Corpus::generated(if is_quick() { 5 } else { 200 });
    let passages = small.passages();
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(3))
        .sample_size(10)
        .configure_from_args();
    let mut group = criterion.benchmark_group("indexing of 200 articles");
    group.throughput(Throughput::Bytes(small.text_bytes() as u64));
    group.bench_function("clippings", |bencher| {
        bencher.iter(|| ours(&small, 1, false).documents);
    });
    group.bench_function("tantivy", |bencher| {
        bencher.iter(|| theirs(&passages, false).documents);
    });
    group.finish();
    criterion.final_summary();
}

/// The best of several runs of each, in turn.
fn table(corpus: &Corpus, repeats: usize) {
    let passages = corpus.passages();
    let [mut two_best, mut ours_best, mut theirs_best] = [const { None::<Run> }; 3];
    let mut memory = None;
    for _ in 0..repeats {
        keep_faster(&mut ours_best, ours(corpus, 1, true));
        keep_faster(&mut theirs_best, theirs(&passages, true));
        let run = ours(corpus, 2, true);
        memory = memory.max(run.memory);
        keep_faster(&mut two_best, run);
    }
    let (Some(two), Some(ours), Some(theirs)) = (two_best, ours_best, theirs_best) else {
        return;
    };
    let text = corpus.text_bytes();
    let language = (corpus.articles.first()).and_then(|article| article.language);
    println!();
    println!(
        "| language {}, best of {repeats} | tantivy | clippings, 1 thread | 2 threads | 1 / tantivy | 2 / 1 |",
        language.map_or("detected", |_| "declared"),
    );
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    let row = |what: &str, of: &dyn Fn(&Run) -> f64| {
        let [theirs, ours, two] = [&theirs, &ours, &two].map(of);
        println!(
            "| {what} | {theirs:.2} | {ours:.2} | {two:.2} | {:.3} | {:.3} |",
            ours / theirs,
            two / ours
        );
    };
    let per_second = |amount: f64, run: &Run| amount / run.took.as_secs_f64();
    row("passages", &|run| count(run.documents));
    row("seconds to the end of the commit", &|run| {
        run.took.as_secs_f64()
    });
    row("seconds of processors", &|run| {
        run.processor.map_or(f64::NAN, |took| took.as_secs_f64())
    });
    row("articles/s", &|run| {
        per_second(count(corpus.articles.len()), run)
    });
    row("passages/s", &|run| per_second(count(run.documents), run));
    row("MB of text/s", &|run| per_second(megabytes(text), run));
    row("index MB, as committed", &|run| megabytes(run.bytes));
    row("index MB, one segment", &|run| megabytes(run.bytes_merged));
    row("index / text, one segment", &|run| {
        count(run.bytes_merged) / count(text)
    });
    // Memory that the first run gave back is there for the runs after it.
    if let Some(memory) = memory {
        println!();
        println!(
            "peak memory of clippings with 2 threads above the corpus: {:.1} MB",
            megabytes(memory)
        );
    }
    println!();
}

fn keep_faster(best: &mut Option<Run>, run: Run) {
    if best.as_ref().is_none_or(|known| run.took < known.took) {
        *best = Some(run);
    }
}

fn ours(corpus: &Corpus, threads: usize, merged: bool) -> Run {
    let directory = tempfile::tempdir().expect("there is room for an index");
    let before = memory::forget_peak();
    let (started, processor) = (Instant::now(), processor());
    let index = Index::create(directory.path()).expect("the directory is empty");
    let mut writer = index
        .writer_with_threads(threads)
        .expect("nobody else writes");
    writer
        .add_all(&corpus.articles)
        .expect("the writer takes articles");
    let report = writer.commit().expect("the commit succeeds");
    let took = started.elapsed();
    let processor = since(processor);
    let memory = before
        .zip(memory::peak())
        .map(|(before, peak)| peak.saturating_sub(before));
    let bytes = size(directory.path());
    if merged {
        assert_eq!(report.rejected, 0, "{:?}", report.rejections.first());
        if report.recut > 0 {
            println!(
                "{} articles were cut anew because their source repeats a line",
                report.recut
            );
        }
        writer.optimize().expect("the merge succeeds");
    }
    writer.close().expect("the merges succeed");
    let documents = usize::try_from(index.searcher().passages()).expect("a small corpus");
    Run {
        documents,
        took,
        bytes,
        bytes_merged: size(directory.path()),
        processor,
        memory,
    }
}

fn theirs(passages: &[(String, String)], merged: bool) -> Run {
    let directory = tempfile::tempdir().expect("there is room for an index");
    let (started, processor) = (Instant::now(), processor());
    let rival = Rival::create(directory.path());
    let mut writer = rival.writer();
    for passage in passages {
        writer.add(passage);
    }
    writer.commit();
    let took = started.elapsed();
    let processor = since(processor);
    let bytes = size(directory.path());
    if merged {
        writer.optimize();
    }
    writer.close();
    Run {
        documents: passages.len(),
        took,
        bytes,
        bytes_merged: size(directory.path()),
        processor,
        memory: None,
    }
}

fn size(directory: &Path) -> usize {
    let entries = std::fs::read_dir(directory)
        .expect("the index can be listed")
        .flatten();
    let bytes: u64 = entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|file| file.len())
        .sum();
    usize::try_from(bytes).expect("a small corpus")
}

/// What the threads of this process have taken of the processors so far. Linux only, where the
/// kernel counts in hundredths of a second.
fn processor() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, fields) = stat.rsplit_once(')')?;
    // In the kernel and outside of it: the 14th and the 15th of all fields.
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: Vec<u64> = ticks.map_while(|field| field.parse().ok()).collect();
    Some(Duration::from_millis(ticks.iter().sum::<u64>() * 10))
}

fn since(before: Option<Duration>) -> Option<Duration> {
    Some(processor()?.saturating_sub(before?))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a number to show need not be exact"
)]
fn count(count: usize) -> f64 {
    count as f64
}

//! How fast articles are indexed and how large the index is, beside the engine by itself indexing
//! the same passages.
#![allow(clippy::print_stdout, reason = "a benchmark shows its measurements")]

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;
#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod rival;

use std::path::Path;
use std::time::{Duration, Instant};

use clippings::Index;
use corpus::{Corpus, is_quick, megabytes};
use criterion::{Criterion, Throughput};
use rival::Rival;

/// What one run of indexing took.
struct Run {
    documents: usize,
    took: Duration,
    bytes: usize,
    bytes_merged: usize,
    /// The peak above what the process held before; `None` where it was not measured.
    memory: Option<usize>,
}

fn main() {
    let corpus = Corpus::from_environment();
    let repeats = if is_quick() { 1 } else { 2 };
    table(&corpus, repeats);

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
        bencher.iter(|| ours(&small, false).documents);
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
    let mut ours_best: Option<Run> = None;
    let mut theirs_best: Option<Run> = None;
    let mut memory = None;
    for _ in 0..repeats {
        let run = ours(corpus, true);
        memory = memory.max(run.memory);
        keep_faster(&mut ours_best, run);
        keep_faster(&mut theirs_best, theirs(&passages, true));
    }
    let (Some(ours), Some(theirs)) = (ours_best, theirs_best) else {
        return;
    };
    let text = corpus.text_bytes();
    println!();
    println!("| indexing (1 engine thread, best of {repeats}) | clippings | tantivy | ratio |");
    println!("| --- | ---: | ---: | ---: |");
    let row = |what: &str, ours: f64, theirs: f64| {
        println!(
            "| {what} | {ours:.2} | {theirs:.2} | {:.3} |",
            ours / theirs
        );
    };
    let per_second = |amount: f64, run: &Run| amount / run.took.as_secs_f64();
    row("passages", count(ours.documents), count(theirs.documents));
    row(
        "seconds to the end of the commit",
        ours.took.as_secs_f64(),
        theirs.took.as_secs_f64(),
    );
    row(
        "articles/s",
        per_second(count(corpus.articles.len()), &ours),
        per_second(count(corpus.articles.len()), &theirs),
    );
    row(
        "passages/s",
        per_second(count(ours.documents), &ours),
        per_second(count(theirs.documents), &theirs),
    );
    row(
        "MB of text/s",
        per_second(megabytes(text), &ours),
        per_second(megabytes(text), &theirs),
    );
    row(
        "index MB, as committed",
        megabytes(ours.bytes),
        megabytes(theirs.bytes),
    );
    row(
        "index MB, one segment",
        megabytes(ours.bytes_merged),
        megabytes(theirs.bytes_merged),
    );
    row(
        "index / text, one segment",
        count(ours.bytes_merged) / count(text),
        count(theirs.bytes_merged) / count(text),
    );
    // Memory that the first run gave back is there for the runs after it.
    if let Some(memory) = memory {
        println!();
        println!(
            "peak memory of clippings above the corpus: {:.1} MB",
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

fn ours(corpus: &Corpus, merged: bool) -> Run {
    let directory = tempfile::tempdir().expect("there is room for an index");
    let before = forget_peak();
    let started = Instant::now();
    let index = Index::create(directory.path()).expect("the directory is empty");
    let mut writer = index.writer().expect("nobody else writes");
    for article in &corpus.articles {
        writer.add(article).expect("the writer takes articles");
    }
    let report = writer.commit().expect("the commit succeeds");
    let took = started.elapsed();
    let memory = before
        .zip(peak())
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
        memory,
    }
}

fn theirs(passages: &[(String, String)], merged: bool) -> Run {
    let directory = tempfile::tempdir().expect("there is room for an index");
    let started = Instant::now();
    let rival = Rival::create(directory.path());
    let mut writer = rival.writer();
    for passage in passages {
        writer.add(passage);
    }
    writer.commit();
    let took = started.elapsed();
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

/// Resets the peak of the resident memory; what is resident now, in bytes. Linux only.
fn forget_peak() -> Option<usize> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    status("VmRSS:")
}

fn peak() -> Option<usize> {
    status("VmHWM:")
}

fn status(key: &str) -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(key))?;
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kilobytes << 10)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a number to show need not be exact"
)]
fn count(count: usize) -> f64 {
    count as f64
}

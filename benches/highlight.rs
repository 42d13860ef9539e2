//! What the steps after matching take: reading a passage again for highlights, the snippet, its
//! rendering, and the proof of a hit.

#[allow(dead_code, reason = "each benchmark uses a part of it")]
mod corpus;

use std::hint::black_box;
use std::time::Duration;

use clippings::analysis::Analyzer;
use clippings::{Hit, Index, Snippet};
use corpus::{Class, Corpus, queries};
use criterion::{BatchSize, Criterion, Throughput};

/// Articles enough that names and phrases find ten passages.
const ARTICLES: usize = 300;
/// The length of a passage of news on average.
const PASSAGE_BYTES: usize = 640;

fn main() {
    let corpus = Corpus::generated(ARTICLES);
    let index = Index::in_memory().expect("memory can be written");
    let mut writer = index.writer().expect("nobody else writes");
    for article in &corpus.articles {
        writer.add(article).expect("the writer takes articles");
    }
    writer.commit().expect("the commit succeeds");
    let searcher = index.searcher();
    let mut hits: Vec<Hit> = Vec::new();
    for class in [Class::Name, Class::And2, Class::Natural] {
        for words in queries(&corpus, class, 10) {
            hits.extend(
                searcher
                    .search(&words.join(" "))
                    .expect("the index can be read")
                    .hits,
            );
        }
    }
    assert!(
        hits.len() >= 50,
        "{} hits are too few to measure",
        hits.len()
    );

    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(20)
        .configure_from_args();
    scan(&mut criterion, &hits);
    render(&mut criterion, &hits);
    verify(&mut criterion, &hits, &corpus);
    criterion.final_summary();
}

/// Every hit in turn.
fn cycle<'a, T>(items: &'a [T]) -> impl FnMut() -> &'a T + use<'a, T> {
    let mut items = items.iter().cycle();
    move || items.next().expect("there is at least one")
}

fn scan(criterion: &mut Criterion, hits: &[Hit]) {
    let mut text = String::new();
    for hit in hits {
        let room = PASSAGE_BYTES - text.len();
        text.push_str(
            hit.text
                .get(..hit.text.floor_char_boundary(room))
                .unwrap_or_default(),
        );
    }
    let mut analyzer = Analyzer::new();
    let mut group = criterion.benchmark_group("passage");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("scan", |bencher| {
        bencher.iter(|| {
            let mut tokens = 0;
            analyzer.scan(black_box(&text), |_| tokens += 1);
            tokens
        });
    });
}

fn render(criterion: &mut Criterion, hits: &[Hit]) {
    let snippets: Vec<Snippet> = hits.iter().map(Hit::snippet).collect();
    let mut group = criterion.benchmark_group("hit");
    let mut next = cycle(hits);
    group.bench_function("snippet", |bencher| {
        bencher.iter_batched(
            &mut next,
            |hit| black_box(hit).snippet(),
            BatchSize::SmallInput,
        );
    });
    let mut next = cycle(&snippets);
    group.bench_function("html", |bencher| {
        bencher.iter_batched(
            &mut next,
            |snippet| black_box(snippet).html(),
            BatchSize::SmallInput,
        );
    });
    let mut next = cycle(&snippets);
    group.bench_function("ansi", |bencher| {
        bencher.iter_batched(
            &mut next,
            |snippet| black_box(snippet).ansi(),
            BatchSize::SmallInput,
        );
    });
}

fn verify(criterion: &mut Criterion, hits: &[Hit], corpus: &Corpus) {
    let article = |hit: &Hit| {
        corpus
            .articles
            .iter()
            .find(|article| article.id == hit.article.id)
    };
    let pairs: Vec<_> = hits
        .iter()
        .filter_map(|hit| Some((hit, article(hit)?)))
        .collect();
    let mut next = cycle(&pairs);
    criterion
        .benchmark_group("hit")
        .bench_function("verify", |bencher| {
            bencher.iter_batched(
                &mut next,
                |(hit, article)| {
                    black_box(hit)
                        .verify(article)
                        .expect("the article is the one that was found");
                },
                BatchSize::SmallInput,
            );
        });
}

//! The articles that the benchmarks index and the queries they ask: made up by a seeded generator,
//! or read from the file that `CLIPPINGS_CORPUS` names (`.jsonl`, `.jsonl.gz`, `.txt`).
#![allow(clippy::print_stdout, reason = "a benchmark shows what it measures on")]

mod generate;
pub(crate) mod memory;
mod percentile;
mod queries;
mod random;

use std::collections::HashMap;
use std::path::Path;

use clippings::text::clean::clean;
use clippings::text::passage::{Head, Options, cut};
use clippings::{Article, Index, ingest};

#[allow(unused_imports, reason = "each benchmark uses a part of it")]
pub(crate) use percentile::percentile;
#[allow(unused_imports, reason = "each benchmark uses a part of it")]
pub(crate) use queries::{Class, queries};
pub(crate) use random::Random;

/// The start of every generator here.
const SEED: u64 = 0x00C1_1BB1_2605;
/// How many articles are made up where `CLIPPINGS_ARTICLES` does not say.
const DEFAULT_ARTICLES: usize = 2_000;
/// Where the run only checks that the benchmarks work.
const QUICK_ARTICLES: usize = 60;

/// Articles with different ids.
pub(crate) struct Corpus {
    pub(crate) name: String,
    pub(crate) articles: Vec<Article>,
}

impl Corpus {
    /// The corpus that the environment asks for; what it is is printed.
    pub(crate) fn from_environment() -> Self {
        let corpus = match std::env::var("CLIPPINGS_CORPUS") {
            Ok(path) if !is_quick() => Self::read(Path::new(&path)),
            _ => Self::generated(article_count()),
        };
        println!(
            "corpus: {}, {} articles, {:.1} MB of text",
            corpus.name,
            corpus.articles.len(),
            megabytes(corpus.text_bytes()),
        );
        corpus
    }

    /// Adds all articles to an index, and merges it into one segment.
    pub(crate) fn fill(&self, index: &Index) {
        let mut writer = index.writer().expect("nobody else writes");
        writer
            .add_all(&self.articles)
            .expect("the writer takes articles");
        writer.optimize().expect("the merge succeeds");
        writer.close().expect("the merges succeed");
    }

    /// So many articles that the generator makes up, always the same.
    pub(crate) fn generated(articles: usize) -> Self {
        Self {
            name: format!("generated, seed {SEED:#x}"),
            articles: generate::articles(articles, SEED),
        }
    }

    pub(crate) fn read(path: &Path) -> Self {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut articles: Vec<Article> = Vec::new();
        for item in ingest::open(path).expect("CLIPPINGS_CORPUS names a file of articles") {
            if let ingest::Item::Article { article, .. } = item.expect("the file can be read") {
                // A known id replaces, as it does in an index.
                let next = articles.len();
                match articles.get_mut(*places.entry(article.id.clone()).or_insert(next)) {
                    Some(known) => *known = *article,
                    None => articles.push(*article),
                }
            }
        }
        Self {
            name: path.display().to_string(),
            articles,
        }
    }

    /// The bytes of all titles and bodies.
    pub(crate) fn text_bytes(&self) -> usize {
        self.articles
            .iter()
            .map(|article| article.title.len() + article.body.len())
            .sum()
    }

    /// The passages of all articles, as an index cuts them, each with its title, cleaned.
    pub(crate) fn passages(&self) -> Vec<(String, String)> {
        let passages = |article: &Article| {
            let cleaned = clean(&article.body);
            let head = Head {
                title: Some(article.title.as_str()).filter(|title| !title.is_empty()),
                source_name: article.source.as_ref().map(|source| source.name.as_str()),
            };
            cut(
                &cleaned,
                &article.body,
                &Options::default(),
                &|_| false,
                &head,
            )
            .into_iter()
            .filter_map(|passage| Some(clean(passage.span.of(&article.body)?).text.into_owned()))
            .map(|text| (article.title.clone(), text))
            .collect::<Vec<_>>()
        };
        self.articles.iter().flat_map(passages).collect()
    }
}

fn article_count() -> usize {
    if is_quick() {
        return QUICK_ARTICLES;
    }
    let asked = std::env::var("CLIPPINGS_ARTICLES").ok();
    asked.map_or(DEFAULT_ARTICLES, |count| {
        count.parse().expect("CLIPPINGS_ARTICLES is a number")
    })
}

/// Whether only to check that the benchmarks work: `cargo bench -- --test`, or `cargo test`.
pub(crate) fn is_quick() -> bool {
    let mut is_measured = false;
    for argument in std::env::args() {
        match argument.as_str() {
            "--bench" => is_measured = true,
            "--test" | "--list" => return true,
            _ => {}
        }
    }
    !is_measured
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a size to show need not be exact"
)]
pub(crate) fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

//! The bundled sample: articles of fictional outlets on real events, in 12 languages and scripts.

use clippings::ingest::Item;
use clippings::ingest::jsonl::Lines;
use clippings::{Index, Source};

use crate::Failure;

const ARTICLES: &str = include_str!("../data/articles.jsonl");
const SOURCES: &str = include_str!("../data/sources.jsonl");

/// The sample in an index in memory.
pub(crate) fn index() -> Result<Index, Failure> {
    let index = Index::in_memory()?;
    let mut writer = index.writer()?;
    for line in SOURCES.lines() {
        writer.put_source(&serde_json::from_str::<Source>(line)?)?;
    }
    for item in Lines::new(ARTICLES.as_bytes()) {
        if let Item::Article { article, .. } = item? {
            writer.add(&article)?;
        }
    }
    writer.commit()?;
    Ok(index)
}

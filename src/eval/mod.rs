//! Measuring: judged collections in, figures out.
//!
//! A collection is a folder in the layout of BEIR (Thakur et al., "BEIR: A Heterogeneous Benchmark
//! for Zero-shot Evaluation of Information Retrieval Models", 2021): articles, questions and
//! judgements. Its questions are asked of an index, which gives a [`Run`]; what a run is worth
//! depends on the judgements alone ([`Collection::measure`]), so that runs of other engines are
//! measured by the same rule.
//!
//! ```no_run
//! use clippings::Index;
//! use clippings::eval::{Answers, Collection};
//!
//! let collection = Collection::read("collections/cranfield")?;
//! let index = Index::in_memory()?;
//! let mut writer = index.writer()?;
//! collection.add_to(&mut writer)?;
//! writer.commit()?;
//! let answers = Answers::of(&index.searcher(), &collection, 100)?;
//! println!("{:.3}", collection.measure(&answers.run).ndcg_at_10);
//! # Ok::<(), clippings::Error>(())
//! ```
//!
//! Needs the feature `eval`.

mod collection;
mod languages;
mod measures;
mod mentions;
mod retrieval;
mod run;
mod stories;
mod transliterations;

pub use collection::{Answer, Collection, Question};
pub use languages::{DetectionRates, LanguageRow, LanguageSample, LanguageSamples, TextLength};
pub use measures::{Measures, ndcg, recall, reciprocal_rank};
pub use mentions::{
    Mention, MentionDocument, MentionQuestion, MentionReport, MentionRow, Mentions, QueryForm,
    Rates,
};
pub use retrieval::{Answers, Percentiles};
pub use run::Run;
pub use stories::{Stories, StoryRow, StoryVersion};
pub use transliterations::{TransliterationRates, TransliterationRow, Transliterations};

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// Each line of a file, plain or compressed, with its number from 1; blank lines are left out.
fn each_line(path: &Path, mut read: impl FnMut(&str) -> Result<(), String>) -> Result<()> {
    use std::io::BufRead;

    let lines = crate::ingest::reader(path)?.lines();
    for (number, line) in (1_usize..).zip(lines) {
        let line = line.map_err(|error| {
            let place = format!("cannot read {}", path.display());
            Error::new(ErrorKind::Io, place).because(error)
        })?;
        if line.trim().is_empty() {
            continue;
        }
        read(&line).map_err(|what| {
            let place = format!("{}, line {number}: {what}", path.display());
            Error::new(ErrorKind::InvalidArgument, place)
        })?;
    }
    Ok(())
}

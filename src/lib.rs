//! Embedded full-text search for news of multilingual origin: articles in many languages go in with
//! their source's metadata, ranked passages come out, with highlights that say why they matched and
//! can be proven on the original text.
//!
//! ```
//! use clippings::{Article, Index, Reason, Source};
//!
//! let index = Index::in_memory()?;
//! let mut writer = index.writer()?;
//! writer.add(
//!     &Article::new("nordtv-1")
//!         .title("Belgrad drar ihop trupper")
//!         .body("Президент Александар Вучић негирао је наводе. Са Вучићем је разговарао Блинкен.")
//!         .source(Source::new("Nord TV").country("SE")),
//! )?;
//! writer.commit()?;
//!
//! let results = index.search("Vucic")?;
//! let hit = &results.hits[0];
//! assert_eq!(hit.article.source.name, "Nord TV");
//! assert_eq!(hit.highlights[1].text, "Вучићем");
//! assert_eq!(hit.highlights[1].reason, Reason::Transliterated);
//! # Ok::<(), clippings::Error>(())
//! ```
//!
//! # The nouns
//!
//! An [`Article`] with its [`Source`] goes into the [`Writer`] of an [`Index`]: it is cleaned and cut
//! into *passages* of about 100 words, each in a language of its own. [`Writer::commit`] makes all
//! of it durable and visible and answers with a [`CommitReport`]. A [`Searcher`] is one committed
//! state. A [`Query`], from text, from its builder or from JSON, gives [`Results`]: [`Hit`]s, each a
//! passage with its [`Highlight`]s, from which a [`Snippet`] is rendered. Files become articles in
//! [`ingest`].
//!
//! All offsets are bytes, half-open, on character boundaries of the title or body as it was given.
//!
//! # What is promised
//!
//! - What [`Writer::commit`] returned from is found by the next search and survives the end of the
//!   process.
//! - A highlight's text is exactly those bytes of the article; [`Hit::verify`] replays why.
//! - The same articles give the same results, in whatever order and by however many commits they
//!   came in.
//! - An index says by which analysis its terms were made. Where that is no longer this build's,
//!   [`Index::open`] says what changed, and [`Index::reanalyze`] rebuilds it from the articles
//!   stored in it, at whatever moment an earlier attempt was stopped.
//! - No text of an article or of a query is an error or a panic. What is left out is counted and told.
//!
//! # What it does not do
//!
//! No server and no replication; one writer at a time. No ranges, facets, collapsing or suggestions yet.
//!
//! # Features
//!
//! - `gzip` (default): [`ingest`] reads `.jsonl.gz`.
//! - `segmenter` (default): queries in scripts without blanks are cut into words by dictionary.
//! - `eval`: measures retrieval, names and language identification on judged collections.

// In reading order: what goes in, walk 1, its stages, the index, walk 2, what comes out.
mod article;
mod reanalyze;
mod writer;

pub mod analysis;
mod index;
pub mod ingest;
pub mod text;

mod people;
pub mod query;
mod searcher;

mod highlight;
mod rank;
mod results;
mod verify;

#[cfg(feature = "eval")]
pub mod eval;

mod error;

pub use article::{Article, Date, IntoDate, ParseDateError, Source};
pub use error::{Error, ErrorKind, Result};
pub use index::{Index, Stats};
pub use people::{IndexedName, NameForm};
pub use query::{Notice, Query};
pub use reanalyze::{ReanalysisProgress, ReanalysisReport};
pub use results::{
    Field, Highlight, Hit, HitArticle, HitPassage, Reason, Results, SNIPPET_CHARS, Snippet,
};
pub use searcher::Searcher;
pub use text::Span;
pub use text::language::Language;
pub use writer::{
    CommitReport, Leftover, MAX_ARTICLE_BYTES, MAX_ID_BYTES, Outcome, RejectedArticle, Rejection,
    Writer,
};

/// The examples of the README, as tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

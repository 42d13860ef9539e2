//! What of an article's way in needs no order: every thread reads with a memory of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Rejection;
use crate::analysis::{Analyzer, Tokens};
use crate::article::{Article, Source};
use crate::error::Result;
use crate::index::{
    Batch, Document, Index, Role, StoredArticle, StoredPassage, Streams, source_key, stable_hash,
};
use crate::text::Span;
use crate::text::clean::{Clean, clean};
use crate::text::language::{Detection, Language, Script, decide, detect};
use crate::text::leftover::fingerprint;
use crate::text::passage::{Head, Options, Passage, cut};

/// How many lines at the head and at the foot of an article can be leftovers by repetition.
const EDGE_LINES: usize = 6;

/// What one thread reads articles with.
pub(super) struct Reader {
    analyzer: Analyzer,
    tokens: Tokens,
}

/// A short line at an edge of the body.
pub(super) struct EdgeLine {
    text: String,
    /// What it is known by among the lines of the article's source.
    pub(super) key: u64,
    /// In how many articles the last commit holds it.
    pub(super) committed: usize,
    pub(super) is_repeated: bool,
}

/// A body without its markup, and what may be left over in it.
pub(super) struct Read<'a> {
    cleaned: Clean<'a>,
    pub(super) lines: Vec<EdgeLine>,
}

/// An article as the engine takes it.
pub(super) struct Ready {
    pub(super) batch: Batch,
    pub(super) passages: u64,
    pub(super) leftovers: u64,
    pub(super) terms_cut: u64,
}

/// What is stored of an article beside its text, and what its author did not say.
pub(super) struct Facts<'a> {
    /// What is known of its source, by this article and others.
    pub(super) source: Option<&'a Source>,
    pub(super) fingerprint: u64,
    /// How many passages it takes the place of.
    pub(super) replaced: u64,
}

struct Prepared {
    article: StoredArticle,
    title_streams: Streams,
    passages: Vec<(StoredPassage, Role, Streams)>,
}

impl<'a> Read<'a> {
    pub(super) fn of(article: &'a Article) -> Result<Self, Rejection> {
        fallible(|| {
            let cleaned = clean(&article.body);
            let lines = edge_lines(article, &cleaned.text);
            Self { cleaned, lines }
        })
    }
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            analyzer: Analyzer::new(),
            tokens: Tokens::new(),
        }
    }

    /// Cuts and analyses an article, and makes it documents of the engine.
    pub(super) fn ready(
        &mut self,
        index: &Index,
        article: &Article,
        read: &Read<'_>,
        facts: &Facts<'_>,
    ) -> Result<Result<Ready, Rejection>> {
        let prepared = match fallible(|| self.prepare(article, read, facts)) {
            Ok(Some(prepared)) => prepared,
            Ok(None) => return Ok(Err(Rejection::NoText)),
            Err(rejection) => {
                // Whatever it remembered may be half written.
                *self = Self::new();
                return Ok(Err(rejection));
            }
        };
        let keys: Vec<u64> = read.lines.iter().map(|line| line.key).collect();
        let documents: Vec<Document<'_>> = (prepared.passages.iter())
            .map(|(passage, role, streams)| Document {
                article: &prepared.article,
                passage,
                role: *role,
                streams,
                title_streams: &prepared.title_streams,
                lines: if passage.ordinal == 0 { &keys } else { &[] },
            })
            .collect();
        let leftovers = documents
            .iter()
            .filter(|document| document.role == Role::Leftover)
            .count();
        Ok(Ok(Ready {
            passages: documents.len() as u64,
            leftovers: leftovers as u64,
            terms_cut: prepared.terms_cut(),
            batch: index.batch(&documents, facts.replaced)?,
        }))
    }

    /// What does not need the engine: `None` where nothing in the text is a word.
    fn prepare(
        &mut self,
        article: &Article,
        read: &Read<'_>,
        facts: &Facts<'_>,
    ) -> Option<Prepared> {
        let passages = cut_article(article, facts.source, read);
        let usual = facts.source.and_then(|source| source.language);
        let guess = if article.language.is_some() {
            None
        } else {
            detect(&read.cleaned.text)
        };
        let (language, _, _) = decide(article.language, None, guess, usual);
        let stored = StoredArticle {
            id: article.id.clone(),
            title: article.title.clone(),
            source: article.source.as_ref().map(|source| source.id.clone()),
            url: article.url.clone(),
            authors: article.authors.clone(),
            published: article.published,
            language,
            declared: article.language.is_some(),
            translated_from: article.translated_from,
            tags: article.tags.clone(),
            fingerprint: facts.fingerprint,
            passages: u32::try_from(passages.len()).unwrap_or(u32::MAX),
        };
        let title_streams = self.streams(&clean(&article.title).text, language);
        let lead = passages
            .iter()
            .position(|passage| passage.leftover.is_none());
        let mut has_words = !title_streams.words.is_empty();
        let mut prepared = Vec::with_capacity(passages.len());
        for (index, passage) in passages.iter().enumerate() {
            let tile = passage.tile.of(&article.body).unwrap_or_default();
            let text = passage.span.of(&article.body).map(clean);
            let text = text.as_ref().map_or("", |text| &*text.text);
            let own = own_guess(text, article.language);
            let (language, language_source, language_confidence) =
                decide(article.language, own, guess, usual);
            let streams = self.streams(text, language);
            has_words |= !streams.words.is_empty();
            let role = match passage.leftover {
                Some(_) => Role::Leftover,
                None if Some(index) == lead => Role::Lead,
                None => Role::Text,
            };
            let stored = StoredPassage {
                ordinal: u32::try_from(index).unwrap_or(u32::MAX),
                span: passage.span,
                tile_start: passage.tile.start,
                language,
                language_source,
                language_confidence,
                leftover: passage.leftover,
                tile: tile.to_owned(),
            };
            prepared.push((stored, role, streams));
        }
        has_words.then_some(Prepared {
            article: stored,
            title_streams,
            passages: prepared,
        })
    }

    fn streams(&mut self, text: &str, language: Option<Language>) -> Streams {
        self.analyzer.analyze(text, language, &mut self.tokens);
        Streams::of(text, &self.tokens)
    }
}

impl Prepared {
    fn terms_cut(&self) -> u64 {
        let body: usize = self
            .passages
            .iter()
            .map(|(_, _, streams)| streams.terms_cut)
            .sum();
        (body + self.title_streams.terms_cut) as u64
    }
}

/// Cuts a body; there is always a passage, which may be empty.
fn cut_article(article: &Article, source: Option<&Source>, read: &Read<'_>) -> Vec<Passage> {
    let repeated: Vec<&str> = (read.lines.iter())
        .filter(|line| line.is_repeated)
        .map(|line| line.text.as_str())
        .collect();
    let repeated = |line: &str| repeated.contains(&line.trim());
    let head = Head {
        title: Some(article.title.as_str()).filter(|title| !title.is_empty()),
        source_name: source
            .map(|source| source.name.as_str())
            .filter(|name| !name.is_empty()),
    };
    let mut passages = cut(
        &read.cleaned,
        &article.body,
        &Options::default(),
        &repeated,
        &head,
    );
    if passages.iter().all(|passage| passage.leftover.is_some()) {
        // Nothing but leftovers is not an article with leftovers.
        for passage in &mut passages {
            passage.leftover = None;
        }
    }
    if passages.is_empty() {
        let whole = Span::new(0, article.body.len());
        let span = Span::new(0, 0);
        passages.push(Passage {
            span,
            tile: whole,
            leftover: None,
            words: 0,
        });
    }
    passages
}

/// A passage is asked for its own language where none was declared, or where it cannot be written
/// in the declared one.
fn own_guess(text: &str, declared: Option<Language>) -> Option<Detection> {
    // Mostly ASCII is Latin without a look at each letter.
    let others = text.bytes().filter(|byte| !byte.is_ascii()).count();
    if others * 4 < text.len()
        && declared.is_some_and(|language| language.is_written_in(Script::Latin))
    {
        return None;
    }
    let is_plain = declared.is_some_and(|language| {
        Script::main(text).is_none_or(|script| language.is_written_in(script))
    });
    if is_plain { None } else { detect(text) }
}

/// The short lines at the edges of the body, each with its key for the article's source.
fn edge_lines(article: &Article, text: &str) -> Vec<EdgeLine> {
    let Some(source) = &article.source else {
        return Vec::new();
    };
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let foot = lines.len().saturating_sub(EDGE_LINES).max(EDGE_LINES);
    let edges = lines
        .iter()
        .enumerate()
        .filter(|(at, _)| *at < EDGE_LINES || *at >= foot);
    let mut keyed: Vec<EdgeLine> = edges
        .filter_map(|(_, line)| {
            Some(EdgeLine {
                key: line_key(source, line)?,
                text: (*line).to_owned(),
                committed: 0,
                is_repeated: false,
            })
        })
        .collect();
    keyed.sort_by_key(|line| line.key);
    keyed.dedup_by_key(|line| line.key);
    keyed
}

/// What stands for a line of a source in the index.
fn line_key(source: &Source, line: &str) -> Option<u64> {
    let mut bytes = source_key(&source.id).to_be_bytes().to_vec();
    bytes.extend(fingerprint(line)?.to_be_bytes());
    Some(stable_hash(&bytes))
}

/// Runs what reads an article; a panic in it is a rejection of the article.
fn fallible<T>(read: impl FnOnce() -> T) -> Result<T, Rejection> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| Rejection::Failed {
        detail: panic_text(panic.as_ref()),
    })
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no detail")
        .to_owned()
}

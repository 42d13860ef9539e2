//! Walk 1: an article's whole way in, as a short list of calls.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use crate::analysis::{Analyzer, Tokens};
use crate::article::{Article, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{
    Document, EngineWriter, Index, Role, StoredArticle, StoredPassage, Streams, source_key,
    stable_hash,
};
use crate::text::Span;
use crate::text::clean::{Clean, clean};
use crate::text::language::{Detection, Language, Script, decide, detect};
use crate::text::leftover::{Form, fingerprint};
use crate::text::passage::{Head, Options, Passage, cut};

/// The largest article that is taken, title and body together, in bytes.
pub const MAX_ARTICLE_BYTES: usize = 10 << 20;
/// The longest id of an article or a source, in bytes.
pub const MAX_ID_BYTES: usize = 512;
/// In how many articles of a source an edge line must stand to be a leftover. Two can be one
/// story told twice.
const REPEATED_IN: usize = 3;
/// How many lines at the head and at the foot of an article can be leftovers by repetition.
const EDGE_LINES: usize = 6;
/// How many rejections a report tells in full.
pub(crate) const MAX_REJECTIONS: usize = 1000;

/// Changes an index; one at a time.
///
/// Nothing is visible or safe before [`Writer::commit`] returns; what it returned from is found by
/// the next search and survives the end of the process. After an error other than
/// [`ErrorKind::InvalidArgument`] a writer takes nothing more: drop it and open another.
///
/// ```
/// use clippings::{Article, Index};
///
/// let index = Index::in_memory()?;
/// let mut writer = index.writer()?;
/// writer.add(&Article::new("1").body("Stoltenberg spoke in Brussels."))?;
/// writer.add(&Article::new(""))?;
/// let report = writer.commit()?;
/// assert_eq!((report.added, report.rejected), (1, 1));
/// assert_eq!(report.rejections[0].reason.to_string(), "the id is empty");
/// # Ok::<(), clippings::Error>(())
/// ```
pub struct Writer {
    index: Index,
    engine: EngineWriter,
    analyzer: Analyzer,
    tokens: Tokens,
    /// What was added since the last commit.
    pending: HashMap<String, Pending>,
    sources: HashMap<String, Source>,
    /// In which articles added since the last commit an edge line stands.
    pending_lines: HashMap<u64, HashSet<String>>,
    /// Lines that are leftovers by repetition, as far as they were asked for.
    repeated_lines: HashSet<u64>,
    /// Articles that were cut before one of their lines was known to be a leftover.
    to_recut: HashSet<String>,
    /// The lines in question: a killed writer leaves them to the next one.
    unsettled: BTreeSet<u64>,
    /// Those that were left to this one.
    inherited: BTreeSet<u64>,
    report: CommitReport,
}

struct Pending {
    fingerprint: u64,
    /// None for an article that was deleted.
    passages: u64,
    /// The keys of its edge lines.
    lines: Vec<u64>,
}

/// What became of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is new.
    Added,
    /// It took the place of the one with its id.
    Replaced,
    /// It is the same as the one with its id, which stays.
    Unchanged,
    /// It was not taken.
    Rejected(Rejection),
}

/// Why an article was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rejection {
    /// There is nothing to know it by.
    #[error("the id is empty")]
    EmptyId,
    /// Its id or that of its source exceeds [`MAX_ID_BYTES`].
    #[error("the id has {bytes} bytes, at most {MAX_ID_BYTES} are taken")]
    LongId {
        /// Of the id.
        bytes: usize,
    },
    /// Neither title nor body holds a letter or digit.
    #[error("there is no text")]
    NoText,
    /// Title and body together exceed [`MAX_ARTICLE_BYTES`].
    #[error("the text has {bytes} bytes, at most {MAX_ARTICLE_BYTES} are taken")]
    TooLarge {
        /// Of title and body.
        bytes: usize,
    },
    /// Its analysis failed: a fault of this library.
    #[error("the analysis failed, please report the text: {detail}")]
    Failed {
        /// What the failure said.
        detail: String,
    },
}

/// An article that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RejectedArticle {
    /// Its id, cut to 80 characters.
    pub id: String,
    /// Why.
    pub reason: Rejection,
}

/// What a commit made of all that came since the last one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CommitReport {
    /// New articles.
    pub added: u64,
    /// Articles that took the place of one with their id.
    pub replaced: u64,
    /// Articles that were there already.
    pub unchanged: u64,
    /// Articles deleted by id; those deleted with their source are not counted.
    pub deleted: u64,
    /// Articles that were not taken.
    pub rejected: u64,
    /// The first 1,000 of them.
    pub rejections: Vec<RejectedArticle>,
    /// Passages written, leftovers among them.
    pub passages: u64,
    /// Passages that are web leftovers.
    pub leftovers: u64,
    /// Articles cut anew because their source repeats one of their lines.
    pub recut: u64,
    /// Terms that were cut because they exceed 255 bytes.
    pub terms_cut: u64,
}

/// A web leftover in an article: see [`Index::leftovers`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Leftover {
    /// In the body.
    pub span: Span,
    /// What kind it is.
    pub form: Form,
}

impl Index {
    /// Opens the one writer.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Locked`] if there is another, in this process or another;
    /// [`ErrorKind::InvalidArgument`] for an index read into memory.
    pub fn writer(&self) -> Result<Writer> {
        let engine = self.engine_writer()?;
        Ok(Writer {
            index: self.clone(),
            unsettled: engine.unsettled()?,
            inherited: engine.unsettled()?,
            engine,
            analyzer: Analyzer::new(),
            tokens: Tokens::new(),
            pending: HashMap::new(),
            sources: HashMap::new(),
            pending_lines: HashMap::new(),
            repeated_lines: HashSet::new(),
            to_recut: HashSet::new(),
            report: CommitReport::default(),
        })
    }

    /// The article with this id as it was added, or `None`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`] or [`ErrorKind::Io`] if the index cannot be read.
    pub fn article(&self, id: &str) -> Result<Option<Article>> {
        let snapshot = self.snapshot();
        let passages = snapshot.passages_of(id)?;
        let Some((stored, _)) = passages.first() else {
            return Ok(None);
        };
        let source = stored.source.as_deref().map(|id| {
            snapshot
                .source(id)
                .cloned()
                .unwrap_or_else(|| Source::default().id(id))
        });
        Ok(Some(Article {
            id: stored.id.clone(),
            title: stored.title.clone(),
            body: passages
                .iter()
                .map(|(_, passage)| passage.tile.as_str())
                .collect(),
            source,
            url: stored.url.clone(),
            authors: stored.authors.clone(),
            published: stored.published,
            language: stored.language.filter(|_| stored.declared),
            translated_from: stored.translated_from,
            tags: stored.tags.clone(),
        }))
    }

    /// The web leftovers of the article with this id, in the order of its body.
    ///
    /// # Errors
    ///
    /// As [`Index::article`].
    pub fn leftovers(&self, id: &str) -> Result<Vec<Leftover>> {
        let passages = self.snapshot().passages_of(id)?;
        let leftover = |passage: StoredPassage| {
            Some(Leftover {
                span: passage.span,
                form: passage.leftover?,
            })
        };
        Ok(passages
            .into_iter()
            .filter_map(|(_, passage)| leftover(passage))
            .collect())
    }
}

impl Writer {
    /// Takes an article. One with a known id is replaced.
    ///
    /// Its source is remembered if it is new; what is known of a known one is completed, not
    /// changed: see [`Writer::put_source`].
    ///
    /// # Errors
    ///
    /// An error means that the index cannot be written; what is wrong with an article is an
    /// [`Outcome`].
    pub fn add(&mut self, article: &Article) -> Result<Outcome> {
        self.engine.check("take an article")?;
        if let Some(reason) = reason_to_reject(article) {
            return Ok(self.reject(article, reason));
        }
        let fingerprint = fingerprint_of(article);
        let replaced = self.known(&article.id)?;
        if replaced.is_some_and(|(known, _)| known == fingerprint) {
            self.report.unchanged += 1;
            return Ok(Outcome::Unchanged);
        }
        let replaced = replaced.map_or(0, |(_, passages)| passages);
        if let Err(reason) = self.write(article, fingerprint, replaced)? {
            return Ok(self.reject(article, reason));
        }
        if let Some(source) = &article.source {
            self.meet_source(source)?;
        }
        if replaced > 0 {
            self.report.replaced += 1;
            Ok(Outcome::Replaced)
        } else {
            self.report.added += 1;
            Ok(Outcome::Added)
        }
    }

    /// An article's way into the engine: clean, cut, analyse, index.
    fn write(
        &mut self,
        article: &Article,
        fingerprint: u64,
        replaced: u64,
    ) -> Result<Result<(), Rejection>> {
        let read = || {
            let cleaned = clean(&article.body);
            let lines = edge_lines(article, &cleaned.text);
            (cleaned, lines)
        };
        let (cleaned, lines) = match fallible(read) {
            Ok(read) => read,
            Err(rejection) => return Ok(Err(rejection)),
        };
        self.forget_lines(&article.id);
        self.count_lines(&article.id, &lines)?;
        let prepared = match fallible(|| self.prepare(article, &cleaned, &lines, fingerprint)) {
            Ok(Some(prepared)) => prepared,
            Ok(None) => {
                self.uncount_lines(&article.id, &lines);
                return Ok(Err(Rejection::NoText));
            }
            Err(rejection) => {
                // Whatever it remembered may be half written.
                self.analyzer = Analyzer::new();
                self.tokens = Tokens::new();
                self.uncount_lines(&article.id, &lines);
                return Ok(Err(rejection));
            }
        };
        let keys: Vec<u64> = lines.iter().map(|(_, key)| *key).collect();
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
        let count = documents.len() as u64;
        self.report.passages += count;
        self.report.leftovers += documents
            .iter()
            .filter(|document| document.role == Role::Leftover)
            .count() as u64;
        self.report.terms_cut += prepared.terms_cut();
        let batch = self.index.batch(&documents, replaced)?;
        self.engine.add(batch)?;
        self.pending.insert(
            article.id.clone(),
            Pending {
                fingerprint,
                passages: count,
                lines: keys,
            },
        );
        Ok(Ok(()))
    }

    /// What does not need the engine: `None` where nothing in the text is a word.
    fn prepare(
        &mut self,
        article: &Article,
        cleaned: &Clean<'_>,
        lines: &[(String, u64)],
        fingerprint: u64,
    ) -> Option<Prepared> {
        let source = article.source.as_ref().map(|source| {
            let known = self.known_source(&source.id);
            known.map_or_else(|| source.clone(), |known| completed(&known, source))
        });
        let passages = self.cut(article, source.as_ref(), cleaned, lines);
        let usual = source.as_ref().and_then(|source| source.language);
        let guess = if article.language.is_some() {
            None
        } else {
            detect(&cleaned.text)
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
            fingerprint,
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

    fn cut(
        &self,
        article: &Article,
        source: Option<&Source>,
        cleaned: &Clean<'_>,
        lines: &[(String, u64)],
    ) -> Vec<Passage> {
        let repeated: Vec<&str> = (lines.iter())
            .filter(|(_, key)| self.repeated_lines.contains(key))
            .map(|(line, _)| line.as_str())
            .collect();
        let repeated = |line: &str| repeated.contains(&line.trim());
        let head = Head {
            title: Some(article.title.as_str()).filter(|title| !title.is_empty()),
            source_name: source
                .map(|source| source.name.as_str())
                .filter(|name| !name.is_empty()),
        };
        let mut passages = cut(
            cleaned,
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

    fn streams(&mut self, text: &str, language: Option<Language>) -> Streams {
        self.analyzer.analyze(text, language, &mut self.tokens);
        Streams::of(&self.tokens)
    }

    /// What is known of a source beyond what the article says of it.
    fn known_source(&self, id: &str) -> Option<Source> {
        let pending = self.sources.get(id).cloned();
        pending.or_else(|| self.index.snapshot().source(id).cloned())
    }

    /// Notes which lines the article has, and which of them its source has now repeated enough.
    fn count_lines(&mut self, id: &str, lines: &[(String, u64)]) -> Result<()> {
        let snapshot = self.index.snapshot();
        for (_, line) in lines {
            if self.repeated_lines.contains(line) {
                continue;
            }
            let pending = self.pending_lines.entry(*line).or_default();
            pending.insert(id.to_owned());
            let committed = snapshot.line_count(*line)?;
            if committed + pending.len() < REPEATED_IN {
                continue;
            }
            if committed >= REPEATED_IN {
                self.repeated_lines.insert(*line);
                continue;
            }
            // One that is replaced stands on both sides.
            let mut articles: HashSet<String> =
                snapshot.articles_with_line(*line)?.into_iter().collect();
            // Nor does one count that was replaced or deleted since.
            articles.retain(|id| !self.pending.contains_key(id));
            articles.extend(pending.iter().cloned());
            if articles.len() >= REPEATED_IN {
                articles.remove(id);
                self.to_recut.extend(articles);
                self.unsettled.insert(*line);
                self.repeated_lines.insert(*line);
            }
        }
        Ok(())
    }

    /// The article is replaced or deleted: what it counted for since the last commit is void.
    fn forget_lines(&mut self, id: &str) {
        if let Some(pending) = self.pending.get_mut(id) {
            for line in std::mem::take(&mut pending.lines) {
                self.pending_lines.entry(line).or_default().remove(id);
            }
        }
    }

    fn uncount_lines(&mut self, id: &str, lines: &[(String, u64)]) {
        for (_, line) in lines {
            self.pending_lines.entry(*line).or_default().remove(id);
        }
    }

    /// An article by its id: its fingerprint and its number of passages.
    fn known(&self, id: &str) -> Result<Option<(u64, u64)>> {
        if let Some(pending) = self.pending.get(id) {
            let is_there = pending.passages > 0;
            return Ok(is_there.then_some((pending.fingerprint, pending.passages)));
        }
        let stored = self.index.snapshot().article(id)?;
        Ok(stored.map(|stored| (stored.fingerprint, stored.passages.into())))
    }

    fn reject(&mut self, article: &Article, reason: Rejection) -> Outcome {
        self.report.rejected += 1;
        if self.report.rejections.len() < MAX_REJECTIONS {
            self.report.rejections.push(RejectedArticle {
                id: short_id(&article.id),
                reason: reason.clone(),
            });
        }
        Outcome::Rejected(reason)
    }

    /// Writes what is known of a source: all its articles show it, old and new.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] if its id is empty or exceeds [`MAX_ID_BYTES`].
    pub fn put_source(&mut self, source: &Source) -> Result<()> {
        if source.id.is_empty() || source.id.len() > MAX_ID_BYTES {
            return Err(Error::new(
                ErrorKind::InvalidArgument,
                format!(
                    "the id of a source has {} bytes, it must have 1 to {MAX_ID_BYTES}",
                    source.id.len()
                ),
            ));
        }
        self.engine.put_source(source)?;
        self.sources.insert(source.id.clone(), source.clone());
        Ok(())
    }

    fn meet_source(&mut self, source: &Source) -> Result<()> {
        let known = self.known_source(&source.id);
        let complete = known
            .as_ref()
            .map_or_else(|| source.clone(), |known| completed(known, source));
        if known.as_ref() == Some(&complete) {
            return Ok(());
        }
        self.put_source(&complete)
    }

    /// Deletes the article with this id; gives whether there was one.
    ///
    /// # Errors
    ///
    /// An error means that the index cannot be written.
    pub fn delete(&mut self, id: &str) -> Result<bool> {
        self.engine.check("delete an article")?;
        let Some((_, passages)) = self.known(id)? else {
            return Ok(false);
        };
        self.engine.delete_article(id, passages)?;
        self.forget_lines(id);
        self.pending.insert(
            id.to_owned(),
            Pending {
                fingerprint: 0,
                passages: 0,
                lines: Vec::new(),
            },
        );
        self.to_recut.remove(id);
        self.report.deleted += 1;
        Ok(true)
    }

    /// Deletes all articles of the source with this id, and what is known of it. It commits: first
    /// what came before, then the deletion.
    ///
    /// # Errors
    ///
    /// An error means that the index cannot be written.
    pub fn delete_source(&mut self, id: &str) -> Result<()> {
        // What is not committed yet is, so that it is known which articles are gone.
        self.commit_engine()?;
        self.engine.delete_source(id)?;
        self.engine.commit(&BTreeSet::new())?;
        self.forget();
        Ok(())
    }

    /// Makes everything durable and visible, and tells what became of it.
    ///
    /// # Errors
    ///
    /// An error means that nothing since the last commit is safe: open another writer and add it
    /// again.
    pub fn commit(&mut self) -> Result<CommitReport> {
        self.commit_engine()?;
        Ok(std::mem::take(&mut self.report))
    }

    fn commit_engine(&mut self) -> Result<()> {
        self.engine.commit(&self.unsettled)?;
        self.pending.clear();
        self.pending_lines.clear();
        // A line that was repeated for a while: of its articles some are gone again.
        let snapshot = self.index.snapshot();
        for line in std::mem::take(&mut self.repeated_lines) {
            if snapshot.line_count(line)? >= REPEATED_IN {
                self.repeated_lines.insert(line);
            } else {
                self.to_recut.extend(snapshot.articles_with_line(line)?);
            }
        }
        for line in std::mem::take(&mut self.inherited) {
            self.to_recut.extend(snapshot.articles_with_line(line)?);
        }
        let to_recut: Vec<String> = self.to_recut.drain().collect();
        if !to_recut.is_empty() || !self.unsettled.is_empty() {
            self.recut(to_recut)?;
            self.engine.commit(&BTreeSet::new())?;
            self.unsettled.clear();
        }
        self.forget();
        Ok(())
    }

    /// Cuts articles again that came before their source was known to repeat one of their lines.
    fn recut(&mut self, mut ids: Vec<String>) -> Result<()> {
        ids.sort_unstable();
        for id in ids {
            let Some(article) = self.index.article(&id)? else {
                continue;
            };
            let leftovers = self.index.leftovers(&id)?.len() as u64;
            let Some((fingerprint, passages)) = self.known(&id)? else {
                continue;
            };
            if self.write(&article, fingerprint, passages)?.is_ok() {
                // It was counted when it came, as it was cut then.
                self.report.recut += 1;
                self.report.passages = self.report.passages.saturating_sub(passages);
                self.report.leftovers = self.report.leftovers.saturating_sub(leftovers);
            }
        }
        Ok(())
    }

    /// What a commit has settled.
    fn forget(&mut self) {
        self.pending.clear();
        self.pending_lines.clear();
        self.repeated_lines.clear();
        self.to_recut.clear();
        self.sources.clear();
    }

    /// Merges the index into one segment and waits for it: searches are fastest afterwards. It
    /// rewrites the whole index.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] if there is no room for it.
    pub fn optimize(&mut self) -> Result<()> {
        self.commit_engine()?;
        self.engine.merge()
    }

    /// Ends the writer and waits for merges that run in the background. What is not committed is
    /// lost.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] if a merge failed; what was committed is safe.
    pub fn close(self) -> Result<()> {
        self.engine.close()
    }
}

impl fmt::Debug for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

struct Prepared {
    article: StoredArticle,
    title_streams: Streams,
    passages: Vec<(StoredPassage, Role, Streams)>,
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

/// An id as reports show it.
pub(crate) fn short_id(id: &str) -> String {
    id.chars().take(80).collect()
}

fn reason_to_reject(article: &Article) -> Option<Rejection> {
    let bytes = article.title.len() + article.body.len();
    let longest = article
        .source
        .as_ref()
        .map_or(0, |source| source.id.len())
        .max(article.id.len());
    if article.id.is_empty() {
        Some(Rejection::EmptyId)
    } else if longest > MAX_ID_BYTES {
        Some(Rejection::LongId { bytes: longest })
    } else if bytes > MAX_ARTICLE_BYTES {
        Some(Rejection::TooLarge { bytes })
    } else {
        None
    }
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
fn edge_lines(article: &Article, text: &str) -> Vec<(String, u64)> {
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
    let mut keyed: Vec<(String, u64)> = edges
        .filter_map(|(_, line)| Some(((*line).to_owned(), line_key(source, line)?)))
        .collect();
    keyed.sort_by_key(|(_, key)| *key);
    keyed.dedup_by_key(|(_, key)| *key);
    keyed
}

/// What stands for a line of a source in the index.
fn line_key(source: &Source, line: &str) -> Option<u64> {
    let mut bytes = source_key(&source.id).to_be_bytes().to_vec();
    bytes.extend(fingerprint(line)?.to_be_bytes());
    Some(stable_hash(&bytes))
}

/// Of everything that is stored for an article; what is known of its source is stored apart.
pub(crate) fn fingerprint_of(article: &Article) -> u64 {
    let Article {
        id,
        title,
        body,
        source,
        url,
        authors,
        published,
        language,
        translated_from,
        tags,
    } = article;
    let mut bytes = Vec::with_capacity(body.len() + title.len() + 256);
    let mut put = |field: &str| {
        bytes.extend((field.len() as u64).to_be_bytes());
        bytes.extend(field.as_bytes());
    };
    let published = published.map(|date| date.to_string()).unwrap_or_default();
    let source = source.as_ref().map_or("", |source| &source.id);
    for field in [
        id,
        title,
        body,
        source,
        url.as_deref().unwrap_or_default(),
        &published,
    ] {
        put(field);
    }
    for language in [language, translated_from] {
        put(language.map_or("", Language::code));
    }
    for list in [authors, tags] {
        put(&list.len().to_string());
        for item in list {
            put(item);
        }
    }
    stable_hash(&bytes)
}

/// What is known, with what was not known yet.
fn completed(known: &Source, more: &Source) -> Source {
    let mut source = known.clone();
    if source.name.is_empty() {
        source.name.clone_from(&more.name);
    }
    source.domain = source.domain.or_else(|| more.domain.clone());
    source.country = source.country.or_else(|| more.country.clone());
    source.language = source.language.or(more.language);
    if source.tags.is_empty() {
        source.tags.clone_from(&more.tags);
    }
    source
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_that_a_killed_writer_left_uncut_are_cut_by_the_next() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let texts = [
            "The heron stood in the reeds all morning long.",
            "An otter crossed the frozen pond at dusk.",
            "Two lynxes were counted in the northern woods.",
        ];
        for (number, text) in texts.into_iter().enumerate() {
            let body = format!(
                "{text} Nobody knew why it had happened, and few people had asked about it.\n\n\
                 Wetland society members pay nothing"
            );
            let article = Article::new(number.to_string()).body(body);
            writer.add(&article.source("Reed").language("en")).unwrap();
        }
        // Killed after the first of the two commits.
        writer.engine.commit(&writer.unsettled).unwrap();
        drop(writer);
        assert!(index.leftovers("0").unwrap().is_empty());
        let mut writer = index.writer().unwrap();
        let report = writer.commit().unwrap();
        assert!(report.recut >= 2, "{report:?}");
        for id in ["0", "1", "2"] {
            assert_eq!(index.leftovers(id).unwrap().len(), 1, "{id}");
        }
        assert!(writer.engine.unsettled().unwrap().is_empty());
    }
}

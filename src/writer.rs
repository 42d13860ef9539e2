//! Walk 1: an article's whole way in, as a short list of calls.

mod prepare;
mod workers;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::article::{Article, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{EngineWriter, Index, Snapshot, StoredPassage, stable_hash};
use crate::text::Span;
use crate::text::language::Language;
use crate::text::leftover::Form;
use prepare::{EdgeLine, Facts, Read, Reader, Ready};
use workers::{default_threads, in_order};

/// The largest article that is taken, title and body together, in bytes.
pub const MAX_ARTICLE_BYTES: usize = 10 << 20;
/// The longest id of an article or a source, in bytes.
pub const MAX_ID_BYTES: usize = 512;
/// In how many articles of a source an edge line must stand to be a leftover. Two can be one
/// story told twice.
const REPEATED_IN: usize = 3;
/// How much text is read at once, in bytes: it is in memory several times over, and the threads
/// wait for the last of them at its end.
const BATCH_BYTES: usize = 4 << 20;
/// To write takes the engine as long as to read takes us; but each of its threads leaves a segment
/// of its own at a commit, and every search pays for each.
const MOST_ENGINE_THREADS: usize = 4;
/// Less than this, given at once, is one segment whatever the threads.
const MANY_BYTES: usize = 1 << 20;
/// What an article counts beside its text: a million empty ones would be in memory too.
const ARTICLE_BYTES: usize = 256;
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
    /// One for each thread.
    readers: Vec<Reader>,
    /// What was added since the last commit.
    pending: HashMap<String, Pending>,
    sources: HashMap<String, Source>,
    /// In which articles added since the last commit an edge line stands.
    pending_lines: HashMap<u64, HashSet<String>>,
    /// Lines that are leftovers by repetition, as far as they were asked for.
    repeated_lines: HashSet<u64>,
    /// Articles that were cut before one of their lines was known to be a leftover.
    to_recut: HashSet<String>,
    /// Those that are not cut anew because they are just being replaced.
    spared: HashSet<String>,
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
    /// Opens the one writer. It reads as many articles at once as the machine has processors, 8 at
    /// most: see [`Writer::add_all`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Locked`] if there is another, in this process or another;
    /// [`ErrorKind::InvalidArgument`] for an index read into memory.
    pub fn writer(&self) -> Result<Writer> {
        self.writer_with_threads(default_threads())
    }

    /// Opens the one writer, which reads so many articles at once: 1 where 0 is asked for. The
    /// engine writes with as many threads, 4 at most, where a megabyte of text is given to
    /// [`Writer::add_all`]. What is found does not depend on it.
    ///
    /// # Errors
    ///
    /// As [`Index::writer`].
    pub fn writer_with_threads(&self, threads: usize) -> Result<Writer> {
        let threads = threads.max(1);
        let engine = self.engine_writer()?;
        Ok(Writer {
            index: self.clone(),
            unsettled: engine.unsettled()?,
            inherited: engine.unsettled()?,
            engine,
            readers: std::iter::repeat_with(Reader::new).take(threads).collect(),
            pending: HashMap::new(),
            sources: HashMap::new(),
            pending_lines: HashMap::new(),
            repeated_lines: HashSet::new(),
            to_recut: HashSet::new(),
            spared: HashSet::new(),
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
        let Some(stored) = snapshot.article(id)? else {
            return Ok(None);
        };
        let passages = snapshot.passages_of(id)?;
        let source = stored.source.as_deref().map(|id| {
            snapshot
                .source(id)
                .cloned()
                .unwrap_or_else(|| Source::default().id(id))
        });
        Ok(Some(Article {
            id: stored.id,
            title: stored.title,
            body: passages.into_iter().map(|passage| passage.tile).collect(),
            source,
            url: stored.url,
            authors: stored.authors,
            published: stored.published,
            language: stored.language.filter(|_| stored.declared),
            translated_from: stored.translated_from,
            tags: stored.tags,
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
        Ok(passages.into_iter().filter_map(leftover).collect())
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
        let outcomes = self.add_all(std::slice::from_ref(article))?;
        outcomes.into_iter().next().ok_or_else(|| {
            Error::new(
                ErrorKind::WriterFailed,
                "an article was taken without an outcome",
            )
        })
    }

    /// Takes articles, as [`Writer::add`] takes each of them in turn, and reads several at once; a
    /// few megabytes of text keep all threads busy. Gives the outcome of each.
    ///
    /// A line that its source repeats within them is known from the first article on, so that fewer
    /// are cut anew at the commit. Nothing else depends on how articles are put together.
    ///
    /// ```
    /// use clippings::{Article, Index, Outcome};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer_with_threads(2)?;
    /// let outcomes = writer.add_all(&[
    ///     Article::new("1").body("Stoltenberg spoke in Brussels."),
    ///     Article::new("2").body("Vučić spoke in Belgrade."),
    /// ])?;
    /// assert_eq!(outcomes, [Outcome::Added, Outcome::Added]);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Writer::add`].
    pub fn add_all(&mut self, articles: &[Article]) -> Result<Vec<Outcome>> {
        self.engine.check("take an article")?;
        let bytes: usize = articles.iter().map(text_bytes).sum();
        self.engine.use_threads(if bytes < MANY_BYTES {
            1
        } else {
            self.readers.len().min(MOST_ENGINE_THREADS)
        })?;
        let mut outcomes = Vec::with_capacity(articles.len());
        let mut rest = articles;
        while let Some((batch, others)) = rest.split_at_checked(batch_length(rest))
            && !batch.is_empty()
        {
            for (article, done) in batch.iter().zip(self.take(batch, false)?) {
                outcomes.push(self.note(article, done));
            }
            rest = others;
        }
        Ok(outcomes)
    }

    fn note(&mut self, article: &Article, done: Done) -> Outcome {
        match done {
            Done::Rejected(reason) => self.reject(article, reason),
            Done::Unchanged => {
                self.report.unchanged += 1;
                Outcome::Unchanged
            }
            Done::Written { replaced: 0 } => {
                self.report.added += 1;
                Outcome::Added
            }
            Done::Written { .. } => {
                self.report.replaced += 1;
                Outcome::Replaced
            }
        }
    }

    /// The way of articles with different ids into the engine: clean, cut, analyse, index. Where
    /// they are taken anew, they are those that the index holds.
    fn take(&mut self, articles: &[Article], anew: bool) -> Result<Vec<Done>> {
        // They are away while the threads work.
        let mut readers = std::mem::take(&mut self.readers);
        let result = self.take_with(&mut readers, articles, anew);
        self.readers = readers;
        result
    }

    fn take_with(
        &mut self,
        readers: &mut [Reader],
        articles: &[Article],
        anew: bool,
    ) -> Result<Vec<Done>> {
        let snapshot = self.index.snapshot();
        let mut tasks = Vec::with_capacity(articles.len());
        let pending = &self.pending;
        in_order(
            articles,
            readers,
            |_, article| Task::begin(article, &snapshot, pending, anew),
            |_, task| {
                tasks.push(task?);
                Ok(())
            },
        )?;
        self.settle(&mut tasks)?;
        let index = self.index.clone();
        let mut done = Vec::with_capacity(articles.len());
        in_order(
            &tasks,
            readers,
            |reader, task| task.ready(reader, &index, task.source.as_ref()),
            |task, ready| {
                done.push(self.finish(task, ready?)?);
                Ok(())
            },
        )?;
        Ok(done)
    }

    /// What depends on the order of the articles: the lines that are leftovers, and what is known
    /// of their sources.
    fn settle(&mut self, tasks: &mut [Task<'_>]) -> Result<()> {
        let is_read = |task: &&Task<'_>| matches!(task.stage, Stage::Read(_));
        let read = tasks.iter().filter(is_read);
        let ids: HashSet<&str> = read.map(|task| task.article.id.as_str()).collect();
        let mut counted: HashSet<&str> = HashSet::new();
        self.spared.clear();
        let mut sources: HashMap<&str, Source> = HashMap::new();
        for task in tasks.iter_mut() {
            let Stage::Read(read) = &task.stage else {
                continue;
            };
            let id = task.article.id.as_str();
            self.forget_lines(id);
            self.count_lines(id, &read.lines, &ids, &counted)?;
            counted.insert(id);
            if let Some(source) = &task.article.source {
                let known = sources.get(source.id.as_str()).cloned();
                let known = known.or_else(|| self.known_source(&source.id));
                let complete = completed(known.as_ref(), source);
                sources.insert(&source.id, complete.clone());
                task.source = Some(complete);
            }
        }
        for task in tasks {
            if let Stage::Read(read) = &mut task.stage {
                for line in &mut read.lines {
                    line.is_repeated = self.repeated_lines.contains(&line.key);
                }
            }
        }
        Ok(())
    }

    /// Hands an article to the engine.
    fn finish(&mut self, task: &Task<'_>, ready: Option<Result<Ready, Rejection>>) -> Result<Done> {
        let id = &task.article.id;
        let (Some(ready), Stage::Read(read)) = (ready, &task.stage) else {
            return Ok(match &task.stage {
                Stage::Rejected(reason) => Done::Rejected(reason.clone()),
                Stage::Unchanged | Stage::Read(_) => Done::Unchanged,
            });
        };
        // An article that was rejected tells nothing of its source, which others relied on.
        let source = task.article.source.as_ref();
        let source = source.map(|source| completed(self.known_source(&source.id).as_ref(), source));
        let ready = if source == task.source {
            ready
        } else {
            let again = task.ready(&mut Reader::new(), &self.index, source.as_ref())?;
            again.unwrap_or(ready)
        };
        let ready = match ready {
            Ok(ready) => ready,
            Err(rejection) => {
                self.uncount_lines(id, &read.lines);
                // The one it was to replace stays, cut as it was.
                if task.replaced > 0 && self.spared.contains(id) {
                    self.to_recut.insert(id.clone());
                }
                return Ok(Done::Rejected(rejection));
            }
        };
        self.report.passages += ready.passages;
        self.report.leftovers += ready.leftovers;
        self.report.terms_cut += ready.terms_cut;
        self.engine.add(ready.batch)?;
        self.pending.insert(
            id.clone(),
            Pending {
                fingerprint: task.fingerprint,
                passages: ready.passages,
                lines: read.lines.iter().map(|line| line.key).collect(),
            },
        );
        if let Some(source) = source.filter(|_| !task.anew) {
            self.meet_source(&source)?;
        }
        Ok(Done::Written {
            replaced: task.replaced,
        })
    }

    /// What is known of a source beyond what the article says of it.
    fn known_source(&self, id: &str) -> Option<Source> {
        let pending = self.sources.get(id).cloned();
        pending.or_else(|| self.index.snapshot().source(id).cloned())
    }

    /// Notes which lines the article has, and which of them its source has now repeated enough.
    /// Those in `batch` are cut with that known; of these, `counted` stand no longer as committed.
    fn count_lines(
        &mut self,
        id: &str,
        lines: &[EdgeLine],
        batch: &HashSet<&str>,
        counted: &HashSet<&str>,
    ) -> Result<()> {
        let snapshot = self.index.snapshot();
        for line in lines {
            if self.repeated_lines.contains(&line.key) {
                continue;
            }
            let pending = self.pending_lines.entry(line.key).or_default();
            pending.insert(id.to_owned());
            if line.committed + pending.len() < REPEATED_IN {
                continue;
            }
            if line.committed >= REPEATED_IN {
                self.repeated_lines.insert(line.key);
                continue;
            }
            // One that is replaced stands on both sides.
            let committed = snapshot.articles_with_line(line.key)?;
            let mut articles: HashSet<String> = committed.into_iter().collect();
            // Nor does one count that was replaced or deleted since.
            articles.retain(|id| !self.pending.contains_key(id) && !counted.contains(id.as_str()));
            articles.extend(pending.iter().cloned());
            if articles.len() >= REPEATED_IN {
                let (spared, to_recut): (Vec<_>, Vec<_>) =
                    (articles.into_iter()).partition(|id| batch.contains(id.as_str()));
                if !to_recut.is_empty() {
                    self.unsettled.insert(line.key);
                }
                self.spared.extend(spared);
                self.to_recut.extend(to_recut);
                self.repeated_lines.insert(line.key);
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

    fn uncount_lines(&mut self, id: &str, lines: &[EdgeLine]) {
        for line in lines {
            self.pending_lines.entry(line.key).or_default().remove(id);
        }
    }

    fn known(&self, id: &str) -> Result<Option<(u64, u64)>> {
        known(&self.index.snapshot(), &self.pending, id)
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
        let complete = completed(known.as_ref(), source);
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
        self.engine.begin_merges()?;
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
        let mut batch = Vec::new();
        let mut bytes = 0;
        for id in ids {
            let Some(article) = self.index.article(&id)? else {
                continue;
            };
            bytes += text_bytes(&article) + ARTICLE_BYTES;
            batch.push(article);
            if bytes >= BATCH_BYTES {
                self.recut_batch(&batch)?;
                batch.clear();
                bytes = 0;
            }
        }
        self.recut_batch(&batch)
    }

    fn recut_batch(&mut self, articles: &[Article]) -> Result<()> {
        let mut leftovers = Vec::with_capacity(articles.len());
        for article in articles {
            leftovers.push(self.index.leftovers(&article.id)?.len() as u64);
        }
        for (done, leftovers) in self.take(articles, true)?.into_iter().zip(leftovers) {
            if let Done::Written { replaced } = done {
                // It was counted when it came, as it was cut then.
                self.report.recut += 1;
                self.report.passages = self.report.passages.saturating_sub(replaced);
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

/// What became of an article in the engine.
enum Done {
    Rejected(Rejection),
    Unchanged,
    Written { replaced: u64 },
}

/// An article on its way.
struct Task<'a> {
    article: &'a Article,
    stage: Stage<'a>,
    anew: bool,
    fingerprint: u64,
    /// How many passages it takes the place of.
    replaced: u64,
    /// What is known of its source, as far as those before it are taken.
    source: Option<Source>,
}

enum Stage<'a> {
    Rejected(Rejection),
    Unchanged,
    Read(Read<'a>),
}

impl<'a> Task<'a> {
    fn begin(
        article: &'a Article,
        snapshot: &Snapshot,
        pending: &HashMap<String, Pending>,
        anew: bool,
    ) -> Result<Self> {
        let mut task = Self {
            article,
            stage: Stage::Unchanged,
            anew,
            fingerprint: 0,
            replaced: 0,
            source: None,
        };
        if let Some(reason) = reason_to_reject(article).filter(|_| !anew) {
            task.stage = Stage::Rejected(reason);
            return Ok(task);
        }
        task.fingerprint = fingerprint_of(article);
        if let Some((fingerprint, passages)) = known(snapshot, pending, &article.id)? {
            if fingerprint == task.fingerprint && !anew {
                return Ok(task);
            }
            if anew {
                task.fingerprint = fingerprint;
            }
            task.replaced = passages;
        }
        match Read::of(article) {
            Ok(mut read) => {
                for line in &mut read.lines {
                    line.committed = snapshot.line_count(line.key)?;
                }
                task.stage = Stage::Read(read);
            }
            Err(reason) => task.stage = Stage::Rejected(reason),
        }
        Ok(task)
    }

    /// None where there is nothing to read.
    fn ready(
        &self,
        reader: &mut Reader,
        index: &Index,
        source: Option<&Source>,
    ) -> Result<Option<Result<Ready, Rejection>>> {
        let Stage::Read(read) = &self.stage else {
            return Ok(None);
        };
        let facts = Facts {
            source,
            fingerprint: self.fingerprint,
            replaced: self.replaced,
        };
        reader.ready(index, self.article, read, &facts).map(Some)
    }
}

/// An article by its id: its fingerprint and its number of passages.
fn known(
    snapshot: &Snapshot,
    pending: &HashMap<String, Pending>,
    id: &str,
) -> Result<Option<(u64, u64)>> {
    if let Some(pending) = pending.get(id) {
        let is_there = pending.passages > 0;
        return Ok(is_there.then_some((pending.fingerprint, pending.passages)));
    }
    let stored = snapshot.article(id)?;
    Ok(stored.map(|stored| (stored.fingerprint, stored.passages.into())))
}

fn text_bytes(article: &Article) -> usize {
    article.title.len() + article.body.len()
}

/// How many of the articles are read at once: they have different ids and not too much text.
fn batch_length(articles: &[Article]) -> usize {
    let mut ids = HashSet::new();
    let mut bytes = 0;
    articles
        .iter()
        .take_while(|article| {
            let fits = bytes < BATCH_BYTES;
            bytes += text_bytes(article) + ARTICLE_BYTES;
            fits && ids.insert(article.id.as_str())
        })
        .count()
}

/// An id as reports show it.
pub(crate) fn short_id(id: &str) -> String {
    id.chars().take(80).collect()
}

fn reason_to_reject(article: &Article) -> Option<Rejection> {
    let bytes = text_bytes(article);
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
fn completed(known: Option<&Source>, more: &Source) -> Source {
    let Some(known) = known else {
        return more.clone();
    };
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

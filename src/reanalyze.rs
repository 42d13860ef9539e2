//! An index of another analysis, rebuilt from the articles that are stored in it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Index, Reanalysis, Stage, StoredArticle};
use crate::writer::{MAX_REJECTIONS, Outcome, RejectedArticle, fingerprint_of, short_id};

/// After how much text the first commit comes, and the most between two. In between the amount
/// doubles: a kill loses no more than what is safe already, and a large index costs few commits.
const FIRST_BATCH_BYTES: usize = 64 << 10;
const MAX_BATCH_BYTES: usize = 32 << 20;
/// The most that is read at once between them.
const MAX_BYTES_TOGETHER: usize = 4 << 20;
/// What an article counts beside its text: a million empty ones would be held in memory too.
const ARTICLE_BYTES: usize = 256;

/// What [`Index::reanalyze`] did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ReanalysisReport {
    /// The index was of this build's analysis already: nothing was done.
    pub was_current: bool,
    /// Articles that the index holds now.
    pub articles: u64,
    /// Those of them that an earlier call, which was stopped, had rebuilt.
    pub resumed: u64,
    /// Passages that the index holds now, web leftovers among them.
    pub passages: u64,
    /// Sources that the index knows now.
    pub sources: u64,
    /// Articles that this build's analysis does not take: they are no longer in the index.
    pub rejected: u64,
    /// The first 1,000 of them.
    pub rejections: Vec<RejectedArticle>,
}

/// An article that [`Index::reanalyze_with`] has just rebuilt, and how many are done.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ReanalysisProgress<'a> {
    /// The article, as it was added once.
    pub article: &'a Article,
    /// What became of it: [`Outcome::Unchanged`] where an earlier call had rebuilt it.
    pub outcome: &'a Outcome,
    /// How many articles are done.
    pub done: u64,
    /// Of how many.
    pub total: u64,
}

impl Index {
    /// Rebuilds the index in `directory` for this build's analysis, from the articles that are
    /// stored in it: the answer to [`ErrorKind::AnalysisChanged`]. An index whose analysis is this
    /// build's stays as it is.
    ///
    /// The new index grows in a folder inside the directory, which takes about as much room as the
    /// index, and takes its place when it is complete. Until then the old one is untouched and
    /// [`Index::open`] goes on answering [`ErrorKind::AnalysisChanged`]; who has it open goes on
    /// seeing it. Stopped at any moment, by a kill or a full disk, the next call goes on after the
    /// last of the articles that are safe, or ends the exchange.
    ///
    /// Articles and sources are those that were added, byte for byte. Passages, languages that were
    /// guessed, and leftovers are found anew, as if all articles were added to an empty index that
    /// knows their sources.
    ///
    /// ```
    /// use clippings::{Article, ErrorKind, Index};
    ///
    /// # let folder = tempfile::tempdir().unwrap();
    /// # let directory = folder.path();
    /// # let index = Index::create(directory)?;
    /// # let mut writer = index.writer()?;
    /// # writer.add(&Article::new("1").body("Вучић је разговарао с Блинкеном."))?;
    /// # writer.commit()?;
    /// # writer.close()?;
    /// # let manifest = directory.join("clippings.json");
    /// # let text = std::fs::read_to_string(&manifest).unwrap();
    /// # std::fs::write(&manifest, text.replace("revision", "redaction")).unwrap();
    /// let index = match Index::open(directory) {
    ///     Err(error) if error.kind() == ErrorKind::AnalysisChanged => {
    ///         let report = Index::reanalyze(directory)?;
    ///         assert_eq!(report.articles, 1);
    ///         Index::open(directory)?
    ///     }
    ///     other => other?,
    /// };
    /// assert_eq!(index.search("Vucic")?.total, 1);
    /// assert!(Index::reanalyze(directory)?.was_current);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Locked`] if a writer or another reanalysis holds the index,
    /// [`ErrorKind::Incompatible`] if it has another format, so that only the articles' own files
    /// can rebuild it, [`ErrorKind::Corrupt`] naming an article that is not stored as it was added,
    /// [`ErrorKind::NotFound`] if there is no index, [`ErrorKind::Io`] if there is no room. After
    /// each of them the old index is as it was.
    pub fn reanalyze(directory: impl AsRef<Path>) -> Result<ReanalysisReport> {
        Self::reanalyze_with(directory, |_| {})
    }

    /// As [`Index::reanalyze`], and tells of each article. An article that is rejected is told
    /// whole, so that it can be kept elsewhere.
    ///
    /// # Errors
    ///
    /// As [`Index::reanalyze`].
    pub fn reanalyze_with(
        directory: impl AsRef<Path>,
        mut progress: impl FnMut(ReanalysisProgress<'_>),
    ) -> Result<ReanalysisReport> {
        let reanalysis = Reanalysis::begin(directory.as_ref())?;
        let stage = reanalysis.stage()?;
        let mut report = ReanalysisReport::default();
        if stage == Stage::Rebuild {
            rebuild(&reanalysis, &mut report, &mut progress)?;
        }
        if stage != Stage::Current {
            reanalysis.exchange()?;
        }
        let held = reanalysis.tidy()?.stats()?;
        report.was_current = stage == Stage::Current;
        report.articles = held.articles;
        report.passages = held.passages;
        report.sources = held.sources;
        if stage == Stage::Exchange {
            report.resumed = held.articles;
        }
        Ok(report)
    }
}

/// An index's whole way into another: sources first, so that each article meets its own.
pub(crate) fn rebuild(
    reanalysis: &Reanalysis,
    report: &mut ReanalysisReport,
    progress: &mut impl FnMut(ReanalysisProgress<'_>),
) -> Result<()> {
    let old = reanalysis.originals()?;
    let made = reanalysis.working_index()?;
    let mut writer = made.writer()?;
    for source in old.sources() {
        if made.snapshot().source(&source.id) != Some(&source) {
            writer.put_source(&source)?;
        }
    }
    let snapshot = old.snapshot();
    let total = snapshot.articles();
    let mut passages = 0;
    let mut batch = Batch::default();
    let mut done = 0;
    let mut articles = snapshot.each_article().peekable();
    let mut together = Vec::new();
    let mut bytes = 0;
    while let Some(stored) = articles.next() {
        let stored = stored.map_err(|error| unreadable("an article", &old, error))?;
        let article = original(&old, &stored)?;
        passages += u64::from(stored.passages);
        bytes += bytes_of(&article);
        together.push(article);
        if bytes < MAX_BYTES_TOGETHER.min(batch.limit) && articles.peek().is_some() {
            continue;
        }
        bytes = 0;
        let outcomes = writer.add_all(&together)?;
        for (article, outcome) in together.iter().zip(&outcomes) {
            done += 1;
            report.note(article, outcome);
            batch.note(article, outcome);
        }
        if batch.is_full() {
            writer.commit()?;
            batch = batch.next();
        }
        let first = done + 1 - together.len() as u64;
        for ((article, outcome), done) in together.iter().zip(&outcomes).zip(first..) {
            progress(ReanalysisProgress {
                article,
                outcome,
                done,
                total,
            });
        }
        together.clear();
    }
    if passages != snapshot.passages() {
        return Err(Error::new(
            ErrorKind::Corrupt,
            format!(
                "the index at {} holds {} passages, but its articles have {passages}",
                old.place(),
                snapshot.passages(),
            ),
        ));
    }
    writer.commit()?;
    writer.close()?;
    reanalysis.complete(&made)
}

/// An article as it was added, proven by the fingerprint it was stored with.
fn original(old: &Index, stored: &StoredArticle) -> Result<Article> {
    let name = format!("article {:?}", short_id(&stored.id));
    let article = old
        .article(&stored.id)
        .map_err(|error| unreadable(&name, old, error))?;
    article
        .filter(|article| fingerprint_of(article) == stored.fingerprint)
        .ok_or_else(|| {
            let place = old.place();
            Error::new(
                ErrorKind::Corrupt,
                format!("{name} is not stored in the index at {place} as it was added"),
            )
        })
}

fn unreadable(what: &str, old: &Index, error: Error) -> Error {
    let detail = format!("cannot read {what} of the index at {}", old.place());
    Error::new(error.kind(), detail).because(error)
}

impl ReanalysisReport {
    fn note(&mut self, article: &Article, outcome: &Outcome) {
        match outcome {
            Outcome::Unchanged => self.resumed += 1,
            Outcome::Rejected(reason) => {
                self.rejected += 1;
                if self.rejections.len() < MAX_REJECTIONS {
                    self.rejections.push(RejectedArticle {
                        id: short_id(&article.id),
                        reason: reason.clone(),
                    });
                }
            }
            Outcome::Added | Outcome::Replaced => {}
        }
    }
}

fn bytes_of(article: &Article) -> usize {
    article.title.len() + article.body.len() + ARTICLE_BYTES
}

/// What is added between two commits.
struct Batch {
    bytes: usize,
    limit: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self {
            bytes: 0,
            limit: FIRST_BATCH_BYTES,
        }
    }
}

impl Batch {
    fn note(&mut self, article: &Article, outcome: &Outcome) {
        if *outcome != Outcome::Unchanged {
            self.bytes += bytes_of(article);
        }
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.limit
    }

    fn next(self) -> Self {
        Self {
            bytes: 0,
            limit: (self.limit * 2).min(MAX_BATCH_BYTES),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Document, Role, StoredPassage, Streams};
    use crate::text::Span;
    use std::collections::BTreeSet;
    use std::path::PathBuf;

    /// An index of an earlier build that holds an article as it may have taken it.
    fn outdated(directory: &Path, body: &str, fingerprint: impl Fn(&Article) -> u64) -> PathBuf {
        let index = Index::create(directory).unwrap();
        let article = Article::new("odd").title("").body(body);
        let stored = StoredArticle {
            id: article.id.clone(),
            title: String::new(),
            source: None,
            url: None,
            authors: Vec::new(),
            published: None,
            language: None,
            declared: false,
            translated_from: None,
            tags: Vec::new(),
            fingerprint: fingerprint(&article),
            passages: 1,
        };
        let passage = StoredPassage {
            ordinal: 0,
            span: Span::new(0, body.len()),
            tile_start: 0,
            language: None,
            language_source: crate::text::language::LanguageSource::Unknown,
            language_confidence: 0.0,
            leftover: None,
            tile: body.to_owned(),
        };
        let streams = Streams::default();
        let document = Document {
            article: &stored,
            passage: &passage,
            role: Role::Lead,
            streams: &streams,
            title_streams: &streams,
            lines: &[],
        };
        let mut engine = index.engine_writer().unwrap();
        engine.add(index.batch(&[document], 0).unwrap()).unwrap();
        engine.commit(&BTreeSet::new()).unwrap();
        engine.close().unwrap();
        let manifest = directory.join("clippings.json");
        let text = std::fs::read_to_string(&manifest).unwrap();
        std::fs::write(&manifest, text.replace("revision", "redaction")).unwrap();
        directory.to_owned()
    }

    #[test]
    fn an_article_that_is_not_taken_is_told_whole() {
        let home = tempfile::tempdir().unwrap();
        let place = outdated(home.path(), "...", fingerprint_of);
        let mut told = Vec::new();
        let report = Index::reanalyze_with(&place, |progress| {
            told.push(progress.article.clone());
        })
        .unwrap();
        assert_eq!((report.articles, report.rejected), (0, 1));
        assert_eq!(report.rejections[0].id, "odd");
        assert_eq!(report.rejections[0].reason.to_string(), "there is no text");
        assert_eq!(told, [Article::new("odd").body("...")]);
    }

    #[test]
    fn an_article_that_is_not_as_it_was_added_is_named() {
        let home = tempfile::tempdir().unwrap();
        let place = outdated(home.path(), "The ferry sank.", |_| 1);
        for _ in 0..2 {
            let error = Index::reanalyze(&place).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Corrupt);
            let said = error.to_string();
            assert!(said.starts_with("article \"odd\" is not stored"), "{said}");
            assert_eq!(
                Index::open(&place).unwrap_err().kind(),
                ErrorKind::AnalysisChanged
            );
        }
    }
}

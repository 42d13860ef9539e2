//! The writing side of the engine, which is never used again after its first error.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use tantivy::directory::error::LockError;
use tantivy::index::SegmentId;
use tantivy::indexer::{LogMergePolicy, MergePolicy, NoMergePolicy, UserOperation};
use tantivy::{IndexWriter, SegmentMeta, TantivyDocument, TantivyError, Term};

use super::document::{self, Document};
use super::{Index, engine_error, guard, guarded};
use crate::error::{Error, ErrorKind, Result};

/// Below this the engine flushes small segments again and again.
const MEMORY_BYTES: usize = 96 << 20;
/// A search pays for each segment; measured, twelve instead of one make terms five times slower.
const SEGMENTS_BEFORE_MERGE: usize = 4;
/// More are not merged at once.
const MOST_AT_ONCE: usize = 32;

/// What part of a segment may be deleted before it is written anew: deleted passages take room and
/// are walked through by every search.
const DELETED_BEFORE_MERGE: f32 = 0.03;

/// All passages of one article, to be indexed side by side.
#[derive(Debug)]
pub(crate) struct Batch {
    article_id: String,
    /// How many passages it takes the place of.
    replaced: u64,
    documents: Vec<TantivyDocument>,
}

pub(crate) struct EngineWriter {
    /// Absent only after a failure.
    engine: Option<IndexWriter>,
    index: Index,
    threads: usize,
    /// What is being merged.
    merging: HashSet<SegmentId>,
    /// Whether something waits for a commit.
    is_dirty: bool,
    has_failed: bool,
    /// How many passages there are after the next commit; unknown once a whole source was deleted.
    expected: Option<u64>,
}

impl Index {
    pub(crate) fn engine_writer(&self) -> Result<EngineWriter> {
        if !self.inner.is_writable {
            return Err(Error::new(
                ErrorKind::InvalidArgument,
                "an index read into memory cannot be written",
            ));
        }
        let engine = Some(self.open_engine(1)?);
        if let Some(directory) = self.inner.place.directory() {
            guard::sweep(directory)?;
        }
        // What another process has committed since this index was opened.
        self.refresh()?;
        let expected = Some(self.snapshot().passages());
        Ok(EngineWriter {
            engine,
            index: self.clone(),
            threads: 1,
            merging: HashSet::new(),
            is_dirty: false,
            has_failed: false,
            expected,
        })
    }

    fn open_engine(&self, threads: usize) -> Result<IndexWriter> {
        let engine: IndexWriter = self
            .inner
            .engine
            .writer_with_num_threads(threads, MEMORY_BYTES)
            .map_err(|error| {
                let place = self.place();
                let is_locked = matches!(error, TantivyError::LockFailure(LockError::LockBusy, _));
                let is_there = self.inner.place.directory().is_none_or(Path::is_dir);
                // The engine takes every failure to open its lock for a lock that is held.
                if is_locked && is_there {
                    engine_error(format!("another writer holds the index at {place}"), error)
                } else {
                    Error::new(
                        ErrorKind::Io,
                        format!("cannot write to the index at {place}"),
                    )
                    .because(error)
                }
            })?;
        engine.set_merge_policy(Box::new(NoMergePolicy));
        Ok(engine)
    }

    pub(crate) fn batch(&self, documents: &[Document<'_>], replaced: u64) -> Result<Batch> {
        let fields = &self.inner.fields;
        let article_id = documents
            .first()
            .map(|document| document.article.id.clone())
            .unwrap_or_default();
        let documents = documents
            .iter()
            .map(|document| document::to_engine(document, fields))
            .collect::<tantivy::Result<_>>()
            .map_err(|error| engine_error("cannot build a document", error))?;
        Ok(Batch {
            article_id,
            replaced,
            documents,
        })
    }
}

impl EngineWriter {
    /// Writes with so many threads from here on, unless something waits for a commit. Each of them
    /// leaves a segment of its own at a commit.
    pub(crate) fn use_threads(&mut self, threads: usize) -> Result<()> {
        if self.threads == threads || self.is_dirty {
            return Ok(());
        }
        self.end_merges()?;
        self.engine = Some(self.index.open_engine(threads)?);
        self.threads = threads;
        self.has_failed = false;
        Ok(())
    }

    pub(crate) fn add(&mut self, batch: Batch) -> Result<()> {
        let id = self.index.inner.fields.id;
        let added = batch.documents.len() as u64;
        self.is_dirty = true;
        self.expected = self
            .expected
            .map(|count| (count + added).saturating_sub(batch.replaced));
        // A delete that finds nothing still costs the commit a look into every segment.
        let delete = (batch.replaced > 0)
            .then(|| UserOperation::Delete(Term::from_field_text(id, &batch.article_id)));
        let adds = batch.documents.into_iter().map(UserOperation::Add);
        let operations: Vec<UserOperation> = delete.into_iter().chain(adds).collect();
        self.attempt("take an article", |engine| engine.run(operations).map(drop))
    }

    /// Deletes an article of so many passages.
    pub(crate) fn delete_article(&mut self, id: &str, passages: u64) -> Result<()> {
        self.is_dirty = true;
        self.expected = self.expected.map(|count| count.saturating_sub(passages));
        let term = Term::from_field_text(self.index.inner.fields.id, id);
        self.attempt("delete an article", |engine| {
            engine.delete_term(term);
            Ok(())
        })
    }

    /// Deletes the articles of a source and what is known of it.
    pub(crate) fn delete_source(&mut self, id: &str) -> Result<()> {
        let fields = self.index.inner.fields;
        let key = document::source_key(id);
        self.is_dirty = true;
        self.expected = None;
        self.attempt("delete a source", |engine| {
            engine.delete_term(Term::from_field_u64(fields.source_key, key));
            engine.delete_term(Term::from_field_u64(fields.record, key));
            Ok(())
        })
    }

    pub(crate) fn put_source(&mut self, source: &crate::Source) -> Result<()> {
        let fields = self.index.inner.fields;
        let key = document::source_key(&source.id);
        let record = document::record_to_engine(source, &fields)
            .map_err(|error| engine_error("cannot build a document", error))?;
        let delete = UserOperation::Delete(Term::from_field_u64(fields.record, key));
        self.is_dirty = true;
        self.attempt("take a source", |engine| {
            engine.run([delete, UserOperation::Add(record)]).map(drop)
        })
    }

    /// Makes everything sent durable and visible. With it goes the word that articles with these
    /// lines are still to be cut anew; the next commit takes it back.
    pub(crate) fn commit(&mut self, unsettled: &BTreeSet<u64>) -> Result<()> {
        self.attempt("commit", |engine| {
            let mut commit = engine.prepare_commit()?;
            if !unsettled.is_empty() {
                let lines: Vec<String> = unsettled.iter().map(|line| format!("{line:x}")).collect();
                commit.set_payload(&lines.join(" "));
            }
            commit.commit().map(drop)
        })?;
        self.is_dirty = false;
        if let Some(directory) = self.index.inner.place.directory() {
            // The engine renames its list of segments into place and leaves the rename to the
            // operating system: a loss of power could still undo the commit.
            guard::sync_directory(directory).map_err(|error| {
                self.has_failed = true;
                guard::io("sync", directory, error)
            })?;
        }
        self.index.refresh()?;
        self.check_held()
    }

    /// The lines that the last commit left unsettled: whoever made it was killed before the next.
    pub(crate) fn unsettled(&self) -> Result<BTreeSet<u64>> {
        let engine = &self.index.inner.engine;
        let meta = engine
            .load_metas()
            .map_err(|error| engine_error("cannot read the last commit", error))?;
        let lines = meta.payload.unwrap_or_default();
        let lines = lines.split(' ').map(|line| u64::from_str_radix(line, 16));
        Ok(lines.flatten().collect())
    }

    /// An engine whose threads have died answers `Ok` to everything and keeps nothing: what was
    /// committed must be there.
    fn check_held(&mut self) -> Result<()> {
        let held = self.index.snapshot().passages();
        match self.expected.replace(held) {
            Some(expected) if expected != held => {
                self.has_failed = true;
                Err(Error::new(
                    ErrorKind::WriterFailed,
                    format!(
                        "after the commit the index holds {held} passages instead of {expected}; \
                         open another writer and add the articles again"
                    ),
                ))
            }
            _ => Ok(()),
        }
    }

    /// Begins to merge segments in the background where there are many, as after each commit. The
    /// engine begins none by itself: what no search sees yet would be merged once more later.
    pub(crate) fn begin_merges(&mut self) -> Result<()> {
        let mut metas = self.segment_metas()?;
        // Those that are gone are merged.
        self.merging
            .retain(|id| metas.iter().any(|meta| meta.id() == *id));
        metas.retain(|meta| !self.merging.contains(&meta.id()));
        let candidates = merge_policy().compute_merge_candidates(&metas);
        drop(metas);
        for candidate in candidates {
            for segments in candidate.0.chunks(MOST_AT_ONCE) {
                self.merging.extend(segments);
                // A merge that fails leaves its segments as they are.
                self.attempt("merge", |engine| {
                    drop(engine.merge(segments));
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    fn segment_metas(&self) -> Result<Vec<SegmentMeta>> {
        let metas = self.index.inner.engine.searchable_segment_metas();
        metas.map_err(|error| engine_error("cannot list the segments", error))
    }

    /// Merges all segments into one and waits for it.
    pub(crate) fn merge(&mut self) -> Result<()> {
        // Some of them may be merged in the background; then the engine would not find them any more.
        self.end_merges()?;
        let engine = self.index.open_engine(self.threads)?;
        self.engine = Some(engine);
        self.has_failed = false;
        let metas = self.segment_metas()?;
        if metas.len() > 1 || metas.iter().any(SegmentMeta::has_deletes) {
            let segments: Vec<_> = metas.iter().map(SegmentMeta::id).collect();
            // What is held is not deleted.
            drop(metas);
            self.attempt("merge", |engine| engine.merge(&segments).wait().map(drop))?;
        }
        // Files that a snapshot has open are not deleted.
        self.index.refresh()?;
        self.attempt("delete old files", |engine| {
            engine.garbage_collect_files().wait().map(drop)
        })
    }

    /// Waits for merges that run in the background. Without another engine nothing can be written
    /// afterwards.
    fn end_merges(&mut self) -> Result<()> {
        let engine = self.engine.take();
        self.merging.clear();
        self.has_failed = true;
        guarded("merge", || match engine {
            Some(engine) => engine
                .wait_merging_threads()
                .map_err(|error| engine_error("cannot end the merges", error)),
            None => Ok(()),
        })
    }

    pub(crate) fn close(mut self) -> Result<()> {
        self.end_merges()?;
        self.index.refresh()
    }

    /// Whether it still takes anything.
    pub(crate) fn check(&mut self, verb: &'static str) -> Result<()> {
        self.attempt(verb, |_| Ok(()))
    }

    fn attempt(
        &mut self,
        verb: &'static str,
        call: impl FnOnce(&mut IndexWriter) -> tantivy::Result<()>,
    ) -> Result<()> {
        let Some(engine) = self.engine.as_mut().filter(|_| !self.has_failed) else {
            return Err(Error::new(
                ErrorKind::WriterFailed,
                format!(
                    "an earlier call of this writer failed, so it cannot {verb}; open another writer"
                ),
            ));
        };
        let result = guarded(verb, || {
            call(engine).map_err(|error| engine_error(format!("cannot {verb}"), error))
        });
        self.has_failed = result.is_err();
        result
    }
}

/// What is merged after a commit.
fn merge_policy() -> LogMergePolicy {
    let mut policy = LogMergePolicy::default();
    policy.set_min_num_segments(SEGMENTS_BEFORE_MERGE);
    policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
    policy
}

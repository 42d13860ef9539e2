//! The index on disk or in memory: create, open, versions, snapshots. The only folder that names
//! the engine; its errors and panics become ours here.

mod articles;
mod bits;
mod collect;
mod combined;
mod compound;
mod conditions;
mod counted;
mod cursor;
mod document;
mod fetch;
mod forms;
mod frequency;
mod full_name;
mod guard;
mod impacts;
mod kin;
mod known_part;
mod known_parts;
mod likely;
mod loosen;
mod names;
mod native;
mod neighbours;
mod open;
mod phrase;
mod plan;
mod prepared;
mod reanalysis;
mod recognize;
mod remembered;
mod roster;
mod rows;
mod schema;
mod segment;
mod snapshot;
mod tally;
mod texts;
mod write;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::directory::RamDirectory;
use tantivy::directory::error::LockError;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

pub(crate) use collect::{Collected, Wanted};
pub(crate) use document::{
    Document, Role, StoredArticle, StoredPassage, Streams, source_key, stable_hash,
};
pub(crate) use names::NameScope;
pub(crate) use plan::{Demand, ExpansionKind, Plan, Relative};
pub(crate) use prepared::{Prepared, Ready, Sought};
pub(crate) use reanalysis::{Reanalysis, Stage};
pub(crate) use roster::NameGroup;
pub(crate) use snapshot::Snapshot;
pub(crate) use write::{Batch, EngineWriter};

use crate::analysis::Analyzer;
use crate::analysis::names::NamePairs;
use crate::error::{Error, ErrorKind, Result};
use crate::query::Query;
use schema::Fields;

/// A searchable collection of articles, in a directory or in memory.
///
/// Clones are cheap and share the index; it can be used from any number of threads. One
/// [`Writer`](crate::Writer) at a time changes it, in this process or another.
///
/// On disk its files are mapped into memory. A file that another program cuts while it is mapped
/// ends the process (`SIGBUS`): keep the directory to this library, and open what you do not trust
/// with [`Index::open_into_memory`].
///
/// ```
/// use clippings::{Article, Index};
///
/// let index = Index::in_memory()?;
/// let mut writer = index.writer()?;
/// writer.add(&Article::new("1").title("Serbia").body("President Vučić denies it."))?;
/// writer.commit()?;
/// assert_eq!(index.search("vucic")?.total, 1);
/// # Ok::<(), clippings::Error>(())
/// ```
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: Arc<Inner>,
}

/// Where the files of an index are.
enum Place {
    Directory(PathBuf),
    Memory(RamDirectory),
}

impl Place {
    fn directory(&self) -> Option<&Path> {
        match self {
            Self::Directory(directory) => Some(directory),
            Self::Memory(_) => None,
        }
    }
}

pub(crate) struct Inner {
    engine: tantivy::Index,
    reader: IndexReader,
    fields: Fields,
    place: Place,
    is_writable: bool,
    snapshot: RwLock<Arc<Snapshot>>,
    name_pairs: RwLock<Arc<NamePairs>>,
    /// Analyzers that no search uses now, with the stems they remember.
    analyzers: Mutex<Vec<Analyzer>>,
}

/// An analyzer on loan: it goes back when it is dropped.
pub(crate) struct Loan<'a> {
    analyzer: Analyzer,
    home: &'a Mutex<Vec<Analyzer>>,
}

impl std::ops::Deref for Loan<'_> {
    type Target = Analyzer;

    fn deref(&self) -> &Analyzer {
        &self.analyzer
    }
}

impl std::ops::DerefMut for Loan<'_> {
    fn deref_mut(&mut self) -> &mut Analyzer {
        &mut self.analyzer
    }
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let analyzer = std::mem::take(&mut self.analyzer);
        self.home
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(analyzer);
    }
}

/// How much an index holds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Passages, web leftovers among them.
    pub passages: u64,
    /// Sources with metadata.
    pub sources: u64,
    /// Parts of the index; each search visits all.
    pub segments: usize,
    /// Bytes on disk, or in memory for an index that is not on disk.
    pub bytes: u64,
}

impl Index {
    /// Creates an index in `directory`, which is made if need be.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::AlreadyExists`] if it holds one, [`ErrorKind::Io`] if it cannot be written.
    pub fn create(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = directory.as_ref();
        if guard::holds_index(directory) {
            return Err(Error::new(
                ErrorKind::AlreadyExists,
                format!("there is an index at {} already", directory.display()),
            ));
        }
        fs::create_dir_all(directory).map_err(|error| guard::io("create", directory, error))?;
        guard::write_manifest(directory, &guard::Manifest::of_this_build())?;
        let mapped = tantivy::directory::MmapDirectory::open(directory).map_err(|error| {
            engine_error(format!("cannot open {}", directory.display()), error.into())
        })?;
        let engine = schema::builder().open_or_create(mapped).map_err(|error| {
            engine_error(
                format!("cannot create an index at {}", directory.display()),
                error,
            )
        })?;
        Self::assemble(engine, Place::Directory(directory.to_owned()), true)
    }

    /// Opens the index in `directory`.
    ///
    /// Files that cannot belong to an index, links among them, are refused before any is opened.
    /// Contents are not read through: see [`Index::verify`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NotFound`] if there is none, [`ErrorKind::AnalysisChanged`] if
    /// [`Index::reanalyze`] must rebuild it for this build, [`ErrorKind::Incompatible`] if only its
    /// articles' own files can, [`ErrorKind::Corrupt`] if its files contradict themselves.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = directory.as_ref();
        guard::check(directory)?;
        let index = Self::open_checked(directory, true)?;
        // It may have been analysed anew, by another build, between the two.
        guard::check_manifest(directory)?;
        Ok(index)
    }

    /// Opens what [`guard`] has seen, whatever its analysis.
    fn open_checked(directory: &Path, is_writable: bool) -> Result<Self> {
        let engine = guarded("open", || {
            let mapped = tantivy::directory::MmapDirectory::open(directory).map_err(|error| {
                engine_error(format!("cannot open {}", directory.display()), error.into())
            })?;
            tantivy::Index::open(mapped).map_err(|error| {
                engine_error(
                    format!("cannot open the index at {}", directory.display()),
                    error,
                )
            })
        })?;
        Self::assemble(engine, Place::Directory(directory.to_owned()), is_writable)
    }

    /// Reads the index in `directory` into memory and searches it there. It cannot be written.
    ///
    /// # Errors
    ///
    /// As [`Index::open`].
    pub fn open_into_memory(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = directory.as_ref();
        guard::check(directory)?;
        let memory = RamDirectory::create();
        let entries =
            fs::read_dir(directory).map_err(|error| guard::io("read", directory, error))?;
        for entry in entries.flatten() {
            let name = entry.file_name();
            if entry.file_type().is_ok_and(|kind| kind.is_file())
                && !name.to_string_lossy().ends_with(".lock")
            {
                let bytes = fs::read(entry.path())
                    .map_err(|error| guard::io("read", &entry.path(), error))?;
                tantivy::Directory::atomic_write(&memory, Path::new(&name), &bytes)
                    .map_err(|error| guard::io("keep", &entry.path(), error))?;
            }
        }
        guard::check_manifest(directory)?;
        let engine = guarded("open", || {
            tantivy::Index::open(memory.clone()).map_err(|error| {
                engine_error(
                    format!("cannot open the index at {}", directory.display()),
                    error,
                )
            })
        })?;
        Self::assemble(engine, Place::Memory(memory), false)
    }

    /// Opens the index in `directory`, or creates it if there is none.
    ///
    /// # Errors
    ///
    /// As [`Index::open`] and [`Index::create`].
    pub fn open_or_create(directory: impl AsRef<Path>) -> Result<Self> {
        let directory = directory.as_ref();
        if guard::holds_index(directory) {
            Self::open(directory)
        } else {
            Self::create(directory)
        }
    }

    /// An empty index in memory.
    ///
    /// # Errors
    ///
    /// None that is known.
    pub fn in_memory() -> Result<Self> {
        let memory = RamDirectory::create();
        let engine = schema::builder()
            .open_or_create(memory.clone())
            .map_err(|error| engine_error("cannot create an index in memory", error))?;
        Self::assemble(engine, Place::Memory(memory), true)
    }

    fn assemble(mut engine: tantivy::Index, place: Place, is_writable: bool) -> Result<Self> {
        let (schema, fields) = schema::schema();
        if engine.schema() != schema {
            return Err(Error::new(
                ErrorKind::Incompatible,
                "the index has other fields than this build; add its articles to a new index",
            ));
        }
        engine.set_tokenizers(schema::tokenizers());
        if engine.custom_plugins().is_empty() {
            engine.register_plugin(schema::plugin(&fields));
        }
        guarded("open", || {
            let reader = engine
                .reader_builder()
                .reload_policy(ReloadPolicy::Manual)
                .try_into()
                .map_err(|error| engine_error("cannot read the index", error))?;
            let snapshot = Snapshot::open(IndexReader::searcher(&reader), fields, None)?;
            let snapshot = RwLock::new(Arc::new(snapshot));
            let analyzers = Mutex::default();
            let inner = Inner {
                engine,
                reader,
                fields,
                place,
                is_writable,
                snapshot,
                name_pairs: RwLock::default(),
                analyzers,
            };
            Ok(Self {
                inner: Arc::new(inner),
            })
        })
    }

    /// Makes visible what another process has committed. What this process commits is visible
    /// when the commit returns.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`] or [`ErrorKind::Io`] if the new state cannot be read,
    /// [`ErrorKind::AnalysisChanged`] if another build has analysed the index anew; the old state
    /// stays.
    pub fn refresh(&self) -> Result<()> {
        let inner = &self.inner;
        guarded("refresh", || {
            inner
                .reader
                .reload()
                .map_err(|error| engine_error("cannot read the index", error))?;
            // What was read belongs to the manifest that is there afterwards: its files change first.
            if let Some(directory) = inner.place.directory() {
                guard::check_manifest(directory)?;
            }
            let before = self.snapshot();
            let snapshot = Snapshot::open(inner.reader.searcher(), inner.fields, Some(&before))?;
            *inner
                .snapshot
                .write()
                .unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
            Ok(())
        })
    }

    /// The state that searches see now.
    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(
            &self
                .inner
                .snapshot
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Sets how many bytes are kept of what was asked for: where words, phrases and names stand, what is known
    /// of the articles of hits, a sixteenth of it, and queries made ready, a quarter but 32 MiB at most, so that a
    /// search that needs one of them again need not read it again. Without this, 512 bytes for each passage of
    /// the index, about what it takes on the disk, but 128 MiB at least and 1 GiB at most; with 0 nothing is
    /// kept, and every search reads all that it needs. Clones and searchers of this index share it. What is kept now is
    /// forgotten.
    ///
    /// A name that stands in 3,000 passages takes some 20 kB, a word of most passages 1.5 bytes for each.
    ///
    /// ```
    /// let index = clippings::Index::in_memory()?.with_memory(8 << 20);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    #[must_use]
    pub fn with_memory(self, bytes: usize) -> Self {
        self.snapshot().limit_memory(bytes);
        self
    }

    /// Sets which names its searches take for one, and which never, whatever rules and lists say. It
    /// holds for all clones of this index and is not stored in it. A query can bring pairs of its
    /// own: [`Query::name_pairs`](crate::Query::name_pairs).
    ///
    /// ```
    /// use clippings::analysis::names::NamePairs;
    /// use clippings::{Article, Index};
    ///
    /// let pairs = NamePairs::new().same("JFK", "Kennedy").different("Anna", "Anne");
    /// let index = Index::in_memory()?.with_name_pairs(pairs);
    /// let mut writer = index.writer()?;
    /// writer.add(&Article::new("1").body("They met Kennedy there."))?;
    /// writer.commit()?;
    /// assert_eq!(index.search("jfk")?.total, 1);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    #[must_use]
    pub fn with_name_pairs(self, pairs: NamePairs) -> Self {
        *self
            .inner
            .name_pairs
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(pairs);
        self
    }

    /// Which forms of its names a query wants here.
    pub(crate) fn scope(&self, query: &Query) -> NameScope {
        let pairs = self.inner.name_pairs.read();
        let pairs = Arc::clone(&pairs.unwrap_or_else(PoisonError::into_inner));
        let own = query.own_name_pairs();
        let pairs = if own.is_empty() {
            pairs
        } else {
            Arc::new(NamePairs::clone(&pairs).and(own))
        };
        NameScope::new(query.farthest(), pairs)
    }

    /// How much it holds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] if its files cannot be measured.
    pub fn stats(&self) -> Result<Stats> {
        let snapshot = self.snapshot();
        Ok(Stats {
            articles: snapshot.articles(),
            passages: snapshot.passages(),
            sources: snapshot.sources().count() as u64,
            segments: snapshot.segment_count(),
            bytes: self.bytes()?,
        })
    }

    fn bytes(&self) -> Result<u64> {
        let directory = match &self.inner.place {
            Place::Directory(directory) => directory,
            Place::Memory(memory) => return Ok(memory.total_mem_usage() as u64),
        };
        let entries =
            fs::read_dir(directory).map_err(|error| guard::io("read", directory, error))?;
        Ok(entries
            .flatten()
            .filter_map(|entry| entry.metadata().ok())
            .filter(fs::Metadata::is_file)
            .map(|metadata| metadata.len())
            .sum())
    }

    /// The sources it knows, by id.
    #[must_use]
    pub fn sources(&self) -> Vec<crate::Source> {
        let mut sources: Vec<_> = self.snapshot().sources().cloned().collect();
        sources.sort_by(|left, right| left.id.cmp(&right.id));
        sources
    }

    /// Reads every file of the last commit through and compares its checksum.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`] naming the damaged or missing files.
    pub fn verify(&self) -> Result<()> {
        if let Some(directory) = self.inner.place.directory() {
            guard::check(directory)?;
        }
        self.check_sums()
    }

    fn check_sums(&self) -> Result<()> {
        let damaged = guarded("verify", || {
            self.inner
                .engine
                .validate_checksum()
                .map_err(|error| engine_error("cannot read the files of the index", error))
        })?;
        if damaged.is_empty() {
            return Ok(());
        }
        let mut names: Vec<_> = damaged
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        names.sort();
        Err(Error::new(
            ErrorKind::Corrupt,
            format!("damaged: {}", names.join(", ")),
        ))
    }

    /// An analyzer for one call.
    pub(crate) fn analyzer(&self) -> Loan<'_> {
        let home = &self.inner.analyzers;
        let analyzer = home
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();
        Loan { analyzer, home }
    }

    /// What errors name.
    pub(crate) fn place(&self) -> String {
        let directory = self.inner.place.directory();
        directory.map_or_else(|| "memory".to_owned(), |path| path.display().to_string())
    }
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index")
            .field("place", &self.place())
            .finish_non_exhaustive()
    }
}

/// An error of the engine as ours. The only way for it to get out.
fn engine_error(what: impl Into<String>, error: TantivyError) -> Error {
    let kind = match &error {
        TantivyError::LockFailure(LockError::LockBusy, _) => ErrorKind::Locked,
        TantivyError::IoError(_)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::OpenWriteError(_)
        | TantivyError::LockFailure(..)
        | TantivyError::SystemError(_) => ErrorKind::Io,
        // Where the engine compresses what it stores, a full disk comes as no more than its text.
        TantivyError::InternalError(text) if text.contains("(os error ") => ErrorKind::Io,
        TantivyError::IncompatibleIndex(_) => ErrorKind::Incompatible,
        TantivyError::ErrorInThread(_) | TantivyError::Poisoned => ErrorKind::WriterFailed,
        _ => ErrorKind::Corrupt,
    };
    Error::new(kind, what.into()).because(error)
}

/// Runs a call into the engine. On damaged files the engine panics now and then: that is an error
/// of the index, not the end of the caller.
fn guarded<T>(verb: &'static str, call: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|_| {
        Err(Error::new(
            ErrorKind::Corrupt,
            format!("the engine failed to {verb}: the index may be damaged, see Index::verify"),
        ))
    })
}

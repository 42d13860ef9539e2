//! The one error of the crate: opaque, with a kind to act upon and a detail that names the thing.

use std::borrow::Cow;

/// What went wrong, as far as a caller can act upon it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no index at this place. Create one, or correct the path.
    NotFound,
    /// There is an index at this place already. Open it instead of creating it.
    AlreadyExists,
    /// Another writer holds the index. Wait for it or close it.
    Locked,
    /// The index was written in a format that this build does not read. It must be rebuilt from
    /// the articles' own files.
    Incompatible,
    /// The index has this build's format but other terms: the analysis has changed since it was
    /// written, or its reanalysis was interrupted. The articles stored in it are readable:
    /// [`Index::reanalyze`](crate::Index::reanalyze) rebuilds it from them.
    AnalysisChanged,
    /// The files of the index contradict themselves. Restore them or rebuild the index.
    Corrupt,
    /// The operating system refused to read or write.
    Io,
    /// An argument lies outside its documented range.
    InvalidArgument,
    /// An earlier call of this writer failed, so that it takes nothing more. Drop it and open
    /// another: what was committed is safe, what was added since is not.
    WriterFailed,
}

/// An error of this crate: its [`ErrorKind`], a sentence that says what and where, and its cause.
///
/// Messages are meant for people and may change; match on [`Error::kind`].
///
/// ```
/// use clippings::{ErrorKind, Index};
///
/// let error = Index::open("no/such/place").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::NotFound);
/// assert_eq!(error.to_string(), "no index at no/such/place");
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub struct Error {
    kind: ErrorKind,
    detail: Cow<'static, str>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self {
            kind,
            detail: detail.into(),
            source: None,
        }
    }

    pub(crate) fn because(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What went wrong, as far as a caller can act upon it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }
}

/// What the fallible calls of this crate give.
pub type Result<T, E = Error> = std::result::Result<T, E>;

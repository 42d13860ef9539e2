//! Files to articles: JSON Lines, and plain text as it was scraped.
//!
//! ```no_run
//! use clippings::{Index, ingest};
//!
//! let index = Index::open_or_create("news.idx")?;
//! let mut writer = index.writer()?;
//! for path in ingest::files("articles")? {
//!     for item in ingest::open(&path)? {
//!         match item? {
//!             ingest::Item::Article { article, .. } => drop(writer.add(&article)?),
//!             ingest::Item::BadLine { line, reason, .. } => eprintln!("{}:{line}: {reason}", path.display()),
//!             _ => {}
//!         }
//!     }
//! }
//! writer.commit()?;
//! # Ok::<(), clippings::Error>(())
//! ```

pub mod jsonl;
pub mod text;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::article::{Article, Source};
use crate::error::{Error, ErrorKind, Result};

/// The largest plain text file that is read, in bytes.
const MAX_TEXT_BYTES: u64 = 64 << 20;
/// How deep folders are searched.
const MAX_FOLDER_DEPTH: usize = 64;

/// What a file held at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Item {
    /// An article.
    #[non_exhaustive]
    Article {
        /// Of the file, from 1.
        line: u64,
        /// As it is added.
        article: Box<Article>,
        /// What of it could not be understood and was left out.
        warnings: Vec<String>,
    },
    /// A line that holds no article.
    #[non_exhaustive]
    BadLine {
        /// Of the file, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}

/// The articles of one file.
///
/// It ends after the first error of the operating system.
pub struct Articles {
    kind: Kind,
    path: PathBuf,
}

enum Kind {
    Jsonl(jsonl::Lines<Box<dyn BufRead + Send>>),
    Text(Option<Box<Article>>),
}

impl Articles {
    /// The keys met that mean nothing here, with how often.
    #[must_use]
    pub fn unknown_keys(&self) -> BTreeMap<String, u64> {
        match &self.kind {
            Kind::Jsonl(lines) => lines.unknown_keys().clone(),
            Kind::Text(_) => BTreeMap::new(),
        }
    }
}

impl Iterator for Articles {
    type Item = Result<Item>;

    fn next(&mut self) -> Option<Result<Item>> {
        match &mut self.kind {
            Kind::Text(article) => {
                let article = article.take()?;
                Some(Ok(Item::Article {
                    line: 1,
                    article,
                    warnings: Vec::new(),
                }))
            }
            Kind::Jsonl(lines) => {
                let item = lines.next()?;
                Some(item.map_err(|error| cannot_read(&self.path, error)))
            }
        }
    }
}

impl std::fmt::Debug for Articles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Articles")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// The files that `path` names or, if it is a folder, holds, also in folders inside it: `.txt`,
/// `.jsonl` and `.jsonl.gz`, in the order of their names. Links are not followed, and what is no
/// regular file is passed over, but for `path` itself.
///
/// # Errors
///
/// [`ErrorKind::Io`] if it does not exist or cannot be read.
pub fn files(path: impl AsRef<Path>) -> Result<Vec<PathBuf>> {
    let path = path.as_ref();
    let metadata = fs::metadata(path).map_err(|error| cannot_read(path, error))?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    let mut folders = vec![(path.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| cannot_read(&folder, error))? {
            let entry = entry.map_err(|error| cannot_read(&folder, error))?;
            let kind = entry
                .file_type()
                .map_err(|error| cannot_read(&entry.path(), error))?;
            if kind.is_dir() && depth < MAX_FOLDER_DEPTH {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && format_of(&entry.path()).is_some() {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Jsonl,
    GzippedJsonl,
}

fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    [
        (".txt", Format::Text),
        (".jsonl", Format::Jsonl),
        (".jsonl.gz", Format::GzippedJsonl),
    ]
    .into_iter()
    .find(|(ending, _)| name.ends_with(ending))
    .map(|(_, format)| format)
}

/// Opens a file by its ending: `.txt` (see [`text`]), `.jsonl` or `.jsonl.gz` (see [`jsonl`]).
///
/// # Errors
///
/// [`ErrorKind::InvalidArgument`] for another ending, a text of more than 64 MB, or what is no
/// regular file; [`ErrorKind::Io`] if it cannot be read.
pub fn open(path: impl AsRef<Path>) -> Result<Articles> {
    let path = path.as_ref();
    let refuse = |what: &str| {
        Error::new(
            ErrorKind::InvalidArgument,
            format!("{} {what}", path.display()),
        )
    };
    let format = format_of(path).ok_or_else(|| refuse("is neither .txt, .jsonl nor .jsonl.gz"))?;
    let metadata = fs::metadata(path).map_err(|error| cannot_read(path, error))?;
    if !metadata.is_file() {
        return Err(refuse("is not a regular file"));
    }
    let file = File::open(path).map_err(|error| cannot_read(path, error))?;
    let kind = match format {
        Format::Text if metadata.len() > MAX_TEXT_BYTES => return Err(refuse("exceeds 64 MB")),
        Format::Text => {
            let mut bytes = Vec::new();
            file.take(MAX_TEXT_BYTES)
                .read_to_end(&mut bytes)
                .map_err(|error| cannot_read(path, error))?;
            let body = String::from_utf8(bytes).map_err(|error| {
                refuse(&format!(
                    "is not UTF-8 at byte {}",
                    error.utf8_error().valid_up_to()
                ))
            })?;
            let id = path
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            Kind::Text(Some(Box::new(article_from_text(&id, body))))
        }
        Format::Jsonl => Kind::Jsonl(jsonl::Lines::new(Box::new(BufReader::new(file)))),
        Format::GzippedJsonl => Kind::Jsonl(jsonl::Lines::new(unpacked(path, file)?)),
    };
    Ok(Articles {
        kind,
        path: path.to_owned(),
    })
}

/// A file to be read, unpacked if its name ends with `.gz`.
#[cfg(feature = "eval")]
pub(crate) fn reader(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    let file = File::open(path).map_err(|error| cannot_read(path, error))?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        unpacked(path, file)
    } else {
        Ok(Box::new(BufReader::new(file)))
    }
}

fn unpacked(path: &Path, file: File) -> Result<Box<dyn BufRead + Send>> {
    gunzip(file).ok_or_else(|| {
        let what = "is compressed, and this build has no feature `gzip`";
        Error::new(
            ErrorKind::InvalidArgument,
            format!("{} {what}", path.display()),
        )
    })
}

#[cfg(feature = "gzip")]
#[expect(
    clippy::unnecessary_wraps,
    reason = "without the feature there is none"
)]
fn gunzip(file: File) -> Option<Box<dyn BufRead + Send>> {
    Some(Box::new(BufReader::new(flate2::read::MultiGzDecoder::new(
        BufReader::new(file),
    ))))
}

#[cfg(not(feature = "gzip"))]
fn gunzip(_file: File) -> Option<Box<dyn BufRead + Send>> {
    None
}

/// An article whose body is a whole scraped text, with what its head and foot tell of it.
///
/// ```
/// let text = "Balkan Observer\n\nBorder stays closed\n\nThe crossing did not open on Monday, police said.";
/// let article = clippings::ingest::article_from_text("a", text);
/// assert_eq!(article.title, "Border stays closed");
/// assert_eq!(article.body, text);
/// ```
#[must_use]
pub fn article_from_text(id: &str, text: impl Into<String>) -> Article {
    let body = text.into();
    let head = text::head(&body);
    let mut article = Article::new(id);
    article.title = head.title.unwrap_or_default();
    article.source = head
        .outlet
        .map(Source::new)
        .filter(|source| !source.id.is_empty());
    article.published = head.published.and_then(|date| date.parse().ok());
    article.authors = head.authors;
    article.body = body;
    article
}

fn cannot_read(path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot read {}", path.display())).because(error)
}

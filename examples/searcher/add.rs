//! Files into an index, with a progress bar and an account of what became of them.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clippings::ingest::{self, Item};
use clippings::{Article, CommitReport, Error, Index, Outcome, Stats, Writer};
use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;
use crate::options::Options;

/// How many places of each kind the account names.
const MAX_PLACES: usize = 100;

/// How much text is given to the writer at once, in bytes.
const BYTES_TOGETHER: usize = 4 << 20;

/// What became of the files.
#[derive(Debug, Default)]
pub(crate) struct Added {
    pub(crate) files: usize,
    pub(crate) text_bytes: u64,
    pub(crate) commit: CommitReport,
    pub(crate) unknown_keys: BTreeMap<String, u64>,
    pub(crate) rejected: Places,
    pub(crate) bad_lines: Places,
    pub(crate) warnings: Places,
    /// Files that could not be read, or not to their end.
    pub(crate) unread: Vec<Error>,
    pub(crate) took: Duration,
    /// Of the index afterwards.
    pub(crate) stats: Option<Stats>,
    /// Whether the index holds nothing but what was added now.
    pub(crate) is_new: bool,
}

/// Lines of files with what is to be said of them.
#[derive(Debug, Default)]
pub(crate) struct Places {
    pub(crate) count: u64,
    /// The first of them.
    pub(crate) first: Vec<String>,
}

impl Places {
    fn note(&mut self, path: &Path, line: u64, what: impl fmt::Display) {
        self.count += 1;
        if self.first.len() < MAX_PLACES {
            self.first
                .push(format!("{}:{line}: {what}", path.display()));
        }
    }
}

/// Adds the files, merges the index if that is asked for, and waits until all of it is done.
pub(crate) fn add(index: &Index, options: &Options) -> Result<Added, Failure> {
    let started = Instant::now();
    let mut added = Added {
        is_new: index.stats()?.articles == 0,
        ..Added::default()
    };
    let mut files = Vec::new();
    for path in &options.add {
        files.extend(ingest::files(path)?);
    }
    added.files = files.len();
    let mut writer = index.writer()?;
    let progress = Progress::new(&files);
    for path in &files {
        progress.begin(path);
        if let Err(failure) = added.add_file(&mut writer, path, &progress)? {
            added.unread.push(failure);
        }
    }
    progress.bar.set_message("committing");
    added.commit = writer.commit()?;
    if options.optimize {
        progress.bar.set_message("merging");
        writer.optimize()?;
    }
    writer.close()?;
    progress.bar.finish_and_clear();
    added.took = started.elapsed();
    added.stats = Some(index.stats()?);
    Ok(added)
}

impl Added {
    /// The inner error is the file's and ends it alone, the outer one the writer's.
    fn add_file(
        &mut self,
        writer: &mut Writer,
        path: &Path,
        progress: &Progress,
    ) -> Result<Result<(), Error>, Error> {
        let mut articles = match ingest::open(path) {
            Ok(articles) => articles,
            Err(error) => return Ok(Err(error)),
        };
        let mut end = Ok(());
        let mut together = Together::default();
        for item in &mut articles {
            match item {
                Ok(Item::Article {
                    line,
                    article,
                    warnings,
                    ..
                }) => {
                    let bytes = (article.title.len() + article.body.len()) as u64;
                    self.text_bytes += bytes;
                    progress.advance(bytes);
                    for warning in warnings {
                        self.warnings.note(path, line, warning);
                    }
                    // One without text takes memory too.
                    together.bytes += article.title.len() + article.body.len() + 256;
                    together.articles.push(*article);
                    together.lines.push(line);
                    if together.bytes >= BYTES_TOGETHER {
                        self.add_together(writer, path, std::mem::take(&mut together))?;
                    }
                }
                Ok(Item::BadLine { line, reason, .. }) => self.bad_lines.note(path, line, reason),
                Ok(_) => {}
                Err(error) => end = Err(error),
            }
        }
        self.add_together(writer, path, together)?;
        for (key, count) in articles.unknown_keys() {
            *self.unknown_keys.entry(key).or_default() += count;
        }
        Ok(end)
    }

    fn add_together(
        &mut self,
        writer: &mut Writer,
        path: &Path,
        together: Together,
    ) -> Result<(), Error> {
        let outcomes = writer.add_all(&together.articles)?;
        let lines = together.articles.iter().zip(together.lines);
        for ((article, line), outcome) in lines.zip(outcomes) {
            if let Outcome::Rejected(reason) = outcome {
                let id: String = article.id.chars().take(80).collect();
                self.rejected
                    .note(path, line, format_args!("{id:?}: {reason}"));
            }
        }
        Ok(())
    }
}

/// Articles of one file, with the lines they stand in.
#[derive(Default)]
struct Together {
    articles: Vec<Article>,
    lines: Vec<u64>,
    bytes: usize,
}

/// A bar over the bytes of all files; hidden where the standard error is no terminal.
struct Progress {
    bar: ProgressBar,
    /// Where the file that is read begins, and where it ends.
    file: Cell<(u64, u64)>,
}

impl Progress {
    fn new(files: &[PathBuf]) -> Self {
        let bar = ProgressBar::new(files.iter().map(|path| length(path)).sum());
        let template = "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {elapsed}  {wide_msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            bar,
            file: Cell::default(),
        }
    }

    fn begin(&self, path: &Path) {
        let start = self.file.get().1;
        self.file.set((start, start + length(path)));
        self.bar.set_position(start);
        self.bar.set_message(
            path.file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        );
    }

    /// So much text came out of the file; a compressed one gives more than it holds.
    fn advance(&self, bytes: u64) {
        let (_, end) = self.file.get();
        self.bar
            .set_position((self.bar.position() + bytes).min(end));
    }
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |metadata| metadata.len())
}

/// The most memory the process ever held, where the system tells.
pub(crate) fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes << 10)
}

/// A file that was named and cannot be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) path: PathBuf,
    pub(crate) error: std::io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot read {}", self.path.display())
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

//! An index of another analysis: what to do about it, and doing it.

use std::fmt;
use std::path::{Path, PathBuf};

use clippings::{Error, ErrorKind, Index, ReanalysisReport};
use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;

/// Rebuilds the index from what is stored in it, with a bar where the standard error is a terminal.
pub(crate) fn reanalyze(directory: &Path) -> Result<ReanalysisReport, Failure> {
    let bar = ProgressBar::new(0);
    let template = "{bar:30} {percent:>3} %  {pos} of {len} articles, {elapsed}";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    let report = Index::reanalyze_with(directory, |progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    });
    bar.finish_and_clear();
    Ok(report?)
}

/// An index that must be reanalysed first, with the command that does it.
#[derive(Debug)]
struct Outdated {
    directory: PathBuf,
    error: Error,
}

/// Adds what to run to the error that says so.
pub(crate) fn or_advice(directory: &Path, opened: Result<Index, Error>) -> Result<Index, Failure> {
    opened.map_err(|error| {
        if error.kind() == ErrorKind::AnalysisChanged {
            let directory = directory.to_owned();
            Outdated { directory, error }.into()
        } else {
            error.into()
        }
    })
}

impl fmt::Display for Outdated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let directory = self.directory.display();
        write!(f, "run `searcher --index {directory} --reanalyze` first")
    }
}

impl std::error::Error for Outdated {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

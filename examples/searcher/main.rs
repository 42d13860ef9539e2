//! A searcher for the terminal and for scripts: adds files to an index and answers queries on it.
//!
//! `cargo run --release --example searcher -- Vucic` searches the bundled sample.

mod add;
mod options;
mod paint;
mod print;
mod prompt;
mod reanalyze;
mod sample;

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::ExitCode;

use clippings::{ErrorKind, Index, Query};

use crate::options::{Command, HELP, Options, Questions};
use crate::paint::Palette;

/// What ends the program early.
type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        // Whoever read the answers has read enough, as `head` does.
        Err(failure) if is_broken_pipe(failure.as_ref()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to do if not even this can be said.
            let _ = writeln!(io::stderr(), "error: {}", chain(failure.as_ref()));
            ExitCode::from(code_of(failure.as_ref()))
        }
    }
}

fn run() -> Result<ExitCode, Failure> {
    let options = match options::read(lexopt::Parser::from_env())? {
        Command::Search(options) => options,
        Command::Help => return say(HELP),
        Command::Version => return say(concat!("clippings ", env!("CARGO_PKG_VERSION"), "\n")),
    };
    let palette = Palette::chosen(options.color);
    if let Some(directory) = options.index.as_ref().filter(|_| options.reanalyze) {
        let report = reanalyze::reanalyze(directory)?;
        tell(&options, |out| print::reanalysis(out, palette, &report))?;
    }
    let index = open(&options)?;
    let mut code = ExitCode::SUCCESS;
    if !options.add.is_empty() || options.optimize {
        let added = add::add(&index, &options)?;
        if !added.unread.is_empty() {
            code = ExitCode::FAILURE;
        }
        tell(&options, |out| print::report(out, palette, &added))?;
    }
    if options.verify {
        index.verify()?;
        tell(&options, |out| {
            writeln!(out, "verified: every file matches its checksum")
        })?;
    }
    if options.stats {
        let holdings = print::holdings(&index.stats()?);
        tell(&options, |out| writeln!(out, "{holdings}"))?;
    }
    match &options.questions {
        Questions::One(text) => answer(&index, &options, palette, text)?,
        Questions::Batch(path) => answer_batch(&index, &options, path)?,
        Questions::None if prompt::is_possible() && !options.json => {
            let holdings = print::holdings(&index.stats()?);
            tell(&options, |out| writeln!(out, "{holdings}; Ctrl-D ends"))?;
            prompt::run(|text| answer(&index, &options, palette, text))?;
        }
        Questions::None if options.has_work() => {}
        Questions::None => return Err(options::usage("there is no query").into()),
    }
    Ok(code)
}

/// The index that is named, or one in memory: empty for what is added, else with the sample.
fn open(options: &Options) -> Result<Index, Failure> {
    let index = match &options.index {
        Some(directory) if options.add.is_empty() => {
            reanalyze::or_advice(directory, Index::open(directory))?
        }
        Some(directory) => reanalyze::or_advice(directory, Index::open_or_create(directory))?,
        None if options.add.is_empty() => sample::index()?,
        None => Index::in_memory()?,
    };
    Ok(index)
}

fn answer(index: &Index, options: &Options, palette: Palette, text: &str) -> Result<(), Failure> {
    let results = index.search(query(options, text))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    if options.json {
        serde_json::to_writer(&mut out, &results)?;
        out.write_all(b"\n")?;
    } else {
        print::results(&mut out, palette, &results, options.offset)?;
    }
    Ok(out.flush()?)
}

/// A line for a line, each as soon as it is known.
fn answer_batch(index: &Index, options: &Options, path: &Path) -> Result<(), Failure> {
    let mut lines: Box<dyn BufRead> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| add::Unreadable {
            path: path.to_owned(),
            error,
        })?;
        Box::new(BufReader::new(file))
    };
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        let results = index.search(query(options, text.trim_end_matches(['\n', '\r'])))?;
        serde_json::to_writer(&mut out, &results)?;
        out.write_all(b"\n")?;
        out.flush()?;
        line.clear();
    }
    Ok(())
}

fn query(options: &Options, text: &str) -> Query {
    Query::parse(text)
        .limit(options.limit)
        .offset(options.offset)
        .leftovers(options.leftovers)
}

/// News of the index go where they are no answer to a query.
fn tell(options: &Options, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if options.is_for_scripts() {
        write(&mut io::stderr().lock())
    } else {
        write(&mut io::stdout().lock())
    }
}

fn say(text: &str) -> Result<ExitCode, Failure> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

/// An error with all its causes.
fn chain(failure: &(dyn Error + 'static)) -> String {
    let mut text = failure.to_string();
    let mut cause = failure.source();
    while let Some(error) = cause {
        let more = error.to_string();
        // Some errors already say what their cause says.
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        cause = error.source();
    }
    text
}

/// 2 for what a better command line cures, else 1.
fn code_of(failure: &(dyn Error + 'static)) -> u8 {
    let kind = failure
        .downcast_ref::<clippings::Error>()
        .map(clippings::Error::kind);
    let is_usage = matches!(kind, Some(ErrorKind::NotFound | ErrorKind::InvalidArgument));
    if is_usage || failure.is::<lexopt::Error>() {
        2
    } else {
        1
    }
}

fn is_broken_pipe(failure: &(dyn Error + 'static)) -> bool {
    let kind = match failure.downcast_ref::<serde_json::Error>() {
        Some(error) => error.io_error_kind(),
        None => failure.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    kind == Some(io::ErrorKind::BrokenPipe)
}

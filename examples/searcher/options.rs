//! The command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clippings::query::DEFAULT_LIMIT;
use lexopt::prelude::*;

/// What `--help` says.
pub(crate) const HELP: &str = "\
Finds passages in news articles and shows why they were found.

Usage: searcher [OPTIONS] [QUERY]...

Without --index and --add it searches the bundled sample, and without a query it asks for one.

What to search:
  --index DIR      the index in this folder; made if articles are added
  --add PATH...    add .txt, .jsonl and .jsonl.gz files and the folders that hold them;
                   without --index to an index in memory. Words that follow and are neither
                   there nor look like a path begin the query; so does all that follows --
  --reanalyze      rebuild the index for this version's analysis from the articles in it;
                   stopped at any moment, the next call goes on
  --optimize       merge the index into one part, for the fastest searches
  --stats          tell how much the index holds
  --verify         compare every file of the index with its checksum

What to find:
  QUERY            vucic kosovo          both words
                   '\"kosovo border\"'     a phrase
                   battalion -princess   not this word
                   kurti OR vucic        either
                   title:kosovo source:nextv lang:sr from:sv after:2023-09-01 before:2023-10-01
                   milit*                words that begin so
                   stoltenburg~1         words within one edit
  --limit N        at most so many passages (10)
  --offset N       leave out the first so many
  --leftovers      search web leftovers too: site names, captions, \"see also\" lines
  --batch FILE     answer each line of a file, or of the standard input for -, as --json does

How to show it:
  --json           one JSON object for the query, on one line
  --color WHEN     always, never, or auto (on a terminal, unless NO_COLOR is set)
  --help           show this
  --version        show the version

Exit status: 0, or 2 for a wrong command line or index path, or 1 for any other error.
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Command {
    Search(Options),
    Help,
    Version,
}

#[derive(Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct Options {
    pub(crate) index: Option<PathBuf>,
    pub(crate) add: Vec<PathBuf>,
    pub(crate) reanalyze: bool,
    pub(crate) optimize: bool,
    pub(crate) stats: bool,
    pub(crate) verify: bool,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    pub(crate) leftovers: bool,
    pub(crate) json: bool,
    pub(crate) color: Color,
    pub(crate) questions: Questions,
}

/// What to search for.
#[derive(Debug, Default)]
pub(crate) enum Questions {
    #[default]
    None,
    One(String),
    /// A file with a query on each line, or `-`.
    Batch(PathBuf),
}

#[derive(Debug, Default, Clone, Copy)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Options {
    /// Whether there is something to do without a query.
    pub(crate) fn has_work(&self) -> bool {
        !self.add.is_empty() || self.reanalyze || self.optimize || self.stats || self.verify
    }

    /// Whether nothing but answers may stand on the standard output.
    pub(crate) fn is_for_scripts(&self) -> bool {
        self.json || matches!(self.questions, Questions::Batch(_))
    }
}

/// Reads the command line.
///
/// There are no options of one letter: what begins with a single hyphen belongs to the query, as
/// `-princess` does.
pub(crate) fn read(mut parser: lexopt::Parser) -> Result<Command, lexopt::Error> {
    let mut options = Options {
        limit: DEFAULT_LIMIT,
        ..Options::default()
    };
    let mut words: Vec<String> = Vec::new();
    let mut batch = None;
    loop {
        if let Some(word) = parser
            .try_raw_args()
            .and_then(|mut next| next.next_if(is_excluded_word))
        {
            words.push(word.string()?);
            continue;
        }
        let Some(argument) = parser.next()? else {
            break;
        };
        match argument {
            Value(word) => words.push(word.string()?),
            Long("index") => options.index = Some(parser.value()?.into()),
            Long("add") => options.add.extend(paths(&mut parser)?),
            Long("reanalyze") => options.reanalyze = true,
            Long("optimize") => options.optimize = true,
            Long("stats") => options.stats = true,
            Long("verify") => options.verify = true,
            Long("limit") => options.limit = parser.value()?.parse()?,
            Long("offset") => options.offset = parser.value()?.parse()?,
            Long("leftovers") => options.leftovers = true,
            Long("batch") => batch = Some(PathBuf::from(parser.value()?)),
            Long("json") => options.json = true,
            Long("color") => options.color = parser.value()?.parse_with(color)?,
            Long("help") => return Ok(Command::Help),
            Long("version") => return Ok(Command::Version),
            _ => return Err(argument.unexpected()),
        }
    }
    if options.reanalyze && options.index.is_none() {
        return Err(usage("--reanalyze needs --index"));
    }
    options.questions = match (batch, words.is_empty()) {
        (None, true) => Questions::None,
        (None, false) => Questions::One(words.join(" ")),
        (Some(path), true) => Questions::Batch(path),
        (Some(_), false) => return Err(usage("a query and --batch exclude each other")),
    };
    Ok(Command::Search(options))
}

/// An error of whoever wrote the command line.
pub(crate) fn usage(what: &str) -> lexopt::Error {
    format!("{what}, see --help").into()
}

fn is_excluded_word(argument: &std::ffi::OsStr) -> bool {
    let bytes = argument.as_encoded_bytes();
    bytes.starts_with(b"-") && !bytes.starts_with(b"--")
}

/// The first word after `--add`, and those after it that are paths.
fn paths(parser: &mut lexopt::Parser) -> Result<Vec<PathBuf>, lexopt::Error> {
    let mut paths = vec![PathBuf::from(parser.value()?)];
    if let Some(mut next) = parser.try_raw_args() {
        while let Some(path) = next.next_if(|word| is_path(Path::new(word))) {
            paths.push(path.into());
        }
    }
    Ok(paths)
}

fn is_path(word: &Path) -> bool {
    let name: OsString = word.as_os_str().to_ascii_lowercase();
    let name = name.to_string_lossy();
    !name.starts_with('-')
        && (word.exists()
            || [".txt", ".jsonl", ".jsonl.gz"]
                .iter()
                .any(|ending| name.ends_with(ending)))
}

fn color(when: &str) -> Result<Color, String> {
    match when {
        "auto" => Ok(Color::Auto),
        "always" => Ok(Color::Always),
        "never" => Ok(Color::Never),
        _ => Err("expected always, never or auto".to_owned()),
    }
}

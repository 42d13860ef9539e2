//! The command line.

use std::path::PathBuf;

use clippings::Language;
use lexopt::prelude::*;

/// What `--help` says.
pub(crate) const HELP: &str = "\
Measures retrieval on judged collections, names, and the detection of languages.

Usage: evaluate [OPTIONS] [FOLDER[:LANGUAGE]]...

A folder holds corpus.jsonl, queries.jsonl and qrels.tsv in the layout of BEIR, and answers.tsv where
the words that answer are known. Without a language the texts are recognised.

  --pooled            measure all collections once more, in one index together
  --baseline tantivy  measure the engine alone too: its default tokenizer, and `en_stem`
  --depth N           how many articles are asked for a question (100)
  --runs DIR          write each ranking as a TREC run file
  --run FILE          measure this TREC run file instead of searching
  --mentions FILE     documents with annotated people (.jsonl or .jsonl.gz): are they found by name
  --languages FILE[:HALF]
                      sentences whose language is known (.tsv or .jsonl, also .gz): is it recognised;
                      HALF is 1 or 2: every other sentence only, or every other text
  --transliterations FILE[:HALF]
                      pairs of a Latin form and one in another script (.tsv or .tsv.gz): is it found
                      among all forms of the script; HALF as above, of the Latin forms
  --stories FILE      stories in several languages (.jsonl or .jsonl.gz): are the people whom the English
                      version names found in the others
  --json FILE         write all figures as JSON
  --help              show this
";

/// What the command line asks for.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) collections: Vec<(PathBuf, Option<Language>)>,
    pub(crate) pooled: bool,
    pub(crate) baseline: Option<Baseline>,
    pub(crate) depth: usize,
    pub(crate) runs: Option<PathBuf>,
    pub(crate) run: Option<PathBuf>,
    pub(crate) mentions: Option<PathBuf>,
    pub(crate) languages: Vec<(PathBuf, Option<Half>)>,
    pub(crate) transliterations: Vec<(PathBuf, Option<Half>)>,
    pub(crate) stories: Option<PathBuf>,
    pub(crate) json: Option<PathBuf>,
}

/// What is measured beside this library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Baseline {
    Tantivy,
}

/// A half of the sentences of each language, or of the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    First,
    Second,
}

/// Reads the command line; nothing where help is wanted.
pub(crate) fn read(mut parser: lexopt::Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        collections: Vec::new(),
        pooled: false,
        baseline: None,
        depth: 100,
        runs: None,
        run: None,
        mentions: None,
        languages: Vec::new(),
        transliterations: Vec::new(),
        stories: None,
        json: None,
    };
    while let Some(argument) = parser.next()? {
        match argument {
            Value(folder) => options.collections.push(folder.parse_with(collection)?),
            Long("pooled") => options.pooled = true,
            Long("baseline") => options.baseline = Some(parser.value()?.parse_with(baseline)?),
            Long("depth") => options.depth = parser.value()?.parse()?,
            Long("runs") => options.runs = Some(parser.value()?.into()),
            Long("run") => options.run = Some(parser.value()?.into()),
            Long("mentions") => options.mentions = Some(parser.value()?.into()),
            Long("languages") => {
                let file = parser.value()?.string()?;
                options.languages.push(in_half(&file));
            }
            Long("transliterations") => {
                let file = parser.value()?.string()?;
                options.transliterations.push(in_half(&file));
            }
            Long("stories") => options.stories = Some(parser.value()?.into()),
            Long("json") => options.json = Some(parser.value()?.into()),
            Long("help") => return Ok(None),
            _ => return Err(argument.unexpected()),
        }
    }
    let has_work = !options.collections.is_empty()
        || options.mentions.is_some()
        || !options.languages.is_empty()
        || !options.transliterations.is_empty()
        || options.stories.is_some();
    if !has_work {
        return Err("nothing to measure, see --help".into());
    }
    if options.run.is_some() && options.collections.len() != 1 {
        return Err("--run goes with one collection".into());
    }
    Ok(Some(options))
}

fn collection(folder: &str) -> Result<(PathBuf, Option<Language>), String> {
    match folder.rsplit_once(':') {
        Some((folder, code)) if !code.contains(['/', '\\']) => {
            let language = Language::from_code(code);
            let language = language.ok_or_else(|| format!("unknown language code {code:?}"))?;
            Ok((folder.into(), Some(language)))
        }
        _ => Ok((folder.into(), None)),
    }
}

fn in_half(file: &str) -> (PathBuf, Option<Half>) {
    match file.rsplit_once(':') {
        Some((file, "1")) => (file.into(), Some(Half::First)),
        Some((file, "2")) => (file.into(), Some(Half::Second)),
        _ => (file.into(), None),
    }
}

fn baseline(name: &str) -> Result<Baseline, String> {
    match name {
        "tantivy" => Ok(Baseline::Tantivy),
        _ => Err("the only baseline is tantivy".to_owned()),
    }
}

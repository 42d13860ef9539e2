//! Measures retrieval on judged collections, names on annotated documents and the detection of
//! languages, and prints tables.
//!
//! `cargo run --release --features eval --example evaluate -- --help` tells how.

mod baseline;
mod options;
mod report;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use clippings::Index;
use clippings::eval::{
    Answers, Collection, LanguageSamples, Mentions, QueryForm, Run, Stories, Transliterations,
};
use clippings::query::Query;

use crate::options::{Baseline, Half, Options};
use crate::report::{LanguagesOf, MentionsOf, Report, Row, StoriesOf, TransliterationsOf};

/// How many Latin forms are asked for in each script.
const MAX_ASKED: usize = 200;

/// What ends the program early.
type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nothing is left to do if not even this can be said.
            let _ = writeln!(io::stderr(), "error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let Some(options) = options::read(lexopt::Parser::from_env())? else {
        return Ok(io::stdout().write_all(options::HELP.as_bytes())?);
    };
    let mut report = Report::default();
    let mut collections = Vec::new();
    for (folder, language) in &options.collections {
        collections.push(Collection::read(folder)?.in_language(*language));
    }
    for collection in &collections {
        let alone = std::slice::from_ref(collection);
        retrieve(&options, alone, "", &mut report)?;
    }
    if options.pooled {
        let pooled: Vec<_> = collections
            .into_iter()
            .map(Collection::with_prefixed_ids)
            .collect();
        retrieve(&options, &pooled, " (pooled)", &mut report)?;
    }
    if let Some(path) = &options.mentions {
        let mentions = Mentions::read(path)?;
        let index = Index::in_memory()?;
        let mut writer = index.writer()?;
        mentions.add_to(&mut writer)?;
        writer.commit()?;
        let forms = [QueryForm::Full, QueryForm::Surname, QueryForm::Base];
        for asked_as in ["names", "names alike", "words"] {
            let ask = match asked_as {
                "names" => Query::name,
                "names alike" => Query::name_alike,
                _ => Query::word,
            };
            report.mentions.push(MentionsOf {
                file: path.display().to_string(),
                asked_as,
                report: mentions.measure(&index.searcher(), &forms, ask)?,
            });
        }
    }
    for (path, half) in &options.languages {
        let samples = LanguageSamples::read(path)?;
        let (samples, part) = match half {
            None => (samples, ""),
            Some(Half::First) => (samples.half(false), ", first half"),
            Some(Half::Second) => (samples.half(true), ", second half"),
        };
        report.languages.push(LanguagesOf {
            file: format!("{}{part}", path.display()),
            rows: samples.measure(),
        });
    }
    for (path, half) in &options.transliterations {
        let part = match half {
            None => "",
            Some(Half::First) => ", first half",
            Some(Half::Second) => ", second half",
        };
        let second = half.map(|half| half == Half::Second);
        report.transliterations.push(TransliterationsOf {
            file: format!("{}{part}", path.display()),
            rows: Transliterations::read(path)?.measure(second, MAX_ASKED),
        });
    }
    if let Some(path) = &options.stories {
        let stories = Stories::read(path)?;
        let people = stories.people();
        let mut rows = Vec::new();
        for label in stories.versions.keys() {
            let index = Index::in_memory()?;
            let mut writer = index.writer()?;
            stories.add_to(label, &mut writer)?;
            writer.commit()?;
            rows.extend(stories.measure(label, &index.searcher(), &people)?);
        }
        rows.sort_by_key(|row| row.by_family_name);
        let file = path.display().to_string();
        report.stories.push(StoriesOf { file, rows });
    }
    let mut out = io::stdout().lock();
    write!(out, "{report}")?;
    if let Some(path) = &options.json {
        fs::write(path, serde_json::to_string_pretty(&report)?)?;
    }
    Ok(())
}

/// Asks the questions of these collections of one index that holds them all.
fn retrieve(
    options: &Options,
    collections: &[Collection],
    suffix: &str,
    report: &mut Report,
) -> Result<(), Failure> {
    if let Some(path) = &options.run {
        let run = Run::read(path)?;
        for collection in collections {
            let name = format!("{}{suffix}", collection.name);
            report.rows.push(Row::new(
                &name,
                &path.display().to_string(),
                collection.measure(&run),
            ));
        }
        return Ok(());
    }
    let index = Index::in_memory()?;
    let mut writer = index.writer()?;
    for collection in collections {
        let rejected = collection.add_to(&mut writer)?;
        if !rejected.is_empty() {
            let count = rejected.len();
            report.notes.push(format!(
                "{}: {count} articles hold no text",
                collection.name
            ));
        }
    }
    writer.commit()?;
    let searcher = index.searcher();
    for collection in collections {
        let name = format!("{}{suffix}", collection.name);
        let answers = Answers::of(&searcher, collection, options.depth)?;
        keep(options, &name, "clippings", &answers.run)?;
        let row = Row::new(&name, "clippings", collection.measure(&answers.run));
        report.rows.push(row.with_answers(&answers));
    }
    if options.baseline == Some(Baseline::Tantivy) {
        for (system, tokenizer) in [("tantivy", "default"), ("tantivy en_stem", "en_stem")] {
            let engine = baseline::Engine::of(collections, tokenizer)?;
            for collection in collections {
                let name = format!("{}{suffix}", collection.name);
                let (run, times) = engine.ask(collection, options.depth)?;
                keep(options, &name, system, &run)?;
                let row = Row::new(&name, system, collection.measure(&run));
                report.rows.push(row.with_times(times));
            }
        }
    }
    Ok(())
}

/// Writes a run where that is wanted.
fn keep(options: &Options, collection: &str, system: &str, run: &Run) -> Result<(), Failure> {
    if let Some(folder) = &options.runs {
        fs::create_dir_all(folder)?;
        let name = format!("{collection}.{system}.run").replace([' ', '/'], "_");
        fs::write(folder.join(name), run.to_trec(system))?;
    }
    Ok(())
}

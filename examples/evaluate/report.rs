//! The figures: a table for people, JSON for tools.

use std::fmt;

use clippings::eval::{
    Answers, LanguageRow, Measures, MentionReport, Percentiles, StoryRow, TransliterationRow,
};
use serde::Serialize;

/// All that was measured.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Report {
    pub(crate) rows: Vec<Row>,
    pub(crate) mentions: Vec<MentionsOf>,
    pub(crate) languages: Vec<LanguagesOf>,
    pub(crate) transliterations: Vec<TransliterationsOf>,
    pub(crate) stories: Vec<StoriesOf>,
    pub(crate) notes: Vec<String>,
}

/// One system on one collection.
#[derive(Debug, Serialize)]
pub(crate) struct Row {
    collection: String,
    system: String,
    #[serde(flatten)]
    measures: Measures,
    /// Where the words that answer are known.
    answers: Option<Passages>,
    times: Option<Percentiles>,
}

#[derive(Debug, Serialize)]
struct Passages {
    questions: usize,
    passage_at_1: f64,
    passage_at_10: f64,
    highlight_at_10: f64,
}

/// The names of one file.
#[derive(Debug, Serialize)]
pub(crate) struct MentionsOf {
    pub(crate) file: String,
    pub(crate) asked_as: &'static str,
    pub(crate) report: MentionReport,
}

/// The languages of one file.
#[derive(Debug, Serialize)]
pub(crate) struct LanguagesOf {
    pub(crate) file: String,
    pub(crate) rows: Vec<LanguageRow>,
}

/// The transliterations of one file.
#[derive(Debug, Serialize)]
pub(crate) struct TransliterationsOf {
    pub(crate) file: String,
    pub(crate) rows: Vec<TransliterationRow>,
}

/// The stories of one file.
#[derive(Debug, Serialize)]
pub(crate) struct StoriesOf {
    pub(crate) file: String,
    pub(crate) rows: Vec<StoryRow>,
}

impl fmt::Display for StoriesOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{}: people named in English, by language of the stories",
            self.file
        )?;
        writeln!(
            f,
            "{:<6} {:<9} {:>5} | {:>5} {:>5}",
            "asked", "language", "cases", "found", "right"
        )?;
        for row in &self.rows {
            let asked = if row.by_family_name { "family" } else { "full" };
            let StoryRow {
                label,
                cases,
                found,
                right,
                ..
            } = row;
            writeln!(
                f,
                "{asked:<6} {label:<9} {cases:>5} | {found:>5.3} {right:>5.3}"
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for TransliterationsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n{}: transliterations, recall and false forms in 10,000",
            self.file
        )?;
        write!(
            f,
            "{:<11} {:>6} {:>6} {:>5}",
            "script", "pairs", "forms", "asked"
        )?;
        for way in ["rules", "lexicon", "likeness", "no lexicon", "all"] {
            write!(f, " | {way:>11}")?;
        }
        writeln!(f, " | {:>5} {:>7} {:>7}", "read8", "p50us", "p99us")?;
        for row in &self.rows {
            let (script, asked) = (&row.script, row.asked);
            write!(
                f,
                "{script:<11} {:>6} {:>6} {asked:>5}",
                row.pairs, row.forms
            )?;
            let ways = [
                row.rules,
                row.lexicon,
                row.likeness,
                row.without_lexicon,
                row.all,
            ];
            for rates in ways {
                write!(
                    f,
                    " | {:>5.3} {:>5.2}",
                    rates.recall, rates.false_per_10_000
                )?;
            }
            let (p50, p99) = (row.p50_us, row.p99_us);
            writeln!(f, " | {:>5.3} {p50:>7.0} {p99:>7.0}", row.read_in_8)?;
        }
        Ok(())
    }
}

impl fmt::Display for LanguagesOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}: languages, ours | whatlang alone", self.file)?;
        writeln!(
            f,
            "{:<14} {:<8} {:>5} | {:>6} {:>6} {:>6} {:>6} | {:>6} {:>6} {:>6} {:>6}",
            "length",
            "language",
            "texts",
            "right",
            "sure",
            "surely",
            "us",
            "right",
            "sure",
            "surely",
            "us"
        )?;
        for row in &self.rows {
            let length = format!("{:?}", row.length);
            let label = row.label.as_deref().unwrap_or("all");
            write!(f, "{length:<14} {label:<8} {:>5}", row.texts)?;
            for rates in [row.ours, row.whatlang] {
                write!(
                    f,
                    " | {:>6.3} {:>6.3} {:>6.3} {:>6.1}",
                    rates.right, rates.reliable, rates.reliable_right, rates.micros
                )?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl Row {
    pub(crate) fn new(collection: &str, system: &str, measures: Measures) -> Self {
        Self {
            collection: collection.to_owned(),
            system: system.to_owned(),
            measures,
            answers: None,
            times: None,
        }
    }

    pub(crate) fn with_times(self, times: Percentiles) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    pub(crate) fn with_answers(self, answers: &Answers) -> Self {
        let passages = Passages {
            questions: answers.answerable,
            passage_at_1: answers.passage_at_1,
            passage_at_10: answers.passage_at_10,
            highlight_at_10: answers.highlight_at_10,
        };
        Self {
            answers: (answers.answerable > 0).then_some(passages),
            times: Some(answers.times),
            ..self
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.rows.is_empty() {
            writeln!(
                f,
                "{:<22} {:<16} {:>5} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
                "collection",
                "system",
                "asked",
                "ndcg10",
                "mrr10",
                "rec10",
                "rec100",
                "pass1",
                "pass10",
                "mark10",
                "p50us",
                "p99us"
            )?;
        }
        for row in &self.rows {
            let Measures {
                questions,
                ndcg_at_10,
                mrr_at_10,
                recall_at_10,
                recall_at_100,
                ..
            } = row.measures;
            write!(
                f,
                "{:<22} {:<16} {questions:>5}",
                row.collection, row.system
            )?;
            for figure in [ndcg_at_10, mrr_at_10, recall_at_10, recall_at_100] {
                write!(f, " {figure:>7.4}")?;
            }
            match &row.answers {
                Some(answers) => write!(
                    f,
                    " {:>7.4} {:>7.4} {:>7.4}",
                    answers.passage_at_1, answers.passage_at_10, answers.highlight_at_10
                )?,
                None => write!(f, " {:>7} {:>7} {:>7}", "", "", "")?,
            }
            if let Some(times) = &row.times {
                write!(f, " {:>7} {:>7}", times.p50_us, times.p99_us)?;
            }
            writeln!(f)?;
        }
        for mentions in &self.mentions {
            write!(f, "{mentions}")?;
        }
        for languages in &self.languages {
            write!(f, "{languages}")?;
        }
        for transliterations in &self.transliterations {
            write!(f, "{transliterations}")?;
        }
        for stories in &self.stories {
            write!(f, "{stories}")?;
        }
        for note in &self.notes {
            writeln!(f, "{note}")?;
        }
        Ok(())
    }
}

impl fmt::Display for MentionsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            asked_as,
            report,
        } = self;
        writeln!(
            f,
            "\n{file}: people asked for as {asked_as}, by the form of the query and the language of the documents"
        )?;
        writeln!(
            f,
            "{:<8} {:<4} {:>5} | documents {:>6} {:>6} {:>6} {:>6} {:>6} {:>7} | ranges {:>6} {:>6} {:>6} {:>6} {:>6}",
            "form",
            "lang",
            "asked",
            "micP",
            "micR",
            "macP",
            "macR",
            "avgP",
            "in full",
            "micP",
            "micR",
            "macP",
            "macR",
            "touch"
        )?;
        for row in &report.rows {
            let language = row.language.map_or("all", |language| language.code());
            let form = format!("{:?}", row.form).to_lowercase();
            let (documents, ranges) = (row.documents, row.ranges);
            writeln!(
                f,
                "{form:<8} {language:<4} {:>5} |           {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>7.3} |        {:>6.3} {:>6.3} {:>6.3} {:>6.3} {:>6.3}",
                row.questions,
                documents.micro_precision,
                documents.micro_recall,
                documents.macro_precision,
                documents.macro_recall,
                row.average_precision,
                row.recall_in_full,
                ranges.micro_precision,
                ranges.micro_recall,
                ranges.macro_precision,
                ranges.macro_recall,
                row.touching,
            )?;
        }
        Ok(())
    }
}

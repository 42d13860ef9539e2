//! A judged collection: articles, questions, which article answers which, and in which words.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::measures::{self, Measures};
use super::{Run, each_line};
use crate::article::Article;
use crate::error::Result;
use crate::text::Span;
use crate::text::language::Language;
use crate::writer::Writer;

/// A judged collection in the layout of BEIR.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Collection {
    /// The name of its folder.
    pub name: String,
    /// What is searched.
    pub articles: Vec<Article>,
    /// What is asked.
    pub questions: Vec<Question>,
    /// By question and article: how well the article answers, from 1; what is not named does not.
    pub judgements: BTreeMap<String, BTreeMap<String, u32>>,
    /// By question: in which words it is answered, where that is known.
    pub answers: BTreeMap<String, Vec<Answer>>,
}

/// A question of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// Its id.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// The words of an article that answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The id of the article.
    pub article: String,
    /// Bytes of its body.
    pub span: Span,
}

#[derive(Deserialize)]
struct CorpusLine {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    text: String,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Deserialize, Default)]
struct Metadata {
    lang: Option<String>,
}

#[derive(Deserialize)]
struct QueryLine {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

impl Collection {
    /// Reads a folder with `corpus.jsonl` (`_id`, `title`, `text`, and `metadata.lang` where the
    /// language is declared), `queries.jsonl` (`_id`, `text`), `qrels.tsv` (`query-id`,
    /// `corpus-id`, `score`, below a heading) and, if there is one, `answers.tsv` (`query-id`,
    /// `start_char`, `answer` below a heading, with `corpus-id` after the id where a question has
    /// several articles); `start_char` counts characters of the text.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if a file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is not
    /// as it should be, or an answer that does not stand where it is said to.
    pub fn read(folder: impl AsRef<Path>) -> Result<Self> {
        let folder = folder.as_ref();
        let mut collection = Self {
            name: folder
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            ..Self::default()
        };
        let Self {
            articles,
            questions,
            judgements,
            ..
        } = &mut collection;
        each_line(&folder.join("corpus.jsonl"), |line| {
            let line: CorpusLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let mut article = Article::new(line.id).title(line.title).body(line.text);
            if let Some(code) = line.metadata.lang {
                let unknown = || format!("unknown language code {code:?}");
                article.language = Some(Language::from_code(&code).ok_or_else(unknown)?);
            }
            articles.push(article);
            Ok(())
        })?;
        each_line(&folder.join("queries.jsonl"), |line| {
            let line: QueryLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
            questions.push(Question {
                id: line.id,
                text: line.text,
            });
            Ok(())
        })?;
        each_line(&folder.join("qrels.tsv"), |line| {
            let &[question, article, grade] = fields(line).as_slice() else {
                return Err("three fields are expected".to_owned());
            };
            if grade == "score" {
                return Ok(());
            }
            // Some collections judge what is off the point below zero.
            let grade: i64 = grade.parse().map_err(|_| format!("no grade: {grade:?}"))?;
            let judged = judgements.entry(question.to_owned()).or_default();
            if let Ok(grade @ 1..) = u32::try_from(grade) {
                judged.insert(article.to_owned(), grade);
            }
            Ok(())
        })?;
        let answers = folder.join("answers.tsv");
        if answers.exists() {
            each_line(&answers, |line| collection.read_answer(line))?;
        }
        Ok(collection)
    }

    fn read_answer(&mut self, line: &str) -> Result<(), String> {
        let (question, named, start, answer) = match *fields(line).as_slice() {
            [question, start, answer] => (question, None, start, answer),
            [question, article, start, answer] => (question, Some(article), start, answer),
            _ => return Err("three or four fields are expected".to_owned()),
        };
        if question == "query-id" {
            return Ok(());
        }
        let judged = self.judgements.get(question);
        let only = judged.and_then(|judged| judged.keys().next());
        let id = named.or(only.map(String::as_str));
        let Some(article) = self
            .articles
            .iter()
            .find(|article| Some(&*article.id) == id)
        else {
            return Err("it answers from no article of the collection".to_owned());
        };
        let chars: usize = start.parse().map_err(|_| format!("no offset: {start:?}"))?;
        let mut starts = article.body.char_indices().map(|(at, _)| at);
        let start = starts.nth(chars).unwrap_or(article.body.len());
        let span = Span::new(start, start + answer.len());
        if span.of(&article.body) != Some(answer) {
            return Err("the answer does not stand at its offset".to_owned());
        }
        self.answers
            .entry(question.to_owned())
            .or_default()
            .push(Answer {
                article: article.id.clone(),
                span,
            });
        Ok(())
    }

    /// Declares the language of every article that does not declare its own.
    #[must_use]
    pub fn in_language(mut self, language: Option<Language>) -> Self {
        for article in &mut self.articles {
            article.language = article.language.or(language);
        }
        self
    }

    /// Makes the ids differ from those of other collections in the same index.
    #[must_use]
    pub fn with_prefixed_ids(mut self) -> Self {
        let prefixed = |id: &str| format!("{}/{id}", self.name);
        for article in &mut self.articles {
            article.id = prefixed(&article.id);
        }
        for question in &mut self.questions {
            question.id = prefixed(&question.id);
        }
        self.judgements = (self.judgements.iter())
            .map(|(question, judged)| {
                let judged = judged.iter().map(|(id, grade)| (prefixed(id), *grade));
                (prefixed(question), judged.collect())
            })
            .collect();
        self.answers = (self.answers.iter())
            .map(|(question, answers)| {
                let answers = answers.iter().map(|answer| Answer {
                    article: prefixed(&answer.article),
                    span: answer.span,
                });
                (prefixed(question), answers.collect())
            })
            .collect();
        self
    }

    /// Adds all articles; gives the ids of those that were not taken.
    ///
    /// # Errors
    ///
    /// As [`Writer::add`].
    pub fn add_to(&self, writer: &mut Writer) -> Result<Vec<String>> {
        let mut rejected = Vec::new();
        for (article, outcome) in self.articles.iter().zip(writer.add_all(&self.articles)?) {
            if let crate::writer::Outcome::Rejected(_) = outcome {
                rejected.push(article.id.clone());
            }
        }
        Ok(rejected)
    }

    /// What a run is worth: the mean over all questions with a judgement above 0. A question that
    /// the run does not hold counts as 0.
    #[must_use]
    pub fn measure(&self, run: &Run) -> Measures {
        let none = Vec::new();
        let judged = self
            .judgements
            .iter()
            .filter(|(_, judged)| !judged.is_empty());
        measures::mean(judged.map(|(question, judged)| {
            let ranked = run.rankings.get(question).unwrap_or(&none);
            let ranked = ranked.iter().map(|(article, _)| article.as_str());
            Measures::of(&ranked.collect::<Vec<_>>(), judged)
        }))
    }
}

fn fields(line: &str) -> Vec<&str> {
    line.trim_end_matches(['\r', '\n']).split('\t').collect()
}

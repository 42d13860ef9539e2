//! People named in documents: whether a name finds all documents that mention its bearer, and marks
//! the mentions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::each_line;
use super::measures::share;
use crate::article::Article;
use crate::error::Result;
use crate::query::{MAX_WINDOW, Query};
use crate::results::{Field, Highlight};
use crate::searcher::Searcher;
use crate::text::Span;
use crate::text::language::Language;
use crate::writer::Writer;

/// Documents in which the mentions of people are annotated.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Mentions {
    /// In the order of the file.
    pub documents: Vec<MentionDocument>,
}

/// A document with its mentions.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MentionDocument {
    /// What is searched; its language is declared.
    pub article: Article,
    /// Of people and of all else, in order.
    pub mentions: Vec<Mention>,
}

/// Where a document names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mention {
    /// Bytes of the body.
    pub span: Span,
    /// The name in its base form, as annotated.
    pub lemma: String,
    /// Who or what is meant: one id for all languages, `PER-Theresa-May`.
    pub entity: String,
    /// Whether it is a person; only people are asked for.
    pub is_person: bool,
}

/// What is asked for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum QueryForm {
    /// The name in the entity's id, of two parts or more, asked of all languages.
    Full,
    /// The last part of such a name; right is every document that mentions a bearer. Whoever and
    /// whatever has it as another part of the name is no error, and not asked for.
    Surname,
    /// The most frequent base form of two words or more in a language, asked of its documents.
    Base,
}

/// Precision and recall. Micro: over all pairs of question and document; macro: the mean over
/// questions (precision over those that found something).
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Rates {
    /// Of all that was found, the part that is right.
    pub micro_precision: f64,
    /// Of all that is right, the part that was found.
    pub micro_recall: f64,
    /// The mean precision of a question.
    pub macro_precision: f64,
    /// The mean recall of a question.
    pub macro_recall: f64,
}

/// The rates of one query form in the documents of one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MentionRow {
    /// What was asked.
    pub form: QueryForm,
    /// `None`: in all languages.
    pub language: Option<Language>,
    /// Questions with a right answer in this language.
    pub questions: usize,
    /// Of documents.
    pub documents: Rates,
    /// The mean over questions of the average precision of the documents in the order in which they are
    /// first found: 1 where all right ones are found, before all others.
    pub average_precision: f64,
    /// Of the right documents that mention the person in two words or more somewhere, the part that
    /// was found.
    pub recall_in_full: f64,
    /// Of highlights in the documents that were rightly found: right is a range, highlights with
    /// nothing but blanks and hyphens between them joined, that equals a mention.
    pub ranges: Rates,
    /// The part of these ranges that has at least a byte in common with a mention.
    pub touching: f64,
}

/// All rows.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MentionReport {
    /// By form, all languages together first.
    pub rows: Vec<MentionRow>,
    /// The questions with most documents wrongly found or missed, the worst first.
    pub worst: Vec<MentionQuestion>,
}

/// What went wrong with one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MentionQuestion {
    /// In which form it was asked.
    pub form: QueryForm,
    /// What was asked.
    pub name: String,
    /// Documents that were found and are right.
    pub right: usize,
    /// Documents that were found and are not right.
    pub wrong: usize,
    /// Documents that are right and were not found.
    pub missed: usize,
    /// Those of them that mention the person in two words or more.
    pub missed_in_full: usize,
    /// Some of what was marked in the wrong ones.
    pub marked: Vec<String>,
    /// How the missed ones name the person, some of it.
    pub surfaces: Vec<String>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    lang: String,
    text: String,
    mentions: Vec<LineMention>,
}

#[derive(Deserialize)]
struct LineMention {
    start: usize,
    end: usize,
    lemma: String,
    r#type: String,
    eid: String,
}

impl Mentions {
    /// Reads a file with a JSON object a line: `id`, `lang`, `text`, and `mentions` with `start`
    /// and `end` in characters of the text, `lemma`, `type` and `eid`. People are those of `type` `PER`
    /// whose `eid` begins with `PER-`; offsets outside of the text are an error.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is not
    /// as it should be.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let mut documents = Vec::new();
        each_line(path.as_ref(), |line| {
            let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
            let language = Language::from_code(&line.lang)
                .ok_or_else(|| format!("unknown language code {:?}", line.lang))?;
            let mut bytes: Vec<usize> = line.text.char_indices().map(|(at, _)| at).collect();
            bytes.push(line.text.len());
            let mut mentions = Vec::new();
            for mention in line.mentions {
                let is_person = mention.r#type == "PER" && mention.eid.starts_with(PERSON);
                let (Some(&start), Some(&end)) = (bytes.get(mention.start), bytes.get(mention.end))
                else {
                    return Err(format!("no text at {}..{}", mention.start, mention.end));
                };
                mentions.push(Mention {
                    span: Span::new(start, end),
                    lemma: mention.lemma,
                    entity: mention.eid,
                    is_person,
                });
            }
            mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
            let article = Article {
                language: Some(language),
                ..Article::new(line.id).body(line.text)
            };
            documents.push(MentionDocument { article, mentions });
            Ok(())
        })?;
        Ok(Self { documents })
    }

    /// Adds all documents.
    ///
    /// # Errors
    ///
    /// As [`Writer::add_all`].
    pub fn add_to(&self, writer: &mut Writer) -> Result<()> {
        let articles: Vec<Article> = (self.documents.iter())
            .map(|document| document.article.clone())
            .collect();
        writer.add_all(&articles)?;
        Ok(())
    }

    /// Asks for everybody mentioned in these forms of their names. `ask` makes the query of a
    /// name: [`Query::name`] where nothing else is wanted.
    ///
    /// # Errors
    ///
    /// As [`Searcher::search`].
    pub fn measure(
        &self,
        searcher: &Searcher,
        forms: &[QueryForm],
        mut ask: impl FnMut(&str) -> Query,
    ) -> Result<MentionReport> {
        let by_id: BTreeMap<&str, &MentionDocument> = (self.documents.iter())
            .map(|document| (document.article.id.as_str(), document))
            .collect();
        let languages: BTreeSet<Option<Language>> = std::iter::once(None)
            .chain(
                self.documents
                    .iter()
                    .map(|document| document.article.language),
            )
            .collect();
        let mut report = MentionReport::default();
        for form in forms {
            let mut tallies: BTreeMap<Option<Language>, Tally> = languages
                .iter()
                .map(|language| (*language, Tally::default()))
                .collect();
            for question in self.questions(*form) {
                let query = ask(&question.name).limit(MAX_WINDOW);
                let results = searcher.search(query)?;
                let mut found: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
                let mut ranked: Vec<&str> = Vec::new();
                for hit in &results {
                    let document = by_id.get_key_value(hit.article.id.as_str());
                    if let Some((id, document)) =
                        document.filter(|(_, document)| question.judges(document))
                    {
                        let spans = found.entry(id).or_insert_with(|| {
                            ranked.push(id);
                            Vec::new()
                        });
                        spans.extend(joined(&hit.highlights, &document.article.body));
                    }
                }
                report.worst.push(self.judge(*form, &question, &found));
                for (language, tally) in &mut tallies {
                    // What is asked in one language is judged there.
                    if question.language.is_some() && *language != question.language {
                        continue;
                    }
                    let in_language = |document: &MentionDocument| {
                        language.is_none() || document.article.language == *language
                    };
                    let right: BTreeMap<&str, BTreeSet<Span>> = (self.documents.iter())
                        .filter(|document| in_language(document))
                        .filter_map(|document| {
                            Some((&*document.article.id, question.spans(document)?))
                        })
                        .collect();
                    let in_full = (self.documents.iter())
                        .filter(|document| {
                            right
                                .get(&*document.article.id)
                                .is_some_and(|spans| is_in_full(spans, &document.article.body))
                        })
                        .map(|document| &*document.article.id);
                    tally.count_in_full(in_full, &found);
                    let is_in_language =
                        |id: &str| by_id.get(id).is_some_and(|document| in_language(document));
                    let ranked = ranked.iter().filter(|id| is_in_language(id));
                    let ranked = ranked.map(|id| right.contains_key(id));
                    tally.count_ranking(ranked, right.len());
                    let found = found.iter().filter(|(id, _)| is_in_language(id));
                    tally.count(found.map(|(id, spans)| (*id, spans.as_slice())), &right);
                }
            }
            if *form == QueryForm::Base {
                tallies.remove(&None);
            }
            report.rows.extend(
                tallies
                    .into_iter()
                    .map(|(language, tally)| tally.row(*form, language)),
            );
        }
        report
            .worst
            .sort_by_key(|worst| std::cmp::Reverse(worst.wrong + worst.missed));
        report.worst.truncate(MOST_WORST);
        Ok(report)
    }

    /// What is wrong with what a question found.
    fn judge(
        &self,
        form: QueryForm,
        question: &Asked,
        found: &BTreeMap<&str, Vec<Span>>,
    ) -> MentionQuestion {
        let mut judged = MentionQuestion {
            form,
            name: question.name.clone(),
            right: 0,
            wrong: 0,
            missed: 0,
            missed_in_full: 0,
            marked: Vec::new(),
            surfaces: Vec::new(),
        };
        let documents = self.documents.iter().filter(|document| {
            question.language.is_none() || document.article.language == question.language
        });
        for document in documents {
            let body = &document.article.body;
            let some = |texts: &mut Vec<String>, span: &Span| {
                let text = span.of(body).unwrap_or_default();
                if texts.len() < MOST_TEXTS && !texts.iter().any(|known| known == text) {
                    texts.push(text.to_owned());
                }
            };
            match (question.spans(document), found.get(&*document.article.id)) {
                (Some(_), Some(_)) => judged.right += 1,
                (Some(spans), None) => {
                    judged.missed += 1;
                    judged.missed_in_full += usize::from(is_in_full(&spans, body));
                    for span in &spans {
                        some(&mut judged.surfaces, span);
                    }
                }
                (None, Some(spans)) => {
                    judged.wrong += 1;
                    for span in spans {
                        some(&mut judged.marked, span);
                    }
                }
                (None, None) => {}
            }
        }
        judged
    }

    fn questions(&self, form: QueryForm) -> Vec<Asked> {
        let mut asked: BTreeMap<(String, Option<Language>), BTreeSet<String>> = BTreeMap::new();
        let mut bearers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mentions = self
            .documents
            .iter()
            .flat_map(|document| &document.mentions);
        for entity in mentions.map(|mention| &mention.entity) {
            // The first part is what kind of thing it is.
            for part in entity.split(['-', ' ']).skip(1) {
                let of_part = bearers.entry(part.to_lowercase()).or_default();
                of_part.insert(entity.clone());
            }
        }
        let mut lemmas: BTreeMap<(&str, Option<Language>), BTreeMap<&str, usize>> = BTreeMap::new();
        for document in &self.documents {
            for mention in document.mentions.iter().filter(|mention| mention.is_person) {
                let name = name_of(&mention.entity);
                if !name.contains(' ') {
                    continue;
                }
                let entity = mention.entity.clone();
                match form {
                    QueryForm::Full => {
                        asked.entry((name, None)).or_default().insert(entity);
                    }
                    QueryForm::Surname => {
                        let surname = name.rsplit(' ').next().unwrap_or_default().to_owned();
                        asked.entry((surname, None)).or_default().insert(entity);
                    }
                    QueryForm::Base if mention.lemma.contains(' ') => {
                        let key = (mention.entity.as_str(), document.article.language);
                        *lemmas
                            .entry(key)
                            .or_default()
                            .entry(&mention.lemma)
                            .or_default() += 1;
                    }
                    QueryForm::Base => {}
                }
            }
        }
        for ((entity, language), counts) in lemmas {
            // Of equally frequent ones the first by the alphabet, so that runs are alike.
            let best = counts
                .iter()
                .max_by_key(|(lemma, count)| (**count, std::cmp::Reverse(**lemma)));
            if let Some((lemma, _)) = best {
                asked
                    .entry(((*lemma).to_owned(), language))
                    .or_default()
                    .insert(entity.to_owned());
            }
        }
        asked
            .into_iter()
            .map(|((name, language), entities)| Asked {
                namesakes: (form == QueryForm::Surname)
                    .then(|| bearers.get(&name.to_lowercase()).cloned())
                    .flatten()
                    .unwrap_or_default(),
                name,
                language,
                entities,
            })
            .collect()
    }
}

const PERSON: &str = "PER-";
/// How many of the worst questions are told, and how many texts of each.
const MOST_WORST: usize = 100;
const MOST_TEXTS: usize = 8;

/// `PER-Theresa-May` as it is typed.
fn name_of(entity: &str) -> String {
    entity.trim_start_matches(PERSON).replace('-', " ")
}

struct Asked {
    name: String,
    /// In whose documents it is judged; in all if none.
    language: Option<Language>,
    entities: BTreeSet<String>,
    /// Who or what has the name as another part: documents with these are not judged.
    namesakes: BTreeSet<String>,
}

impl Asked {
    /// Whether the document is to be judged.
    fn judges(&self, document: &MentionDocument) -> bool {
        let mut mentions = document.mentions.iter();
        self.spans(document).is_some()
            || !mentions.any(|mention| self.namesakes.contains(&mention.entity))
    }

    /// Where the document mentions who is asked for; `None` if nowhere.
    fn spans(&self, document: &MentionDocument) -> Option<BTreeSet<Span>> {
        let mentions = document.mentions.iter();
        let spans: BTreeSet<Span> = mentions
            .filter(|mention| self.entities.contains(&mention.entity))
            .map(|mention| mention.span)
            .collect();
        (!spans.is_empty()).then_some(spans)
    }
}

/// Whether any mention is of two words or more.
fn is_in_full(spans: &BTreeSet<Span>, body: &str) -> bool {
    let mut texts = spans.iter().filter_map(|span| span.of(body));
    texts.any(|text| text.contains(char::is_whitespace))
}

/// The highlights of a body, those side by side as one.
fn joined(highlights: &[Highlight], body: &str) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for mark in highlights.iter().filter(|mark| mark.field == Field::Body) {
        let span = mark.span();
        match spans.last_mut() {
            Some(last)
                if Span::new(last.end, span.start)
                    .of(body)
                    .is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c == '-')) =>
            {
                last.end = span.end;
            }
            _ => spans.push(span),
        }
    }
    spans
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() * share(1, values.len())
}

#[derive(Default)]
struct Tally {
    questions: usize,
    documents: Counts,
    ranges: Counts,
    touching: usize,
    average_precisions: Vec<f64>,
    in_full: usize,
    found_in_full: usize,
}

/// Counts for precision and recall, summed (micro) and averaged by question (macro).
#[derive(Default)]
struct Counts {
    found: usize,
    right: usize,
    both: usize,
    precisions: Vec<f64>,
    recalls: Vec<f64>,
}

impl Counts {
    fn count(&mut self, found: usize, right: usize, both: usize) {
        self.found += found;
        self.right += right;
        self.both += both;
        if found > 0 {
            self.precisions.push(share(both, found));
        }
        if right > 0 {
            self.recalls.push(share(both, right));
        }
    }

    fn rates(&self) -> Rates {
        Rates {
            micro_precision: share(self.both, self.found),
            micro_recall: share(self.both, self.right),
            macro_precision: mean(&self.precisions),
            macro_recall: mean(&self.recalls),
        }
    }
}

impl Tally {
    fn count_in_full<'a>(
        &mut self,
        documents: impl Iterator<Item = &'a str>,
        found: &BTreeMap<&str, Vec<Span>>,
    ) {
        for id in documents {
            self.in_full += 1;
            self.found_in_full += usize::from(found.contains_key(id));
        }
    }

    /// The documents that a question found, the first first: whether each is right.
    fn count_ranking(&mut self, ranked: impl Iterator<Item = bool>, right: usize) {
        if right == 0 {
            return;
        }
        let (mut both, mut sum) = (0, 0.0);
        for (is_right, found) in ranked.zip(1..) {
            if is_right {
                both += 1;
                sum += share(both, found);
            }
        }
        self.average_precisions.push(sum * share(1, right));
    }

    fn count<'a>(
        &mut self,
        found: impl Iterator<Item = (&'a str, &'a [Span])>,
        right: &BTreeMap<&str, BTreeSet<Span>>,
    ) {
        if right.is_empty() {
            return;
        }
        self.questions += 1;
        let (mut documents, mut both) = (0, 0);
        let (mut marked, mut mentioned, mut equal) = (0, 0, 0);
        for (id, spans) in found {
            documents += 1;
            let Some(mentions) = right.get(id) else {
                continue;
            };
            both += 1;
            let spans: BTreeSet<Span> = spans.iter().copied().collect();
            marked += spans.len();
            mentioned += mentions.len();
            equal += spans.intersection(mentions).count();
            let touches = |span: &&Span| {
                mentions
                    .iter()
                    .any(|mention| mention.start < span.end && span.start < mention.end)
            };
            self.touching += spans.iter().filter(touches).count();
        }
        self.documents.count(documents, right.len(), both);
        self.ranges.count(marked, mentioned, equal);
    }

    fn row(&self, form: QueryForm, language: Option<Language>) -> MentionRow {
        MentionRow {
            form,
            language,
            questions: self.questions,
            documents: self.documents.rates(),
            average_precision: mean(&self.average_precisions),
            recall_in_full: share(self.found_in_full, self.in_full),
            ranges: self.ranges.rates(),
            touching: share(self.touching, self.ranges.found),
        }
    }
}

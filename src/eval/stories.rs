//! Whether people whom the English version of a story names are found in its other versions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::each_line;
use super::measures::share;
use crate::analysis::names::forms_of;
use crate::article::Article;
use crate::error::Result;
use crate::query::Query;
use crate::searcher::Searcher;
use crate::text::language::Language;
use crate::writer::Writer;

/// Stories, each in several languages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stories {
    /// By the label of the language, then by story.
    pub versions: BTreeMap<String, BTreeMap<String, StoryVersion>>,
}

/// A story in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoryVersion {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// How well people are found in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct StoryRow {
    /// The label of the language, as the file says: `srp-Latn`.
    pub label: String,
    /// Whether by the family name alone.
    pub by_family_name: bool,
    /// How many times a story that is there names a person in English.
    pub cases: usize,
    /// The share of the cases in which the story is found by the name.
    pub found: f64,
    /// The share of the stories found whose English version holds the family name.
    pub right: f64,
    /// The names that are not found, each with its story.
    pub missed: Vec<(String, String)>,
}

#[derive(Deserialize)]
struct Line {
    doc: String,
    lang: String,
    #[serde(default)]
    title: String,
    text: String,
}

/// The label of the language in which people are looked for.
const ENGLISH: &str = "eng";

impl Stories {
    /// Reads JSON lines with `doc`, the same for all versions of a story, `lang`, `title` and `text`;
    /// plain or compressed.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) if the file cannot be read,
    /// [`ErrorKind::InvalidArgument`](crate::ErrorKind::InvalidArgument) naming the line that is not
    /// as it should be.
    pub fn read(path: impl AsRef<Path>) -> Result<Self> {
        let mut stories = Self::default();
        each_line(path.as_ref(), |line| {
            let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
            if Language::from_code(&line.lang).is_none() {
                return Err(format!("unknown language code {:?}", line.lang));
            }
            let version = StoryVersion {
                title: line.title,
                text: line.text,
            };
            let versions = stories.versions.entry(line.lang).or_default();
            versions.insert(line.doc, version);
            Ok(())
        })?;
        Ok(stories)
    }

    /// The people of the English versions, each with the stories that name them: two words with capitals
    /// side by side that are both listed as names, and neither of them a word of these texts.
    #[must_use]
    pub fn people(&self) -> BTreeMap<String, BTreeSet<String>> {
        let english = self.versions.get(ENGLISH).into_iter().flatten();
        let words: BTreeSet<&str> = (english.clone())
            .flat_map(|(_, version)| words_of(&version.text))
            .filter(|(word, _)| word.starts_with(char::is_lowercase))
            .map(|(word, _)| word)
            .collect();
        let is_name = |word: &str| {
            let small = word.to_lowercase();
            !words.contains(&*small) && forms_of(&small).next().is_some()
        };
        let mut people: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (story, version) in english {
            let mut run: Vec<&str> = Vec::new();
            for (word, is_last) in words_of(&version.text).chain([("", true)]) {
                if is_capitalised(word) {
                    run.push(word);
                }
                if is_last || !is_capitalised(word) {
                    if let [given, family] = run.as_slice()
                        && is_name(given)
                        && is_name(family)
                    {
                        let stories = people.entry(format!("{given} {family}")).or_default();
                        stories.insert(story.clone());
                    }
                    run.clear();
                }
            }
        }
        people
    }

    /// Adds the versions in one language to an index.
    ///
    /// # Errors
    ///
    /// As [`Writer::add`].
    pub fn add_to(&self, label: &str, writer: &mut Writer) -> Result<()> {
        for (story, version) in self.versions.get(label).into_iter().flatten() {
            let article = Article::new(story)
                .title(&version.title)
                .body(&version.text);
            writer.add(&article.language(label))?;
        }
        Ok(())
    }

    /// Looks for [`people`](Self::people) in an index of the versions in one language, by their full names and
    /// by their family names.
    ///
    /// # Errors
    ///
    /// As [`Searcher::search`].
    pub fn measure(
        &self,
        label: &str,
        searcher: &Searcher,
        people: &BTreeMap<String, BTreeSet<String>>,
    ) -> Result<[StoryRow; 2]> {
        let row = |by_family_name| self.row(label, searcher, people, by_family_name);
        Ok([row(false)?, row(true)?])
    }

    fn row(
        &self,
        label: &str,
        searcher: &Searcher,
        people: &BTreeMap<String, BTreeSet<String>>,
        by_family_name: bool,
    ) -> Result<StoryRow> {
        let versions = self.versions.get(label);
        let english = self.versions.get(ENGLISH);
        let is_there = |story: &&String| versions.is_some_and(|all| all.contains_key(*story));
        let (mut cases, mut missed, mut hits, mut right) = (0, Vec::new(), 0, 0);
        for (name, stories) in people {
            let family = name.split(' ').next_back().unwrap_or(name);
            let asked = if by_family_name { family } else { name };
            let results = searcher.search(Query::name(asked).limit(1000))?;
            let found: BTreeSet<&str> = results.iter().map(|hit| &*hit.article.id).collect();
            for story in stories.iter().filter(is_there) {
                cases += 1;
                if !found.contains(&**story) {
                    missed.push((name.clone(), story.clone()));
                }
            }
            let holds = |story: &&&str| {
                let version = english.and_then(|all| all.get(**story));
                version.is_some_and(|version| version.text.contains(family))
            };
            hits += found.len();
            right += found.iter().filter(holds).count();
        }
        Ok(StoryRow {
            label: label.to_owned(),
            by_family_name,
            cases,
            found: share(cases - missed.len(), cases),
            right: share(right, hits),
            missed,
        })
    }
}

/// The words of a text as they stand, without what is no letter at their ends, and whether another may not
/// go on the name that it ends.
fn words_of(text: &str) -> impl Iterator<Item = (&str, bool)> + Clone {
    text.split_whitespace().map(|written| {
        let word = written.trim_matches(|letter: char| !letter.is_alphanumeric());
        let is_last = !written.ends_with(char::is_alphanumeric);
        let genitive = ["'s", "’s"].iter().find_map(|end| word.strip_suffix(end));
        (genitive.unwrap_or(word), is_last || genitive.is_some())
    })
}

/// Whether a word is written as a name of three letters at least is.
fn is_capitalised(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && letters.next().is_some()
}

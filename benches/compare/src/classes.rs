//! The classes of queries.

use std::collections::BTreeMap;
use std::path::Path;

use crate::corpus::{self, Corpus};

/// A kind of query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    Name,
    NameLens,
    FullName,
    And2,
    Or3,
    Phrase,
    Natural,
    Prefix,
    Fuzzy,
}

/// The words of a query, without operators.
pub(crate) type Asked = Vec<String>;

impl Class {
    pub(crate) const ALL: [Self; 9] = [
        Self::Name,
        Self::NameLens,
        Self::FullName,
        Self::And2,
        Self::Or3,
        Self::Phrase,
        Self::Natural,
        Self::Prefix,
        Self::Fuzzy,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameLens => "name-lens",
            Self::FullName => "fullname",
            Self::And2 => "and2",
            Self::Or3 => "or3",
            Self::Phrase => "phrase",
            Self::Natural => "natural",
            Self::Prefix => "prefix",
            Self::Fuzzy => "fuzzy",
        }
    }

    /// The class of the corpus that its words are drawn as.
    pub(crate) fn drawn(self) -> corpus::Class {
        match self {
            Self::Name | Self::NameLens | Self::Fuzzy => corpus::Class::Name,
            Self::FullName => corpus::Class::FullName,
            Self::And2 => corpus::Class::And2,
            Self::Or3 => corpus::Class::Or3,
            Self::Phrase => corpus::Class::Phrase,
            Self::Natural => corpus::Class::Natural,
            Self::Prefix => corpus::Class::Prefix,
        }
    }
}

/// Queries drawn from the corpus, so many of each class.
pub(crate) fn draw(corpus: &Corpus, count: usize) -> BTreeMap<Class, Vec<Asked>> {
    let drawn = |class: Class| {
        let mut queries = corpus::queries(corpus, class.drawn(), count);
        if class == Class::Fuzzy {
            queries.retain(|words| words.iter().all(|word| word.chars().count() > 4));
            for word in queries.iter_mut().flatten() {
                *word = misspelt(word);
            }
        }
        (class, queries)
    };
    Class::ALL.into_iter().map(drawn).collect()
}

/// A word without the letter in its middle.
fn misspelt(word: &str) -> String {
    let middle = word.chars().count() / 2;
    let letters = word.chars().enumerate();
    letters
        .filter(|(at, _)| *at != middle)
        .map(|(_, letter)| letter)
        .collect()
}

/// Queries of a file of lines `class<TAB>query`.
pub(crate) fn read(path: &Path) -> BTreeMap<Class, Vec<Asked>> {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut asked: BTreeMap<Class, Vec<Asked>> = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        let Some((name, query)) = line.split_once('\t') else {
            continue;
        };
        let class = Class::ALL.into_iter().find(|class| class.name() == name);
        let Some(class) = class else {
            eprintln!("{}:{}: no class {name:?}", path.display(), number + 1);
            continue;
        };
        // How many edits is the class's own.
        let query = query.split('~').next().unwrap_or(query);
        let is_part = |c: char| c.is_alphanumeric() || c == '\'' || c == '-';
        let words = query
            .split(|c: char| !is_part(c))
            .filter(|word| !word.is_empty());
        let words: Vec<String> = words
            .map(str::to_owned)
            .filter(|word| word != "OR")
            .collect();
        if !words.is_empty() {
            asked.entry(class).or_default().push(words);
        }
    }
    asked
}

//! Queries of several classes, drawn from the articles themselves, so that each finds something.

use std::collections::HashSet;
use std::fmt;

use clippings::Query;

use super::{Corpus, Random, SEED};

/// A kind of query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    Name,
    FullName,
    And2,
    Or3,
    Phrase,
    Natural,
    Prefix,
}

impl Class {
    pub(crate) const ALL: [Self; 7] = [
        Self::Name,
        Self::FullName,
        Self::And2,
        Self::Or3,
        Self::Phrase,
        Self::Natural,
        Self::Prefix,
    ];

    /// The text of a query of these words for us.
    pub(crate) fn text(self, words: &[String]) -> String {
        match self {
            Self::Name | Self::FullName | Self::And2 => words.join(" "),
            Self::Or3 => words.join(" OR "),
            Self::Phrase => format!("\"{}\"", words.join(" ")),
            Self::Natural => words.join(" ") + "?",
            Self::Prefix => words.concat() + "*",
        }
    }

    /// The query of such a text: a full name is asked for as one.
    pub(crate) fn query(self, text: &str) -> Query {
        match self {
            Self::FullName => Query::name(text),
            _ => Query::parse(text),
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FullName => "fullname",
            Self::And2 => "and2",
            Self::Or3 => "or3",
            Self::Phrase => "phrase",
            Self::Natural => "natural",
            Self::Prefix => "prefix",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// At most so many different queries of a class, without operators: the words that make it.
pub(crate) fn queries(corpus: &Corpus, class: Class, count: usize) -> Vec<Vec<String>> {
    let mut random = Random::new(SEED ^ (class as u64 + 1));
    let mut seen = HashSet::new();
    let mut queries = Vec::with_capacity(count);
    // A small or odd corpus may not hold so many.
    for _ in 0..200 * count {
        if queries.len() == count {
            break;
        }
        let article = random.pick(&corpus.articles);
        let paragraphs: Vec<&str> = article
            .body
            .lines()
            .filter(|line| line.len() > 80)
            .collect();
        if paragraphs.is_empty() {
            continue;
        }
        let words: Vec<&str> = random.pick(&paragraphs).split(' ').collect();
        if let Some(query) = draw(&mut random, class, &words)
            && seen.insert(query.clone())
        {
            queries.push(query);
        }
    }
    queries
}

fn draw(random: &mut Random, class: Class, words: &[&str]) -> Option<Vec<String>> {
    match class {
        Class::Name => run(random, words, 1, is_name),
        Class::FullName => run(random, words, 2, is_name),
        Class::Phrase => run(random, words, 2, |words, at| is_small(words, at, 4)),
        Class::And2 => scattered(random, words, 2),
        Class::Or3 => scattered(random, words, 3),
        Class::Natural => {
            let start = random.below(words.len());
            let plain = words
                .iter()
                .skip(start)
                .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
            let mut question = vec![
                random
                    .pick(&["what", "who", "why", "when", "how"])
                    .to_string(),
            ];
            question.extend(
                plain
                    .filter(|word| is_plain(word) && word.len() > 1)
                    .take(7)
                    .map(str::to_lowercase),
            );
            (question.len() == 8).then_some(question)
        }
        Class::Prefix => {
            let word = scattered(random, words, 1)?.pop()?;
            Some(vec![word.get(..5)?.to_owned()])
        }
    }
}

/// So many neighbours that are each what is wanted.
fn run(
    random: &mut Random,
    words: &[&str],
    length: usize,
    is_wanted: impl Fn(&[&str], usize) -> bool,
) -> Option<Vec<String>> {
    let starts: Vec<usize> = (0..words.len())
        .filter(|start| (*start..start + length).all(|at| is_wanted(words, at)))
        .collect();
    let start = *starts.get(random.below(starts.len()))?;
    Some(
        words
            .iter()
            .skip(start)
            .take(length)
            .map(|word| (*word).to_owned())
            .collect(),
    )
}

/// So many different words of one paragraph, none of them short.
fn scattered(random: &mut Random, words: &[&str], count: usize) -> Option<Vec<String>> {
    let long: Vec<usize> = (0..words.len())
        .filter(|at| is_small(words, *at, 6))
        .collect();
    if long.len() < count {
        return None;
    }
    let mut drawn: Vec<String> = Vec::with_capacity(count);
    for _ in 0..4 * count {
        let word = words.get(*random.pick(&long))?;
        if drawn.len() < count && drawn.iter().all(|known| known != word) {
            drawn.push((*word).to_owned());
        }
    }
    (drawn.len() == count).then_some(drawn)
}

/// A word with a capital inside a sentence, without any mark, so that every engine reads it alike.
fn is_name(words: &[&str], at: usize) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    let follows_word = at > 0
        && words
            .get(at - 1)
            .is_some_and(|before| before.ends_with(|letter: char| letter.is_ascii_alphabetic()));
    let mut letters = word.chars();
    follows_word
        && is_plain(word)
        && word.len() >= 3
        && letters
            .next()
            .is_some_and(|first| first.is_ascii_uppercase())
        && letters.all(|letter| letter.is_ascii_lowercase())
}

fn is_small(words: &[&str], at: usize, least: usize) -> bool {
    words.get(at).is_some_and(|word| {
        word.len() >= least && word.chars().all(|letter| letter.is_ascii_lowercase())
    })
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphabetic())
}

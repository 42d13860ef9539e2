//! News that nobody wrote: words and names by Zipf's law, sentences, paragraphs, titles, sources.

use clippings::{Article, Source};

use super::random::{Random, Zipf};

/// Different words, and different people.
const WORDS: usize = 60_000;
const PEOPLE: usize = 6_000;
const SOURCES: usize = 40;

/// The commonest words, so that the language shows and questions have words in common.
const COMMON: [&str; 48] = [
    "the", "of", "and", "to", "in", "a", "that", "for", "on", "is", "was", "with", "said", "as",
    "by", "he", "it", "at", "from", "his", "be", "an", "has", "are", "have", "will", "who", "not",
    "but", "they", "had", "this", "which", "their", "were", "been", "its", "would", "after",
    "about", "more", "one", "she", "when", "what", "people", "new", "how",
];
const ONSETS: [&str; 22] = [
    "b", "c", "d", "f", "g", "h", "j", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr",
    "pl", "gr", "ch", "sh",
];
const VOWELS: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "io"];
const CODAS: [&str; 8] = ["", "n", "r", "s", "l", "t", "nd", "m"];
const ENDINGS: [&str; 8] = ["", "s", "ed", "ing", "er", "ly", "ion", "al"];

/// So many articles, the same for the same seed.
pub(super) fn articles(count: usize, seed: u64) -> Vec<Article> {
    let mut newsroom = Newsroom::new(seed);
    (0..count).map(|number| newsroom.article(number)).collect()
}

struct Newsroom {
    random: Random,
    words: Vec<String>,
    word_ranks: Zipf,
    people: Vec<[String; 2]>,
    people_ranks: Zipf,
}

impl Newsroom {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let common = COMMON.iter().map(|word| (*word).to_owned());
        let words: Vec<String> = common.chain((0..WORDS - COMMON.len()).map(word)).collect();
        let given: Vec<String> = (0..600)
            .map(|rank| capitalised(&stem(7 * rank + 1_000)))
            .collect();
        let family: Vec<String> = (0..4_000)
            .map(|rank| capitalised(&stem(11 * rank + 30_000)))
            .collect();
        let ranks = Zipf::new(given.len());
        let person = |random: &mut Random| {
            let first = given.get(ranks.draw(random)).cloned().unwrap_or_default();
            [first, random.pick(&family).clone()]
        };
        let people = (0..PEOPLE).map(|_| person(&mut random)).collect();
        Self {
            random,
            words,
            word_ranks: Zipf::new(WORDS),
            people,
            people_ranks: Zipf::new(PEOPLE),
        }
    }

    fn article(&mut self, number: usize) -> Article {
        // A few people and words make the topic.
        let cast: Vec<usize> = (0..3)
            .map(|_| self.people_ranks.draw(&mut self.random))
            .collect();
        let topic: Vec<usize> = (0..12)
            .map(|_| self.word_ranks.draw(&mut self.random))
            .collect();
        let title = self
            .sentence(&cast, &topic, 6, 11)
            .trim_end_matches('.')
            .to_owned();
        let paragraphs = self.random.between(4, 18);
        let mut body = String::new();
        for paragraph in 0..paragraphs {
            if paragraph > 0 {
                body.push_str("\n\n");
            }
            for sentence in 0..self.random.between(2, 4) {
                if sentence > 0 {
                    body.push(' ');
                }
                body.push_str(&self.sentence(&cast, &topic, 9, 30));
            }
        }
        let source = Source::new(format!(
            "{} Courier",
            capitalised(&stem(13 * self.random.below(SOURCES) + 500))
        ));
        let (year, month, day) = (
            self.random.between(2006, 2023),
            self.random.between(1, 12),
            self.random.between(1, 28),
        );
        let date = format!("{year}-{month:02}-{day:02}");
        let article = Article::new(format!("made-{number}"))
            .title(title)
            .body(body)
            .source(source)
            .published(date.as_str());
        // Most archives know the language; the others pay for the guess.
        if number % 4 == 3 {
            article
        } else {
            article.language("en")
        }
    }

    fn sentence(&mut self, cast: &[usize], topic: &[usize], least: usize, most: usize) -> String {
        let words = self.random.between(least, most);
        // Never at the start, where any word has a capital.
        let name_at = if self.random.one_in(2) {
            Some(self.random.between(2, words))
        } else {
            None
        };
        let mut text = String::new();
        for at in 0..words {
            if at > 0 {
                text.push_str(if self.random.one_in(14) { ", " } else { " " });
            }
            if name_at == Some(at) {
                let in_cast = !self.random.one_in(4);
                let person = if in_cast {
                    *self.random.pick(cast)
                } else {
                    self.people_ranks.draw(&mut self.random)
                };
                if let Some([given, family]) = self.people.get(person) {
                    if self.random.one_in(2) {
                        text.push_str(given);
                        text.push(' ');
                    }
                    text.push_str(family);
                }
                continue;
            }
            let of_topic = self.random.one_in(8);
            let rank = if of_topic {
                *self.random.pick(topic)
            } else {
                self.word_ranks.draw(&mut self.random)
            };
            let word = self.words.get(rank).map_or("", String::as_str);
            if at == 0 {
                text.push_str(&capitalised(word));
            } else {
                text.push_str(word);
            }
        }
        text.push('.');
        text
    }
}

/// A word for each number, rarer ones longer.
fn word(rank: usize) -> String {
    let ending = ENDINGS
        .get(rank % ENDINGS.len())
        .copied()
        .unwrap_or_default();
    stem(rank / ENDINGS.len() + 200) + ending
}

/// Syllables that stand for the digits of a number, so that no two numbers share a stem.
fn stem(number: usize) -> String {
    let mut stem = String::new();
    let mut rest = number;
    loop {
        for part in [ONSETS.as_slice(), &VOWELS, &CODAS] {
            stem.push_str(part.get(rest % part.len()).copied().unwrap_or_default());
            rest /= part.len();
        }
        if rest == 0 {
            return stem;
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

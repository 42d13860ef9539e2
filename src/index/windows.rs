//! Words over one segment, one window of passages after the other, as sets of bits.

use std::ops::Range;
use std::sync::Arc;

use tantivy::TERMINATED;

use super::bits::{Piece, bits_of, first_set, inside, is_set, pieces, set_bit};
use super::known_part::{KnownPart, Row};
use crate::rank::{self, Norms, Occurrences};

/// How many passages are looked at at a time, about: their sets stay in the nearest cache.
pub(super) const WINDOW: u32 = 4096;

/// Some words over one segment, one window at a time.
pub(super) struct Windows {
    words: Vec<Word>,
    /// How many of the words, the first ones, lead to passages. The others count in these.
    leading: usize,
    base: u32,
    /// The passages that hold a word that leads.
    held: Vec<u64>,
    in_body: Vec<u64>,
    /// Those whose titles count: they hold a word in their bodies, or answer for their titles.
    heard: Vec<u64>,
    /// The first passage after the window that holds a word that leads.
    next: u32,
    /// By the first passage of each article of the window.
    articles: Vec<ArticleWords>,
    articles_from: u32,
    /// Which passages of the window begin an article that holds a word that leads.
    begins: Vec<u64>,
}

/// Which words an article holds, a bit for each; those after the last of them have one bit together.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ArticleWords {
    pub(super) held: u32,
    /// Those that one of its passages holds more than once, or in its title.
    pub(super) strong: u32,
    /// Those that it holds more than once, or in its title.
    pub(super) often: u32,
}

const LAST_TOLD: usize = 31;

/// What sets of words are worth together.
pub(super) struct SetWorths {
    /// By which of eight words are in a set, for the first eight, the next, and so on.
    by_eight: Vec<[f32; 256]>,
}

impl SetWorths {
    /// Of what each of some words is worth.
    pub(super) fn new(worths: impl Iterator<Item = f32>) -> Self {
        let mut told = Vec::new();
        for (number, worth) in worths.enumerate() {
            if number > LAST_TOLD {
                if let Some(last) = told.last_mut() {
                    *last += worth;
                }
            } else {
                told.push(worth);
            }
        }
        let by_eight = told.chunks(8).map(|worths| {
            std::array::from_fn(|set| {
                let words = bits_of(set as u64).filter_map(|word| worths.get(word as usize));
                words.sum()
            })
        });
        Self {
            by_eight: by_eight.collect(),
        }
    }

    /// What the words of a set are worth.
    pub(super) fn of(&self, set: u32) -> f32 {
        let parts = self.by_eight.iter().zip(set.to_le_bytes());
        let worths = parts.filter_map(|(worths, set)| worths.get(usize::from(set)));
        worths.sum()
    }
}

/// A word in all its readings.
struct Word {
    idf: f32,
    part: Arc<KnownPart>,
    /// Its rows with passages of the window.
    rows: Range<usize>,
    /// The passages of the window that hold the word, where it counts.
    held: Vec<u64>,
    /// Those that hold it more than once, or in their titles.
    strong: Vec<u64>,
}

/// 64 passages of a segment, a bit for each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passages {
    pub(super) first: u32,
    /// Those that hold something.
    pub(super) held: u64,
    /// Those that hold some of it in their bodies.
    pub(super) in_body: u64,
}

impl Word {
    fn new((part, idf): (Arc<KnownPart>, f32)) -> Self {
        Self {
            idf,
            part,
            rows: 0..0,
            held: Vec::new(),
            strong: Vec::new(),
        }
    }

    /// Goes to a window of so many rows.
    fn enter(&mut self, window: &Range<u32>, rows: usize) {
        // Its last row may have passages of the next window, too.
        self.rows = self.part.rows_in(window, self.rows.end.saturating_sub(1));
        for set in [&mut self.held, &mut self.strong] {
            set.clear();
            set.resize(rows, 0);
        }
    }

    /// Its rows, each with its place in a window whose first row is `base`.
    fn rows(&self, base: u32) -> impl Iterator<Item = (usize, &Row)> {
        let rows = self.part.rows().get(self.rows.clone());
        let rows = rows.unwrap_or_default().iter();
        rows.map(move |row| ((row.number - base) as usize, row))
    }

    /// Tells where it counts, of the rows of a window whose first row is `base`.
    fn count(&mut self, base: u32, counts: impl Fn(&Row, usize) -> u64) {
        let rows = self.part.rows().get(self.rows.clone());
        for row in rows.unwrap_or_default() {
            let at = (row.number - base) as usize;
            if let (Some(held), Some(strong)) = (self.held.get_mut(at), self.strong.get_mut(at)) {
                *held = counts(row, at);
                *strong = row.strong & *held;
            }
        }
    }
}

impl Windows {
    /// Of words with their weights.
    pub(super) fn new(
        leading: Vec<(Arc<KnownPart>, f32)>,
        following: Vec<(Arc<KnownPart>, f32)>,
    ) -> Self {
        let firsts = leading.iter().map(|(part, _)| part.next_passage(0, 0));
        Self {
            next: firsts.min().unwrap_or(TERMINATED),
            leading: leading.len(),
            words: leading
                .into_iter()
                .chain(following)
                .map(Word::new)
                .collect(),
            base: 0,
            held: Vec::new(),
            in_body: Vec::new(),
            heard: Vec::new(),
            articles: Vec::new(),
            articles_from: 0,
            begins: Vec::new(),
        }
    }

    /// The most that each word can be worth in a passage.
    pub(super) fn most(&self) -> impl Iterator<Item = f32> {
        let words = self.words.iter();
        words.map(|word| rank::ROUNDING * word.part.most() * word.idf)
    }

    /// The weights of the words.
    pub(super) fn idfs(&self) -> impl Iterator<Item = f32> {
        self.words.iter().map(|word| word.idf)
    }

    /// The first passage after the last window that holds any word that leads.
    pub(super) fn next(&self) -> u32 {
        self.next
    }

    /// Goes to a window, which begins after the one before. `leads` tells which of 64 passages, by the
    /// first of them, answer for their titles: others that hold words in their titles alone are passed
    /// over.
    pub(super) fn enter(&mut self, window: &Range<u32>, leads: impl Fn(u32) -> u64) {
        // So that the rows of 64 passages are those of the segment.
        self.base = window.start & !63;
        let rows = (window.end - self.base).div_ceil(64) as usize;
        for set in [&mut self.held, &mut self.in_body] {
            set.clear();
            set.resize(rows, 0);
        }
        for word in &mut self.words {
            word.enter(window, rows);
        }
        let (leading, following) = self.words.split_at_mut(self.leading);
        self.next = TERMINATED;
        for word in &*leading {
            let next = (word.part).next_passage(window.end, word.rows.end.saturating_sub(1));
            self.next = self.next.min(next);
            for (at, row) in word.rows(self.base / 64) {
                if let Some(set) = self.in_body.get_mut(at) {
                    *set |= row.in_body;
                }
            }
        }
        self.heard.clear();
        let leads = (self.base..).step_by(64).map(leads);
        let heard = self.in_body.iter().zip(leads);
        self.heard.extend(heard.map(|(own, leads)| own | leads));
        for word in leading {
            word.count(self.base / 64, |row, at| {
                let heard = self.heard.get(at).copied().unwrap_or(0);
                row.counts(heard) & inside(window, row.number)
            });
            for (any, held) in self.held.iter_mut().zip(&word.held) {
                *any |= held;
            }
        }
        for word in following {
            word.count(self.base / 64, |row, at| {
                row.held & self.held.get(at).copied().unwrap_or(0)
            });
        }
    }

    /// The window, 64 passages at a time, by the rows of the segment.
    pub(super) fn passages(&self) -> impl Iterator<Item = Passages> {
        let sets = self.held.iter().zip(&self.in_body);
        sets.zip((self.base..).step_by(64))
            .map(|((held, in_body), first)| Passages {
                first,
                held: *held,
                in_body: *in_body,
            })
    }

    /// The passages of a part of the window that hold any word that leads.
    pub(super) fn held(&self, part: Range<u32>) -> impl Iterator<Item = u32> {
        pieces(part).flat_map(|(first, length)| {
            let bits = Piece::of(first - self.base, length).of_set(&self.held);
            bits_of(bits).map(move |bit| first + bit)
        })
    }

    /// The most that the words can be worth in a passage of these norms, in which one of weight 1 that
    /// stands once is worth `once`.
    pub(super) fn bound(&self, doc: u32, once: f32, norms: impl Fn() -> Norms) -> f32 {
        let at = (doc - self.base) as usize;
        let bounds = self.words.iter().map(|word| {
            if is_set(&word.strong, at) {
                let seen = word.part.held_among(&word.rows, doc).seen;
                rank::bm25f(word.idf, seen, norms())
            } else if is_set(&word.held, at) {
                once * word.idf
            } else {
                0.0
            }
        });
        bounds.sum()
    }

    /// Which words each article of the window holds. `begin` tells where the article of a passage begins.
    pub(super) fn read_articles(&mut self, window: &Range<u32>, begin: impl Fn(u32) -> u32) {
        self.articles.clear();
        let passages = (window.end - window.start) as usize;
        self.articles.resize(passages, ArticleWords::default());
        self.articles_from = window.start;
        self.begins.clear();
        self.begins.resize(passages.div_ceil(64), 0);
        for (number, word) in self.words.iter().enumerate() {
            let bit = 1 << number.min(LAST_TOLD);
            let sets = word.held.iter().zip(&word.strong);
            for ((held, strong), first) in sets.zip((self.base..).step_by(64)) {
                for at in bits_of(*held) {
                    let article = (begin(first + at) - window.start) as usize;
                    if let Some(words) = self.articles.get_mut(article) {
                        set_bit(&mut self.begins, article);
                        let is_strong = strong >> at & 1 == 1;
                        let strong = if is_strong { bit } else { 0 };
                        words.often |= words.held & bit | strong;
                        words.strong |= strong;
                        words.held |= bit;
                    }
                }
            }
        }
    }

    /// Where the first article of the window begins, from a passage on, that holds a word that leads.
    pub(super) fn next_article(&self, from: u32) -> Option<u32> {
        let row = |row: usize| self.begins.get(row).copied();
        let at = first_set(from - self.articles_from, row)?;
        Some(self.articles_from + at)
    }

    /// The words that the article of the window holds that begins there.
    pub(super) fn words_of(&self, article: u32) -> ArticleWords {
        let at = (article - self.articles_from) as usize;
        self.articles.get(at).copied().unwrap_or_default()
    }

    pub(super) fn is_in_body(&self, doc: u32) -> bool {
        is_set(&self.in_body, (doc - self.base) as usize)
    }

    /// The words that a passage of the window holds, by their numbers and always in one order, each with
    /// its weight and how often, without the lengths of the passage.
    pub(super) fn of(&self, doc: u32) -> impl Iterator<Item = (usize, f32, Occurrences)> {
        let at = (doc - self.base) as usize;
        let words = self.words.iter().enumerate();
        let held = words.filter(move |(_, word)| is_set(&word.held, at));
        held.map(move |(number, word)| {
            let seen = word.part.held_among(&word.rows, doc).seen;
            (number, word.idf, seen)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::super::known_part::{Held, PartBuilder};
    use super::*;

    fn norms() -> Norms {
        Norms::of(0, 0)
    }

    #[test]
    fn sets_are_worth_what_their_words_are() {
        let worths = SetWorths::new((0..40).map(|word| f32::from(1_u8 + word)));
        for set in [0, 1, 0b1010, 0x8000_0001, u32::MAX] {
            let mut expected = 0.0;
            for word in 0..40_u8 {
                let bit = u32::from(word).min(31);
                expected += if set >> bit & 1 == 1 {
                    f32::from(1 + word)
                } else {
                    0.0
                };
            }
            assert!((worths.of(set) - expected).abs() < 0.01, "{set:x}");
        }
    }

    proptest! {
        #[test]
        fn windows_tell_what_the_words_hold(
            words in prop::collection::vec(prop::collection::btree_map(0_u32..700, (0_u8..3, 0_u8..2), 0..60), 1..40),
            leading in 0_usize..41,
            lengths in prop::collection::vec(1_u32..40, 700),
            together in 1_u32..300,
            leads in any::<u64>(),
        ) {
            let leading = leading.min(words.len());
            let begins: BTreeSet<u32> = lengths.iter().scan(0, |at, length| {
                *at += length;
                Some(*at - length)
            }).collect();
            let begin = |doc: u32| *begins.range(..=doc).next_back().unwrap();
            let end = |doc: u32| begins.range(doc + 1..).next().map_or(700, |end| 700.min(*end));
            let held = |body: u8, title: u8| Occurrences { body: f32::from(body), title: f32::from(title) };
            let parts = words.iter().map(|docs| {
                let mut part = PartBuilder::default();
                for (doc, (body, title)) in docs.iter().filter(|(_, (body, title))| body + title > 0) {
                    let seen = held(*body, *title);
                    part.push(*doc, Held { seen, is_full: false }, norms());
                }
                (Arc::new(part.build()), 1.0)
            });
            let mut parts: Vec<_> = parts.collect();
            let following = parts.split_off(leading);
            let mut windows = Windows::new(parts, following);

            // What counts, by passage and word.
            let is_in_body = |doc: u32| words[..leading].iter().any(|docs| docs.get(&doc).is_some_and(|(body, _)| *body > 0));
            let is_heard = |doc: u32| is_in_body(doc) || leads >> (doc % 64) & 1 == 1;
            let mut expected: BTreeMap<(u32, usize), Occurrences> = BTreeMap::new();
            for (word, docs) in words.iter().enumerate() {
                for (doc, (body, title)) in docs {
                    if *body > 0 || (*title > 0 && (word >= leading || is_heard(*doc))) {
                        expected.insert((*doc, word), held(*body, *title));
                    }
                }
            }
            let leads_to: BTreeSet<u32> = expected.keys().filter(|(_, word)| *word < leading).map(|(doc, _)| *doc).collect();
            expected.retain(|(doc, _), _| leads_to.contains(doc));

            let mut found = BTreeMap::new();
            let mut from = 0;
            while windows.next() < 700 {
                let start = begin(windows.next()).max(from);
                let window = start..end((start + together).min(700) - 1);
                windows.enter(&window, |_| leads);
                windows.read_articles(&window, begin);
                let mut articles = Vec::new();
                let mut at = window.start;
                while let Some(first) = windows.next_article(at) {
                    articles.push(first);
                    at = first + 1;
                }
                let with_words: BTreeSet<u32> = leads_to.range(window.clone()).map(|doc| begin(*doc)).collect();
                prop_assert_eq!(articles, with_words.into_iter().collect::<Vec<_>>());
                for doc in window.clone() {
                    prop_assert_eq!(windows.held(doc..doc + 1).count() == 1, leads_to.contains(&doc));
                    prop_assert_eq!(windows.is_in_body(doc), is_in_body(doc));
                    let (mut sum, mut number_of) = (0.0, 0);
                    for (word, _, seen) in windows.of(doc) {
                        found.insert((doc, word), seen);
                        sum += rank::bm25f(1.0, seen, norms());
                        number_of |= 1 << word.min(LAST_TOLD);
                    }
                    let bound = windows.bound(doc, rank::bm25f_once(norms()), norms);
                    prop_assert!(rank::ROUNDING * bound >= sum);
                    let words = windows.words_of(begin(doc));
                    prop_assert_eq!(words.held & number_of, number_of);
                    prop_assert_eq!(words.strong & !words.often, 0);
                    prop_assert_eq!(words.often & !words.held, 0);
                }
                from = window.end;
            }
            prop_assert_eq!(found, expected);
        }
    }
}

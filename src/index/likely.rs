//! Which languages a query is likely in, by the passages that hold its words, and what a word weighs
//! there.
//!
//! A word is common or rare in a language, not in an index: `die` says nothing in German and much
//! in English. A query of two or three words is too short for a detector of languages; the index
//! knows where such words stand together. With one language in an index all of this is what it was
//! without.

use super::frequency::Frequency;
use super::segment::Segment;
use super::snapshot::Snapshot;
use crate::query::{AnalyzedQuery, PartKind};
use crate::rank;

/// The languages that a query may be in.
#[derive(Clone)]
pub(super) struct Likely {
    languages: Vec<Candidate>,
    /// How many passages there are in all.
    passages: f32,
}

/// A language of the index.
#[derive(Clone)]
struct Candidate {
    /// The number of the language's family; 0 stands for unknown.
    language: u8,
    /// How many passages are in it.
    passages: f32,
    /// How likely the query is in it: all together 1.
    share: f32,
}

#[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
fn as_f32(count: u64) -> f32 {
    count as f32
}

impl Candidate {
    /// The share of the language's passages that hold something, drawn towards the share of all
    /// passages where the language has few.
    fn rate(&self, held: u32, rate_of_all: f32) -> f32 {
        let few = rank::PASSAGES_OF_DOUBT;
        (as_f32(held.into()) + few * rate_of_all) / (self.passages + few)
    }
}

impl Snapshot {
    /// Weighs each language by how usual the words of the query are in it (naive Bayes over the
    /// words, each language as likely as any other beforehand).
    pub(super) fn likely(&self, query: &AnalyzedQuery) -> tantivy::Result<Likely> {
        let passages = self.passages_by_language();
        let shares = passages.languages().map(|(language, count)| Candidate {
            language,
            passages: as_f32(count.into()),
            share: 0.0,
        });
        let mut likely = Likely {
            languages: shares.collect(),
            passages: as_f32(passages.total().max(1)),
        };
        if likely.languages.len() > 1 {
            for part in query.parts.iter().filter(|part| !part.negated) {
                let words = match &part.kind {
                    PartKind::Word(word) => std::slice::from_ref(word),
                    PartKind::Phrase { words, .. } => words.as_slice(),
                    PartKind::Name(name) if name.is_asked() => name.words.as_slice(),
                    PartKind::Name(name) => name.loose.as_slice(),
                    PartKind::Prefix(_) | PartKind::Fuzzy { .. } => &[],
                };
                for word in words {
                    likely.hear(&self.term(self.fields.words, &word.folded)?.frequency);
                }
            }
        }
        likely.settle();
        Ok(likely)
    }
}

impl Likely {
    fn rate_of_all(&self, held: &Frequency) -> f32 {
        as_f32(held.total()) / self.passages
    }

    /// Takes a word in; one that the index does not hold says nothing.
    fn hear(&mut self, held: &Frequency) {
        let of_all = self.rate_of_all(held);
        if held.total() > 0 {
            for one in &mut self.languages {
                one.share += (one.rate(held.of(one.language), of_all) + rank::RATE_OF_NAMES).ln();
            }
        }
    }

    /// From logarithms to shares of 1.
    fn settle(&mut self) {
        let logarithms = self.languages.iter().map(|one| one.share);
        let most = logarithms.fold(f32::MIN, f32::max);
        let mut sum = 0.0;
        for one in &mut self.languages {
            one.share = (one.share - most).exp();
            sum += one.share;
        }
        for one in &mut self.languages {
            one.share /= sum;
        }
    }

    /// The weight of what so many passages hold.
    pub(super) fn weight(&self, held: &Frequency) -> f32 {
        let of_all = self.rate_of_all(held);
        let (mut rate, mut passages) = (0.0, 0.0);
        for one in &self.languages {
            rate += one.share * one.rate(held.of(one.language), of_all);
            passages += one.share * one.passages;
        }
        match self.languages.as_slice() {
            [_] | [] => self.weight_of(held.total()),
            _ => rank::idf(passages, rate * passages),
        }
    }

    /// The weight of what so many passages of any language hold.
    pub(super) fn weight_of(&self, passages: u64) -> f32 {
        rank::idf(self.passages, as_f32(passages))
    }

    /// The number of the language that is likeliest.
    pub(super) fn likeliest(&self) -> u8 {
        let best = self.languages.iter().max_by(|one, other| {
            let by_share = one.share.total_cmp(&other.share);
            by_share.then(other.language.cmp(&one.language))
        });
        best.map_or(0, |one| one.language)
    }

    /// What the passages of a segment are worth by their language, 1 for the likeliest: by the
    /// number of the language.
    pub(super) fn favours(&self) -> [f32; 256] {
        let mut favours = [1.0; 256];
        let most = self
            .languages
            .iter()
            .map(|one| one.share)
            .fold(0.0, f32::max);
        for one in self.languages.iter().filter(|_| most > 0.0) {
            if let Some(favour) = favours.get_mut(usize::from(one.language)) {
                *favour = rank::favour(one.share / most);
            }
        }
        favours
    }
}

impl Segment {
    /// What the passage is worth by its language.
    pub(super) fn favour(&self, favours: &[f32; 256], doc: u32) -> f32 {
        let favour = favours.get(usize::from(self.family(doc)));
        favour.copied().unwrap_or(1.0)
    }
}

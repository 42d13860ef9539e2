//! What it is worth that words side by side in a query stand near each other in a passage.

use super::cursor::WordCursor;
use crate::rank;

/// Words in the order of a query; none stands for anything else.
pub(super) struct Neighbours {
    words: Vec<Option<WordCursor>>,
    /// A word weighs as much at least.
    least: f32,
}

impl Neighbours {
    pub(super) fn new(words: Vec<Option<WordCursor>>, least: f32) -> Self {
        Self { words, least }
    }

    /// What their nearness is worth in a passage; passages are asked for in their order.
    pub(super) fn worth(&mut self, doc: u32) -> f32 {
        let least = self.least;
        let places = self.words.iter_mut().map(|word| {
            let word = word.as_mut()?;
            Some((word.idf().max(least), word.positions_in(doc)))
        });
        let places: Vec<Option<(f32, &[u32])>> = places.collect();
        let pairs = places.windows(2).map(|pair| match pair {
            [Some((left_idf, left)), Some((right_idf, right))] => {
                rank::proximity(*left_idf, *right_idf, left, right)
            }
            _ => 0.0,
        });
        pairs.sum()
    }
}

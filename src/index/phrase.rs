//! Words one after the other, in the body or in the title.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocSet, TERMINATED};

/// The passages in which words follow each other in one field.
pub(super) struct PhraseCursor {
    /// Each with its place in the phrase, the rarest first: it leads to the others. At least one.
    words: Vec<(u32, SegmentPostings)>,
    doc: u32,
    frequency: u32,
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl PhraseCursor {
    /// `None` without words.
    pub(super) fn new(words: Vec<SegmentPostings>) -> Option<Self> {
        let mut words: Vec<(u32, SegmentPostings)> = (0..).zip(words).collect();
        words.sort_by_key(|(_, word)| word.size_hint());
        let doc = words.first()?.1.doc();
        let mut cursor = Self {
            words,
            doc,
            frequency: 0,
            starts: Vec::new(),
            positions: Vec::new(),
        };
        cursor.settle(doc);
        Some(cursor)
    }

    pub(super) fn doc(&self) -> u32 {
        self.doc
    }

    /// How often the words follow each other in the current passage.
    pub(super) fn frequency(&self) -> u32 {
        self.frequency
    }

    /// How often they do in a passage, if it is the current one.
    #[expect(clippy::cast_precision_loss, reason = "a frequency need not be exact")]
    pub(super) fn frequency_in(&self, doc: u32) -> f32 {
        if self.doc == doc {
            self.frequency as f32
        } else {
            0.0
        }
    }

    /// Where they begin in it.
    pub(super) fn starts(&self) -> &[u32] {
        &self.starts
    }

    pub(super) fn seek(&mut self, target: u32) -> u32 {
        if self.doc < target {
            self.settle(target);
        }
        self.doc
    }

    /// Goes to the first passage from `target` on that holds the phrase.
    fn settle(&mut self, mut target: u32) {
        loop {
            target = self.next_with_all(target);
            self.doc = target;
            if target == TERMINATED {
                return;
            }
            self.frequency = self.count();
            if self.frequency > 0 {
                return;
            }
            target += 1;
        }
    }

    fn next_with_all(&mut self, mut target: u32) -> u32 {
        'next: loop {
            for (_, word) in &mut self.words {
                let doc = if word.doc() < target {
                    word.seek(target)
                } else {
                    word.doc()
                };
                if doc > target {
                    if doc == TERMINATED {
                        return TERMINATED;
                    }
                    target = doc;
                    continue 'next;
                }
            }
            return target;
        }
    }

    fn count(&mut self) -> u32 {
        let Some(((before, first), others)) = self.words.split_first_mut() else {
            return 0;
        };
        first.positions(&mut self.positions);
        self.starts.clear();
        let starts = self.positions.iter();
        self.starts
            .extend(starts.filter_map(|position| position.checked_sub(*before)));
        for (offset, word) in others {
            if self.starts.is_empty() {
                return 0;
            }
            word.positions(&mut self.positions);
            let positions = &self.positions;
            self.starts
                .retain(|start| positions.binary_search(&(start + *offset)).is_ok());
        }
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }
}

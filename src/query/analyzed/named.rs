//! Which words of a query are a name, before an index is asked.

use super::{Analysis, FullName, Part, PartKind, Word};
use crate::analysis::{is_particle, names};
use crate::text::language::Script;

/// A query of more parts is a question: what stands beside a name is no part of it.
const MAX_PARTS_OF_A_NAME: usize = 4;

impl Analysis<'_> {
    /// A name of China or Korea in its own script.
    pub(super) fn native_name(&mut self, name: &str, alike: bool) -> Option<FullName> {
        let (own, latin) = names::native_in_latin(name)?;
        let latin = latin.join(" ");
        let mut words = self.words(&latin);
        for word in &mut words {
            word.read_name_keys(self.languages);
        }
        Some(FullName {
            joined: self.joined(&latin),
            own: Some(own),
            ..FullName::read(&latin, words, alike)?
        })
    }

    /// A bare word beside one that is a name in the same script without capitals may be part of the name: 도널드
    /// 트럼프, of which the lexicon has one.
    pub(super) fn read_beside_listed(&mut self) {
        let has_keys =
            |part: &Part| matches!(&part.kind, PartKind::Word(word) if !word.name_keys.is_empty());
        if self.parts.len() > MAX_PARTS_OF_A_NAME || self.parts.iter().all(has_keys) {
            return;
        }
        let script = |part: &Part| match &part.kind {
            PartKind::Word(word) => Script::main(&word.folded),
            _ => None,
        };
        let beside: Vec<bool> = (0..self.parts.len())
            .map(|at| {
                let own = self.parts.get(at).and_then(script);
                let is_name = |at: usize| {
                    let part = self.parts.get(at);
                    part.is_some_and(|part| has_keys(part) && script(part) == own)
                };
                let is_spaced = own.is_some_and(|script| !script.is_spaceless());
                is_spaced && (is_name(at + 1) || at.checked_sub(1).is_some_and(is_name))
            })
            .collect();
        for (part, is_beside) in self.parts.iter_mut().zip(beside) {
            if let PartKind::Word(word) = &mut part.kind
                && is_beside
            {
                word.read_foreign_keys();
            }
        }
    }

    /// The words of what is nothing but a name in pairs of characters, as the lexicon says of each of them:
    /// 马克·扎克伯格; in katakana, where foreign words end by themselves, of one.
    pub(super) fn listed_name(&mut self, text: &str) -> Option<Vec<Word>> {
        let is_spaceless = |c| Script::of(c).is_some_and(Script::is_spaceless);
        if !text.chars().any(is_spaceless) {
            return None;
        }
        let mut words = self.without_pairs(text)?;
        let is_katakana = |word: &Word| word.surface.chars().all(names::is_katakana);
        let is_listed = if words.iter().all(is_katakana) {
            words.iter().any(Word::is_listed)
        } else {
            words.iter().all(Word::is_listed)
        };
        if !is_listed {
            return None;
        }
        words.iter_mut().for_each(Word::read_foreign_keys);
        Some(words)
    }

    /// The words of a name, the pairs of characters of one as one; `None` where there are no pairs.
    pub(super) fn without_pairs(&mut self, name: &str) -> Option<Vec<Word>> {
        self.analyzer.analyze(name, None, &mut self.tokens);
        let whole = self.tokens.whole_words();
        if whole.len() == self.tokens.len() {
            return None;
        }
        let words = whole.into_iter().map(|whole| {
            let mut word = Word {
                surface: whole.span.of(name).unwrap_or_default().to_owned(),
                normal: whole.normal,
                folded: whole.word,
                stems: Vec::new(),
                name_keys: Vec::new(),
                weight: 1.0,
            };
            word.read_stems(self.analyzer, self.languages);
            word.read_name_keys(self.languages);
            word
        });
        Some(words.collect())
    }

    /// The parts of a name that others write as one word: `Saif ul`, `Jong-un`, `al-Assad`.
    pub(super) fn joined(&mut self, name: &str) -> Vec<(Word, Option<usize>)> {
        let words = self.words(name);
        let has_more = words.len() > 2 || words.iter().any(|word| is_particle(&word.normal));
        if words.len() < 2 || !has_more {
            return Vec::new();
        }
        let written: Vec<(&str, &str)> = (words.iter())
            .map(|word| (&*word.surface, &*word.normal))
            .collect();
        let (parts, family) = names::parts(name, &written);
        let Some(family) = parts.get(family).copied() else {
            return Vec::new();
        };
        let mut joined = Vec::new();
        for (at, pair) in words.windows(2).enumerate() {
            let [first, second] = pair else {
                continue;
            };
            // O'Leary, typed without the sign.
            let is_elided = at + 1 == family && matches!(&*first.normal, "o" | "d");
            let given = if at + 1 == family && (is_elided || is_particle(&first.normal)) {
                None
            } else if at == family || at + 1 == family || !parts.contains(&at) {
                continue;
            } else {
                let mut given = parts.iter().filter(|part| **part != family);
                given.position(|part| *part == at)
            };
            let sign = if is_elided { "'" } else { "" };
            let mut read = self.words(&format!("{}{sign}{}", first.surface, second.normal));
            let word = read.pop().filter(|_| read.is_empty());
            joined.extend(word.map(|mut word| {
                word.read_name_keys(self.languages);
                (word, given)
            }));
        }
        joined
    }
}

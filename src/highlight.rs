//! A passage and what was looked for to the places to mark. It knows nothing of queries.

use std::collections::{BTreeSet, HashMap};

use crate::analysis::names::{self, Tier};
use crate::analysis::{Analyzer, ScannedToken, keeps_first_letter};
use crate::results::{Field, Highlight, Reason};
use crate::text::Span;
use crate::text::clean::clean;
use crate::text::language::Language;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// The texts of the parts.
    parts: Vec<(String, bool)>,
    /// From a folded word to what it is a form of.
    words: HashMap<String, Vec<Cause>>,
    /// From a stem to the parts it is a stem of.
    stems: HashMap<String, Vec<(usize, Reason)>>,
    prefixes: Vec<(String, usize)>,
    phrases: Vec<Phrase>,
    /// The first characters of `words` and of the words of `phrases`: most tokens end here.
    word_starts: BTreeSet<char>,
    /// The first characters of `stems`.
    stem_starts: BTreeSet<char>,
    /// The first two characters of longer `stems`, and whether all are so long.
    stem_pairs: BTreeSet<(char, char)>,
    has_short_stem: bool,
}

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    part: usize,
    /// As written, where it is one word to its writer: `e-mail`, or a name in Chinese.
    surface: Option<String>,
    /// Where it is not the very words asked for.
    reason: Option<Reason>,
}

#[derive(Debug, Clone)]
struct Cause {
    part: usize,
    /// As written in the query; only where the word is the very word that was asked for.
    surface: Option<String>,
    reason: Reason,
    is_name: bool,
}

impl Marks {
    /// Adds a part of the query, all whose readings are added next.
    pub(crate) fn part(&mut self, text: &str, in_title: bool) -> usize {
        self.parts.push((text.to_owned(), in_title));
        self.parts.len() - 1
    }

    pub(crate) fn word(&mut self, part: usize, surface: &str, word: &str) {
        let surface = Some(surface.to_owned());
        self.cause(
            word,
            Cause {
                part,
                surface,
                reason: Reason::Folded,
                is_name: false,
            },
        );
    }

    pub(crate) fn stem(&mut self, part: usize, stem: &str) {
        self.stem_for(part, stem, Reason::Stem);
    }

    /// Adds a word that the word asked for is made of.
    pub(crate) fn compound(&mut self, part: usize, word: &str, stems: &[String]) {
        for stem in stems {
            self.stem_for(part, stem, Reason::Compound);
        }
        self.form(part, word, Reason::Compound);
    }

    /// Adds the word asked for as it is with another particle or none.
    pub(crate) fn particle(&mut self, part: usize, word: &str, stems: &[String]) {
        for stem in stems {
            self.stem_for(part, stem, Reason::Stem);
        }
        self.form(part, word, Reason::Stem);
    }

    /// Adds a word that begins as the word asked for does.
    pub(crate) fn kin(&mut self, part: usize, word: &str) {
        self.form(part, word, Reason::Akin);
    }

    fn stem_for(&mut self, part: usize, stem: &str, reason: Reason) {
        self.stem_starts.extend(stem.chars().next());
        match stem_pair(stem) {
            Some(pair) => drop(self.stem_pairs.insert(pair)),
            None => self.has_short_stem = true,
        }
        let known = self.stems.entry(stem.to_owned()).or_default();
        known.push((part, reason.clone()));
        self.form(part, stem, reason);
    }

    /// Adds a word that is not the very word asked for.
    fn form(&mut self, part: usize, form: &str, reason: Reason) {
        self.cause(
            form,
            Cause {
                part,
                surface: None,
                reason,
                is_name: false,
            },
        );
    }

    pub(crate) fn name(&mut self, part: usize, form: &str, tier: Tier) {
        let reason = match tier {
            Tier::Exact | Tier::Folded => Reason::Folded,
            Tier::Inflected => Reason::Inflected,
            Tier::Transliterated => Reason::Transliterated,
            Tier::Lexicon => Reason::Lexicon,
            Tier::Phonetic => Reason::Phonetic,
            Tier::Edit => Reason::Fuzzy { edits: 1 },
        };
        // Only where names are filed under a key do they differ from words by a capital.
        let is_name = names::key(form, None).is_some();
        let mut words = Vec::new();
        if !is_name {
            Analyzer::new().scan(form, |token| words.push(token.word.to_owned()));
        }
        if words.len() > 1 {
            self.add_phrase(Phrase {
                words,
                part,
                surface: None,
                reason: Some(reason),
            });
            return;
        }
        self.cause(
            form,
            Cause {
                part,
                surface: None,
                reason,
                is_name,
            },
        );
    }

    pub(crate) fn fuzzy(&mut self, part: usize, form: &str, edits: u8) {
        self.form(part, form, Reason::Fuzzy { edits });
    }

    pub(crate) fn prefix(&mut self, part: usize, prefix: &str) {
        self.word_starts.extend(prefix.chars().next());
        self.prefixes.push((prefix.to_owned(), part));
    }

    pub(crate) fn phrase(&mut self, part: usize, words: Vec<String>, surface: Option<String>) {
        self.add_phrase(Phrase {
            words,
            part,
            surface,
            reason: None,
        });
    }

    fn add_phrase(&mut self, phrase: Phrase) {
        let words = phrase.words.iter();
        self.word_starts
            .extend(words.filter_map(|word| word.chars().next()));
        self.phrases.push(phrase);
    }

    /// Whether a word of a language that takes off endings alone may have one of the stems.
    fn may_have_stem(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let pair = letters.next().zip(letters.next());
        self.has_short_stem || pair.is_some_and(|pair| self.stem_pairs.contains(&pair))
    }

    /// The ASCII letters that a word looked for begins with, a bit for each.
    fn ascii_starts(&self) -> u128 {
        let starts = self.word_starts.iter().chain(&self.stem_starts);
        starts
            .filter(|letter| letter.is_ascii())
            .fold(0, |bits, letter| bits | 1 << u32::from(*letter))
    }

    fn cause(&mut self, word: &str, cause: Cause) {
        self.word_starts.extend(word.chars().next());
        self.words.entry(word.to_owned()).or_default().push(cause);
    }

    /// The places to mark in a text that starts at byte `text_start` of its field.
    pub(crate) fn find(
        &self,
        analyzer: &mut Analyzer,
        field: Field,
        text: &str,
        text_start: usize,
        language: Option<Language>,
    ) -> Vec<Highlight> {
        if self.parts.is_empty() {
            return Vec::new();
        }
        let cleaned = clean(text);
        let found = self.scan(analyzer, field, &cleaned.text, language);
        let original = |span: Span| cleaned.origin.to_original(span);
        found
            .into_iter()
            .filter_map(|found| {
                let span = original(found.span);
                let marked = span.of(text)?;
                Some(Highlight {
                    field,
                    start: text_start + span.start,
                    end: text_start + span.end,
                    text: marked.to_owned(),
                    part: self.parts.get(found.part)?.0.clone(),
                    reason: found.reason,
                })
            })
            .collect()
    }

    fn scan(
        &self,
        analyzer: &mut Analyzer,
        field: Field,
        text: &str,
        language: Option<Language>,
    ) -> Vec<Found> {
        let allowed = |part: usize| {
            field == Field::Title || self.parts.get(part).is_none_or(|(_, in_title)| !in_title)
        };
        let mut found: Vec<Found> = Vec::new();
        let mut unsure: Vec<(Span, String)> = Vec::new();
        let any_may_start = language.is_some_and(|language| !keeps_first_letter(language));
        let mut in_phrases: Vec<(u32, Span, String)> = Vec::new();
        let mut look = |token: &ScannedToken<'_>, piece_start: usize| {
            let span = token.span.shifted(piece_start);
            let Some(first) = token.word.chars().next() else {
                return;
            };
            let stem_may_start = any_may_start || self.stem_starts.contains(&first);
            if !stem_may_start && !self.word_starts.contains(&first) {
                return;
            }
            let mut best: Option<(Reason, usize)> = None;
            let mut offer = |reason: Reason, part: usize| {
                if allowed(part) && best.as_ref().is_none_or(|(known, _)| reason < *known) {
                    best = Some((reason, part));
                }
            };
            for cause in self.words.get(token.word).into_iter().flatten() {
                let is_exact = || cause.surface.as_deref() == span.of(text);
                if cause.surface.is_some() && is_exact() {
                    offer(Reason::Exact, cause.part);
                } else if token.name_shaped || !cause.is_name {
                    offer(cause.reason.clone(), cause.part);
                }
            }
            for (prefix, part) in &self.prefixes {
                if token.word.starts_with(prefix.as_str()) {
                    offer(Reason::Prefix, *part);
                }
            }
            if self
                .phrases
                .iter()
                .any(|phrase| phrase.words.iter().any(|word| word == token.word))
            {
                in_phrases.push((token.position, span, token.word.to_owned()));
            }
            match best {
                Some((reason, part)) => found.push(Found { span, part, reason }),
                None if stem_may_start && (any_may_start || self.may_have_stem(token.word)) => {
                    unsure.push((span, token.normal.to_owned()));
                }
                None => {}
            }
        };
        if any_may_start || !self.phrases.is_empty() {
            // Phrases are told by positions, which count from the start of the text.
            analyzer.scan(text, |token| look(token, 0));
        } else {
            let ascii_starts = self.ascii_starts();
            let pieces = Pieces {
                text,
                at: 0,
                ascii_starts,
            };
            for piece in pieces {
                let part = piece.of(text).unwrap_or_default();
                analyzer.scan(part, |token| look(token, piece.start));
            }
        }
        if let Some(language) = language {
            for (span, normal) in unsure {
                let parts = self.stems.get(analyzer.stem(&normal, language));
                let mut parts = parts.into_iter().flatten();
                if let Some((part, reason)) = parts.find(|(part, _)| allowed(*part)) {
                    found.push(Found {
                        span,
                        part: *part,
                        reason: reason.clone(),
                    });
                }
            }
        }
        for phrase in self.phrases.iter().filter(|phrase| allowed(phrase.part)) {
            found.extend(phrase_spans(&phrase.words, &in_phrases).map(|span| {
                let reason = match phrase.surface.as_deref() {
                    None => phrase.reason.clone().unwrap_or(Reason::Phrase),
                    surface if surface == span.of(text) => Reason::Exact,
                    Some(_) => Reason::Folded,
                };
                let part = phrase.part;
                Found { span, part, reason }
            }));
        }
        without_overlap(found)
    }
}

/// The first two letters of a stem that is long enough for its words to begin with them too:
/// `dying` has the stem `die`.
fn stem_pair(stem: &str) -> Option<(char, char)> {
    let mut letters = stem.chars();
    let pair = letters.next().zip(letters.next())?;
    letters.nth(1).map(|_| pair)
}

/// The pieces between blanks, which no word reaches across, in which a word with one of these first
/// letters may begin: a look at each byte that can begin a word spares most of the analysis.
struct Pieces<'t> {
    text: &'t str,
    at: usize,
    ascii_starts: u128,
}

impl Iterator for Pieces<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        let mut may_begin = true;
        while let Some(&byte) = bytes.get(self.at) {
            let begins = match byte {
                b' ' => {
                    start = self.at + 1;
                    may_begin = true;
                    false
                }
                0..0x80 => {
                    let begins =
                        may_begin && self.ascii_starts >> byte.to_ascii_lowercase() & 1 == 1;
                    may_begin = !byte.is_ascii_alphanumeric();
                    begins
                }
                // The rest of a character that was looked at by its first byte.
                0x80..0xC0 => {
                    may_begin = true;
                    false
                }
                // U+2000 to U+203F: blanks, dashes and quotation marks. No letter folds from them.
                0xE2 if bytes.get(self.at + 1) == Some(&0x80) => false,
                // Any other character may fold to any letter.
                _ => may_begin,
            };
            if begins {
                let rest = bytes.get(self.at..).unwrap_or_default();
                let length = rest.iter().position(|byte| *byte == b' ');
                let end = length.map_or(bytes.len(), |length| self.at + length);
                self.at = end;
                return Some(Span::new(start, end));
            }
            self.at += 1;
        }
        None
    }
}

#[derive(Debug)]
struct Found {
    span: Span,
    part: usize,
    reason: Reason,
}

/// Where the words stand one after the other. `tokens` are all that are a word of some phrase, in
/// order, so that the next word of a phrase is the next token or nowhere.
fn phrase_spans<'a>(
    words: &'a [String],
    tokens: &'a [(u32, Span, String)],
) -> impl Iterator<Item = Span> + 'a {
    tokens
        .iter()
        .enumerate()
        .filter_map(move |(first, (start, span, _))| {
            let mut end = span.end;
            for (offset, (at, word)) in (0..).zip((first..).zip(words)) {
                let (position, span, text) = tokens.get(at)?;
                if *position != start + offset || text != word {
                    return None;
                }
                end = end.max(span.end);
            }
            Some(Span::new(span.start, end))
        })
}

/// Of spans that overlap the longest stays, of equally long ones the first.
fn without_overlap(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|left, right| {
        (
            left.span.start,
            std::cmp::Reverse(left.span.end),
            &left.reason,
            left.part,
        )
            .cmp(&(
                right.span.start,
                std::cmp::Reverse(right.span.end),
                &right.reason,
                right.part,
            ))
    });
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    for next in found {
        match kept.last_mut() {
            Some(last) if last.span.overlaps(next.span) => {
                if next.span.len() > last.span.len() {
                    *last = next;
                }
            }
            _ => kept.push(next),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What is marked in a text for the words `ana` and `elections`, read whole or by pieces.
    fn marked(text: &str, is_whole: bool) -> Vec<Highlight> {
        let mut marks = Marks::default();
        let ana = marks.part("ana", false);
        marks.word(ana, "ana", "ana");
        marks.name(ana, "анa", Tier::Transliterated);
        let elections = marks.part("elections", false);
        marks.word(elections, "elections", "elections");
        marks.stem(elections, "elect");
        if is_whole {
            let phrase = marks.part("no such", false);
            marks.phrase(phrase, vec!["no".to_owned(), "such".to_owned()], None);
        }
        marks.find(
            &mut Analyzer::new(),
            Field::Body,
            text,
            7,
            Some(Language::ENGLISH),
        )
    }

    #[test]
    fn words_are_marked_with_what_they_are() {
        let found = marked("“Ana” was élected, l'ana; reelected.", false);
        let found: Vec<_> = found
            .iter()
            .map(|mark| (mark.start, &*mark.text, mark.reason.clone()))
            .collect();
        assert_eq!(
            found,
            [
                (10, "Ana", Reason::Folded),
                (21, "élected", Reason::Stem),
                (33, "ana", Reason::Exact)
            ]
        );
    }

    proptest! {
        #[test]
        fn pieces_are_read_as_the_whole(
            words in prop::collection::vec("ana|Ána|ANA’s|l'ana|elect(ed|s)?|«elections»|\\PC{0,4}|[a-e.,'-]{0,6}", 0..12),
            blank in "[ \n\u{a0}]",
        ) {
            let text = words.join(&blank);
            prop_assert_eq!(marked(&text, false), marked(&text, true));
        }
    }
}

//! A passage and what was looked for to the places to mark. It knows nothing of queries.

mod full_name;
mod starts;
mod words;

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use crate::analysis::cache::Seeded;
use crate::analysis::names::{self, Sureness, Tier};
use crate::analysis::{Analyzer, ScannedToken, keeps_first_letter};
use crate::results::{Field, Highlight, Reason};
use crate::text::Span;
use crate::text::clean::clean;
use crate::text::language::Language;
use full_name::{FullNameMark, NamePart};
use starts::{Pieces, Starts, Written};
use words::Words;

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// The texts of the parts, and whether they are looked for in titles alone.
    parts: Vec<(Arc<str>, bool)>,
    /// From a folded word to what it is a form of.
    words: HashMap<String, Vec<Cause>, Seeded>,
    /// From a stem to the parts it is a stem of.
    stems: HashMap<String, Vec<(usize, Reason)>, Seeded>,
    prefixes: Vec<(String, usize)>,
    phrases: Vec<Phrase>,
    names: Vec<FullNameMark>,
    /// The hashes of all words of these.
    name_words: Vec<u64>,
    /// How the words, prefixes, words of phrases and names, and words that have one of the stems begin.
    starts: Starts,
}

#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    part: usize,
    /// As written, where it is one word to its writer: `e-mail`, or a name in Chinese.
    surface: Option<String>,
    /// Where it is not the very words asked for.
    reason: Option<Reason>,
    /// Whether no katakana may stand beside it.
    is_whole: bool,
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
        self.parts.push((text.into(), in_title));
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
        self.starts.add_stem(stem);
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
        let reason = Reason::of(tier);
        // Only where names are filed under a key do they differ from words by a capital.
        let is_name = names::has_capitals(form);
        let mut words = Vec::new();
        if !is_name {
            Analyzer::new().scan(form, |token| words.push(token.word.to_owned()));
        }
        // What is asked for in katakana itself may stand in a longer word.
        let is_whole = tier > Tier::Folded && names::is_in_katakana(form);
        if words.len() > 1 || is_whole {
            self.add_phrase(Phrase {
                words,
                part,
                surface: None,
                reason: Some(reason),
                is_whole,
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

    /// Adds a form of a given name or of the family name of a name in several parts; one that is not
    /// sure is marked only beside another that is.
    pub(crate) fn name_part(
        &mut self,
        part: usize,
        form: &str,
        tier: Tier,
        (given, sureness): (u32, Sureness),
    ) {
        let mut words = Vec::new();
        Analyzer::new().scan(form, |token| words.push(token.word.to_owned()));
        for word in &words {
            self.starts.add_word(word);
        }
        let form = NamePart {
            has_case: names::has_capitals(form),
            words,
            tier,
            given,
            sureness,
        };
        if let Some(name) = self.names.iter_mut().find(|name| name.part == part) {
            name.forms.push(form);
        } else {
            let mut name = FullNameMark::new(part);
            name.forms.push(form);
            self.names.push(name);
        }
    }

    /// How many given names of a name in several parts must stand near its family name.
    pub(crate) fn least_given(&mut self, part: usize, least: usize) {
        for name in self.names.iter_mut().filter(|name| name.part == part) {
            name.least_given = u32::try_from(least).unwrap_or(1);
        }
    }

    /// Whether the family names alone are marked of a name in several parts: where its article
    /// holds the full name.
    pub(crate) fn family_alone(&mut self, part: usize, alone: bool) {
        for name in self.names.iter_mut().filter(|name| name.part == part) {
            name.alone = alone;
        }
    }

    pub(crate) fn fuzzy(&mut self, part: usize, form: &str, edits: u8) {
        self.form(part, form, Reason::Fuzzy { edits });
    }

    pub(crate) fn prefix(&mut self, part: usize, prefix: &str) {
        self.starts.add_word(prefix);
        self.prefixes.push((prefix.to_owned(), part));
    }

    pub(crate) fn phrase(&mut self, part: usize, words: Vec<String>, surface: Option<String>) {
        self.add_phrase(Phrase {
            words,
            part,
            surface,
            reason: None,
            is_whole: false,
        });
    }

    fn add_phrase(&mut self, phrase: Phrase) {
        for word in &phrase.words {
            self.starts.add_word(word);
        }
        self.phrases.push(phrase);
    }

    fn cause(&mut self, word: &str, cause: Cause) {
        self.starts.add_word(word);
        self.words.entry(word.to_owned()).or_default().push(cause);
    }

    /// To be called when all is there.
    fn settle(&mut self) {
        let hasher = self.words.hasher();
        self.name_words.clear();
        for name in &mut self.names {
            name.settle(hasher);
            let words = name.forms.iter().flat_map(|form| &form.words);
            self.name_words
                .extend(words.map(|word| hasher.hash_one(word)));
        }
        self.name_words.sort_unstable();
    }

    fn text_of(&self, part: usize) -> &str {
        self.parts.get(part).map_or("", |(text, _)| text)
    }
}

/// Looks for marks in one text after the other.
pub(crate) struct Finder<'a> {
    marks: Marks,
    analyzer: &'a mut Analyzer,
    /// What is found, and the words that matter, in the text at hand.
    found: Vec<Found>,
    unsure: Words,
    in_phrases: Words,
    in_names: Words,
}

impl<'a> Finder<'a> {
    pub(crate) fn new(mut marks: Marks, analyzer: &'a mut Analyzer) -> Self {
        marks.settle();
        Self {
            marks,
            analyzer,
            found: Vec::new(),
            unsure: Words::default(),
            in_phrases: Words::default(),
            in_names: Words::default(),
        }
    }

    pub(crate) fn marks(&mut self) -> &mut Marks {
        &mut self.marks
    }

    /// Adds the places to mark in a text that starts at byte `text_start` of its field.
    pub(crate) fn find(
        &mut self,
        field: Field,
        text: &str,
        text_start: usize,
        language: Option<Language>,
        highlights: &mut Vec<Highlight>,
    ) {
        if self.marks.parts.is_empty() {
            return;
        }
        let cleaned = clean(text);
        self.scan(field, &cleaned.text, language);
        highlights.reserve_exact(self.found.len());
        let parts = &self.marks.parts;
        highlights.extend(self.found.drain(..).filter_map(|found| {
            let span = cleaned.origin.to_original(found.span);
            let marked = span.of(text)?;
            Some(Highlight {
                field,
                start: text_start + span.start,
                end: text_start + span.end,
                text: marked.to_owned(),
                part: Arc::clone(&parts.get(found.part)?.0),
                reason: found.reason,
            })
        }));
    }

    /// Finds what is to be marked in a clean text.
    fn scan(&mut self, field: Field, text: &str, language: Option<Language>) {
        let Self {
            marks,
            analyzer,
            found,
            unsure,
            in_phrases,
            in_names,
        } = self;
        for words in [&mut *unsure, &mut *in_phrases, &mut *in_names] {
            words.clear();
        }
        let allowed = |part: usize| {
            field == Field::Title || marks.parts.get(part).is_none_or(|(_, in_title)| !in_title)
        };
        let any_may_start = language.is_some_and(|language| !keeps_first_letter(language));
        let hasher = marks.words.hasher();
        let mut look = |token: &ScannedToken<'_>, piece_start: usize| {
            let span = token.span.shifted(piece_start);
            let may_have_stem = any_may_start || marks.starts.may_have_stem(token.word);
            if !may_have_stem && !marks.starts.may_be_word(token.word) {
                return;
            }
            let mut best: Option<(Reason, usize)> = None;
            let mut offer = |reason: Reason, part: usize| {
                if allowed(part) && best.as_ref().is_none_or(|(known, _)| reason < *known) {
                    best = Some((reason, part));
                }
            };
            for cause in marks.words.get(token.word).into_iter().flatten() {
                let is_exact = || cause.surface.as_deref() == span.of(text);
                if cause.surface.is_some() && is_exact() {
                    offer(Reason::Exact, cause.part);
                } else if token.name_shaped || !cause.is_name {
                    offer(cause.reason.clone(), cause.part);
                }
            }
            for (prefix, part) in &marks.prefixes {
                if token.word.starts_with(prefix.as_str()) {
                    offer(Reason::Prefix, *part);
                }
            }
            let is_token = |word: &String| word == token.word;
            if marks
                .phrases
                .iter()
                .any(|phrase| phrase.words.iter().any(is_token))
            {
                in_phrases.push(token, span, token.word);
            }
            // Another word of the same hash would do no harm.
            let is_known = |hash: u64| marks.name_words.binary_search(&hash).is_ok();
            if !marks.names.is_empty() && is_known(hasher.hash_one(token.word)) {
                in_names.push(token, span, token.word);
            }
            match best {
                Some((reason, part)) => found.push(Found { span, part, reason }),
                None if may_have_stem => unsure.push(token, span, token.normal),
                None => {}
            }
        };
        let all = any_may_start.then(Written::all);
        let written = all.as_ref().unwrap_or(&marks.starts.written);
        if any_may_start || !marks.phrases.is_empty() || !marks.names.is_empty() {
            // Phrases and names are told by how many words stand between theirs.
            let (mut position, mut end) = (0, None);
            for piece in Pieces::of(text, written) {
                let between = Span::new(end.unwrap_or(piece.start), piece.start);
                position += analyzer.count(between.of(text).unwrap_or_default());
                let part = piece.of(text).unwrap_or_default();
                position = analyzer.scan_from(part, position, |token| look(token, piece.start));
                end = Some(piece.end);
            }
        } else {
            for piece in Pieces::of(text, written) {
                let part = piece.of(text).unwrap_or_default();
                analyzer.scan(part, |token| look(token, piece.start));
            }
        }
        if let Some(language) = language {
            // Words that have one of the stems.
            found.extend(unsure.iter().filter_map(|(span, normal)| {
                let parts = marks.stems.get(analyzer.stem(normal, language))?;
                let (part, reason) = parts.iter().find(|(part, _)| allowed(*part))?;
                let (part, reason) = (*part, reason.clone());
                Some(Found { span, part, reason })
            }));
        }
        for phrase in marks.phrases.iter().filter(|phrase| allowed(phrase.part)) {
            let spans = in_phrases.phrases(&phrase.words);
            found.extend(spans.filter_map(|span| phrase.found(span, text)));
        }
        for name in marks.names.iter().filter(|name| allowed(name.part)) {
            name.find(text, (in_names, hasher), marks.text_of(name.part), found);
        }
        remove_overlaps(found);
    }
}

impl Phrase {
    /// What it is where its words stand.
    fn found(&self, span: Span, text: &str) -> Option<Found> {
        if self.is_whole && !stands_apart(span, text) {
            return None;
        }
        let reason = match self.surface.as_deref() {
            None => self.reason.clone().unwrap_or(Reason::Phrase),
            surface if surface == span.of(text) => Reason::Exact,
            Some(_) => Reason::Folded,
        };
        let part = self.part;
        Some(Found { span, part, reason })
    }
}

/// Whether no katakana stands beside a span of a text.
fn stands_apart(span: Span, text: &str) -> bool {
    let before = text
        .get(..span.start)
        .and_then(|text| text.chars().next_back());
    let after = text.get(span.end..).and_then(|text| text.chars().next());
    let is_katakana = |letter| names::is_katakana(letter) || matches!(letter, 'ｦ'..='ﾟ');
    ![before, after].into_iter().flatten().any(is_katakana)
}

#[derive(Debug)]
struct Found {
    span: Span,
    part: usize,
    reason: Reason,
}

/// Of spans that overlap the longest stays, of equally long ones the first.
fn remove_overlaps(found: &mut Vec<Found>) {
    let order = |found: &Found| (found.span.start, std::cmp::Reverse(found.span.end));
    found.sort_by(|left, right| {
        let by_span = order(left).cmp(&order(right));
        by_span.then_with(|| (&left.reason, left.part).cmp(&(&right.reason, right.part)))
    });
    found.dedup_by(|next, last| {
        let overlap = last.span.overlaps(next.span);
        if overlap && next.span.len() > last.span.len() {
            std::mem::swap(next, last);
        }
        overlap
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Copy, PartialEq)]
    enum Reading {
        /// Between blanks, where something may begin.
        Pieces,
        /// All words that may matter.
        Words,
        /// All words.
        Whole,
    }

    fn find(
        marks: Marks,
        text: &str,
        text_start: usize,
        language: Option<Language>,
    ) -> Vec<Highlight> {
        let mut highlights = Vec::new();
        let mut analyzer = Analyzer::new();
        let mut finder = Finder::new(marks, &mut analyzer);
        // What one text leaves behind must not show in the next.
        finder.find(
            Field::Body,
            "Ana’s «nu sach»: elected!",
            0,
            language,
            &mut highlights,
        );
        highlights.clear();
        finder.find(Field::Body, text, text_start, language, &mut highlights);
        highlights
    }

    /// What is marked in a text for the words `ana` and `elections`.
    fn marked(text: &str, reading: Reading) -> Vec<Highlight> {
        let mut marks = Marks::default();
        let ana = marks.part("ana", false);
        marks.word(ana, "ana", "ana");
        marks.name(ana, "анa", Tier::Transliterated);
        let elections = marks.part("elections", false);
        marks.word(elections, "elections", "elections");
        marks.stem(elections, "elect");
        if reading != Reading::Pieces {
            let phrase = marks.part("nu sach", false);
            marks.phrase(phrase, vec!["nu".to_owned(), "sach".to_owned()], None);
        }
        if reading == Reading::Whole {
            marks.starts.written = Written::all();
        }
        find(marks, text, 7, Some(Language::ENGLISH))
    }

    #[test]
    fn words_are_marked_with_what_they_are() {
        let found = marked("“Ana” was élected, l'ana; reelected.", Reading::Pieces);
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

    #[test]
    fn a_german_umlaut_in_two_letters_has_the_same_stem() {
        let mut marks = Marks::default();
        let oil = marks.part("Ölpreise", false);
        marks.stem(oil, "olpreis");
        let german = Language::from_code("de");
        let text = "Der Oelpreis und die Olpreise.";
        let found = find(marks, text, 0, german);
        let found: Vec<&str> = found.iter().map(|mark| &*mark.text).collect();
        assert_eq!(found, ["Oelpreis", "Olpreise"]);
    }

    proptest! {
        #[test]
        fn what_is_passed_over_holds_nothing(
            words in prop::collection::vec("ana|Ána|ANA’s|l'ana|elect(ed|s)?|«elections»|\\PC{0,4}|[a-e.,'-]{0,6}", 0..40),
            blank in "[ \n\u{a0}]",
        ) {
            let text = words.join(&blank);
            let whole = marked(&text, Reading::Whole);
            prop_assert_eq!(&marked(&text, Reading::Pieces), &whole);
            prop_assert_eq!(&marked(&text, Reading::Words), &whole);
        }
    }
}

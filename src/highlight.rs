//! A passage and what was looked for to the places to mark. It knows nothing of queries.

mod full_name;
mod starts;
mod words;

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::rc::Rc;
use std::sync::Arc;

use crate::analysis::cache::{Cache, Seeded};
use crate::analysis::names::{self, Sureness, Tier};
use crate::analysis::{Analyzer, ScannedToken, keeps_first_letter};
use crate::results::{Field, Highlight, Reason};
use crate::text::Span;
use crate::text::clean::clean;
use crate::text::language::Language;
use full_name::{FullNameMark, NamePart};
use starts::{Pieces, Starts, Written};
use words::{Place, Words};

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
    pub(crate) fn settled(mut self) -> Self {
        let hasher = self.words.hasher();
        for name in &mut self.names {
            name.settle(hasher);
            let words = name.forms.iter().flat_map(|form| &form.words);
            self.name_words
                .extend(words.map(|word| hasher.hash_one(word)));
        }
        self.name_words.sort_unstable();
        self
    }

    /// Whether a part is looked for in this field.
    fn allows(&self, part: usize, field: Field) -> bool {
        field == Field::Title || self.parts.get(part).is_none_or(|(_, in_title)| !in_title)
    }

    /// What a piece of a text holds, if anything.
    fn read(
        &self,
        piece: &str,
        field: Field,
        language: Option<Language>,
        analyzer: &mut Analyzer,
    ) -> Option<Rc<Piece>> {
        let any_may_start = may_change_first_letter(language);
        let mut read = Piece::default();
        // Words that may have one of the stems.
        let mut unsure = Words::default();
        read.words = analyzer.scan_from(piece, 0, |token| {
            let may_have_stem = any_may_start || self.starts.may_have_stem(token.word);
            if !may_have_stem && !self.starts.may_be_word(token.word) {
                return;
            }
            match self.mark_of(token, field, piece) {
                Some((part, reason)) => read.found.push(Found {
                    span: token.span,
                    part,
                    reason,
                }),
                None if may_have_stem => unsure.push(Place::of(token), token.normal),
                None => {}
            }
            let is_token = |word: &String| word == token.word;
            let has_token = |phrase: &Phrase| phrase.words.iter().any(is_token);
            if self.phrases.iter().any(has_token) {
                read.in_phrases.push(Place::of(token), token.word);
            }
            // Another word of the same hash would do no harm.
            let is_known = |hash: u64| self.name_words.binary_search(&hash).is_ok();
            if !self.names.is_empty() && is_known(self.words.hasher().hash_one(token.word)) {
                read.in_names.push(Place::of(token), token.word);
            }
        });
        if let Some(language) = language {
            read.found
                .extend(unsure.iter().filter_map(|(place, normal)| {
                    let parts = self.stems.get(analyzer.stem(normal, language))?;
                    let allowed = |(part, _): &&(usize, Reason)| self.allows(*part, field);
                    let (part, reason) = parts.iter().find(allowed)?.clone();
                    let span = place.span;
                    Some(Found { span, part, reason })
                }));
        }
        (!read.found.is_empty() || read.holds_parts()).then(|| Rc::new(read))
    }

    /// What a word is marked with that is one of those looked for.
    fn mark_of(
        &self,
        token: &ScannedToken<'_>,
        field: Field,
        piece: &str,
    ) -> Option<(usize, Reason)> {
        let mut best: Option<(usize, Reason)> = None;
        let mut offer = |part: usize, reason: Reason| {
            if self.allows(part, field) && best.as_ref().is_none_or(|(_, known)| reason < *known) {
                best = Some((part, reason));
            }
        };
        for cause in self.words.get(token.word).into_iter().flatten() {
            let is_exact = || cause.surface.as_deref() == token.span.of(piece);
            if cause.surface.is_some() && is_exact() {
                offer(cause.part, Reason::Exact);
            } else if token.name_shaped || !cause.is_name {
                offer(cause.part, cause.reason.clone());
            }
        }
        for (prefix, part) in &self.prefixes {
            if token.word.starts_with(prefix.as_str()) {
                offer(*part, Reason::Prefix);
            }
        }
        best
    }

    fn text_of(&self, part: usize) -> &str {
        self.parts.get(part).map_or("", |(text, _)| text)
    }
}

/// Looks for marks in one text after the other.
pub(crate) struct Finder<'a> {
    marks: &'a Marks,
    /// The names in several parts whose family names alone are not marked in the text at hand.
    never_alone: Vec<usize>,
    analyzer: &'a mut Analyzer,
    /// What pieces that were met before hold, by language, and by field where that makes a difference.
    pieces: HashMap<(Option<Language>, Option<Field>), KnownPieces, Seeded>,
    /// What is found, and the words that matter, in the text at hand.
    found: Vec<Found>,
    in_phrases: Words,
    in_names: Words,
}

type KnownPieces = Cache<Option<Rc<Piece>>>;

/// What a piece of text between blanks holds, wherever it stands: names come again in every passage.
/// Nothing is kept of one that holds nothing.
#[derive(Debug, Default)]
struct Piece {
    /// How many words it has.
    words: u32,
    found: Vec<Found>,
    in_phrases: Words,
    in_names: Words,
}

impl Piece {
    /// Whether it has a word of a phrase or of a name in several parts.
    fn holds_parts(&self) -> bool {
        !self.in_phrases.is_empty() || !self.in_names.is_empty()
    }
}

impl<'a> Finder<'a> {
    pub(crate) fn new(marks: &'a Marks, analyzer: &'a mut Analyzer) -> Self {
        Self {
            marks,
            never_alone: Vec::new(),
            analyzer,
            pieces: HashMap::default(),
            found: Vec::new(),
            in_phrases: Words::default(),
            in_names: Words::default(),
        }
    }

    /// Whether the family names alone are marked of a name in several parts, from now on: where its article
    /// holds the full name.
    pub(crate) fn family_alone(&mut self, part: usize, alone: bool) {
        self.never_alone.retain(|known| *known != part);
        if !alone {
            self.never_alone.push(part);
        }
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
        highlights.reserve(self.found.len());
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
            never_alone,
            analyzer,
            pieces,
            found,
            in_phrases,
            in_names,
        } = self;
        in_phrases.clear();
        in_names.clear();
        let has_titles = marks.parts.iter().any(|(_, in_title)| *in_title);
        let of = (language, has_titles.then_some(field));
        let known = pieces.entry(of).or_insert_with(Cache::new);
        let any_may_start = may_change_first_letter(language);
        let all = any_may_start.then(Written::all);
        let written = all.as_ref().unwrap_or(&marks.starts.written);
        // Phrases and names are told by how many words stand between theirs: where the last piece ends that
        // has some, and how many words stand before.
        let mut counted: Option<(usize, u32)> = None;
        for span in Pieces::of(text, written) {
            let piece = span.of(text).unwrap_or_default();
            let read = || marks.read(piece, field, language, analyzer);
            let Some(piece) = known.with(piece, read, Option::clone) else {
                continue;
            };
            let start = span.start;
            found.extend(piece.found.iter().map(|found| found.shifted(start)));
            if piece.holds_parts() {
                let position = counted.map_or(0, |(end, position)| {
                    let between = Span::new(end, start).of(text);
                    position + analyzer.count(between.unwrap_or_default())
                });
                in_phrases.extend(&piece.in_phrases, position, start);
                in_names.extend(&piece.in_names, position, start);
                counted = Some((span.end, position + piece.words));
            }
        }
        for phrase in marks
            .phrases
            .iter()
            .filter(|phrase| marks.allows(phrase.part, field))
        {
            let spans = in_phrases.phrases(&phrase.words);
            found.extend(spans.filter_map(|span| phrase.found(span, text)));
        }
        let hasher = marks.words.hasher();
        for name in marks
            .names
            .iter()
            .filter(|name| marks.allows(name.part, field))
        {
            let alone = !never_alone.contains(&name.part);
            name.find(
                text,
                (in_names, hasher),
                (marks.text_of(name.part), alone),
                found,
            );
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

/// Whether a stemmer may change the first letters of words, so that any may have one of the stems.
fn may_change_first_letter(language: Option<Language>) -> bool {
    language.is_some_and(|language| !keeps_first_letter(language))
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

impl Found {
    /// The same in a text of which the text at hand begins at this byte.
    fn shifted(&self, bytes: usize) -> Self {
        Self {
            span: self.span.shifted(bytes),
            part: self.part,
            reason: self.reason.clone(),
        }
    }
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
        let marks = marks.settled();
        let mut finder = Finder::new(&marks, &mut analyzer);
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

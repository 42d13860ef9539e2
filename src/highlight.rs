//! A passage and what was looked for to the places to mark. It knows nothing of queries.

mod starts;

use std::collections::{HashMap, HashSet};

use crate::analysis::cache::Seeded;
use crate::analysis::names::{self, GIVEN_AFTER, GIVEN_BEFORE, Sureness, Tier};
use crate::analysis::{Analyzer, ScannedToken, keeps_first_letter};
use crate::results::{Field, Highlight, Reason};
use crate::text::Span;
use crate::text::clean::clean;
use crate::text::language::Language;
use starts::{Pieces, Starts, Written};

/// What to look for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// The texts of the parts.
    parts: Vec<(String, bool)>,
    /// From a folded word to what it is a form of.
    words: HashMap<String, Vec<Cause>, Seeded>,
    /// From a stem to the parts it is a stem of.
    stems: HashMap<String, Vec<(usize, Reason)>, Seeded>,
    prefixes: Vec<(String, usize)>,
    phrases: Vec<Phrase>,
    names: Vec<FullNameMark>,
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
}

/// A name in several parts: what is near each other is marked as one.
#[derive(Debug, Clone)]
struct FullNameMark {
    part: usize,
    forms: Vec<NamePart>,
    /// How many given names must stand near the family name.
    least_given: u32,
    /// Whether the family name alone is marked too.
    alone: bool,
}

#[derive(Debug, Clone)]
struct NamePart {
    words: Vec<String>,
    tier: Tier,
    /// Which given names it is one of, a bit for each; none of the family name.
    given: u32,
    sureness: Sureness,
    /// Whether it must have a capital where it stands alone.
    has_case: bool,
}

/// Where a part of a name stands.
#[derive(Debug, Clone, Copy)]
struct NamePlace {
    position: u32,
    /// Where the last of its words stands.
    last: u32,
    span: Span,
    tier: Tier,
    given: u32,
    sureness: Sureness,
    may_stand_alone: bool,
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
            has_case: names::key(form, None).is_some(),
            words,
            tier,
            given,
            sureness,
        };
        match self.names.iter_mut().find(|name| name.part == part) {
            Some(name) => name.forms.push(form),
            None => self.names.push(FullNameMark {
                part,
                forms: vec![form],
                least_given: 1,
                alone: true,
            }),
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
        let mut unsure = Unsure::default();
        let any_may_start = language.is_some_and(|language| !keeps_first_letter(language));
        let mut in_phrases: Vec<(u32, Span, String)> = Vec::new();
        let mut in_names: Vec<(u32, Span, String)> = Vec::new();
        let mut capitals: HashSet<u32> = HashSet::new();
        let mut look = |token: &ScannedToken<'_>, piece_start: usize| {
            let span = token.span.shifted(piece_start);
            let may_have_stem = any_may_start || self.starts.may_have_stem(token.word);
            if !may_have_stem && !self.starts.may_be_word(token.word) {
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
            let mut forms = self.names.iter().flat_map(|name| &name.forms);
            if forms.any(|form| form.words.iter().any(|word| word == token.word)) {
                in_names.push((token.position, span, token.word.to_owned()));
                if token.name_shaped {
                    capitals.insert(token.position);
                }
            }
            match best {
                Some((reason, part)) => found.push(Found { span, part, reason }),
                None if may_have_stem => {
                    unsure.push(span, token.normal);
                }
                None => {}
            }
        };
        let all = any_may_start.then(Written::all);
        let written = all.as_ref().unwrap_or(&self.starts.written);
        if any_may_start || !self.phrases.is_empty() || !self.names.is_empty() {
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
        found.extend(self.stemmed(analyzer, &unsure, language, allowed));
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
        for name in self.names.iter().filter(|name| allowed(name.part)) {
            found.extend(name.find(text, &in_names, &capitals, self.text_of(name.part)));
        }
        without_overlap(found)
    }

    /// The words that have one of the stems.
    fn stemmed(
        &self,
        analyzer: &mut Analyzer,
        words: &Unsure,
        language: Option<Language>,
        allowed: impl Fn(usize) -> bool,
    ) -> Vec<Found> {
        let Some(language) = language else {
            return Vec::new();
        };
        let stemmed = |(span, normal)| {
            let parts = self.stems.get(analyzer.stem(normal, language))?;
            let (part, reason) = parts.iter().find(|(part, _)| allowed(*part))?;
            Some(Found {
                span,
                part: *part,
                reason: reason.clone(),
            })
        };
        words.iter().filter_map(stemmed).collect()
    }

    fn text_of(&self, part: usize) -> &str {
        self.parts.get(part).map_or("", |(text, _)| text)
    }
}

impl FullNameMark {
    /// The full names, each as one, and the family names alone. `tokens` are all words that a form of
    /// a name has, in order.
    fn find(
        &self,
        text: &str,
        tokens: &[(u32, Span, String)],
        capitals: &HashSet<u32>,
        asked: &str,
    ) -> Vec<Found> {
        let places = |is_family: bool| {
            let forms = (self.forms.iter()).filter(|form| (form.given == 0) == is_family);
            let mut places: Vec<NamePlace> = forms
                .flat_map(|form| {
                    let found = phrase_places(&form.words, tokens);
                    let then =
                        u32::try_from(form.words.len().saturating_sub(1)).unwrap_or(u32::MAX);
                    found.map(move |(position, span)| NamePlace {
                        position,
                        last: position.saturating_add(then),
                        span,
                        tier: form.tier,
                        given: form.given,
                        sureness: form.sureness,
                        may_stand_alone: !form.has_case || capitals.contains(&position),
                    })
                })
                .collect();
            places.sort_by_key(|place| (place.position, place.tier));
            places.dedup_by(|other, first| {
                let is_same = other.position == first.position;
                // What is several given names reaches farther: Jong-un beside Jong.
                if is_same && other.given & !first.given != 0 {
                    first.given |= other.given;
                    first.last = first.last.max(other.last);
                    first.span.end = first.span.end.max(other.span.end);
                }
                is_same
            });
            places
        };
        let (given, family) = (places(false), places(true));
        let mut found = Vec::new();
        let mut before = None;
        for (at, place) in family.iter().enumerate() {
            let after = family.get(at + 1).map(|next| next.position);
            match full_name(place, &given, before, after, self.least_given) {
                Some((span, _)) if span.of(text) == Some(asked) => {
                    found.push(self.found(span, Reason::Exact));
                }
                Some((span, tier)) => found.push(self.found(span, Reason::of(tier))),
                None if self.alone && place.may_stand_alone => {
                    let tier = place.tier;
                    found.push(self.found(place.span, Reason::FromArticle { tier }));
                }
                None => {}
            }
            before = Some(place.position);
        }
        found
    }

    fn found(&self, span: Span, reason: Reason) -> Found {
        Found {
            span,
            part: self.part,
            reason,
        }
    }
}

/// The span of a full name around a family name, up to those before and after it, and how near its
/// farther part is.
fn full_name(
    family: &NamePlace,
    given: &[NamePlace],
    before: Option<u32>,
    after: Option<u32>,
    least_given: u32,
) -> Option<(Span, Tier)> {
    if family.sureness == Sureness::Whole {
        return Some((family.span, family.tier));
    }
    let at = family.position;
    // Each of them may stand between another and the family name.
    let least = at.saturating_sub(GIVEN_BEFORE + least_given.saturating_sub(1));
    let most = family.last.saturating_add(GIVEN_AFTER);
    let is_before = |place: &&NamePlace| (least..at).contains(&place.last);
    let is_after = |place: &&NamePlace| place.position > family.last && place.position <= most;
    // Across another family name stands what belongs to that one. What is like both is a given name, too.
    let is_own = |place: &&NamePlace| {
        before.is_none_or(|before| place.position >= before)
            && after.is_none_or(|after| place.position <= after)
    };
    let own = given.iter().filter(is_own);
    let names = |places: &[&NamePlace]| {
        let names = places.iter().fold(0, |names, place| names | place.given);
        names.count_ones()
    };
    let mut near: Vec<&NamePlace> = own.clone().filter(is_before).collect();
    if names(&near) < least_given {
        near.extend(own.filter(is_after));
    }
    if names(&near) < least_given {
        return None;
    }
    let tier = near.iter().map(|place| place.tier).min()?;
    let surest = near.iter().map(|place| place.sureness).max()?;
    if !family.sureness.makes_one_with(surest) {
        return None;
    }
    // The nearest of each given name: what is farther is another's.
    near.sort_by_key(|place| place.position.abs_diff(at));
    let (mut span, mut marked) = (family.span, 0);
    for place in near.iter().filter(|place| {
        let is_new = place.given & !marked != 0;
        marked |= place.given;
        is_new
    }) {
        span.start = span.start.min(place.span.start);
        span.end = span.end.max(place.span.end);
    }
    Some((span, tier.max(family.tier)))
}

/// Words that may have one of the stems, in their normal forms, one after the other.
#[derive(Debug, Default)]
struct Unsure {
    normal: String,
    /// Where each stands in the text, and where it ends here.
    words: Vec<(Span, usize)>,
}

impl Unsure {
    fn push(&mut self, span: Span, normal: &str) {
        self.normal.push_str(normal);
        self.words.push((span, self.normal.len()));
    }

    fn iter(&self) -> impl Iterator<Item = (Span, &str)> {
        let mut start = 0;
        self.words.iter().map(move |(span, end)| {
            let normal = self.normal.get(start..*end).unwrap_or_default();
            start = *end;
            (*span, normal)
        })
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
    phrase_places(words, tokens).map(|(_, span)| span)
}

/// As [`phrase_spans`], with the positions of the first words.
fn phrase_places<'a>(
    words: &'a [String],
    tokens: &'a [(u32, Span, String)],
) -> impl Iterator<Item = (u32, Span)> + 'a {
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
            Some((*start, Span::new(span.start, end)))
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

    #[derive(Clone, Copy, PartialEq)]
    enum Reading {
        /// Between blanks, where something may begin.
        Pieces,
        /// All words that may matter.
        Words,
        /// All words.
        Whole,
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
        let found = marks.find(&mut Analyzer::new(), Field::Body, text, 0, german);
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

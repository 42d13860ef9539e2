//! A hit against its article: each highlight is replayed from the article's own bytes.

use std::ops::Range;

use crate::analysis::names::{
    Beside, Name, NamePairs, Tier, native_in_latin, native_names, translations,
};
use crate::analysis::{Analyzer, Tokens, WholeWord, joined, particles, shared_beginning};
use crate::article::Article;
use crate::error::{Error, ErrorKind, Result};
use crate::results::{Field, Highlight, Hit, Reason};
use crate::text::clean::clean;
use crate::text::language::{Language, Script};

/// The pairs of characters of the longest name in a script without blanks.
const MAX_PAIRS: usize = 12;

impl Hit {
    /// Proves the hit on the article it was found in: that the passage and each highlight are
    /// those bytes of the article, and that each highlighted text, analysed again by itself, is
    /// what its reason says of its part of the query.
    ///
    /// ```
    /// use clippings::{Article, Index};
    ///
    /// let article = Article::new("1").body("Вучић је разговарао с Блинкеном.");
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(&article)?;
    /// writer.commit()?;
    /// let results = index.search("Vucic")?;
    /// results.hits[0].verify(&article)?;
    /// assert!(results.hits[0].verify(&Article::new("1").body("Something else.")).is_err());
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] saying what differs: the article is not the one that was
    /// found, or has changed since.
    pub fn verify(&self, article: &Article) -> Result<()> {
        self.verify_with(article, &NamePairs::default())
    }

    /// As [`Hit::verify`], where the search was told which names are one and which are not.
    ///
    /// # Errors
    ///
    /// As [`Hit::verify`].
    pub fn verify_with(&self, article: &Article, pairs: &NamePairs) -> Result<()> {
        let differs = |what: String| Err(Error::new(ErrorKind::InvalidArgument, what));
        if article.id != self.article.id {
            return differs(format!(
                "the hit is of article {:?}, not {:?}",
                self.article.id, article.id
            ));
        }
        if article.body.get(self.passage.start..self.passage.end) != Some(&self.text) {
            let (start, end) = (self.passage.start, self.passage.end);
            return differs(format!(
                "bytes {start}..{end} of the body are not the passage"
            ));
        }
        let mut analyzer = Analyzer::new();
        for highlight in &self.highlights {
            let (text, language) = match highlight.field {
                Field::Title => (
                    &article.title,
                    self.article.language.or(self.passage.language),
                ),
                Field::Body => (&article.body, self.passage.language),
            };
            let Highlight { start, end, .. } = highlight;
            if highlight.span().of(text) != Some(&highlight.text) {
                return differs(format!("bytes {start}..{end} are not {:?}", highlight.text));
            }
            if !holds(&mut analyzer, highlight, language, pairs) {
                let Highlight {
                    text, part, reason, ..
                } = highlight;
                return differs(format!(
                    "{text:?} at bytes {start}..{end} is not {reason} of {part:?}"
                ));
            }
        }
        Ok(())
    }
}

/// Whether the highlighted text is to the part what the reason says.
fn holds(
    analyzer: &mut Analyzer,
    highlight: &Highlight,
    language: Option<Language>,
    pairs: &NamePairs,
) -> bool {
    let marked = readings(analyzer, &clean(&highlight.text).text);
    if let Some((own, latin)) = native_in_latin(&highlight.part) {
        let has_particle =
            || highlight.reason == Reason::Inflected && own.is(&clean(&highlight.text).text);
        if has_particle() || is_native(analyzer, highlight, &latin.join(" "), &marked, pairs) {
            return true;
        }
    }
    let asked = readings(analyzer, &highlight.part);
    // What is asked for as a name is asked for in whole words.
    let names = whole_readings(analyzer, &highlight.part);
    let normal: Vec<&str> = asked.iter().map(|reading| &*reading.normal).collect();
    let pairs = &translations(&normal).and(pairs);
    let words = |readings: &[Reading]| {
        readings
            .iter()
            .map(|reading| reading.word.clone())
            .collect::<Vec<_>>()
    };
    if let Reason::FromArticle { tier } | Reason::FromIndex { tier } = &highlight.reason {
        return is_part(&names, &marked, *tier, pairs);
    }
    if highlight.reason == Reason::Transliterated
        && (native_names(&normal).iter()).any(|name| name.is(&clean(&highlight.text).text))
    {
        return true;
    }
    if names.len() > 1
        && marked.len() > 1
        && is_full_name(&names, &marked, &highlight.reason, pairs)
    {
        return true;
    }
    if let ([asked], [_, _, ..]) = (&*names, &*marked)
        && tier_of(asked, &marked, pairs).is_some_and(|tier| Reason::of(tier) == highlight.reason)
    {
        return true;
    }
    let ([one], Some(first)) = (marked.as_slice(), asked.first()) else {
        // Bigrams of a script without blanks, or the words of a phrase.
        return !marked.is_empty() && words(&marked) == words(&asked);
    };
    match &highlight.reason {
        Reason::Exact => clean(&highlight.text).text == *highlight.part,
        // Of a name with a title or a number one part is left: Queen Elizabeth II.
        Reason::Folded => {
            words(&marked) == words(&asked) || asked.iter().any(|part| part.word == one.word)
        }
        Reason::Phrase => words(&marked) == words(&asked),
        Reason::Prefix => asked
            .last()
            .is_some_and(|last| one.word.starts_with(&last.word)),
        Reason::Compound => {
            let stem = language.map(|language| analyzer.stem(&one.normal, language));
            shares_a_part(&first.word, &one.word)
                || stem.is_some_and(|stem| shares_a_part(&first.word, stem))
        }
        Reason::Fuzzy { edits } => distance(&one.word, &first.word) <= usize::from(*edits),
        Reason::Akin => {
            shared_beginning(&first.word).is_some_and(|beginning| one.word.starts_with(beginning))
        }
        Reason::Stem => {
            let forms = particles::relatives(&first.normal);
            let mut forms = std::iter::once(&first.normal).chain(&forms);
            forms.any(|form| shares_a_stem(analyzer, form, one, language))
        }
        Reason::Inflected
        | Reason::Transliterated
        | Reason::Lexicon
        | Reason::Phonetic
        | Reason::Misspelt => {
            let mut tiers = names
                .iter()
                .filter_map(|part| tier_of(part, &marked, pairs));
            tiers.any(|tier| Reason::of(tier) == highlight.reason)
        }
        Reason::FromArticle { .. } | Reason::FromIndex { .. } => false,
    }
}

/// Whether what is marked is some part of the name asked for, at this tier.
fn is_part(asked: &[Reading], marked: &[Reading], tier: Tier, pairs: &NamePairs) -> bool {
    asked
        .iter()
        .any(|part| tier_of(part, marked, pairs) == Some(tier))
}

/// How near what is marked, one word or the pairs of characters of one, is to a part of a name.
fn tier_of(part: &Reading, marked: &[Reading], pairs: &NamePairs) -> Option<Tier> {
    if marked.is_empty() {
        return None;
    }
    let word = joined(marked.iter().map(|reading| &*reading.word));
    let name = Name::with_pairs(&part.normal, pairs);
    let is_by_sound = || name.is_by_sound_alone(&word, true);
    (name.compare_by_rules(&word))
        .or_else(|| is_by_sound().then_some(Tier::Transliterated))
        .or_else(|| name.tier(&word, Tier::Edit))
}

fn is_initial(letter: &str, name: &str) -> bool {
    letter.chars().count() == 1 && name.starts_with(letter)
}

/// Whether two words of what is marked are two parts of the name asked for, and the farther one of
/// them is so near.
fn is_full_name(asked: &[Reading], marked: &[Reading], reason: &Reason, pairs: &NamePairs) -> bool {
    let is_so_near = |tier: Tier| {
        Reason::of(tier) == *reason || (tier <= Tier::Folded && *reason <= Reason::Folded)
    };
    // What stands apart may be one part: Ťin-pching of Jinping.
    let pairs_of_words = marked
        .windows(2)
        .enumerate()
        .filter_map(|(at, pair)| match pair {
            [one, two] => Some((at..at + 2, format!("{} {}", one.word, two.word))),
            _ => None,
        });
    let pairs_of_words: Vec<(Range<usize>, String)> = pairs_of_words.collect();
    // In a script without blanks the pairs of characters of a name are one word.
    let is_pair = |word: &Reading| {
        let script = Script::of_word(&word.word);
        script.is_some_and(Script::is_spaceless)
    };
    let runs: Vec<Range<usize>> = (0..marked.len())
        .flat_map(|start| (start + 2..=marked.len()).map(move |end| start..end))
        .filter(|run| run.len() < MAX_PAIRS)
        .filter(|run| {
            marked
                .get(run.clone())
                .is_some_and(|run| run.iter().all(is_pair))
        })
        .collect();
    let tiers_of = |part: &Reading| -> Vec<(Range<usize>, Tier)> {
        let name = Name::with_pairs(&part.normal, pairs);
        let apart = pairs_of_words.iter();
        let apart = apart
            .filter_map(|(places, words)| Some((places.clone(), name.tier(words, Tier::Edit)?)));
        let runs = runs.iter().filter_map(|run| {
            let tier = tier_of(part, marked.get(run.clone())?, pairs);
            Some((run.clone(), tier?))
        });
        let words = marked.iter().enumerate();
        words
            .flat_map(|(at, word)| {
                let initial =
                    is_initial(&part.word, &word.word) || is_initial(&word.word, &part.word);
                let tier = tier_of(part, std::slice::from_ref(word), pairs);
                let tier = tier.or(initial.then_some(Tier::Lexicon));
                let beside = [true, false].map(|is_given| {
                    let is_spoken = true;
                    name.tier_beside(
                        &word.word,
                        Beside {
                            is_given,
                            is_spoken,
                        },
                    )
                });
                let is_short = name.has_short_form(&word.word);
                let perhaps = is_short.then_some(Tier::Lexicon).into_iter();
                let is_inflected = name.is_perhaps_inflected(&word.word);
                let perhaps = perhaps.chain(is_inflected.then_some(Tier::Inflected));
                let tiers = tier.into_iter().chain(beside.into_iter().flatten());
                let tiers = tiers.chain(perhaps);
                let is_as_spoken = name.is_as_spoken(&word.word, true)
                    || name.is_likely_spoken(&word.word)
                    || name.is_spoken_of(&word.word, true);
                let tiers = tiers.chain(is_as_spoken.then_some(Tier::Transliterated));
                tiers.map(move |tier| (at..at + 1, tier))
            })
            .chain(apart)
            .chain(runs)
            .collect()
    };
    // Others write two of them as one: Saif ul, Saiful.
    let joined = asked.windows(2).filter_map(|pair| match pair {
        [one, two] => Some(Reading {
            word: format!("{}{}", one.word, two.word),
            normal: format!("{}{}", one.normal, two.normal),
        }),
        _ => None,
    });
    let joined: Vec<Reading> = joined.collect();
    let parts: Vec<Vec<(Range<usize>, Tier)>> = asked.iter().chain(&joined).map(tiers_of).collect();
    parts.iter().enumerate().any(|(at, one)| {
        let others = parts.iter().skip(at + 1).flatten();
        others.into_iter().any(|(places, other)| {
            let is_beside = |own: &Range<usize>| own.end <= places.start || places.end <= own.start;
            let pair = one.iter().filter(|(own, _)| is_beside(own));
            pair.into_iter()
                .any(|(_, tier)| is_so_near((*tier).max(*other)))
        })
    })
}

/// Whether a word in its normal form has the stem of another by the rules of any language.
fn shares_a_stem(
    analyzer: &mut Analyzer,
    normal: &str,
    other: &Reading,
    language: Option<Language>,
) -> bool {
    let stem = language.map(|language| analyzer.stem(&other.normal, language).to_owned());
    let asked = readings(analyzer, normal);
    let is_same = |form: &str| form == other.word || Some(form) == stem.as_deref();
    asked.iter().any(|asked| is_same(&asked.word))
        || Language::all().any(|any| is_same(analyzer.stem(normal, any)))
}

/// Whether a word may be made of another: it holds its first three letters, so that an ending may
/// differ.
fn shares_a_part(whole: &str, part: &str) -> bool {
    let beginning: String = part.chars().take(3).collect();
    !beginning.is_empty() && whole.contains(&beginning)
}

struct Reading {
    normal: String,
    word: String,
}

fn readings(analyzer: &mut Analyzer, text: &str) -> Vec<Reading> {
    let mut tokens = Tokens::new();
    analyzer.analyze(text, None, &mut tokens);
    tokens
        .iter()
        .map(|token| Reading {
            normal: token.normal.to_owned(),
            word: token.word.to_owned(),
        })
        .collect()
}

/// Whether a name that is asked for in its own script, and is this in Latin letters, is marked in another.
fn is_native(
    analyzer: &mut Analyzer,
    highlight: &Highlight,
    latin: &str,
    marked: &[Reading],
    pairs: &NamePairs,
) -> bool {
    // What its words are to Latin letters is nearer than they are to its own.
    const NEARER: [Tier; 4] = [
        Tier::Exact,
        Tier::Folded,
        Tier::Inflected,
        Tier::Transliterated,
    ];
    let names = whole_readings(analyzer, latin);
    let normal: Vec<&str> = names.iter().map(|reading| &*reading.normal).collect();
    let pairs = &translations(&normal).and(pairs);
    let tiers = |tier: Tier| {
        let nearer = NEARER
            .into_iter()
            .filter(move |_| tier == Tier::Transliterated);
        nearer.chain([tier])
    };
    match &highlight.reason {
        Reason::FromArticle { tier } | Reason::FromIndex { tier } => {
            tiers(*tier).any(|tier| is_part(&names, marked, tier, pairs))
        }
        Reason::Transliterated => tiers(Tier::Transliterated)
            .any(|tier| is_full_name(&names, marked, &Reason::of(tier), pairs)),
        reason => is_full_name(&names, marked, reason, pairs),
    }
}

/// As [`readings`], with the pairs of characters of a word as one.
fn whole_readings(analyzer: &mut Analyzer, text: &str) -> Vec<Reading> {
    let mut tokens = Tokens::new();
    analyzer.analyze(text, None, &mut tokens);
    let words = tokens.whole_words().into_iter();
    words
        .map(|WholeWord { normal, word, .. }| Reading { normal, word })
        .collect()
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
/// (Optimal string alignment: Damerau, "A technique for computer detection and correction of
/// spelling errors", 1964, without editing a place twice.)
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut previous = None;
    for (row, letter) in (1..).zip(left.chars()) {
        let mut current = vec![row];
        for (column, other) in right.iter().enumerate() {
            let at =
                |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, column) + usize::from(letter != *other))
                .min(at(&last, column + 1) + 1)
                .min(at(&current, column) + 1);
            let swapped =
                column > 0 && right.get(column - 1) == Some(&letter) && previous == Some(*other);
            if swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            current.push(best);
        }
        before_last = std::mem::replace(&mut last, current);
        previous = Some(letter);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn edits_are_counted() {
        for (left, right, edits) in [
            ("", "", 0),
            ("a", "", 1),
            ("kirby", "kirby", 0),
            ("kriby", "kirby", 1),
            ("stoltenburg", "stoltenberg", 1),
            ("kurti", "krut", 2),
        ] {
            assert_eq!(distance(left, right), edits, "{left} {right}");
        }
    }
}

//! What is only near a name: forms that sound alike, forms a few letters away, and their keys.
//!
//! Forms that sound alike are told by the readings of `sounds`, in one script, with more of them
//! open: the rules of the generic table of Beider and Morse ("Phonetic Matching: A Better Soundex",
//! 2010) that concern one sound, such as `dt` for t or a final d for t. The distance of misspelt
//! forms is that of Damerau ("A technique for computer detection and correction of spelling errors",
//! 1964), with neighbours exchanged at most once (optimal string alignment); edits of vowels and of
//! doubled letters count less.

use super::key::key;
use super::sounds::MAX_LETTERS;

/// A name of fewer letters has no near forms: too many of them are other names.
pub(super) const MIN_NEAR_LETTERS: usize = 4;
/// From so many letters on, a name may have two wrong ones.
const LONG_LETTERS: usize = 8;
/// What an edit costs, and one that hardly changes the sound: three of them are not two edits.
const EDIT: usize = 10;
const LIGHT_EDIT: usize = 6;

/// Whether a folded form is the other but for an edit, or two in a long name. The first letter is
/// right or has changed places with the second.
pub(super) fn is_misspelt(ours: &[char], theirs: &[char]) -> bool {
    let shorter = ours.len().min(theirs.len());
    let limit = match shorter {
        ..MIN_NEAR_LETTERS => return false,
        MIN_NEAR_LETTERS..LONG_LETTERS => EDIT,
        LONG_LETTERS.. => 2 * EDIT,
    };
    let begins_alike = match (ours, theirs) {
        ([one, second, ..], [two, other, ..]) => one == two || (one == other && second == two),
        _ => false,
    };
    begins_alike
        && ours.len().abs_diff(theirs.len()) * LIGHT_EDIT <= limit
        && ours.len() <= MAX_LETTERS
        && theirs.len() <= MAX_LETTERS
        && distance(ours, theirs) <= limit
}

fn distance(ours: &[char], theirs: &[char]) -> usize {
    type Row = [usize; MAX_LETTERS + 1];
    let at = |row: &Row, place: usize| row.get(place).copied().unwrap_or(usize::MAX / 2);
    let (mut before, mut above): (Row, Row) = ([0; MAX_LETTERS + 1], [0; MAX_LETTERS + 1]);
    let mut last = ' ';
    for (place, (letter, neighbour)) in neighbours(theirs).enumerate() {
        let cost = at(&above, place) + gap(letter, neighbour);
        above
            .get_mut(place + 1)
            .into_iter()
            .for_each(|cell| *cell = cost);
    }
    for (i, (ours, our_neighbour)) in neighbours(ours).enumerate() {
        let mut row: Row = [0; MAX_LETTERS + 1];
        let mut left = at(&above, 0) + gap(ours, our_neighbour);
        row.first_mut().into_iter().for_each(|cell| *cell = left);
        let mut their_last = ' ';
        for (j, (theirs, their_neighbour)) in neighbours(theirs).enumerate() {
            let mut best = (at(&above, j) + exchange(ours, theirs))
                .min(at(&above, j + 1) + gap(ours, our_neighbour))
                .min(left + gap(theirs, their_neighbour));
            if i > 0 && j > 0 && ours == their_last && last == theirs {
                best = best.min(at(&before, j - 1) + EDIT);
            }
            row.get_mut(j + 1).into_iter().for_each(|cell| *cell = best);
            left = best;
            their_last = theirs;
        }
        (before, above) = (above, row);
        last = ours;
    }
    at(&above, theirs.len())
}

/// Each letter with the one before.
fn neighbours(letters: &[char]) -> impl Iterator<Item = (char, char)> {
    let before = std::iter::once(' ').chain(letters.iter().copied());
    letters.iter().copied().zip(before)
}

/// What a letter more or less costs.
fn gap(letter: char, before: char) -> usize {
    if is_vowel(letter) || letter == before || letter == 'h' {
        LIGHT_EDIT
    } else {
        EDIT
    }
}

fn exchange(one: char, two: char) -> usize {
    if one == two {
        0
    } else if is_vowel(one) && is_vowel(two) {
        LIGHT_EDIT
    } else {
        EDIT
    }
}

/// Whether a letter of Latin, Cyrillic or Greek is a vowel.
pub(super) fn is_vowel(letter: char) -> bool {
    "aeiouyаеиоуыэюяёіїєъαεηιουω".contains(letter)
}

/// Where the near forms of a name are filed: under some whole keys, and under all that begin alike.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NearKeys {
    /// Keys in which one class of the first ones is wrong.
    pub whole: Vec<String>,
    /// What the keys begin with in which a later class is wrong; none where `whole` has those too.
    pub beginning: Option<String>,
}

/// The classes that keys are made of.
const CLASSES: [char; 12] = ['s', 'r', 'n', 'l', 'k', 't', 'm', 'd', 'f', 'b', 'g', 'p'];
/// Keys longer than this are looked for by their first classes: of the keys that begin like a name,
/// there are not many.
const WHOLE_CLASSES: usize = 3;

/// Where to look for forms that [`Name::tier`](super::Name::tier) finds beyond the lexicon: with a class
/// of the key dropped, replaced, added or exchanged with the next. The first class is taken as right,
/// as the first letter is.
///
/// ```
/// use clippings::analysis::names::{key, near_keys};
///
/// let near = near_keys("schmidt");
/// assert!(near.whole.contains(&key("schmitt", None).unwrap()));
/// let near = near_keys("stoltenberg");
/// assert!(key("stoltenbreg", None).unwrap().starts_with(&near.beginning.unwrap()));
/// ```
#[must_use]
pub fn near_keys(normal: &str) -> NearKeys {
    let mut near = NearKeys {
        whole: Vec::new(),
        beginning: None,
    };
    let Some(own) = key(normal, None) else {
        return near;
    };
    if normal.chars().count() < MIN_NEAR_LETTERS {
        return near;
    }
    let classes: Vec<char> = own.chars().collect();
    let is_short = classes.len() <= WHOLE_CLASSES;
    if !is_short {
        near.beginning = Some(classes.iter().take(WHOLE_CLASSES).collect());
    }
    let mut add = |classes: &mut dyn Iterator<Item = char>| {
        // Equal neighbours may have a vowel between them or not.
        let key: String = classes.collect();
        if !key.is_empty() && key != own && !near.whole.contains(&key) {
            near.whole.push(key);
        }
    };
    // The first two letters exchanged: Laeksandar.
    if let [first, second, rest @ ..] = classes.as_slice() {
        add(&mut [*second, *first].into_iter().chain(rest.iter().copied()));
        if *first == 'a' {
            add(&mut classes.iter().copied().skip(1));
        }
    }
    if !own.starts_with('a') && normal.chars().nth(1).is_some_and(is_vowel) {
        add(&mut std::iter::once('a').chain(classes.iter().copied()));
    }
    let end = if is_short {
        classes.len() + 1
    } else {
        WHOLE_CLASSES
    };
    for place in 1..end {
        let (head, tail) = classes.split_at(place.min(classes.len()));
        let head = || head.iter().copied();
        if let [wrong, rest @ ..] = tail {
            add(&mut head().chain(rest.iter().copied()));
            if let [next, rest @ ..] = rest {
                add(&mut head().chain([*next, *wrong]).chain(rest.iter().copied()));
            }
        }
        for class in CLASSES {
            add(&mut head().chain([class]).chain(tail.iter().copied()));
            if let [_, rest @ ..] = tail {
                add(&mut head().chain([class]).chain(rest.iter().copied()));
            }
        }
    }
    near
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(word: &str) -> Vec<char> {
        word.chars().collect()
    }

    #[test]
    fn light_edits_cost_less() {
        let cost = |one: &str, two: &str| distance(&letters(one), &letters(two));
        assert_eq!(cost("scholz", "schulz"), LIGHT_EDIT);
        assert_eq!(cost("merkel", "merkell"), LIGHT_EDIT);
        assert_eq!(cost("merkel", "merkle"), EDIT);
        assert_eq!(cost("merkel", "markle"), EDIT + LIGHT_EDIT);
        assert_eq!(cost("", "ab"), LIGHT_EDIT + EDIT);
    }

    #[test]
    fn longer_names_may_have_more_wrong_letters() {
        let is_near = |one: &str, two: &str| is_misspelt(&letters(one), &letters(two));
        assert!(is_near("stoltenberg", "stoltenbreg"));
        assert!(is_near("stoltenberg", "stoltnbreg"));
        assert!(is_near("merkel", "emrkel"));
        assert!(!is_near("merkel", "berkel"));
        assert!(!is_near("merkel", "markle"));
        assert!(!is_near("may", "mai"));
    }
}

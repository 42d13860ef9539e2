//! Words of scripts without capitals that read like a name and are none: فإن, "so that", for Vann.
//!
//! A capital tells elsewhere; here `data/names/ordinary.txt` does, of the few words that stand in most
//! texts. Beside another part of the name they may be it.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::super::fold::fold;
use super::super::particles;
use super::table::entries;

const LIST: &str = include_str!("../../../data/names/ordinary.txt");

/// Whether a folded word is listed, or what it is without the particles written together with it.
pub(crate) fn is_ordinary(folded: &str) -> bool {
    let bases = || particles::bases(folded).into_iter();
    !folded.is_ascii()
        && std::iter::once(folded)
            .chain(bases())
            .any(|word| words().contains(word))
}

/// The listed words that hold a word and more: 俄罗斯, Russia, of 罗斯, Ross.
pub(crate) fn ordinary_with(folded: &str) -> impl Iterator<Item = &'static str> {
    let words = words().iter().map(String::as_str);
    words.filter(move |word| word.len() > folded.len() && word.contains(folded))
}

fn words() -> &'static HashSet<String> {
    static WORDS: OnceLock<HashSet<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let lines = entries(LIST);
        let written = lines.flat_map(str::split_whitespace);
        let mut folded = String::new();
        (written)
            .map(|word| {
                folded.clear();
                fold(word, &mut folded);
                folded.clone()
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_are_told_with_their_particles() {
        for word in ["فان", "كيف", "وكيف", "لكيف", "كنت", "هو", "והוא"] {
            assert!(is_ordinary(word), "{word}");
        }
        for word in ["ترامب", "ماي", "ميركل", "נתניהו", "vann", "كين"] {
            assert!(!is_ordinary(word), "{word}");
        }
    }
}

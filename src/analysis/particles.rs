//! Words of Arabic and Hebrew with a particle of one letter written together with them: `لكاليفورنيا`,
//! "to California".
//!
//! No stemmer can tell such a letter from the first one of a word; an index can, which holds the word or
//! does not. The particles are those that the light stemmers take off only together with the article
//! (Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval", 2007) or, for
//! Hebrew, the seven letters that its grammars list.

const ARABIC: [&str; 5] = ["و", "ف", "ب", "ل", "ك"];
const HEBREW: [&str; 7] = ["ו", "ה", "ב", "כ", "ל", "מ", "ש"];

/// What is left of a word when a particle is taken off has so many letters at least.
const LEAST_LETTERS: usize = 3;

fn particles_of(word: &str) -> &'static [&'static str] {
    match word.chars().next() {
        Some('\u{620}'..='\u{64A}') => &ARABIC,
        Some('\u{5D0}'..='\u{5EA}') => &HEBREW,
        _ => &[],
    }
}

/// What a word in its normal form may be without one particle or two.
pub(crate) fn bases(normal: &str) -> Vec<&str> {
    let particles = particles_of(normal);
    let mut bases: Vec<&str> = Vec::new();
    let mut rest = normal;
    for _ in 0..2 {
        let stripped = particles
            .iter()
            .find_map(|particle| rest.strip_prefix(particle));
        let Some(base) = stripped.filter(|base| base.chars().count() >= LEAST_LETTERS) else {
            break;
        };
        bases.push(base);
        rest = base;
    }
    bases
}

/// The words that differ from a word in its normal form by particles: without those that it may have,
/// and with one.
pub(crate) fn relatives(normal: &str) -> Vec<String> {
    let particles = particles_of(normal);
    let bases = bases(normal);
    let mut relatives: Vec<String> = bases.iter().map(|base| (*base).to_owned()).collect();
    for base in std::iter::once(normal).chain(bases) {
        let with = particles.iter().map(|particle| format!("{particle}{base}"));
        relatives.extend(with.filter(|form| form != normal));
    }
    relatives
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_taken_off_and_put_on() {
        assert_eq!(bases("ولكاليفورنيا"), ["لكاليفورنيا", "كاليفورنيا"]);
        assert_eq!(bases("בירושלים"), ["ירושלים"]);
        assert!(bases("لبن").is_empty(), "too little would be left");
        assert!(bases("bus").is_empty());
        assert!(relatives("كاليفورنيا").contains(&"بكاليفورنيا".to_owned()));
        let relatives = relatives("بكاليفورنيا");
        assert!(relatives.contains(&"كاليفورنيا".to_owned()));
        assert!(relatives.contains(&"لكاليفورنيا".to_owned()));
        assert!(!relatives.contains(&"بكاليفورنيا".to_owned()));
    }
}

//! Case endings of names, by language.
//!
//! The endings are those of the school grammars for masculine and feminine proper names, written
//! folded. Neuters (`Kosovo`, `Kosova`) are left out: there the ending is part of the name.

use crate::text::language::Language;

/// Endings that hold a consonant, longest first; those of vowels alone leave a key as it is.
const STRIPPED: [(Language, &[&str]); 10] = [
    (
        Language::SERBIAN,
        &["ima", "има", "om", "em", "im", "og", "ом", "ем", "им", "ог"],
    ),
    (Language::SLOVENE, &["jem", "om", "em", "im", "ega", "emu"]),
    (
        Language::POLISH,
        &[
            "owie", "owi", "iego", "iemu", "iem", "ego", "emu", "em", "ym", "im", "ow",
        ],
    ),
    (Language::CZECH, &["ovi", "eho", "emu", "em", "ym", "im"]),
    (
        Language::SLOVAK,
        &["ovi", "eho", "emu", "om", "em", "ym", "im"],
    ),
    (Language::RUSSIAN, &["ого", "ому", "ом", "ем", "ым", "им"]),
    (
        Language::UKRAINIAN,
        &["ові", "еві", "ого", "ому", "ом", "ем", "им", "єм"],
    ),
    (
        Language::BELARUSIAN,
        &["ага", "аму", "ом", "ам", "ем", "ым", "ім"],
    ),
    (
        Language::FINNISH,
        &[
            "issa", "ista", "illa", "ilta", "ille", "ssa", "sta", "lla", "lta", "lle", "in", "n",
        ],
    ),
    (Language::ALBANIAN, &["it", "in", "ut", "un", "t", "n"]),
];

/// Letters that must be left of a name when its ending is taken off.
const MIN_BASE_LETTERS: usize = 4;

/// The name without the longest ending of its language, as far as it matters for a key.
pub(super) fn base(folded: &str, language: Language) -> &str {
    let family = language.analysis_family();
    let Some((_, endings)) = STRIPPED.iter().find(|(known, _)| *known == family) else {
        return folded;
    };
    let stripped = |ending: &&str| {
        folded
            .strip_suffix(*ending)
            .filter(|base| base.chars().count() >= MIN_BASE_LETTERS)
    };
    endings.iter().find_map(stripped).unwrap_or(folded)
}

/// One way to decline a name: the endings that its forms have after the part that stays.
struct Declension {
    /// Of the form that a dictionary gives.
    base: &'static [&'static str],
    /// Of the other forms.
    cases: &'static [&'static str],
    /// Letters that the part that stays must have.
    min_letters: usize,
}

/// Latin and Cyrillic endings side by side, so that a form in one script meets one in the other.
const DECLENSIONS: [Declension; 12] = [
    // Masculine on a consonant: Serbo-Croatian, Slovene, Polish, Czech, Slovak, Russian, Ukrainian.
    Declension {
        base: &[""],
        cases: &[
            "a", "u", "om", "em", "ovi", "owi", "iem", "ie", "ja", "ju", "jem", "а", "у", "ом",
            "ем", "ым", "им", "і", "ові", "еві",
        ],
        min_letters: 4,
    },
    // Vocatives and locatives of the same, which in short names are other words (Brak, Brake).
    Declension {
        base: &[""],
        cases: &["e", "е"],
        min_letters: 5,
    },
    // On a soft sign or a soft consonant.
    Declension {
        base: &["", "ь"],
        cases: &["я", "ю", "ем", "єм", "е", "і", "и", "ью", "лю"],
        min_letters: 4,
    },
    // On й: the letter goes with the ending.
    Declension {
        base: &["й", "j", "i"],
        cases: &["я", "ю", "ем", "єм", "е", "ї"],
        min_letters: 3,
    },
    // Feminine, and masculine on -a.
    Declension {
        base: &["a", "а"],
        cases: &[
            "y", "i", "e", "u", "ou", "om", "oj", "ie", "ы", "и", "е", "у", "ой", "ою", "і",
        ],
        min_letters: 3,
    },
    // The same after i or j.
    Declension {
        base: &["ia", "ija", "ja", "ия", "ія", "ија", "ја"],
        cases: &[
            "ii", "ie", "iu", "iou", "ije", "iji", "iju", "ии", "ию", "ией", "ії", "ію", "ією",
            "је", "ји", "ју", "je", "ji", "ju", "jom", "јом",
        ],
        min_letters: 3,
    },
    // Adjectives: Zelenskyj, Kaczyński.
    Declension {
        base: &["i", "y", "ij", "yj", "iy", "yy", "ий", "ый", "ій", "и"],
        cases: &[
            "ego", "iego", "emu", "iemu", "eho", "im", "ym", "og", "om", "ega", "ого", "ому", "им",
            "ым", "ом", "ог",
        ],
        min_letters: 5,
    },
    // Adjectives of women: Kowalska.
    Declension {
        base: &["a", "ая", "а"],
        cases: &["iej", "ej", "ou", "e", "oj", "u", "ой", "ую", "у", "ою"],
        min_letters: 5,
    },
    // Family names of women in -ova.
    Declension {
        base: &["ova", "owa"],
        cases: &["ove", "ovou", "ovu", "owej", "ovoj"],
        min_letters: 3,
    },
    // Polish, of names on a vowel that is heard: Parry’ego.
    Declension {
        base: &[""],
        cases: &["ego", "emu"],
        min_letters: 4,
    },
    // Finnish names on a consonant.
    Declension {
        base: &[""],
        cases: &["in", "ia", "issa", "ista", "illa", "ilta", "ille"],
        min_letters: 5,
    },
    // Albanian names on a consonant.
    Declension {
        base: &[""],
        cases: &["i", "it", "in"],
        min_letters: 5,
    },
];

/// From so many letters on, two case forms may be one name without the base form between them.
const SURE_LETTERS: usize = 5;

/// Whether two endings belong to one declension, after a part of so many letters; `spellings` of one
/// base form count too (`-y` and `-yj`).
pub(super) fn share_declension(one: &str, two: &str, letters: usize, spellings: bool) -> bool {
    DECLENSIONS.iter().any(|declension| {
        let is_base = |ending| declension.base.contains(&ending);
        let is_form = |ending| is_base(ending) || declension.cases.contains(&ending);
        letters >= declension.min_letters
            && is_form(one)
            && is_form(two)
            && (letters >= SURE_LETTERS || is_base(one) || is_base(two))
            && (spellings || !(is_base(one) && is_base(two)))
    })
}

/// Longest ending of any declension, in letters.
pub(super) const MAX_ENDING_LETTERS: usize = 4;

/// Whether the form in -a is a family name of its own beside the one without, as `Ivanova` is.
pub(super) fn is_feminine_surname(stem: &str, ending: &str, other: &str) -> bool {
    let pair = |one: &str, two: &str| one.is_empty() && matches!(two, "a" | "а");
    (pair(ending, other) || pair(other, ending))
        && [
            "ov", "ev", "ow", "ew", "off", "ов", "ев", "ёв", "єв", "sky", "ский",
        ]
        .iter()
        .any(|tail| stem.ends_with(tail))
}

/// Whether the endings are those of the family names of a man and a woman: Kowalski, Kowalska.
pub(super) fn is_feminine_adjective(stem: &str, ending: &str, other: &str) -> bool {
    const OF_MEN: [&str; 8] = ["i", "y", "ij", "yj", "yy", "ий", "ый", "ій"];
    const OF_WOMEN: [&str; 4] = ["a", "aja", "ая", "а"];
    let pair = |one: &str, two: &str| OF_MEN.contains(&one) && OF_WOMEN.contains(&two);
    (pair(ending, other) || pair(other, ending))
        && ["sk", "ck", "ск", "цк", "ськ", "цьк"]
            .iter()
            .any(|tail| stem.ends_with(tail))
}

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    for (language, endings) in STRIPPED {
        out(language.code());
        for ending in endings {
            out(ending);
        }
    }
}

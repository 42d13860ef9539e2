//! Case endings of names, by language.
//!
//! The endings are those of the school grammars for masculine and feminine proper names, written
//! folded. Neuters (`Kosovo`, `Kosova`) are left out: there the ending is part of the name.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::text::language::Language;

/// Endings that hold a consonant, longest first; those of vowels alone leave a key as it is.
const STRIPPED: [(Language, &[&str]); 15] = [
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
    (
        Language::ESTONIAN,
        &[
            "isse", "iga", "ist", "ilt", "ile", "ega", "est", "elt", "ele", "sse", "st", "lt",
            "le", "ga",
        ],
    ),
    (Language::ALBANIAN, &["it", "in", "ut", "un", "t", "n"]),
    (
        Language::HUNGARIAN,
        &[
            "nak", "nek", "ban", "ben", "bol", "rol", "tol", "hoz", "hez", "ert", "kent", "bal",
            "cal", "dal", "fal", "gal", "kal", "lal", "mal", "nal", "pal", "ral", "sal", "tal",
            "val", "zal", "bel", "cel", "del", "fel", "gel", "kel", "lel", "mel", "nel", "pel",
            "rel", "sel", "tel", "vel", "zel", "ot", "et", "at", "ok", "ek", "t",
        ],
    ),
    (
        Language::LATVIAN,
        &["iem", "am", "im", "um", "as", "is", "us", "s"],
    ),
    (
        Language::LITHUANIAN,
        &[
            "iaus", "aus", "ius", "iams", "ams", "as", "is", "ys", "us", "os", "es", "s",
        ],
    ),
    (
        Language::GREEK,
        &["ουσ", "ασ", "εσ", "ησ", "ισ", "οσ", "υσ"],
    ),
];

/// A French name without the last consonant, where that is not said: Barnier, Hulot.
pub(super) fn without_mute_end(normal: &str) -> Option<&str> {
    const MUTE: [&str; 7] = ["ier", "et", "ot", "ois", "ais", "ard", "ert"];
    let is_mute = |ending: &str| {
        let stem = normal.strip_suffix(ending);
        stem.is_some_and(|stem| stem.chars().count() >= 3)
    };
    MUTE.into_iter().find(|ending| is_mute(ending))?;
    let (last, _) = normal.char_indices().next_back()?;
    normal.get(..last)
}

/// What the last consonant of a name becomes before an e of Polish, Czech or Slovak, with the
/// ending, and the consonant: Elżbiecie, Donaldzie, Piotrze.
const SOFTENED: [(&str, char); 5] = [
    ("dzie", 'd'),
    ("cie", 't'),
    ("rze", 'r'),
    ("dze", 'g'),
    ("ce", 'k'),
];

/// A folded form with the consonant that its ending has softened: `elzbiete` of `elzbiecie`.
pub(super) fn hardened(folded: &[char]) -> Option<Vec<char>> {
    SOFTENED.iter().find_map(|(ending, consonant)| {
        let stem = folded.len().checked_sub(ending.len())?;
        let (stem, rest) = folded.split_at_checked(stem)?;
        let is_softened = stem.len() >= 2 && rest.iter().copied().eq(ending.chars());
        is_softened.then(|| stem.iter().copied().chain([*consonant, 'e']).collect())
    })
}

/// A name in its normal form as its key has it where an ending softens its last consonant.
pub(super) fn softened(normal: &str) -> Option<String> {
    let stem = normal.strip_suffix('a').unwrap_or(normal);
    let (ending, consonant) = SOFTENED
        .iter()
        .find(|(_, consonant)| stem.ends_with(*consonant))?;
    Some(format!("{}{ending}", stem.strip_suffix(*consonant)?))
}

/// Letters that must be left of a name when its ending is taken off.
pub(super) const MIN_BASE_LETTERS: usize = 4;

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
    /// How sure the endings are.
    sure: Sure,
}

/// Whether endings make a case form of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// They do.
    Yes,
    /// They do where the base form is one of the two.
    YesFromBase,
    /// Unless the word is a name of its own: Williams, Alberto.
    Unknown,
    /// The same, and two of them need the base form between them.
    FromBase,
}

/// What Czech, Slovak and Slovene put behind the family name of a woman.
const OF_WOMEN: &[&str] = &[
    "ova", "ove", "ovou", "ovej", "ovu", "ovi", "ovo", "eva", "eve", "evi", "evo", "jeva", "jeve",
    "jevo",
];

/// Latin and Cyrillic endings side by side, so that a form in one script meets one in the other.
const DECLENSIONS: [Declension; 41] = [
    // Masculine on a consonant: Serbo-Croatian, Slovene, Polish, Czech, Slovak, Russian, Ukrainian.
    Declension {
        base: &[""],
        cases: &[
            "a", "u", "om", "em", "ovi", "owi", "iem", "ie", "ja", "ju", "jem", "а", "у", "ом",
            "ем", "ым", "им", "і", "ові", "еві", "ја", "ју", "јем",
        ],
        min_letters: 4,
        sure: Sure::Yes,
    },
    // Vocatives and locatives of the same, which in short names are other words (Brak, Brake).
    Declension {
        base: &[""],
        cases: &["e", "е"],
        min_letters: 5,
        sure: Sure::Unknown,
    },
    // On a soft sign or a soft consonant.
    Declension {
        base: &["", "ь"],
        cases: &["я", "ю", "ем", "єм", "е", "і", "ью", "лю"],
        min_letters: 4,
        sure: Sure::Yes,
    },
    Declension {
        base: &["ь"],
        cases: &["и", "і", "ью"],
        min_letters: 4,
        sure: Sure::Yes,
    },
    // On й: the letter goes with the ending.
    Declension {
        base: &["й", "j", "i"],
        cases: &["я", "ю", "ем", "єм", "е", "ї"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    // The same in Latin letters: Aleksieja.
    Declension {
        base: &["j", "i", "y"],
        cases: &[
            "ja", "ju", "je", "jem", "jom", "jovi", "jowi", "jus", "jaus", "jui",
        ],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    // Masculine on -o: Fico, Marko.
    Declension {
        base: &["o", "о"],
        cases: &[
            "a", "u", "om", "ovi", "em", "y", "i", "ze", "а", "у", "ом", "ем", "ови",
        ],
        min_letters: 2,
        sure: Sure::FromBase,
    },
    // Feminine, and masculine on -a.
    Declension {
        base: &["a", "а"],
        cases: &[
            "y", "i", "e", "u", "ou", "om", "oj", "ie", "ы", "и", "е", "у", "ой", "ою", "і",
        ],
        min_letters: 3,
        sure: Sure::Yes,
    },
    // The same after i or j.
    Declension {
        base: &["ia", "ija", "ja", "ия", "ія", "ија", "ја"],
        cases: &[
            "ii", "ie", "iu", "iou", "ije", "iji", "iju", "ии", "ию", "ией", "ії", "ію", "ією",
            "је", "ји", "ју", "je", "ji", "ju", "jom", "јом",
        ],
        min_letters: 3,
        sure: Sure::Yes,
    },
    // Adjectives: Zelenskyj, Kaczyński.
    Declension {
        base: &["i", "y", "ij", "yj", "iy", "yy", "ий", "ый", "ій", "и"],
        cases: &[
            "ego", "iego", "emu", "iemu", "eho", "im", "ym", "og", "om", "ega", "ого", "ому", "им",
            "ым", "ом", "ог",
        ],
        min_letters: 5,
        sure: Sure::Yes,
    },
    // Adjectives of women: Kowalska.
    Declension {
        base: &["a", "aja", "aya", "ая", "а"],
        cases: &[
            "iej", "ej", "ou", "e", "oj", "u", "ой", "ую", "у", "ою", "ої", "ій",
        ],
        min_letters: 5,
        sure: Sure::Yes,
    },
    // Family names of women in -ova.
    Declension {
        base: &["ova", "owa"],
        cases: &["ove", "ovou", "ovu", "owej", "ovoj"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    // Polish, of names on a vowel that is heard: Parry’ego.
    Declension {
        base: &[""],
        cases: &["ego", "emu"],
        min_letters: 4,
        sure: Sure::Yes,
    },
    // Czech and Polish, of foreign names on e and i: Rutteho, Wyliego, Rizvího.
    Declension {
        base: &[""],
        cases: &["ho", "go", "mu"],
        min_letters: 5,
        sure: Sure::FromBase,
    },
    Declension {
        base: &["i", "y", "и", "і"],
        cases: &["iho", "imu", "im", "iego", "iemu"],
        min_letters: 3,
        sure: Sure::FromBase,
    },
    Declension {
        base: &["y", "и", "і"],
        cases: &["yho", "ymu", "ym", "yego", "yemu", "yja", "yju", "yjem"],
        min_letters: 3,
        sure: Sure::FromBase,
    },
    Declension {
        base: &["e", "е"],
        cases: &["em", "ea", "ejem", "eju", "eja"],
        min_letters: 3,
        sure: Sure::FromBase,
    },
    Declension {
        base: &["e", "е"],
        cases: &["eho", "ego", "emu"],
        min_letters: 2,
        sure: Sure::FromBase,
    },
    Declension {
        base: &["i", "и", "і"],
        cases: &["iho", "iego"],
        min_letters: 2,
        sure: Sure::FromBase,
    },
    // Finnish names on a consonant.
    Declension {
        base: &[""],
        cases: &["in", "ia", "issa", "ista", "illa", "ilta", "ille"],
        min_letters: 5,
        sure: Sure::Yes,
    },
    // Albanian names on a consonant.
    Declension {
        base: &[""],
        cases: &["i", "it", "in"],
        min_letters: 5,
        sure: Sure::Yes,
    },
    // Genitives of German and English, and nominatives of Latvian; Greek names lose it.
    Declension {
        base: &[""],
        cases: &["s", "σ", "es"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    // Lithuanian and Latvian names, of foreigners too.
    Declension {
        base: &[""],
        cases: &[
            "as", "is", "us", "ius", "o", "io", "ui", "iui", "u", "iu", "ais", "aus", "iaus", "am",
            "im", "um", "ai", "os", "ei",
        ],
        min_letters: 4,
        sure: Sure::FromBase,
    },
    // Lithuanian, by themselves.
    Declension {
        base: &["as"],
        cases: &["o", "ui", "a", "e", "u", "ai"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    Declension {
        base: &["is", "ys", "s"],
        cases: &["io", "iui", "iu", "i", "im", "a", "am", "u"],
        min_letters: 5,
        sure: Sure::Unknown,
    },
    Declension {
        base: &["us"],
        cases: &["aus", "ui", "u"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    Declension {
        base: &["a"],
        cases: &["os", "ai", "as", "oj"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    // Albanian.
    Declension {
        base: &["a"],
        cases: &["es", "en"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    Declension {
        base: &["e"],
        cases: &["es", "ei", "ej"],
        min_letters: 4,
        sure: Sure::Unknown,
    },
    // Hungarian; the v of -val becomes like the letter before.
    Declension {
        base: &[""],
        cases: &[
            "t", "ot", "et", "at", "ok", "ek", "nak", "nek", "rol", "tol", "bol", "ban", "ben",
            "ert", "hoz", "hez", "ra", "re", "ba", "be", "ig", "kent", "bal", "cal", "cel", "dal",
            "fal", "gal", "kal", "lal", "mal", "nal", "pal", "ral", "sal", "tal", "val", "zal",
            "bel", "del", "fel", "gel", "kel", "lel", "mel", "nel", "pel", "rel", "sel", "tel",
            "vel", "zel",
        ],
        min_letters: 4,
        sure: Sure::FromBase,
    },
    // Turkish and Azerbaijani, with an apostrophe that folding takes away.
    Declension {
        base: &[""],
        cases: &[
            "in", "un", "nin", "nun", "da", "de", "dan", "den", "tan", "ten", "yi", "yu", "ya",
            "ye", "yla", "yle",
        ],
        min_letters: 4,
        sure: Sure::FromBase,
    },
    // Finnish names on a vowel, and Estonian ones.
    Declension {
        base: &[""],
        cases: &[
            "n", "ssa", "sta", "lla", "lta", "lle", "ksi", "ga", "ega", "iga", "ile", "ele", "ilt",
            "elt", "ist", "est", "isse",
        ],
        min_letters: 5,
        sure: Sure::FromBase,
    },
    // Romanian.
    Declension {
        base: &[""],
        cases: &["ul", "ului", "lui"],
        min_letters: 4,
        sure: Sure::FromBase,
    },
    // Albanian names on a vowel.
    Declension {
        base: &[""],
        cases: &["t", "n", "s"],
        min_letters: 5,
        sure: Sure::FromBase,
    },
    // Greek.
    Declension {
        base: &["οσ"],
        cases: &["ου", "ο", "ε"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    Declension {
        base: &["ασ"],
        cases: &["α"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    Declension {
        base: &["ησ"],
        cases: &["η"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    Declension {
        base: &["ισ"],
        cases: &["ι"],
        min_letters: 3,
        sure: Sure::Yes,
    },
    // Czech, Slovak and Slovene names of women whose own languages do not tell: Mayová, Mayeva.
    Declension {
        base: &[""],
        cases: OF_WOMEN,
        min_letters: 3,
        sure: Sure::YesFromBase,
    },
    Declension {
        base: &["a"],
        cases: OF_WOMEN,
        min_letters: 3,
        sure: Sure::YesFromBase,
    },
    // Czech and Slovak: what belongs to a man, and his family.
    Declension {
        base: &[""],
        cases: &["uv", "ovy", "ovych"],
        min_letters: 4,
        sure: Sure::FromBase,
    },
];

/// From so many letters on, two case forms may be one name without the base form between them.
const SURE_LETTERS: usize = 5;

/// The declensions by their endings: a bit for each, in the order of the table.
struct Endings {
    /// In the order of the letters.
    roles: Vec<(Ending, Roles)>,
    sure: u64,
    from_base: u64,
    /// Those that a part of so many letters may have; all from the last on.
    after: [u64; SURE_LETTERS + 1],
}

#[derive(Debug, Clone, Copy, Default)]
struct Roles {
    base: u64,
    cases: u64,
}

/// The letters of an ending, of those after the first plane none.
type Ending = [u16; MAX_ENDING_LETTERS];

fn packed(letters: impl Iterator<Item = char>) -> Option<Ending> {
    let mut ending = Ending::default();
    for (at, letter) in letters.enumerate() {
        *ending.get_mut(at)? = u16::try_from(u32::from(letter)).ok()?;
    }
    Some(ending)
}

impl Endings {
    fn get() -> &'static Self {
        static ENDINGS: OnceLock<Endings> = OnceLock::new();
        ENDINGS.get_or_init(Self::new)
    }

    fn new() -> Self {
        let mut roles: BTreeMap<Ending, Roles> = BTreeMap::new();
        let mut endings = Self {
            roles: Vec::new(),
            sure: 0,
            from_base: 0,
            after: [0; SURE_LETTERS + 1],
        };
        for (at, declension) in DECLENSIONS.iter().enumerate() {
            let bit = 1_u64 << at;
            for ending in declension.base {
                if let Some(ending) = packed(ending.chars()) {
                    roles.entry(ending).or_default().base |= bit;
                }
            }
            for ending in declension.cases {
                if let Some(ending) = packed(ending.chars()) {
                    roles.entry(ending).or_default().cases |= bit;
                }
            }
            match declension.sure {
                Sure::Yes => endings.sure |= bit,
                Sure::FromBase => endings.from_base |= bit,
                Sure::YesFromBase => {
                    endings.sure |= bit;
                    endings.from_base |= bit;
                }
                Sure::Unknown => {}
            }
            let after = endings.after.iter_mut().enumerate();
            for (_, open) in after.filter(|(letters, _)| *letters >= declension.min_letters) {
                *open |= bit;
            }
        }
        endings.roles = roles.into_iter().collect();
        endings
    }

    fn roles(&self, ending: &[char]) -> Option<Roles> {
        let ending = packed(ending.iter().copied())?;
        let found = (self.roles).binary_search_by_key(&ending, |(ending, _)| *ending);
        self.roles.get(found.ok()?).map(|(_, roles)| *roles)
    }
}

/// Whether two endings belong to one declension, after a part of so many letters; `spellings` of one
/// base form count too (`-y` and `-yj`). The endings of `unknown` words are more.
pub(super) fn share_declension(
    one: &[char],
    two: &[char],
    letters: usize,
    spellings: bool,
    unknown: bool,
) -> bool {
    let endings = Endings::get();
    let (Some(one), Some(two)) = (endings.roles(one), endings.roles(two)) else {
        return false;
    };
    let (either, both) = (one.base | two.base, one.base & two.base);
    let mut open = (one.base | one.cases) & (two.base | two.cases);
    open &= endings.after.get(letters).unwrap_or(&u64::MAX);
    if !unknown {
        open &= endings.sure;
    }
    if letters < SURE_LETTERS {
        open &= either;
    } else {
        open &= either | !endings.from_base;
    }
    if !spellings {
        open &= !both;
    }
    open != 0
}

/// Longest ending of any declension, in letters.
pub(super) const MAX_ENDING_LETTERS: usize = 4;

/// Whether the form in -a is a family name of its own beside the one without, as `Ivanova` is.
pub(super) fn is_feminine_surname(stem: &[char], ending: &[char], other: &[char]) -> bool {
    let pair = |one: &[char], two: &[char]| one.is_empty() && matches!(two, ['a' | 'а']);
    let is_czech = |one: &[char], two: &[char]| {
        // Golikova is a woman too, as Golikovová is.
        let is_of_woman = one == ['a'] && matches!(stem, [.., 'o' | 'e', 'v']);
        matches!(one, [] | ['a'])
            && !is_of_woman
            && matches!(two, ['o' | 'e', 'v', ..])
            && matches!(
                stem,
                [.., 'a' | 'e' | 'i' | 'o' | 'u' | 'y', 'k' | 'c'] | [.., 'v']
            )
    };
    if is_czech(ending, other) || is_czech(other, ending) {
        return true;
    }
    (pair(ending, other) || pair(other, ending))
        && matches!(
            stem,
            [.., 'o' | 'e', 'v' | 'w']
                | [.., 'o', 'f', 'f']
                | [.., 'о' | 'е' | 'ё' | 'є', 'в']
                | [.., 's', 'k', 'y']
                | [.., 'с', 'к', 'и', 'й']
        )
}

/// Whether the endings are those of the family names of a man and a woman: Kowalski, Kowalska.
pub(super) fn is_feminine_adjective(stem: &[char], ending: &[char], other: &[char]) -> bool {
    let is_of_man = |ending: &[char]| {
        matches!(
            ending,
            ['i' | 'y'] | ['i' | 'y', 'j'] | ['y', 'y'] | ['и' | 'ы' | 'і', 'й']
        )
    };
    let is_of_woman =
        |ending: &[char]| matches!(ending, ['a' | 'а'] | ['a', 'j', 'a'] | ['а', 'я']);
    let pair = |one: &[char], two: &[char]| is_of_man(one) && is_of_woman(two);
    (pair(ending, other) || pair(other, ending))
        && matches!(
            stem,
            [.., 's' | 'c', 'k'] | [.., 'с' | 'ц', 'к'] | [.., 'с' | 'ц', 'ь', 'к']
        )
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

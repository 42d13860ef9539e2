//! Words whose stop does not end a sentence, and words that begin one all the same.
//!
//! One list for all languages, since a passage may mix them and its language may be unknown. A word
//! that ordinarily ends sentences in some language is left out (Swedish `hon`, Italian `on`), or
//! asks for a number after it (English `no`).

/// What the stop after a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands before a name: never the end of a sentence.
    Title,
    /// Stands before a number; before anything else the sentence ends.
    Number,
    /// May also end a sentence: the next word decides.
    Common,
}

/// The kind of an abbreviation, given without its stop.
pub(super) fn kind(word: &str) -> Option<Kind> {
    let first = word.chars().next()?;
    if !first.is_alphabetic() {
        return None;
    }
    let folded = word.to_lowercase();
    let folded = folded.as_str();
    let capital_title = first.is_uppercase() && CAPITAL_TITLES.contains(&folded);
    if capital_title || TITLES.contains(&folded) {
        Some(Kind::Title)
    } else if BEFORE_NUMBERS.contains(&folded) {
        Some(Kind::Number)
    } else if COMMON.contains(&folded) {
        Some(Kind::Common)
    } else {
        None
    }
}

/// Whether a word, as written, begins sentences rather than names.
pub(super) fn is_starter(word: &str) -> bool {
    STARTERS.contains(&word)
}

/// Titles and ranks.
const TITLES: &[&str] = &[
    "adv", "arq", "atty", "brig", "capt", "card", "cmdr", "cpl", "cpt", "dipl", "dott", "dr",
    "dra", "drs", "dhr", "exmo", "fr", "frl", "gen", "gov", "hr", "ing", "insp", "judr", "kpt",
    "lic", "lt", "messrs", "mevr", "mgr", "mlle", "mme", "mr", "mrs", "ms", "msgr", "mudr", "mw",
    "phdr", "plk", "ppłk", "prof", "płk", "rndr", "sgt", "sig", "snr", "sr", "sra", "srta", "supt",
    "znj", "inż", "doc", "doç", "gđa", "gđica", "г-н", "г-жа", "ген", "др", "полк", "проф", "акад",
    "д-р", "инж", "κα", "κος", "δρ",
];

/// Titles that are ordinary words when written small.
const CAPITAL_TITLES: &[&str] = &[
    "col", "comdr", "gens", "lieut", "maj", "mt", "ft", "pres", "pvt", "rep", "reps", "rev", "sen",
    "sens", "sn", "av", "st", "ste", "sta", "sv", "св", "mons", "pte", "adm", "amb", "dep", "det",
];

/// Words before a number, and the short names of the months.
const BEFORE_NUMBERS: &[&str] = &[
    "no", "nos", "nr", "núm", "num", "n°", "nº", "art", "abs", "bd", "vol", "fig", "sec", "ch",
    "par", "pp", "pág", "pag", "str", "čl", "br", "č", "čís", "tel", "bl", "op", "ca", "cca",
    "approx", "jan", "feb", "febr", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "okt",
    "nov", "dec", "dez", "ene", "abr", "ago", "dic", "janv", "févr", "avr", "juil", "déc", "стр",
    "ст", "гл", "пп", "бр", "чл", "тел", "рис", "№",
];

/// Everything else that is cut short.
const COMMON: &[&str] = &[
    "bijv",
    "bros",
    "bspw",
    "bzw",
    "cf",
    "co",
    "corp",
    "d.h",
    "dgl",
    "dmth",
    "dvs",
    "ecc",
    "eds",
    "esim",
    "esq",
    "est",
    "etc",
    "evtl",
    "ggf",
    "gest",
    "god",
    "ibid",
    "i.e",
    "e.g",
    "inc",
    "incl",
    "inkl",
    "itd",
    "jr",
    "kl",
    "ltd",
    "max",
    "m.in",
    "mj",
    "mld",
    "mln",
    "mio",
    "mrd",
    "mil",
    "np",
    "npr",
    "např",
    "obs",
    "p.sh",
    "ph.d",
    "pl",
    "pol",
    "resp",
    "sog",
    "std",
    "tj",
    "tzn",
    "tzv",
    "t.ex",
    "bl.a",
    "f.eks",
    "u.a",
    "ul",
    "ung",
    "usw",
    "vb",
    "vgl",
    "vlg",
    "vs",
    "z.b",
    "zb",
    "zw",
    "ún",
    "kb",
    "ggü",
    "bzgl",
    "sogen",
    "geb",
    "verst",
    "dt",
    "вул",
    "ул",
    "им",
    "ім",
    "гг",
    "долл",
    "итд",
    "нпр",
    "млн",
    "млрд",
    "напр",
    "обл",
    "просп",
    "руб",
    "см",
    "сокр",
    "тзв",
    "тыс",
    "тис",
    "год",
    "сл",
    "т.д",
    "т.е",
    "т.н",
    "т.п",
    "т.ч",
    "κλπ",
    "π.χ",
    "δηλ",
    "αρ",
    "dl",
    "dna",
];

/// Words that begin sentences. Those that also begin surnames (`Le Pen`, `De Niro`, `El Khomri`)
/// are left out.
const STARTERS: &[&str] = &[
    "A",
    "After",
    "All",
    "Also",
    "And",
    "Another",
    "As",
    "At",
    "Before",
    "Both",
    "But",
    "By",
    "During",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Later",
    "Meanwhile",
    "Most",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "Two",
    "Under",
    "We",
    "What",
    "When",
    "While",
    "With",
    "Yet",
    "You",
    "Aber",
    "Am",
    "Auch",
    "Auf",
    "Bei",
    "Das",
    "Dem",
    "Der",
    "Die",
    "Diese",
    "Doch",
    "Ein",
    "Eine",
    "Er",
    "Es",
    "Für",
    "Im",
    "Ist",
    "Mit",
    "Nach",
    "Nun",
    "Sie",
    "So",
    "Und",
    "Von",
    "Wir",
    "Zu",
    "Ce",
    "Ces",
    "Cette",
    "Elle",
    "Elles",
    "Il",
    "Ils",
    "Les",
    "Mais",
    "Nous",
    "Selon",
    "Ella",
    "Ellos",
    "En",
    "Los",
    "Las",
    "Pero",
    "Según",
    "Una",
    "Det",
    "Detta",
    "Men",
    "Nu",
    "När",
    "Och",
    "Som",
    "Vi",
    "Ali",
    "Kako",
    "Na",
    "Ona",
    "Oni",
    "Ovo",
    "Prema",
    "To",
    "U",
    "Za",
    "Али",
    "В",
    "Во",
    "Все",
    "Для",
    "И",
    "Как",
    "На",
    "Но",
    "О",
    "Об",
    "Он",
    "Она",
    "Они",
    "По",
    "При",
    "С",
    "Та",
    "То",
    "У",
    "Это",
    "Ово",
    "Према",
    "За",
    "Bu",
    "Ama",
    "Ancak",
    "Dhe",
    "Ndërsa",
    "Por",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart() {
        for (word, expected) in [
            ("Mr", Some(Kind::Title)),
            ("dr", Some(Kind::Title)),
            ("Проф", Some(Kind::Title)),
            ("Maj", Some(Kind::Title)),
            ("maj", None),
            ("No", Some(Kind::Number)),
            ("Sept", Some(Kind::Number)),
            ("z.B", Some(Kind::Common)),
            ("т.е", Some(Kind::Common)),
            ("Kosovo", None),
            ("hon", None),
            ("", None),
            ("29", None),
        ] {
            assert_eq!(kind(word), expected, "{word}");
        }
    }
}

//! Language and Script: what a text is written in; "unknown" is an ordinary answer.

mod detect;
mod profiles;
mod script;
mod table;

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

pub use detect::{Detection, LanguageSource, decide, detect};
pub use script::Script;
use table::{ALIASES, Entry, LANGUAGES};

/// A language known by name. An unknown language is `None::<Language>`.
///
/// Members of a macrolanguage that stand for it in practice are folded into it: `cmn` is Chinese,
/// `arb` Arabic, `als` Albanian. Region and script subtags are not kept.
///
/// ```
/// use clippings::text::language::Language;
///
/// assert_eq!(Language::from_code("de-AT"), Some(Language::GERMAN));
/// assert_eq!(Language::from_code("ger"), Some(Language::GERMAN));
/// assert_eq!(Language::GERMAN.code(), "de");
/// assert_eq!(Language::from_code("und"), None);
/// ```
// The three letters are those of an entry of `LANGUAGES`; `from_code` and the constants see to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

/// All codes, in order, each with the three letters of its language. Where one could be two things, an
/// ISO 639-3 code goes before an alias, and that before other codes.
static CODES: LazyLock<Vec<(u32, [u8; 3])>> = LazyLock::new(|| {
    let own = LANGUAGES.iter().map(|entry| (&entry.code[..], entry.code));
    let aliases = ALIASES.iter();
    let aliases = aliases.map(|(alias, letters)| (alias.as_bytes(), *letters));
    let others = LANGUAGES.iter().flat_map(|entry| {
        [entry.short, entry.bibliographic].map(|code| (code.as_bytes(), entry.code))
    });
    let codes = own.chain(aliases).chain(others);
    let codes = codes.filter(|(code, _)| !code.is_empty());
    let mut codes: Vec<_> = codes
        .map(|(code, letters)| (packed(code), letters))
        .collect();
    codes.sort_by_key(|(code, _)| *code);
    codes.dedup_by_key(|(code, _)| *code);
    codes
});

/// A code of up to four letters as one number, in lower case.
fn packed(code: &[u8]) -> u32 {
    let letters = code.iter().map(u8::to_ascii_lowercase);
    letters.fold(0, |packed, letter| packed << 8 | u32::from(letter))
}

impl Language {
    /// Arabic.
    pub const ARABIC: Self = Self(*b"ara");
    /// Armenian.
    pub const ARMENIAN: Self = Self(*b"hye");
    /// Basque.
    pub const BASQUE: Self = Self(*b"eus");
    /// Belarusian.
    pub const BELARUSIAN: Self = Self(*b"bel");
    /// Bosnian.
    pub const BOSNIAN: Self = Self(*b"bos");
    /// Bulgarian.
    pub const BULGARIAN: Self = Self(*b"bul");
    /// Burmese.
    pub const BURMESE: Self = Self(*b"mya");
    /// Catalan.
    pub const CATALAN: Self = Self(*b"cat");
    /// Chinese.
    pub const CHINESE: Self = Self(*b"zho");
    /// Croatian.
    pub const CROATIAN: Self = Self(*b"hrv");
    /// Czech.
    pub const CZECH: Self = Self(*b"ces");
    /// Danish.
    pub const DANISH: Self = Self(*b"dan");
    /// Dutch.
    pub const DUTCH: Self = Self(*b"nld");
    /// English.
    pub const ENGLISH: Self = Self(*b"eng");
    /// Esperanto.
    pub const ESPERANTO: Self = Self(*b"epo");
    /// Estonian.
    pub const ESTONIAN: Self = Self(*b"est");
    /// Finnish.
    pub const FINNISH: Self = Self(*b"fin");
    /// French.
    pub const FRENCH: Self = Self(*b"fra");
    /// Galician.
    pub const GALICIAN: Self = Self(*b"glg");
    /// Georgian.
    pub const GEORGIAN: Self = Self(*b"kat");
    /// German.
    pub const GERMAN: Self = Self(*b"deu");
    /// Modern Greek.
    pub const GREEK: Self = Self(*b"ell");
    /// Hebrew.
    pub const HEBREW: Self = Self(*b"heb");
    /// Hindi.
    pub const HINDI: Self = Self(*b"hin");
    /// Hungarian.
    pub const HUNGARIAN: Self = Self(*b"hun");
    /// Icelandic.
    pub const ICELANDIC: Self = Self(*b"isl");
    /// Indonesian.
    pub const INDONESIAN: Self = Self(*b"ind");
    /// Irish.
    pub const IRISH: Self = Self(*b"gle");
    /// Italian.
    pub const ITALIAN: Self = Self(*b"ita");
    /// Japanese.
    pub const JAPANESE: Self = Self(*b"jpn");
    /// Khmer.
    pub const KHMER: Self = Self(*b"khm");
    /// Korean.
    pub const KOREAN: Self = Self(*b"kor");
    /// Lao.
    pub const LAO: Self = Self(*b"lao");
    /// Latvian.
    pub const LATVIAN: Self = Self(*b"lav");
    /// Lithuanian.
    pub const LITHUANIAN: Self = Self(*b"lit");
    /// Luxembourgish.
    pub const LUXEMBOURGISH: Self = Self(*b"ltz");
    /// Macedonian.
    pub const MACEDONIAN: Self = Self(*b"mkd");
    /// Montenegrin.
    pub const MONTENEGRIN: Self = Self(*b"cnr");
    /// Nepali.
    pub const NEPALI: Self = Self(*b"nep");
    /// Norwegian, in either written form.
    pub const NORWEGIAN: Self = Self(*b"nor");
    /// Norwegian Bokmål.
    pub const NORWEGIAN_BOKMAL: Self = Self(*b"nob");
    /// Norwegian Nynorsk.
    pub const NORWEGIAN_NYNORSK: Self = Self(*b"nno");
    /// Persian.
    pub const PERSIAN: Self = Self(*b"fas");
    /// Polish.
    pub const POLISH: Self = Self(*b"pol");
    /// Portuguese.
    pub const PORTUGUESE: Self = Self(*b"por");
    /// Romanian.
    pub const ROMANIAN: Self = Self(*b"ron");
    /// Russian.
    pub const RUSSIAN: Self = Self(*b"rus");
    /// Serbian.
    pub const SERBIAN: Self = Self(*b"srp");
    /// Slovak.
    pub const SLOVAK: Self = Self(*b"slk");
    /// Slovene.
    pub const SLOVENE: Self = Self(*b"slv");
    /// Sotho.
    pub const SOTHO: Self = Self(*b"sot");
    /// Albanian.
    pub const ALBANIAN: Self = Self(*b"sqi");
    /// Somali.
    pub const SOMALI: Self = Self(*b"som");
    /// Spanish.
    pub const SPANISH: Self = Self(*b"spa");
    /// Swahili.
    pub const SWAHILI: Self = Self(*b"swa");
    /// Swedish.
    pub const SWEDISH: Self = Self(*b"swe");
    /// Tamil.
    pub const TAMIL: Self = Self(*b"tam");
    /// Thai.
    pub const THAI: Self = Self(*b"tha");
    /// Turkish.
    pub const TURKISH: Self = Self(*b"tur");
    /// Ukrainian.
    pub const UKRAINIAN: Self = Self(*b"ukr");
    /// Urdu.
    pub const URDU: Self = Self(*b"urd");
    /// Yiddish.
    pub const YIDDISH: Self = Self(*b"yid");

    /// The language of a code: ISO 639-1, 639-2 (either kind) or 639-3, in any case, with or without
    /// subtags (`zh_Hans`, `EN-us`).
    ///
    /// `None` for what is no code, for a code not known here, and for `und`.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let primary = code.trim().split(['-', '_', '.', '@']).next()?;
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
            return None;
        }
        let code = packed(primary.as_bytes());
        let at = CODES.binary_search_by_key(&code, |(code, _)| *code);
        CODES.get(at.ok()?).map(|(_, letters)| Self(*letters))
    }

    /// Every language known here, ordered by ISO 639-3 code.
    pub fn all() -> impl Iterator<Item = Self> {
        LANGUAGES.iter().map(|entry| Self(entry.code))
    }

    /// The shortest code in use (BCP 47): two letters where there are, else three.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.entry().map_or("und", |entry| {
            if entry.short.is_empty() {
                std::str::from_utf8(&entry.code).unwrap_or("und")
            } else {
                entry.short
            }
        })
    }

    /// Its English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.entry().map_or("unknown", |entry| entry.name)
    }

    /// Whether the language is ordinarily written in this script.
    #[must_use]
    pub fn is_written_in(self, script: Script) -> bool {
        self.entry()
            .is_none_or(|entry| entry.scripts & script.bit() != 0)
    }

    /// Whether the two languages have a script in common.
    #[must_use]
    pub fn shares_script(self, other: Self) -> bool {
        match (self.entry(), other.entry()) {
            (Some(one), Some(two)) => one.scripts & two.scripts != 0,
            _ => true,
        }
    }

    /// The language whose analysis serves this one too.
    ///
    /// Serbian, Croatian, Bosnian and Montenegrin are one here: detection cannot tell them apart, and
    /// one stemmer serves them. So are the two written forms of Norwegian.
    #[must_use]
    pub const fn analysis_family(self) -> Self {
        match self {
            Self::CROATIAN | Self::BOSNIAN | Self::MONTENEGRIN => Self::SERBIAN,
            Self::NORWEGIAN_BOKMAL | Self::NORWEGIAN_NYNORSK => Self::NORWEGIAN,
            other => other,
        }
    }

    /// A small number for it, from 1 on: the same in this build, not for storing.
    pub(crate) fn number(self) -> u8 {
        let at = LANGUAGES.binary_search_by_key(&self.0, |entry| entry.code);
        at.ok()
            .and_then(|at| u8::try_from(at + 1).ok())
            .unwrap_or_default()
    }

    /// The language of a [`number`](Self::number).
    pub(crate) fn from_number(number: u8) -> Option<Self> {
        let entry = LANGUAGES.get(usize::from(number).checked_sub(1)?)?;
        Some(Self(entry.code))
    }

    fn entry(self) -> Option<&'static Entry> {
        Entry::of(self.0)
    }
}

impl Entry {
    fn of(code: [u8; 3]) -> Option<&'static Self> {
        let at = LANGUAGES
            .binary_search_by_key(&code, |entry| entry.code)
            .ok()?;
        LANGUAGES.get(at)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;

        impl de::Visitor<'_> for Code {
            type Value = Language;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a language code")
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<Language, E> {
                Language::from_code(code)
                    .ok_or_else(|| E::custom(format_args!("unknown language code \"{code}\"")))
            }
        }

        deserializer.deserialize_str(Code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_point_to_entries() {
        assert!(LANGUAGES.is_sorted_by(|one, two| one.code < two.code));
        assert!(ALIASES.is_sorted_by(|one, two| one.0 < two.0));
        for (alias, letters) in ALIASES {
            assert!(Entry::of(*letters).is_some(), "{alias}");
            assert!(
                !LANGUAGES.iter().any(|entry| entry.short == *alias),
                "{alias}"
            );
        }
        assert_eq!(
            LANGUAGES
                .iter()
                .filter(|entry| !entry.short.is_empty())
                .count(),
            183
        );
    }

    #[test]
    fn a_language_is_found_by_each_of_its_codes() {
        for language in Language::all() {
            assert_eq!(Language::from_code(language.code()), Some(language));
            let entry = language.entry().unwrap();
            for code in [
                std::str::from_utf8(&entry.code).unwrap(),
                entry.bibliographic,
            ] {
                assert_eq!(
                    Language::from_code(code),
                    (!code.is_empty()).then_some(language)
                );
            }
        }
    }

    #[test]
    fn every_language_has_a_number_of_its_own() {
        assert!(LANGUAGES.len() < usize::from(u8::MAX));
        for language in Language::all() {
            assert_eq!(Language::from_number(language.number()), Some(language));
        }
        assert_eq!(Language::from_number(0), None);
    }

    #[test]
    fn codes_of_every_kind_are_read() {
        for (code, language) in [
            ("de", Language::GERMAN),
            ("deu", Language::GERMAN),
            ("ger", Language::GERMAN),
            (" EN-us ", Language::ENGLISH),
            ("zh-CN", Language::CHINESE),
            ("zh_Hans", Language::CHINESE),
            ("cmn", Language::CHINESE),
            ("srp-Cyrl", Language::SERBIAN),
            ("sr-Latn", Language::SERBIAN),
            ("hbs", Language::SERBIAN),
            ("cnr", Language::MONTENEGRIN),
            ("arb", Language::ARABIC),
            ("nob", Language::NORWEGIAN_BOKMAL),
            ("no", Language::NORWEGIAN),
            ("als", Language::ALBANIAN),
            ("alb", Language::ALBANIAN),
            ("iw", Language::HEBREW),
            ("de_DE.UTF-8", Language::GERMAN),
        ] {
            assert_eq!(Language::from_code(code), Some(language), "{code}");
        }
        for code in [
            "", "und", "xx", "qqq", "e", "english", "日本", "d\0", "-de", "mul",
        ] {
            assert_eq!(Language::from_code(code), None, "{code}");
        }
    }

    #[test]
    fn the_shortest_code_and_the_english_name_are_given() {
        assert_eq!(Language::SERBIAN.to_string(), "sr");
        assert_eq!(Language::MONTENEGRIN.to_string(), "cnr");
        assert_eq!(Language::GREEK.name(), "Greek");
    }

    #[test]
    fn serde_uses_the_code() {
        let json = serde_json::to_string(&Language::ALBANIAN).unwrap();
        assert_eq!(json, "\"sq\"");
        assert_eq!(
            serde_json::from_str::<Language>(&json).unwrap(),
            Language::ALBANIAN
        );
        let error = serde_json::from_str::<Language>("\"zz\"")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("unknown language code \"zz\""), "{error}");
    }

    #[test]
    fn the_south_slavic_standards_are_one_family() {
        for code in ["sr", "hr", "bs", "cnr"] {
            let language = Language::from_code(code).unwrap();
            assert_eq!(language.analysis_family(), Language::SERBIAN);
        }
        assert_eq!(Language::MACEDONIAN.analysis_family(), Language::MACEDONIAN);
    }
}

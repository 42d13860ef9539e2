//! The languages known here: their codes, English names and the scripts they are written in.
//!
//! Codes and names: ISO 639-3 code tables of SIL International, as shipped with `pycountry` 26.2.16:
//! every language with a two-letter code, and the few without one that the news are written in.
//! Names are shortened (no "macrolanguage", no years). Scripts: those in ordinary use in print today.

use super::script::Script;

/// One language.
#[derive(Debug)]
pub(super) struct Entry {
    /// ISO 639-3.
    pub(super) code: [u8; 3],
    /// ISO 639-1, or empty.
    pub(super) short: &'static str,
    /// ISO 639-2/B where it differs from ISO 639-3, or empty.
    pub(super) bibliographic: &'static str,
    /// In English.
    pub(super) name: &'static str,
    /// A bit for each [`Script`].
    pub(super) scripts: u32,
}

impl Entry {
    const fn new(
        code: [u8; 3],
        short: &'static str,
        bibliographic: &'static str,
        name: &'static str,
        scripts: u32,
    ) -> Self {
        Self {
            code,
            short,
            bibliographic,
            name,
            scripts,
        }
    }
}

const LATIN: u32 = Script::Latin.bit();
const CYRILLIC: u32 = Script::Cyrillic.bit();
const ARABIC: u32 = Script::Arabic.bit();
const GREEK: u32 = Script::Greek.bit();
const HEBREW: u32 = Script::Hebrew.bit();
const ARMENIAN: u32 = Script::Armenian.bit();
const GEORGIAN: u32 = Script::Georgian.bit();
const DEVANAGARI: u32 = Script::Devanagari.bit();
const BENGALI: u32 = Script::Bengali.bit();
const GUJARATI: u32 = Script::Gujarati.bit();
const ORIYA: u32 = Script::Oriya.bit();
const TAMIL: u32 = Script::Tamil.bit();
const TELUGU: u32 = Script::Telugu.bit();
const KANNADA: u32 = Script::Kannada.bit();
const MALAYALAM: u32 = Script::Malayalam.bit();
const SINHALA: u32 = Script::Sinhala.bit();
const THAI: u32 = Script::Thai.bit();
const LAO: u32 = Script::Lao.bit();
const KHMER: u32 = Script::Khmer.bit();
const MYANMAR: u32 = Script::Myanmar.bit();
const TIBETAN: u32 = Script::Tibetan.bit();
const ETHIOPIC: u32 = Script::Ethiopic.bit();
const HAN: u32 = Script::Han.bit();
const OTHER: u32 = Script::Other.bit();
const ANY: u32 = u32::MAX;
const JAPANESE: u32 = HAN | Script::Kana.bit();
const KOREAN: u32 = HAN | Script::Hangul.bit();
const LATIN_ARABIC: u32 = LATIN | ARABIC;
const LATIN_CYRILLIC: u32 = LATIN | CYRILLIC;
const LATIN_CYRILLIC_ARABIC: u32 = LATIN | CYRILLIC | ARABIC;
const LATIN_HAN: u32 = LATIN | HAN;
const LATIN_OTHER: u32 = LATIN | OTHER;
const CYRILLIC_OTHER: u32 = CYRILLIC | OTHER;
const ARABIC_DEVANAGARI: u32 = ARABIC | DEVANAGARI;
const GURMUKHI_ARABIC: u32 = Script::Gurmukhi.bit() | ARABIC;

/// Other codes of the same languages: withdrawn ones, and the members of a macrolanguage that stand
/// for it in practice (Mandarin for Chinese, Tosk and Gheg for Albanian). Ordered by the code.
pub(super) const ALIASES: &[(&str, [u8; 3])] = &[
    ("aln", *b"sqi"),
    ("als", *b"sqi"),
    ("arb", *b"ara"),
    ("ayr", *b"aym"),
    ("azb", *b"aze"),
    ("azj", *b"aze"),
    ("cmn", *b"zho"),
    ("ekk", *b"est"),
    ("fil", *b"tgl"),
    ("gaz", *b"orm"),
    ("gug", *b"grn"),
    ("hbs", *b"srp"),
    ("in", *b"ind"),
    ("iw", *b"heb"),
    ("ji", *b"yid"),
    ("khk", *b"mon"),
    ("kmr", *b"kur"),
    ("lvs", *b"lav"),
    ("mo", *b"ron"),
    ("mol", *b"ron"),
    ("npi", *b"nep"),
    ("ory", *b"ori"),
    ("pbt", *b"pus"),
    ("pbu", *b"pus"),
    ("pes", *b"fas"),
    ("plt", *b"mlg"),
    ("prs", *b"fas"),
    ("quz", *b"que"),
    ("scc", *b"srp"),
    ("scr", *b"hrv"),
    ("sh", *b"srp"),
    ("swh", *b"swa"),
    ("uzn", *b"uzb"),
    ("ydd", *b"yid"),
    ("yue", *b"zho"),
    ("zsm", *b"msa"),
];

/// Every language, ordered by ISO 639-3.
#[rustfmt::skip]
pub(super) const LANGUAGES: &[Entry] = &[
    Entry::new(*b"aar", "aa", "", "Afar", LATIN),
    Entry::new(*b"abk", "ab", "", "Abkhazian", CYRILLIC),
    Entry::new(*b"afr", "af", "", "Afrikaans", LATIN),
    Entry::new(*b"aka", "ak", "", "Akan", LATIN),
    Entry::new(*b"amh", "am", "", "Amharic", ETHIOPIC),
    Entry::new(*b"ara", "ar", "", "Arabic", ARABIC),
    Entry::new(*b"arg", "an", "", "Aragonese", LATIN),
    Entry::new(*b"asm", "as", "", "Assamese", BENGALI),
    Entry::new(*b"ast", "", "", "Asturian", LATIN),
    Entry::new(*b"ava", "av", "", "Avaric", CYRILLIC),
    Entry::new(*b"ave", "ae", "", "Avestan", LATIN),
    Entry::new(*b"aym", "ay", "", "Aymara", LATIN),
    Entry::new(*b"aze", "az", "", "Azerbaijani", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"bak", "ba", "", "Bashkir", CYRILLIC),
    Entry::new(*b"bam", "bm", "", "Bambara", LATIN),
    Entry::new(*b"bel", "be", "", "Belarusian", CYRILLIC),
    Entry::new(*b"ben", "bn", "", "Bengali", BENGALI),
    Entry::new(*b"bho", "", "", "Bhojpuri", DEVANAGARI),
    Entry::new(*b"bis", "bi", "", "Bislama", LATIN),
    Entry::new(*b"bod", "bo", "tib", "Tibetan", TIBETAN),
    Entry::new(*b"bos", "bs", "", "Bosnian", LATIN_CYRILLIC),
    Entry::new(*b"bre", "br", "", "Breton", LATIN),
    Entry::new(*b"bul", "bg", "", "Bulgarian", CYRILLIC),
    Entry::new(*b"cat", "ca", "", "Catalan", LATIN),
    Entry::new(*b"ceb", "", "", "Cebuano", LATIN),
    Entry::new(*b"ces", "cs", "cze", "Czech", LATIN),
    Entry::new(*b"cha", "ch", "", "Chamorro", LATIN),
    Entry::new(*b"che", "ce", "", "Chechen", CYRILLIC),
    Entry::new(*b"chu", "cu", "", "Church Slavic", CYRILLIC),
    Entry::new(*b"chv", "cv", "", "Chuvash", CYRILLIC),
    Entry::new(*b"ckb", "", "", "Central Kurdish", ARABIC),
    Entry::new(*b"cnr", "", "", "Montenegrin", LATIN_CYRILLIC),
    Entry::new(*b"cor", "kw", "", "Cornish", LATIN),
    Entry::new(*b"cos", "co", "", "Corsican", LATIN),
    Entry::new(*b"cre", "cr", "", "Cree", LATIN_OTHER),
    Entry::new(*b"cym", "cy", "wel", "Welsh", LATIN),
    Entry::new(*b"dan", "da", "", "Danish", LATIN),
    Entry::new(*b"deu", "de", "ger", "German", LATIN),
    Entry::new(*b"div", "dv", "", "Divehi", OTHER),
    Entry::new(*b"dsb", "", "", "Lower Sorbian", LATIN),
    Entry::new(*b"dzo", "dz", "", "Dzongkha", TIBETAN),
    Entry::new(*b"ell", "el", "gre", "Greek", GREEK),
    Entry::new(*b"eng", "en", "", "English", LATIN),
    Entry::new(*b"epo", "eo", "", "Esperanto", LATIN),
    Entry::new(*b"est", "et", "", "Estonian", LATIN),
    Entry::new(*b"eus", "eu", "baq", "Basque", LATIN),
    Entry::new(*b"ewe", "ee", "", "Ewe", LATIN),
    Entry::new(*b"fao", "fo", "", "Faroese", LATIN),
    Entry::new(*b"fas", "fa", "per", "Persian", ARABIC),
    Entry::new(*b"fij", "fj", "", "Fijian", LATIN),
    Entry::new(*b"fin", "fi", "", "Finnish", LATIN),
    Entry::new(*b"fra", "fr", "fre", "French", LATIN),
    Entry::new(*b"fry", "fy", "", "West Frisian", LATIN),
    Entry::new(*b"ful", "ff", "", "Fulah", LATIN_OTHER),
    Entry::new(*b"gla", "gd", "", "Scottish Gaelic", LATIN),
    Entry::new(*b"gle", "ga", "", "Irish", LATIN),
    Entry::new(*b"glg", "gl", "", "Galician", LATIN),
    Entry::new(*b"glv", "gv", "", "Manx", LATIN),
    Entry::new(*b"grn", "gn", "", "Guarani", LATIN),
    Entry::new(*b"gsw", "", "", "Swiss German", LATIN),
    Entry::new(*b"guj", "gu", "", "Gujarati", GUJARATI),
    Entry::new(*b"hat", "ht", "", "Haitian Creole", LATIN),
    Entry::new(*b"hau", "ha", "", "Hausa", LATIN_ARABIC),
    Entry::new(*b"haw", "", "", "Hawaiian", LATIN),
    Entry::new(*b"heb", "he", "", "Hebrew", HEBREW),
    Entry::new(*b"her", "hz", "", "Herero", LATIN),
    Entry::new(*b"hin", "hi", "", "Hindi", DEVANAGARI),
    Entry::new(*b"hmo", "ho", "", "Hiri Motu", LATIN),
    Entry::new(*b"hrv", "hr", "", "Croatian", LATIN),
    Entry::new(*b"hsb", "", "", "Upper Sorbian", LATIN),
    Entry::new(*b"hun", "hu", "", "Hungarian", LATIN),
    Entry::new(*b"hye", "hy", "arm", "Armenian", ARMENIAN),
    Entry::new(*b"ibo", "ig", "", "Igbo", LATIN),
    Entry::new(*b"ido", "io", "", "Ido", LATIN),
    Entry::new(*b"iii", "ii", "", "Nuosu", OTHER),
    Entry::new(*b"iku", "iu", "", "Inuktitut", LATIN_OTHER),
    Entry::new(*b"ile", "ie", "", "Interlingue", LATIN),
    Entry::new(*b"ina", "ia", "", "Interlingua", LATIN),
    Entry::new(*b"ind", "id", "", "Indonesian", LATIN),
    Entry::new(*b"ipk", "ik", "", "Inupiaq", LATIN),
    Entry::new(*b"isl", "is", "ice", "Icelandic", LATIN),
    Entry::new(*b"ita", "it", "", "Italian", LATIN),
    Entry::new(*b"jav", "jv", "", "Javanese", LATIN),
    Entry::new(*b"jpn", "ja", "", "Japanese", JAPANESE),
    Entry::new(*b"kab", "", "", "Kabyle", LATIN),
    Entry::new(*b"kal", "kl", "", "Kalaallisut", LATIN),
    Entry::new(*b"kan", "kn", "", "Kannada", KANNADA),
    Entry::new(*b"kas", "ks", "", "Kashmiri", ARABIC_DEVANAGARI),
    Entry::new(*b"kat", "ka", "geo", "Georgian", GEORGIAN),
    Entry::new(*b"kau", "kr", "", "Kanuri", LATIN_ARABIC),
    Entry::new(*b"kaz", "kk", "", "Kazakh", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"khm", "km", "", "Khmer", KHMER),
    Entry::new(*b"kik", "ki", "", "Kikuyu", LATIN),
    Entry::new(*b"kin", "rw", "", "Kinyarwanda", LATIN),
    Entry::new(*b"kir", "ky", "", "Kyrgyz", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"kom", "kv", "", "Komi", CYRILLIC),
    Entry::new(*b"kon", "kg", "", "Kongo", LATIN),
    Entry::new(*b"kor", "ko", "", "Korean", KOREAN),
    Entry::new(*b"kua", "kj", "", "Kuanyama", LATIN),
    Entry::new(*b"kur", "ku", "", "Kurdish", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"lad", "", "", "Ladino", LATIN),
    Entry::new(*b"lao", "lo", "", "Lao", LAO),
    Entry::new(*b"lat", "la", "", "Latin", LATIN),
    Entry::new(*b"lav", "lv", "", "Latvian", LATIN),
    Entry::new(*b"lim", "li", "", "Limburgish", LATIN),
    Entry::new(*b"lin", "ln", "", "Lingala", LATIN),
    Entry::new(*b"lit", "lt", "", "Lithuanian", LATIN),
    Entry::new(*b"ltz", "lb", "", "Luxembourgish", LATIN),
    Entry::new(*b"lub", "lu", "", "Luba-Katanga", LATIN),
    Entry::new(*b"lug", "lg", "", "Ganda", LATIN),
    Entry::new(*b"mah", "mh", "", "Marshallese", LATIN),
    Entry::new(*b"mai", "", "", "Maithili", DEVANAGARI),
    Entry::new(*b"mal", "ml", "", "Malayalam", MALAYALAM),
    Entry::new(*b"mar", "mr", "", "Marathi", DEVANAGARI),
    Entry::new(*b"mkd", "mk", "mac", "Macedonian", CYRILLIC),
    Entry::new(*b"mlg", "mg", "", "Malagasy", LATIN),
    Entry::new(*b"mlt", "mt", "", "Maltese", LATIN),
    Entry::new(*b"mon", "mn", "", "Mongolian", CYRILLIC_OTHER),
    Entry::new(*b"mri", "mi", "mao", "Maori", LATIN),
    Entry::new(*b"msa", "ms", "may", "Malay", LATIN_ARABIC),
    Entry::new(*b"mya", "my", "bur", "Burmese", MYANMAR),
    Entry::new(*b"nau", "na", "", "Nauru", LATIN),
    Entry::new(*b"nav", "nv", "", "Navajo", LATIN),
    Entry::new(*b"nbl", "nr", "", "South Ndebele", LATIN),
    Entry::new(*b"nde", "nd", "", "North Ndebele", LATIN),
    Entry::new(*b"ndo", "ng", "", "Ndonga", LATIN),
    Entry::new(*b"nds", "", "", "Low German", LATIN),
    Entry::new(*b"nep", "ne", "", "Nepali", DEVANAGARI),
    Entry::new(*b"nld", "nl", "dut", "Dutch", LATIN),
    Entry::new(*b"nno", "nn", "", "Norwegian Nynorsk", LATIN),
    Entry::new(*b"nob", "nb", "", "Norwegian Bokmål", LATIN),
    Entry::new(*b"nor", "no", "", "Norwegian", LATIN),
    Entry::new(*b"nya", "ny", "", "Chichewa", LATIN),
    Entry::new(*b"oci", "oc", "", "Occitan", LATIN),
    Entry::new(*b"oji", "oj", "", "Ojibwa", LATIN_OTHER),
    Entry::new(*b"ori", "or", "", "Odia", ORIYA),
    Entry::new(*b"orm", "om", "", "Oromo", LATIN),
    Entry::new(*b"oss", "os", "", "Ossetian", CYRILLIC),
    Entry::new(*b"pan", "pa", "", "Punjabi", GURMUKHI_ARABIC),
    Entry::new(*b"pap", "", "", "Papiamento", LATIN),
    Entry::new(*b"pli", "pi", "", "Pali", ANY),
    Entry::new(*b"pol", "pl", "", "Polish", LATIN),
    Entry::new(*b"por", "pt", "", "Portuguese", LATIN),
    Entry::new(*b"pus", "ps", "", "Pashto", ARABIC),
    Entry::new(*b"que", "qu", "", "Quechua", LATIN),
    Entry::new(*b"roh", "rm", "", "Romansh", LATIN),
    Entry::new(*b"rom", "", "", "Romany", LATIN),
    Entry::new(*b"ron", "ro", "rum", "Romanian", LATIN_CYRILLIC),
    Entry::new(*b"rue", "", "", "Rusyn", CYRILLIC),
    Entry::new(*b"run", "rn", "", "Rundi", LATIN),
    Entry::new(*b"rus", "ru", "", "Russian", CYRILLIC),
    Entry::new(*b"sag", "sg", "", "Sango", LATIN),
    Entry::new(*b"san", "sa", "", "Sanskrit", DEVANAGARI),
    Entry::new(*b"sin", "si", "", "Sinhala", SINHALA),
    Entry::new(*b"slk", "sk", "slo", "Slovak", LATIN),
    Entry::new(*b"slv", "sl", "", "Slovenian", LATIN),
    Entry::new(*b"sme", "se", "", "Northern Sami", LATIN),
    Entry::new(*b"smo", "sm", "", "Samoan", LATIN),
    Entry::new(*b"sna", "sn", "", "Shona", LATIN),
    Entry::new(*b"snd", "sd", "", "Sindhi", ARABIC_DEVANAGARI),
    Entry::new(*b"som", "so", "", "Somali", LATIN),
    Entry::new(*b"sot", "st", "", "Southern Sotho", LATIN),
    Entry::new(*b"spa", "es", "", "Spanish", LATIN),
    Entry::new(*b"sqi", "sq", "alb", "Albanian", LATIN),
    Entry::new(*b"srd", "sc", "", "Sardinian", LATIN),
    Entry::new(*b"srp", "sr", "", "Serbian", LATIN_CYRILLIC),
    Entry::new(*b"ssw", "ss", "", "Swati", LATIN),
    Entry::new(*b"sun", "su", "", "Sundanese", LATIN),
    Entry::new(*b"swa", "sw", "", "Swahili", LATIN),
    Entry::new(*b"swe", "sv", "", "Swedish", LATIN),
    Entry::new(*b"szl", "", "", "Silesian", LATIN),
    Entry::new(*b"tah", "ty", "", "Tahitian", LATIN),
    Entry::new(*b"tam", "ta", "", "Tamil", TAMIL),
    Entry::new(*b"tat", "tt", "", "Tatar", LATIN_CYRILLIC),
    Entry::new(*b"tel", "te", "", "Telugu", TELUGU),
    Entry::new(*b"tgk", "tg", "", "Tajik", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"tgl", "tl", "", "Tagalog", LATIN),
    Entry::new(*b"tha", "th", "", "Thai", THAI),
    Entry::new(*b"tir", "ti", "", "Tigrinya", ETHIOPIC),
    Entry::new(*b"ton", "to", "", "Tongan", LATIN),
    Entry::new(*b"tpi", "", "", "Tok Pisin", LATIN),
    Entry::new(*b"tsn", "tn", "", "Tswana", LATIN),
    Entry::new(*b"tso", "ts", "", "Tsonga", LATIN),
    Entry::new(*b"tuk", "tk", "", "Turkmen", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"tur", "tr", "", "Turkish", LATIN),
    Entry::new(*b"twi", "tw", "", "Twi", LATIN),
    Entry::new(*b"uig", "ug", "", "Uyghur", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"ukr", "uk", "", "Ukrainian", CYRILLIC),
    Entry::new(*b"urd", "ur", "", "Urdu", ARABIC),
    Entry::new(*b"uzb", "uz", "", "Uzbek", LATIN_CYRILLIC_ARABIC),
    Entry::new(*b"ven", "ve", "", "Venda", LATIN),
    Entry::new(*b"vie", "vi", "", "Vietnamese", LATIN),
    Entry::new(*b"vol", "vo", "", "Volapük", LATIN),
    Entry::new(*b"wln", "wa", "", "Walloon", LATIN),
    Entry::new(*b"wol", "wo", "", "Wolof", LATIN),
    Entry::new(*b"xho", "xh", "", "Xhosa", LATIN),
    Entry::new(*b"yid", "yi", "", "Yiddish", HEBREW),
    Entry::new(*b"yor", "yo", "", "Yoruba", LATIN),
    Entry::new(*b"zha", "za", "", "Zhuang", LATIN_HAN),
    Entry::new(*b"zho", "zh", "chi", "Chinese", HAN),
    Entry::new(*b"zul", "zu", "", "Zulu", LATIN),
];

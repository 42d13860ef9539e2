//! The key of a name: the skeleton of consonants of its romanised form without case ending.
//!
//! Consonants that the spellings of Europe write for one another share a letter: `s` for all
//! sibilants and affricates (č ć cz cs tsch ч τσ š ž z), `f` for v, w, f and β; h and its like, glides
//! and vowels leave no trace but an `a` at the beginning. So Vučić, Wuczić, Vucsics, Wutschitsch,
//! Вучич and Βούτσιτς are all `fss`.

use super::super::fold::fold;
use super::inflect;
use super::lexicon::{Link, forms_of};
use super::likeness::{readings, spellings};
use super::spoken::{in_cyrillic, is_by_sound};
use crate::text::language::Language;
use crate::text::language::Script;

/// Most keys that a query name is looked up under.
const MAX_QUERY_KEYS: usize = 16;
/// Most ways in which a name may be written in Greek.
const MAX_GREEK_SPELLINGS: usize = 4;

/// How the letters that languages read differently are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, asked in one place"
)]
struct Reading {
    /// `ch` as in Bach, not as in Churchill.
    silent_ch: bool,
    /// `j` as in Johnson, not as in Juncker; for Cyrillic, `дж` as a glide.
    sibilant_j: bool,
    /// `г` as in Ukrainian, without trace like h.
    silent_g: bool,
    /// `w` as in Watson, a vowel.
    vowel_w: bool,
    /// `h` at the beginning as г, as in Hitler.
    hard_h: bool,
    /// `c` as k even at the end, as in Eric.
    hard_c: bool,
    /// `q` as ć and `x` as dz, as in Albanian.
    albanian: bool,
    /// `g` before e and i as in George.
    soft_g: bool,
    /// `c` as ts wherever it stands, as in languages that write names by their sound.
    soft_c: bool,
}

/// Ends of names, by the script that they are in, that these languages take for endings of theirs when
/// they write them: Песков is Pieskow in Polish, as if of several.
const FOREIGN_ENDINGS: [(Script, &[Language], &[&str]); 6] = [
    (Script::Latin, &[Language::POLISH], &["ov", "ev"]),
    (Script::Cyrillic, &[Language::POLISH], &["ов", "ев"]),
    (
        Script::Latin,
        &[Language::GREEK],
        &["as", "is", "es", "os", "us", "ys"],
    ),
    (
        Script::Cyrillic,
        &[Language::GREEK, Language::LATVIAN, Language::LITHUANIAN],
        &["ас", "ис", "ус", "юс", "ос", "ес"],
    ),
    (
        Script::Latin,
        &[
            Language::RUSSIAN,
            Language::UKRAINIAN,
            Language::BELARUSIAN,
            Language::SERBIAN,
        ],
        &["om", "em", "im", "ym"],
    ),
    (
        Script::Cyrillic,
        &[
            Language::SERBIAN,
            Language::SLOVENE,
            Language::POLISH,
            Language::CZECH,
            Language::SLOVAK,
        ],
        &["ом", "ем", "им", "ым", "ім"],
    ),
];

/// Languages whose names have an s in the genitive, without an apostrophe: a part of the key.
const GENITIVE_S: [Language; 7] = [
    Language::GERMAN,
    Language::LUXEMBOURGISH,
    Language::DUTCH,
    Language::SWEDISH,
    Language::DANISH,
    Language::NORWEGIAN,
    Language::ICELANDIC,
];

impl Reading {
    const PLAIN: Self = Self {
        silent_ch: false,
        sibilant_j: false,
        silent_g: false,
        vowel_w: false,
        hard_h: false,
        hard_c: false,
        albanian: false,
        soft_g: false,
        soft_c: false,
    };
    /// Each with one letter read otherwise, the likeliest first.
    const ONE_BY_ONE: [Self; 10] = [
        Self {
            silent_ch: true,
            ..Self::PLAIN
        },
        Self {
            sibilant_j: true,
            ..Self::PLAIN
        },
        Self {
            silent_g: true,
            ..Self::PLAIN
        },
        Self {
            vowel_w: true,
            ..Self::PLAIN
        },
        Self {
            hard_h: true,
            ..Self::PLAIN
        },
        Self {
            soft_g: true,
            ..Self::PLAIN
        },
        Self {
            soft_c: true,
            ..Self::PLAIN
        },
        // Hawking, Гокінг.
        Self {
            vowel_w: true,
            silent_g: true,
            ..Self::PLAIN
        },
        Self {
            hard_c: true,
            ..Self::PLAIN
        },
        Self {
            albanian: true,
            ..Self::PLAIN
        },
    ];

    /// Whether a folded name has a letter that it reads otherwise.
    fn may_change(self, folded: &str, script: Script) -> bool {
        let has = |letters: &[char]| folded.contains(letters);
        match script {
            Script::Latin => {
                (self.silent_ch || self.hard_c || self.soft_c) && has(&['c'])
                    || self.sibilant_j && has(&['j'])
                    || (self.silent_g || self.soft_g) && has(&['g'])
                    || self.vowel_w && has(&['w'])
                    || self.hard_h && has(&['h'])
                    || self.albanian && has(&['q', 'x'])
            }
            Script::Cyrillic => {
                self.silent_g && has(&['г']) || self.sibilant_j && folded.contains("дж")
            }
            _ => false,
        }
    }

    fn of(language: Option<Language>) -> Self {
        // Languages of one family share what is remembered of a word.
        let Some(language) = language.map(Language::analysis_family) else {
            return Self::default();
        };
        Self {
            silent_ch: matches!(
                language,
                Language::GERMAN
                    | Language::POLISH
                    | Language::CZECH
                    | Language::SLOVAK
                    | Language::DUTCH
            ),
            silent_g: matches!(language, Language::UKRAINIAN | Language::BELARUSIAN),
            albanian: language == Language::ALBANIAN,
            soft_c: matches!(language, Language::SERBIAN | Language::LATVIAN),
            ..Self::default()
        }
    }
}

/// Whether a language writes foreign names by their sound, though it has Latin letters.
pub(crate) fn writes_by_sound(language: Language) -> bool {
    matches!(
        language.analysis_family(),
        Language::SERBIAN | Language::LATVIAN | Language::LITHUANIAN | Language::ALBANIAN
    )
}

/// The key of a name in its normal form; `None` where it is in no alphabet known here.
///
/// ```
/// use clippings::analysis::names::key;
/// use clippings::text::language::Language;
///
/// assert_eq!(key("vučić", None).as_deref(), Some("fss"));
/// assert_eq!(key("вучићем", Some(Language::SERBIAN)).as_deref(), Some("fss"));
/// ```
#[must_use]
pub fn key(normal: &str, language: Option<Language>) -> Option<String> {
    let script = alphabet(normal)?;
    let base = language.map_or(normal, |language| {
        let mut folded = String::new();
        fold(normal, &mut folded);
        without_apostrophe(strip(normal, &folded, language), language)
    });
    skeleton(base, script, Reading::of(language))
}

/// The keys under which the forms of a name may be filed in texts of these languages, likeliest first.
#[must_use]
pub fn query_keys(normal: &str, languages: &[Language]) -> Vec<String> {
    let Some(script) = alphabet(normal) else {
        return Vec::new();
    };
    let mut keys: Vec<String> = Vec::new();
    let mut add = |key: Option<String>| {
        if let Some(key) = key
            && keys.len() < MAX_QUERY_KEYS
            && !keys.contains(&key)
        {
            keys.push(key);
        }
    };
    let plain = Reading::default();
    for key in filed_keys(normal, languages) {
        add(Some(key));
    }
    let mut folded = String::new();
    fold(normal, &mut folded);
    // Most languages have no endings.
    let mut seen = vec![normal];
    for &language in languages {
        let base = strip(normal, &folded, language);
        if !seen.contains(&base) {
            seen.push(base);
            add(skeleton(base, script, plain));
        }
    }
    // Of a short name no ending is taken off: Modim, Tedem.
    if normal.chars().count() <= inflect::MIN_BASE_LETTERS {
        add(skeleton(normal, script, plain).map(|key| format!("{key}m")));
    }
    if script == Script::Cyrillic {
        // Who says ch as in Bach writes it in foreign names, too: Richard.
        if normal.contains('ч') {
            add(skeleton(&normal.replace('ч', "х"), script, plain));
        }
        // Where c is ts in all texts, so it is in Clinton.
        let is_soft = |language: &Language| Reading::of(Some(*language)).soft_c;
        if normal.contains('к') && languages.iter().any(is_soft) {
            add(skeleton(&normal.replace('к', "ц"), script, plain));
        }
        // Gincburg: before a consonant the c of the Slavs is read as k.
        if normal.contains('ц') {
            add(skeleton(&normal.replace('ц', "к"), script, plain));
        }
        // McEnany: its c stands before an e.
        if let Some(rest) = normal
            .strip_prefix("мак")
            .filter(|rest| rest.starts_with(['е', 'э', 'и']))
        {
            add(skeleton(&format!("мс{rest}"), script, plain));
        }
        // Trzaskowski, Przemysław, Krzysztof: rz is said as sz.
        for (said, written) in [("тш", "трз"), ("пш", "прз"), ("кш", "крз")] {
            if normal.contains(said) {
                add(skeleton(&normal.replace(said, written), script, plain));
            }
        }
    }
    if script == Script::Greek {
        let mut read = |written: &[&str], said: &str| {
            for letters in written.iter().filter(|letters| folded.contains(**letters)) {
                let others = letters.strip_prefix("ου").unwrap_or_default();
                add(skeleton(
                    &folded.replace(letters, &format!("{said}{others}")),
                    script,
                    plain,
                ));
            }
        };
        // Μόντι is Modi, and Αλεξάνταρ Aleksandar.
        read(&["ντ"], "δ");
        read(&["ντ"], "νδ");
        // Τέιλορ Σουίφτ: before a vowel ου is w.
        read(&["ουα", "ουε", "ουι", "ουο"], "β");
        // Γενς Στόλτενμπεργκ: before e and i γ is j.
        if let Some(rest) = folded
            .strip_prefix('γ')
            .filter(|rest| rest.starts_with(['ε', 'ι', 'υ']))
        {
            add(skeleton(&format!("ι{rest}"), script, plain));
        }
    }
    if script == Script::Latin {
        for written in other_spellings(normal, languages) {
            add(skeleton(&written, script, plain));
        }
    }
    for reading in Reading::ONE_BY_ONE {
        if reading.may_change(&folded, script) {
            add(skeleton(normal, script, reading));
        }
    }
    keys
}

/// The keys under which a form and its case forms are filed in texts of these languages.
pub(crate) fn filed_keys(normal: &str, languages: &[Language]) -> Vec<String> {
    let Some(script) = alphabet(normal) else {
        return Vec::new();
    };
    let mut folded = String::new();
    fold(normal, &mut folded);
    let mut read: Vec<(&str, Reading)> = vec![(normal, Reading::default())];
    for &language in languages {
        let filed = (
            strip(normal, &folded, language),
            Reading::of(Some(language)),
        );
        if !read.contains(&filed) {
            read.push(filed);
        }
    }
    // What another script writes with an ending of its own may have none: Ibrahim, Ибрахимом.
    let last = folded.char_indices().nth_back(1).map_or(0, |(at, _)| at);
    let (stem, ending) = folded.split_at(last);
    let foreign = languages.iter().any(|language| {
        let family = language.analysis_family();
        FOREIGN_ENDINGS.iter().any(|(written, strips, endings)| {
            *written == script && strips.contains(&family) && endings.contains(&ending)
        })
    });
    let mut keys: Vec<String> = Vec::new();
    for (base, reading) in read {
        let key = skeleton(base, script, reading);
        keys.extend(key.filter(|key| !keys.contains(key)));
    }
    if foreign && stem.chars().count() >= inflect::MIN_BASE_LETTERS {
        let key = skeleton(stem, script, Reading::default());
        keys.extend(key.filter(|key| !keys.contains(key)));
    }
    // Greek has no letter for d: Έντι.
    if languages.contains(&Language::GREEK) && script != Script::Greek {
        let (first, rest) = normal.split_at(normal.chars().next().map_or(0, char::len_utf8));
        if rest.contains(['d', 'д']) {
            let rest = rest.replace('d', "nt").replace('д', "нт");
            keys.extend(skeleton(
                &[first, &rest].concat(),
                script,
                Reading::default(),
            ));
        }
    }
    if script != Script::Greek {
        let mut add = |key: Option<String>| keys.extend(key);
        let plain = Reading::default();
        // Mayová, Mayeva: no key of an index is without that ending, so that it is asked for.
        let are_women_named_so = |language: &Language| {
            let family = language.analysis_family();
            matches!(
                family,
                Language::CZECH | Language::SLOVAK | Language::SLOVENE
            )
        };
        if languages.iter().any(are_women_named_so) {
            add(skeleton(normal, script, plain).map(|key| format!("{key}f")));
        }
        // Elżbiecie, Donaldzie.
        let do_soften = |language: &Language| {
            let family = language.analysis_family();
            matches!(
                family,
                Language::POLISH | Language::CZECH | Language::SLOVAK
            )
        };
        if script == Script::Latin
            && languages.iter().any(do_soften)
            && let Some(softened) = inflect::softened(normal)
        {
            add(skeleton(&softened, script, plain));
        }
    }
    keys
}

/// The keys under which a name may be filed in an alphabet that is not its own, by what was learned
/// from pairs: of its likeliest forms there.
///
/// ```
/// use clippings::analysis::names::{foreign_keys, key};
///
/// assert!(foreign_keys("wright").contains(&key("райт", None).unwrap()));
/// assert!(foreign_keys("ميركل").contains(&key("merkel", None).unwrap()));
/// ```
#[must_use]
pub fn foreign_keys(folded: &str) -> Vec<String> {
    const FORMS: usize = 4;
    let mut forms = spellings(folded, Script::Cyrillic, FORMS);
    forms.extend(readings(folded, FORMS));
    let mut keys: Vec<String> = Vec::new();
    for key in forms.iter().filter_map(|form| key(form, None)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// The key under which the genitive of a name is filed in texts of these languages, where it has an s and no
/// apostrophe: Trumps, Halketts.
pub(crate) fn genitive_key(normal: &str, languages: &[Language]) -> Option<String> {
    let have_genitive = |language: &Language| GENITIVE_S.contains(&language.analysis_family());
    let has_other = normal.ends_with(['s', 'x', 'z', 'ß']);
    (alphabet(normal) == Some(Script::Latin) && !has_other && languages.iter().any(have_genitive))
        .then(|| skeleton(&format!("{normal}s"), Script::Latin, Reading::default()))?
}

/// A name in Latin letters as others may write it, in letters that have the key of that.
fn other_spellings(normal: &str, languages: &[Language]) -> Vec<String> {
    let mut spellings: Vec<String> = Vec::new();
    // Барние: what the French do not say at the end, other scripts do not write.
    spellings.extend(inflect::without_mute_end(normal).map(str::to_owned));
    let replacements = [
        // Пшемислав: after a consonant rz is said as sz.
        ("rz", "z"),
        // Бьюкенен: ch is k in names from Scotland.
        ("ch", "k"),
        // Gincburg: before a consonant the c of the Slavs is read as k.
        ("ts", "c"),
    ];
    let replaced = replacements
        .iter()
        .filter(|(written, _)| normal.contains(written));
    spellings.extend(replaced.map(|(written, said)| normal.replace(written, said)));
    // Верхофстат: a final dt is said as t.
    spellings.extend(normal.strip_suffix("dt").map(|stem| format!("{stem}t")));
    // Pencem: without the ending its c stands before no e.
    let soft = normal.strip_suffix('e').filter(|stem| stem.ends_with('c'));
    spellings.extend(soft.map(str::to_owned));
    // Щайнмайер: one letter of Bulgarian is both.
    spellings.extend(normal.strip_prefix("st").map(|rest| format!("s{rest}")));
    if languages.contains(&Language::GREEK) {
        spellings.extend(greek_spellings(normal));
    }
    spellings
}

/// A name in Latin letters as Greek writes it, in letters that have the key of that: d is ντ where it does not
/// begin, mb and mp are μπ, w is γου or ου, a glide γι, and a last s goes as an ending.
fn greek_spellings(normal: &str) -> Vec<String> {
    let letters: Vec<char> = normal.chars().collect();
    // Μπρους, Μπόρις; but Κομπς.
    let is_last_s = |at: usize| {
        let (head, tail) = letters.split_at(at);
        head.last().is_some_and(|before| is_vowel(*before))
            && matches!(tail, ['s'] | ['s' | 'c', 'e'])
    };
    let mut forms = vec![String::new()];
    for (at, letter) in letters.iter().enumerate() {
        let next = letters.get(at + 1).copied().unwrap_or(' ');
        let before = at.checked_sub(1).and_then(|at| letters.get(at).copied());
        let written: &[&str] = match letter {
            'd' if before.is_none() => &["d"],
            // Δ and τ are other ways; nt is nt anyway.
            'd' if before == Some('n') => &["t"],
            'd' if next == 'd' => &[""],
            'd' if before == Some('l') => &["nt", "t"],
            'd' => &["nt"],
            't' if next == 'h' => &["t", "d"],
            'm' if matches!(next, 'b' | 'p') => &[""],
            'p' if before == Some('m') => &["b"],
            'w' if is_vowel(next) => &["g", "u"],
            'h' if before == Some('w') => &[""],
            'j' => &["g", "s"],
            'y' if is_vowel(next) => &["g"],
            'g' if matches!(next, 'e' | 'i') => &["g", "s"],
            's' | 'c' if is_last_s(at) => &[""],
            _ => &[],
        };
        let own = letter.to_string();
        let written = if written.is_empty() {
            &[&*own][..]
        } else {
            written
        };
        let longer = |form: &String| {
            let form = form.clone();
            written
                .iter()
                .map(move |letters| format!("{form}{letters}"))
        };
        // Of many such letters the first ways.
        if forms.len() * written.len() <= MAX_GREEK_SPELLINGS {
            forms = forms.iter().flat_map(longer).collect();
        } else {
            let first = written.first().copied().unwrap_or_default();
            for form in &mut forms {
                form.push_str(first);
            }
        }
    }
    forms.retain(|form| form != normal);
    forms
}

/// The keys under which a foreigner's name may be filed that is asked for as it is written by its sound
/// in Latin letters.
pub(crate) fn heard_keys(normal: &str) -> Vec<String> {
    let Some(form) = in_cyrillic(normal).filter(|_| is_by_sound(normal)) else {
        return Vec::new();
    };
    let mut keys = foreign_keys(&form);
    let linked = forms_of(&form).filter(|(_, link)| *link == Link::Variant);
    for key in linked.filter_map(|(form, _)| key(&form, None)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Whether a normal form is in a script that tells names by capitals: only there are names filed.
pub(crate) fn has_capitals(normal: &str) -> bool {
    alphabet(normal).is_some()
}

/// The alphabet of a name that rules can romanise.
fn alphabet(normal: &str) -> Option<Script> {
    let script = Script::of_word(normal)?;
    matches!(script, Script::Latin | Script::Cyrillic | Script::Greek).then_some(script)
}

/// The part of a normal form before the apostrophe that Turkish puts before endings.
fn without_apostrophe(normal: &str, language: Language) -> &str {
    let stem = normal.split_once('\'').map(|(stem, _)| stem);
    let stem = stem.filter(|stem| stem.chars().nth(1).is_some());
    stem.filter(|_| language == Language::TURKISH)
        .unwrap_or(normal)
}

/// The part of a normal form that stays when the case ending goes.
fn strip<'n>(normal: &'n str, folded: &str, language: Language) -> &'n str {
    let stripped = inflect::base(folded, language);
    if stripped.len() == folded.len() {
        return normal;
    }
    let ending = folded.chars().count() - stripped.chars().count();
    // Only endings leave a word by folding as they are, so letters can be counted from the back.
    let end = normal
        .char_indices()
        .rev()
        .take(ending)
        .last()
        .map_or(normal.len(), |(at, _)| at);
    normal.get(..end).unwrap_or(normal)
}

fn skeleton(normal: &str, script: Script, reading: Reading) -> Option<String> {
    let mut out = Skeleton::default();
    match script {
        Script::Latin => latin(normal, reading, &mut out),
        Script::Cyrillic => cyrillic(normal, reading, &mut out),
        _ => greek(normal, &mut out),
    }
    out.finish()
}

/// A skeleton being written: equal neighbours and a stop before a sibilant melt together.
#[derive(Debug, Default)]
struct Skeleton {
    key: String,
    begun: bool,
    /// The class just written, unless a vowel came after it.
    open: Option<char>,
}

impl Skeleton {
    fn vowel(&mut self) {
        if !self.begun {
            self.key.push('a');
        }
        self.begun = true;
        self.open = None;
    }

    /// A letter that leaves no trace and keeps its neighbours together.
    fn silent(&mut self) {
        if !self.begun {
            self.vowel();
        }
    }

    fn consonant(&mut self, class: char) {
        self.begun = true;
        if self.open == Some(class) {
            return;
        }
        if class == 's' && matches!(self.open, Some('t' | 'd')) {
            self.key.pop();
            if self.key.ends_with('s') && self.open.is_none() {
                return;
            }
        }
        self.key.push(class);
        self.open = Some(class);
    }

    fn finish(self) -> Option<String> {
        // Longer skeletons tell nothing more apart and would not fit a pair of keys into a term.
        const MAX_LETTERS: usize = 24;
        let key: String = self.key.chars().take(MAX_LETTERS).collect();
        (!key.is_empty()).then_some(key)
    }
}

fn latin(normal: &str, reading: Reading, out: &mut Skeleton) {
    let mut marked = false;
    let mut letters = String::new();
    // Marked sibilants keep what their mark says; everything else goes by its folded letters.
    for c in normal.chars() {
        match c {
            'č' | 'ć' | 'ç' | 'ĉ' | 'ċ' | 'đ' => letters.push('ç'),
            'š' | 'ś' | 'ş' | 'ș' | 'ž' | 'ź' | 'ż' | 'ŝ' => letters.push('s'),
            'ğ' => letters.push('h'),
            _ => fold(c.encode_utf8(&mut [0; 4]), &mut letters),
        }
        marked |= matches!(c, 'ç' | 'ë');
    }
    let albanian = reading.albanian || marked;
    let mut rest = letters.as_str();
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let (length, class) = latin_class(rest, before, reading, albanian);
        match class {
            "" => out.silent(),
            "a" => out.vowel(),
            classes => classes.chars().for_each(|class| out.consonant(class)),
        }
        before = c;
        let skipped = rest
            .char_indices()
            .nth(length)
            .map_or(rest.len(), |(at, _)| at);
        rest = rest.get(skipped..).unwrap_or_default();
    }
}

/// How many letters the next sound takes, and its class.
fn latin_class(
    rest: &str,
    before: char,
    reading: Reading,
    albanian: bool,
) -> (usize, &'static str) {
    let mut letters = rest.chars();
    let c = letters.next().unwrap_or(' ');
    let next = letters.next().unwrap_or(' ');
    let soft = matches!(next, 'e' | 'i' | 'y');
    match c {
        'j' if reading.sibilant_j => (1, "s"),
        'w' if reading.vowel_w => (1, "a"),
        'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => (1, "a"),
        'h' if reading.hard_h && before == ' ' => (1, "g"),
        'b' => (1, "b"),
        's' if next == 'c' && rest.starts_with("sch") => (3, "s"),
        's' if matches!(next, 'h' | 'z') => (2, "s"),
        's' | 'z' | 'ç' => (1, "s"),
        'c' if next == 'h' && reading.silent_ch && !matches!(before, 't' | 's') => (2, ""),
        'c' if matches!(next, 'h' | 'z' | 's') => (2, "s"),
        'c' if reading.soft_c => (1, "s"),
        'c' if next == 'k' => (2, "k"),
        'c' if soft => (1, "s"),
        'c' if next == ' ' && !reading.hard_c && is_vowel(before) => (1, "s"),
        'd' if next == 'j' => (2, "s"),
        'd' => (1, "d"),
        'f' | 'v' | 'w' => (1, "f"),
        'g' if next == 'h' && !reading.silent_g => (2, "g"),
        'g' if soft && reading.soft_g => (1, "s"),
        'g' if reading.silent_g => (1, ""),
        'g' => (1, "g"),
        'k' if next == 'h' => (2, ""),
        'l' => (1, "l"),
        'm' => (1, "m"),
        'n' => (1, "n"),
        'p' if next == 'h' => (2, "f"),
        'p' => (1, "p"),
        'q' if albanian => (1, "s"),
        'c' | 'k' | 'q' => (1, "k"),
        'r' => (1, "r"),
        't' => (1, "t"),
        'x' if next == 'h' || albanian => (1, "s"),
        'x' => (1, "ks"),
        _ => (1, ""),
    }
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn cyrillic(normal: &str, reading: Reading, out: &mut Skeleton) {
    let mut letters = normal.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            'б' => out.consonant('b'),
            'в' | 'ф' => out.consonant('f'),
            'г' if reading.silent_g => out.silent(),
            'г' | 'ґ' => out.consonant('g'),
            'д' if reading.sibilant_j && letters.peek() == Some(&'ж') => {
                letters.next();
                out.vowel();
            }
            'д' => out.consonant('d'),
            'ж' | 'з' | 'с' | 'ц' | 'ч' | 'ш' | 'щ' | 'ђ' | 'ћ' | 'џ' | 'ѓ' | 'ќ' | 'ѕ' =>
            {
                out.consonant('s');
            }
            'к' => out.consonant('k'),
            'л' | 'љ' => out.consonant('l'),
            'м' => out.consonant('m'),
            'н' | 'њ' => out.consonant('n'),
            'п' => out.consonant('p'),
            'р' => out.consonant('r'),
            'т' => out.consonant('t'),
            'х' | 'ь' | '\'' | '\u{0300}'..='\u{036F}' => out.silent(),
            _ => out.vowel(),
        }
    }
}

fn greek(normal: &str, out: &mut Skeleton) {
    let mut folded = String::new();
    fold(normal, &mut folded);
    let mut letters = folded.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match c {
            'β' | 'φ' => out.consonant('f'),
            'υ' if matches!(before, 'α' | 'ε') => out.consonant('f'),
            'γ' if matches!(next, 'κ' | 'γ') => {
                letters.next();
                out.consonant('g');
            }
            'γ' => out.consonant('g'),
            'δ' => out.consonant('d'),
            'ζ' | 'σ' => out.consonant('s'),
            'θ' | 'τ' => out.consonant('t'),
            'κ' => out.consonant('k'),
            'λ' => out.consonant('l'),
            'μ' if next == 'π' => {
                letters.next();
                out.consonant('b');
            }
            'μ' => out.consonant('m'),
            'ν' if next == 'τ' && before == ' ' => {
                letters.next();
                out.consonant('d');
            }
            'ν' => out.consonant('n'),
            'ξ' => "ks".chars().for_each(|class| out.consonant(class)),
            'π' => out.consonant('p'),
            'ρ' => out.consonant('r'),
            'χ' => out.silent(),
            'ψ' => "ps".chars().for_each(|class| out.consonant(class)),
            _ => out.vowel(),
        }
        before = c;
    }
}

/// Words whose keys pass through every rule above, for the version of the analysis.
const PROBES: [&str; 9] = [
    "abcdefghijklmnopqrstuvwxyz",
    "tschenchoschkhazzhszczpha",
    "vučićđokovićşğžaljnjarzç",
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "ђјљњћџѓќѕґєіїдж",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "μπαντουγκατσευρ",
    "georgeericwatsonqatar",
    "ankara'nın",
];

/// Everything here that can change a term, for the version of the analysis.
pub(super) fn describe(out: &mut impl FnMut(&str)) {
    let languages = [
        None,
        Some(Language::GERMAN),
        Some(Language::UKRAINIAN),
        Some(Language::ALBANIAN),
        Some(Language::SERBIAN),
        Some(Language::TURKISH),
    ];
    for language in languages {
        for probe in PROBES {
            out(&key(probe, language).unwrap_or_default());
        }
    }
}

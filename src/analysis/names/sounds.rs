//! What the letters of a name may stand for, by the spelling habits of Europe.
//!
//! A word becomes a lattice: from each letter, the groups of letters that begin there with the sounds
//! they can have. Two words are one name if a path through both has the same sounds. The tables follow
//! the national romanisations of Cyrillic and Greek (ISO 9, BGN/PCGN, Duden, the Polish and French
//! press) and, for Latin names in other scripts, the habits of the Slavic press.

use std::sync::OnceLock;

use super::inflect::without_mute_end;
use super::near::is_vowel;
use super::spoken::latin_of;
use crate::text::language::Script;

/// A set of sounds.
pub(super) type Sounds = u64;

macro_rules! sounds {
    ($($name:ident)*) => { sounds!(@ 0; $($name)*); };
    (@ $bit:expr; $name:ident $($rest:ident)*) => {
        const $name: Sounds = 1 << ($bit);
        sounds!(@ $bit + 1; $($rest)*);
    };
    (@ $bit:expr;) => {};
}

sounds! {
    A E I O U B P D T G K V F S Z SH ZH C CH DJ L M N R H J
    KS PS SHCH YA YE YU YO IY LJ NJ AI AU MP NT NG KV W MK CHOV SHT AE OE UE
}

/// No sound: the letters may be passed over.
pub(super) const SILENT: Sounds = 1 << 63;

/// A group of letters and what it may stand for.
#[derive(Clone, Copy)]
struct Spelling {
    letters: &'static str,
    /// In every comparison.
    always: Sounds,
    /// Against another script, too.
    across: Sounds,
    /// Against another script as well, but each use counts against the likeness.
    loose: Sounds,
}

const fn s(letters: &'static str, always: Sounds, across: Sounds) -> Spelling {
    loose(letters, always, across, 0)
}

const fn loose(letters: &'static str, always: Sounds, across: Sounds, loose: Sounds) -> Spelling {
    Spelling {
        letters,
        always,
        across,
        loose,
    }
}

const LATIN: &[Spelling] = &[
    loose("a", A, 0, E | AI),
    s("b", B, 0),
    loose("c", C | CH, K, S | DJ),
    loose("d", D, 0, DJ),
    loose("e", E | YE, 0, I | IY | YO),
    loose("f", F, 0, V),
    loose("g", G, 0, H | DJ | ZH),
    loose("h", H, 0, G),
    loose("i", I | IY, J, AI),
    loose("j", J, DJ, ZH | H | I),
    s("k", K, 0),
    s("l", L, 0),
    s("m", M, 0),
    s("n", N, 0),
    s("o", O, AU),
    s("p", P, 0),
    s("q", K | CH, 0),
    s("r", R, 0),
    loose("s", S, Z, SH),
    s("t", T, 0),
    loose("u", U, YU, A),
    loose("v", V, 0, F),
    loose("w", V, W | U, SILENT),
    loose("x", KS, H, Z),
    loose("y", I | IY, J, AI),
    loose("z", Z, C, ZH),
    s("č", CH, 0),
    s("ć", CH, 0),
    s("ç", CH, S),
    s("š", SH, 0),
    s("ş", SH, 0),
    s("ș", SH, 0),
    s("ś", SH, S),
    s("ž", ZH, 0),
    s("ż", ZH, 0),
    s("ź", ZH, Z),
    s("đ", DJ, 0),
    s("ł", L, 0),
    s("ä", E | A | AE, 0),
    s("ö", O | OE, YO | E),
    s("ü", U | UE, YU | I),
    s("ø", O | OE, E),
    loose("ae", AE, 0, E | A),
    loose("ai", 0, AI, E),
    loose("ay", 0, AI, E),
    loose("ei", 0, AI | E, I),
    s("ey", 0, AI | E | I),
    s("au", 0, AU | O),
    s("aw", 0, O | AU),
    loose("ea", 0, I, E),
    s("ee", I, IY),
    s("eigh", 0, I | AI),
    s("igh", 0, AI),
    s("augh", 0, O | AU),
    s("ough", 0, O | AU),
    loose("ugh", 0, 0, YU),
    s("ie", YE, I),
    loose("oe", OE, O | YO, E),
    s("oo", U, 0),
    s("ou", U, AU),
    s("ow", 0, AU | O),
    s("ue", UE, U | YU),
    s("eu", 0, AU),
    s("ew", 0, YU),
    s("oi", 0, W),
    s("ia", YA, 0),
    s("io", YO, 0),
    s("ja", YA, 0),
    s("ya", YA, 0),
    s("je", YE, 0),
    s("ye", YE, 0),
    s("iu", YU, 0),
    s("ju", YU, 0),
    s("yu", YU, 0),
    s("jo", YO, 0),
    s("yo", YO, 0),
    s("ij", IY, AI),
    s("iy", IY, 0),
    s("yi", IY, 0),
    s("yj", IY, 0),
    s("yy", IY, 0),
    s("ii", IY, 0),
    loose("ch", CH | H, 0, SH | K),
    s("cz", CH, 0),
    s("cs", CH, 0),
    s("tch", CH, 0),
    s("tsch", CH, 0),
    s("ck", 0, K),
    s("dj", DJ, 0),
    s("dž", DJ, 0),
    s("dt", 0, T),
    s("dz", 0, DJ),
    s("dzh", DJ, 0),
    s("dsch", DJ, 0),
    s("ge", 0, ZH | DJ),
    s("gh", 0, G),
    s("gi", 0, DJ),
    s("gn", 0, NJ),
    s("kh", H, 0),
    s("ks", KS, 0),
    s("lj", LJ | L, 0),
    s("nj", NJ | N, 0),
    s("ñ", NJ, N),
    s("ń", N, 0),
    s("mb", 0, MP),
    s("mp", 0, MP),
    s("nd", 0, NT),
    s("ng", 0, NG),
    s("nt", 0, NT),
    s("ph", F, 0),
    s("ps", 0, PS),
    s("qu", 0, KV | K),
    s("rz", 0, ZH | SH),
    s("sch", SH, 0),
    loose("st", 0, 0, SHT),
    s("sh", SH, 0),
    s("sz", SH, 0),
    s("šč", SHCH, 0),
    s("shch", SHCH, 0),
    s("szcz", SHCH, 0),
    s("schtsch", SHCH, 0),
    loose("th", 0, T, D),
    s("ts", C, 0),
    s("tz", 0, C),
    s("xh", 0, DJ),
    s("zh", ZH, 0),
    s("zs", ZH, 0),
    s("ff", F | V, 0),
    s("mc", 0, MK),
    s("mcc", 0, MK),
    // Gorbachev and its like are said with an o.
    s("chev", CHOV, 0),
    s("chov", CHOV, 0),
    s("chow", CHOV, 0),
    s("cov", CHOV, 0),
    s("çov", CHOV, 0),
    s("čov", CHOV, 0),
    s("czow", CHOV, 0),
    s("csov", CHOV, 0),
    s("čiov", CHOV, 0),
    s("ciov", CHOV, 0),
    s("tschow", CHOV, 0),
    s("tchev", CHOV, 0),
    s("tsov", CHOV, 0),
    s("tšov", CHOV, 0),
];

const CYRILLIC: &[Spelling] = &[
    s("а", A, 0),
    s("б", B, 0),
    s("в", V, W),
    loose("г", G, 0, H),
    s("ґ", G, 0),
    s("д", D, 0),
    s("ѓ", DJ, 0),
    s("ђ", DJ, 0),
    s("е", E | YE, 0),
    s("є", YE | E, 0),
    s("ё", YO | E, O),
    s("ж", ZH, 0),
    s("з", Z, 0),
    s("ѕ", Z, DJ),
    s("и", I | IY, 0),
    s("і", I | IY, 0),
    s("ї", I | IY, 0),
    s("й", J, I),
    s("ј", J, 0),
    s("к", K, 0),
    s("ќ", CH, 0),
    s("л", L, 0),
    s("љ", LJ, L),
    s("м", M, 0),
    s("н", N, 0),
    s("њ", NJ, N),
    s("о", O, 0),
    s("п", P, 0),
    s("р", R, 0),
    s("с", S, 0),
    s("т", T, 0),
    s("ћ", CH, 0),
    s("у", U, W),
    s("ў", V, U),
    s("ф", F, 0),
    s("х", H, 0),
    s("ц", C, 0),
    s("ч", CH, 0),
    s("џ", DJ, 0),
    s("ш", SH, 0),
    s("щ", SHCH, SHT),
    s("ъ", SILENT | A | U | O | E, 0),
    s("ы", I | IY, 0),
    s("ь", SILENT, 0),
    loose("э", E, 0, A),
    s("ю", YU, 0),
    s("я", YA, 0),
    s("ја", YA, 0),
    s("је", YE, 0),
    s("ју", YU, 0),
    s("јо", YO, 0),
    s("йо", YO, 0),
    s("ија", YA, 0),
    s("ије", YE, 0),
    s("ијо", YO, 0),
    s("ье", YE, 0),
    s("ьо", YO, 0),
    s("иа", YA, 0),
    s("ия", YA, 0),
    s("ий", IY, 0),
    s("ый", IY, 0),
    s("ій", IY, 0),
    s("аи", 0, AI),
    s("ай", 0, AI),
    s("ај", 0, AI),
    s("ей", 0, AI),
    s("еј", 0, AI),
    s("эй", 0, AI),
    s("ау", 0, AU),
    s("оу", 0, AU),
    s("дж", DJ, 0),
    s("дз", 0, DJ),
    s("тс", C, 0),
    s("тш", CH, 0),
    s("кс", KS, 0),
    s("пс", PS, 0),
    s("кв", KV, 0),
    s("лј", LJ, 0),
    s("ль", LJ, L),
    s("нь", NJ, N),
    s("нг", 0, NG),
    s("шч", SHCH, 0),
    s("мак", 0, MK),
    s("мек", 0, MK),
    s("мк", 0, MK),
    s("уа", 0, W),
    s("чев", CHOV, 0),
    s("чёв", CHOV, 0),
    s("чов", CHOV, 0),
];

const GREEK: &[Spelling] = &[
    s("α", A, 0),
    s("β", V, 0),
    s("γ", G, J),
    s("δ", D, 0),
    s("ε", E, YE),
    s("ζ", Z, S | ZH),
    s("η", I, E),
    s("θ", T, 0),
    s("ι", I, J | IY),
    s("κ", K, 0),
    s("λ", L, LJ),
    s("μ", M, 0),
    s("ν", N, NJ),
    s("ξ", KS, 0),
    s("ο", O, 0),
    s("π", P, 0),
    s("ρ", R, 0),
    s("σ", S, SH),
    loose("τ", T, 0, D),
    s("υ", I, IY),
    s("φ", F, 0),
    s("χ", H, SH),
    s("ψ", PS, 0),
    s("ω", O, 0),
    s("αι", E, AI),
    s("αυ", 0, AU),
    s("ει", I, E | AI),
    s("οι", I, 0),
    s("ου", U, W),
    s("ια", 0, YA),
    s("ιο", 0, YO),
    s("ιου", 0, YU),
    s("για", 0, YA),
    s("γιο", 0, YO),
    s("γιου", 0, YU),
    s("γι", 0, J),
    s("γου", 0, W),
    s("αου", 0, AU),
    s("οου", 0, AU),
    s("γκ", G, NG),
    s("γγ", NG, 0),
    s("μπ", B, MP),
    s("ντ", D, NT),
    s("τσ", C | CH, 0),
    s("τζ", DJ, CH),
];

/// What else writes sounds so: đ without its mark, Latvian and Albanian.
const SPOKEN: &[Spelling] = &[
    s("dj", DJ, 0),
    s("ei", 0, AI),
    s("sh", SH, 0),
    s("xh", DJ, 0),
    s("zh", ZH, 0),
];

/// What else sounds alike in Latin letters, where a word may only sound like the other.
const ALIKE: &[Spelling] = &[
    s("chs", KS, 0),
    s("cks", KS, 0),
    s("eau", O, 0),
    s("ieu", YU, 0),
    s("gh", SILENT, 0),
    s("kn", N, 0),
    s("wr", R, 0),
    s("mac", MK, 0),
];

/// Sounds that are one where words may only sound alike: `Gomez` and `Gomes`.
const MERGED: [Sounds; 2] = [F | V, S | Z];
/// At the end of a word.
const MERGED_AT_END: [Sounds; 3] = [T | D, P | B, K | G];
/// In words of several syllables: where there is one, it tells `Scholz` from `Schulz`.
const MERGED_VOWELS: [Sounds; 2] = [E | I | IY | YE, O | U | YO | YU];

/// Which readings are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those of every comparison.
    Within,
    /// The same of a name asked for: what it is compared with has lost the marks of its letters, and
    /// may have been written Müller.
    Asked,
    /// Those against another script as well, and a double consonant may stand for one.
    Across,
    /// Those of a folded word, whose letters may have lost a mark: Ašraf.
    Unmarked,
    /// Those of a folded word that is written by its sound in Latin letters.
    Spoken,
    /// Those of words that only sound alike, in one script.
    Alike {
        /// Each word has several syllables.
        long: bool,
    },
}

/// What a letter can be with a mark that folding takes off.
fn marked(letters: &[char]) -> Sounds {
    match letters {
        ['s'] => SH,
        ['z'] => ZH,
        ['d'] | ['d', 'z'] => DJ,
        ['g'] => SILENT,
        _ => 0,
    }
}

/// What the two letters of an umlaut are without its mark, where a consonant follows.
fn unmarked(letters: &[char], then: Option<char>) -> Sounds {
    if then.is_none_or(is_vowel) {
        return 0;
    }
    match letters {
        ['a', 'e'] => A,
        ['o', 'e'] => O,
        ['u', 'e'] => U,
        _ => 0,
    }
}

fn merged(mut sounds: Sounds, long: bool, is_last: bool) -> Sounds {
    let vowels = MERGED_VOWELS.iter().filter(|_| long);
    let at_end = MERGED_AT_END.iter().filter(|_| is_last);
    for class in MERGED.iter().chain(vowels).chain(at_end) {
        if sounds & class != 0 {
            sounds |= class;
        }
    }
    sounds
}

/// Words longer than this are not compared; no name is.
pub(super) const MAX_LETTERS: usize = 32;

/// A group of letters that begins at a place of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    pub(super) letters: usize,
    pub(super) sounds: Sounds,
    /// Open at a cost.
    pub(super) loose: Sounds,
}

/// A word as its groups of letters, and where each can begin.
#[derive(Debug)]
pub(super) struct Lattice {
    arcs: Vec<Arc>,
    /// Where the groups that begin at each letter end among all.
    ends: [u16; MAX_LETTERS],
    letters: usize,
}

impl Lattice {
    /// Whether the word can begin as one does that begins with a letter.
    pub(super) fn may_begin_as(&self, letter: char, script: Script) -> bool {
        let all = |arcs: &[Arc]| {
            let sounds = arcs.iter().map(|arc| arc.sounds | arc.loose);
            sounds.fold(0, |all, sounds| all | sounds)
        };
        let ours = all(self.at(0));
        let theirs = Table::of(script).map_or(&[][..], |table| table.beginning_with(letter));
        let theirs = theirs.iter().map(|written| written.spelling);
        let theirs = theirs.fold(0, |all, spelling| {
            all | spelling.always | spelling.across | spelling.loose
        });
        (ours | theirs) & SILENT != 0 || ours & theirs != 0
    }

    /// The groups that begin at a letter.
    pub(super) fn at(&self, place: usize) -> &[Arc] {
        let end = |place: usize| self.ends.get(place).copied().map(usize::from);
        let start = place.checked_sub(1).and_then(end).unwrap_or(0);
        let end = end(place).filter(|_| place < self.letters).unwrap_or(start);
        self.arcs.get(start..end).unwrap_or_default()
    }
}

/// The spellings of an alphabet by their first letters.
struct Table {
    first: u32,
    /// Where the spellings that begin with each letter from the first on end.
    ends: Vec<u16>,
    spellings: Vec<Written>,
}

struct Written {
    letters: Vec<char>,
    spelling: Spelling,
    /// Open only where words may sound alike.
    is_alike: bool,
}

impl Written {
    /// What it stands for before a letter, openly and at a cost.
    fn read(&self, reach: Reach, then: Option<char>, is_last: bool) -> (Sounds, Sounds) {
        let Spelling {
            always,
            across,
            loose,
            ..
        } = self.spelling;
        match reach {
            Reach::Within => (always, 0),
            Reach::Asked => (always | unmarked(&self.letters, then), 0),
            Reach::Unmarked => (always | marked(&self.letters), 0),
            Reach::Across | Reach::Spoken => (always | across, loose),
            Reach::Alike { long } => (
                merged(always | across, long, is_last),
                if long { loose } else { 0 },
            ),
        }
    }
}

impl Table {
    fn of(script: Script) -> Option<&'static Self> {
        static LATIN_TABLE: OnceLock<Table> = OnceLock::new();
        static CYRILLIC_TABLE: OnceLock<Table> = OnceLock::new();
        static GREEK_TABLE: OnceLock<Table> = OnceLock::new();
        Some(match script {
            Script::Latin => LATIN_TABLE.get_or_init(|| Self::new(LATIN, ALIKE)),
            Script::Cyrillic => CYRILLIC_TABLE.get_or_init(|| Self::new(CYRILLIC, &[])),
            Script::Greek => GREEK_TABLE.get_or_init(|| Self::new(GREEK, &[])),
            _ => return None,
        })
    }

    fn for_reach(script: Script, reach: Reach) -> Option<&'static Self> {
        static SPOKEN_TABLE: OnceLock<Table> = OnceLock::new();
        match reach {
            Reach::Spoken => Some(SPOKEN_TABLE.get_or_init(Self::spoken)),
            _ => Self::of(script),
        }
    }

    fn new(always: &'static [Spelling], alike: &'static [Spelling]) -> Self {
        let read = |is_alike: bool| {
            move |spelling: &Spelling| Written {
                letters: spelling.letters.chars().collect(),
                spelling: *spelling,
                is_alike,
            }
        };
        let mut spellings: Vec<Written> = always.iter().map(read(false)).collect();
        spellings.extend(alike.iter().map(read(true)));
        Self::of_spellings(spellings)
    }

    /// What is written by its sound in Latin letters: the Cyrillic spellings in these.
    fn spoken() -> Self {
        let in_latin = |spelling: &Spelling| {
            let letters = spelling.letters.chars().map(latin_of);
            Some(Written {
                letters: letters.collect::<Option<String>>()?.chars().collect(),
                spelling: *spelling,
                is_alike: false,
            })
        };
        let mut spellings: Vec<Written> = CYRILLIC.iter().filter_map(in_latin).collect();
        spellings.extend(SPOKEN.iter().map(|spelling| Written {
            letters: spelling.letters.chars().collect(),
            spelling: *spelling,
            is_alike: false,
        }));
        Self::of_spellings(spellings)
    }

    fn of_spellings(mut spellings: Vec<Written>) -> Self {
        let begins = |written: &Written| written.letters.first().copied().map_or(0, u32::from);
        spellings.sort_by_key(begins);
        let first = spellings.first().map_or(0, begins);
        let last = spellings.last().map_or(0, begins);
        let end = |letter: u32| spellings.partition_point(|written| begins(written) <= letter);
        Self {
            first,
            ends: (first..=last)
                .map(|letter| u16::try_from(end(letter)).unwrap_or(u16::MAX))
                .collect(),
            spellings,
        }
    }

    fn beginning_with(&self, letter: char) -> &[Written] {
        let Some(place) = u32::from(letter).checked_sub(self.first) else {
            return &[];
        };
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let end = |place: usize| self.ends.get(place).copied().map(usize::from);
        let start = place.checked_sub(1).and_then(end).unwrap_or(0);
        let spellings = self.spellings.get(start..end(place).unwrap_or(start));
        spellings.unwrap_or_default()
    }
}

/// As `starts_with`, of few letters, for which a call costs more than they do.
fn begins_with(letters: &[char], group: &[char]) -> bool {
    letters.len() >= group.len() && letters.iter().zip(group).all(|(one, two)| one == two)
}

/// The groups that begin at each letter of a word, read as written in a script.
pub(super) fn lattice(letters: &[char], script: Script, reach: Reach) -> Option<Lattice> {
    let table = Table::for_reach(script, reach)?;
    if letters.len() > MAX_LETTERS {
        return None;
    }
    let is_open = matches!(reach, Reach::Across | Reach::Alike { .. });
    // Of a double letter of a foreign name some Cyrillic spellings keep one: Хилари, Хиллари.
    let may_double = is_open || script == Script::Cyrillic;
    let is_alike = matches!(reach, Reach::Alike { .. });
    let mut read = Lattice {
        arcs: Vec::with_capacity(2 * letters.len()),
        ends: [0; MAX_LETTERS],
        letters: letters.len(),
    };
    let arcs = &mut read.arcs;
    let mut rest = letters;
    let mut before = None;
    for end in read.ends.iter_mut().take(letters.len()) {
        let [first, tail @ ..] = rest else {
            break;
        };
        let start = arcs.len();
        for written in table.beginning_with(*first) {
            let count = written.letters.len();
            if (written.is_alike && !is_alike) || !begins_with(rest, &written.letters) {
                continue;
            }
            let then = rest.get(count).copied();
            let readings = |is_last: bool| written.read(reach, then, is_last);
            let (sounds, loose) = readings(count == rest.len());
            if sounds | loose == 0 {
                continue;
            }
            arcs.push(Arc {
                letters: count,
                sounds,
                loose,
            });
            if count == 1 && may_double && tail.first() == Some(first) {
                let (sounds, loose) = readings(rest.len() == 2);
                arcs.push(Arc {
                    letters: 2,
                    sounds,
                    loose,
                });
            }
        }
        let own = arcs.get(start..).unwrap_or_default();
        match (first, tail) {
            // `ch`, `sh` and the like are never two sounds.
            (_, ['h', ..]) if own.iter().any(|arc| arc.letters > 1) => {
                let mut at = 0;
                arcs.retain(|arc| {
                    at += 1;
                    at <= start || arc.letters > 1
                });
            }
            // So are the last consonants of French: Barnier, Hulot.
            ('r' | 't' | 's' | 'd', []) if reach == Reach::Across && script == Script::Latin => {
                let before: String = letters.iter().collect();
                if without_mute_end(&before).is_some() {
                    arcs.push(Arc {
                        letters: 1,
                        sounds: 0,
                        loose: SILENT,
                    });
                }
            }
            // Final e is often mute, and h after a letter it does not change.
            ('e', [] | ['s']) if is_open => arcs.push(Arc {
                letters: 1,
                sounds: SILENT,
                loose: 0,
            }),
            // At the beginning it is never a mere e: Єллен is not Allen.
            ('є', _) if start == 0 => {
                for arc in arcs.iter_mut() {
                    arc.sounds &= !E;
                }
            }
            // So is a final h after an a: Nasrallah, Nasralla.
            ('h', _) if is_open && start > 0 || tail.is_empty() && before == Some('a') => {
                arcs.push(Arc {
                    letters: 1,
                    sounds: SILENT,
                    loose: 0,
                });
            }
            _ => {}
        }
        if is_open {
            let own = arcs.get_mut(start..).unwrap_or_default();
            take_beside(own, *first, [before, tail.first().copied()]);
        }
        if arcs.len() == start {
            // A letter unknown to the tables stands for nothing else.
            return None;
        }
        *end = u16::try_from(arcs.len()).ok()?;
        before = Some(*first);
        rest = tail;
    }
    Some(read)
}

/// Takes what a letter is not beside others.
fn take_beside(own: &mut [Arc], letter: char, [before, then]: [Option<char>; 2]) {
    match (letter, then) {
        // A double s is never soft: Роза is not Ross.
        ('s', _) if before == Some('s') || then == Some('s') => {
            for arc in own {
                arc.sounds &= !Z;
            }
        }
        // It is said at the back before such vowels alone: Хименес for Gimenez, and not Хартс for Garcia.
        ('g', Some(then)) if !matches!(then, 'e' | 'i' | 'y' | 'g') => {
            for arc in own.iter_mut().filter(|arc| arc.letters == 1) {
                arc.loose &= !H;
            }
        }
        _ => {}
    }
}

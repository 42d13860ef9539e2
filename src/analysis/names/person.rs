//! Whether two full names, as written, are one person's.
//!
//! A full name is its parts in any order, each compared as a [`Name`]; the farthest part says how near
//! the whole is. Particles, titles and middle names may be left out, a given name may be an initial.

use std::cmp::Ordering;

use super::super::normalize::normalize;
use super::super::tokenize::RawToken;
use super::Tier;
use super::compare::{Beside, Name, is_respelled, without_fleeting_vowel};
use super::lexicon::{Link, forms_of};
use super::native::{NativeName, native_in_latin, native_names};
use super::near::is_vowel;
use super::pairs::NamePairs;
use super::sounds::{Reach, lattice};
use super::spoken::{self, is_by_sound};
use super::translated::translations;
use crate::text::Span;
use crate::text::language::Script;

/// Longer names are cut: nobody writes more parts.
const MAX_PARTS: usize = 8;
/// Parts side by side that may be written as one: `Jong Un`, `de la Cruz`.
const MAX_JOINED: usize = 3;

/// What goes before a name and is no part of it, folded.
const TITLES: &str = "\
    mr mrs ms miss mx dr prof professor sir dame lord lady president senator sen rep gov \
    governor chancellor minister premier king queen prince princess pope herr frau m mme \
    monsieur madame don dona sr sra signor signora pan pani gen general col colonel capt \
    captain judge rev hon sheikh emir mgr ing президент г господин госпожа";

/// What tells a son from his father, folded, and its short form.
const GENERATIONS: [(&str, &str); 11] = [
    ("jr", "jr"),
    ("junior", "jr"),
    ("jnr", "jr"),
    ("sr", "sr"),
    ("senior", "sr"),
    ("snr", "sr"),
    ("ii", "ii"),
    ("iii", "iii"),
    ("iv", "iv"),
    ("мл", "jr"),
    ("младший", "jr"),
];

/// Words of a name that may be left out, folded.
const PARTICLES: &str = "\
    von van der den dem de del della di da du des dos das do la le las los lo el al ul \
    ad as ash ar an at az bin ibn ben bint bar abu af av zu zum zur ten ter te y e i und \
    san st фон ван дер ден де да ди дель ла ле ль аль эль ель ал ас аш ар ат аз ад бин бен ибн";

/// Letters that sound otherwise without their marks, in all languages that have them.
const MARKED: [char; 14] = [
    'š', 'ž', 'č', 'ř', 'ś', 'ź', 'ż', 'ć', 'ş', 'ș', 'ţ', 'ț', 'đ', 'ď',
];

/// How near a full name is to the one asked for, or `None` if it is another person's, or if it is
/// farther than `within`.
///
/// Both are as written. Parts may come in any order and in case forms, as one word or several; a given
/// name may be an initial or a short form, which is [`Tier::Lexicon`]; particles, titles and middle
/// names may be left out on one side, a family name or a given name may not. `Jr.` and its like are
/// part of the name, and a woman's form of a name is not a man's. Of two single names it says what
/// [`Name::tier`] does.
///
/// ```
/// use clippings::analysis::names::{Tier, compare_names};
///
/// let near = |asked, found| compare_names(asked, found, Tier::Lexicon);
/// assert_eq!(near("Aleksandar Vučić", "Vučićem Aleksandarem"), Some(Tier::Inflected));
/// assert_eq!(near("Aleksandar Vučić", "Александра Вучича"), Some(Tier::Transliterated));
/// assert_eq!(near("习近平", "Xi Jinping"), Some(Tier::Transliterated));
/// assert_eq!(near("Joe Biden", "Džo Bajden"), Some(Tier::Transliterated));
/// assert_eq!(near("John Kirby", "J. Kirby"), Some(Tier::Lexicon));
/// assert_eq!(near("Kim Jong-un", "Kim Jongun"), Some(Tier::Folded));
/// assert_eq!(near("Donald Trump", "President Donald J. Trump"), Some(Tier::Folded));
/// assert_eq!(near("Donald Trump", "Donald Trump Jr."), None);
/// assert_eq!(near("Donald Trump", "Trump"), None);
/// assert_eq!(near("Olaf Scholz", "Olaf Schulz"), None);
/// assert_eq!(compare_names("Olaf Scholz", "Olaf Schulz", Tier::Edit), Some(Tier::Edit));
/// ```
#[must_use]
pub fn compare_names(asked: &str, found: &str, within: Tier) -> Option<Tier> {
    FullName::new(asked).tier(found, within)
}

/// A full name asked for, made ready to be compared with many: see [`compare_names`].
#[derive(Debug)]
pub struct FullName {
    person: Person,
    /// Its parts, and neighbours joined, ready to be compared.
    units: Vec<(Unit, Name)>,
    /// What it is in the script of its own country.
    native: Vec<NativeName>,
    /// Where it is asked for in that: as it is written. Its parts are those that Latin letters write.
    own: Option<String>,
    pairs: NamePairs,
}

impl FullName {
    /// Reads a name as written.
    #[must_use]
    pub fn new(asked: &str) -> Self {
        Self::with_pairs(asked, &NamePairs::default())
    }

    /// Reads a name as written; pairs of the caller, of parts or of full names, are asked first.
    #[must_use]
    pub fn with_pairs(asked: &str, pairs: &NamePairs) -> Self {
        if let Some((_, latin)) = native_in_latin(asked) {
            return Self {
                native: Vec::new(),
                own: Some(asked.trim().to_owned()),
                ..Self::read(&latin.join(" "), pairs)
            };
        }
        Self::read(asked, pairs)
    }

    fn read(asked: &str, pairs: &NamePairs) -> Self {
        let person = Person::read(asked);
        let units = person.units().into_iter();
        let words = asked.split(|c: char| c.is_whitespace() || is_hyphen(c));
        let words: Vec<String> = words.map(|word| readings(word).0).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let known = translations(&words).and(pairs);
        let named = |unit: Unit| {
            let name = Name::with_pairs(&unit.normal, &known);
            (unit, name)
        };
        Self {
            units: units.map(named).collect(),
            native: native_names(&words),
            own: None,
            person,
            pairs: pairs.clone(),
        }
    }

    /// As [`compare_names`].
    #[must_use]
    pub fn tier(&self, found: &str, within: Tier) -> Option<Tier> {
        if let Some(own) = &self.own {
            if own == found.trim() {
                return Some(Tier::Exact);
            }
            let tier = self.tier_of_parts(found, within)?;
            return Some(tier.max(Tier::Transliterated)).filter(|tier| *tier <= within);
        }
        self.tier_of_parts(found, within)
    }

    fn tier_of_parts(&self, found: &str, within: Tier) -> Option<Tier> {
        let theirs = Person::read(found);
        if let Some(is_same) = self.pairs.says(&self.person.folded(), &theirs.folded()) {
            return (is_same && within >= Tier::Lexicon).then_some(Tier::Lexicon);
        }
        if within >= Tier::Transliterated && self.native.iter().any(|name| name.is(found.trim())) {
            return Some(Tier::Transliterated);
        }
        if self.person.parts.is_empty()
            || theirs.parts.is_empty()
            || self.person.generation != theirs.generation
            || (self.person.parts.len() == 1) != (theirs.parts.len() == 1)
                && !(self.person.is_one_word() && theirs.is_one_word())
        {
            return None;
        }
        let mut search = Search {
            asked: self,
            links: self.links(&theirs, within),
            theirs: &theirs,
            chosen: Vec::new(),
            best: None,
        };
        search.choose(0, 0);
        let worst = search.best?;
        (worst <= within).then_some(worst)
    }

    /// Which of our units are which of theirs.
    fn links(&self, theirs: &Person, within: Tier) -> Vec<Joint> {
        let mut links = Vec::new();
        let is_by_sound = self.units.iter().any(|(unit, _)| is_by_sound(&unit.normal));
        for their in theirs.units() {
            for (our, name) in &self.units {
                // What both write apart is compared part by part.
                if our.parts.count_ones() > 1 && their.parts.count_ones() > 1 {
                    continue;
                }
                let is_given = our.parts >> (self.person.parts.len() - 1) & 1 == 0;
                let is_original = !their.normal.contains(spoken::MARKED);
                let by_sound = || {
                    [
                        name.is_as_spoken(&their.folded, is_given),
                        is_original && name.may_be_spoken_of(&their.folded),
                    ]
                };
                let mut add = |tier: Option<Tier>, certainty: Certainty| {
                    let Some(tier) = tier.filter(|tier| *tier <= within) else {
                        return;
                    };
                    links.push(Joint {
                        ours: our.parts,
                        theirs: their.parts,
                        tier,
                        is_initial: our.is_initial != their.is_initial,
                        certainty,
                        by_sound: by_sound(),
                        respelled: [
                            is_respelled(&our.normal, &their.normal),
                            is_respelled(&their.normal, &our.normal),
                        ],
                        is_of_man: name.is_of_man(&their.folded),
                        may_be_case: their.folded != our.folded
                            && their.folded.ends_with(is_vowel)
                            && forms_of(&their.folded).next().is_none(),
                        with_a: side(gains_a, our, &their),
                        of_woman: side(is_of_woman, our, &their),
                    });
                };
                if our.is_initial || their.is_initial {
                    add(initial(our, &their), Certainty::Sure);
                } else if our.has_initial || their.has_initial {
                    let is_same = our.folded == their.folded;
                    add(is_same.then_some(Tier::Folded), Certainty::Sure);
                } else {
                    let tier = part_tier(name, our, &their, within);
                    add(tier, Certainty::Sure);
                    if tier.is_none_or(|tier| tier > Tier::Lexicon) {
                        let certainty = if name.is_of_another_name(&their.folded) {
                            Certainty::Doubtful
                        } else {
                            Certainty::Spoken
                        };
                        let is_spoken = name.is_as_spoken(&their.folded, is_given)
                            || is_original && name.is_spoken_of(&their.folded, is_by_sound);
                        add(is_spoken.then_some(Tier::Transliterated), certainty);
                        let is_perhaps = name.is_perhaps_inflected(&their.folded);
                        add(is_perhaps.then_some(Tier::Inflected), Certainty::Doubtful);
                        let beside = Beside {
                            is_given,
                            is_spoken: true,
                        };
                        let is_foreign =
                            Script::of_word(&our.folded) != Script::of_word(&their.folded);
                        if (is_given || !is_foreign)
                            && name.tier_beside(&their.folded, beside).is_some()
                        {
                            let is_known = || forms_of(&their.folded).next().is_some();
                            let certainty = if !is_given || is_known() {
                                Certainty::Like
                            } else {
                                Certainty::LikeGiven
                            };
                            add(Some(Tier::Lexicon), certainty);
                        }
                    }
                }
            }
        }
        links
    }
}

/// A part or neighbours joined that is one of theirs.
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own"
)]
#[derive(Debug, Clone, Copy)]
struct Joint {
    /// A bit for each part.
    ours: u32,
    theirs: u32,
    tier: Tier,
    /// One is an initial and the other is not.
    is_initial: bool,
    certainty: Certainty,
    /// Theirs may be ours written by its sound in Latin letters, or ours theirs.
    by_sound: [bool; 2],
    /// And the one has letters that the other has not.
    respelled: [bool; 2],
    /// The name of a man with an a, which is that of a woman too: Лаврова.
    is_of_man: bool,
    /// A form that ends as only case forms and women's names do, and none of these that is known.
    may_be_case: bool,
    /// Greater where theirs is ours with an a, a case form of a man's name or a woman's; less where ours
    /// is theirs with one.
    with_a: Ordering,
    /// The same for the family name that women have: Novotný, Novotná.
    of_woman: Ordering,
}

/// How sure it is that a joint is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Certainty {
    Sure,
    /// Beside another that is sure and written otherwise, too, as in another language: Boris Jonson is another
    /// than Boris Johnson.
    Like,
    /// Beside another that is sure: a given name that is no name of its own, as Nansi for Nancy.
    LikeGiven,
    /// As one writes it by its sound in Latin letters, beside others that may be written so.
    Spoken,
    /// A case form, unless it is a name of its own.
    Doubtful,
}

impl Certainty {
    fn is_like(self) -> bool {
        matches!(self, Self::Like | Self::LikeGiven)
    }
}

/// The choice of joints that covers both names best.
struct Search<'n> {
    asked: &'n FullName,
    theirs: &'n Person,
    links: Vec<Joint>,
    chosen: Vec<Joint>,
    best: Option<Tier>,
}

impl Search<'_> {
    /// Goes through every choice of joints that do not overlap; names have few.
    fn choose(&mut self, from: usize, steps: usize) {
        if let Some(tier) = self.judge() {
            self.best = Some(self.best.map_or(tier, |best| best.min(tier)));
        }
        if steps >= MAX_PARTS {
            return;
        }
        for at in from..self.links.len() {
            let Some(joint) = self.links.get(at).copied() else {
                return;
            };
            let is_free =
                |other: &Joint| other.ours & joint.ours == 0 && other.theirs & joint.theirs == 0;
            if self.best.is_none_or(|best| joint.tier < best) && self.chosen.iter().all(is_free) {
                self.chosen.push(joint);
                self.choose(at + 1, steps + 1);
                self.chosen.pop();
            }
        }
    }

    /// How near the names are if these joints are what they share.
    fn judge(&self) -> Option<Tier> {
        let (ours, theirs) = (&self.asked.person, self.theirs);
        let mut worst = self.chosen.iter().map(|joint| joint.tier).max()?;
        let covered = self.chosen.iter().fold((0, 0), |(one, two), joint| {
            (one | joint.ours, two | joint.theirs)
        });
        let whole = self.chosen.iter().filter(|joint| !joint.is_initial);
        let near = whole.clone().filter(|joint| joint.tier == Tier::Edit);
        // A case form in doubt is one where the others are case forms, too.
        let mut joints = self.chosen.iter();
        let is_doubtful = joints.any(|joint| joint.certainty == Certainty::Doubtful)
            && (self.chosen.len() < 2
                || whole.clone().any(|joint| {
                    let is_case = joint.tier == Tier::Inflected
                        || joint.tier == Tier::Transliterated && joint.may_be_case;
                    joint.certainty != Certainty::Doubtful && !is_case
                }));
        // One part may be only like theirs, beside a part that is sure.
        let mut like = whole.clone().filter(|joint| joint.certainty.is_like());
        let is_alone = like.next().is_some_and(|joint| {
            let is_enough = |sure: &Joint| {
                sure.certainty == Certainty::Sure
                    && (sure.tier > Tier::Folded || joint.certainty == Certainty::LikeGiven)
            };
            like.next().is_some() || !whole.clone().any(is_enough)
        });
        // Who writes a part by its sound writes all so, and one of them otherwise than with letters left out.
        let is_spoken = |joint: &Joint| joint.certainty == Certainty::Spoken;
        let is_consistent = |way: usize| {
            let is = |flags: [bool; 2]| flags.get(way) == Some(&true);
            whole.clone().all(|joint| is(joint.by_sound))
                && whole.clone().any(|joint| is(joint.respelled))
        };
        let is_mixed = whole.clone().any(is_spoken) && !(is_consistent(0) || is_consistent(1));
        // And so is that of a man or a woman.
        let is_ambiguous = self.chosen.iter().any(|joint| joint.is_of_man)
            && !(self.chosen.iter()).any(|joint| joint.may_be_case && !joint.is_of_man);
        let is_of_woman = is_ambiguous || self.is_a_woman_of_a_man();
        if whole.count() == 0
            || near.count() > 1
            || is_doubtful
            || is_alone
            || is_mixed
            || is_of_woman
        {
            return None;
        }
        let left = [ours.left(covered.0), theirs.left(covered.1)];
        if left.iter().flatten().any(|left| *left == Left::Needed) {
            return None;
        }
        let left_names = left
            .each_ref()
            .map(|left| left.iter().any(|left| *left != Left::Particle));
        match left_names {
            [true, true] => return None,
            [false, false] => {}
            _ => {
                // Who leaves out a middle name leaves out all: George W. is not George H. W.
                let sides = [(ours, covered.0), (theirs, covered.1)];
                let shorter = usize::from(left_names == [true, false]);
                let (person, covered) = sides.get(shorter)?;
                if person.names(*covered) != 2 {
                    return None;
                }
            }
        }
        let floor = |left: &Left| match left {
            Left::Outer => Tier::Lexicon,
            _ => Tier::Folded,
        };
        worst = left.iter().flatten().map(floor).fold(worst, Tier::max);
        let has_moved =
            (ours.parts.len() == 1) != (theirs.parts.len() == 1) || ours.text != theirs.text;
        if has_moved {
            worst = worst.max(Tier::Folded);
        }
        Some(worst)
    }

    /// Viktora Orbán is no case form of Viktor Orbán: the family name would have an ending too, and
    /// one of a man's.
    fn is_a_woman_of_a_man(&self) -> bool {
        self.chosen.iter().any(|given| {
            self.chosen.iter().any(|family| {
                let is_after = family.theirs > given.theirs && !family.is_initial;
                let is_bare =
                    family.tier <= Tier::Folded && self.theirs.ends_in_consonant(family.theirs);
                is_after && given.with_a.is_ne() && (is_bare || family.of_woman == given.with_a)
            })
        })
    }
}

/// How a part that the other name lacks is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Particle,
    Middle,
    /// Before or after all that is shared.
    Outer,
    /// It may not be.
    Needed,
}

/// A full name in its parts.
#[derive(Debug)]
struct Person {
    text: String,
    parts: Vec<Part>,
    generation: Option<&'static str>,
}

#[derive(Debug)]
struct Part {
    normal: String,
    folded: String,
    is_initial: bool,
    is_particle: bool,
    /// A hyphen joins it to the part before.
    is_joined: bool,
}

/// A part, or neighbours written as one.
#[derive(Debug)]
struct Unit {
    normal: String,
    folded: String,
    parts: u32,
    is_initial: bool,
    has_initial: bool,
    is_last: bool,
    /// Before an apostrophe: what stays when `'owi` goes.
    stem: Option<String>,
}

impl Person {
    fn read(written: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut generation = None;
        let is_shouted = !written.chars().any(char::is_lowercase);
        let words: Vec<&str> = written
            .split(|c: char| c.is_whitespace() || ",;()\"“”„«»".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        for (nth, word) in words.iter().enumerate() {
            let (_, folded) = readings(word);
            let bare = folded.trim_end_matches('.');
            if nth > 0
                && let Some((_, short)) = GENERATIONS.iter().find(|(long, _)| *long == bare)
            {
                generation = Some(*short);
                continue;
            }
            let is_dotted_letter = word.ends_with('.') && bare.chars().count() == 1;
            // What is left must still be a full name: Don Lemon, King Charles.
            let is_rest_whole = nth + 2 < words.len();
            if parts.is_empty() && is_rest_whole && !is_dotted_letter && is_listed(TITLES, bare) {
                continue;
            }
            let mut is_joined = false;
            for piece in word.split(is_hyphen).filter(|piece| !piece.is_empty()) {
                for (piece, is_short) in dotted(piece, is_shouted) {
                    let (normal, folded) = readings(piece);
                    if folded.is_empty() || !folded.chars().any(char::is_alphanumeric) {
                        continue;
                    }
                    let is_particle = is_listed(PARTICLES, &folded) && !is_short;
                    parts.push(Part {
                        is_initial: is_short && !is_particle,
                        is_particle,
                        is_joined,
                        normal,
                        folded,
                    });
                    is_joined = true;
                }
                is_joined = true;
            }
        }
        // A name that begins with one is called so: Ben Affleck.
        if let [first, second, rest @ ..] = parts.as_mut_slice()
            && first.is_particle
            && !second.is_joined
            && rest.iter().all(|part| part.is_particle)
        {
            first.is_particle = false;
        }
        if parts.iter().all(|part| part.is_particle) {
            for part in &mut parts {
                part.is_particle = false;
            }
        }
        parts.truncate(MAX_PARTS);
        let texts: Vec<&str> = parts.iter().map(|part| part.folded.as_str()).collect();
        Self {
            text: texts.join(" "),
            parts,
            generation,
        }
    }

    fn folded(&self) -> String {
        self.text.clone()
    }

    fn is_one_word(&self) -> bool {
        let mut later = self.parts.iter().skip(1);
        later.all(|part| part.is_joined) || self.names(u32::MAX) == 1
    }

    /// How many names that are no particles are among these parts.
    fn names(&self, parts: u32) -> usize {
        let is_name = |(at, part): &(usize, &Part)| parts & (1 << at) != 0 && !part.is_particle;
        self.parts.iter().enumerate().filter(is_name).count()
    }

    /// The parts, and up to three neighbours as one.
    fn units(&self) -> Vec<Unit> {
        let mut units = Vec::new();
        let names = |from: usize, to: usize| {
            let parts = self.parts.iter().take(to).skip(from);
            parts.filter(|part| !part.is_particle).count()
        };
        for from in 0..self.parts.len() {
            let mut unit = Unit {
                normal: String::new(),
                folded: String::new(),
                parts: 0,
                is_initial: false,
                has_initial: false,
                is_last: false,
                stem: None,
            };
            let parts = self.parts.iter().enumerate().skip(from).take(MAX_JOINED);
            for (at, part) in parts {
                unit.normal.push_str(&part.normal);
                unit.folded.push_str(&part.folded);
                unit.parts |= 1 << at;
                unit.has_initial |= part.is_initial;
                let stem = part.normal.split_once('\'');
                units.push(Unit {
                    normal: unit.normal.clone(),
                    folded: unit.folded.clone(),
                    parts: unit.parts,
                    is_initial: part.is_initial && at == from,
                    has_initial: unit.has_initial,
                    is_last: names(at + 1, self.parts.len()) == 0,
                    stem: stem
                        .filter(|(stem, ending)| {
                            at == from && stem.chars().count() > 1 && ending.chars().count() <= 5
                        })
                        .map(|(stem, _)| readings(stem).1),
                });
            }
        }
        units
    }

    /// How each part that is not covered is left out.
    fn left(&self, covered: u32) -> Vec<Left> {
        let is_covered = |at: usize| covered & (1 << at) != 0;
        let is_shared = |(at, part): (usize, &Part)| is_covered(at) && !part.is_particle;
        let mut left = Vec::new();
        for (at, part) in self.parts.iter().enumerate() {
            if is_covered(at) {
                continue;
            }
            // Neighbours joined by a hyphen are left out together.
            let parts = self.parts.iter().enumerate();
            let is_torn = |at: usize| is_covered(at) && !self.is_particle(at);
            let before = part.is_joined.then(|| at.checked_sub(1)).flatten();
            let after = self.parts.get(at + 1).filter(|next| next.is_joined);
            left.push(if part.is_particle {
                Left::Particle
            } else if before.is_some_and(is_torn) || after.is_some_and(|_| is_torn(at + 1)) {
                Left::Needed
            } else if parts.clone().take(at).any(is_shared) && parts.skip(at).any(is_shared) {
                Left::Middle
            } else if part.is_initial {
                Left::Needed
            } else {
                Left::Outer
            });
        }
        left
    }

    fn is_particle(&self, at: usize) -> bool {
        self.parts.get(at).is_some_and(|part| part.is_particle)
    }

    fn ends_in_consonant(&self, parts: u32) -> bool {
        let mut last = self.parts.iter().enumerate();
        let last = last.rfind(|(at, _)| parts & (1 << at) != 0);
        last.and_then(|(_, part)| part.folded.chars().last())
            .is_some_and(|letter| !is_vowel(letter))
    }
}

/// The words of a name, folded, with single blanks.
pub(super) fn folded_words(written: &str) -> String {
    Person::read(written).folded()
}

fn is_listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

fn is_hyphen(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '·' | '・' | '=' | '＝' | '•' | '‧'
    )
}

/// The normal form and the folded word of a piece of a name.
fn readings(piece: &str) -> (String, String) {
    let (mut normal, mut folded) = (String::new(), String::new());
    let token = RawToken {
        span: Span::new(0, piece.len()),
        text: piece,
        plain: false,
    };
    normalize(token, &mut normal, &mut folded);
    (normal, folded)
}

/// A piece at its full stops, and whether each is an initial: `J.K.`, `Дж.`, `J`, `JD`.
fn dotted(piece: &str, is_shouted: bool) -> Vec<(&str, bool)> {
    /// `Chr.`, `Дж.`
    const MAX_LETTERS: usize = 3;
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let script = Script::of_word;
    let is_alphabet = matches!(
        script(piece),
        Some(Script::Latin | Script::Cyrillic | Script::Greek)
    );
    if !is_alphabet {
        return vec![(piece, false)];
    }
    let bare = piece.strip_suffix('.').unwrap_or(piece);
    if bare.contains('.') {
        let parts = bare.split('.').filter(|part| !part.is_empty());
        return parts
            .map(|part| (part, letters(part) <= MAX_LETTERS))
            .collect();
    }
    let is_pair = !is_shouted
        && bare.chars().count() == 2
        && bare
            .chars()
            .all(|c| c.is_uppercase() && !is_vowel(c.to_lowercase().next().unwrap_or(c)));
    if is_pair && let Some((middle, _)) = bare.char_indices().nth(1) {
        let (one, two) = bare.split_at_checked(middle).unwrap_or((bare, ""));
        return vec![(one, true), (two, true)];
    }
    let is_short = letters(bare) == 1 || (bare.len() < piece.len() && letters(bare) <= MAX_LETTERS);
    vec![(bare, is_short)]
}

/// How near an initial is to a given name, or to another initial.
fn initial(our: &Unit, their: &Unit) -> Option<Tier> {
    if our.folded == their.folded {
        return Some(Tier::Exact);
    }
    // One part each, and not family name to family name: `Angela M.` may be anybody.
    if our.parts.count_ones() > 1 || their.parts.count_ones() > 1 || (our.is_last && their.is_last)
    {
        return None;
    }
    let begins = |one: &Unit, two: &Unit| one.is_initial && two.folded.starts_with(&one.folded);
    if begins(our, their) || begins(their, our) {
        return Some(Tier::Lexicon);
    }
    let sounds = |unit: &Unit| {
        let letters: Vec<char> = unit
            .folded
            .chars()
            .take(super::sounds::MAX_LETTERS)
            .collect();
        let script = Script::of(*letters.first()?)?;
        let lattice = lattice(&letters, script, Reach::Across)?;
        let first = lattice.at(0).iter();
        let first = first.filter(|arc| !unit.is_initial || arc.letters == letters.len());
        Some((script, first.fold(0, |sounds, arc| sounds | arc.sounds)))
    };
    let ((ours, one), (theirs, two)) = (sounds(our)?, sounds(their)?);
    (ours != theirs && one & two != 0).then_some(Tier::Lexicon)
}

fn part_tier(name: &Name, our: &Unit, their: &Unit, within: Tier) -> Option<Tier> {
    let tier = name.tier(&their.folded, within);
    // A mark says what a letter sounds like: Saakašvili.
    let marked = || {
        let normal = Some(&their.normal).filter(|normal| normal.contains(MARKED))?;
        (name.tier(normal, within)).filter(|tier| *tier <= Tier::Lexicon)
    };
    let stemmed = || {
        let tier = name.tier(their.stem.as_deref()?, within)?;
        Some(tier.max(Tier::Inflected))
    };
    let unstemmed = || {
        let tier = Name::new(our.stem.as_deref()?).tier(&their.folded, within)?;
        Some(tier.max(Tier::Inflected))
    };
    // Beside another part a short name may have endings too.
    let declined = || {
        let is_declined = name.is_declined(&their.folded) || name.is_of_man(&their.folded);
        is_declined.then_some(Tier::Inflected)
    };
    let short = || {
        let is_short_for =
            |(form, link): (String, Link)| link == Link::Nickname && form == our.folded;
        (within >= Tier::Lexicon && forms_of(&their.folded).any(is_short_for))
            .then_some(Tier::Lexicon)
    };
    let of_kin =
        || (within >= Tier::Lexicon && name.is_of_kin(&their.folded)).then_some(Tier::Lexicon);
    tier.filter(|tier| *tier <= Tier::Lexicon)
        .or_else(marked)
        .or_else(stemmed)
        .or_else(unstemmed)
        .or_else(declined)
        .or_else(of_kin)
        .or_else(short)
        .or(tier)
}

/// Greater where a relation leads from ours to theirs, less where it leads back.
fn side(leads: impl Fn(&str, &str) -> bool, our: &Unit, their: &Unit) -> Ordering {
    let (there, back) = (
        leads(&our.folded, &their.folded),
        leads(&their.folded, &our.folded),
    );
    there.cmp(&back)
}

/// Whether the second is the first with an a.
fn gains_a(one: &str, two: &str) -> bool {
    let ending = two.strip_prefix(one);
    let letters: Vec<char> = one.chars().collect();
    let shortened =
        without_fleeting_vowel(&letters, true).map(|stem| stem.into_iter().collect::<String>());
    let loses_vowel =
        shortened.is_some_and(|stem| matches!(two.strip_prefix(&stem), Some("a" | "а")));
    letters.len() >= 3 && (loses_vowel || matches!(ending, Some("a" | "ia" | "ja" | "а" | "ия")))
}

/// Whether the second is the family name that women have beside the first.
fn is_of_woman(man: &str, woman: &str) -> bool {
    let is_adjective = |ending: &str| {
        let stem = man.strip_suffix(ending);
        stem.is_some_and(|stem| matches!(woman.strip_prefix(stem), Some("a" | "aja" | "ая" | "а")))
    };
    let letters: Vec<char> = man.chars().collect();
    let shortened =
        without_fleeting_vowel(&letters, true).map(|stem| stem.into_iter().collect::<String>());
    let stems = [
        Some(man.strip_suffix('a').unwrap_or(man)),
        shortened.as_deref(),
    ];
    let mut added = (stems.into_iter().flatten()).filter_map(|stem| woman.strip_prefix(stem));
    ["y", "i", "ий", "ый"].into_iter().any(is_adjective)
        || added.any(|added| matches!(added, "ova" | "ove" | "ovou" | "ovej" | "ovu"))
}

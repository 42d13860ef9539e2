//! (text, language) to tokens: the same analysis reads the article, the query and the highlight.
//!
//! The stages, in order: words with their spans (`tokenize`), normal forms (`normalize`), the folded
//! word (`fold`), the stem by language (`stem`), and the name key ([`names`]). No stage after the
//! first touches a span. It knows no fields and no index.

mod alike;
mod block;
mod borders;
pub(crate) mod cache;
mod class;
mod fold;
pub mod names;
mod normalize;
pub(crate) mod particles;
mod stem;
mod token;
mod tokenize;
mod version;

use crate::text::Span;
use crate::text::language::Language;
pub(crate) use block::Block;
pub(crate) use borders::{Borders, Pair};
use cache::Cache;
pub use stem::{StemmerRow, keeps_first_letter, stemmers};
pub use token::{CUT_BYTES, MAX_TERM_BYTES, ScannedToken, TokenRef, Tokens};
use token::{Readings, cut};
pub(crate) use token::{WholeWord, joined};
use tokenize::RawToken;
pub use version::{AnalysisVersion, version};

/// A shorter word has no kin.
const LEAST_LETTERS_OF_KIN: usize = 6;
/// Words that share fewer letters are alike by chance.
const LEAST_SHARED_LETTERS: usize = 5;

/// What the folded words begin with that are akin to a folded word: half of it, and five letters at
/// least. `None` for a word that is too short. (Truncation serves languages with many endings about
/// as well as stemming: McNamee and Mayfield, "Character N-Gram Tokenization for European Language
/// Text Retrieval", 2004.)
pub(crate) fn shared_beginning(folded: &str) -> Option<&str> {
    let letters = folded.chars().count();
    if letters < LEAST_LETTERS_OF_KIN {
        return None;
    }
    let shared = letters.div_ceil(2).max(LEAST_SHARED_LETTERS);
    let end = folded.char_indices().nth(shared).map(|(end, _)| end)?;
    folded.get(..end)
}

/// The ordered stages, with what they remember of the words met before.
///
/// One analyzer serves one thread; the memory is bounded for each language.
#[derive(Debug)]
pub struct Analyzer {
    languages: Vec<Remembered>,
    normal: String,
    word: String,
    stem: String,
}

/// What is remembered for one language.
#[derive(Debug)]
struct Remembered {
    language: Option<Language>,
    stemmer: Option<stem::Stemmer>,
    /// From a word as written to all its readings.
    readings: Cache<Readings>,
    /// From a normal form to its folded stem.
    stems: Cache<Box<str>>,
    /// From a normal form to its name key.
    keys: Cache<Option<Box<str>>>,
}

impl Default for Analyzer {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyzer {
    /// An analyzer that has seen nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            languages: Vec::new(),
            normal: String::new(),
            word: String::new(),
            stem: String::new(),
        }
    }

    /// All readings of all tokens of a text; what `out` held before is forgotten.
    ///
    /// ```
    /// use clippings::analysis::{Analyzer, Tokens};
    /// use clippings::text::language::Language;
    ///
    /// let mut tokens = Tokens::new();
    /// Analyzer::new().analyze("Vučić’s ministers", Some(Language::ENGLISH), &mut tokens);
    /// let words: Vec<&str> = tokens.iter().map(|token| token.word).collect();
    /// assert_eq!(words, ["vucic", "ministers"]);
    /// assert_eq!(tokens.get(1).and_then(|token| token.stem), Some("minist"));
    /// ```
    pub fn analyze(&mut self, text: &str, language: Option<Language>, out: &mut Tokens) {
        out.clear();
        let Self {
            languages,
            normal,
            word,
            stem,
        } = self;
        let Some(Remembered {
            language,
            stemmer,
            readings,
            ..
        }) = remembered(languages, language)
        else {
            return;
        };
        let mut chain = NameChain::default();
        tokenize::tokens(text, |raw| {
            let make = || read(raw, *stemmer, *language, normal, word, stem);
            readings.with(raw.text, make, |readings| {
                if !readings.is_empty() {
                    let pairs = chain.follow(text, raw, readings.has_name());
                    out.push(raw.span, readings, pairs);
                }
            });
        });
    }

    /// Shows every token with its word alone: what [`analyze`](Self::analyze) finds, without stems
    /// and names, as cheaply as can be.
    pub fn scan(&mut self, text: &str, visit: impl FnMut(&ScannedToken<'_>)) {
        self.scan_from(text, 0, visit);
    }

    /// As [`scan`](Self::scan), with the position of the first token; gives that of the next one after them.
    pub(crate) fn scan_from(
        &mut self,
        text: &str,
        mut position: u32,
        mut visit: impl FnMut(&ScannedToken<'_>),
    ) -> u32 {
        let Self { normal, word, .. } = self;
        tokenize::tokens(text, |raw| {
            let mut token = ScannedToken {
                span: raw.span,
                position,
                word: raw.text,
                normal: raw.text,
                name_shaped: names::name_shaped(raw.text),
            };
            if !raw.plain
                || raw.text.len() > MAX_TERM_BYTES
                || raw.text.bytes().any(|b| b.is_ascii_uppercase())
            {
                normalize::normalize(raw, normal, word);
                if normal.is_empty() {
                    return;
                }
                cut(normal);
                cut(word);
                token.normal = normal;
                token.word = word;
            }
            visit(&token);
            position += 1;
        });
        position
    }

    /// How many tokens [`scan`](Self::scan) shows of a text.
    pub(crate) fn count(&mut self, text: &str) -> u32 {
        let Self { normal, word, .. } = self;
        tokenize::count(text, |piece| {
            let mut count = 0;
            tokenize::tokens(piece, |raw| {
                // Only what begins otherwise can come to nothing when it is normalised.
                let is_told = raw.text.starts_with(|c: char| c.is_ascii_alphabetic());
                if !is_told {
                    normalize::normalize(raw, normal, word);
                }
                count += u32::from(is_told || !normal.is_empty());
            });
            count
        })
    }

    /// The folded stem of a normal form; the folded word itself where the language has no stemmer.
    pub fn stem(&mut self, normal: &str, language: Language) -> &str {
        let Self {
            languages, stem, ..
        } = self;
        stem.clear();
        if let Some(Remembered { stemmer, stems, .. }) = remembered(languages, Some(language)) {
            let make = || {
                let mut folded = String::new();
                stem_of(normal, *stemmer, &mut folded);
                folded.into_boxed_str()
            };
            stems.with(normal, make, |found| stem.push_str(found));
        }
        stem
    }

    /// The name key of a normal form, whether or not it was written with a capital.
    pub fn name_key(&mut self, normal: &str, language: Option<Language>) -> Option<&str> {
        let Self {
            languages, stem, ..
        } = self;
        stem.clear();
        let Remembered { keys, .. } = remembered(languages, language)?;
        let make = || names::key(normal, language).map(String::into_boxed_str);
        keys.with(normal, make, |found| {
            stem.push_str(found.as_deref().unwrap_or_default());
        });
        (!stem.is_empty()).then_some(stem.as_str())
    }
}

/// What is remembered for the family of a language; a new one begins with nothing.
fn remembered(
    languages: &mut Vec<Remembered>,
    language: Option<Language>,
) -> Option<&mut Remembered> {
    let language = language.map(Language::analysis_family);
    let at = languages
        .iter()
        .position(|known| known.language == language)
        .unwrap_or_else(|| {
            languages.push(Remembered {
                language,
                stemmer: language.and_then(stem::Stemmer::for_language),
                readings: Cache::new(),
                stems: Cache::new(),
                keys: Cache::new(),
            });
            languages.len() - 1
        });
    languages.get_mut(at)
}

/// All readings of one word.
fn read(
    raw: RawToken<'_>,
    stemmer: Option<stem::Stemmer>,
    language: Option<Language>,
    normal: &mut String,
    word: &mut String,
    stem: &mut String,
) -> Readings {
    normalize::normalize(raw, normal, word);
    // Of a word too long for a term neither stem nor name would be one.
    let is_long = cut(normal);
    let is_cut = cut(word) || is_long;
    if is_cut || normal.is_empty() {
        return Readings::new(normal, word, None, None, is_cut);
    }
    let has_stem = normal.starts_with(char::is_alphabetic);
    stem.clear();
    if has_stem {
        stem_of(normal, stemmer, stem);
    }
    let name = if names::name_shaped(raw.text) {
        names::key(normal, language)
    } else {
        None
    };
    Readings::new(
        normal,
        word,
        has_stem.then_some(stem.as_str()),
        name.as_deref(),
        false,
    )
}

fn stem_of(normal: &str, stemmer: Option<stem::Stemmer>, folded: &mut String) {
    match stemmer {
        Some(stemmer) => fold::fold(&stemmer.stem(normal), folded),
        None => fold::fold(normal, folded),
    }
}

/// Follows the tokens of a text and tells which stand together as one name.
#[derive(Debug, Default)]
struct NameChain {
    /// End of the last token that keeps a name going: the name itself or a particle after it.
    end: Option<usize>,
    particles: u32,
}

/// Particles inside a name, as they are written in small letters.
const PARTICLES: [&str; 36] = [
    "von", "van", "vom", "zu", "zum", "zur", "der", "den", "dem", "de", "del", "della", "di", "da",
    "dal", "dos", "das", "do", "du", "des", "la", "le", "los", "las", "el", "al", "bin", "ibn",
    "bint", "abu", "ben", "ter", "ten", "af", "av", "фон",
];

/// Whether a word in its normal form stands between the parts of a name: `von`, `de`.
pub(crate) fn is_particle(normal: &str) -> bool {
    PARTICLES.contains(&normal)
}

/// Names with more particles in a row than `van de la` are not known.
const MAX_PARTICLES: u32 = 3;

impl NameChain {
    /// Takes the next token; whether it is one name with the last one that had a key.
    fn follow(&mut self, text: &str, token: RawToken<'_>, has_name: bool) -> bool {
        let near = self
            .end
            .is_some_and(|end| joins(text, end, token.span.start));
        if has_name {
            let overlaps = self.end.is_some_and(|end| end > token.span.start);
            self.end = Some(token.span.end);
            self.particles = 0;
            return near && !overlaps;
        }
        let goes_on = near && self.particles < MAX_PARTICLES && PARTICLES.contains(&token.text);
        self.particles += 1;
        self.end = goes_on.then_some(token.span.end);
        false
    }
}

/// Whether what stands between two tokens keeps a name together.
fn joins(text: &str, from: usize, to: usize) -> bool {
    // Wider than any gap inside a name; a longer one is layout.
    const MAX_GAP_BYTES: usize = 8;
    let Some(gap) = Span::new(from, to)
        .of(text)
        .filter(|gap| gap.len() <= MAX_GAP_BYTES)
    else {
        return false;
    };
    let mut lines = 0;
    gap.chars().all(|c| {
        lines += u32::from(c == '\n');
        (c.is_whitespace() && lines < 2)
            || matches!(c, '-' | '\u{2010}' | '\u{2011}')
            || class::is_invisible(c)
    })
}

/// Everything here that can change a term, for the version of the analysis.
fn describe(out: &mut impl FnMut(&str)) {
    for particle in PARTICLES {
        out(particle);
    }
}

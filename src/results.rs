//! What comes out: [`Results`], [`Hit`], [`Highlight`] and [`Snippet`].

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::analysis::names::Tier;
use crate::article::{Date, Source};
use crate::query::Notice;
use crate::text::Span;
use crate::text::clean::clean;
use crate::text::language::{Language, LanguageSource};
use crate::text::leftover::Form;
use crate::text::sentence::sentences;

/// The longest snippet that [`Hit::snippet`] gives, in characters.
pub const SNIPPET_CHARS: usize = 320;

/// The answer to a query.
///
/// Its JSON is stable: keys are added, not changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Results {
    /// The query as text.
    pub query: String,
    /// What its writer should know about it, with byte ranges of `query`.
    pub notices: Vec<Notice>,
    /// How many passages match, of which `hits` are the best.
    pub total: u64,
    /// How long it took, in microseconds.
    pub took_us: u64,
    /// The best passages, best first.
    pub hits: Vec<Hit>,
}

impl Results {
    /// The hits, best first.
    pub fn iter(&self) -> std::slice::Iter<'_, Hit> {
        self.hits.iter()
    }
}

impl<'a> IntoIterator for &'a Results {
    type Item = &'a Hit;
    type IntoIter = std::slice::Iter<'a, Hit>;

    fn into_iter(self) -> Self::IntoIter {
        self.hits.iter()
    }
}

/// A passage that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hit {
    /// Higher is better. It compares passages for one query, not queries.
    pub score: f32,
    /// The article it stands in. Hits of one article share it.
    pub article: Arc<HitArticle>,
    /// Where it stands in it.
    pub passage: HitPassage,
    /// The passage, byte for byte as in the article's body.
    pub text: String,
    /// Why it was found: in the title first, then in the body, in the order of the text; none
    /// overlap. There is at least one unless the query only filters.
    pub highlights: Vec<Highlight>,
}

/// The article of a hit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HitArticle {
    /// What the caller knows it by.
    pub id: String,
    /// Its headline.
    pub title: String,
    /// Where it was published; all empty where that is not known.
    pub source: Source,
    /// When it was published.
    pub published: Option<Date>,
    /// The language it was declared or found to be in.
    pub language: Option<Language>,
    /// The language it was translated from.
    pub translated_from: Option<Language>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Free labels.
    pub tags: Vec<String>,
}

/// The place of a hit in its article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct HitPassage {
    /// Which passage of the article it is, from 0.
    pub ordinal: u32,
    /// Its first byte in the article's body.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// Its language, where known.
    pub language: Option<Language>,
    /// Where that is known from.
    pub language_source: LanguageSource,
    /// How sure it is, 0 to 1.
    pub language_confidence: f32,
    /// What kind of web leftover it is, if it is one.
    pub leftover: Option<Form>,
}

/// A place in an article that a part of the query matched, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Highlight {
    /// Whether the range counts in the title or in the body.
    pub field: Field,
    /// First byte, in the title or body as it was given.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Exactly these bytes.
    pub text: String,
    /// The part of the query that caused it. Highlights of one part share it.
    pub part: Arc<str>,
    /// Why the part matched.
    pub reason: Reason,
}

impl Highlight {
    /// Its range in bytes.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Its range in characters of `text`, which is the title or body it points into. `None` for
    /// another text.
    #[must_use]
    pub fn chars(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.counted(text, |part| part.chars().count())
    }

    /// Its range in UTF-16 code units of `text`, as JavaScript and Java count. `None` for another
    /// text.
    #[must_use]
    pub fn utf16(&self, text: &str) -> Option<std::ops::Range<usize>> {
        self.counted(text, |part| part.encode_utf16().count())
    }

    fn counted(&self, text: &str, count: impl Fn(&str) -> usize) -> Option<std::ops::Range<usize>> {
        let inside = self.span().of(text).filter(|inside| *inside == self.text)?;
        let before = count(Span::new(0, self.start).of(text)?);
        Some(before..before + count(inside))
    }
}

/// Which text of an article a highlight points into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The headline.
    Title,
    /// The text.
    Body,
}

/// Why a part of a query matched, the nearest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Letter for letter.
    Exact,
    /// But for case, marks and compatible letters: `Vučić` for `vucic`.
    Folded,
    /// The words of a phrase, one after the other.
    Phrase,
    /// A case form of the name: `Vučića` for `Vučić`.
    Inflected,
    /// The name in another script or romanisation: `Вучић` for `Vucic`.
    Transliterated,
    /// A form that dictionaries give for the name.
    Lexicon,
    /// A form that sounds alike.
    Phonetic,
    /// The name with a letter or two wrong.
    Misspelt,
    /// The family name alone, in an article that holds the full name somewhere else.
    FromArticle {
        /// How near the form is to the family name asked for.
        tier: Tier,
    },
    /// The family name alone, in an article that holds the full name nowhere: most of the articles of
    /// the index that hold the one hold the other.
    FromIndex {
        /// How near the form is to the family name asked for.
        tier: Tier,
    },
    /// Another form of the word by the rules of a language: `elected` for `election`.
    Stem,
    /// A part of the compound asked for: `Bahn` for `Schmalspurbahn`.
    Compound,
    /// A word that begins as the word asked for does: `Regierungspartei` for `Regierung`.
    Akin,
    /// A word that begins so.
    Prefix,
    /// A word so many edits away.
    Fuzzy {
        /// Insertions, deletions, substitutions and swaps of neighbours.
        edits: u8,
    },
}

impl Reason {
    /// What a form of a name so near is marked with.
    pub(crate) fn of(tier: Tier) -> Self {
        match tier {
            Tier::Exact | Tier::Folded => Self::Folded,
            Tier::Inflected => Self::Inflected,
            Tier::Transliterated => Self::Transliterated,
            Tier::Lexicon => Self::Lexicon,
            Tier::Phonetic => Self::Phonetic,
            Tier::Edit => Self::Misspelt,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Exact => "exact",
            Self::Folded => "folded",
            Self::Phrase => "phrase",
            Self::Inflected => "inflected",
            Self::Transliterated => "transliterated",
            Self::Lexicon => "lexicon",
            Self::Phonetic => "phonetic",
            Self::Misspelt => "misspelt",
            Self::Stem => "stem",
            Self::Compound => "compound",
            Self::Akin => "akin",
            Self::Prefix => "prefix",
            Self::FromArticle { tier } => return write!(f, "{tier}, from article"),
            Self::FromIndex { tier } => return write!(f, "{tier}, from index"),
            Self::Fuzzy { edits: 1 } => "1 edit",
            Self::Fuzzy { edits } => return write!(f, "{edits} edits"),
        })
    }
}

impl Hit {
    /// The sentences of the passage that tell most of why it was found, at most
    /// [`SNIPPET_CHARS`] characters.
    #[must_use]
    pub fn snippet(&self) -> Snippet {
        self.snippet_within(SNIPPET_CHARS)
    }

    /// As [`Hit::snippet`], at most `max_chars` characters, at least one highlight where there is
    /// one in the body.
    #[must_use]
    pub fn snippet_within(&self, max_chars: usize) -> Snippet {
        let highlights: Vec<&Highlight> = self
            .highlights
            .iter()
            .filter(|highlight| highlight.field == Field::Body)
            .collect();
        let span = best_window(&self.text, self.passage.start, &highlights, max_chars);
        let text = span.of(&self.text).unwrap_or_default();
        let inside = span.shifted(self.passage.start);
        let highlights = highlights
            .into_iter()
            .filter(|highlight| inside.contains(highlight.span()))
            .map(|highlight| {
                let span = Span::new(highlight.start - inside.start, highlight.end - inside.start);
                (span, highlight.reason.clone())
            })
            .collect();
        Snippet {
            text: text.to_owned(),
            span: inside,
            highlights,
            is_cut_before: span.start > 0,
            is_cut_after: span.end < self.text.len(),
        }
    }

    /// The title with its highlights, to be rendered as a snippet is.
    #[must_use]
    pub fn title(&self) -> Snippet {
        let text = self.article.title.clone();
        let highlights = self
            .highlights
            .iter()
            .filter(|highlight| highlight.field == Field::Title)
            .map(|highlight| (highlight.span(), highlight.reason.clone()))
            .collect();
        let span = Span::new(0, text.len());
        Snippet {
            text,
            span,
            highlights,
            is_cut_before: false,
            is_cut_after: false,
        }
    }
}

/// The run of whole sentences with the most different parts, then the most highlights, then the
/// earliest; a piece of a sentence where one sentence is too long.
fn best_window(text: &str, text_start: usize, highlights: &[&Highlight], max_chars: usize) -> Span {
    let spans: Vec<Span> = sentences(text).collect();
    let lengths: Vec<usize> = spans
        .iter()
        .map(|span| span.of(text).unwrap_or_default().chars().count())
        .collect();
    let mut best: Option<((usize, usize), Span)> = None;
    for (first, span) in spans.iter().enumerate() {
        let mut window: Option<Span> = None;
        let mut chars = 0;
        for (next, length) in spans.iter().zip(&lengths).skip(first) {
            // The blank between two sentences counts for one.
            chars += length + usize::from(window.is_some());
            if chars > max_chars {
                break;
            }
            window = Some(Span::new(span.start, next.end));
        }
        let Some(window) = window else { continue };
        let inside = window.shifted(text_start);
        let within = || {
            highlights
                .iter()
                .filter(|highlight| inside.contains(highlight.span()))
        };
        let mut parts: Vec<&str> = within().map(|highlight| &*highlight.part).collect();
        parts.sort_unstable();
        parts.dedup();
        let value = (parts.len(), within().count());
        if best.as_ref().is_none_or(|(known, _)| value > *known) {
            best = Some((value, window));
        }
    }
    let first = highlights.first().map(|highlight| highlight.span());
    match (best, first) {
        (Some(((parts, _), window)), first) if parts > 0 || first.is_none() => window,
        (_, Some(highlight)) => around(text, highlight, text_start, max_chars),
        (_, None) => around(
            text,
            Span::new(text_start, text_start),
            text_start,
            max_chars,
        ),
    }
}

/// At most so many characters of a text around a place in it, from blank to blank.
fn around(text: &str, place: Span, text_start: usize, max_chars: usize) -> Span {
    let (start, end) = (
        place.start.saturating_sub(text_start),
        place.end.saturating_sub(text_start),
    );
    let inside = Span::new(start, end)
        .of(text)
        .unwrap_or_default()
        .chars()
        .count();
    let spare = max_chars.saturating_sub(inside) / 2;
    let before = Span::new(0, start).of(text).unwrap_or_default();
    let after = Span::new(end, text.len()).of(text).unwrap_or_default();
    let mut window = Span::new(
        before
            .char_indices()
            .rev()
            .take(spare)
            .last()
            .map_or(start, |(at, _)| at),
        end + after
            .char_indices()
            .nth(spare)
            .map_or(after.len(), |(at, _)| at),
    );
    if window.start > 0
        && let Some(blank) = Span::new(window.start, start)
            .of(text)
            .and_then(|cut| cut.find(char::is_whitespace))
    {
        window.start += blank;
    }
    if window.end < text.len()
        && let Some(blank) = Span::new(end, window.end)
            .of(text)
            .and_then(|cut| cut.rfind(char::is_whitespace))
    {
        window.end = end + blank;
    }
    let cut = window.of(text).unwrap_or_default();
    let blanks = cut.len() - cut.trim_start().len();
    let trimmed = cut.trim().len();
    Span::new(window.start + blanks, window.start + blanks + trimmed)
}

/// A piece of an article to show, with what to mark in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Snippet {
    /// Byte for byte as in the article.
    pub text: String,
    /// Where it stands in the body (or in the title).
    pub span: Span,
    /// What to mark: ranges of `text`, in order, none overlapping.
    pub highlights: Vec<(Span, Reason)>,
    /// Whether the passage goes on before it.
    pub is_cut_before: bool,
    /// Whether the passage goes on after it.
    pub is_cut_after: bool,
}

impl Snippet {
    /// For a terminal: highlights bold and yellow. Control characters of the text are left out, so
    /// that no article can write to the terminal.
    #[must_use]
    pub fn ansi(&self) -> String {
        self.render("\u{1b}[1;33m", "\u{1b}[0m", |letter, out| {
            if letter == '\n' || letter == '\t' {
                out.push(' ');
            } else if !letter.is_control() {
                out.push(letter);
            }
        })
    }

    /// For a web page: highlights in `<mark>`, everything else escaped.
    #[must_use]
    pub fn html(&self) -> String {
        self.render("<mark>", "</mark>", |letter, out| match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        })
    }

    /// For people, without marks.
    #[must_use]
    pub fn plain(&self) -> String {
        self.render("", "", |letter, out| out.push(letter))
    }

    /// The text in pieces, each with the reason it is marked for, if it is.
    pub fn spans(&self) -> impl Iterator<Item = (&str, Option<&Reason>)> {
        let mut pieces = Vec::with_capacity(2 * self.highlights.len() + 1);
        let mut at = 0;
        for (span, reason) in &self.highlights {
            pieces.push((Span::new(at, span.start), None));
            pieces.push((*span, Some(reason)));
            at = span.end;
        }
        pieces.push((Span::new(at, self.text.len()), None));
        pieces
            .into_iter()
            .filter(|(span, _)| !span.is_empty())
            .filter_map(|(span, reason)| Some((span.of(&self.text)?, reason)))
    }

    fn render(&self, open: &str, close: &str, write: impl Fn(char, &mut String)) -> String {
        let mut out = String::with_capacity(self.text.len() + 16 * self.highlights.len());
        for (piece, reason) in self.spans() {
            if reason.is_some() {
                out.push_str(open);
            }
            // Markup of the article is not for readers: `&amp;` is shown as `&`.
            clean(piece)
                .text
                .chars()
                .for_each(|letter| write(letter, &mut out));
            if reason.is_some() {
                out.push_str(close);
            }
        }
        out
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.plain())
    }
}

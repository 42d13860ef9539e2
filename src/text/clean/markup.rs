//! The pieces of markup in a text, one after the other, each with what becomes of it.

use memchr::memchr3;

use super::reference;
use crate::text::Span;

/// How many bytes of tags that turn out to be none are looked at, as a multiple of the length of the
/// text. Ordinary texts need far less than one; it keeps the time linear for hostile ones.
const WASTED_SCANS: usize = 4;

/// What a piece of markup becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Drop,
    /// So many line ends.
    Break(usize),
    Character(char),
}

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) span: Span,
    pub(super) effect: Effect,
}

pub(super) struct Scanner<'t> {
    body: &'t str,
    at: usize,
    /// Bytes that may still be looked at in vain.
    budget: usize,
    /// The last `>`: no tag ends after it.
    last_end: Option<usize>,
    /// Ends (`-->`, `</script`) known not to occur any more.
    absent: Vec<&'static str>,
    met_blocks: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(body: &'t str) -> Self {
        Self {
            body,
            at: 0,
            budget: body.len().saturating_mul(WASTED_SCANS),
            last_end: None,
            absent: Vec::new(),
            met_blocks: false,
        }
    }

    /// Whether a tag of a block was met.
    pub(super) const fn met_blocks(&self) -> bool {
        self.met_blocks
    }

    /// The next piece of markup.
    pub(super) fn next(&mut self) -> Option<Found> {
        loop {
            let rest = self.body.as_bytes().get(self.at..)?;
            let offset = memchr3(b'<', b'&', b']', rest)?;
            let start = self.at + offset;
            let found = match rest.get(offset) {
                Some(b'<') => self.tag(start),
                Some(b'&') => self.reference(start),
                _ => self
                    .rest(start)
                    .starts_with("]]>")
                    .then(|| drop_bytes(start, 3)),
            };
            if let Some(found) = found {
                self.at = found.span.end;
                return Some(found);
            }
            self.at = start + 1;
        }
    }

    fn rest(&self, from: usize) -> &'t str {
        self.body.get(from..).unwrap_or_default()
    }

    fn reference(&self, start: usize) -> Option<Found> {
        let (length, character) = reference::decode(self.rest(start))?;
        let span = Span::new(start, start + length);
        Some(Found {
            span,
            effect: Effect::Character(character),
        })
    }

    fn tag(&mut self, start: usize) -> Option<Found> {
        let rest = self.rest(start);
        if rest.starts_with("<!--") {
            // A comment without an end loses only its mark: nothing of the text may vanish.
            return Some(match self.find(start + 4, "-->") {
                Some(end) => drop_bytes(start, end + 3 - start),
                None => drop_bytes(start, 4),
            });
        }
        if rest.starts_with("<![CDATA[") {
            return Some(drop_bytes(start, 9));
        }
        let inside = rest.get(1..)?;
        let after = inside.strip_prefix('/').unwrap_or(inside);
        if let Some(declared) = inside.strip_prefix(['!', '?']) {
            if !declared.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return None;
            }
            let end = self.tag_end(start + 2)?;
            return Some(drop_bytes(start, end - start));
        }
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | ':');
        let name = after.split(|c| !letters(c)).next().unwrap_or_default();
        let next = after.as_bytes().get(name.len()).copied();
        if !next.is_some_and(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace()) {
            return None;
        }
        let element = Element::named(name)?;
        let end = self.tag_end(start + (rest.len() - after.len()) + name.len())?;
        let closes = after.len() < inside.len();
        Some(self.element(element, Span::new(start, end), closes))
    }

    fn element(&mut self, element: Element, tag: Span, closes: bool) -> Found {
        let effect = match element {
            Element::Inline | Element::Hidden(_) => Effect::Drop,
            Element::Line => Effect::Break(1),
            Element::Block => Effect::Break(2),
        };
        self.met_blocks |= element == Element::Block;
        let Element::Hidden(closing) = element else {
            return Found { span: tag, effect };
        };
        let ends_itself = self.rest(tag.end.saturating_sub(2)).starts_with("/>");
        if closes || ends_itself {
            return Found { span: tag, effect };
        }
        let hidden_end = self
            .find(tag.end, closing)
            .and_then(|at| self.tag_end(at + closing.len()));
        Found {
            span: Span::new(tag.start, hidden_end.unwrap_or(tag.end)),
            effect,
        }
    }

    /// The end of the tag whose attributes begin at `from`; `None` where another `<` comes first.
    fn tag_end(&mut self, from: usize) -> Option<usize> {
        let last = *self
            .last_end
            .get_or_insert_with(|| self.body.rfind('>').unwrap_or(0));
        if from > last || self.budget == 0 {
            return None;
        }
        let bytes = self.body.as_bytes();
        let mut quote = None;
        let mut previous = b' ';
        for (at, &byte) in bytes.iter().enumerate().take(last + 1).skip(from) {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (None, b'>') => return Some(at + 1),
                (None, b'<') => {
                    self.budget = self.budget.saturating_sub(at - from);
                    return None;
                }
                (None, b'"' | b'\'') if previous == b'=' => quote = Some(byte),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                previous = byte;
            }
        }
        // A quote that is never closed: the tag ends at the first `>` all the same.
        self.budget = self.budget.saturating_sub(last - from);
        let end = bytes
            .get(from..=last)?
            .iter()
            .position(|&byte| matches!(byte, b'<' | b'>'))?;
        (bytes.get(from + end) == Some(&b'>')).then_some(from + end + 1)
    }

    /// The next place of an end mark, in any case; a mark once absent is not looked for again.
    fn find(&mut self, from: usize, mark: &'static str) -> Option<usize> {
        if self.absent.contains(&mark) {
            return None;
        }
        let bytes = self.body.as_bytes().get(from..)?;
        let found = bytes.windows(mark.len()).position(|part| {
            part.first() == mark.as_bytes().first() && part.eq_ignore_ascii_case(mark.as_bytes())
        });
        if found.is_none() {
            self.absent.push(mark);
        }
        found.map(|at| from + at)
    }
}

const fn drop_bytes(start: usize, length: usize) -> Found {
    Found {
        span: Span::new(start, start + length),
        effect: Effect::Drop,
    }
}

/// What an element does to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Element {
    Inline,
    Line,
    Block,
    /// Its content is no text; with the tag that closes it.
    Hidden(&'static str),
}

impl Element {
    fn named(name: &str) -> Option<Self> {
        let lower = name.to_ascii_lowercase();
        let lower = lower.as_str();
        if let Some(&(_, closing)) = HIDDEN.iter().find(|(hidden, _)| *hidden == lower) {
            return Some(Self::Hidden(closing));
        }
        if BLOCKS.contains(&lower) {
            return Some(Self::Block);
        }
        if LINES.contains(&lower) {
            return Some(Self::Line);
        }
        // Custom elements and those of other vocabularies: `amp-img`, `o:p`.
        let inner = name.find(['-', ':']);
        let custom = inner.is_some_and(|at| at > 0 && at + 1 < name.len()) && name == lower;
        (custom || INLINE.contains(&lower)).then_some(Self::Inline)
    }
}

const HIDDEN: &[(&str, &str)] = &[
    ("script", "</script"),
    ("style", "</style"),
    ("noscript", "</noscript"),
    ("template", "</template"),
    ("svg", "</svg"),
    ("iframe", "</iframe"),
];

const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "title",
    "tr",
    "ul",
];

const LINES: &[&str] = &["br", "caption", "dd", "dt", "legend", "option", "td", "th"];

const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "area", "audio", "b", "base", "bdi", "bdo", "big", "button", "canvas",
    "cite", "code", "col", "colgroup", "data", "datalist", "del", "dfn", "em", "embed", "font",
    "i", "img", "input", "ins", "kbd", "label", "link", "map", "mark", "meta", "meter", "nobr",
    "object", "optgroup", "output", "param", "picture", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "select", "slot", "small", "source", "span", "strike", "strong", "sub", "sup",
    "textarea", "time", "track", "tt", "u", "var", "video", "wbr",
];

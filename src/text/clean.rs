//! Clean text: markup dropped and character references decoded, with the way back to the original.
//!
//! This is no HTML parser: it reads what is left of markup in the body of an article. A tag is dropped
//! when its name is one of HTML or looks like a custom element, so that `<` in a text, an address in
//! angle brackets or a ticker symbol stay. Character references are those of HTML (WHATWG Living
//! Standard, section 13.5) that the news use, and numbers; always with their semicolon.

mod markup;
mod reference;

use std::borrow::Cow;

use super::Span;
use markup::{Effect, Scanner};

/// A text without markup, and where each part of it was in the original.
#[derive(Debug, Clone)]
pub struct Clean<'t> {
    /// The text to read; borrowed where nothing had to be dropped.
    pub text: Cow<'t, str>,
    /// The way back.
    pub origin: Origin,
}

/// Maps places in a clean text to places in the original; it never goes backwards.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    // Ordered, without gaps in the clean text; empty for the identity, and where all was dropped.
    pieces: Vec<Piece>,
    has_changed: bool,
}

/// A stretch of clean text and the stretch of the original that it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    clean: Span,
    original: Span,
    /// The bytes correspond one to one; otherwise the whole stands for the whole.
    copied: bool,
}

impl Origin {
    /// Whether clean text and original are the same bytes.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        !self.has_changed
    }

    /// The bytes of the original that a span of the clean text comes from: from the first byte of
    /// the source of its first character to the last byte of that of its last.
    #[must_use]
    pub fn to_original(&self, clean: Span) -> Span {
        let start = self.start(clean.start);
        if clean.is_empty() {
            return Span::new(start, start);
        }
        Span::new(start, self.end(clean.end).max(start))
    }

    fn start(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.clean.start <= at);
        match next.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            None => at,
            Some(piece) if at >= piece.clean.end => piece.original.end,
            Some(piece) if piece.copied => piece.original.start + (at - piece.clean.start),
            Some(piece) => piece.original.start,
        }
    }

    fn end(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.clean.start < at);
        match next.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            None => at,
            Some(piece) if piece.copied && at < piece.clean.end => {
                piece.original.start + (at - piece.clean.start)
            }
            Some(piece) => piece.original.end,
        }
    }
}

/// Drops tags, comments, scripts and styles; decodes character references; turns the borders of
/// blocks into blank lines.
///
/// ```
/// use clippings::Span;
/// use clippings::text::clean::clean;
///
/// let body = "<p>Kosovo &amp; <b>KFOR</b></p>";
/// let clean = clean(body);
/// assert_eq!(clean.text.trim(), "Kosovo & KFOR");
/// let at = clean.text.find("& KFOR").unwrap_or_default();
/// let original = clean.origin.to_original(Span::new(at, at + 6));
/// assert_eq!(original.of(body), Some("&amp; <b>KFOR"));
/// ```
#[must_use]
pub fn clean(body: &str) -> Clean<'_> {
    let mut scanner = Scanner::new(body);
    let Some(first) = scanner.next() else {
        return Clean {
            text: Cow::Borrowed(body),
            origin: Origin::default(),
        };
    };
    let mut builder = Builder::new(body);
    let mut done = 0;
    let mut item = Some(first);
    while let Some(found) = item {
        builder.copy(Span::new(done, found.span.start));
        match found.effect {
            Effect::Drop => {}
            Effect::Break(ends) => builder.break_lines(found.span, ends),
            Effect::Character(character) => builder.replace(found.span, character),
        }
        done = found.span.end;
        item = scanner.next();
    }
    builder.copy(Span::new(done, body.len()));
    builder.finish(scanner.met_blocks())
}

struct Builder<'t> {
    body: &'t str,
    text: String,
    pieces: Vec<Piece>,
}

impl<'t> Builder<'t> {
    fn new(body: &'t str) -> Self {
        Self {
            body,
            text: String::with_capacity(body.len()),
            pieces: Vec::new(),
        }
    }

    fn copy(&mut self, original: Span) {
        let Some(part) = original.of(self.body).filter(|part| !part.is_empty()) else {
            return;
        };
        self.put(part, original, true);
    }

    fn replace(&mut self, original: Span, character: char) {
        self.put(character.encode_utf8(&mut [0; 4]), original, false);
    }

    /// Ends the line, and leaves a blank one behind for a block; never more than that in a row.
    fn break_lines(&mut self, original: Span, ends: usize) {
        let blank: &[char] = &[' ', '\t', '\r', '\n'];
        let written = self.text.trim_end_matches(blank).len();
        if written == 0 {
            return;
        }
        let tail = self.text.get(written..).unwrap_or_default();
        let missing = ends.saturating_sub(tail.bytes().rev().take_while(|&b| b == b'\n').count());
        if missing > 0 {
            self.put("\n\n".get(..missing).unwrap_or("\n\n"), original, false);
        }
    }

    fn put(&mut self, part: &str, original: Span, copied: bool) {
        let start = self.text.len();
        self.text.push_str(part);
        self.pieces.push(Piece {
            clean: Span::new(start, self.text.len()),
            original,
            copied,
        });
    }

    /// In a text laid out by tags, a single line end in the source is only a blank.
    fn finish(self, laid_out: bool) -> Clean<'t> {
        let text = if laid_out {
            self.unwrapped()
        } else {
            self.text
        };
        Clean {
            text: Cow::Owned(text),
            origin: Origin {
                pieces: self.pieces,
                has_changed: true,
            },
        }
    }

    fn unwrapped(&self) -> String {
        let mut text = String::with_capacity(self.text.len());
        for piece in &self.pieces {
            let part = piece.clean.of(&self.text).unwrap_or_default();
            if !piece.copied {
                text.push_str(part);
                continue;
            }
            let mut rest = part;
            while let Some((before, after)) = rest.split_once('\n') {
                text.push_str(before);
                let many = after.len() - after.trim_start_matches(['\r', '\n']).len();
                let (ends, beyond) = after.split_at_checked(many).unwrap_or(("", after));
                if ends.contains('\n') {
                    text.push('\n');
                    text.push_str(ends);
                } else {
                    text.push(' ');
                    text.extend(ends.chars().map(|_| ' '));
                }
                rest = beyond;
            }
            text.push_str(rest);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn plain_text_is_borrowed() {
        for body in [
            "",
            "a < b and AT&T",
            "x <3 & y",
            "<reporter@example.org>",
            "1 &nosuch; 2",
        ] {
            let clean = clean(body);
            assert!(matches!(clean.text, Cow::Borrowed(_)), "{body}");
            assert!(clean.origin.is_identity(), "{body}");
        }
    }

    #[test]
    fn a_text_of_which_nothing_is_left_has_changed() {
        let clean = clean("]]>");
        assert_eq!(clean.text.trim(), "");
        assert!(!clean.origin.is_identity());
    }

    #[test]
    fn a_span_maps_to_all_that_its_characters_come_from() {
        let body = "a&amp;b<i>c</i>d";
        let clean = clean(body);
        assert_eq!(clean.text, "a&bcd");
        let original = |start, end| clean.origin.to_original(Span::new(start, end));
        assert_eq!(original(0, 1).of(body), Some("a"));
        assert_eq!(original(1, 2).of(body), Some("&amp;"));
        assert_eq!(original(2, 4).of(body), Some("b<i>c"));
        assert_eq!(original(4, 5).of(body), Some("d"));
        assert_eq!(original(0, 5).of(body), Some(body));
        assert!(original(3, 3).is_empty());
    }

    /// Pieces of markup in any order, so that random bodies are rich in it.
    fn bodies() -> impl Strategy<Value = String> {
        let part = prop_oneof![
            Just("<p>"),
            Just("</p>"),
            Just("<br/>"),
            Just("<b"),
            Just(">"),
            Just("<!--"),
            Just("-->"),
            Just("<script>"),
            Just("</script>"),
            Just("&amp;"),
            Just("&#x10FFFF;"),
            Just("&#0;"),
            Just("&"),
            Just("\""),
            Just("='"),
            Just("\r\n"),
            Just("\n\n"),
            Just("Вучић"),
            Just("e\u{301}"),
            Just(" a "),
            Just("<![CDATA["),
            Just("]]>"),
            Just("<!"),
            Just("中。"),
            Just("\0"),
        ];
        prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn origin_is_in_bounds_on_boundaries_and_never_goes_back(body in bodies()) {
            let clean = clean(&body);
            let mut reached = 0;
            for (at, character) in clean.text.char_indices() {
                let original = clean.origin.to_original(Span::new(at, at + character.len_utf8()));
                prop_assert!(original.start >= reached && original.end <= body.len());
                let source = original.of(&body);
                prop_assert!(source.is_some_and(|source| !source.is_empty()));
                reached = original.start;
            }
            let whole = clean.origin.to_original(Span::new(0, clean.text.len()));
            prop_assert!(whole.of(&body).is_some());
        }

        #[test]
        fn letters_are_copied(body in "[a-zа-я ]{0,40}") {
            let marked = format!("<div><b>{body}</b></div>");
            let clean = clean(&marked);
            prop_assert_eq!(clean.text.trim(), body.trim());
        }
    }
}

//! Passage: the unit of retrieval, cut by paragraph and sentence.

mod lines;
mod size;

use super::Span;
use super::clean::{Clean, Origin};
use super::leftover::{Form, Place, form};
use super::sentence::sentences;
pub(crate) use lines::{Line, lines};
use size::{prefix, size};

/// How long a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Paragraphs and sentences are packed up to about this many words.
    pub target_words: usize,
    /// No passage is longer, in words, but for a leftover line, which is never cut.
    pub max_words: usize,
}

impl Options {
    /// Options with these lengths, in words.
    #[must_use]
    pub const fn new(target_words: usize, max_words: usize) -> Self {
        Self {
            target_words,
            max_words,
        }
    }
}

impl Default for Options {
    /// 100 words, the length at which retrieval was measured, and 160 at most.
    fn default() -> Self {
        Self::new(100, 160)
    }
}

/// What is known of the head of an article while its body is cut.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Head<'t> {
    /// The title.
    pub title: Option<&'t str>,
    /// The name of the source.
    pub source_name: Option<&'t str>,
}

/// A part of a body that is indexed and returned as one. Its ordinal is its index among the passages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passage {
    /// The bytes of the original body, without white space and markup at the ends.
    pub span: Span,
    /// The bytes of the original body that belong to this passage alone: the tiles of all passages
    /// cover the whole body in order, without gap or overlap.
    pub tile: Span,
    /// The kind of leftover, where the passage is one.
    pub leftover: Option<Form>,
    /// How many words, where two characters of a script without blanks count as one.
    pub words: usize,
}

/// Cuts a cleaned body into passages.
///
/// Sentences stay whole, and paragraphs where they fit; no passage reaches across a leftover line, and a
/// run of leftover lines is a passage of its own. `repeated` says of a short line whether the source
/// repeats it from article to article. A body without any text has no passages.
#[must_use]
pub fn cut(
    clean: &Clean<'_>,
    body: &str,
    options: &Options,
    repeated: &dyn Fn(&str) -> bool,
    head: &Head<'_>,
) -> Vec<Passage> {
    let mut packer = Packer::new(&clean.text, options);
    let lines = lines(&clean.text);
    for line in &lines {
        let text = line.span.of(&clean.text).unwrap_or_default();
        let leftover = if line.is_paragraph() {
            None
        } else {
            let place = Place {
                title: head.title,
                source_name: head.source_name,
                ..line.place
            };
            form(text, place).or_else(|| repeated(text).then_some(Form::Repeated))
        };
        match leftover {
            Some(form) => packer.leftover(line.span, line.size, form),
            None => packer.paragraph(line.span, line.size, line.is_heading),
        }
    }
    tiled(&packer.finish(), &clean.origin, body)
}

/// A passage in the making; its span lies in the clean text.
#[derive(Debug, Clone, Copy)]
struct Draft {
    span: Span,
    size: usize,
    leftover: Option<Form>,
    /// It may take more: it is of the same run as what comes next.
    open: bool,
}

struct Packer<'t> {
    text: &'t str,
    target: usize,
    max: usize,
    drafts: Vec<Draft>,
    heading: Option<Heading>,
}

/// A heading at the end of a passage: it goes with what comes next, if that starts a new one.
#[derive(Debug, Clone, Copy)]
struct Heading {
    span: Span,
    size: usize,
    /// Where the text before it ends.
    before: usize,
}

impl<'t> Packer<'t> {
    fn new(text: &'t str, options: &Options) -> Self {
        let max = size::of_words(options.max_words.max(1));
        let target = size::of_words(options.target_words).clamp(1, max);
        Self {
            text,
            target,
            max,
            drafts: Vec::new(),
            heading: None,
        }
    }

    fn leftover(&mut self, span: Span, size: usize, form: Form) {
        self.close();
        match self.drafts.last_mut() {
            Some(last) if last.leftover.is_some() && last.size + size <= self.max => {
                last.span.end = span.end;
                last.size += size;
            }
            _ => self.drafts.push(Draft {
                span,
                size,
                leftover: Some(form),
                open: false,
            }),
        }
    }

    fn paragraph(&mut self, span: Span, size: usize, is_heading: bool) {
        let current = self.current();
        let fits = current + size <= self.target;
        if fits || (current < self.target / 2 && current + size <= self.max) {
            let before = self
                .drafts
                .last()
                .filter(|last| last.open)
                .map(|last| last.span.end);
            self.add(span, size);
            let heading = before.map(|before| Heading { span, size, before });
            self.heading = heading.filter(|_| is_heading);
        } else if size <= self.max {
            self.start(span, size);
        } else {
            self.sentences(span, size);
        }
    }

    /// Cuts a long paragraph into parts of about equal size, between its sentences.
    fn sentences(&mut self, span: Span, whole: usize) {
        let aim = whole / whole.div_ceil(self.target).max(1);
        // It begins a passage of its own, unless what is before it is but a heading.
        let mut begins = self.current() >= self.target / 4;
        for sentence in sentences(span.of(self.text).unwrap_or_default()) {
            let sentence = sentence.shifted(span.start);
            let size = size(sentence.of(self.text).unwrap_or_default());
            let current = self.current();
            if size > self.max {
                self.words(sentence, size);
            } else if !begins
                && (current == 0 || (current + size / 2 <= aim && current + size <= self.max))
            {
                self.add(sentence, size);
            } else {
                self.start(sentence, size);
            }
            begins = false;
        }
    }

    /// Cuts a sentence that is too long by itself at word borders.
    fn words(&mut self, sentence: Span, whole: usize) {
        let aim = whole.div_ceil(whole.div_ceil(self.target).max(1));
        let mut rest = sentence;
        while let Some(text) = rest.of(self.text).filter(|text| !text.is_empty()) {
            let (length, size) = prefix(text, aim);
            let part =
                super::sentence::trimmed(self.text, Span::new(rest.start, rest.start + length));
            if !part.is_empty() {
                self.start(part, size);
            }
            rest.start += length;
        }
    }

    /// Size of the passage that may take more.
    fn current(&self) -> usize {
        self.drafts
            .last()
            .filter(|draft| draft.open)
            .map_or(0, |draft| draft.size)
    }

    fn add(&mut self, span: Span, size: usize) {
        match self.drafts.last_mut() {
            Some(last) if last.open => {
                last.span.end = span.end;
                last.size += size;
                self.heading = None;
            }
            _ => self.start(span, size),
        }
    }

    fn start(&mut self, mut span: Span, mut size: usize) {
        if let Some(heading) = self.heading.take()
            && let Some(last) = self.drafts.last_mut().filter(|last| last.open)
            && heading.size + size <= self.max
        {
            last.span.end = heading.before;
            last.size -= heading.size;
            span.start = heading.span.start;
            size += heading.size;
        }
        self.drafts.push(Draft {
            span,
            size,
            leftover: None,
            open: true,
        });
    }

    /// Ends the run; a short last passage joins the one before it where both fit.
    fn close(&mut self) {
        let Some(&last) = self.drafts.last().filter(|draft| draft.open) else {
            return;
        };
        let before = self.drafts.iter().rev().nth(1);
        let follows_text = before.is_some_and(|before| before.leftover.is_none());
        if last.size < self.target / 4 && follows_text {
            self.drafts.pop();
            match self.drafts.last_mut() {
                Some(before) if before.size + last.size <= self.max => {
                    before.span.end = last.span.end;
                    before.size += last.size;
                }
                _ => self.drafts.push(last),
            }
        }
        if let Some(last) = self.drafts.last_mut() {
            last.open = false;
        }
    }

    fn finish(mut self) -> Vec<Draft> {
        self.close();
        self.drafts
    }
}

/// Takes the drafts to the original and gives each the markup and white space that follow it.
fn tiled(drafts: &[Draft], origin: &Origin, body: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::with_capacity(drafts.len().max(1));
    for draft in drafts {
        let span = origin.to_original(draft.span);
        let start = if let Some(before) = passages.last_mut() {
            before.tile.end = span.start;
            span.start
        } else {
            0
        };
        passages.push(Passage {
            span,
            tile: Span::new(start, body.len()),
            leftover: draft.leftover,
            words: size::in_words(draft.size),
        });
    }
    passages
}

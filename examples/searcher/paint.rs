//! Text on a terminal: colours, widths and lines.

use std::fmt;
use std::io::{self, IsTerminal};

use clippings::Snippet;

use crate::options::Color;

/// Longer lines are tiring to read.
const MAX_COLUMNS: usize = 100;

/// Whether and how to colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    is_on: bool,
    /// Where text is wrapped; nowhere if it does not go to a terminal, where others search it.
    pub(crate) columns: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    Title,
    Highlight,
    Source,
    Dim,
}

impl Palette {
    pub(crate) fn chosen(color: Color) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let is_on = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        let columns = if is_terminal {
            terminal_columns()
        } else {
            None
        };
        Self {
            is_on,
            columns: columns.map(|columns| columns.min(MAX_COLUMNS)),
        }
    }

    /// A text in a style.
    pub(crate) fn paint(self, style: Style, text: impl fmt::Display) -> String {
        match self.code(style) {
            Some(code) => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            None => text.to_string(),
        }
    }

    fn code(self, style: Style) -> Option<&'static str> {
        if !self.is_on {
            return None;
        }
        match style {
            Style::Plain => None,
            Style::Title => Some("1"),
            Style::Highlight => Some("1;33"),
            Style::Source => Some("36"),
            Style::Dim => Some("2"),
        }
    }
}

fn terminal_columns() -> Option<usize> {
    let (columns, _) = rustyline::DefaultEditor::new().ok()?.dimensions()?;
    (columns > 0).then_some(columns.into())
}

/// A text without what could write to the terminal.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter_map(tame_char).collect()
}

fn tame_char(c: char) -> Option<char> {
    if c.is_whitespace() {
        Some(' ')
    } else {
        Some(c).filter(|c| !c.is_control())
    }
}

/// How many columns a character takes.
///
/// East Asian Wide and Fullwidth by blocks, of UAX #11; combining marks of Latin, Greek and
/// Cyrillic by their block. Enough to wrap and to underline news.
fn width(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// How many columns a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

/// A snippet as lines of at most so many columns, painted.
pub(crate) fn lines(
    snippet: &Snippet,
    palette: Palette,
    base: Style,
    max_columns: Option<usize>,
) -> Vec<String> {
    let letters = letters(snippet, base);
    let mut lines = Vec::new();
    let mut rest = letters.as_slice();
    while !rest.is_empty() {
        let (line, next) = rest.split_at(line_end(rest, max_columns.unwrap_or(usize::MAX)));
        lines.push(painted(line, palette));
        rest = next;
    }
    lines
}

/// The letters of a snippet, each with its style and blanks single.
fn letters(snippet: &Snippet, base: Style) -> Vec<(char, Style)> {
    let mut letters: Vec<(char, Style)> = Vec::with_capacity(snippet.text.len());
    if snippet.is_cut_before {
        letters.extend([('…', Style::Dim), (' ', base)]);
    }
    for (piece, reason) in snippet.spans() {
        let style = if reason.is_some() {
            Style::Highlight
        } else {
            base
        };
        for letter in piece.chars().filter_map(tame_char) {
            if letter != ' ' || letters.last().is_some_and(|(last, _)| *last != ' ') {
                letters.push((letter, style));
            }
        }
    }
    if snippet.is_cut_after {
        letters.extend([(' ', base), ('…', Style::Dim)]);
    }
    letters
}

/// How many letters stand on the first line: up to the last blank or wide letter that fits, or else
/// as many as fit.
fn line_end(letters: &[(char, Style)], max_columns: usize) -> usize {
    let mut columns = 0;
    let mut break_at = None;
    for (at, (letter, _)) in letters.iter().enumerate() {
        columns += width(*letter);
        if *letter == ' ' {
            break_at = Some(at + 1);
        } else if columns > max_columns {
            return break_at.unwrap_or(at.max(1));
        } else if width(*letter) == 2 {
            break_at = Some(at + 1);
        }
    }
    letters.len()
}

fn painted(line: &[(char, Style)], palette: Palette) -> String {
    line.chunk_by(|(_, left), (_, right)| left == right)
        .map(|run| {
            let text: String = run.iter().map(|(letter, _)| letter).collect();
            palette.paint(run.first().map_or(Style::Plain, |(_, style)| *style), text)
        })
        .collect::<String>()
        .trim_end()
        .to_owned()
}

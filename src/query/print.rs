//! A query's conditions as the text that is read back as the same.

use std::fmt::{Formatter, Result, Write};

use super::Node;
use super::parse::{FIELDS, OPERATORS};

pub(super) fn print(node: &Node, f: &mut Formatter<'_>) -> Result {
    match node {
        Node::All(nodes) if nodes.is_empty() => f.write_char('*'),
        Node::All(nodes) => join(nodes, " ", f, |child, f| match child {
            Node::Any(_) => group(child, f),
            _ => print(child, f),
        }),
        Node::Any(nodes) => join(nodes, " OR ", f, single),
        Node::Not(inner) => {
            f.write_char('-')?;
            single(inner, f)
        }
        Node::Title(inner) => {
            f.write_str("title:")?;
            match &**inner {
                Node::Word(_)
                | Node::Phrase(_)
                | Node::Name { .. }
                | Node::Prefix(_)
                | Node::Fuzzy { .. } => print(inner, f),
                _ => group(inner, f),
            }
        }
        Node::Word(word) => bare(word, f),
        Node::Phrase(words) => quoted(words, f),
        Node::Name { name, alike } => {
            f.write_str(if *alike { "~" } else { "name:" })?;
            quoted(name, f)
        }
        Node::Prefix(word) => {
            bare(word, f)?;
            f.write_char('*')
        }
        Node::Fuzzy { word, edits } => {
            bare(word, f)?;
            write!(f, "~{edits}")
        }
        Node::Source(source) => {
            f.write_str("source:")?;
            quoted(source, f)
        }
        Node::Language(language) => write!(f, "lang:{language}"),
        Node::From(language) => write!(f, "from:{language}"),
        Node::After(date) => write!(f, "after:{date}"),
        Node::Before(date) => write!(f, "before:{date}"),
    }
}

fn single(node: &Node, f: &mut Formatter<'_>) -> Result {
    match node {
        Node::All(_) | Node::Any(_) => group(node, f),
        _ => print(node, f),
    }
}

fn group(node: &Node, f: &mut Formatter<'_>) -> Result {
    f.write_char('(')?;
    print(node, f)?;
    f.write_char(')')
}

fn join(
    nodes: &[Node],
    separator: &str,
    f: &mut Formatter<'_>,
    each: impl Fn(&Node, &mut Formatter<'_>) -> Result,
) -> Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            f.write_str(separator)?;
        }
        each(node, f)?;
    }
    Ok(())
}

/// A word with a backslash before whatever the parser would take for an operator.
fn bare(word: &str, f: &mut Formatter<'_>) -> Result {
    let is_field = word
        .split_once(':')
        .is_some_and(|(field, _)| FIELDS.iter().any(|known| known.eq_ignore_ascii_case(field)));
    if OPERATORS.contains(&word) {
        f.write_char('\\')?;
    }
    for (index, letter) in word.chars().enumerate() {
        let escaped = match letter {
            '-' | '−' => index == 0,
            ':' => is_field,
            '"' | '“' | '”' | '„' | '«' | '»' | '(' | ')' | '\\' | '*' | '~' => true,
            _ => letter.is_whitespace(),
        };
        if escaped {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    Ok(())
}

fn quoted(text: &str, f: &mut Formatter<'_>) -> Result {
    f.write_char('"')?;
    for letter in text.chars() {
        if matches!(letter, '"' | '“' | '”' | '„' | '«' | '»' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    f.write_char('"')
}

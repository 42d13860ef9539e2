//! Query text to conditions. It never fails: what is odd becomes words and a notice.

use super::{MAX_DEPTH, MAX_LEAVES, MAX_QUERY_BYTES, Node, Notice, Query};
use crate::Date;
use crate::analysis::names::Tier;
use crate::text::Span;
use crate::text::language::Language;

pub(super) const FIELDS: [&str; 9] = [
    "title", "name", "source", "lang", "language", "from", "after", "before", "within",
];
pub(super) const OPERATORS: [&str; 3] = ["OR", "AND", "NOT"];

pub(super) fn parse(text: &str) -> Query {
    let mut parser = Parser {
        text,
        at: 0,
        leaf_spans: Vec::new(),
        notices: Vec::new(),
        within: None,
    };
    if text.len() > MAX_QUERY_BYTES {
        let end = text.floor_char_boundary(MAX_QUERY_BYTES);
        parser.text = text.get(..end).unwrap_or_default();
        parser.notice(
            Span::new(end, text.len()),
            format!("only the first {MAX_QUERY_BYTES} bytes of a query are read"),
        );
    }
    let mut nodes = Vec::new();
    loop {
        nodes.extend(parser.alternatives(0));
        // Only a stray closing parenthesis stops before the end.
        let start = parser.at;
        match parser.bump() {
            None => break,
            Some(_) => parser.notice(
                Span::new(start, parser.at),
                "this parenthesis closes nothing",
            ),
        }
    }
    let within = parser.within;
    if nodes.is_empty() {
        // Nothing is asked, so nothing answers; a star asks for everything.
        parser.notice(Span::new(0, text.len()), "there is no word to look for");
        nodes.push(Node::Any(Vec::new()));
    }
    let mut query = Query::from(Node::All(nodes));
    query.within = within.unwrap_or(query.within);
    query.notices = parser.notices;
    query
        .notices
        .sort_by_key(|notice| (notice.start, notice.end));
    query.leaf_spans = parser.leaf_spans;
    query.text = Some(text.to_owned());
    query
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    leaf_spans: Vec<Span>,
    notices: Vec<Notice>,
    /// What the text says of the farthest form of a name.
    within: Option<Tier>,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let letter = self.peek()?;
        self.at += letter.len_utf8();
        Some(letter)
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.bump();
        }
    }

    fn notice(&mut self, span: Span, message: impl Into<String>) {
        // A text of nothing but mistakes needs no thousand sentences.
        if self.notices.len() < 20 {
            self.notices.push(Notice::new(span, message));
        }
    }

    fn leaf(&mut self, start: usize, node: Node) -> Option<Node> {
        let span = Span::new(start, self.at);
        if self.leaf_spans.len() == MAX_LEAVES {
            self.notice(
                span,
                format!("only the first {MAX_LEAVES} words and filters are searched"),
            );
            return None;
        }
        self.leaf_spans.push(span);
        Some(node)
    }

    /// Conditions up to a closing parenthesis or the end; `OR` binds its two neighbours.
    fn alternatives(&mut self, depth: usize) -> Vec<Node> {
        let mut nodes: Vec<Node> = Vec::new();
        // The place of an `OR` that still waits for its right side.
        let mut open_or: Option<Span> = None;
        loop {
            self.skip_blanks();
            let start = self.at;
            match self.peek() {
                None | Some(')') => break,
                Some(_) => {}
            }
            if self.operator(&["OR", "|"]) {
                let span = Span::new(start, self.at);
                if nodes.is_empty() || open_or.is_some() {
                    self.notice(span, "OR needs something on both sides");
                } else {
                    open_or = Some(span);
                }
                continue;
            }
            if self.operator(&["AND", "+"]) {
                continue;
            }
            if let Some(node) = self.condition(depth) {
                match (open_or.take(), nodes.pop()) {
                    (Some(_), Some(left)) => nodes.push(Node::Any(vec![left, node])),
                    (_, left) => {
                        nodes.extend(left);
                        nodes.push(node);
                    }
                }
            }
        }
        if let Some(span) = open_or {
            self.notice(span, "OR needs something on both sides");
        }
        nodes
    }

    /// Takes one of `names` if it stands here as a word of its own.
    fn operator(&mut self, names: &[&str]) -> bool {
        for name in names {
            if let Some(after) = self.rest().strip_prefix(name)
                && after
                    .chars()
                    .next()
                    .is_none_or(|next| next.is_whitespace() || next == '(')
            {
                self.at += name.len();
                return true;
            }
        }
        false
    }

    fn condition(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let first = self.peek()?;
        if self.operator(&["NOT"]) {
            self.skip_blanks();
            return self.negated(start, depth);
        }
        if matches!(first, '-' | '−') {
            self.bump();
            return match self.peek() {
                Some(next) if !next.is_whitespace() && !matches!(next, '-' | '−' | ')') => {
                    self.negated(start, depth)
                }
                // A dash between blanks is punctuation, not an operator.
                _ => None,
            };
        }
        if first == '(' {
            self.bump();
            return self.group(start, depth);
        }
        if first == '~' && self.begins_a_name() {
            self.bump();
            let name = self.value();
            return self.leaf(start, Node::Name { name, alike: true });
        }
        if let Some(close) = closing_quote(first) {
            self.bump();
            let words = self.quoted(start, close);
            return self.leaf(start, Node::Phrase(words));
        }
        self.word(depth)
    }

    /// Whether a name follows the tilde here.
    fn begins_a_name(&self) -> bool {
        let mut letters = self.rest().chars().skip(1);
        letters
            .next()
            .is_some_and(|next| next.is_alphanumeric() || closing_quote(next).is_some())
    }

    fn negated(&mut self, start: usize, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH || self.peek().is_none_or(|next| next == ')') {
            let span = Span::new(start, self.at);
            self.notice(span, "nothing to exclude here");
            return None;
        }
        Some(Node::Not(Box::new(self.condition(depth + 1)?)))
    }

    fn group(&mut self, start: usize, depth: usize) -> Option<Node> {
        if depth >= MAX_DEPTH {
            let span = Span::new(start, self.at);
            self.notice(
                span,
                format!("parentheses nest at most {MAX_DEPTH} deep; this one is ignored"),
            );
            return None;
        }
        let nodes = self.alternatives(depth + 1);
        if self.bump().is_none() {
            self.notice(
                Span::new(start, start + 1),
                "this parenthesis is not closed",
            );
        }
        Some(Node::All(nodes))
    }

    fn quoted(&mut self, start: usize, close: &[char]) -> String {
        let mut words = String::new();
        loop {
            match self.bump() {
                None => {
                    let end = self.at;
                    self.notice(Span::new(start, end), "this quotation mark is not closed");
                    return words;
                }
                Some('\\') => words.extend(self.bump()),
                Some(letter) if close.contains(&letter) => return words,
                Some(letter) => words.push(letter),
            }
        }
    }

    fn word(&mut self, depth: usize) -> Option<Node> {
        let start = self.at;
        let mut word = String::new();
        // Where in `word` the last unescaped star or tilde stands.
        let mut last_star = None;
        let mut last_tilde = None;
        let mut field_seen = false;
        while let Some(letter) = self.peek() {
            match letter {
                '(' | ')' => break,
                _ if letter.is_whitespace() || closing_quote(letter).is_some() => break,
                '\\' => {
                    self.bump();
                    word.extend(self.bump());
                    // An escaped word names no field.
                    field_seen = true;
                    continue;
                }
                ':' if !field_seen => {
                    field_seen = true;
                    let field = word.to_ascii_lowercase();
                    if FIELDS.contains(&field.as_str()) {
                        self.bump();
                        return self.field(&field, start, depth);
                    }
                    let is_address = self.rest().starts_with("://");
                    if !word.is_empty() && word.chars().all(char::is_alphabetic) && !is_address {
                        let span = Span::new(start, self.at + 1);
                        self.notice(
                            span,
                            format!("there is no field {word:?}; searched as words"),
                        );
                    }
                }
                '*' => last_star = Some(word.len()),
                '~' => last_tilde = Some(word.len()),
                _ => {}
            }
            word.push(letter);
            self.bump();
        }
        if self.at == start {
            // A closing quotation mark with nothing before it.
            self.bump();
            return None;
        }
        let span = Span::new(start, self.at);
        if word == "*" && last_star.is_some() {
            return Some(Node::All(Vec::new()));
        }
        if last_star.is_some_and(|star| star + 1 == word.len()) {
            word.pop();
            if word
                .chars()
                .filter(|letter| letter.is_alphanumeric())
                .count()
                >= 2
            {
                return self.leaf(start, Node::Prefix(word));
            }
            self.notice(span, "a prefix needs two letters; searched as a word");
        } else if last_star.is_some() {
            self.notice(span, "a star counts at the end of a word only");
        } else if let Some(tilde) = last_tilde {
            let edits = match word.get(tilde + 1..) {
                Some("" | "1") => Some(1),
                Some("2") => Some(2),
                _ => None,
            };
            match edits {
                Some(edits) if tilde > 0 => {
                    word.truncate(tilde);
                    return self.leaf(start, Node::Fuzzy { word, edits });
                }
                _ => self.notice(span, "a word is followed by ~, ~1 or ~2, or by none"),
            }
        }
        if !word.contains(char::is_alphanumeric) {
            // A dash between words, say: nobody looks for it.
            return None;
        }
        self.leaf(start, Node::Word(word))
    }

    fn field(&mut self, field: &str, start: usize, depth: usize) -> Option<Node> {
        if field == "title" {
            if depth >= MAX_DEPTH
                || self
                    .peek()
                    .is_none_or(|next| next.is_whitespace() || next == ')')
            {
                let span = Span::new(start, self.at);
                self.notice(
                    span,
                    "title: needs a word, a phrase or a group right after it",
                );
                return None;
            }
            return Some(Node::Title(Box::new(self.condition(depth + 1)?)));
        }
        let value = self.value();
        let span = Span::new(start, self.at);
        if value.is_empty() {
            self.notice(span, format!("{field}: needs a value right after it"));
            return None;
        }
        if field == "within" {
            self.within = Tier::from_name(&value.to_lowercase()).or(self.within);
            if Tier::from_name(&value.to_lowercase()).is_none() {
                let names = Tier::ALL.map(|tier| tier.to_string()).join(", ");
                self.notice(span, format!("within: is one of {names}"));
            }
            return None;
        }
        let node = match field {
            "name" => Ok(Node::Name {
                name: value,
                alike: false,
            }),
            "source" => Ok(Node::Source(value)),
            "after" => date(&value).map(Node::After),
            "before" => date(&value).map(Node::Before),
            _ => match Language::from_code(&value) {
                Some(language) if field == "from" => Ok(Node::From(language)),
                Some(language) => Ok(Node::Language(language)),
                None => Err(format!(
                    "{value:?} is no language code; this filter is ignored"
                )),
            },
        };
        match node {
            Ok(node) => self.leaf(start, node),
            Err(message) => {
                self.notice(span, message);
                None
            }
        }
    }

    fn value(&mut self) -> String {
        let start = self.at;
        if let Some(close) = self.peek().and_then(closing_quote) {
            self.bump();
            return self.quoted(start, close);
        }
        let mut value = String::new();
        while let Some(letter) = self.peek() {
            match letter {
                '(' | ')' => break,
                _ if letter.is_whitespace() => break,
                '\\' => {
                    self.bump();
                    value.extend(self.bump());
                }
                _ => {
                    value.push(letter);
                    self.bump();
                }
            }
        }
        value
    }
}

/// The marks that close a quotation that `open` opens.
fn closing_quote(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '“' | '„' | '”' => Some(&['”', '“', '"']),
        '«' | '»' => Some(&['»', '«']),
        _ => None,
    }
}

/// A day, or the first of a month (`2023-09`) or of a year (`2023`).
fn date(value: &str) -> Result<Date, String> {
    let digits = value
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter == '-');
    let full = match value.len() {
        4 if digits => format!("{value}-01-01"),
        7 if digits => format!("{value}-01"),
        _ => value.to_owned(),
    };
    full.parse()
        .map_err(|_| format!("{value:?} is no date (YYYY-MM-DD); this filter is ignored"))
}

//! JSON Lines: one article as a JSON object on each line.
//!
//! | key | value |
//! | --- | --- |
//! | `id` | a string or a number; needed |
//! | `title` | a string |
//! | `body` or `text` | a string |
//! | `source` | its name, or an object with `id`, `name`, `domain`, `country`, `language`, `tags` |
//! | `url` | a string |
//! | `author` or `authors` | a string or a list of them |
//! | `published` or `date` | a [`Date`] |
//! | `language` or `lang` | a code such as `de`, `deu`, `zh-CN`, `srp-Cyrl` |
//! | `translated_from` or `origlang` | a code; the article's own means nothing |
//! | `tags` | a string or a list of them |
//!
//! Other keys are counted. A value that is not understood is left out and told; a line that holds
//! no article is told, and the next is read.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};

use super::Item;
use crate::article::{Article, Date, Source};
use crate::text::language::Language;

/// The longest line that is read, in bytes: an article with every character escaped.
const MAX_LINE_BYTES: usize = 64 << 20;
/// How many different unknown keys are counted; a file of random keys must not fill the memory.
const MAX_UNKNOWN_KEYS: usize = 1000;

/// The articles of a reader.
///
/// ```
/// use clippings::ingest::{Item, jsonl::Lines};
///
/// let mut lines = Lines::new(&b"{\"id\":1,\"text\":\"KFOR\",\"mood\":\"calm\"}\n{oops\n"[..]);
/// assert!(matches!(lines.next(), Some(Ok(Item::Article { article, .. })) if article.body == "KFOR"));
/// assert!(matches!(lines.next(), Some(Ok(Item::BadLine { line: 2, .. }))));
/// assert_eq!(lines.unknown_keys()["mood"], 1);
/// ```
#[derive(Debug)]
pub struct Lines<R> {
    reader: R,
    line: u64,
    buffer: Vec<u8>,
    unknown_keys: BTreeMap<String, u64>,
    has_failed: bool,
}

impl<R: BufRead> Lines<R> {
    /// Reads from `reader`, which is best buffered.
    pub fn new(reader: R) -> Self {
        Self {
            reader,
            line: 0,
            buffer: Vec::new(),
            unknown_keys: BTreeMap::new(),
            has_failed: false,
        }
    }

    /// The keys met so far that mean nothing here, with how often.
    #[must_use]
    pub fn unknown_keys(&self) -> &BTreeMap<String, u64> {
        &self.unknown_keys
    }

    /// Reads the next line into the buffer; gives whether there was one, and whether it fits.
    fn read_line(&mut self) -> io::Result<Option<bool>> {
        self.buffer.clear();
        let limit = MAX_LINE_BYTES as u64 + 1;
        let read = self
            .reader
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.buffer)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if self.buffer.len() <= MAX_LINE_BYTES || self.buffer.ends_with(b"\n") {
            return Ok(Some(true));
        }
        self.buffer = Vec::new();
        loop {
            let ahead = self.reader.fill_buf()?;
            let end = ahead.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(ahead.len(), |end| end + 1);
            self.reader.consume(length);
            if end.is_some() || length == 0 {
                return Ok(Some(false));
            }
        }
    }

    fn item(&mut self, fits: bool) -> Option<Item> {
        let line = self.line;
        let bad = |reason: String| Some(Item::BadLine { line, reason });
        if !fits {
            return bad(format!("the line exceeds {} MB", MAX_LINE_BYTES >> 20));
        }
        let bytes = self
            .buffer
            .strip_prefix(b"\xef\xbb\xbf")
            .filter(|_| line == 1)
            .unwrap_or(&self.buffer);
        if bytes.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                return bad(format!(
                    "not UTF-8 at byte {} of the line",
                    error.valid_up_to()
                ));
            }
        };
        match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(keys)) => match self.article(keys) {
                Ok((article, warnings)) => Some(Item::Article {
                    line,
                    article: Box::new(article),
                    warnings,
                }),
                Err(reason) => bad(reason),
            },
            Ok(_) => bad("the line is no JSON object".to_owned()),
            Err(error) => {
                // Each line is read by itself: its line number would always be 1.
                let what = error.to_string();
                let what = what.split(" at line ").next().unwrap_or_default();
                bad(format!("no JSON: {what} at column {}", error.column()))
            }
        }
    }

    fn article(&mut self, keys: Map<String, Value>) -> Result<(Article, Vec<String>), String> {
        let mut article = Article::default();
        let mut warnings = Vec::new();
        for (key, value) in keys {
            if value.is_null() {
                continue;
            }
            let understood = match key.as_str() {
                "id" => put(&mut article.id, id(&value)),
                "title" => put(&mut article.title, string(&value)),
                "body" | "text" => {
                    if !article.body.is_empty() {
                        warnings.push("both body and text are given; body counts".to_owned());
                        if key == "text" {
                            continue;
                        }
                    }
                    put(&mut article.body, string(&value))
                }
                "url" => put(&mut article.url, string(&value).map(Some)),
                "author" | "authors" => strings(&value).map(|names| article.authors.extend(names)),
                "tags" => put(&mut article.tags, strings(&value)),
                "source" => put(&mut article.source, source(&value)),
                "published" | "date" => put(&mut article.published, date(&value)),
                "language" | "lang" => put(&mut article.language, language(&value)),
                "translated_from" | "origlang" => {
                    put(&mut article.translated_from, language(&value))
                }
                _ => {
                    if self.unknown_keys.contains_key(&key)
                        || self.unknown_keys.len() < MAX_UNKNOWN_KEYS
                    {
                        *self.unknown_keys.entry(key).or_default() += 1;
                    }
                    continue;
                }
            };
            if understood.is_none() {
                let shown: String = value.to_string().chars().take(40).collect();
                warnings.push(format!("{key} {shown} is not understood"));
            }
        }
        if article.id.is_empty() {
            return Err("there is no id".to_owned());
        }
        if article.translated_from == article.language {
            article.translated_from = None;
        }
        Ok((article, warnings))
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        while !self.has_failed {
            match self.read_line() {
                Ok(None) => return None,
                Ok(Some(fits)) => {
                    if let Some(item) = self.item(fits) {
                        return Some(Ok(item));
                    }
                }
                Err(error) => {
                    self.has_failed = true;
                    return Some(Err(error));
                }
            }
        }
        None
    }
}

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn strings(value: &Value) -> Option<Vec<String>> {
    let strings = match value {
        Value::String(one) => vec![one.clone()],
        Value::Array(all) => all.iter().map(string).collect::<Option<_>>()?,
        _ => return None,
    };
    Some(
        strings
            .into_iter()
            .filter(|one| !one.trim().is_empty())
            .collect(),
    )
}

/// An empty string means none.
#[expect(
    clippy::option_option,
    reason = "outside: understood; inside: there is one"
)]
fn source(value: &Value) -> Option<Option<Source>> {
    match value {
        Value::String(name) => Some(Some(Source::new(name)).filter(|source| !source.id.is_empty())),
        Value::Object(keys) => {
            let text = |key: &str| keys.get(key).and_then(string);
            let name = text("name").or_else(|| text("id"))?;
            let mut source = Source::new(name);
            source.id = text("id").unwrap_or(source.id);
            source.domain = text("domain");
            source.country = text("country");
            source.language = text("language").and_then(|code| Language::from_code(&code));
            source.tags = keys.get("tags").and_then(strings).unwrap_or_default();
            Some(Some(source).filter(|source| !source.id.is_empty()))
        }
        _ => None,
    }
}

#[expect(
    clippy::option_option,
    reason = "outside: understood; inside: there is one"
)]
fn date(value: &Value) -> Option<Option<Date>> {
    match value {
        Value::String(text) if text.trim().is_empty() => Some(None),
        Value::String(text) => text.parse().ok().map(Some),
        Value::Number(seconds) => Date::from_unix_seconds(seconds.as_i64()?).map(Some),
        _ => None,
    }
}

#[expect(
    clippy::option_option,
    reason = "outside: understood; inside: there is one"
)]
fn language(value: &Value) -> Option<Option<Language>> {
    match value.as_str()? {
        "" | "und" => Some(None),
        code => Language::from_code(code).map(Some),
    }
}

//! What the caller hands over: an [`Article`], the [`Source`] it comes from, and its [`Date`].

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::language::Language;

/// A news article as it was published.
///
/// Only the `id` is needed, and a title or a body. Body and title are kept byte for byte: every
/// span of a hit points into them as they were given here.
///
/// ```
/// use clippings::{Article, Source};
///
/// let article = Article::new("nextv-1")
///     .title("Serbia gathers its forces")
///     .body("President Aleksandar Vucic denies it.")
///     .source(Source::new("NexTV").country("SE"))
///     .published("2023-09-30")
///     .language("en")
///     .translated_from("sv")
///     .tag("kosovo");
/// assert_eq!(article.published.unwrap().to_string(), "2023-09-30");
/// assert_eq!(article.source.unwrap().id, "nextv");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Article {
    /// What the caller knows it by; adding an article with a known id replaces it.
    /// 1 to 512 bytes.
    pub id: String,
    /// The headline.
    #[serde(default)]
    pub title: String,
    /// The text, plain or HTML. At most 10 MB together with the title.
    #[serde(default)]
    pub body: String,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Date>,
    /// The language the caller knows it to be in. It wins over a guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The language it was translated from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translated_from: Option<Language>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl Article {
    /// An article without text yet.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Sets the headline.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Sets the text.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = body.into();
        self
    }

    /// Sets where it was published.
    #[must_use]
    pub fn source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Sets where it can be read.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }

    /// Adds one of its authors.
    #[must_use]
    pub fn author(mut self, author: impl Into<String>) -> Self {
        self.authors.push(author.into());
        self
    }

    /// Sets when it was published. A text that is no date leaves it unset; to hear about it, parse
    /// the text with [`Date::from_str`] and set [`Article::published`].
    #[must_use]
    pub fn published(mut self, date: impl IntoDate) -> Self {
        self.published = date.into_date();
        self
    }

    /// Sets the language by its code (`de`, `deu`, `zh-CN`, `srp-Cyrl`). An unknown code leaves
    /// it unset, so that the language is guessed.
    #[must_use]
    pub fn language(mut self, code: impl AsRef<str>) -> Self {
        self.language = Language::from_code(code.as_ref());
        self
    }

    /// Sets the language it was translated from by its code. An unknown code leaves it unset.
    #[must_use]
    pub fn translated_from(mut self, code: impl AsRef<str>) -> Self {
        self.translated_from = Language::from_code(code.as_ref());
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }
}

/// Where an article was published.
///
/// It is stored once per id: when a source is written again, all its articles show the new words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Source {
    /// What it is known by. 1 to 512 bytes.
    pub id: String,
    /// Its name as readers know it.
    #[serde(default)]
    pub name: String,
    /// Its domain, such as `example.org`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Its country by ISO 3166-1 alpha-2, such as `SE`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The language it usually writes in: the last resort where a text does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Free labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

impl Source {
    /// A source by its name. Its id is the name in lower case, with a hyphen for whatever is
    /// neither letter nor digit: `Le Monde` is `le-monde`.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            id: slug(&name),
            name,
            ..Self::default()
        }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = id.into();
        self
    }

    /// Sets the domain.
    #[must_use]
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets the country.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Sets the usual language by its code. An unknown code leaves it unset.
    #[must_use]
    pub fn language(mut self, code: impl AsRef<str>) -> Self {
        self.language = Language::from_code(code.as_ref());
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.tags.push(tag.into());
        self
    }
}

impl From<&str> for Source {
    fn from(name: &str) -> Self {
        Self::new(name)
    }
}

fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    while slug.ends_with('-') {
        slug.pop();
    }
    slug
}

/// When an article was published: a day, or a second of it in UTC.
///
/// It is read from `2023-09-29`, or from a date and time by RFC 3339 (`2023-09-29T18:30:00Z`, also
/// with a blank for the `T`, without seconds, or without a zone, which then counts as UTC), and
/// written as the one or the other. Years 1 to 9999.
///
/// ```
/// use clippings::Date;
///
/// let day: Date = "2023-09-29".parse().unwrap();
/// let evening: Date = "2023-09-29T20:30:00+02:00".parse().unwrap();
/// assert!(day < evening);
/// assert_eq!(evening.to_string(), "2023-09-29T18:30:00Z");
/// assert!("29 September".parse::<Date>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    // Seconds since 1970-01-01T00:00:00Z; midnight where only the day is known. Years 1 to 9999.
    seconds: i64,
    has_time: bool,
}

impl Date {
    /// Seconds since 1970-01-01T00:00:00Z; midnight UTC where only the day is known.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// The date at so many seconds since 1970-01-01T00:00:00Z, or `None` outside the years 1 to
    /// 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let date = Self {
            seconds,
            has_time: true,
        };
        date.timestamp().filter(in_range).map(|_| date)
    }

    /// Whether the time of day is known.
    #[must_use]
    pub fn has_time(self) -> bool {
        self.has_time
    }

    fn timestamp(self) -> Option<jiff::Timestamp> {
        jiff::Timestamp::from_second(self.seconds).ok()
    }
}

fn in_range(timestamp: &jiff::Timestamp) -> bool {
    (1..=9999).contains(&timestamp.to_zoned(jiff::tz::TimeZone::UTC).year())
}

/// A text that is no [`Date`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no date: expected YYYY-MM-DD or a date and time by RFC 3339")]
pub struct ParseDateError {
    text: String,
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let text = text.trim();
        let utc = jiff::tz::TimeZone::UTC;
        // A name in brackets after the offset is RFC 9557, not RFC 3339.
        let plain = text.is_ascii() && text.len() <= 40 && !text.contains('[');
        let has_time = text.len() > 10;
        let timestamp = if !plain || text.starts_with('-') {
            None
        } else if !has_time {
            let day = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
            day.then(|| text.parse::<jiff::civil::Date>().ok())
                .flatten()
                .and_then(|date| date.to_zoned(utc).ok())
                .map(|zoned| zoned.timestamp())
        } else {
            text.parse::<jiff::Timestamp>().ok().or_else(|| {
                let date_time = text.parse::<jiff::civil::DateTime>().ok()?;
                Some(date_time.to_zoned(utc).ok()?.timestamp())
            })
        };
        match timestamp.filter(in_range) {
            Some(timestamp) => Ok(Self {
                seconds: timestamp.as_second(),
                has_time,
            }),
            None => Err(ParseDateError {
                text: text.chars().take(40).collect(),
            }),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(timestamp) = self.timestamp() else {
            return write!(f, "{}", self.seconds);
        };
        if self.has_time {
            write!(f, "{timestamp}")
        } else {
            write!(f, "{}", timestamp.to_zoned(jiff::tz::TimeZone::UTC).date())
        }
    }
}

/// As text; as numbers where no human reads it, which the index does for every hit.
impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            (self.seconds, self.has_time).serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;

        if deserializer.is_human_readable() {
            let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
            return text.parse().map_err(Error::custom);
        }
        let (seconds, has_time) = <(i64, bool)>::deserialize(deserializer)?;
        let date = Self { seconds, has_time };
        // The years 1 to 9999, as everywhere.
        if (-62_135_596_800..=253_402_300_799).contains(&seconds) {
            Ok(date)
        } else {
            Err(Error::custom("the date lies outside the years 1 to 9999"))
        }
    }
}

/// What [`Article::published`] takes: a [`Date`] or the text of one.
pub trait IntoDate {
    /// The date, if it is one.
    fn into_date(self) -> Option<Date>;
}

impl IntoDate for Date {
    fn into_date(self) -> Option<Date> {
        Some(self)
    }
}

impl IntoDate for &str {
    fn into_date(self) -> Option<Date> {
        self.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_and_written_alike() {
        for text in [
            "0001-01-01",
            "1601-02-28",
            "2024-02-29",
            "9999-12-30",
            "2023-09-29T18:30:00Z",
        ] {
            assert_eq!(text.parse::<Date>().unwrap().to_string(), text);
        }
        assert_eq!(
            "2023-09-29 18:30".parse::<Date>().unwrap().to_string(),
            "2023-09-29T18:30:00Z"
        );
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2023",
            "2023-02-30",
            "20230929",
            "10000-01-01",
            "-2023-01-01",
            "NaN",
            "2023-09-29T25:00",
        ] {
            assert!(text.parse::<Date>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_source_is_known_by_its_name_in_lower_case() {
        assert_eq!(Source::new("Le Monde (fr)").id, "le-monde-fr");
        assert_eq!(Source::new("Вечерње новости").id, "вечерње-новости");
    }
}

//! Heads: title, outlet, date and authors of an article that is but a scraped text.

use crate::text::leftover::{Form, byline, form, full_date, outlet_of, persons};
use crate::text::passage::{Line, lines};

/// Longer lines, in characters, are no titles.
const LONGEST_TITLE_CHARS: usize = 200;

/// A head longer than this, in lines, is no head but a list: titles stand at the beginning.
const MOST_HEAD_LINES: usize = 12;

/// What the first and the last lines of a text say about it. Nothing is taken out of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Head {
    /// The headline.
    pub title: Option<String>,
    /// The name of the site or paper.
    pub outlet: Option<String>,
    /// The date, as `YYYY-MM-DD`, where day, month and year are all stated.
    pub published: Option<String>,
    /// The persons of the by-line.
    pub authors: Vec<String>,
}

/// Reads the head and the foot of a text.
///
/// What is not stated is left open: a text that begins with a paragraph has no title, and a date
/// without its year is none.
///
/// ```
/// use clippings::ingest::text::head;
///
/// let text = "| 6 December 2023, Wednesday |\n\nKFOR is given more troops\n\n\
///     The alliance said on Friday that a battalion is on its way to the north of the country.";
/// let head = head(text);
/// assert_eq!(head.title.as_deref(), Some("KFOR is given more troops"));
/// assert_eq!(head.published.as_deref(), Some("2023-12-06"));
/// ```
#[must_use]
pub fn head(text: &str) -> Head {
    let lines = lines(text);
    let mut head = Head::default();
    let mut titles: Vec<&str> = Vec::new();
    let first_lines = lines
        .iter()
        .take_while(|line| line.place.in_head)
        .take(MOST_HEAD_LINES);
    for line in first_lines {
        let words = line.span.of(text).unwrap_or_default();
        match form(words, line.place) {
            Some(form) => head.read(words, form),
            None if may_be_title(words) => titles.push(words),
            None => {}
        }
    }
    // A text of a single line is all body.
    if lines.len() > 1 {
        head.title = fullest(&titles).map(tidy);
    }
    let last_lines: Vec<&Line> = lines
        .iter()
        .rev()
        .take_while(|line| line.place.in_foot)
        .collect();
    for line in last_lines.iter().rev() {
        let words = line.span.of(text).unwrap_or_default();
        if let Some(form) = form(words, line.place) {
            head.read(words, form);
        }
    }
    head
}

impl Head {
    /// Takes from a leftover line what is not known yet.
    fn read(&mut self, line: &str, form: Form) {
        match form {
            Form::SiteName => self.offer_outlet(line),
            Form::DateBar => self.offer_date(line),
            Form::ByLine => {
                let Some(who) = byline(line) else { return };
                self.offer_date(line);
                if self.authors.is_empty() {
                    self.authors.extend(persons(who).map(tidy));
                }
                if let Some(outlet) = outlet_of(who) {
                    self.offer_outlet(outlet);
                }
            }
            // An agency behind its bullet closes the text of its own site.
            Form::Credit => {
                if let Some(name) = line.trim().strip_prefix('•') {
                    self.offer_outlet(name);
                }
            }
            _ => {}
        }
    }

    fn offer_outlet(&mut self, name: &str) {
        let name = tidy(name);
        if self.outlet.is_none() && !name.is_empty() {
            self.outlet = Some(name);
        }
    }

    fn offer_date(&mut self, line: &str) {
        if self.published.is_none() {
            self.published = full_date(line);
        }
    }
}

fn may_be_title(line: &str) -> bool {
    line.chars().any(char::is_alphabetic) && line.chars().nth(LONGEST_TITLE_CHARS).is_none()
}

/// The first title, or a later line that it is only the beginning of.
fn fullest<'t>(titles: &[&'t str]) -> Option<&'t str> {
    let (first, later) = titles.split_first()?;
    let cut = letters(first);
    let fuller = later.iter().find(|line| {
        let full = letters(line);
        full.len() > cut.len() && full.starts_with(&cut)
    });
    // One word may well begin two lines by chance.
    let telling = first.split_whitespace().nth(3).is_some();
    Some(fuller.filter(|_| telling).unwrap_or(first))
}

/// What two versions of one line have in common: letters and figures, without case.
fn letters(line: &str) -> String {
    line.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A line with single blanks.
fn tidy(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARAGRAPH: &str =
        "The ministry said on Monday that the northern road will stay closed for a week.";

    #[test]
    fn a_text_without_a_head_has_no_title() {
        assert_eq!(head(PARAGRAPH), Head::default());
        assert_eq!(
            head(&format!("{PARAGRAPH}\n\n{PARAGRAPH}")),
            Head::default()
        );
        assert_eq!(head(""), Head::default());
        assert_eq!(head("Road closed"), Head::default());
    }

    #[test]
    fn a_cut_headline_gives_way_to_the_full_one() {
        let text = format!(
            "The road to the north stays\n\nThe road “to the north” stays closed\n\n{PARAGRAPH}"
        );
        assert_eq!(
            head(&text).title.as_deref(),
            Some("The road “to the north” stays closed")
        );
    }

    #[test]
    fn by_lines_name_persons_or_outlets() {
        let text = format!("Road closed\nBy Ana Kos and Jane Doe, Border Post\n{PARAGRAPH}");
        assert_eq!(head(&text).authors, ["Ana Kos", "Jane Doe"]);
        let text = format!("Road closed\nby border news\n{PARAGRAPH}");
        assert_eq!(head(&text).outlet.as_deref(), Some("border news"));
    }

    #[test]
    fn a_year_is_never_invented() {
        let text = format!("Road closed\nFriday, 29 September\n{PARAGRAPH}");
        assert_eq!(head(&text).published, None);
        let text = format!("Road closed\nFriday, 31 September 2023\n{PARAGRAPH}");
        assert_eq!(head(&text).published, None);
        let text = format!("Road closed\nPetak, 29. septembar 2023, 17:40\n{PARAGRAPH}");
        assert_eq!(head(&text).published.as_deref(), Some("2023-09-29"));
    }
}

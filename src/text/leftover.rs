//! Leftovers: lines of a web page that are not part of its article, recognised by their form.
//!
//! Being right counts for more than finding all: a line is a leftover only when its form leaves no other
//! reading. What is left over only because a source repeats it is found by [`fingerprint`].

mod date;
mod fingerprint;
mod name;
mod phrase;

use serde::{Deserialize, Serialize};

pub use date::full_date;
pub use fingerprint::fingerprint;
pub use name::{byline, outlet_of, persons};

/// Longer lines, in bytes, are never looked at: a caption with its credit is the longest leftover.
const LONGEST_BYTES: usize = 400;

/// What kind of leftover a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Form {
    /// The name of the site above the headline.
    SiteName,
    /// A line of nothing but a date.
    DateBar,
    /// Who wrote it.
    ByLine,
    /// A pointer to another article.
    SeeAlso,
    /// A part of the page: comments, sharing, subscriptions.
    Navigation,
    /// Where the text was taken from.
    SourceLine,
    /// What a picture shows and who took it.
    Caption,
    /// An agency, a copyright, the desk.
    Credit,
    /// A line that its source repeats from article to article.
    Repeated,
}

/// Where a line stands, and what is known of its article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Place<'t> {
    /// Before the first paragraph.
    pub in_head: bool,
    /// After the last paragraph.
    pub in_foot: bool,
    /// Another line that may be the headline stands between this one and the first paragraph.
    pub headline_follows: bool,
    /// The title of the article.
    pub title: Option<&'t str>,
    /// The name of its source.
    pub source_name: Option<&'t str>,
}

/// The kind of leftover that a line is by its form, if any.
///
/// ```
/// use clippings::text::leftover::{Form, Place, form};
///
/// let place = Place::default();
/// assert_eq!(form("Lesen Sie auch: Truppen an der Grenze", place), Some(Form::SeeAlso));
/// assert_eq!(form("Blinken talks to Serbian president", place), None);
/// ```
#[must_use]
pub fn form(line: &str, place: Place<'_>) -> Option<Form> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST_BYTES {
        return None;
    }
    if place.title.is_some_and(|title| title.trim() == line) {
        return None;
    }
    let at_edge = place.in_head || place.in_foot;
    if at_edge
        && place
            .source_name
            .is_some_and(|name| phrase::same(name, line))
    {
        return Some(Form::SiteName);
    }
    if date::is_date_bar(line, at_edge) {
        return Some(Form::DateBar);
    }
    let folded = phrase::beginning(line);
    let bare = folded.trim_start_matches(|c: char| !c.is_alphanumeric());
    if phrase::may_begin(&folded) || phrase::may_begin(bare) {
        if phrase::is_see_also(line, &folded) {
            return Some(Form::SeeAlso);
        }
        if phrase::is_navigation(line, &folded, at_edge) {
            return Some(Form::Navigation);
        }
        if phrase::is_source_line(line, &folded, place.in_foot) {
            return Some(Form::SourceLine);
        }
        if phrase::is_labelled_caption(line, &folded) {
            return Some(Form::Caption);
        }
        if phrase::is_credit(line, &folded, place.in_foot) {
            return Some(Form::Credit);
        }
    }
    if phrase::is_caption(line) {
        return Some(Form::Caption);
    }
    if place.in_foot && phrase::is_bulleted_credit(line) {
        return Some(Form::Credit);
    }
    if at_edge && name::byline(line).is_some() {
        return Some(Form::ByLine);
    }
    if place.in_head && place.headline_follows && name::is_site_name(line) {
        return Some(Form::SiteName);
    }
    None
}

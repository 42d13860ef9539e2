//! What is asked: a [`Query`], from text, from the builder, or from JSON, the same thing three ways.

mod analyzed;
mod parse;
mod print;

use std::fmt;
use std::hash::Hash;

use serde::{Deserialize, Serialize};

use crate::analysis::names::{NamePairs, Tier};
use crate::text::Span;
use crate::text::language::Language;

pub(crate) use analyzed::{
    AnalyzedNode, AnalyzedQuery, Filter, FullName, NameRole, Part, PartKind, Word,
};

/// How many hits a query asks for where it does not say.
pub const DEFAULT_LIMIT: usize = 10;
/// The last rank that can be asked for: `offset + limit` may not exceed it.
pub const MAX_WINDOW: usize = 10_000;
/// The longest query text that is read, in bytes.
pub const MAX_QUERY_BYTES: usize = 16 * 1024;
/// The farthest form of a name that is looked for where a query does not say: what a reader can trust.
const DEFAULT_TIER: Tier = Tier::Lexicon;
/// How many words, phrases and filters one query may hold.
pub const MAX_LEAVES: usize = 1024;
/// How deep parentheses may nest.
pub const MAX_DEPTH: usize = 32;

/// What to look for, and which of the hits to return.
///
/// A query comes from text, from the builder methods here, or from JSON; the three give equal
/// values. Text is never wrong: what cannot be understood is searched as words, and said in
/// [`Query::notices`].
///
/// | text | meaning |
/// | --- | --- |
/// | `vucic kosovo` | both words; where too few passages hold all, fewer words (see [`Searcher::search`](crate::Searcher::search)) |
/// | `"combat readiness"` | the words as a phrase, letter for letter after folding |
/// | `-princess` | not in the passage, nor in the title |
/// | `kurti OR vucic` | either; binds closer than the blank |
/// | `(a b) OR c` | grouping |
/// | `name:"Aleksandar Vučić"`, `name:vucic` | who is named so, in any form and order (see [`Query::name`]) |
/// | `~Vucic`, `~"Anthony Blinken"` | the same, with forms that sound alike or are misspelt |
/// | `within:inflected` | no form of a name farther than this (see [`Query::within`]) |
/// | `title:kosovo`, `title:"kosovo border"` | in the title |
/// | `source:nextv` | the source's id, name, domain, country or tag |
/// | `lang:sr`, `from:sv` | the passage's language, the language translated from |
/// | `after:2023-09-01` | published on that day or later |
/// | `before:2023-10-01` | published before that day |
/// | `milit*` | words that begin so (two letters or more) |
/// | `stoltenburg~1` | words within one edit (`~` or `~1`, `~2`) |
/// | `*` | every passage |
/// | `\` | the next character is a letter like any other |
///
/// ```
/// use clippings::Query;
///
/// let text = Query::parse(r#"vucic "kosovo border" -princess after:2023-09-01"#);
/// let built = Query::word("vucic")
///     .and(Query::phrase("kosovo border"))
///     .excluding(Query::word("princess"))
///     .after("2023-09-01".parse()?);
/// assert_eq!(text, built);
/// assert_eq!(built.to_string(), r#"vucic "kosovo border" -princess after:2023-09-01"#);
///
/// let json = serde_json::to_string(&built)?;
/// assert_eq!(serde_json::from_str::<Query>(&json)?, built);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct Query {
    // Simplified: no group of one, no group directly inside a group of its kind.
    node: Node,
    limit: usize,
    offset: usize,
    leftovers: bool,
    within: Tier,
    name_pairs: NamePairs,
    notices: Vec<Notice>,
    // The text that was parsed, and where each leaf stands in it; empty for a built query.
    text: Option<String>,
    leaf_spans: Vec<Span>,
}

/// Two queries are equal if they ask for the same, whatever notices their text gave.
impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        let settings = |query: &Self| (query.limit, query.offset, query.leftovers, query.within);
        self.node == other.node
            && settings(self) == settings(other)
            && self.name_pairs == other.name_pairs
    }
}

/// One condition, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Node {
    /// Each of these. Of bare words fewer may do; of none, everything (`*` as text).
    All(Vec<Node>),
    /// At least one of these; of none, nothing. A group without conditions inside another group is
    /// left out.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// This, in the title.
    Title(Box<Node>),
    /// A word in any of its readings.
    Word(String),
    /// These words, one after the other.
    Phrase(String),
    /// A name, in one part or several.
    Name {
        /// As it is written.
        name: String,
        /// Whether forms that sound alike or are misspelt are looked for too.
        alike: bool,
    },
    /// A word that begins so.
    Prefix(String),
    /// A word within so many edits.
    Fuzzy {
        /// The word.
        word: String,
        /// Insertions, deletions, substitutions and swaps of neighbours; 1 or 2.
        edits: u8,
    },
    /// From a source with this id, name, domain, country or tag.
    Source(String),
    /// In a passage of this language.
    Language(Language),
    /// Translated from this language.
    From(Language),
    /// Published on this day or later.
    After(crate::Date),
    /// Published before this day.
    Before(crate::Date),
}

/// Something about a query's text that its writer should know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Notice {
    /// First byte in the query's text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// One sentence for people.
    pub message: String,
}

impl Notice {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self {
            start: span.start,
            end: span.end,
            message: message.into(),
        }
    }
}

impl Query {
    /// All that what it comes to depends on, but for how many hits are shown.
    pub(crate) fn identity(&self) -> impl Hash {
        (
            &self.node,
            self.leftovers,
            self.within,
            &self.name_pairs,
            &self.notices,
            (&self.text, &self.leaf_spans),
        )
    }

    /// Reads a query from text. Never fails: see [`Query::notices`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        parse::parse(text)
    }

    /// A word, or several that must all match where `text` holds blanks.
    #[must_use]
    pub fn word(text: &str) -> Self {
        let words = text
            .split_whitespace()
            .map(|word| Node::Word(word.to_owned()));
        // Of no word, nothing: the empty alternative, not the empty conjunction.
        let words = std::iter::once(nothing()).chain(words).collect();
        Node::All(words).into()
    }

    /// The words of `text`, one after the other.
    #[must_use]
    pub fn phrase(text: &str) -> Self {
        Node::Phrase(text.to_owned()).into()
    }

    /// Who is named so: the forms of the name alone, however common its words are otherwise.
    ///
    /// A name in one part is found where it stands as a name: with a capital, in scripts that have
    /// them. A name in several parts is one thing: a given name and the family name near each
    /// other, in any order, each in a form of its own. Where an article holds the full name, its
    /// passages with the family name alone count too, for less
    /// ([`Reason::FromArticle`](crate::Reason::FromArticle)); where three quarters of the articles with
    /// the family name hold the full name, so do those of the others
    /// ([`Reason::FromIndex`](crate::Reason::FromIndex)). Beside a part that is surely a form of its own
    /// the other may be one that only sounds alike, in another script or as a given name. Both are
    /// left out where [`Query::within`] asks for less than the lexicon. The family name is the last part,
    /// but for names that are written the other way round: `VUČIĆ Aleksandar`, `Vučić,
    /// Aleksandar`, `Kim Jong-un`. Particles such as `von der` may be missing; of several given names one
    /// is enough; an initial stands for every name that begins so.
    ///
    /// ```
    /// use clippings::{Article, Index, Query, Reason};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// let text = "Razgovarao je s Milanom Dačićem. Dačić šuti.";
    /// writer.add(&Article::new("1").body(text).language("hr"))?;
    /// writer.add(&Article::new("2").body("Milan Kostić met Ana Dačić."))?;
    /// writer.commit()?;
    ///
    /// let results = index.search(Query::name("Milan Dačić"))?;
    /// assert_eq!(results.total, 1);
    /// let marks = &results.hits[0].highlights;
    /// assert_eq!(marks[0].text, "Milanom Dačićem");
    /// assert_eq!(marks[1].text, "Dačić");
    /// assert!(matches!(marks[1].reason, Reason::FromArticle { .. }));
    /// # Ok::<(), clippings::Error>(())
    /// ```
    #[must_use]
    pub fn name(name: &str) -> Self {
        Node::Name {
            name: name.to_owned(),
            alike: false,
        }
        .into()
    }

    /// As [`Query::name`], with forms that sound alike or are misspelt.
    #[must_use]
    pub fn name_alike(name: &str) -> Self {
        Node::Name {
            name: name.to_owned(),
            alike: true,
        }
        .into()
    }

    /// A word that begins with `text`.
    #[must_use]
    pub fn prefix(text: &str) -> Self {
        Node::Prefix(text.to_owned()).into()
    }

    /// A word within `edits` edits of `word`; more than 2 count as 2, 0 as 1.
    #[must_use]
    pub fn fuzzy(word: &str, edits: u8) -> Self {
        Node::Fuzzy {
            word: word.to_owned(),
            edits: edits.clamp(1, 2),
        }
        .into()
    }

    /// Every passage: the start of a pure filter.
    #[must_use]
    pub fn everything() -> Self {
        Node::All(Vec::new()).into()
    }

    /// Both this and `other`.
    #[must_use]
    pub fn and(self, other: impl Into<Query>) -> Self {
        self.with(|node| Node::All(vec![node, other.into().node]))
    }

    /// This or `other`.
    #[must_use]
    pub fn or(self, other: impl Into<Query>) -> Self {
        self.with(|node| Node::Any(vec![node, other.into().node]))
    }

    /// This, but not where `other` matches.
    #[must_use]
    pub fn excluding(self, other: impl Into<Query>) -> Self {
        self.with(|node| Node::All(vec![node, Node::Not(Box::new(other.into().node))]))
    }

    /// The same, in the title.
    #[must_use]
    pub fn in_title(self) -> Self {
        self.with(|node| Node::Title(Box::new(node)))
    }

    /// Only from a source with this id, name, domain, country or tag.
    #[must_use]
    pub fn source(self, source: &str) -> Self {
        self.and(Query::from(Node::Source(source.to_owned())))
    }

    /// Only passages in this language.
    #[must_use]
    pub fn language(self, language: Language) -> Self {
        self.and(Query::from(Node::Language(language)))
    }

    /// Only what was translated from this language.
    #[must_use]
    pub fn translated_from(self, language: Language) -> Self {
        self.and(Query::from(Node::From(language)))
    }

    /// Only what was published on this day or later.
    #[must_use]
    pub fn after(self, date: crate::Date) -> Self {
        self.and(Query::from(Node::After(date)))
    }

    /// Only what was published before this day.
    #[must_use]
    pub fn before(self, date: crate::Date) -> Self {
        self.and(Query::from(Node::Before(date)))
    }

    /// At most so many hits, 1 to 10,000; [`DEFAULT_LIMIT`] where it is not said.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    /// Leaves out the first so many hits. `offset + limit` may not exceed [`MAX_WINDOW`].
    #[must_use]
    pub fn offset(mut self, offset: usize) -> Self {
        self.offset = offset;
        self
    }

    /// Whether web leftovers (site names, "see also" lines, captions) are searched too.
    #[must_use]
    pub fn leftovers(mut self, included: bool) -> Self {
        self.leftovers = included;
        self
    }

    /// The farthest form in which names are found; [`Tier::Lexicon`] where it is not said.
    ///
    /// [`Tier::Folded`] is the name in its own letters, [`Tier::Inflected`] stays within its script
    /// and spelling. An index does not tell marks apart, so [`Tier::Exact`] is as [`Tier::Folded`];
    /// the reasons of highlights do tell. [`Tier::Phonetic`] and [`Tier::Edit`] open for every name
    /// of the query what `~` opens for one.
    ///
    /// ```
    /// use clippings::analysis::names::Tier;
    /// use clippings::{Article, Index, Query};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(&Article::new("1").body("Александар Вучић"))?;
    /// writer.commit()?;
    /// assert_eq!(index.search("vucic")?.total, 1);
    /// assert_eq!(index.search(Query::word("vucic").within(Tier::Inflected))?.total, 0);
    /// assert_eq!(index.search("vucic within:inflected")?.total, 0);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    #[must_use]
    pub fn within(mut self, farthest: Tier) -> Self {
        self.within = farthest;
        self
    }

    /// What its writer should know about the text it was read from; empty for a built query.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// Its conditions.
    #[must_use]
    pub fn node(&self) -> &Node {
        &self.node
    }

    /// The text it was read from, or else the text that is read back as the same.
    #[must_use]
    pub fn text(&self) -> String {
        self.text.clone().unwrap_or_else(|| self.to_string())
    }

    pub(crate) fn window(&self) -> (usize, usize) {
        (self.offset, self.limit)
    }

    /// Names that are one to this query, and names that never are, beside those of the index
    /// ([`Index::with_name_pairs`](crate::Index::with_name_pairs)); of a pair in both, this is what holds.
    #[must_use]
    pub fn name_pairs(mut self, pairs: NamePairs) -> Self {
        self.name_pairs = pairs;
        self
    }

    pub(crate) fn own_name_pairs(&self) -> &NamePairs {
        &self.name_pairs
    }

    pub(crate) fn farthest(&self) -> Tier {
        self.within
    }

    pub(crate) fn has_leftovers(&self) -> bool {
        self.leftovers
    }

    fn with(mut self, change: impl FnOnce(Node) -> Node) -> Self {
        self.node = simplify(change(self.node), 0);
        self.text = None;
        self.notices.clear();
        self.leaf_spans.clear();
        self
    }
}

impl From<Node> for Query {
    fn from(node: Node) -> Self {
        Self {
            node: simplify(node, 0),
            limit: DEFAULT_LIMIT,
            offset: 0,
            leftovers: false,
            within: DEFAULT_TIER,
            name_pairs: NamePairs::default(),
            notices: Vec::new(),
            text: None,
            leaf_spans: Vec::new(),
        }
    }
}

impl From<&str> for Query {
    fn from(text: &str) -> Self {
        Self::parse(text)
    }
}

impl From<&String> for Query {
    fn from(text: &String) -> Self {
        Self::parse(text)
    }
}

impl From<&Query> for Query {
    fn from(query: &Query) -> Self {
        query.clone()
    }
}

/// The text that is read back as an equal query, but for `limit`, `offset`, `leftovers` and
/// `name_pairs`, which have no place in the text.
impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::print(&self.node, f)?;
        if self.within == DEFAULT_TIER {
            return Ok(());
        }
        write!(f, " within:{}", self.within)
    }
}

/// A query as it stands in JSON.
#[derive(Serialize, Deserialize)]
struct Wire {
    query: Node,
    #[serde(default = "default_limit", skip_serializing_if = "is_default_limit")]
    limit: usize,
    #[serde(default, skip_serializing_if = "is_zero")]
    offset: usize,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    leftovers: bool,
    #[serde(default = "default_tier", skip_serializing_if = "is_default_tier")]
    within: Tier,
    #[serde(default, skip_serializing_if = "NamePairs::is_empty")]
    name_pairs: NamePairs,
}

fn default_tier() -> Tier {
    DEFAULT_TIER
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_default_tier(tier: &Tier) -> bool {
    *tier == DEFAULT_TIER
}

fn default_limit() -> usize {
    DEFAULT_LIMIT
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_default_limit(limit: &usize) -> bool {
    *limit == DEFAULT_LIMIT
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(offset: &usize) -> bool {
    *offset == 0
}

impl From<Wire> for Query {
    fn from(wire: Wire) -> Self {
        Query::from(wire.query)
            .limit(wire.limit)
            .offset(wire.offset)
            .leftovers(wire.leftovers)
            .within(wire.within)
            .name_pairs(wire.name_pairs)
    }
}

impl From<Query> for Wire {
    fn from(query: Query) -> Self {
        Self {
            query: query.node,
            limit: query.limit,
            offset: query.offset,
            leftovers: query.leftovers,
            within: query.within,
            name_pairs: query.name_pairs,
        }
    }
}

/// Flattens groups, drops what is empty, and cuts off what nests too deep, so that no later walk
/// over the tree can run out of stack.
fn simplify(node: Node, depth: usize) -> Node {
    // One pair of parentheses is at most four nodes: not, title, all, any.
    if depth > 4 * MAX_DEPTH {
        return nothing();
    }
    match node {
        Node::All(nodes) => group(nodes, depth, true),
        Node::Any(nodes) => group(nodes, depth, false),
        Node::Not(inner) => match simplify(*inner, depth + 1) {
            Node::Not(twice) => *twice,
            // Everything but everything, or but nothing that can be searched.
            Node::All(nodes) | Node::Any(nodes) if nodes.is_empty() => nothing(),
            other => Node::Not(Box::new(other)),
        },
        Node::Title(inner) => match simplify(*inner, depth + 1) {
            Node::Title(twice) => Node::Title(twice),
            Node::All(nodes) if nodes.is_empty() => Node::All(nodes),
            Node::Any(nodes) if nodes.is_empty() => nothing(),
            other => Node::Title(Box::new(other)),
        },
        Node::Phrase(text)
        | Node::Source(text)
        | Node::Name { name: text, .. }
        | Node::Fuzzy { word: text, .. }
            if text.trim().is_empty() =>
        {
            nothing()
        }
        Node::Word(text) if !text.contains(char::is_alphanumeric) => nothing(),
        Node::Prefix(text) if !is_long_enough(&text) => simplify(Node::Word(text), depth),
        Node::Fuzzy { word, edits } => Node::Fuzzy {
            word,
            edits: edits.clamp(1, 2),
        },
        leaf => leaf,
    }
}

/// What no passage answers to.
fn nothing() -> Node {
    Node::Any(Vec::new())
}

/// Whether a prefix can be looked for: shorter ones begin too many words.
fn is_long_enough(prefix: &str) -> bool {
    prefix
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count()
        >= 2
}

/// The members of a group that say something; where none does, everything or nothing.
fn group(nodes: Vec<Node>, depth: usize, is_all: bool) -> Node {
    let mut flat = Vec::with_capacity(nodes.len());
    let (mut everything, mut nothing_asked) =
        (is_all && nodes.is_empty(), !is_all && nodes.is_empty());
    for node in nodes {
        match simplify(node, depth + 1) {
            Node::All(inner) if inner.is_empty() => everything = true,
            Node::Any(inner) if inner.is_empty() => nothing_asked = true,
            Node::All(inner) if is_all => flat.extend(inner),
            Node::Any(inner) if !is_all => flat.extend(inner),
            other => flat.push(other),
        }
    }
    match (flat.len(), is_all) {
        (0, true) if nothing_asked => nothing(),
        (0, false) if !everything => nothing(),
        (0, _) => Node::All(Vec::new()),
        (1, _) => flat.remove(0),
        (_, true) => Node::All(flat),
        (_, false) => Node::Any(flat),
    }
}

#[cfg(test)]
mod tests;

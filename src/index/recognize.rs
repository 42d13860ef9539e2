//! Words of a query that this index knows as one name, made one: `theresa may`, `ursula von der
//! leyen`. Typed side by side, `vucic kosovo` are two things, and the index tells which they are.

use super::full_name::{FullNameCursor, FullNamePlan, PartForm};
use super::names::NameScope;
use super::plan::given_bits;
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::names::{self, Sureness, Tier};
use crate::error::Result;
use crate::query::{AnalyzedNode, AnalyzedQuery, FullName, Part, PartKind, Word};
use crate::rank;
use crate::text::Span;

/// How many words of a query are looked at.
const MAX_WORDS: usize = 32;
/// About how many passages are looked into for two words that stand near each other.
const SAMPLE: u64 = 1024;
/// Words of which fewer passages hold both near each other may be neighbours by chance.
const LEAST_PASSAGES: u32 = 3;
/// Words that have no capital but at the beginning of a sentence.
const NEVER_NAMES: [&str; 16] = [
    "the", "of", "and", "to", "de", "la", "und", "der", "и", "на", "по", "не", "nie", "na", "je",
    "och",
];

impl Snapshot {
    /// Takes the stems from the words that may not be found in so far a form: from all where the name
    /// is asked for in its own letters, and from names where it is in its own script, since some
    /// languages have one stem in two.
    pub(crate) fn keep_within(&self, query: &mut AnalyzedQuery, scope: &NameScope) -> Result<()> {
        let within = scope.within;
        if within >= Tier::Transliterated {
            return Ok(());
        }
        guarded("plan", || {
            for part in &mut query.parts {
                if let PartKind::Word(word) = &mut part.kind {
                    let is_kept = within == Tier::Inflected
                        && !self
                            .is_a_name(word, scope)
                            .map_err(|error| engine_error("cannot look up a name", error))?;
                    if !is_kept {
                        word.stems.clear();
                    }
                }
            }
            Ok(())
        })
    }

    /// Joins the bare words side by side that are one name.
    pub(crate) fn recognize(&self, query: &mut AnalyzedQuery, scope: &NameScope) -> Result<()> {
        guarded("plan", || {
            let native = self.recognize_native(query, scope);
            native.map_err(|error| engine_error("cannot look up a name", error))?;
            let AnalyzedNode::All(nodes) = &query.root else {
                return Ok(());
            };
            let tell = self.capitals_tell_names();
            if !tell.map_err(|error| engine_error("cannot look up a name", error))? {
                return Ok(());
            }
            let mut joined: Vec<AnalyzedNode> = Vec::with_capacity(nodes.len());
            let mut rest = nodes.as_slice();
            let mut names = Vec::new();
            while let Some(first) = rest.first() {
                let length = self
                    .name_at(rest, &query.parts, scope)
                    .map_err(|error| engine_error("cannot look up a name", error))?;
                let name = rest.get(..length).unwrap_or_default();
                match join(name, &query.parts) {
                    Some((at, part)) if length > 1 => {
                        names.push((at, part));
                        joined.push(AnalyzedNode::Part(at));
                    }
                    _ => joined.push(first.clone()),
                }
                rest = rest.get(length.max(1)..).unwrap_or_default();
            }
            if joined.len() < nodes.len() {
                query.root = AnalyzedNode::All(joined);
                for (at, name) in names {
                    if let Some(place) = query.parts.get_mut(at) {
                        *place = name;
                    }
                }
                query.drop_unused_parts();
            }
            Ok(())
        })
    }

    /// Takes bare words in the scripts of China and Korea for the names that they can be, where the index holds
    /// these in other scripts.
    fn recognize_native(
        &self,
        query: &mut AnalyzedQuery,
        scope: &NameScope,
    ) -> tantivy::Result<()> {
        for part in query.parts.iter_mut().filter(|part| !part.negated) {
            if let Some(name) = part.native.take()
                && self.knows(&name, &part.text, scope)?
            {
                part.kind = PartKind::Name(*name);
            }
        }
        Ok(())
    }

    /// Whether so many passages hold a name, by the parts that it has in other scripts than its own.
    fn knows(&self, name: &FullName, written: &str, scope: &NameScope) -> tantivy::Result<bool> {
        let scope = scope.of(name);
        let asked = format!("native\0{written}\0{}", scope.mark());
        self.pairs.get_or_find(asked, || {
            let mut plan = FullNamePlan {
                given_names: name.given_names().count(),
                least_given: name.least_given(),
                ..FullNamePlan::default()
            };
            let mut passages = 0;
            for (at, (word, given)) in name.each_part().enumerate() {
                let bits = given_bits(given, at > plan.given_names);
                for form in self.forms_in(name, (word, given), &scope)? {
                    if bits == 0 {
                        passages += form.passages;
                        plan.family.push(PartForm::new(&form, bits));
                    } else {
                        plan.given.push(PartForm::new(&form, bits));
                    }
                }
            }
            self.are_so_many(&plan, passages, 0.0, FullNameCursor::sample)
        })
    }

    /// How many of the conditions from the first on are one name; 1 where it is none.
    fn name_at(
        &self,
        nodes: &[AnalyzedNode],
        parts: &[Part],
        scope: &NameScope,
    ) -> tantivy::Result<usize> {
        let mut length = 1;
        let Some(mut last) = nodes.first().and_then(|node| bare_word(node, parts)) else {
            return Ok(1);
        };
        if !self.is_a_name(last, scope)? {
            return Ok(1);
        }
        for (at, node) in nodes.iter().enumerate().skip(1).take(MAX_WORDS) {
            let Some(word) = bare_word(node, parts) else {
                break;
            };
            if crate::analysis::is_particle(&word.normal) {
                continue;
            }
            if !self.is_a_name(word, scope)? || !self.are_one_name(last, word, scope)? {
                break;
            }
            length = at + 1;
            last = word;
        }
        Ok(length)
    }

    /// Whether words with a capital stand out: in texts that are all capitals, none does.
    fn capitals_tell_names(&self) -> tantivy::Result<bool> {
        if let Some(known) = self.capitals_tell_names.get() {
            return Ok(*known);
        }
        let (mut named, mut all) = (0, 0);
        for word in NEVER_NAMES {
            let keys = names::query_keys(word, self.languages());
            named += self.named(&keys, word)?;
            all += self.term(self.fields.words, word)?.frequency.total();
        }
        Ok(*self
            .capitals_tell_names
            .get_or_init(|| all == 0 || 2 * named < all))
    }

    /// Whether a word stands in the index as a name, mostly.
    fn is_a_name(&self, word: &Word, scope: &NameScope) -> tantivy::Result<bool> {
        Ok(self.capitals_tell_names()?
            && !word.name_keys.is_empty()
            && !crate::analysis::is_particle(&word.normal)
            // Most words are told by this; what the index has of a name costs far more.
            && self.is_mostly_a_name(word)?
            && self
                .names_like(word, scope)?
                .iter()
                .any(|form| form.tier <= Tier::Transliterated))
    }

    /// Whether two words stand near each other in so many of the passages that hold the rarer one.
    fn are_one_name(&self, left: &Word, right: &Word, scope: &NameScope) -> tantivy::Result<bool> {
        if left.folded == right.folded {
            return Ok(false);
        }
        let name = format!("{} {}", left.normal, right.normal);
        self.pairs.get_or_find(name, || {
            let (left_forms, left_passages) = self.near_forms(left, scope)?;
            let (right_forms, right_passages) = self.near_forms(right, scope)?;
            let rarer = left_passages.min(right_passages);
            let (family, given) = if left_passages <= right_passages {
                (left_forms, right_forms)
            } else {
                (right_forms, left_forms)
            };
            let plan = FullNamePlan {
                family,
                given,
                in_title_only: false,
                given_names: 1,
                least_given: 1,
                is_known_by_family: false,
            };
            self.are_so_many(&plan, rarer, rank::ONE_NAME, FullNameCursor::sample)
        })
    }
}

impl Snapshot {
    /// Whether most articles that hold the family name hold the full name.
    pub(super) fn is_known_by_family(
        &self,
        name: &FullName,
        plan: &FullNamePlan,
        scope: &NameScope,
    ) -> tantivy::Result<bool> {
        if plan.in_title_only || scope.within < Tier::Lexicon {
            return Ok(false);
        }
        // Where each syllable of the given name is asked for, many share the family name: Kim, Park.
        if plan.given_names > 1 && plan.least_given == plan.given_names {
            return Ok(false);
        }
        // The family name first: in `VUČIĆ Aleksandar` it is another than in lower case.
        let parts: Vec<&str> = name.each_part().map(|(word, _)| &*word.normal).collect();
        let asked = format!("{}\0{}", parts.join(" "), scope.mark());
        self.known_by_family.get_or_find(asked, || {
            let plan = plan.near();
            let mut passages = 0;
            for form in &plan.family {
                passages += self.term(self.fields.words, form.word())?.frequency.total();
            }
            let share = rank::KNOWN_BY_FAMILY;
            self.are_so_many(&plan, passages, share, FullNameCursor::sample_articles)
        })
    }

    /// Whether at least such a share of what holds the family name, by a sample of so many passages,
    /// holds the full name.
    fn are_so_many<'s>(
        &'s self,
        plan: &FullNamePlan,
        passages: u64,
        share: f32,
        sample: impl Fn(&mut FullNameCursor<'s>, u64) -> (u32, u32),
    ) -> tantivy::Result<bool> {
        // Articles are chosen by their ids: wherever they are stored, they are the same.
        let every = (passages / SAMPLE).max(1);
        let (mut held, mut full) = (0_u32, 0_u32);
        for segment in &self.segments {
            let mut cursor = FullNameCursor::open(plan, segment, self)?;
            let (seen, whole) = sample(&mut cursor, every);
            held += seen;
            full += whole;
        }
        #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
        let are_many = full >= LEAST_PASSAGES && full as f32 >= share * held as f32;
        Ok(are_many)
    }

    /// The forms of a word that are surely its own, and how many passages hold one, at most.
    fn near_forms(&self, word: &Word, scope: &NameScope) -> tantivy::Result<(Vec<PartForm>, u64)> {
        let forms = self.names_like(word, scope)?;
        let mut near = Vec::new();
        let mut passages = 0;
        for form in forms
            .iter()
            .filter(|form| form.sureness == Sureness::Sure && form.tier <= Tier::Transliterated)
        {
            let (field, _, text, then) = form.places(self);
            passages += self.rarest(field, text, then)?.frequency.total();
            near.push(PartForm::new(form, 1));
        }
        Ok((near, passages))
    }
}

fn bare_word<'a>(node: &AnalyzedNode, parts: &'a [Part]) -> Option<&'a Word> {
    let AnalyzedNode::Part(at) = node else {
        return None;
    };
    let part = parts
        .get(*at)
        .filter(|part| !part.in_title && !part.negated)?;
    match &part.kind {
        PartKind::Word(word) => Some(word),
        _ => None,
    }
}

/// The words as one part, at the place of the first.
fn join(nodes: &[AnalyzedNode], parts: &[Part]) -> Option<(usize, Part)> {
    let Some(AnalyzedNode::Part(at)) = nodes.first() else {
        return None;
    };
    let of = |node: &AnalyzedNode| match node {
        AnalyzedNode::Part(at) => parts.get(*at),
        _ => None,
    };
    let joined: Vec<&Part> = nodes.iter().filter_map(of).collect();
    let (first, last) = (joined.first()?, joined.last()?);
    let texts: Vec<&str> = joined.iter().map(|part| &*part.text).collect();
    let text = texts.join(" ");
    let words: Vec<Word> = (nodes.iter())
        .filter_map(|node| bare_word(node, parts))
        .cloned()
        .collect();
    let mut name = FullName::read(&text, words, false)?;
    name.loose.clone_from(&name.words);
    let part = Part {
        text,
        span: Span::new(first.span.start, last.span.end),
        kind: PartKind::Name(name),
        in_title: false,
        negated: false,
        native: None,
    };
    Some((*at, part))
}

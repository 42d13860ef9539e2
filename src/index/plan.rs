//! An analysed query to the terms of this index.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use tantivy::schema::Field;

use super::conditions::Test;
use super::cursor::{Cursor, Reading};
use super::document::{self, pack_language};
use super::forms::KnownForm;
use super::frequency::{Frequency, KnownTerm, TermLists};
use super::full_name::{FullNamePlan, PartForm};
use super::likely::Likely;
use super::names::{NameForm, NameScope};
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::names::{Sureness, Tier};
use crate::error::Result;
use crate::query::{AnalyzedNode, AnalyzedQuery, Filter, FullName, Part, PartKind, Word};
use crate::rank::Candidate;
use crate::text::language::Language;

/// How many forms a prefix or a fuzzy word may stand for; the most frequent are taken.
const MAX_FORMS: usize = 4096;
/// What a fuzzy word is worth for each edit.
const EDIT_DISCOUNT: f32 = 0.7;

/// A query, ready to be run over the segments of one snapshot.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(super) root: PlanNode,
    pub(super) parts: Vec<PartPlan>,
    pub(crate) expansions: Vec<Expansion>,
    /// Sentences about what was left out, each with the place of its part.
    pub(crate) omissions: Vec<(usize, String)>,
    /// What else is looked for where fewer words may do, each with the place of its part.
    pub(crate) relatives: Vec<(usize, Relative)>,
    pub(super) likely: Likely,
    pub(super) scope: NameScope,
}

/// What is looked for in the stead of a word of the query.
#[derive(Debug, Clone)]
pub(crate) enum Relative {
    /// A word that it is made of.
    Compound(Word),
    /// It, but for a particle written together with it.
    Particle(Word),
    /// A folded word that begins as it does.
    Kin(String),
}

/// A form that the index holds and a part of the query stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expansion {
    /// By its place in the query's parts.
    pub(crate) part: usize,
    /// The word of the part, as written.
    pub(crate) asked: String,
    pub(crate) form: String,
    pub(crate) kind: ExpansionKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExpansionKind {
    Name(Tier),
    /// A part of a full name.
    NamePart {
        tier: Tier,
        /// Which given names it is a form of, a bit for each; none of the family name.
        given: u32,
        /// Whether it is that part wherever it stands, or only beside another that is.
        sureness: Sureness,
    },
    Fuzzy {
        edits: u8,
    },
}

#[derive(Clone)]
pub(super) enum PlanNode {
    All {
        required: Vec<PlanNode>,
        filters: Vec<Filter>,
        excluded: Vec<PlanNode>,
    },
    Any(Vec<PlanNode>),
    Part(usize),
}

/// The terms of one part.
#[derive(Clone)]
pub(super) struct PartPlan {
    pub(super) terms: Vec<TermPlan>,
    pub(super) idf: f32,
    /// Whether a passage of the index may hold it.
    pub(super) is_known: bool,
    /// Of a plain word: how many passages hold it.
    pub(super) held: Frequency,
    pub(super) shape: Shape,
    /// A plain word anywhere: of several, fewer may do.
    pub(super) is_bare: bool,
    /// Where fewer words may do: the words of a part such as `e-mail` in its stead, those of a
    /// compound beside it.
    pub(super) loose: Vec<PartPlan>,
}

#[derive(Clone)]
pub(super) enum Shape {
    Word,
    Phrase,
    Name(FullNamePlan),
}

#[derive(Clone)]
pub(super) struct TermPlan {
    pub(super) field: Field,
    pub(super) text: String,
    /// Where its postings are, if that is known; never where terms come after it.
    pub(super) lists: Option<TermLists>,
    /// The terms after it, where a name is several: 武契奇.
    pub(super) then: Vec<String>,
    /// Whether it is known from the lexicon alone.
    pub(super) is_listed: bool,
    pub(super) reading: Reading,
    pub(super) weight: f32,
    pub(super) in_title: bool,
}

impl Hash for TermPlan {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self {
            field,
            text,
            // It follows from the text.
            lists: _,
            then,
            is_listed,
            reading,
            weight,
            in_title,
        } = self;
        let weight = weight.to_bits();
        (field, text, then, is_listed, reading, weight, in_title).hash(state);
    }
}

/// How many of the words of a query a passage must hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Demand {
    /// All.
    All,
    /// One of those that weigh this part of all, or half as much as the rarest.
    Most(f32),
}

impl Snapshot {
    /// Looks the terms of the query up. `analyzed` is not changed but read.
    pub(crate) fn plan(&self, analyzed: &AnalyzedQuery, scope: &NameScope) -> Result<Plan> {
        guarded("plan", || {
            let mut plan = Plan {
                // A part alone may have words too of which fewer do.
                root: match plan_node(&analyzed.root) {
                    root @ PlanNode::Part(_) => PlanNode::All {
                        required: vec![root],
                        filters: Vec::new(),
                        excluded: Vec::new(),
                    },
                    root => root,
                },
                parts: Vec::with_capacity(analyzed.parts.len()),
                expansions: Vec::new(),
                omissions: Vec::new(),
                relatives: Vec::new(),
                likely: self
                    .likely(analyzed)
                    .map_err(|error| engine_error("cannot weigh the words of the query", error))?,
                scope: scope.clone(),
            };
            for (index, part) in analyzed.parts.iter().enumerate() {
                let part = self.plan_part(index, part, &mut plan).map_err(|error| {
                    engine_error("cannot look up the terms of the query", error)
                })?;
                plan.parts.push(part);
            }
            Ok(plan)
        })
    }

    fn plan_part(&self, index: usize, part: &Part, plan: &mut Plan) -> tantivy::Result<PartPlan> {
        let mut terms = Vec::new();
        let is_bare = matches!(part.kind, PartKind::Word(_)) && !part.in_title;
        let doc_freq = match &part.kind {
            PartKind::Word(word) => {
                let held = self.plan_word(index, word, &mut terms, plan)?;
                retain_title(&mut terms, part.in_title);
                let idf = word.weight * plan.likely.weight(&held);
                return Ok(PartPlan {
                    is_bare,
                    ..PartPlan::word(terms, idf, held)
                });
            }
            PartKind::Phrase { words, is_quoted } => {
                let mut idf = 0.0;
                let is_bare = !is_quoted && !part.in_title;
                let mut loose = Vec::new();
                for word in words {
                    if is_bare {
                        let mut terms = Vec::new();
                        let held = self.plan_word(index, word, &mut terms, plan)?;
                        let idf = word.weight * plan.likely.weight(&held);
                        loose.push(PartPlan::word(terms, idf, held));
                    }
                    let spelled = self.push_spelled(&mut terms, &word.folded)?;
                    idf += plan.likely.weight(&spelled.frequency);
                }
                retain_title(&mut terms, part.in_title);
                return Ok(PartPlan {
                    terms,
                    idf,
                    is_known: true,
                    held: Frequency::default(),
                    shape: Shape::Phrase,
                    is_bare,
                    loose,
                });
            }
            PartKind::Name(name) => return self.plan_name(index, part, name, plan),
            PartKind::Prefix(prefix) => {
                let forms = self.forms_beginning(prefix)?;
                self.plan_forms(index, &forms, &mut terms, plan, "begin so")
            }
            PartKind::Fuzzy { word, edits } => {
                let forms = self.forms_near(&word.folded, *edits)?;
                for known in forms.iter() {
                    let kind = ExpansionKind::Fuzzy { edits: known.edits };
                    plan.expansions.push(Expansion {
                        part: index,
                        asked: part.text.clone(),
                        form: known.form.clone(),
                        kind,
                    });
                }
                self.plan_forms(index, &forms, &mut terms, plan, "are so near")
            }
        };
        retain_title(&mut terms, part.in_title);
        Ok(PartPlan {
            terms,
            idf: plan.likely.weight_of(doc_freq),
            is_known: doc_freq > 0,
            held: Frequency::default(),
            shape: Shape::Word,
            is_bare,
            loose: Vec::new(),
        })
    }

    /// Pushes the terms of all readings of a word; gives how many passages hold it, at most.
    pub(super) fn plan_word(
        &self,
        index: usize,
        word: &Word,
        terms: &mut Vec<TermPlan>,
        plan: &mut Plan,
    ) -> tantivy::Result<Frequency> {
        let fields = self.fields;
        let mut held = self.push_spelled(terms, &word.folded)?.frequency.clone();
        let forms = self.names_like(word, &plan.scope)?;
        // What its spelling or its stem finds is found already.
        let is_new = |form: &&NameForm| {
            form.sureness == Sureness::Sure
                && form.tier <= plan.scope.within
                && !is_found_by(word, &form.form)
        };
        for form in forms.iter().filter(is_new).collect::<Vec<_>>() {
            held.add(&self.push_form(form, terms)?);
            plan.expansions.push(Expansion {
                part: index,
                asked: word.surface.clone(),
                form: form.form.clone(),
                kind: ExpansionKind::Name(form.tier),
            });
        }
        let mut by_stem = Frequency::default();
        for stem in &word.stems {
            let mut push_both = |in_bodies, in_titles| -> tantivy::Result<()> {
                let known = self.term(in_bodies, stem)?;
                by_stem.add(&known.frequency);
                let lists = Some(Arc::clone(&known.lists));
                for (field, in_title, lists) in [(in_bodies, false, lists), (in_titles, true, None)]
                {
                    terms.push(TermPlan {
                        field,
                        text: stem.clone(),
                        lists,
                        then: Vec::new(),
                        is_listed: false,
                        reading: Reading::Stemmed,
                        weight: 1.0,
                        in_title,
                    });
                }
                Ok(())
            };
            push_both(fields.stems, fields.title_stems)?;
            if *stem != word.folded {
                push_both(fields.words, fields.title_words)?;
            }
        }
        held.at_least(&by_stem);
        Ok(held)
    }

    /// A name: one in one part as the forms that stand as a name, one in several as one thing.
    fn plan_name(
        &self,
        index: usize,
        part: &Part,
        name: &FullName,
        plan: &mut Plan,
    ) -> tantivy::Result<PartPlan> {
        let scope = plan.scope.of(name);
        let mut full = FullNamePlan {
            in_title_only: part.in_title,
            given_names: name.given_names().count(),
            least_given: name.least_given(),
            ..FullNamePlan::default()
        };
        let whole = self.native_forms(name, &scope)?;
        for form in &*whole {
            // Where one part of a name is looked for, the whole is it.
            full.given.push(PartForm::new(form, 0));
            full.family.push(PartForm::new(form, 0));
            plan.expansions.push(Expansion {
                part: index,
                asked: part.text.clone(),
                form: form.form.clone(),
                kind: ExpansionKind::NamePart {
                    tier: form.tier,
                    given: 0,
                    sureness: form.sureness,
                },
            });
        }
        let mut idf = 0.0;
        for (at, (word, given)) in name.each_part().enumerate() {
            let is_joined = at > full.given_names;
            let forms = self.forms_in(name, (word, given), &scope)?;
            let given = given_bits(given, is_joined);
            let mut held = Frequency::default();
            let mut terms = Vec::new();
            for form in &*whole {
                held.add(&self.push_form(form, &mut terms)?);
            }
            for form in &forms {
                held.add(&self.push_form(form, &mut terms)?);
                let (tier, sureness) = (form.tier, form.sureness);
                plan.expansions.push(Expansion {
                    part: index,
                    asked: part.text.clone(),
                    form: form.form.clone(),
                    kind: if name.words.len() > 1 {
                        ExpansionKind::NamePart {
                            tier,
                            given,
                            sureness,
                        }
                    } else {
                        ExpansionKind::Name(tier)
                    },
                });
                let side = if given == 0 {
                    &mut full.family
                } else {
                    &mut full.given
                };
                side.push(PartForm::new(form, given));
            }
            let weight = plan.likely.weight(&held);
            if name.words.len() == 1 {
                retain_title(&mut terms, part.in_title);
                // After its title a name alone is meant: Mr Trump.
                let is_whole = word.surface == part.text;
                return Ok(PartPlan {
                    is_bare: !name.is_asked() && !part.in_title && is_whole,
                    ..PartPlan::word(terms, weight, held)
                });
            }
            if !is_joined {
                idf += weight;
            }
        }
        full.is_known_by_family = self.is_known_by_family(name, &full, &scope)?;
        let mut loose = Vec::new();
        for word in &name.loose {
            let mut terms = Vec::new();
            let mut held = self.plan_word(index, word, &mut terms, plan)?;
            // Pairs of characters, which no term of the index is.
            let written = self.written(&word.folded, Tier::Exact, 1.0)?;
            if let Some(form) = written.filter(|form| !form.places(self).3.is_empty()) {
                held.add(&self.push_form(&form, &mut terms)?);
                plan.expansions.push(Expansion {
                    part: index,
                    asked: word.surface.clone(),
                    form: form.form,
                    kind: ExpansionKind::Name(Tier::Exact),
                });
            }
            let idf = word.weight * plan.likely.weight(&held);
            loose.push(PartPlan::word(terms, idf, held));
        }
        Ok(PartPlan {
            terms: Vec::new(),
            idf,
            is_known: true,
            held: Frequency::default(),
            shape: Shape::Name(full),
            is_bare: !name.is_asked() && !part.in_title,
            loose,
        })
    }

    /// Pushes the terms of a form of a name; gives how many passages hold it, at most.
    fn push_form(&self, form: &NameForm, terms: &mut Vec<TermPlan>) -> tantivy::Result<Frequency> {
        let (in_body, in_titles, text, then) = form.places(self);
        let rarest = self.rarest(in_body, text, then)?;
        let lists = then.is_empty().then(|| Arc::clone(&rarest.lists));
        for (field, in_title, lists) in [(in_body, false, lists), (in_titles, true, None)] {
            terms.push(TermPlan {
                field,
                text: text.to_owned(),
                lists,
                then: then.to_vec(),
                is_listed: form.link.is_some(),
                reading: Reading::Named,
                weight: form.weight,
                in_title,
            });
        }
        Ok(rarest.frequency.clone())
    }

    /// Pushes the terms of a word as it is spelled; gives that of bodies.
    pub(super) fn push_spelled(
        &self,
        terms: &mut Vec<TermPlan>,
        word: &str,
    ) -> tantivy::Result<Arc<KnownTerm>> {
        let in_body = self.term(self.fields.words, word)?;
        let lists = Arc::clone(&in_body.lists);
        terms.push(self.spelled(word, 1.0, false, Some(lists)));
        terms.push(self.spelled(word, 1.0, true, None));
        Ok(in_body)
    }

    fn spelled(
        &self,
        word: &str,
        weight: f32,
        in_title: bool,
        lists: Option<TermLists>,
    ) -> TermPlan {
        TermPlan {
            field: if in_title {
                self.fields.title_words
            } else {
                self.fields.words
            },
            text: word.to_owned(),
            lists,
            then: Vec::new(),
            is_listed: false,
            reading: Reading::Spelled,
            weight,
            in_title,
        }
    }

    /// Pushes the most frequent of `forms`; gives how many passages hold one, at most.
    fn plan_forms(
        &self,
        index: usize,
        forms: &[KnownForm],
        terms: &mut Vec<TermPlan>,
        plan: &mut Plan,
        relation: &str,
    ) -> u64 {
        let mut most: Vec<&KnownForm> = forms.iter().collect();
        if most.len() > MAX_FORMS {
            let text = format!(
                "of {} words that {relation}, the {MAX_FORMS} most frequent are searched",
                most.len()
            );
            plan.omissions.push((index, text));
            most.sort_by_key(|known| (std::cmp::Reverse(known.passages), &known.form));
            most.truncate(MAX_FORMS);
        }
        let mut doc_freq = 0;
        for known in most {
            doc_freq += known.passages;
            let weight = EDIT_DISCOUNT.powi(known.edits.into());
            for in_title in [false, true] {
                let lists = known.lists.iter().filter(|list| list.in_title == in_title);
                let lists: TermLists = lists
                    .map(|list| (list.segment, list.info.clone()))
                    .collect();
                if !lists.is_empty() {
                    terms.push(self.spelled(&known.form, weight, in_title, Some(lists)));
                }
            }
        }
        doc_freq.min(self.passages())
    }

    /// The sources that a filter names.
    fn source_keys(&self, wanted: &str) -> Vec<u64> {
        let wanted = wanted.to_lowercase();
        let is_wanted = |text: &str| text.to_lowercase() == wanted;
        let mut keys: Vec<u64> = self
            .sources()
            .filter(|source| {
                is_wanted(&source.id)
                    || is_wanted(&source.name)
                    || source.domain.as_deref().is_some_and(is_wanted)
                    || source.country.as_deref().is_some_and(is_wanted)
                    || source.tags.iter().any(|tag| is_wanted(tag))
            })
            .map(|source| document::source_key(&source.id))
            .collect();
        keys.sort_unstable();
        keys
    }

    pub(super) fn test(&self, filter: &Filter) -> Test {
        match filter {
            Filter::Source(source) => Test::Source(self.source_keys(source)),
            Filter::Language(language) => Test::Language(codes_of(*language)),
            Filter::From(language) => Test::From(codes_of(*language)),
            Filter::AtOrAfter(seconds) => Test::AtOrAfter(*seconds),
            Filter::Before(seconds) => Test::Before(*seconds),
        }
    }
}

/// The bits of a given name by its number; none of a family name. What is written as one word is no further
/// part, and may be two given names.
pub(super) fn given_bits(given: Option<usize>, is_joined: bool) -> u32 {
    given.map_or(0, |number| {
        let first = 1_u32 << number.min(30);
        if is_joined { first | first << 1 } else { first }
    })
}

/// The language and those that no machine tells from it.
fn codes_of(language: Language) -> Vec<u64> {
    let family = language.analysis_family();
    let codes = Language::all().filter(|other| other.analysis_family() == family);
    let mut codes: Vec<u64> = codes
        .chain([language])
        .map(|language| pack_language(Some(language)))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Whether a form is found by the word's spelling or its stem.
fn is_found_by(word: &Word, form: &str) -> bool {
    form == word.folded || word.stems.iter().any(|stem| stem == form)
}

fn retain_title(terms: &mut Vec<TermPlan>, in_title: bool) {
    if in_title {
        terms.retain(|term| term.in_title);
    }
}

fn plan_node(node: &AnalyzedNode) -> PlanNode {
    let nodes = match node {
        AnalyzedNode::All(nodes) => nodes.as_slice(),
        AnalyzedNode::Any(nodes) => return PlanNode::Any(nodes.iter().map(plan_node).collect()),
        AnalyzedNode::Part(part) => return PlanNode::Part(*part),
        // Alone, a filter or an exclusion is asked of every passage.
        AnalyzedNode::Filter(_) | AnalyzedNode::Not(_) => std::slice::from_ref(node),
    };
    let (mut required, mut filters, mut excluded) = (Vec::new(), Vec::new(), Vec::new());
    for node in nodes {
        match node {
            AnalyzedNode::Filter(filter) => filters.push(filter.clone()),
            AnalyzedNode::Not(inner) => excluded.push(plan_node(inner)),
            // Alternatives of filters are worth nothing either: what is not among them is excluded.
            node if !has_part(node) => excluded.push(PlanNode::All {
                required: Vec::new(),
                filters: Vec::new(),
                excluded: vec![plan_node(node)],
            }),
            _ => required.push(plan_node(node)),
        }
    }
    PlanNode::All {
        required,
        filters,
        excluded,
    }
}

/// Whether a passage is asked for anything that is worth something.
fn has_part(node: &AnalyzedNode) -> bool {
    match node {
        AnalyzedNode::All(nodes) | AnalyzedNode::Any(nodes) => nodes.iter().any(has_part),
        AnalyzedNode::Part(_) => true,
        AnalyzedNode::Filter(_) | AnalyzedNode::Not(_) => false,
    }
}

impl Plan {
    /// How many terms there are in it, and forms that they stand for.
    pub(super) fn size(&self) -> usize {
        let terms = self.parts.iter().map(PartPlan::size);
        terms.sum::<usize>() + self.expansions.len() + self.relatives.len()
    }

    /// The bare words of which fewer may do, when there are at least two.
    pub(crate) fn words_to_spare(&self) -> usize {
        let PlanNode::All { required, .. } = &self.root else {
            return 0;
        };
        let parts = required.iter().filter_map(|node| self.bare_part(node));
        match required.as_slice() {
            // A name in two parts, `Ben-Gvir` or 武契奇, is not meant by either.
            [_] => parts
                .map(|part| part.loose.len())
                .filter(|words| *words > 2)
                .sum(),
            _ => parts.map(|part| part.loose.len().max(1)).sum(),
        }
    }

    pub(super) fn bare_part(&self, node: &PlanNode) -> Option<&PartPlan> {
        match node {
            PlanNode::Part(part) => self.parts.get(*part).filter(|part| part.is_bare),
            _ => None,
        }
    }

    /// Whether a part of the query must match, so that it does wherever a passage is found.
    pub(crate) fn demands(&self, part: usize) -> bool {
        match &self.root {
            PlanNode::All { required, .. } => required
                .iter()
                .any(|node| matches!(node, PlanNode::Part(known) if *known == part)),
            _ => false,
        }
    }

    /// Whether a part of the query matches the passage of a candidate.
    pub(crate) fn holds(
        &self,
        snapshot: &Snapshot,
        candidate: &Candidate,
        part: usize,
    ) -> Result<bool> {
        guarded("search", || {
            let segment = usize::try_from(candidate.segment).ok();
            let segment = segment.and_then(|at| snapshot.segments.get(at));
            let (Some(segment), Some(part)) = (segment, self.parts.get(part)) else {
                return Ok(false);
            };
            let mut cursor = part
                .open(segment, snapshot)
                .map_err(|error| engine_error("cannot read the postings", error))?;
            Ok(cursor.seek(candidate.doc) == candidate.doc)
        })
    }

    /// Whether the article of a candidate may hold no more of a name than the family name.
    pub(crate) fn may_lack_full_name(&self, part: usize) -> bool {
        self.parts
            .get(part)
            .is_some_and(|part| matches!(&part.shape, Shape::Name(name) if name.is_known_by_family))
    }

    /// Of which of these candidates the article holds the full name of a part.
    pub(crate) fn hold_full_name(
        &self,
        snapshot: &Snapshot,
        candidates: &[&Candidate],
        part: usize,
    ) -> Result<Vec<bool>> {
        guarded("search", || {
            let mut holds = vec![false; candidates.len()];
            let Some(part) = self.parts.get(part) else {
                return Ok(holds);
            };
            // In the order in which a cursor passes them.
            let mut order: Vec<usize> = (0..candidates.len()).collect();
            order.sort_by_key(|at| candidates.get(*at).map(|one| (one.segment, one.doc)));
            let mut open: Option<(u32, Cursor<'_>)> = None;
            for at in order {
                let (Some(candidate), Some(holds)) = (candidates.get(at), holds.get_mut(at)) else {
                    continue;
                };
                if open
                    .as_ref()
                    .is_none_or(|(segment, _)| *segment != candidate.segment)
                {
                    let number = usize::try_from(candidate.segment).ok();
                    let Some(segment) = number.and_then(|at| snapshot.segments.get(at)) else {
                        continue;
                    };
                    let cursor = part
                        .open(segment, snapshot)
                        .map_err(|error| engine_error("cannot read the postings", error))?;
                    open = Some((candidate.segment, cursor));
                }
                if let Some((_, cursor)) = &mut open {
                    *holds = cursor.seek(candidate.doc) == candidate.doc && cursor.is_full();
                }
            }
            Ok(holds)
        })
    }
}

impl PartPlan {
    fn size(&self) -> usize {
        let of_name = match &self.shape {
            Shape::Name(name) => name.given.len() + name.family.len(),
            Shape::Word | Shape::Phrase => 0,
        };
        let loose = self.loose.iter().map(Self::size);
        self.terms.len() + of_name + loose.sum::<usize>()
    }

    pub(super) fn word(terms: Vec<TermPlan>, idf: f32, held: Frequency) -> Self {
        Self {
            terms,
            idf,
            is_known: held.total() > 0,
            held,
            shape: Shape::Word,
            is_bare: true,
            loose: Vec::new(),
        }
    }
}

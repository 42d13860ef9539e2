//! Walk 2: a query's whole way out, as a short list of calls.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use crate::analysis::Analyzer;
use crate::error::{Error, ErrorKind, Result};
use crate::highlight::{Finder, Marks};
use crate::index::{
    Collected, Demand, ExpansionKind, Index, NameScope, Plan, Prepared, Ready, Relative, Snapshot,
    Sought, Wanted,
};
use crate::query::{AnalyzedQuery, DEFAULT_LIMIT, MAX_WINDOW, Notice, PartKind, Query, Word};
use crate::rank::Candidate;
use crate::results::{Field, Highlight, Hit, Reason, Results};
use crate::text::Span;

/// What part of the weight of all words a word must have to lead to passages, where too few hold all.
///
/// The more is demanded the sooner a question in many words finds nothing: ARCHITECTURE.md has what it
/// costs on seven judged collections, and what it spares.
const SHARE_OF_WORDS: f32 = 0.1;
/// With fewer bare words than this each of them is meant: fewer do only if nothing holds all.
const MIN_WORDS_TO_SPARE: usize = 3;
/// Fewer passages that hold all words are too few: a first page. It does not depend on the page asked
/// for, or the number of hits would.
const ENOUGH: u64 = DEFAULT_LIMIT as u64;

/// One committed state of an index, to be searched any number of times.
///
/// A searcher goes on seeing the state it was made from. [`Index::search`] makes a new one for
/// each query.
#[derive(Debug, Clone)]
pub struct Searcher {
    index: Index,
    snapshot: Arc<Snapshot>,
}

impl Index {
    /// A searcher on the last commit.
    #[must_use]
    pub fn searcher(&self) -> Searcher {
        Searcher {
            index: self.clone(),
            snapshot: self.snapshot(),
        }
    }

    /// Searches the last commit: see [`Searcher::search`].
    ///
    /// # Errors
    ///
    /// As [`Searcher::search`].
    pub fn search(&self, query: impl Into<Query>) -> Result<Results> {
        self.searcher().search(query)
    }
}

impl Searcher {
    /// Finds passages, the best first.
    ///
    /// All conditions of the query must hold. Of bare words fewer will do in two cases: where
    /// there are three or more and fewer than ten passages hold all of them, passages follow that hold
    /// one of the rarer ones, which weighs a tenth of all or half as much as the rarest; where there are
    /// two and no passage holds both, passages that hold one. Passages that hold all words come first. Beside others, the words
    /// of `e-mail` count one by one, and a long word counts as two that it is made of.
    ///
    /// A passage counts its article's title as its own; where nothing but the title matches, only
    /// the first passage of the article is found.
    ///
    /// Where nothing is found, a notice names the words that the index does not hold, and names that may
    /// be meant by them.
    ///
    /// Equal scores are ordered by date, the latest first, then by a hash of the article's id,
    /// then by the place in the article: the same articles give the same answer, in whatever order
    /// and by however many commits they came in.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidArgument`] if `limit` is 0 or `offset + limit` exceeds
    /// [`MAX_WINDOW`](crate::query::MAX_WINDOW), [`ErrorKind::Corrupt`] or [`ErrorKind::Io`] if the
    /// index cannot be read. The text of a query is never an error.
    pub fn search(&self, query: impl Into<Query>) -> Result<Results> {
        let started = Instant::now();
        let query = query.into();
        let (offset, limit) = check_window(&query)?;
        let mut analyzer = self.index.analyzer();
        let scope = self.index.scope(&query);
        let make = || self.prepare(&query, &scope, &mut analyzer);
        let prepared = self.snapshot.prepared.get(&query, &scope, make)?;
        let asked = &prepared.asked;
        let (found, some) = self.collect(&prepared, &query, offset + limit, &mut analyzer)?;
        let ready = some.unwrap_or(&prepared.all);
        let plan = &ready.plan;
        let Sought { marks, unsure } = ready.sought(|plan| sought(asked, plan, some.is_some()));
        let mut finder = Finder::new(marks, &mut analyzer);
        let mut hits = Vec::with_capacity(limit.min(found.candidates.len()));
        for candidate in found.candidates.iter().skip(offset) {
            for (mark, part) in unsure {
                let holds = plan.holds(&self.snapshot, candidate, *part)?;
                finder.family_alone(*mark, holds);
            }
            let mut hit = self.snapshot.fetch(candidate)?;
            let body_language = hit.passage.language;
            let title_language = hit.article.language.or(body_language);
            let (title, body) = (&hit.article.title, &hit.text);
            let marked = &mut hit.highlights;
            finder.find(Field::Title, title, 0, title_language, marked);
            finder.find(Field::Body, body, hit.passage.start, body_language, marked);
            hits.push(hit);
        }
        let candidates = found.candidates.get(offset..).unwrap_or_default();
        self.tell_families(asked, plan, candidates, &mut hits)?;
        let text = query.text();
        let suggested = if found.total == 0 {
            self.snapshot.suggest(asked, &scope)?
        } else {
            Vec::new()
        };
        let mut notices = notices(asked, plan, some.map(|_| text.len()));
        for (span, word, meant) in suggested {
            let names: Vec<&str> = meant.iter().map(|name| name.written.as_str()).collect();
            let names = names.join(" or ");
            let message = format!("nothing holds {word}; is {names} meant?");
            notices.push(Notice::new(span, message));
        }
        Ok(Results {
            notices,
            query: text,
            total: found.total,
            took_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
            hits,
        })
    }

    /// Reads a query and looks its terms up.
    fn prepare(
        &self,
        query: &Query,
        scope: &NameScope,
        analyzer: &mut Analyzer,
    ) -> Result<Prepared> {
        let mut asked = query.analyze(analyzer, self.snapshot.languages());
        self.snapshot.keep_within(&mut asked, scope)?;
        self.snapshot.recognize(&mut asked, scope)?;
        let plan = self.snapshot.plan(&asked, scope)?;
        Ok(Prepared::new(asked, plan))
    }

    /// What holds all words, and after it, where that is too little, what holds some, with what was looked
    /// for then.
    fn collect<'p>(
        &self,
        prepared: &'p Prepared,
        query: &Query,
        size: usize,
        analyzer: &mut Analyzer,
    ) -> Result<(Collected, Option<&'p Ready>)> {
        let none = HashSet::new();
        let wanted = Wanted {
            demand: Demand::All,
            size,
            leftovers: query.has_leftovers(),
            known: &none,
        };
        let plan = &prepared.all.plan;
        let mut found = self.snapshot.collect(plan, wanted)?;
        let words = plan.words_to_spare();
        let share = if words >= MIN_WORDS_TO_SPARE && found.total < ENOUGH {
            SHARE_OF_WORDS
        } else if words >= 2 && found.total == 0 {
            0.0
        } else {
            return Ok((found, None));
        };
        let some = prepared.some(|| {
            let mut plan = plan.clone();
            self.snapshot.loosen(&prepared.asked, &mut plan, analyzer)?;
            Ok(plan)
        })?;
        let known = found
            .candidates
            .iter()
            .map(|candidate| (candidate.segment, candidate.doc))
            .collect();
        let size = size - found.candidates.len();
        let more = self.snapshot.collect(
            &some.plan,
            Wanted {
                demand: Demand::Most(share),
                size,
                known: &known,
                ..wanted
            },
        )?;
        found.candidates.extend(more.candidates);
        found.total = more.total;
        Ok((found, Some(some)))
    }

    /// Says of family names that stand alone where no passage of the article holds the full name.
    fn tell_families(
        &self,
        asked: &AnalyzedQuery,
        plan: &Plan,
        candidates: &[Candidate],
        hits: &mut [Hit],
    ) -> Result<()> {
        for (index, part) in asked.parts.iter().enumerate() {
            if !plan.may_lack_full_name(index) {
                continue;
            }
            // Where the passage itself holds the full name, its article does.
            let is_of_part = |mark: &&mut Highlight| *mark.part == part.text;
            let (mut alone, mut held_by) = (Vec::new(), Vec::new());
            for (hit, candidate) in hits.iter_mut().zip(candidates) {
                let marks: Vec<&mut Highlight> =
                    hit.highlights.iter_mut().filter(is_of_part).collect();
                let is_alone =
                    |mark: &&mut Highlight| matches!(mark.reason, Reason::FromArticle { .. });
                if !marks.is_empty() && marks.iter().all(is_alone) {
                    alone.push(marks);
                    held_by.push(candidate);
                }
            }
            let are_full = plan.hold_full_name(&self.snapshot, &held_by, index)?;
            let lacking = alone
                .into_iter()
                .zip(are_full)
                .filter(|(_, is_full)| !is_full);
            for mark in lacking.flat_map(|(marks, _)| marks) {
                if let Reason::FromArticle { tier } = mark.reason {
                    mark.reason = Reason::FromIndex { tier };
                }
            }
        }
        Ok(())
    }

    pub(crate) fn index(&self) -> &Index {
        &self.index
    }

    pub(crate) fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }

    /// How many passages it sees.
    #[must_use]
    pub fn passages(&self) -> u64 {
        self.snapshot.passages()
    }
}

fn check_window(query: &Query) -> Result<(usize, usize)> {
    let (offset, limit) = query.window();
    if limit == 0 {
        return Err(Error::new(
            ErrorKind::InvalidArgument,
            "limit is 0, it must be at least 1",
        ));
    }
    if offset.saturating_add(limit) > MAX_WINDOW {
        return Err(Error::new(
            ErrorKind::InvalidArgument,
            format!("offset {offset} and limit {limit} together exceed {MAX_WINDOW}"),
        ));
    }
    Ok((offset, limit))
}

/// What the highlighter looks for: the parts that are not negated, in all readings.
fn sought(analyzed: &AnalyzedQuery, plan: &Plan, is_relaxed: bool) -> Sought {
    let mut marks = Marks::default();
    let mut unsure = Vec::new();
    for (index, part) in analyzed.parts.iter().enumerate() {
        if part.negated {
            continue;
        }
        let mark = marks.part(&part.text, part.in_title);
        match &part.kind {
            PartKind::Word(word) => mark_word(&mut marks, mark, word),
            PartKind::Phrase { words, is_quoted } => {
                // Where fewer words will do, those of `e-mail` do one by one, each a part of its own.
                if is_relaxed && !is_quoted && !part.in_title {
                    for word in words {
                        let mark = marks.part(&word.surface, part.in_title);
                        mark_word(&mut marks, mark, word);
                    }
                }
                let surface = (!is_quoted).then(|| part.text.clone());
                marks.phrase(
                    mark,
                    words.iter().map(|word| word.folded.clone()).collect(),
                    surface,
                );
            }
            PartKind::Name(name) => {
                if is_relaxed {
                    for word in &name.loose {
                        let mark = marks.part(&word.surface, part.in_title);
                        mark_word(&mut marks, mark, word);
                    }
                }
                if is_relaxed || !plan.demands(index) {
                    unsure.push((mark, index));
                }
            }
            PartKind::Prefix(prefix) => marks.prefix(mark, prefix),
            PartKind::Fuzzy { word, .. } => marks.word(mark, &word.surface, &word.folded),
        }
        for (_, relative) in plan.relatives.iter().filter(|(part, _)| *part == index) {
            match relative {
                Relative::Compound(word) => marks.compound(mark, &word.folded, &word.stems),
                Relative::Particle(word) => marks.particle(mark, &word.folded, &word.stems),
                Relative::Kin(form) => marks.kin(mark, form),
            }
        }
        for expansion in plan
            .expansions
            .iter()
            .filter(|expansion| expansion.part == index)
        {
            // The words of `e-mail` are asked for by themselves only where fewer will do.
            let mark = if expansion.asked == part.text {
                mark
            } else if is_relaxed {
                marks.part(&expansion.asked, part.in_title)
            } else {
                continue;
            };
            match expansion.kind {
                ExpansionKind::Name(tier) => marks.name(mark, &expansion.form, tier),
                ExpansionKind::NamePart {
                    tier,
                    given,
                    sureness,
                } => marks.name_part(mark, &expansion.form, tier, (given, sureness)),
                ExpansionKind::Fuzzy { edits } if edits > 0 => {
                    marks.fuzzy(mark, &expansion.form, edits);
                }
                ExpansionKind::Fuzzy { .. } => {}
            }
        }
        if let PartKind::Name(name) = &part.kind {
            marks.least_given(mark, name.least_given());
        }
    }
    Sought {
        marks: marks.settled(),
        unsure,
    }
}

fn mark_word(marks: &mut Marks, mark: usize, word: &Word) {
    marks.word(mark, &word.surface, &word.folded);
    for stem in &word.stems {
        marks.stem(mark, stem);
    }
}

fn notices(asked: &AnalyzedQuery, plan: &Plan, relaxed: Option<usize>) -> Vec<Notice> {
    let mut notices = asked.notices.clone();
    for (index, text) in &plan.omissions {
        let span = asked
            .parts
            .get(*index)
            .map(|part| part.span)
            .unwrap_or_default();
        notices.push(Notice::new(span, text.as_str()));
    }
    if let Some(length) = relaxed {
        let text = "few passages hold all of these words: those that hold some follow";
        notices.push(Notice::new(Span::new(0, length), text));
    }
    notices
}

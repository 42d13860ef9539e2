//! Names in several parts, in the words of a text.

use std::hash::BuildHasher;

use super::Found;
use super::words::Words;
use crate::analysis::cache::Seeded;
use crate::analysis::names::{GIVEN_AFTER, GIVEN_BEFORE, Sureness, Tier};
use crate::results::Reason;
use crate::text::Span;

/// A name in several parts: what is near each other is marked as one.
#[derive(Debug, Clone)]
pub(super) struct FullNameMark {
    pub(super) part: usize,
    pub(super) forms: Vec<NamePart>,
    /// The forms by the hashes of their first words, which tell them at a look.
    by_first: Vec<(u64, usize)>,
    /// How many given names must stand near the family name.
    pub(super) least_given: u32,
}

#[derive(Debug, Clone)]
pub(super) struct NamePart {
    pub(super) words: Vec<String>,
    pub(super) tier: Tier,
    /// Which given names it is one of, a bit for each; none of the family name.
    pub(super) given: u32,
    pub(super) sureness: Sureness,
    /// Whether it must have a capital where it stands alone.
    pub(super) has_case: bool,
}

/// Where a part of a name stands.
#[derive(Debug, Clone, Copy)]
struct NamePlace {
    position: u32,
    /// Where the last of its words stands.
    last: u32,
    span: Span,
    tier: Tier,
    given: u32,
    sureness: Sureness,
    may_stand_alone: bool,
}

impl FullNameMark {
    pub(super) fn new(part: usize) -> Self {
        Self {
            part,
            forms: Vec::new(),
            by_first: Vec::new(),
            least_given: 1,
        }
    }

    /// To be called when all forms are there.
    pub(super) fn settle(&mut self, hasher: &Seeded) {
        self.by_first.clear();
        for (at, form) in self.forms.iter().enumerate() {
            let first = form.words.first().map(|first| hasher.hash_one(first));
            self.by_first.extend(first.map(|first| (first, at)));
        }
        self.by_first.sort_unstable();
    }

    /// The forms whose first word has this hash.
    fn forms_of(&self, hash: u64) -> impl Iterator<Item = &NamePart> {
        let from = self.by_first.partition_point(|(known, _)| *known < hash);
        let known = self.by_first.get(from..).unwrap_or_default().iter();
        let known = known.take_while(move |(known, _)| *known == hash);
        known.filter_map(|(_, at)| self.forms.get(*at))
    }

    /// Adds the full names, each as one, and the family names `alone` if these are wanted. `words` are all that
    /// a form of a name has.
    pub(super) fn find(
        &self,
        text: &str,
        (words, hasher): (&Words, &Seeded),
        (asked, alone): (&str, bool),
        found: &mut Vec<Found>,
    ) {
        let (mut given, mut family) = (Vec::new(), Vec::new());
        for (at, (_, word)) in words.iter().enumerate() {
            for form in self.forms_of(hasher.hash_one(word)) {
                let Some((first, span)) = words.phrase_at(at, &form.words) else {
                    continue;
                };
                let then = u32::try_from(form.words.len().saturating_sub(1)).unwrap_or(u32::MAX);
                let place = NamePlace {
                    position: first.position,
                    last: first.position.saturating_add(then),
                    span,
                    tier: form.tier,
                    given: form.given,
                    sureness: form.sureness,
                    may_stand_alone: !form.has_case || first.name_shaped,
                };
                let side = if form.given == 0 {
                    &mut family
                } else {
                    &mut given
                };
                side.push(place);
            }
        }
        for places in [&mut given, &mut family] {
            places.sort_by_key(|place| (place.position, place.tier));
            places.dedup_by(|other, first| {
                let is_same = other.position == first.position;
                // What is several given names reaches farther: Jong-un beside Jong.
                if is_same && other.given & !first.given != 0 {
                    first.given |= other.given;
                    first.last = first.last.max(other.last);
                    first.span.end = first.span.end.max(other.span.end);
                }
                is_same
            });
        }
        let mut before = None;
        for (at, place) in family.iter().enumerate() {
            let after = family.get(at + 1).map(|next| next.position);
            match full_name(place, &given, before, after, self.least_given) {
                Some((span, _)) if span.of(text) == Some(asked) => {
                    found.push(self.found(span, Reason::Exact));
                }
                Some((span, tier)) => found.push(self.found(span, Reason::of(tier))),
                None if alone && place.may_stand_alone => {
                    let tier = place.tier;
                    found.push(self.found(place.span, Reason::FromArticle { tier }));
                }
                None => {}
            }
            before = Some(place.position);
        }
    }

    fn found(&self, span: Span, reason: Reason) -> Found {
        Found {
            span,
            part: self.part,
            reason,
        }
    }
}

/// The span of a full name around a family name, up to those before and after it, and how near its
/// farther part is.
fn full_name(
    family: &NamePlace,
    given: &[NamePlace],
    before: Option<u32>,
    after: Option<u32>,
    least_given: u32,
) -> Option<(Span, Tier)> {
    if family.sureness == Sureness::Whole {
        return Some((family.span, family.tier));
    }
    let at = family.position;
    // Each of them may stand between another and the family name.
    let least = at.saturating_sub(GIVEN_BEFORE + least_given.saturating_sub(1));
    let most = family.last.saturating_add(GIVEN_AFTER);
    let is_before = |place: &&NamePlace| (least..at).contains(&place.last);
    let is_after = |place: &&NamePlace| place.position > family.last && place.position <= most;
    // Across another family name stands what belongs to that one. What is like both is a given name, too.
    let is_own = |place: &&NamePlace| {
        before.is_none_or(|before| place.position >= before)
            && after.is_none_or(|after| place.position <= after)
    };
    let own = given.iter().filter(is_own);
    let names = |places: &[&NamePlace]| {
        let names = places.iter().fold(0, |names, place| names | place.given);
        names.count_ones()
    };
    let mut near: Vec<&NamePlace> = own.clone().filter(is_before).collect();
    if names(&near) < least_given {
        near.extend(own.filter(is_after));
    }
    if names(&near) < least_given {
        return None;
    }
    let tier = near.iter().map(|place| place.tier).min()?;
    let surest = near.iter().map(|place| place.sureness).max()?;
    if !family.sureness.makes_one_with(surest) {
        return None;
    }
    // The nearest of each given name: what is farther is another's.
    near.sort_by_key(|place| place.position.abs_diff(at));
    let (mut span, mut marked) = (family.span, 0);
    for place in near.iter().filter(|place| {
        let is_new = place.given & !marked != 0;
        marked |= place.given;
        is_new
    }) {
        span.start = span.start.min(place.span.start);
        span.end = span.end.max(place.span.end);
    }
    Some((span, tier.max(family.tier)))
}

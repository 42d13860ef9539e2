//! The forms under which an index holds a name, each with how near it is and what it is worth.

use std::borrow::Borrow;
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Term;
use tantivy::schema::Field;

use super::document::{KEY_END, filed};
use super::forms::after_all_with;
use super::frequency::{Frequency, KnownTerm};
use super::snapshot::Snapshot;
use super::{engine_error, guarded};
use crate::analysis::Analyzer;
use crate::analysis::cache::Seeded;
use crate::analysis::names::{self, Beside, Link, Name, NamePairs, Sureness, Tier};
use crate::error::Result;
use crate::query::{AnalyzedQuery, FullName, NameRole, Node, PartKind, Word};
use crate::rank;
use crate::text::language::{Language, Script};

/// A letter that stands in more passages than these, and in more than one of so many, is a word and not
/// an initial.
const FEW_INITIALS: u64 = 4;
const PASSAGES_PER_INITIAL: u64 = 100;
/// How many forms of a name are looked up.
const MAX_NAME_FORMS: usize = 64;
/// And how many of those that count only beside another part.
const MAX_DOUBTFUL_FORMS: usize = 32;

/// A word of a script without capitals that no more of the passages in its language hold is as likely a name as
/// it is like one; one that more hold must be likelier by the logarithm of how many times more, up to so much.
/// Of what a family name alone finds in Arabic news, 0.81 is right so and not 0.50, and 0.91 of its bearers are
/// found and not 0.93.
const RARE_SHARE: f64 = 1.0 / 8000.0;
const MOST_MARGIN: f64 = 4.0;
/// Where one in so many passages that hold the characters of a name hold them in a longer word that is listed, they
/// are not the name by themselves.
const LONGER: u64 = 4;
/// In fewer passages of a language a word may be frequent by chance: they count as so many, and one of those that
/// hold it counts the less the fewer there are.
const FEW_PASSAGES: f64 = 1000.0;

/// How many forms of a name in a script without blanks are looked up, and of how many Latin readings where
/// it is in another script.
const SPELLINGS: usize = 128;
const READINGS: usize = 2;

/// Which forms of its names a query wants.
#[derive(Debug, Clone)]
pub(crate) struct NameScope {
    /// The farthest.
    pub(crate) within: Tier,
    pairs: Arc<NamePairs>,
    /// Whether it is of a name asked for as such, of which stems find nothing.
    is_name: bool,
    /// Whether the letters of a full name say that it is written by its sound: Toni Džonson.
    is_by_sound: bool,
    /// Tells what is remembered for one scope from what is for another.
    mark: String,
}

impl NameScope {
    pub(crate) fn new(within: Tier, pairs: Arc<NamePairs>) -> Self {
        Self::unmarked(within, pairs).marked()
    }

    const fn unmarked(within: Tier, pairs: Arc<NamePairs>) -> Self {
        Self {
            within,
            pairs,
            is_name: false,
            is_by_sound: false,
            mark: String::new(),
        }
    }

    fn marked(mut self) -> Self {
        self.mark = self.make_mark();
        self
    }

    /// The same for a name that is asked for as one thing.
    pub(crate) fn of(&self, name: &FullName) -> Self {
        let within = if name.alike { Tier::Edit } else { self.within };
        let pairs = if name.translations.is_empty() {
            Arc::clone(&self.pairs)
        } else {
            Arc::new(name.translations.clone().and(&self.pairs))
        };
        let mut parts = name.each_part();
        Self {
            is_name: true,
            is_by_sound: parts.any(|(word, _)| names::is_by_sound(&word.normal)),
            ..Self::unmarked(within, pairs)
        }
        .marked()
    }

    /// The same with the forms that are only like a name.
    pub(crate) fn alike(&self) -> Self {
        Self::new(Tier::Edit, Arc::clone(&self.pairs))
    }

    fn looks_further(&self) -> bool {
        self.within > Tier::Lexicon
    }

    /// Tells what is remembered for it from what is for another scope.
    pub(super) fn mark(&self) -> &str {
        &self.mark
    }

    fn make_mark(&self) -> String {
        let mut mark = String::new();
        if self.looks_further() {
            mark = self.within.to_string();
        }
        if self.is_name {
            mark.push(if self.is_by_sound { 's' } else { 'n' });
        }
        if !self.pairs.is_empty() {
            let mut hasher = DefaultHasher::new();
            self.pairs.hash(&mut hasher);
            mark.push_str(&hasher.finish().to_string());
        }
        mark
    }
}

/// A form of a name that the index holds.
#[derive(Debug, Clone)]
pub(crate) struct NameForm {
    pub(super) terms: Terms,
    pub(crate) form: String,
    pub(crate) tier: Tier,
    /// Where the lexicon links it.
    pub(super) link: Option<Link>,
    /// What it is worth beside the name itself.
    pub(crate) weight: f32,
    /// Whether it is the name wherever it stands, or only beside another part.
    pub(crate) sureness: Sureness,
    /// Whether it is a case form.
    is_declined: bool,
    /// How many passages hold it in their bodies or titles, those of both twice.
    pub(crate) passages: u64,
}

/// Where the index has a form of a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Terms {
    /// Among the names, under its key.
    Filed(String),
    /// Among the words, which in a script without capitals no name stands out from: a term, and
    /// those after it.
    Written(String, Vec<String>),
}

/// From a term of `names` to how near it is and how many passages hold it.
type Found = BTreeMap<String, (Tier, u64)>;

/// A form under which a word of a query is found as a name.
#[derive(Debug, Clone)]
pub(crate) struct Explained {
    /// The word, as written.
    pub(crate) asked: String,
    pub(crate) form: NameForm,
    /// How many passages hold it in their bodies.
    pub(crate) passages: u64,
}

/// What was found out of a text or another key, for as long as the index does not change.
pub(super) struct Known<T, K = String>(Mutex<HashMap<K, T>>);

/// The forms of the names that were asked for.
pub(super) type NameForms = Known<Forms>;
/// Whether two words are one name.
pub(super) type Pairs = Known<bool>;
/// Whether a person is known by the family name alone.
pub(super) type KnownByFamily = Known<bool>;
/// The forms of the names in a query, up to a tier of a scope.
pub(super) type Explanations = Known<Arc<[Explained]>, (Node, Tier, String)>;

pub(super) type Forms = Arc<[NameForm]>;

impl<T, K> Default for Known<T, K> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone, K: Eq + Hash> Known<T, K> {
    /// How many texts are remembered.
    const MAX_TEXTS: usize = 10_000;

    pub(super) fn get<Q: Eq + Hash + ?Sized>(&self, asked: &Q) -> Option<T>
    where
        K: Borrow<Q>,
    {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(asked)
            .cloned()
    }

    /// What is known, or else is found now.
    pub(super) fn get_or_find<E>(
        &self,
        asked: K,
        find: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(known) = self.get(&asked) {
            return Ok(known);
        }
        let found = find()?;
        self.put(asked, found.clone());
        Ok(found)
    }

    pub(super) fn put(&self, asked: K, found: T) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= Self::MAX_TEXTS {
            known.clear();
        }
        known.insert(asked, found);
    }
}

impl NameForm {
    fn new(terms: Terms, form: String, tier: Tier, link: Option<Link>, passages: u64) -> Self {
        let weight = link.map_or_else(|| tier_weight(tier), link_weight);
        Self {
            terms,
            form,
            tier,
            link,
            weight,
            sureness: Sureness::Sure,
            is_declined: tier == Tier::Inflected,
            passages,
        }
    }

    /// All of a name, in another script.
    pub(super) fn whole(terms: Terms, form: String, passages: u64) -> Self {
        Self {
            sureness: Sureness::Whole,
            ..Self::new(terms, form, Tier::Transliterated, None, passages)
        }
    }

    /// All of a name, in the script that it is asked for in.
    pub(super) fn make_own(&mut self, tier: Tier) {
        self.tier = tier;
        self.weight = tier_weight(tier);
    }

    /// Where it may be another word, only like the name.
    fn alike_if(mut self, is_other: bool) -> Self {
        if is_other {
            self.sureness = self.sureness.min(Sureness::Alike);
        }
        self
    }

    /// As near as a form in another script is at most.
    fn make_foreign(&mut self) {
        self.tier = self.tier.max(Tier::Transliterated);
        self.weight = self.weight.min(tier_weight(Tier::Transliterated));
    }

    /// The words that an index holds it as, the first and those after it.
    pub(super) fn words(&self) -> (String, Vec<String>) {
        match &self.terms {
            Terms::Written(first, then) => (first.clone(), then.clone()),
            Terms::Filed(_) if names::is_in_katakana(&self.form) => {
                words_of(&mut Analyzer::new(), &self.form).unwrap_or_default()
            }
            Terms::Filed(_) => (self.form.clone(), Vec::new()),
        }
    }

    /// Its fields in bodies and titles, its first term in them, and the terms after it.
    pub(super) fn places(&self, snapshot: &Snapshot) -> (Field, Field, &str, &[String]) {
        let fields = snapshot.fields;
        match &self.terms {
            Terms::Filed(term) => (fields.names, fields.title_names, term, &[]),
            Terms::Written(first, then) => (fields.words, fields.title_words, first, then),
        }
    }
}

impl Snapshot {
    /// The forms under which the index holds a name, itself among them, the nearest and most
    /// frequent first: up to the lexicon, or to where the scope looks further. Those that are mostly
    /// another word are not sure.
    pub(super) fn names_like(&self, word: &Word, scope: &NameScope) -> tantivy::Result<Forms> {
        // Nobody asked for names: what another query would find must not be remembered as nothing.
        if word.name_keys.is_empty() {
            return Ok(Arc::new([]));
        }
        let asked = format!("{}\0{}", word.normal, scope.mark);
        self.names
            .get_or_find(asked, || Ok(self.look_for_names(word, scope)?.into()))
    }

    /// The forms of a part of a name, no farther than the scope.
    pub(super) fn forms_of(
        &self,
        word: &Word,
        role: NameRole,
        scope: &NameScope,
    ) -> tantivy::Result<Vec<NameForm>> {
        match role {
            NameRole::Only => self.name_forms(word, scope),
            NameRole::Given => self.given_forms(word, scope),
            NameRole::Family => self.part_forms(word, false, scope),
        }
    }

    /// The forms of a word of a name that is asked for as one thing, no farther than the scope.
    pub(super) fn forms_in(
        &self,
        name: &FullName,
        (word, given): (&Word, Option<usize>),
        scope: &NameScope,
    ) -> tantivy::Result<Vec<NameForm>> {
        let mut forms = self.forms_of(word, name.role(given), scope)?;
        if name.own.is_some() {
            forms.iter_mut().for_each(NameForm::make_foreign);
            forms.retain(|form| form.tier <= scope.within);
        }
        Ok(forms)
    }

    /// The forms that are the name wherever they stand, no farther than the scope.
    fn name_forms(&self, word: &Word, scope: &NameScope) -> tantivy::Result<Vec<NameForm>> {
        let mut forms = self.near_name_forms(word, scope)?;
        forms.retain(|form| form.sureness == Sureness::Sure);
        Ok(forms)
    }

    /// As [`Snapshot::names_like`], no farther than the scope.
    fn near_name_forms(&self, word: &Word, scope: &NameScope) -> tantivy::Result<Vec<NameForm>> {
        let forms = self.names_like(word, scope)?;
        let mut forms: Vec<NameForm> = (forms.iter())
            .filter(|form| form.tier <= scope.within)
            .cloned()
            .collect();
        // In a script without capitals a name is filed nowhere.
        if !names::has_capitals(&word.normal) {
            forms.extend(self.written(&word.folded, Tier::Exact, 1.0)?);
        }
        Ok(forms)
    }

    /// As [`Snapshot::name_forms`] of a part of a name in several, with those that are it only beside
    /// another part.
    fn part_forms(
        &self,
        word: &Word,
        is_given: bool,
        scope: &NameScope,
    ) -> tantivy::Result<Vec<NameForm>> {
        let mut forms = self.near_name_forms(word, scope)?;
        let is_declined =
            |form: &&mut NameForm| form.sureness == Sureness::Sure && form.is_declined;
        for form in forms.iter_mut().filter(is_declined) {
            form.sureness = Sureness::Declined;
        }
        let resembling = self.names_resembling(word, is_given, scope)?;
        forms.extend(resembling.iter().cloned());
        Ok(forms)
    }

    /// As [`Snapshot::part_forms`] of a given name: for an initial the names that begin so, for a
    /// name its initials too.
    fn given_forms(&self, word: &Word, scope: &NameScope) -> tantivy::Result<Vec<NameForm>> {
        if word.is_initial() {
            return self.names_beginning(&word.folded);
        }
        let mut forms = self.part_forms(word, true, scope)?;
        // After a hyphen a syllable has no capital: Jong-un.
        if !scope.pairs.is_empty() {
            self.add_small(word, scope, &mut forms)?;
        }
        if scope.within >= Tier::Lexicon {
            let firsts: BTreeSet<char> = (forms.iter())
                .filter(|form| form.tier <= Tier::Transliterated)
                .filter_map(|form| form.form.chars().next())
                .filter(|first| first.is_lowercase())
                .collect();
            for first in firsts {
                let initial =
                    self.written(&first.to_string(), Tier::Lexicon, rank::INITIAL_WEIGHT)?;
                // A letter that is a word of its own says nothing: Cyrillic с, "with".
                let most = FEW_INITIALS.max(self.passages() / PASSAGES_PER_INITIAL);
                let initial = initial.filter(|form| form.passages <= most);
                forms.extend(initial.map(|form| NameForm {
                    sureness: Sureness::Weak,
                    ..form
                }));
            }
        }
        Ok(forms)
    }

    /// Adds what a name that pairs are known of is written as without a capital.
    fn add_small(
        &self,
        word: &Word,
        scope: &NameScope,
        forms: &mut Vec<NameForm>,
    ) -> tantivy::Result<()> {
        let name = Name::with_pairs(&word.normal, &scope.pairs);
        let own = name.is_paired().then_some((&*word.folded, Tier::Exact));
        let others = name
            .paired()
            .filter_map(|form| Some((form, name.tier(form, scope.within)?)));
        for (form, tier) in own.into_iter().chain(others) {
            if form.contains(' ') || forms.iter().any(|known| known.form == form) {
                continue;
            }
            let written = self.written(form, tier, tier_weight(tier))?;
            forms.extend(written.map(|form| NameForm {
                sureness: Sureness::Weak,
                ..form
            }));
        }
        Ok(())
    }

    /// The forms under which the words of a query are found as names. `read` reads the query, where it
    /// is not remembered.
    pub(crate) fn explain(
        &self,
        node: &Node,
        scope: &NameScope,
        read: impl FnOnce() -> AnalyzedQuery,
    ) -> Result<Arc<[Explained]>> {
        let asked = (node.clone(), scope.within, scope.mark.clone());
        if let Some(known) = self.explained.get(&asked) {
            return Ok(known);
        }
        let mut query = read();
        self.recognize(&mut query, scope)?;
        let mut explained = Vec::new();
        for part in &query.parts {
            match &part.kind {
                PartKind::Word(word) => {
                    explained.extend(self.explain_word(word, NameRole::Only, scope)?);
                }
                PartKind::Name(name) => {
                    let scope = scope.of(name);
                    for (word, given) in name.each_part() {
                        let forms = || self.forms_in(name, (word, given), &scope);
                        explained.extend(self.explain_forms(&word.surface, forms)?);
                    }
                    explained.extend(self.explain_whole(&part.text, name, &scope)?);
                }
                PartKind::Phrase { .. } | PartKind::Prefix(_) | PartKind::Fuzzy { .. } => {}
            }
        }
        let explained: Arc<[Explained]> = explained.into();
        self.explained.put(asked, Arc::clone(&explained));
        Ok(explained)
    }

    fn explain_word(
        &self,
        word: &Word,
        role: NameRole,
        scope: &NameScope,
    ) -> Result<Vec<Explained>> {
        self.explain_forms(&word.surface, || self.forms_of(word, role, scope))
    }

    fn explain_whole(
        &self,
        asked: &str,
        name: &FullName,
        scope: &NameScope,
    ) -> Result<Vec<Explained>> {
        self.explain_forms(asked, || Ok(self.native_forms(name, scope)?.to_vec()))
    }

    fn explain_forms(
        &self,
        asked: &str,
        look_up: impl FnOnce() -> tantivy::Result<Vec<NameForm>>,
    ) -> Result<Vec<Explained>> {
        guarded("look up", || {
            let counted = look_up().and_then(|forms| {
                let with_count = |form: NameForm| {
                    let (field, _, text, then) = form.places(self);
                    Ok(Explained {
                        asked: asked.to_owned(),
                        passages: self.rarest(field, text, then)?.frequency.total(),
                        form,
                    })
                };
                forms.into_iter().map(with_count).collect()
            });
            counted.map_err(|error| engine_error("cannot look up a name", error))
        })
    }

    /// A form as it stands among the words, if it does.
    pub(super) fn written(
        &self,
        form: &str,
        tier: Tier,
        weight: f32,
    ) -> tantivy::Result<Option<NameForm>> {
        let Some((first, then)) = words_of(&mut Analyzer::new(), form) else {
            return Ok(None);
        };
        let passages = self
            .rarest(self.fields.words, &first, &then)?
            .frequency
            .total();
        let terms = Terms::Written(first, then);
        Ok((passages > 0).then(|| NameForm {
            weight,
            ..NameForm::new(terms, form.to_owned(), tier, None, passages)
        }))
    }

    /// The most frequent words that begin so and mostly have a capital.
    fn names_beginning(&self, initial: &str) -> tantivy::Result<Vec<NameForm>> {
        const MAX_LOOKED_AT: usize = 512;
        let mut words: BTreeMap<String, u64> = BTreeMap::new();
        self.walk_forms(initial, |form, list| {
            *words.entry(form.to_owned()).or_default() += u64::from(list.info.doc_freq);
            true
        })?;
        let mut words: Vec<(String, u64)> = words.into_iter().collect();
        words.sort_by_key(|(form, passages)| (std::cmp::Reverse(*passages), form.clone()));
        words.truncate(MAX_LOOKED_AT);
        let mut forms = Vec::new();
        for (form, passages) in words {
            let Some(key) = names::key(&form, None).filter(|_| forms.len() < MAX_NAME_FORMS) else {
                continue;
            };
            let term = filed(&key, &form);
            let named = self.term(self.fields.names, &term)?.frequency.total();
            if form == initial {
                forms.extend(self.written(&form, Tier::Lexicon, rank::INITIAL_WEIGHT)?);
            } else if 2 * named >= passages {
                let form = NameForm::new(Terms::Filed(term), form, Tier::Lexicon, None, named);
                forms.push(NameForm {
                    weight: rank::INITIAL_WEIGHT,
                    sureness: Sureness::Weak,
                    ..form
                });
            }
        }
        Ok(forms)
    }

    fn look_for_names(&self, word: &Word, scope: &NameScope) -> tantivy::Result<Vec<NameForm>> {
        let name = Name::with_pairs(&word.normal, &scope.pairs);
        let mut found = Found::default();
        let is_mostly_a_name = self.is_mostly_a_name(word)?;
        let is_spoken = self.has_names_by_sound();
        let mut by_rules = once_each(|form| {
            let is_by_sound = || is_mostly_a_name && name.is_by_sound_alone(form, is_spoken);
            (name.compare_by_rules(form)).or_else(|| is_by_sound().then_some(Tier::Transliterated))
        });
        // Where a word lies in other alphabets is worth finding out for a name alone.
        let keys = if is_mostly_a_name {
            keys_of(word)
        } else {
            word.name_keys.clone()
        };
        let genitive = names::genitive_key(&word.normal, self.languages());
        for key in keys.into_iter().chain(genitive.filter(|_| scope.is_name)) {
            self.walk_names(&key, &mut found, &mut by_rules)?;
        }
        let mut forms = Vec::new();
        // What is said to be the same is, however common a word it is: Ын of Un.
        if is_mostly_a_name || name.is_paired() {
            let mut keys: BTreeSet<String> = word.name_keys.iter().cloned().collect();
            for form in name.relatives() {
                let more = names::filed_keys(form, self.languages());
                if more.is_empty() || form.contains(' ') {
                    self.find_written(&name, form, &mut forms)?;
                }
                keys.extend(more);
            }
            self.find_uncased(&name, &mut forms)?;
            self.find_spelled(word, &name, &mut forms)?;
            let mut by_lexicon = once_each(|form| {
                let link = name.link(form);
                link.map(|_| by_rules(form).unwrap_or(Tier::Lexicon))
            });
            for key in keys.iter().filter(|_| name.relatives().next().is_some()) {
                self.walk_names(key, &mut found, &mut by_lexicon)?;
            }
        }
        if scope.looks_further() {
            self.walk_near_names(word, &name, scope.within, &mut found)?;
        }
        forms.extend(found.into_iter().map(|(term, (tier, passages))| {
            let form = term.split_once(KEY_END).map_or("", |(_, form)| form);
            let link = link_at(&name, tier, form);
            let form = form.to_owned();
            let is_declined = tier == Tier::Inflected
                || (tier == Tier::Transliterated && name.is_declined_spelling(&form));
            // What a name is short for is another's, too: Harry and Хенри.
            let is_foreign = Script::of_word(&form) != Script::of_word(&word.folded);
            let sureness = if link == Some(Link::Nickname) && is_foreign {
                Sureness::Alike
            } else {
                Sureness::Sure
            };
            NameForm {
                sureness,
                is_declined,
                ..NameForm::new(Terms::Filed(term), form, tier, link, passages)
            }
        }));
        forms.sort_by(|left, right| {
            let order = |form: &NameForm| (form.tier, form.link, std::cmp::Reverse(form.passages));
            (order(left).cmp(&order(right))).then_with(|| left.terms.cmp(&right.terms))
        });
        forms.truncate(MAX_NAME_FORMS);
        // Each language may file one form under a key of its own.
        let mut capitals: HashMap<String, u64> = HashMap::new();
        for form in &forms {
            *capitals.entry(form.form.clone()).or_default() += form.passages;
        }
        for form in forms.iter_mut().filter(|form| form.tier > Tier::Folded) {
            let capital = capitals.get(&form.form).copied().unwrap_or(0);
            if !self.is_mostly_capital(form, capital)? {
                form.sureness = Sureness::Weak;
            }
        }
        Ok(forms)
    }

    /// Whether a form that so many passages hold with a capital stands so at least as often as without:
    /// `wiele`, many, is no form of Willem wherever it stands.
    fn is_mostly_capital(&self, form: &NameForm, capital: u64) -> tantivy::Result<bool> {
        if !names::has_capitals(&form.form) {
            return Ok(true);
        }
        let mut all = 0;
        for field in [self.fields.words, self.fields.title_words] {
            let term = Term::from_field_text(field, &form.form);
            for index in self
                .segments
                .iter()
                .filter_map(|segment| segment.index(field))
            {
                all += index
                    .get_term_info(&term)?
                    .map_or(0, |info| u64::from(info.doc_freq));
            }
        }
        Ok(2 * capital >= all)
    }

    /// The forms that may be the name where another part of it stands near, without those that
    /// [`Snapshot::names_like`] finds.
    fn names_resembling(
        &self,
        word: &Word,
        is_given: bool,
        scope: &NameScope,
    ) -> tantivy::Result<Forms> {
        if word.name_keys.is_empty() || scope.within < Tier::Lexicon || scope.looks_further() {
            return Ok(Arc::new([]));
        }
        let asked = format!("{}\0{}\0{is_given}", word.normal, scope.mark);
        self.names.get_or_find(asked, || {
            let surer = self.names_like(word, scope)?;
            let surer: BTreeSet<&str> = surer.iter().map(|form| form.form.as_str()).collect();
            let name = Name::with_pairs(&word.normal, &scope.pairs);
            let mut found = Found::default();
            let is_spoken = self.has_names_by_sound();
            let beside = Beside {
                is_given,
                is_spoken,
            };
            let mut doubtful = BTreeSet::new();
            let mut tier_of = once_each(|form| {
                if surer.contains(form) {
                    return None;
                }
                if is_spoken && (name.is_as_spoken(form, is_given) || name.is_likely_spoken(form))
                    || name.is_spoken_of(form, scope.is_by_sound)
                {
                    if is_given && name.is_of_another_name(form) {
                        doubtful.insert(form.to_owned());
                    }
                    return Some(Tier::Transliterated);
                }
                let tier = name.tier_beside(form, beside);
                if tier.is_none() && is_given && name.is_perhaps_inflected(form) {
                    doubtful.insert(form.to_owned());
                    return Some(Tier::Inflected);
                }
                tier
            });
            let mut keys = keys_of(word);
            let spoken = name.spoken_forms().filter(|_| is_spoken);
            let spoken: BTreeSet<String> = spoken
                .filter_map(|form| names::key(&form, None))
                .filter(|key| !keys.contains(key))
                .collect();
            keys.extend(spoken);
            for key in keys {
                self.walk_names(&key, &mut found, &mut tier_of)?;
            }
            let mut uncased = Vec::new();
            for form in self.uncased_like(&name, names::BESIDE_MARGIN)?.into_keys() {
                let tier = tier_of(&form);
                uncased.extend(tier.map(|tier| (form, tier)));
            }
            drop(tier_of);
            if is_given {
                self.find_short_forms(&name, &mut found)?;
                found.retain(|term, _| {
                    let form = term.split_once(KEY_END).map_or("", |(_, form)| form);
                    !surer.contains(form)
                });
            }
            let mut forms: Vec<NameForm> = (found.into_iter())
                .map(|(term, (tier, passages))| {
                    let form = term.split_once(KEY_END).map_or("", |(_, form)| form);
                    let form = form.to_owned();
                    let sureness = if doubtful.contains(&form) {
                        Sureness::Doubtful
                    } else {
                        Sureness::Alike
                    };
                    let form = NameForm::new(Terms::Filed(term), form, tier, None, passages);
                    NameForm { sureness, ..form }
                })
                .collect();
            for (form, tier) in uncased {
                let form = match self.in_katakana(&form, (tier, None))? {
                    Some(filed) => Some(filed),
                    None => self.written(&form, tier, tier_weight(tier))?,
                };
                forms.extend(form.map(|form| NameForm {
                    sureness: Sureness::Alike,
                    ..form
                }));
            }
            forms.sort_by_key(|form| std::cmp::Reverse(form.passages));
            forms.truncate(MAX_DOUBTFUL_FORMS);
            Ok(forms.into())
        })
    }

    /// Whether it has texts that write foreign names by their sound in Latin letters.
    fn has_names_by_sound(&self) -> bool {
        let mut languages = self.languages().iter();
        languages.any(|language| names::writes_by_sound(*language))
    }

    /// Adds what is short for a given name: as the lexicon has it, and in other alphabets where the index
    /// has texts in one.
    fn find_short_forms(&self, name: &Name, found: &mut Found) -> tantivy::Result<()> {
        let has_others = [Script::Cyrillic, Script::Greek].into_iter().any(|script| {
            let mut languages = self.languages().iter();
            languages.any(|language| language.is_written_in(script))
        });
        for short in name.short_forms() {
            let folded = short.folded();
            if has_others {
                let mut tier_of = |form: &str| {
                    let is_one = short.is_short_form(form) && !name.is_forbidden(form);
                    is_one.then_some(Tier::Lexicon)
                };
                for key in names::query_keys(folded, self.languages()) {
                    self.walk_names(&key, found, &mut tier_of)?;
                }
            } else if !name.is_forbidden(folded) {
                for key in names::filed_keys(folded, self.languages()) {
                    let term = filed(&key, folded);
                    let passages = self.term(self.fields.names, &term)?.frequency.total();
                    if passages > 0 {
                        found.entry(term).or_insert((Tier::Lexicon, passages));
                    }
                }
            }
        }
        Ok(())
    }

    /// Adds the forms that sound alike or are misspelt.
    fn walk_near_names(
        &self,
        word: &Word,
        name: &Name,
        within: Tier,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        let near = names::near_keys(&word.normal);
        let mut tier_of = once_each(|form| name.tier(form, within));
        for key in word.name_keys.iter().chain(&near.whole) {
            self.walk_names(key, found, &mut tier_of)?;
        }
        if let Some(beginning) = &near.beginning {
            self.walk_range(beginning, found, &mut tier_of)?;
        }
        Ok(())
    }

    /// Adds the forms filed under a key that are told to be the name.
    fn walk_names(
        &self,
        key: &str,
        found: &mut Found,
        tier_of: &mut impl FnMut(&str) -> Option<Tier>,
    ) -> tantivy::Result<()> {
        self.walk_range(&filed(key, ""), found, tier_of)
    }

    /// Adds the forms filed under terms that begin so.
    fn walk_range(
        &self,
        begin: &str,
        found: &mut Found,
        tier_of: &mut impl FnMut(&str) -> Option<Tier>,
    ) -> tantivy::Result<()> {
        let Some(end) = after_all_with(begin.as_bytes()) else {
            return Ok(());
        };
        let mut seen = Found::default();
        for field in [self.fields.names, self.fields.title_names] {
            let indexes = self.segments.iter();
            for index in indexes.filter_map(|segment| segment.index(field)) {
                let mut terms = index.terms().range().ge(begin).lt(&end).into_stream()?;
                while let Some((term, info)) = terms.next() {
                    let Ok(term) = std::str::from_utf8(term) else {
                        continue;
                    };
                    let Some((_, form)) = term.split_once(KEY_END) else {
                        continue;
                    };
                    if found.contains_key(term) {
                        continue;
                    }
                    if let Some((_, count)) = seen.get_mut(term) {
                        *count += u64::from(info.doc_freq);
                    } else if let Some(tier) = tier_of(form) {
                        seen.insert(term.to_owned(), (tier, info.doc_freq.into()));
                    }
                }
            }
        }
        found.extend(seen);
        Ok(())
    }

    /// How many passages hold a form with a capital, under any of these keys.
    pub(super) fn named(&self, keys: &[String], form: &str) -> tantivy::Result<u64> {
        let mut named = 0;
        for key in keys {
            let term = filed(key, form);
            named += self.term(self.fields.names, &term)?.frequency.total();
        }
        Ok(named)
    }

    /// Whether a word stands in the index with a capital at least as often as without: `mark` and
    /// `bill` are not names there, and `tony` is. One that it does not hold may be a name.
    pub(super) fn is_mostly_a_name(&self, word: &Word) -> tantivy::Result<bool> {
        if !names::has_capitals(&word.normal) {
            return Ok(true);
        }
        let named = self.named(&word.name_keys, &word.folded)?;
        let all = self
            .term(self.fields.words, &word.folded)?
            .frequency
            .total();
        Ok(2 * named >= all)
    }

    /// Adds the words of scripts without capitals that are likely to be the name.
    fn find_uncased(&self, name: &Name, forms: &mut Vec<NameForm>) -> tantivy::Result<()> {
        let found = self.uncased_like(name, 0.0)?;
        let listed: BTreeSet<String> = forms.iter().map(|form| form.form.clone()).collect();
        for (form, margin) in found {
            if !listed.contains(&form) {
                self.find_like(name, (&form, margin), forms)?;
            }
        }
        Ok(())
    }

    /// Adds a form that is likelier the name by so much than it must be.
    fn find_like(
        &self,
        name: &Name,
        (form, margin): (&str, f32),
        forms: &mut Vec<NameForm>,
    ) -> tantivy::Result<()> {
        let first = forms.len();
        self.find_written(name, form, forms)?;
        let added = forms.get_mut(first..).unwrap_or_default();
        if !self.is_sure_alone(added, margin)? {
            for form in added {
                form.sureness = form.sureness.min(Sureness::Alike);
            }
        }
        Ok(())
    }

    /// Whether the forms of a word are the name wherever they stand, which is likelier by so much than it must
    /// be: the more of a language's passages hold a word, the likelier is that it is one like any other.
    fn is_sure_alone(&self, forms: &[NameForm], margin: f32) -> tantivy::Result<bool> {
        let mut held = Frequency::default();
        for form in forms {
            let (field, _, first, then) = form.places(self);
            held.add(&self.rarest(field, first, then)?.frequency);
        }
        let all = self.passages_by_language();
        let shares = held.languages().map(|(language, count)| {
            let passages = f64::from(all.of(language));
            let doubt = (1.0 - passages / FEW_PASSAGES).max(0.0);
            (f64::from(count) - doubt) / passages.max(FEW_PASSAGES)
        });
        let share = shares.fold(0.0, f64::max);
        let least = (share / RARE_SHARE).ln().clamp(0.0, MOST_MARGIN);
        Ok(f64::from(margin) >= least)
    }

    /// The words of scripts without capitals that are as likely to be the name as asked, or likelier by a
    /// margin, each with what it is likelier by.
    fn uncased_like(&self, name: &Name, margin: f32) -> tantivy::Result<BTreeMap<String, f32>> {
        let mut found = BTreeMap::new();
        for segment in &self.segments {
            let uncased = segment.uncased(&self.fields)?;
            if uncased.bytes() > 0 {
                uncased.like_by(name.asked(), margin, |form, _, margin| {
                    found.insert(form, margin);
                });
            }
        }
        Ok(found)
    }

    /// Adds the likeliest forms in Chinese characters, of which an index holds the pairs of neighbours alone.
    fn find_spelled(
        &self,
        word: &Word,
        name: &Name,
        forms: &mut Vec<NameForm>,
    ) -> tantivy::Result<()> {
        let own = Script::of_word(&word.folded);
        if own == Some(Script::Han) || !self.languages().contains(&Language::CHINESE) {
            return Ok(());
        }
        let latin = match own {
            Some(Script::Latin) => vec![word.folded.clone()],
            _ => names::readings(&word.folded, READINGS),
        };
        let spelled = latin.iter();
        let spelled = spelled.flat_map(|latin| names::spellings(latin, Script::Han, SPELLINGS));
        let listed = forms.iter().map(|form| form.form.clone());
        let mut seen: BTreeSet<String> = listed.collect();
        for form in spelled {
            let pair: String = form.chars().take(2).collect();
            if seen.insert(form.clone()) && self.holds(&pair)? {
                let margin = name.asked().margin_of(&form).unwrap_or(0.0);
                self.find_like(name, (&form, margin), forms)?;
            }
        }
        Ok(())
    }

    /// Whether the index has a word in a body or a title.
    fn holds(&self, word: &str) -> tantivy::Result<bool> {
        for field in [self.fields.words, self.fields.title_words] {
            let term = Term::from_field_text(field, word);
            let indexes = self.segments.iter();
            for index in indexes.filter_map(|segment| segment.index(field)) {
                if index.get_term_info(&term)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// Adds a form of a script without capitals, as far as the index holds it: with a particle
    /// written together with it, and as pairs of characters where no blanks are written.
    fn find_written(
        &self,
        name: &Name,
        form: &str,
        forms: &mut Vec<NameForm>,
    ) -> tantivy::Result<()> {
        if names::is_in_katakana(form) {
            if let Some(tier) = name.compare(form) {
                forms.extend(self.in_katakana(form, (tier, link_at(name, tier, form)))?);
            }
            return Ok(());
        }
        let mut analyzer = Analyzer::new();
        let mut alone = None;
        for written in names::with_particles(form) {
            let Some((first, then)) = words_of(&mut analyzer, &written) else {
                continue;
            };
            let mut held = 0;
            for field in [self.fields.words, self.fields.title_words] {
                held += self.rarest(field, &first, &then)?.frequency.total();
            }
            let alone = *alone.get_or_insert(held);
            if held > 0 {
                let terms = Terms::Written(first, then);
                // The same rules that a highlight is proven by.
                if let Some(tier) = name.compare(&written) {
                    let link = link_at(name, tier, &written);
                    let is_other = is_other_word(form, &written, [alone, held])
                        || self.is_mostly_longer(&written, held)?;
                    let form = NameForm::new(terms, written, tier, link, held);
                    forms.push(form.alike_if(is_other));
                }
            }
        }
        Ok(())
    }

    /// Whether what so many passages hold is mostly part of a longer word, where no blanks are written.
    fn is_mostly_longer(&self, written: &str, held: u64) -> tantivy::Result<bool> {
        if Script::of_word(written) != Some(Script::Han) {
            return Ok(false);
        }
        let mut analyzer = Analyzer::new();
        for longer in names::ordinary_with(written) {
            if let Some((first, then)) = words_of(&mut analyzer, longer) {
                let longer = self.rarest(self.fields.words, &first, &then)?;
                if LONGER * longer.frequency.total() >= held {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// A word in katakana, as far as the index holds it set apart.
    fn in_katakana(
        &self,
        form: &str,
        (tier, link): (Tier, Option<Link>),
    ) -> tantivy::Result<Option<NameForm>> {
        if !names::is_in_katakana(form) {
            return Ok(None);
        }
        let term = filed(names::KATAKANA_KEY, form);
        let mut held = 0;
        for field in [self.fields.names, self.fields.title_names] {
            held += self.term(field, &term)?.frequency.total();
        }
        let is_other = names::is_ordinary(form);
        let form = NameForm::new(Terms::Filed(term), form.to_owned(), tier, link, held);
        Ok((held > 0).then_some(form.alike_if(is_other)))
    }

    /// The rarest of these terms.
    pub(super) fn rarest(
        &self,
        field: Field,
        first: &str,
        then: &[String],
    ) -> tantivy::Result<Arc<KnownTerm>> {
        let mut rarest = self.term(field, first)?;
        for term in then {
            let term = self.term(field, term)?;
            if term.frequency.total() < rarest.frequency.total() {
                rarest = term;
            }
        }
        Ok(rarest)
    }
}

/// How the lexicon links a form that it, and no rule, tells to be the name.
fn link_at(name: &Name, tier: Tier, form: &str) -> Option<Link> {
    (tier == Tier::Lexicon).then(|| name.link(form)).flatten()
}

/// Whether what a form of a script without capitals is written as may be another word, or another name with
/// a particle, by how many passages hold the form and how many that: بكين, Beijing, is no Keane with "in".
fn is_other_word(form: &str, written: &str, [alone, held]: [u64; 2]) -> bool {
    let is_after_particle = written != form && !written.starts_with(form);
    let is_known = || names::forms_of(written).next().is_some();
    names::is_ordinary(written) || is_after_particle && (held > 2 * alone.max(1) || is_known())
}

/// The first of the words that an index holds a form as, and those after it.
fn words_of(analyzer: &mut Analyzer, form: &str) -> Option<(String, Vec<String>)> {
    let mut words = Vec::new();
    analyzer.scan(form, |token| words.push(token.word.to_owned()));
    let mut words = words.into_iter();
    Some((words.next()?, words.collect()))
}

/// Where the forms of a word lie, in its own alphabet and in others.
fn keys_of(word: &Word) -> Vec<String> {
    let mut keys = word.name_keys.clone();
    let more = names::foreign_keys(&word.folded).into_iter();
    for key in more.chain(names::heard_keys(&word.normal)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

/// Asks once for each form, under however many keys and in however many fields it lies.
fn once_each(mut tier_of: impl FnMut(&str) -> Option<Tier>) -> impl FnMut(&str) -> Option<Tier> {
    const FORMS: usize = 128;
    let mut known: HashMap<Box<str>, Option<Tier>, Seeded> =
        HashMap::with_capacity_and_hasher(FORMS, Seeded::default());
    move |form| {
        if let Some(tier) = known.get(form) {
            return *tier;
        }
        let tier = tier_of(form);
        known.insert(form.into(), tier);
        tier
    }
}

/// What a form of a name is worth beside the name itself: by the mean average precision of people asked
/// for in annotated news, which ARCHITECTURE.md has for these and for others.
fn tier_weight(tier: Tier) -> f32 {
    match tier {
        Tier::Exact | Tier::Folded => 1.0,
        Tier::Inflected => 0.9,
        Tier::Transliterated => 0.7,
        Tier::Lexicon => LEXICON_WEIGHT,
        Tier::Phonetic => 0.3,
        _ => 0.2,
    }
}

/// Less than any form that a rule finds, since another bearer may be meant.
const LEXICON_WEIGHT: f32 = 0.65;

/// What a form of the lexicon is worth: of a nickname, which is short for several names, half.
fn link_weight(link: Link) -> f32 {
    match link {
        Link::Nickname | Link::ShortForm => 0.5,
        Link::Variant => LEXICON_WEIGHT,
    }
}

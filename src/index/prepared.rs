//! Queries made ready for one state of an index, remembered: what is asked for again is not read, looked up and
//! spelled out again.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use super::names::NameScope;
use super::plan::Plan;
use super::remembered::{Remembered, Room};
use crate::error::Result;
use crate::highlight::Marks;
use crate::query::{AnalyzedQuery, Query};

/// What a query takes, and each term of it, with what is looked for in passages and where fewer words do, in
/// bytes, about.
const ROOM: usize = 4 << 10;
const ROOM_OF_TERM: usize = 640;

/// A query, with its terms looked up.
pub(crate) struct Prepared {
    pub(crate) asked: AnalyzedQuery,
    /// For what holds all words.
    pub(crate) all: Ready,
    /// For what holds some of them, once that is asked for.
    some: OnceLock<Ready>,
}

/// What is looked for in the index, and then in the passages found, once there are any.
pub(crate) struct Ready {
    pub(crate) plan: Plan,
    sought: OnceLock<Sought>,
}

/// What is looked for in passages.
pub(crate) struct Sought {
    pub(crate) marks: Marks,
    /// The names in several parts that a passage may lack, by their marks and parts: only where it does not is
    /// the family name alone marked.
    pub(crate) unsure: Vec<(usize, usize)>,
}

impl Prepared {
    pub(crate) fn new(asked: AnalyzedQuery, plan: Plan) -> Self {
        Self {
            asked,
            all: Ready::new(plan),
            some: OnceLock::new(),
        }
    }

    /// For what holds some of the words; made when it is first asked for.
    pub(crate) fn some(&self, make: impl FnOnce() -> Result<Plan>) -> Result<&Ready> {
        if let Some(ready) = self.some.get() {
            return Ok(ready);
        }
        let plan = make()?;
        Ok(self.some.get_or_init(|| Ready::new(plan)))
    }
}

impl Ready {
    fn new(plan: Plan) -> Self {
        Self {
            plan,
            sought: OnceLock::new(),
        }
    }

    /// What is looked for in passages; made when it is first asked for.
    pub(crate) fn sought(&self, make: impl FnOnce(&Plan) -> Sought) -> &Sought {
        self.sought.get_or_init(|| make(&self.plan))
    }
}

impl Room for Prepared {
    fn room(&self) -> usize {
        ROOM + ROOM_OF_TERM * self.all.plan.size()
    }
}

/// The queries that were asked of a state of an index.
#[derive(Default)]
pub(crate) struct PreparedQueries {
    hasher: RandomState,
    known: Remembered<u64, Prepared>,
}

impl PreparedQueries {
    /// Of at most so many bytes.
    pub(super) fn new(most: usize) -> Self {
        Self {
            hasher: RandomState::new(),
            known: Remembered::new(most),
        }
    }

    pub(super) fn resize(&self, most: usize) {
        self.known.resize(most);
    }

    pub(super) fn forget(&self) {
        self.known.forget();
    }

    pub(super) fn most(&self) -> usize {
        self.known.most()
    }

    /// A query made ready, now if it was not.
    pub(crate) fn get(
        &self,
        query: &Query,
        scope: &NameScope,
        make: impl FnOnce() -> Result<Prepared>,
    ) -> Result<Arc<Prepared>> {
        let key = self.hasher.hash_one((query.identity(), scope.mark()));
        if let Some(known) = self.known.get(&key) {
            return Ok(known);
        }
        let prepared = Arc::new(make()?);
        self.known.put(key, &prepared);
        Ok(prepared)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::names::{NamePairs, Tier};
    use crate::article::Article;
    use crate::index::Index;
    use crate::query::Query;

    fn index() -> Index {
        let index = Index::in_memory().expect("memory can be written");
        let bodies = [
            "They met Vučić there.",
            "They met Vučića there.",
            "They met Kennedy, and JFK said so.",
        ];
        add(&index, &bodies);
        index
    }

    fn add(index: &Index, bodies: &[&str]) {
        let mut writer = index.writer().expect("nobody else writes");
        for body in bodies {
            let article = Article::new(*body).body(*body);
            writer.add(&article).expect("the writer takes articles");
        }
        writer.commit().expect("the commit succeeds");
    }

    /// How many passages answer, how many are shown, and how many places are marked.
    fn found(index: &Index, query: impl Into<Query>) -> (u64, usize, usize) {
        let results = index.search(query).expect("the index can be read");
        let marks = results.hits.iter().map(|hit| hit.highlights.len());
        (results.total, results.hits.len(), marks.sum())
    }

    #[test]
    fn a_query_made_ready_is_asked_again_as_it_was() {
        let index = index();
        for query in [
            "vucic",
            "met vucic there",
            "nowhere vucic OR met",
            "\"they met\" -jfk",
        ] {
            let first = found(&index, query);
            assert_eq!(found(&index, query), first, "{query}");
            let forgetful = self::index().with_memory(0);
            assert_eq!(found(&forgetful, query), first, "{query}");
        }
        let most = index.snapshot().prepared.most();
        assert!(most > 0 && index.with_memory(0).snapshot().prepared.most() == 0);
    }

    #[test]
    fn a_query_made_ready_is_no_other_query() {
        let index = index();
        let query = Query::word("vucic");
        assert_eq!(found(&index, query.clone()), (2, 2, 2));
        assert_eq!(found(&index, query.clone().within(Tier::Folded)), (1, 1, 1));
        assert_eq!(found(&index, query.clone().limit(1)), (2, 1, 1));
        assert_eq!(found(&index, query.clone().limit(1).offset(2)), (2, 0, 0));
        let different = NamePairs::new().different("Vučić", "Vučića");
        assert_eq!(found(&index, query.name_pairs(different)), (1, 1, 1));
        assert_eq!(found(&index, "kennedy"), (1, 1, 1));
        let index = index.with_name_pairs(NamePairs::new().same("JFK", "Kennedy"));
        assert_eq!(found(&index, "kennedy"), (1, 1, 2));
        // The same condition in another text, whose notices show where it stands.
        let notice = |text: &str| {
            let results = index.search(text).expect("the index can be read");
            results.notices.first().map(|notice| notice.start)
        };
        assert_eq!(notice("met \"there"), Some(4));
        assert_eq!(notice("  met \"there"), Some(6));
    }

    #[test]
    fn a_query_made_ready_is_made_anew_for_another_state() {
        let index = index();
        assert_eq!(found(&index, "vucic"), (2, 2, 2));
        add(&index, &["Then Вучић left."]);
        assert_eq!(found(&index, "vucic"), (3, 3, 3));
    }
}

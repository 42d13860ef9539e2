//! The names that an index holds: which forms a name has there, and which names there are.

use serde::{Deserialize, Serialize};

use crate::analysis::names::Tier;
use crate::error::Result;
use crate::index::{Index, NameGroup};
use crate::query::{PartKind, Query};
use crate::searcher::Searcher;
use crate::text::language::Language;

/// A form under which a name would be found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NameForm {
    /// The word of the query that it is a form of, as it was asked.
    pub asked: String,
    /// The form as it is indexed: in small letters, without marks.
    pub form: String,
    /// How near it is.
    pub tier: Tier,
    /// What an occurrence is worth beside one of the name itself: 0 to 1.
    pub weight: f32,
    /// How many passages hold it in their bodies.
    pub passages: u64,
}

/// A name of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IndexedName {
    /// As one of its passages writes it.
    pub name: String,
    /// How many passages hold it or one of its forms, those that hold several counted once for each.
    pub passages: u64,
    /// Its forms as they are indexed, in small letters and without marks, the most frequent first,
    /// each with its number of passages.
    pub forms: Vec<(String, u64)>,
    /// The languages of these passages, the most frequent first, where they are known.
    pub languages: Vec<Language>,
}

impl From<NameGroup> for IndexedName {
    fn from(group: NameGroup) -> Self {
        Self {
            name: group.written,
            passages: group.passages,
            forms: group.forms,
            languages: group.languages,
        }
    }
}

impl Index {
    /// The names of the last commit: see [`Searcher::names`].
    ///
    /// # Errors
    ///
    /// As [`Searcher::names`].
    pub fn names(&self, beginning: &str, limit: usize) -> Result<Vec<IndexedName>> {
        self.searcher().names(beginning, limit)
    }

    /// The names of the last commit that one may have been meant for: see [`Searcher::names_like`].
    ///
    /// # Errors
    ///
    /// As [`Searcher::names_like`].
    pub fn names_like(&self, name: &str, limit: usize) -> Result<Vec<IndexedName>> {
        self.searcher().names_like(name, limit)
    }

    /// The forms of a name in the last commit: see [`Searcher::explain_name`].
    ///
    /// # Errors
    ///
    /// As [`Searcher::explain_name`].
    pub fn explain_name(&self, name: impl Into<Query>) -> Result<Vec<NameForm>> {
        self.searcher().explain_name(name)
    }
}

impl Searcher {
    /// The names that begin so, the most frequent first, at most `limit`: for completion while a
    /// name is typed. Of nothing, the most frequent names of all.
    ///
    /// A name is a word that has a capital at least as often as not; its case forms and spellings in
    /// the same index are counted with it, where they are among the 512 most frequent that begin so.
    /// Scripts without capitals have none. The dictionary of names is read through once.
    ///
    /// ```
    /// use clippings::{Article, Index};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(&Article::new("1").body("Vučić met Kurti. Vučić spoke."))?;
    /// writer.add(&Article::new("2").body("O Vučiću se govori. Razgovarao je s Vučićem Kurti.").language("hr"))?;
    /// writer.commit()?;
    /// let names = index.names("vu", 10)?;
    /// assert_eq!((&*names[0].name, names[0].passages), ("Vučić", 3));
    /// assert_eq!(names[0].forms.len(), 3);
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) or [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// if the index cannot be read.
    pub fn names(&self, beginning: &str, limit: usize) -> Result<Vec<IndexedName>> {
        let mut folded = String::new();
        self.index().analyzer().scan(beginning, |token| {
            token.word.clone_into(&mut folded);
        });
        let names = self.snapshot().names_beginning_with(&folded, limit)?;
        Ok(names.into_iter().map(IndexedName::from).collect())
    }

    /// The names that a name may have been meant for, the nearest first, of equally near ones the most
    /// frequent: itself and its forms, then what sounds alike or is a letter or two away. Of several
    /// words, those of each in turn.
    ///
    /// ```
    /// use clippings::{Article, Index};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(&Article::new("1").body("The talks with Stoltenberg went on."))?;
    /// writer.commit()?;
    /// let names = index.names_like("Stoltenburg", 3)?;
    /// assert_eq!(names[0].name, "Stoltenberg");
    /// let results = index.search("Stoltenburg")?;
    /// assert_eq!(results.notices[0].message, "nothing holds Stoltenburg; is Stoltenberg meant?");
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) or [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// if the index cannot be read.
    pub fn names_like(&self, name: &str, limit: usize) -> Result<Vec<IndexedName>> {
        let query = Query::name_alike(name);
        let asked = query.analyze(&mut self.index().analyzer(), self.snapshot().languages());
        let scope = self.index().scope(&query).alike();
        let mut names: Vec<IndexedName> = Vec::new();
        for part in &asked.parts {
            let PartKind::Name(name) = &part.kind else {
                continue;
            };
            for word in &name.words {
                let meant = self.snapshot().names_meant(word, &scope, limit)?;
                names.extend(meant.into_iter().map(IndexedName::from));
            }
        }
        names.truncate(limit);
        Ok(names)
    }

    /// Every form under which the words of a query would be found as names, with how near it is, what
    /// it is worth and how many passages hold it. Nothing is searched.
    ///
    /// ```
    /// use clippings::analysis::names::Tier;
    /// use clippings::{Article, Index};
    ///
    /// let index = Index::in_memory()?;
    /// let mut writer = index.writer()?;
    /// writer.add(&Article::new("1").body("Вучића нико није видео.").language("sr"))?;
    /// writer.commit()?;
    /// let forms = index.explain_name("Vucic")?;
    /// assert_eq!((&*forms[0].form, forms[0].tier), ("вучића", Tier::Transliterated));
    /// # Ok::<(), clippings::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Corrupt`](crate::ErrorKind::Corrupt) or [`ErrorKind::Io`](crate::ErrorKind::Io)
    /// if the index cannot be read.
    pub fn explain_name(&self, name: impl Into<Query>) -> Result<Vec<NameForm>> {
        let query = name.into();
        let scope = self.index().scope(&query);
        let explained = self.snapshot().explain(query.node(), &scope, || {
            query.analyze(&mut self.index().analyzer(), self.snapshot().languages())
        })?;
        let told = explained.iter().map(|explained| NameForm {
            asked: explained.asked.clone(),
            form: explained.form.form.clone(),
            tier: explained.form.tier,
            weight: explained.form.weight,
            passages: explained.passages,
        });
        Ok(told.collect())
    }
}

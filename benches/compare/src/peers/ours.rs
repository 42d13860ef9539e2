//! clippings: it cuts the articles into the passages that the others are given.

use std::path::Path;

use clippings::analysis::names::Tier;
use clippings::{Index, Query, Searcher};

use super::{FORGETFUL, HITS, Peer};
use crate::classes::{Asked, Class};
use crate::corpus::Corpus;

pub(super) struct Ours {
    name: &'static str,
    searcher: Searcher,
}

pub(super) fn build(corpus: &Corpus, directory: &Path) {
    let index = Index::create(directory).expect("the directory is empty");
    let mut writer = index.writer_with_threads(1).expect("nobody else writes");
    for article in &corpus.articles {
        writer.add(article).expect("the writer takes articles");
    }
    writer.optimize().expect("the merge succeeds");
    writer.close().expect("the merges succeed");
}

impl Ours {
    pub(super) fn open(directory: &Path) -> Self {
        let index = Index::open(directory).expect("it was just built");
        Self {
            name: "clippings",
            searcher: index.searcher(),
        }
    }

    /// It keeps nothing of what was asked before.
    pub(super) fn open_forgetful(directory: &Path) -> Self {
        let index = Index::open(directory).expect("it was just built");
        Self {
            name: FORGETFUL,
            searcher: index.with_memory(0).searcher(),
        }
    }
}

impl Peer for Ours {
    fn name(&self) -> &'static str {
        self.name
    }

    fn takes(&self, _: Class) -> bool {
        true
    }

    fn search(&mut self, class: Class, words: &Asked) -> usize {
        let text = words.join(" ");
        let query = match class {
            Class::Name => Query::word(&text).within(Tier::Folded),
            Class::NameLens | Class::FullName => Query::name(&text),
            Class::And2 => Query::parse(&text),
            Class::Or3 => Query::parse(&words.join(" OR ")),
            Class::Phrase => Query::phrase(&text),
            Class::Natural => Query::parse(&format!("{text}?")),
            Class::Prefix => Query::prefix(&text),
            Class::Fuzzy => Query::fuzzy(&text, 1),
        };
        let results = self.searcher.search(query.limit(HITS));
        results.expect("the index can be read").hits.len()
    }
}

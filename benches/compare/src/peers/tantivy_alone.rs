//! tantivy alone, with its default tokenizer, query parser and `SnippetGenerator`. It folds case only,
//! matches a name letter for letter, and marks the words of a phrase wherever they stand; of a fuzzy
//! word and of a prefix it marks nothing.

use std::path::Path;

use super::Peer;
use crate::classes::{Asked, Class};
use crate::rival::{Rival, RivalSearcher};

pub(super) struct Alone {
    searcher: RivalSearcher,
}

pub(super) fn build(passages: &[(String, String)], directory: &Path) {
    let rival = Rival::create(directory);
    let mut writer = rival.writer();
    for passage in passages {
        writer.add(passage);
    }
    writer.commit();
    writer.optimize();
    writer.close();
}

impl Alone {
    pub(super) fn open(directory: &Path) -> Self {
        Self {
            searcher: Rival::open(directory).searcher(),
        }
    }
}

impl Peer for Alone {
    fn name(&self) -> &'static str {
        "tantivy"
    }

    fn takes(&self, _: Class) -> bool {
        true
    }

    fn search(&mut self, class: Class, words: &Asked) -> usize {
        let results = if class == Class::Fuzzy {
            self.searcher.fuzzy(&words.concat(), 1)
        } else {
            self.searcher.search(class.drawn(), words)
        };
        results.snippets.len()
    }
}

//! SeekStorm with its highlighter. It matches folded words and marks substrings; it has no prefixes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Close, Clustering, DocumentCompression, FileType, FrequentwordType, IndexArc,
    IndexDocument, IndexMetaObject, LexicalSimilarity, NgramSet, SchemaField, StemmerType,
    StopwordType, TokenizerType, create_index, open_index,
};
use seekstorm::search::{QueryRewriting, QueryType, ResultType, Search, SearchMode};
use seekstorm::vector::Inference;
use tokio::runtime::Runtime;

use super::{HITS, Peer};
use crate::classes::{Asked, Class};

const SCHEMA: &str = r#"[
    {"field": "title", "field_type": "Text", "store": true, "index_lexical": true},
    {"field": "body", "field_type": "Text", "store": true, "index_lexical": true, "longest": true}
]"#;

pub(super) struct Storm {
    runtime: Runtime,
    index: IndexArc,
}

fn runtime() -> Runtime {
    let one_thread = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build();
    one_thread.expect("a thread can be started")
}

fn place(directory: &Path) -> PathBuf {
    directory.join("index")
}

pub(super) fn build(passages: &[(String, String)], directory: &Path) {
    let meta = IndexMetaObject {
        id: 0,
        name: "passages".to_owned(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumericFolded,
        stemmer: StemmerType::None,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::English,
        ngram_indexing: NgramSet::NgramFF as u8,
        document_compression: DocumentCompression::Snappy,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    };
    let schema: Vec<SchemaField> = serde_json::from_str(SCHEMA).expect("a schema");
    runtime().block_on(async {
        let index = create_index(&place(directory), meta, &schema, &Vec::new(), true, Some(1))
            .await
            .expect("the directory is empty");
        for (title, body) in passages {
            let document = serde_json::json!({"title": title, "body": body});
            let document = serde_json::from_value(document).expect("an object");
            index.index_document(document, FileType::None).await;
        }
        index.commit().await;
        index.close().await;
    });
}

impl Storm {
    pub(super) fn open(directory: &Path) -> Self {
        let runtime = runtime();
        let index = runtime.block_on(open_index(&place(directory)));
        Self {
            index: index.expect("it was just built"),
            runtime,
        }
    }
}

impl Peer for Storm {
    fn name(&self) -> &'static str {
        "seekstorm"
    }

    fn takes(&self, class: Class) -> bool {
        !matches!(class, Class::Prefix | Class::Fuzzy)
    }

    fn search(&mut self, class: Class, words: &Asked) -> usize {
        let kind = match class {
            Class::Or3 | Class::Natural => QueryType::Union,
            Class::Phrase => QueryType::Phrase,
            _ => QueryType::Intersection,
        };
        self.runtime.block_on(async {
            let found = self
                .index
                .search(
                    words.join(" "),
                    None,
                    kind,
                    SearchMode::Lexical,
                    false,
                    0,
                    HITS,
                    ResultType::TopkCount,
                    false,
                    Vec::new(),
                    Vec::new(),
                    Vec::new(),
                    Vec::new(),
                    QueryRewriting::SearchOnly,
                )
                .await;
            let highlights = vec![Highlight {
                field: "body".to_owned(),
                fragment_number: 1,
                fragment_size: 240,
                highlight_markup: true,
                ..Highlight::default()
            }];
            let marks = Some(highlighter(&self.index, highlights, found.query_terms).await);
            let index = self.index.read().await;
            let mut hits = 0;
            for result in &found.results {
                let document = index
                    .get_document(result.doc_id, false, &marks, &HashSet::new(), &Vec::new())
                    .await;
                hits += usize::from(document.is_ok());
            }
            hits
        })
    }
}

//! The engine by itself, asked for the same passages: default tokenizer, stored texts, its own
//! query parser and snippets.

use std::path::Path;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, FuzzyTermQuery, Query, QueryParser, RegexQuery};
use tantivy::schema::{Field, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term, doc};

use crate::corpus::Class;

/// As much as our own writer takes.
const MEMORY_BYTES: usize = 96 << 20;
const HITS: usize = 10;

pub(crate) struct Rival {
    index: Index,
    title: Field,
    body: Field,
}

impl Rival {
    pub(crate) fn create(directory: &Path) -> Self {
        let mut schema = Schema::builder();
        let title = schema.add_text_field("title", TEXT | STORED);
        let body = schema.add_text_field("body", TEXT | STORED);
        let index =
            Index::create_in_dir(directory, schema.build()).expect("the directory is empty");
        Self { index, title, body }
    }

    /// One that was built before.
    pub(crate) fn open(directory: &Path) -> Self {
        let index = Index::open_in_dir(directory).expect("an index is there");
        let schema = index.schema();
        let field = |name| schema.get_field(name).expect("its fields are ours");
        Self {
            title: field("title"),
            body: field("body"),
            index,
        }
    }

    /// A writer with one indexing thread.
    pub(crate) fn writer(&self) -> RivalWriter<'_> {
        let engine = self
            .index
            .writer_with_num_threads(1, MEMORY_BYTES)
            .expect("nobody else writes");
        RivalWriter {
            rival: self,
            engine,
        }
    }

    pub(crate) fn searcher(&self) -> RivalSearcher {
        let searcher = self
            .index
            .reader()
            .expect("the index can be read")
            .searcher();
        let parser = QueryParser::for_index(&self.index, vec![self.title, self.body]);
        let mut all = QueryParser::for_index(&self.index, vec![self.title, self.body]);
        all.set_conjunction_by_default();
        RivalSearcher {
            searcher,
            any: parser,
            all,
            fields: [self.title, self.body],
        }
    }
}

pub(crate) struct RivalWriter<'a> {
    rival: &'a Rival,
    engine: IndexWriter,
}

impl RivalWriter<'_> {
    pub(crate) fn add(&mut self, (title, body): &(String, String)) {
        let document = doc!(self.rival.title => title.as_str(), self.rival.body => body.as_str());
        self.engine
            .add_document(document)
            .expect("the writer takes documents");
    }

    pub(crate) fn commit(&mut self) {
        self.engine.commit().expect("the commit succeeds");
    }

    /// Merges all segments into one.
    pub(crate) fn optimize(&mut self) {
        let segments = self
            .rival
            .index
            .searchable_segment_ids()
            .expect("the segments can be listed");
        if segments.len() > 1 {
            self.engine
                .merge(&segments)
                .wait()
                .expect("the merge succeeds");
        }
        self.engine
            .garbage_collect_files()
            .wait()
            .expect("old files are deleted");
    }

    pub(crate) fn close(self) {
        self.engine
            .wait_merging_threads()
            .expect("the merges succeed");
    }
}

pub(crate) struct RivalSearcher {
    searcher: Searcher,
    any: QueryParser,
    all: QueryParser,
    /// Title and body.
    fields: [Field; 2],
}

/// The number of all matches, and the best with what matches in their bodies marked. (Ours marks
/// titles too; this one is spared that.)
pub(crate) struct RivalResults {
    pub(crate) total: usize,
    pub(crate) snippets: Vec<String>,
}

impl RivalSearcher {
    pub(crate) fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Parses, matches, fetches and highlights.
    pub(crate) fn search(&self, class: Class, words: &[String]) -> RivalResults {
        self.answer(&*self.query(class, words))
    }

    /// A word with so many edits.
    pub(crate) fn fuzzy(&self, word: &str, edits: u8) -> RivalResults {
        let in_field = |field| -> Box<dyn Query> {
            let term = Term::from_field_text(field, &word.to_lowercase());
            Box::new(FuzzyTermQuery::new(term, edits, true))
        };
        self.answer(&BooleanQuery::union(
            self.fields.into_iter().map(in_field).collect(),
        ))
    }

    fn answer(&self, query: &dyn Query) -> RivalResults {
        let collector = (TopDocs::with_limit(HITS).order_by_score(), Count);
        let (best, total) = self
            .searcher
            .search(query, &collector)
            .expect("the search succeeds");
        let [_, body] = self.fields;
        let snippets =
            SnippetGenerator::create(&self.searcher, query, body).expect("the terms are readable");
        let hit = |address| {
            let document: TantivyDocument = self
                .searcher
                .doc(address)
                .expect("the document is readable");
            snippets.snippet_from_doc(&document).to_html()
        };
        RivalResults {
            total,
            snippets: best.into_iter().map(|(_, address)| hit(address)).collect(),
        }
    }

    fn query(&self, class: Class, words: &[String]) -> Box<dyn Query> {
        let parse = |parser: &QueryParser, text: &str| {
            parser.parse_query(text).expect("plain words are a query")
        };
        match class {
            Class::Name | Class::FullName | Class::And2 => parse(&self.all, &words.join(" ")),
            Class::Or3 | Class::Natural => parse(&self.any, &words.join(" ")),
            Class::Phrase => parse(&self.any, &format!("\"{}\"", words.join(" "))),
            // Its parser takes a prefix only as the end of a phrase.
            Class::Prefix => {
                let pattern = format!("{}.*", words.concat().to_lowercase());
                let in_field = |field| -> Box<dyn Query> {
                    Box::new(
                        RegexQuery::from_pattern(&pattern, field).expect("letters are a pattern"),
                    )
                };
                Box::new(BooleanQuery::union(
                    self.fields.into_iter().map(in_field).collect(),
                ))
            }
        }
    }
}

//! The engine by itself: one document an article, the words of the question in title or body, BM25
//! as it comes.

use std::collections::BTreeMap;
use std::time::Instant;

use clippings::eval::{Collection, Percentiles, Run};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::{Index, TantivyDocument, Term, doc};

use crate::Failure;

/// Ample for any collection here.
const MEMORY_BYTES: usize = 96 << 20;

pub(crate) struct Engine {
    index: Index,
    id: Field,
    texts: [Field; 2],
    tokenizer: &'static str,
}

impl Engine {
    pub(crate) fn of(collections: &[Collection], tokenizer: &'static str) -> Result<Self, Failure> {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_index_option(IndexRecordOption::WithFreqs);
        let text = TextOptions::default().set_indexing_options(indexing);
        let id = schema.add_text_field("id", STRING | STORED);
        let texts = ["title", "body"].map(|name| schema.add_text_field(name, text.clone()));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, MEMORY_BYTES)?;
        let [title, body] = texts;
        for article in collections
            .iter()
            .flat_map(|collection| &collection.articles)
        {
            writer.add_document(doc!(
                id => article.id.as_str(),
                title => article.title.as_str(),
                body => article.body.as_str(),
            ))?;
        }
        writer.commit()?;
        Ok(Self {
            index,
            id,
            texts,
            tokenizer,
        })
    }

    pub(crate) fn ask(
        &self,
        collection: &Collection,
        depth: usize,
    ) -> Result<(Run, Percentiles), Failure> {
        let searcher = self.index.reader()?.searcher();
        let mut analyzer = (self.index.tokenizers().get(self.tokenizer))
            .ok_or("the engine lacks the tokenizer")?;
        let mut rankings = BTreeMap::new();
        let mut times = Vec::new();
        for question in &collection.questions {
            let asked = Instant::now();
            let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
            let mut tokens = analyzer.token_stream(&question.text);
            while let Some(token) = tokens.next() {
                for field in self.texts {
                    let term = Term::from_field_text(field, &token.text);
                    let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                    terms.push((Occur::Should, Box::new(query)));
                }
            }
            let query = BooleanQuery::new(terms);
            let top = TopDocs::with_limit(depth).order_by_score();
            let mut ranking = Vec::new();
            for (score, address) in searcher.search(&query, &top)? {
                let document: TantivyDocument = searcher.doc(address)?;
                let id = document.get_first(self.id).and_then(|id| id.as_str());
                ranking.push((id.unwrap_or_default().to_owned(), score));
            }
            times.push(u64::try_from(asked.elapsed().as_micros())?);
            rankings.insert(question.id.clone(), ranking);
        }
        Ok((Run::new(rankings), Percentiles::of(times)))
    }
}

//! Each field of the index and its options, in one table.
//!
//! Text reaches the engine as a *stream*: the terms of one reading, one blank between two, `_` where
//! a token has no term in this reading, so that positions stay parallel. Any engine that splits at
//! blanks and drops `_` without closing the gap indexes the same streams alike.

use std::sync::Arc;

use tantivy::schema::{
    Field, INDEXED, IndexRecordOption, NumericOptions, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::store::Compressor;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};
use tantivy::{IndexBuilder, IndexSettings, SegmentPlugin};

use super::texts::{self, TextsPlugin};

/// What stands in a stream for a token without a term.
pub(super) const GAP: &str = "_";
const STREAM_TOKENIZER: &str = "stream";

#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// The article's id: how its passages are replaced and deleted.
    pub(super) id: Field,
    /// `source` and the source's key: how all of a source is deleted; on the record of a source too.
    pub(super) source_key: Field,
    /// Present on the one document per source that stores its metadata.
    pub(super) record: Field,
    /// Keys of the short lines at an article's edges, on its first passage.
    pub(super) lines: Field,

    pub(super) words: Field,
    pub(super) stems: Field,
    pub(super) names: Field,
    pub(super) title_words: Field,
    pub(super) title_stems: Field,
    pub(super) title_names: Field,

    /// What is kept of each document, in a file of its own: see [`texts`].
    pub(super) texts: Field,

    pub(super) article: Field,
    pub(super) place: Field,
    pub(super) source: Field,
    pub(super) language: Field,
    pub(super) origin: Field,
    pub(super) published: Field,
}

impl Fields {
    /// The fields that queries look terms up in.
    pub(super) fn searched(&self) -> [Field; 6] {
        [
            self.words,
            self.stems,
            self.names,
            self.title_words,
            self.title_stems,
            self.title_names,
        ]
    }
}

/// Fast fields. The engine opens them by name.
pub(super) mod column {
    /// [`stable_hash`](super::super::document::stable_hash) of the article's id.
    pub(in crate::index) const ARTICLE: &str = "article";
    /// The passage's ordinal and role, packed.
    pub(in crate::index) const PLACE: &str = "place";
    /// [`stable_hash`](super::super::document::stable_hash) of the source's id; 0 for none.
    pub(in crate::index) const SOURCE: &str = "source";
    /// The code of the passage's language, packed; 0 for unknown.
    pub(in crate::index) const LANGUAGE: &str = "language";
    /// The code of the language translated from, packed; 0 for none.
    pub(in crate::index) const ORIGIN: &str = "origin";
    /// Seconds since 1970; absent where unknown.
    pub(in crate::index) const PUBLISHED: &str = "published";
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let fast = || NumericOptions::default().set_fast();
    let with_positions = IndexRecordOption::WithFreqsAndPositions;
    let fields = Fields {
        id: schema.add_text_field("id", STRING),
        source_key: schema.add_u64_field("source_key", INDEXED),
        record: schema.add_u64_field("record", INDEXED),
        lines: schema.add_u64_field("lines", INDEXED),
        words: schema.add_text_field("words", stream(with_positions, true)),
        // The length of a passage is its number of words, whatever the reading. The nearness of
        // words is read from `words`: positions of stems took 4 % of the text and changed nDCG@10
        // on seven collections by 0.0005 at most, either way.
        stems: schema.add_text_field("stems", stream(IndexRecordOption::WithFreqs, false)),
        names: schema.add_text_field("names", stream(IndexRecordOption::Basic, false)),
        title_words: schema.add_text_field("title_words", stream(with_positions, true)),
        // A title names nothing twice.
        title_stems: schema.add_text_field("title_stems", stream(IndexRecordOption::Basic, false)),
        title_names: schema.add_text_field("title_names", stream(IndexRecordOption::Basic, false)),
        texts: schema.add_custom_field("texts", texts::FIELD_TYPE, serde_json::Value::Null),
        article: schema.add_u64_field(column::ARTICLE, fast()),
        place: schema.add_u64_field(column::PLACE, fast()),
        source: schema.add_u64_field(column::SOURCE, fast()),
        language: schema.add_u64_field(column::LANGUAGE, fast()),
        origin: schema.add_u64_field(column::ORIGIN, fast()),
        published: schema.add_i64_field(column::PUBLISHED, fast()),
    };
    (schema.build(), fields)
}

/// What makes a new index.
pub(super) fn builder() -> IndexBuilder {
    let (schema, fields) = schema();
    // The engine's own store holds nothing: it needs neither compression nor a thread for it.
    let settings = IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    IndexBuilder::new()
        .schema(schema)
        .settings(settings)
        .register_plugin(plugin(&fields))
}

/// What writes the texts; an index that is opened must be told of it.
pub(super) fn plugin(fields: &Fields) -> Arc<dyn SegmentPlugin> {
    Arc::new(TextsPlugin {
        field: fields.texts,
    })
}

fn stream(record: IndexRecordOption, has_lengths: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(STREAM_TOKENIZER)
            .set_index_option(record)
            .set_fieldnorms(has_lengths),
    )
}

pub(super) fn tokenizers() -> TokenizerManager {
    // With the engine's own `raw`, which reads ids.
    let tokenizers = TokenizerManager::default();
    tokenizers.register(
        STREAM_TOKENIZER,
        TextAnalyzer::builder(StreamTokenizer::default()).build(),
    );
    tokenizers
}

/// Splits a stream at its blanks.
#[derive(Clone, Default)]
struct StreamTokenizer {
    token: Token,
}

struct Terms<'a> {
    /// None when all are told.
    rest: Option<&'a str>,
    token: &'a mut Token,
}

impl Tokenizer for StreamTokenizer {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        self.token.reset();
        Terms {
            rest: Some(text),
            token: &mut self.token,
        }
    }
}

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        while let Some(rest) = self.rest {
            // Terms are short: byte by byte is faster than what is made to skip far.
            let blank = rest.bytes().position(|byte| byte == b' ');
            let (term, others) = blank
                .and_then(|at| Some((rest.get(..at)?, rest.get(at + 1..)?)))
                .map_or((rest, None), |(term, others)| (term, Some(others)));
            self.rest = others;
            // Wraps from the maximum, which the engine's own tokenizers start at too.
            self.token.position = self.token.position.wrapping_add(1);
            if !term.is_empty() && term != GAP {
                self.token.text.clear();
                self.token.text.push_str(term);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_keeps_the_positions_parallel() {
        let mut analyzer = TextAnalyzer::builder(StreamTokenizer::default()).build();
        let mut seen = Vec::new();
        analyzer
            .token_stream("kosov _ _ border _")
            .process(&mut |token| {
                seen.push((token.position, token.text.clone()));
            });
        assert_eq!(seen, [(0, "kosov".to_owned()), (3, "border".to_owned())]);
    }
}

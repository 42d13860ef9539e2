//! One committed state of an index, as searches see it: immutable, with its columns open.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED, Term};

use super::document::{self, StoredArticle, StoredPassage, unpack_language};
use super::fetch::KnownArticles;
use super::forms::{self, NearForms};
use super::frequency::{Frequency, KnownTerms};
use super::known_parts::KnownParts;
use super::names::{Explanations, Known, KnownByFamily, NameForms, Pairs};
use super::prepared::PreparedQueries;
use super::remembered::Remembered;
use super::schema::Fields;
use super::segment::Segment;
use super::{engine_error, guarded};
use crate::error::{Error, ErrorKind, Result};
use crate::query::Word;
use crate::text::language::Language;

/// How many bytes are remembered of what queries ask for, where the index was not told otherwise: about as
/// many as it takes on the disk, for a passage takes some 550 there.
const BYTES_OF_PASSAGE: u64 = 512;
const LEAST_BYTES: u64 = 128 << 20;
const MOST_BYTES: u64 = 1 << 30;
/// Which part of them is for articles, and which for queries: these take no more room in a larger index, and
/// this is room for two thousand.
const SHARE_OF_ARTICLES: usize = 16;
const SHARE_OF_QUERIES: usize = 4;
const MOST_OF_QUERIES: usize = 32 << 20;

pub(crate) struct Snapshot {
    searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) segments: Vec<Segment>,
    sources: BTreeMap<u64, crate::Source>,
    /// The most frequent first.
    languages: Vec<Language>,
    passages: u64,
    pub(super) known_terms: KnownTerms,
    pub(super) passages_by_language: OnceLock<Frequency>,
    pub(super) names: NameForms,
    pub(super) near_forms: NearForms,
    /// Which two words of queries are one name.
    pub(super) pairs: Pairs,
    pub(super) known_by_family: KnownByFamily,
    pub(super) explained: Explanations,
    /// What words of queries are made of, and what begins as they do, by their readings.
    pub(super) known_splits: Known<Arc<[Word]>>,
    pub(super) known_kin: Known<Arc<[String]>>,
    pub(super) known_parts: Arc<KnownParts>,
    pub(super) known_articles: Arc<KnownArticles>,
    pub(crate) prepared: PreparedQueries,
    pub(super) capitals_tell_names: OnceLock<bool>,
    article_words: OnceLock<f32>,
}

impl Snapshot {
    /// Opens what `searcher` sees; segments that `before` had open are taken over.
    pub(super) fn open(
        searcher: Searcher,
        fields: Fields,
        before: Option<&Snapshot>,
    ) -> Result<Self> {
        guarded("open", || {
            let known: HashMap<SegmentId, &Segment> = before
                .map(|before| {
                    before
                        .segments
                        .iter()
                        .map(|open| (open.reader.segment_id(), open))
                        .collect()
                })
                .unwrap_or_default();
            let mut segments = Vec::new();
            for reader in searcher.segment_readers() {
                let segment =
                    Segment::open(reader, &fields, known.get(&reader.segment_id()).copied())
                        .map_err(|error| engine_error("cannot open a segment", error))?;
                segments.push(segment);
            }
            let sources = read_sources(&segments, &fields)
                .map_err(|error| engine_error("cannot read the sources", error))?;
            let mut languages: BTreeMap<u64, u64> = BTreeMap::new();
            for (language, count) in segments.iter().flat_map(|segment| segment.languages.iter()) {
                *languages.entry(*language).or_default() += count;
            }
            let mut languages: Vec<(u64, u64)> = languages.into_iter().collect();
            languages.sort_by_key(|(language, count)| (std::cmp::Reverse(*count), *language));
            // Languages that one analysis serves are one reading.
            let mut families: Vec<Language> = Vec::new();
            for language in languages
                .iter()
                .filter_map(|(language, _)| unpack_language(*language))
            {
                let family = language.analysis_family();
                if !families.contains(&family) {
                    families.push(family);
                }
            }
            let passages = searcher.num_docs().saturating_sub(sources.len() as u64);
            let names = NameForms::default();
            let known_articles = match before {
                Some(before) if before.sources == sources => Arc::clone(&before.known_articles),
                // They show what is known of their sources.
                Some(before) => Arc::new(Remembered::new(before.known_articles.most())),
                None => Arc::default(),
            };
            let known_parts =
                before.map_or_else(Arc::default, |before| Arc::clone(&before.known_parts));
            let snapshot = Self {
                searcher,
                fields,
                segments,
                sources,
                languages: families,
                passages,
                known_terms: KnownTerms::default(),
                passages_by_language: OnceLock::new(),
                names,
                near_forms: forms::near_forms(),
                pairs: Pairs::default(),
                known_by_family: KnownByFamily::default(),
                explained: Explanations::default(),
                known_splits: Known::default(),
                known_kin: Known::default(),
                known_articles,
                known_parts,
                prepared: PreparedQueries::new(before.map_or(0, |before| before.prepared.most())),
                capitals_tell_names: OnceLock::new(),
                article_words: OnceLock::new(),
            };
            if !snapshot.known_parts.is_limited() {
                snapshot.share_memory(usual_memory(passages));
            }
            Ok(snapshot)
        })
    }

    /// From now on so many bytes are remembered of what queries ask for; all is forgotten.
    pub(super) fn limit_memory(&self, bytes: usize) {
        self.known_articles.forget();
        self.prepared.forget();
        self.known_parts.forget();
        self.known_parts.be_limited();
        self.share_memory(bytes);
    }

    fn share_memory(&self, bytes: usize) {
        let of_articles = bytes / SHARE_OF_ARTICLES;
        let of_queries = (bytes / SHARE_OF_QUERIES).min(MOST_OF_QUERIES);
        self.known_articles.resize(of_articles);
        self.prepared.resize(of_queries);
        self.known_parts.resize(bytes - of_articles - of_queries);
    }

    /// Its languages, one of each analysis family, the most frequent first.
    pub(crate) fn languages(&self) -> &[Language] {
        &self.languages
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = &crate::Source> {
        self.sources.values()
    }

    pub(crate) fn source(&self, id: &str) -> Option<&crate::Source> {
        self.sources.get(&document::source_key(id))
    }

    /// How many passages it holds.
    pub(crate) fn passages(&self) -> u64 {
        self.passages
    }

    /// How many words an article has on average, 1 or more. Only living passages count, or scores
    /// would depend on when segments were merged.
    pub(super) fn article_words(&self) -> f32 {
        *self.article_words.get_or_init(|| {
            let living = self.segments.iter().flat_map(|segment| {
                let docs = (0..segment.reader.max_doc()).filter(|doc| segment.is_alive(*doc));
                docs.map(|doc| f64::from(segment.words(doc)))
            });
            let words: f64 = living.sum();
            #[expect(
                clippy::cast_precision_loss,
                clippy::cast_possible_truncation,
                reason = "an average need not be exact"
            )]
            let average = (words / self.articles().max(1) as f64) as f32;
            average.max(1.0)
        })
    }

    /// How many articles it holds.
    pub(crate) fn articles(&self) -> u64 {
        let firsts = self.segments.iter().map(|segment| segment.firsts().count());
        firsts.sum::<usize>() as u64
    }

    /// Each article, in the order of the files.
    pub(crate) fn each_article(&self) -> impl Iterator<Item = Result<StoredArticle>> {
        let segments = (0..).zip(&self.segments);
        let firsts = segments.flat_map(|(ordinal, segment)| {
            let docs = segment.firsts();
            docs.map(move |doc| DocAddress::new(ordinal, doc))
        });
        firsts.map(|address| self.article_at(address))
    }

    /// Whether its segments hold passages that are deleted.
    pub(super) fn has_deletes(&self) -> bool {
        self.segments
            .iter()
            .any(|segment| segment.reader.has_deletes())
    }

    pub(crate) fn segment_count(&self) -> usize {
        self.segments.len()
    }

    pub(super) fn passage_at(&self, address: DocAddress) -> Result<StoredPassage> {
        self.read(address.segment_ord, |segment| {
            document::passage_of(&segment.texts, address.doc_id)
        })
    }

    /// The article that a passage belongs to.
    pub(super) fn article_at(&self, address: DocAddress) -> Result<StoredArticle> {
        self.read(address.segment_ord, |segment| {
            let first = segment.begin_of_article(address.doc_id);
            document::article_of(&segment.texts, first)
        })
    }

    fn read<T>(&self, segment: u32, stored: impl FnOnce(&Segment) -> Option<T>) -> Result<T> {
        guarded("fetch", || {
            (self.segments.get(segment as usize).and_then(stored))
                .ok_or_else(|| Error::new(ErrorKind::Corrupt, "a stored passage is not readable"))
        })
    }

    /// The passages of an article in their order; none if there is no such article.
    pub(crate) fn passages_of(&self, id: &str) -> Result<Vec<StoredPassage>> {
        let term = Term::from_field_text(self.fields.id, id);
        let mut passages = Vec::new();
        for address in self.addresses(&term)? {
            passages.push(self.passage_at(address)?);
        }
        passages.sort_by_key(|passage| passage.ordinal);
        Ok(passages)
    }

    /// What is stored of an article beside its passages.
    pub(crate) fn article(&self, id: &str) -> Result<Option<StoredArticle>> {
        let term = Term::from_field_text(self.fields.id, id);
        match self.addresses(&term)?.first() {
            Some(address) => Ok(Some(self.article_at(*address)?)),
            None => Ok(None),
        }
    }

    /// The articles one of whose edge lines has this key.
    pub(crate) fn articles_with_line(&self, line: u64) -> Result<Vec<String>> {
        let term = Term::from_field_u64(self.fields.lines, line);
        self.addresses(&term)?
            .into_iter()
            .map(|address| Ok(self.article_at(address)?.id))
            .collect()
    }

    /// How many articles have an edge line with this key.
    pub(crate) fn line_count(&self, line: u64) -> Result<usize> {
        Ok(self
            .addresses(&Term::from_field_u64(self.fields.lines, line))?
            .len())
    }

    fn addresses(&self, term: &Term) -> Result<Vec<DocAddress>> {
        let field = term.field();
        guarded("look up", || {
            living(&self.searcher, field, term)
                .map_err(|error| engine_error("cannot look up a term", error))
        })
    }
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot")
            .field("passages", &self.passages)
            .field("segments", &self.segments.len())
            .finish_non_exhaustive()
    }
}

/// The living documents with a term, in the order of the segments.
fn living(searcher: &Searcher, field: Field, term: &Term) -> tantivy::Result<Vec<DocAddress>> {
    let mut addresses = Vec::new();
    for (ordinal, reader) in (0..).zip(searcher.segment_readers()) {
        let index = reader.inverted_index(field)?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while postings.doc() != TERMINATED {
            if !reader.is_deleted(postings.doc()) {
                addresses.push(DocAddress::new(ordinal, postings.doc()));
            }
            postings.advance();
        }
    }
    Ok(addresses)
}

fn read_sources(
    segments: &[Segment],
    fields: &Fields,
) -> tantivy::Result<BTreeMap<u64, crate::Source>> {
    let mut sources = BTreeMap::new();
    for segment in segments {
        let index = segment.reader.inverted_index(fields.record)?;
        let mut terms = index.terms().stream()?;
        while let Some((_, info)) = terms.next() {
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                if segment.is_alive(postings.doc())
                    && let Some(source) = document::source_of(&segment.texts, postings.doc())
                {
                    sources.insert(document::source_key(&source.id), source);
                }
                postings.advance();
            }
        }
    }
    Ok(sources)
}

/// How many bytes are remembered for so many passages, where the index was not told.
fn usual_memory(passages: u64) -> usize {
    let bytes = passages.saturating_mul(BYTES_OF_PASSAGE);
    usize::try_from(bytes.clamp(LEAST_BYTES, MOST_BYTES)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Index};

    #[test]
    fn memory_grows_with_the_index_unless_it_is_told() {
        assert_eq!(usual_memory(1_000), 128 << 20);
        assert_eq!(usual_memory(1_000_000), 512_000_000);
        assert_eq!(usual_memory(u64::MAX), 1 << 30);

        let most = |index: &Index| index.snapshot().known_articles.most();
        let add = |index: &Index, source: &str| {
            let article = Article::new("1").body("Vučić spoke.");
            let article = article.source(crate::Source::new(source));
            let mut writer = index.writer().unwrap();
            writer.add(&article).unwrap();
            writer.commit().unwrap();
        };
        let index = Index::in_memory().unwrap();
        add(&index, "a");
        assert_eq!(most(&index), (128 << 20) / SHARE_OF_ARTICLES);
        let index = index.with_memory(1 << 20);
        add(&index, "b");
        assert_eq!(most(&index), (1 << 20) / SHARE_OF_ARTICLES);
    }
}

//! What is stored of a hit, read; articles that were read are remembered.

use std::sync::Arc;

use tantivy::index::SegmentId;
use tantivy::{DocAddress, DocId};

use super::document::{StoredArticle, StoredPassage};
use super::remembered::{Remembered, Room};
use super::snapshot::Snapshot;
use crate::Source;
use crate::error::Result;
use crate::rank::Candidate;
use crate::results::{Hit, HitArticle, HitPassage};
use crate::text::Span;

/// Articles by their segment and first passage, for as long as the sources are the same.
pub(super) type KnownArticles = Remembered<(SegmentId, DocId), HitArticle>;

impl Room for HitArticle {
    fn room(&self) -> usize {
        let Self {
            id,
            title,
            source,
            url,
            authors,
            tags,
            ..
        } = self;
        let of_source = [&source.id, &source.name];
        let one = [id, title].into_iter().chain(of_source);
        let one = one.chain(url).chain(&source.domain).chain(&source.country);
        let lists = [authors, tags, &source.tags];
        let bytes: usize = one.map(String::len).sum();
        let in_lists = lists.into_iter().flatten();
        let in_lists = in_lists.map(|text| size_of::<String>() + text.len());
        size_of::<Self>() + bytes + in_lists.sum::<usize>()
    }
}

impl Snapshot {
    /// What is stored of a candidate, still without highlights.
    pub(crate) fn fetch(&self, candidate: &Candidate) -> Result<Hit> {
        let address = DocAddress::new(candidate.segment, candidate.doc);
        let passage = self.passage_at(address)?;
        let Span { start, end } = passage.span;
        Ok(Hit {
            score: candidate.score,
            article: self.hit_article(address)?,
            passage: HitPassage {
                ordinal: passage.ordinal,
                start,
                end,
                language: passage.language,
                language_source: passage.language_source,
                language_confidence: passage.language_confidence,
                leftover: passage.leftover,
            },
            text: text_of(passage),
            highlights: Vec::new(),
        })
    }

    /// The article that a passage belongs to.
    fn hit_article(&self, address: DocAddress) -> Result<Arc<HitArticle>> {
        let key = self
            .segments
            .get(address.segment_ord as usize)
            .map(|segment| {
                let first = segment.begin_of_article(address.doc_id);
                (segment.reader.segment_id(), first)
            });
        if let Some(known) = key.and_then(|key| self.known_articles.get(&key)) {
            return Ok(known);
        }
        let article = Arc::new(self.described(self.article_at(address)?));
        if let Some(key) = key {
            self.known_articles.put(key, &article);
        }
        Ok(article)
    }

    /// An article with all that is known of its source.
    fn described(&self, article: StoredArticle) -> HitArticle {
        let id = article.source.unwrap_or_default();
        let source = self.source(&id).cloned();
        HitArticle {
            id: article.id,
            title: article.title,
            source: source.unwrap_or_else(|| Source::default().id(id)),
            published: article.published,
            language: article.language,
            translated_from: article.translated_from,
            url: article.url,
            authors: article.authors,
            tags: article.tags,
        }
    }
}

/// A passage without what lies between it and its neighbours.
fn text_of(passage: StoredPassage) -> String {
    let Span { start, end } = passage.span;
    let start = start.saturating_sub(passage.tile_start);
    let inside = Span::new(start, end.saturating_sub(passage.tile_start));
    let mut text = passage.tile;
    if inside.of(&text).is_some() {
        text.truncate(inside.end);
        text.drain(..inside.start);
    } else {
        text.clear();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Index};

    #[test]
    fn an_article_is_read_once_for_all_its_hits() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let line = "The night ferry to Ancona was late again. ";
        let long = Article::new("ferry").title("Late").body(line.repeat(60));
        writer.add(&long).unwrap();
        writer.commit().unwrap();
        let articles = |index: &Index| -> Vec<Arc<HitArticle>> {
            let hits = index.search("ferry").unwrap().hits;
            hits.into_iter().map(|hit| hit.article).collect()
        };
        let known = articles(&index);
        assert!(known.len() > 1, "{}", known.len());
        let again = articles(&index);
        let mut pairs = known.iter().skip(1).zip(&again);
        assert!(pairs.all(|(one, other)| Arc::ptr_eq(one, other)));
        let forgets = index.with_memory(0);
        let (once, twice) = (articles(&forgets), articles(&forgets));
        assert_eq!(once, twice);
        let mut pairs = once.iter().zip(&twice);
        assert!(!pairs.any(|(one, other)| Arc::ptr_eq(one, other)));
    }

    #[test]
    fn what_becomes_known_of_a_source_shows_on_known_articles() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        let ferry = Article::new("ferry").body("The ferry was late.");
        writer.add(&ferry.source("Harbour Post")).unwrap();
        writer.commit().unwrap();
        let found = || index.search("ferry").unwrap().hits.remove(0);
        assert_eq!(found().article.source.country, None);
        let source = Source::new("Harbour Post").country("IT");
        writer.put_source(&source).unwrap();
        writer.commit().unwrap();
        assert_eq!(found().article.source, source);
    }

    #[test]
    fn the_room_of_an_article_is_that_of_all_its_texts() {
        let source = Source::new("1234567890")
            .domain("123")
            .country("12")
            .tag("1");
        let article = HitArticle {
            id: "1".to_owned(),
            title: "12".to_owned(),
            source: source.id("1234"),
            published: None,
            language: None,
            translated_from: None,
            url: Some("12345".to_owned()),
            authors: vec!["1".to_owned()],
            tags: vec!["1".to_owned()],
        };
        let texts = 1 + 2 + 4 + 10 + 3 + 2 + 5;
        let own = size_of::<HitArticle>();
        assert_eq!(article.room(), own + texts + 3 * (size_of::<String>() + 1));
    }
}

//! A passage to a document of the engine, and back, side by side.

use serde::{Deserialize, Serialize};
use tantivy::{TantivyDocument, TantivyError};

use super::schema::{Fields, GAP};
use super::texts::{Record, Texts};
use crate::analysis::names;
use crate::analysis::{TokenRef, Tokens, joined};
use crate::text::Span;
use crate::text::language::{Language, LanguageSource, Script};
use crate::text::leftover::Form;

/// What divides the key of a name from its form in a term of `names`: not in any key.
pub(super) const KEY_END: char = '\'';
const MAX_TERM_BYTES: usize = 255;

/// What a passage is to ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Text,
    /// The first passage of text of its article: the one that answers for the title.
    Lead,
    /// Residue of the web page: searched only on request.
    Leftover,
    /// No passage at all, but what is known of a source.
    Record,
}

/// Ordinal and role in one column: they are always read together.
pub(super) fn pack_place(ordinal: u32, role: Role) -> u64 {
    u64::from(ordinal) << 2
        | match role {
            Role::Text => 0,
            Role::Lead => 1,
            Role::Leftover => 2,
            Role::Record => 3,
        }
}

pub(super) fn unpack_place(place: u32) -> (u32, Role) {
    let role = match place & 3 {
        0 => Role::Text,
        1 => Role::Lead,
        2 => Role::Leftover,
        _ => Role::Record,
    };
    (place >> 2, role)
}

pub(super) fn pack_language(language: Option<Language>) -> u64 {
    language.map_or(0, |language| {
        language
            .code()
            .bytes()
            .fold(0, |code, byte| code << 8 | u64::from(byte))
    })
}

pub(super) fn unpack_language(packed: u64) -> Option<Language> {
    let bytes = packed.to_be_bytes();
    let code = std::str::from_utf8(&bytes).ok()?;
    Language::from_code(code.trim_start_matches('\0'))
}

/// 64 bits of FNV-1a with a final mix: the same on every machine and in every version, since the
/// order of equal scores and the keys in an index depend on it.
/// (Fowler, Noll, Vo, <http://www.isthe.com/chongo/tech/comp/fnv/>; finaliser of `MurmurHash3`.)
pub(crate) fn stable_hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    for factor in [0xff51_afd7_ed55_8ccd_u64, 0xc4ce_b9fe_1a85_ec53] {
        hash = (hash ^ hash >> 33).wrapping_mul(factor);
    }
    hash ^ hash >> 33
}

/// The readings of a text as streams, and how many terms were too long for the index.
#[derive(Debug, Clone, Default)]
pub(crate) struct Streams {
    pub(crate) words: String,
    pub(crate) stems: String,
    pub(crate) names: String,
    pub(crate) terms_cut: usize,
}

impl Streams {
    pub(crate) fn of(text: &str, tokens: &Tokens) -> Self {
        let mut streams = Self {
            terms_cut: tokens.terms_cut(),
            ..Self::default()
        };
        // About six letters and a blank a word, and a stem for every third.
        streams.words.reserve(tokens.len() * 8);
        streams.stems.reserve(tokens.len() * 4);
        let mut position = 0;
        let (mut has_kana, mut has_han) = (false, false);
        for token in tokens.iter() {
            // A position that several tokens could claim belongs to the first.
            if token.position < position {
                continue;
            }
            match Script::of_word(token.word) {
                Some(Script::Kana) => has_kana = true,
                Some(Script::Han) => has_han = true,
                _ => {}
            }
            while position < token.position {
                push(&mut streams.words, GAP);
                push(&mut streams.stems, GAP);
                position += 1;
            }
            position += 1;
            push(&mut streams.words, token.word);
            push(&mut streams.stems, token.stem.unwrap_or(GAP));
            if let Some(key) = token.name
                && key.len() + KEY_END.len_utf8() + token.word.len() <= MAX_TERM_BYTES
            {
                push(&mut streams.names, key);
                streams.names.push(KEY_END);
                streams.names.push_str(token.word);
            }
        }
        let names = &mut streams.names;
        if has_kana {
            file_katakana(tokens, names);
        }
        if has_han {
            names::dotted_parts(text, |part| push(names, &filed(names::DOTTED_KEY, part)));
        }
        streams
    }
}

/// Files the words in katakana, of which the tokens are the pairs of letters.
fn file_katakana(tokens: &Tokens, names: &mut String) {
    let tokens = tokens
        .iter()
        .filter(|token| names::is_in_katakana(token.word));
    let tokens: Vec<TokenRef<'_>> = tokens.collect();
    for word in tokens.chunk_by(|one, next| one.span.overlaps(next.span)) {
        let word = joined(word.iter().map(|token| token.word));
        let term = filed(names::KATAKANA_KEY, &word);
        if term.len() <= MAX_TERM_BYTES {
            push(names, &term);
        }
    }
}

/// The term among the names under which a form is filed.
pub(super) fn filed(key: &str, form: &str) -> String {
    format!("{key}{KEY_END}{form}")
}

fn push(stream: &mut String, term: &str) {
    if !stream.is_empty() {
        stream.push(' ');
    }
    stream.push_str(term);
}

/// An article as it is stored with its first passage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredArticle {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) source: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<crate::Date>,
    pub(crate) language: Option<Language>,
    pub(crate) declared: bool,
    pub(crate) translated_from: Option<Language>,
    pub(crate) tags: Vec<String>,
    /// Of all that the caller gave: an equal one means nothing changed.
    pub(crate) fingerprint: u64,
    pub(crate) passages: u32,
}

/// A passage as it is stored. The tiles of an article, in order, are its body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct StoredPassage {
    pub(crate) ordinal: u32,
    /// In the body.
    pub(crate) span: Span,
    pub(crate) tile_start: usize,
    pub(crate) language: Option<Language>,
    pub(crate) language_source: LanguageSource,
    pub(crate) language_confidence: f32,
    pub(crate) leftover: Option<Form>,
    /// Packed beside the rest.
    #[serde(skip)]
    pub(crate) tile: String,
}

/// What the index keeps of one passage.
#[derive(Debug)]
pub(crate) struct Document<'a> {
    pub(crate) article: &'a StoredArticle,
    pub(crate) passage: &'a StoredPassage,
    pub(crate) role: Role,
    pub(crate) streams: &'a Streams,
    pub(crate) title_streams: &'a Streams,
    /// Keys of the article's edge lines; only on its first passage.
    pub(crate) lines: &'a [u64],
}

pub(crate) fn source_key(id: &str) -> u64 {
    // 0 stands for no source.
    stable_hash(id.as_bytes()).max(1)
}

pub(super) fn to_engine(
    document: &Document<'_>,
    fields: &Fields,
) -> tantivy::Result<TantivyDocument> {
    let Document {
        article, passage, ..
    } = document;
    let mut engine = TantivyDocument::default();
    engine.add_text(fields.id, &article.id);
    for line in document.lines {
        engine.add_u64(fields.lines, *line);
    }
    for (field, stream) in [
        (fields.words, &document.streams.words),
        (fields.stems, &document.streams.stems),
        (fields.names, &document.streams.names),
        (fields.title_words, &document.title_streams.words),
        (fields.title_stems, &document.title_streams.stems),
        (fields.title_names, &document.title_streams.names),
    ] {
        if !stream.is_empty() {
            engine.add_text(field, stream);
        }
    }
    let source = article.source.as_deref().map_or(0, source_key);
    if source != 0 {
        engine.add_u64(fields.source_key, source);
    }
    engine.add_u64(fields.article, stable_hash(article.id.as_bytes()));
    engine.add_u64(fields.place, pack_place(passage.ordinal, document.role));
    engine.add_u64(fields.source, source);
    engine.add_u64(fields.language, pack_language(passage.language));
    engine.add_u64(fields.origin, pack_language(article.translated_from));
    if let Some(date) = article.published {
        engine.add_i64(fields.published, date.unix_seconds());
    }
    let failed = |error: postcard::Error| TantivyError::InternalError(error.to_string());
    let plain = postcard::to_stdvec(passage).map_err(failed)?;
    let article = if passage.ordinal == 0 {
        postcard::to_stdvec(article).map_err(failed)?
    } else {
        Vec::new()
    };
    let record = Record {
        plain: &plain,
        texts: [passage.tile.as_bytes(), &article],
    };
    engine.add_custom(fields.texts, &record.to_bytes());
    Ok(engine)
}

/// `None` where the document holds no passage that this build can read.
pub(super) fn passage_of(texts: &Texts, doc: u32) -> Option<StoredPassage> {
    let (plain, tile) = texts.first(doc)?;
    let passage: StoredPassage = postcard::from_bytes(plain).ok()?;
    let mut tile = String::from_utf8(tile).ok()?;
    // It was unpacked into room for eight bytes a code.
    tile.shrink_to_fit();
    Some(StoredPassage { tile, ..passage })
}

/// `None` where the document is not the first passage of an article that this build can read.
pub(super) fn article_of(texts: &Texts, doc: u32) -> Option<StoredArticle> {
    postcard::from_bytes(&texts.second(doc)?).ok()
}

pub(super) fn record_to_engine(
    source: &crate::Source,
    fields: &Fields,
) -> tantivy::Result<TantivyDocument> {
    let mut engine = TantivyDocument::default();
    engine.add_u64(fields.record, source_key(&source.id));
    // A column that every document has is read without a look at who has it.
    engine.add_u64(fields.place, pack_place(0, Role::Record));
    for field in [
        fields.article,
        fields.source,
        fields.language,
        fields.origin,
    ] {
        engine.add_u64(field, 0);
    }
    let source = serde_json::to_vec(source)?;
    let record = Record {
        texts: [&source, &[]],
        ..Record::default()
    };
    engine.add_custom(fields.texts, &record.to_bytes());
    Ok(engine)
}

pub(super) fn source_of(texts: &Texts, doc: u32) -> Option<crate::Source> {
    serde_json::from_slice(&texts.first(doc)?.1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_packed_and_unpacked() {
        for language in Language::all() {
            assert_eq!(
                unpack_language(pack_language(Some(language))),
                Some(language)
            );
        }
        assert_eq!(unpack_language(pack_language(None)), None);
    }

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(stable_hash(b""), 0xefd0_1f60_ba99_2926);
        assert_ne!(stable_hash(b"a"), stable_hash(b"b"));
    }
}

//! One segment of an index as searches see it: what every query needs of it, opened once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, LazyLock, OnceLock};

use tantivy::SegmentReader;
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::Field;

use super::bits::{bits_of, first_set};
use super::document::{Role, filed, unpack_language, unpack_place};
use super::forms::after_all_with;
use super::rows::Passages;
use super::schema::{Fields, column};
use super::texts::Texts;
use crate::analysis::names::{self, Forms};
use crate::rank::{self, Norms};
use crate::text::language::Script;

/// One segment with what every query needs of it, opened once.
#[derive(Clone)]
pub(super) struct Segment {
    pub(super) reader: SegmentReader,
    indexes: HashMap<Field, Arc<InvertedIndexReader>>,
    /// What is stored of its documents.
    pub(super) texts: Arc<Texts>,
    pub(super) article: Column<u64>,
    /// Each passage's place, packed.
    places: Arc<[u32]>,
    pub(super) source: Column<u64>,
    pub(super) language: Column<u64>,
    pub(super) origin: Column<u64>,
    pub(super) published: Column<i64>,
    pub(super) lengths: FieldNormReader,
    pub(super) title_lengths: FieldNormReader,
    /// Passages by language, deleted ones included.
    pub(super) languages: Arc<Vec<(u64, u64)>>,
    /// Its passages, deleted ones included, 64 to a row.
    by_role: Arc<[Open]>,
    /// Which of them may answer.
    open: Arc<[Open]>,
    /// How many of them there are, by the number of their language's family.
    living: Arc<OnceLock<Vec<(u8, u32)>>>,
    /// How many words the articles have, by their first passage.
    article_words: Arc<OnceLock<Vec<u32>>>,
    /// The number of the family of each passage's language.
    families: Arc<[u8]>,
    /// That of all its passages, where they have one.
    pub(super) only_language: Option<u8>,
    /// Its words in scripts without capitals, read when a name is first looked for among them.
    uncased: Arc<OnceLock<Forms>>,
}

impl Segment {
    pub(super) fn open(
        reader: &SegmentReader,
        fields: &Fields,
        known: Option<&Segment>,
    ) -> tantivy::Result<Self> {
        if let Some(known) = known {
            let mut segment = Self {
                reader: reader.clone(),
                ..known.clone()
            };
            // Only its deletes can have changed.
            if reader.delete_opstamp() != known.reader.delete_opstamp() {
                segment.open = without_deleted(reader, &known.by_role);
                segment.living = Arc::default();
            }
            return Ok(segment);
        }
        let fast = reader.fast_fields();
        let max_doc = reader.max_doc();
        let unsigned = |name: &str| -> tantivy::Result<Column<u64>> {
            Ok(fast
                .column_opt(name)?
                .unwrap_or_else(|| Column::build_empty_column(max_doc)))
        };
        let mut indexes = HashMap::new();
        for field in fields.searched() {
            indexes.insert(field, reader.inverted_index(field)?);
        }
        let language = unsigned(column::LANGUAGE)?;
        let mut counts: BTreeMap<u64, u64> = BTreeMap::new();
        let codes = first_of_each(&language, max_doc);
        for side_by_side in codes.chunk_by(|one, next| one == next) {
            if let Some(code) = side_by_side.first() {
                *counts.entry(*code).or_default() += side_by_side.len() as u64;
            }
        }
        let numbers: HashMap<u64, u8> = counts
            .keys()
            .map(|code| (*code, family_number(*code)))
            .collect();
        let families = codes.chunk_by(|one, next| one == next).flat_map(|codes| {
            let number = codes.first().and_then(|code| numbers.get(code));
            std::iter::repeat_n(number.copied().unwrap_or(0), codes.len())
        });
        let families: Arc<[u8]> = families.collect();
        let places = first_of_each(&unsigned(column::PLACE)?, max_doc).into_iter();
        let places = places.map(|place| u32::try_from(place).unwrap_or(u32::MAX));
        let places: Arc<[u32]> = places.collect();
        let of_passages = (places.iter().zip(families.iter()))
            .filter(|(place, _)| unpack_place(**place).1 != Role::Record);
        let mut of_passages = of_passages.map(|(_, family)| *family);
        let only_language = of_passages
            .next()
            .filter(|first| of_passages.all(|other| other == *first));
        let by_role = passages_of(&places);
        let lengths = |field| -> tantivy::Result<FieldNormReader> {
            let known = reader.fieldnorms_readers().get_field(field)?;
            Ok(known.unwrap_or_else(|| FieldNormReader::constant(max_doc, 0)))
        };
        Ok(Self {
            reader: reader.clone(),
            indexes,
            texts: Arc::new(Texts::open(reader)?),
            article: unsigned(column::ARTICLE)?,
            open: without_deleted(reader, &by_role),
            by_role,
            living: Arc::default(),
            places,
            article_words: Arc::default(),
            source: unsigned(column::SOURCE)?,
            language,
            origin: unsigned(column::ORIGIN)?,
            published: fast
                .column_opt(column::PUBLISHED)?
                .unwrap_or_else(|| Column::build_empty_column(max_doc)),
            lengths: lengths(fields.words)?,
            title_lengths: lengths(fields.title_words)?,
            languages: Arc::new(counts.into_iter().collect()),
            families,
            only_language,
            uncased: Arc::default(),
        })
    }

    /// Its words in scripts without capitals, but for those that nothing sets apart.
    pub(super) fn uncased(&self, fields: &Fields) -> tantivy::Result<&Forms> {
        if let Some(known) = self.uncased.get() {
            return Ok(known);
        }
        let mut words = BTreeSet::new();
        let first = FIRST_UNCASED.to_string();
        let in_texts = [fields.words, fields.title_words];
        self.add_words(in_texts, (first.as_bytes(), None), &mut words, |word| {
            is_uncased_word(word).then_some(word)
        })?;
        let in_names = [fields.names, fields.title_names];
        for key in [names::KATAKANA_KEY, names::DOTTED_KEY] {
            let begin = filed(key, "");
            let range = (begin.as_bytes(), after_all_with(begin.as_bytes()));
            self.add_words(in_names, range, &mut words, |term| {
                term.strip_prefix(&begin)
            })?;
        }
        Ok(self
            .uncased
            .get_or_init(|| Forms::new(words.iter().map(String::as_str))))
    }

    /// Adds the words that terms of a range are of.
    fn add_words(
        &self,
        fields: [Field; 2],
        (begin, end): (&[u8], Option<Vec<u8>>),
        words: &mut BTreeSet<String>,
        word_of: impl Fn(&str) -> Option<&str>,
    ) -> tantivy::Result<()> {
        for index in fields.iter().filter_map(|field| self.index(*field)) {
            let mut range = index.terms().range().ge(begin);
            if let Some(end) = &end {
                range = range.lt(end);
            }
            let mut terms = range.into_stream()?;
            while let Some((term, _)) = terms.next() {
                let term = std::str::from_utf8(term).ok();
                if let Some(word) = term.and_then(&word_of)
                    && words.len() < MAX_UNCASED
                {
                    words.insert(word.to_owned());
                }
            }
        }
        Ok(())
    }

    pub(super) fn index(&self, field: Field) -> Option<&InvertedIndexReader> {
        self.indexes.get(&field).map(AsRef::as_ref)
    }

    /// The words of a passage, about; none where it is a leftover.
    pub(super) fn words(&self, doc: u32) -> u32 {
        match self.place(doc).1 {
            Role::Text | Role::Lead => self.lengths.fieldnorm(doc),
            Role::Leftover | Role::Record => 0,
        }
    }

    /// What an occurrence counts in a passage, and in its title.
    pub(super) fn norms(&self, doc: u32) -> Norms {
        let of = |lengths: &FieldNormReader| NORMS.get(usize::from(lengths.fieldnorm_id(doc)));
        let none = Norms::of(0, 0);
        Norms {
            body: of(&self.lengths).unwrap_or(&none).body,
            title: of(&self.title_lengths).unwrap_or(&none).title,
        }
    }

    /// The words of the article that begins at `first`, about.
    pub(super) fn words_of_article(&self, first: u32) -> u32 {
        let known = self.article_words.get_or_init(|| {
            let mut sums = vec![0; self.places.len()];
            let mut begin = 0;
            for (doc, at) in (0..self.reader.max_doc()).zip(0..) {
                if self.place(doc).0 == 0 {
                    begin = at;
                }
                if let Some(sum) = sums.get_mut(begin) {
                    *sum += self.words(doc);
                }
            }
            sums
        });
        known.get(first as usize).copied().unwrap_or(0)
    }

    /// How long the article that begins at `first` is, 1 for the average, which is in words.
    #[expect(clippy::cast_precision_loss, reason = "a length need not be exact")]
    pub(super) fn length_of_article(&self, first: u32, average: f32) -> f32 {
        self.words_of_article(first) as f32 / average
    }

    /// Which passage of its article it is, and what it is to ranking.
    pub(super) fn place(&self, doc: u32) -> (u32, Role) {
        unpack_place(self.places.get(doc as usize).copied().unwrap_or(0))
    }

    /// Which passages answer of those that hold something: the title stands with every passage, but
    /// answers for its article only once.
    pub(super) fn answers(&self, passages: &Passages, with_leftovers: bool) -> u64 {
        let open = self.open.get(passages.first as usize / 64).copied();
        let open = open.unwrap_or_default();
        passages.held & open.answering(passages.in_body, with_leftovers)
    }

    /// As [`answers`](Self::answers), of all passages at once: of those that hold something those that answer
    /// are left in `held`.
    pub(super) fn keep_answers(&self, held: &mut [u64], in_body: &[u64], with_leftovers: bool) {
        for ((held, in_body), open) in held.iter_mut().zip(in_body).zip(&*self.open) {
            *held &= open.answering(*in_body, with_leftovers);
        }
    }

    /// How many rows of 64 passages it has.
    pub(super) fn row_count(&self) -> usize {
        self.reader.max_doc().div_ceil(64) as usize
    }

    /// Which of 64 passages from `first` on answer for their articles' titles.
    pub(super) fn leads(&self, first: u32) -> u64 {
        self.open
            .get(first as usize / 64)
            .map_or(0, |open| open.leads)
    }

    /// The passages of the article that a passage belongs to: they lie side by side.
    pub(super) fn article_of(&self, doc: u32) -> Range<u32> {
        self.begin_of_article(doc)..self.end_of_article(doc)
    }

    pub(super) fn begin_of_article(&self, doc: u32) -> u32 {
        doc.saturating_sub(self.place(doc).0)
    }

    /// One past the last passage of the article that a passage belongs to.
    pub(super) fn end_of_article(&self, doc: u32) -> u32 {
        let firsts = |row: usize| self.open.get(row).map(|open| open.firsts);
        first_set(doc.saturating_add(1), firsts).unwrap_or(self.reader.max_doc())
    }

    /// The first passage of each living article.
    pub(super) fn firsts(&self) -> impl Iterator<Item = u32> {
        self.living_passages().filter(|doc| self.place(*doc).0 == 0)
    }

    /// The number of the family of the passage's language; 0 for unknown.
    pub(super) fn family(&self, doc: u32) -> u8 {
        self.families.get(doc as usize).copied().unwrap_or(0)
    }

    /// Its passages that are not deleted.
    pub(super) fn living_passages(&self) -> impl Iterator<Item = u32> {
        (0..self.reader.max_doc())
            .filter(|doc| self.is_alive(*doc) && self.place(*doc).1 != Role::Record)
    }

    /// How many passages that are not deleted it has, by the number of their language's family.
    pub(super) fn living_by_language(&self) -> &[(u8, u32)] {
        self.living.get_or_init(|| {
            let rows = self.open.iter().map(|open| open.all | open.leftovers);
            if let Some(language) = self.only_language {
                return vec![(language, rows.map(u64::count_ones).sum())];
            }
            let mut counts = [0; 256];
            for (row, families) in rows.zip(self.families.chunks(64)) {
                for family in bits_of(row).filter_map(|bit| families.get(bit as usize)) {
                    if let Some(count) = counts.get_mut(usize::from(*family)) {
                        *count += 1;
                    }
                }
            }
            let counts = (0..=u8::MAX).zip(counts);
            counts.filter(|(_, count)| *count > 0).collect()
        })
    }

    pub(super) fn is_alive(&self, doc: u32) -> bool {
        self.reader
            .alive_bitset()
            .is_none_or(|alive| alive.is_alive(doc))
    }
}

/// Which of 64 passages may answer: living ones.
#[derive(Debug, Clone, Copy, Default)]
struct Open {
    all: u64,
    /// Those that begin an article, living or not.
    firsts: u64,
    /// Those that answer for their article's title.
    leads: u64,
    leftovers: u64,
}

impl Open {
    /// Those that answer for what stands in these bodies, and in all titles.
    fn answering(self, in_body: u64, with_leftovers: bool) -> u64 {
        let leftovers = if with_leftovers { self.leftovers } else { 0 };
        (self.all | leftovers) & (self.leads | in_body)
    }
}

/// By the engine's number of a length.
static NORMS: LazyLock<[Norms; 256]> = LazyLock::new(|| {
    let ids: [u8; 256] = std::array::from_fn(|id| u8::try_from(id).unwrap_or(u8::MAX));
    let words = ids.map(FieldNormReader::id_to_fieldnorm);
    words.map(|words| Norms::of(words, words))
});

/// The most that a word of weight 1 can be worth that stands once, and not in the title: in the shortest
/// passage.
pub(super) fn most_at_once() -> f32 {
    rank::bm25f_once(rank::MOST_NORMS)
}

/// Before it lie the scripts with capitals that names are filed under keys in.
const FIRST_UNCASED: char = '\u{530}';
/// Of more words the first are kept.
const MAX_UNCASED: usize = 500_000;

fn passages_of(places: &[u32]) -> Arc<[Open]> {
    let row = |places: &[u32]| {
        let mut open = Open::default();
        for (place, at) in places.iter().zip(0..64) {
            let bit = 1 << at;
            let (ordinal, role) = unpack_place(*place);
            open.firsts |= u64::from(ordinal == 0) << at;
            match role {
                Role::Text => open.all |= bit,
                Role::Lead => {
                    open.all |= bit;
                    open.leads |= bit;
                }
                Role::Leftover => open.leftovers |= bit,
                Role::Record => {}
            }
        }
        open
    };
    places.chunks(64).map(row).collect()
}

fn without_deleted(reader: &SegmentReader, by_role: &Arc<[Open]>) -> Arc<[Open]> {
    let Some(alive) = reader.alive_bitset() else {
        return Arc::clone(by_role);
    };
    let rows = by_role.iter().zip((0..).step_by(64));
    let row = |(open, first): (&Open, u32)| {
        let mut open = *open;
        let last = (first + 64).min(reader.max_doc());
        let mut living = 0;
        for (doc, at) in (first..last).zip(0..64) {
            living |= u64::from(alive.is_alive(doc)) << at;
        }
        for passages in [&mut open.all, &mut open.leads, &mut open.leftovers] {
            *passages &= living;
        }
        open
    };
    rows.map(row).collect()
}

/// The first value of each passage, 0 where it has none, read at once.
fn first_of_each(column: &Column<u64>, passages: u32) -> Vec<u64> {
    let mut values = vec![0; passages as usize];
    let column = column.clone().first_or_default_col(0);
    column.get_range(0, &mut values);
    values
}

fn is_uncased_word(word: &str) -> bool {
    let script = Script::of_word(word);
    script.is_some_and(|script| {
        !script.is_spaceless()
            && !matches!(script, Script::Latin | Script::Cyrillic | Script::Greek)
    })
}

/// The number of the family of a packed language; 0 for unknown.
fn family_number(packed: u64) -> u8 {
    unpack_language(packed).map_or(0, |language| language.analysis_family().number())
}

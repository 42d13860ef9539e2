//! The texts of a segment in a file of their own: a hit costs one jump and one short unpacking.
//!
//! The engine's store packs documents together in blocks, and a block is unpacked whole for each
//! hit in it. Here every text is packed by itself, against a table of up to 255 frequent strings of
//! up to eight bytes, as in FSST (Boncz, Neumann, Leis: *FSST: Fast Random Access String
//! Compression*, PVLDB 13, 2020). On 41 MB of news that takes 0.55 of the text and half a
//! microsecond a passage, where blocks of 8 kilobytes under LZ4 take 0.69 and ten.
//!
//! A *run* is what one table packs, some four megabytes of text; so the tables follow the languages
//! that come. A merge takes long runs over as they are, and packs the texts of short ones anew.
//!
//! The file, numbers in little-endian order:
//!
//! | part | content |
//! | --- | --- |
//! | records | one for each document, side by side |
//! | ends | where each record ends, five bytes each |
//! | runs | for each: its first document (4 bytes), the number of strings (1), their lengths, their bytes |
//! | foot | the numbers of documents (4) and runs (4), where ends (8) and runs (8) begin |

use std::any::Any;
use std::io::{self, Write};
use std::ops::Range;

use fsst::{Compressor, Decompressor, Symbol};
use tantivy::directory::{OwnedBytes, TerminatingWrite, WritePtr};
use tantivy::error::DataCorruption;
use tantivy::index::{Segment, SegmentComponent, SegmentReader};
use tantivy::indexer::doc_id_mapping::{DocIdMapping, MappingType};
use tantivy::plugin::{PluginMergeContext, PluginWriter, PluginWriterContext, SegmentPlugin};
use tantivy::schema::document::{ErasedDocument, Value};
use tantivy::schema::{Field, Schema};
use tantivy::{DocId, TantivyDocument, TantivyError};

pub(super) const EXTENSION: &str = "texts";
/// What the field is called whose values go into the file.
pub(super) const FIELD_TYPE: &str = "clippings_texts";

/// How much text one table is made for.
const RUN_BYTES: usize = 4 << 20;
/// Less text than this is kept as it is: a table has two kilobytes and is made in two milliseconds.
const MIN_PACKED_BYTES: usize = 16 << 10;
/// A shorter run is packed anew in a merge, with its neighbours.
const MIN_KEPT_BYTES: u64 = 512 << 10;
const END_BYTES: usize = 5;
const FOOT_BYTES: usize = 24;

/// What is kept of one document: some bytes as they are, and two texts, which are packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) plain: &'a [u8],
    pub(super) texts: [&'a [u8]; 2],
}

impl<'a> Record<'a> {
    pub(super) fn to_bytes(self) -> Vec<u8> {
        let Self { plain, texts } = self;
        let [first, second] = texts;
        let lengths = (plain.len(), first.len());
        let room = 8 + plain.len() + first.len() + second.len();
        // Two numbers always fit.
        let mut bytes = postcard::to_extend(&lengths, Vec::with_capacity(room)).unwrap_or_default();
        for part in [plain, first, second] {
            bytes.extend_from_slice(part);
        }
        bytes
    }

    fn from_bytes(bytes: &'a [u8]) -> Option<Self> {
        let ((plain, first), parts) = postcard::take_from_bytes::<(usize, usize)>(bytes).ok()?;
        let (plain, texts) = parts.split_at_checked(plain)?;
        let (first, second) = texts.split_at_checked(first)?;
        Some(Self {
            plain,
            texts: [first, second],
        })
    }
}

/// The strings that the codes of a run stand for; none where its texts are kept as they are.
struct Table(Option<Box<([Symbol; 255], [u8; 255])>>);

impl Table {
    fn of(compressor: &Compressor) -> Self {
        let mut table = ([Symbol::ZERO; 255], [0; 255]);
        let symbols = compressor.symbol_table().iter();
        let symbols = symbols.zip(compressor.symbol_lengths());
        for ((symbol, length), known) in table.0.iter_mut().zip(&mut table.1).zip(symbols) {
            (*symbol, *length) = (*known.0, *known.1);
        }
        Self(Some(Box::new(table)))
    }

    fn unpack(&self, packed: &[u8]) -> Vec<u8> {
        match self.0.as_deref() {
            Some((symbols, lengths)) => Decompressor::new(symbols, lengths).decompress(packed),
            None => packed.to_vec(),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        let Some((symbols, lengths)) = self.0.as_deref() else {
            out.push(0);
            return;
        };
        let count = lengths.iter().take_while(|length| **length > 0).count();
        out.extend(u8::try_from(count));
        out.extend(lengths.iter().take(count));
        for (symbol, length) in symbols.iter().zip(lengths).take(count) {
            out.extend(
                symbol
                    .to_u64()
                    .to_le_bytes()
                    .iter()
                    .take(usize::from(*length)),
            );
        }
    }

    fn read(bytes: &mut &[u8]) -> Option<Self> {
        let count = usize::from(*bytes.split_off_first()?);
        if count == 0 {
            return Some(Self(None));
        }
        let mut table = ([Symbol::ZERO; 255], [0; 255]);
        let lengths = bytes.split_off(..count)?;
        // The unpacking relies on this.
        if !lengths.iter().all(|length| (1..=8).contains(length)) {
            return None;
        }
        for ((symbol, known), length) in table.0.iter_mut().zip(&mut table.1).zip(lengths) {
            let mut padded = [0; 8];
            let string = bytes.split_off(..usize::from(*length))?;
            padded.get_mut(..string.len())?.copy_from_slice(string);
            (*symbol, *known) = (Symbol::from_slice(&padded), *length);
        }
        Some(Self(Some(Box::new(table))))
    }
}

/// The texts of a segment, to be read.
pub(super) struct Texts {
    file: OwnedBytes,
    ends: Range<usize>,
    docs: u32,
    /// Each with its first document.
    runs: Vec<(u32, Table)>,
}

impl Texts {
    pub(super) fn open(segment: &SegmentReader) -> tantivy::Result<Self> {
        let file = segment.open_read(component())?.read_bytes()?;
        Self::read(file)
            .filter(|texts| texts.docs == segment.max_doc())
            .ok_or_else(|| damaged("the file of the texts of a segment is not readable"))
    }

    fn read(file: OwnedBytes) -> Option<Self> {
        let (rest, mut foot) = file.split_at_checked(file.len().checked_sub(FOOT_BYTES)?)?;
        let mut next = |bytes: usize| number(foot.split_off(..bytes)?);
        let (docs, count) = (next(4)?, next(4)?);
        let (ends, starts_of_runs) = (next(8)?, next(8)?);
        if ends.checked_add(docs.checked_mul(END_BYTES)?)? != starts_of_runs {
            return None;
        }
        let mut bytes = rest.get(starts_of_runs..)?;
        let mut runs: Vec<(u32, Table)> = Vec::new();
        for _ in 0..count {
            let first = u32::from_le_bytes(*bytes.split_off(..4)?.first_chunk()?);
            let expected = runs.last().map_or(0, |(before, _)| before + 1);
            // The first begins with the first document, and each behind the one before.
            if first < expected || runs.is_empty() && first > 0 {
                return None;
            }
            runs.push((first, Table::read(&mut bytes)?));
        }
        let docs = u32::try_from(docs).ok()?;
        Some(Self {
            ends: ends..starts_of_runs,
            docs,
            runs,
            file,
        })
    }

    /// The plain bytes of a document, and the packed texts with what unpacks them.
    fn record(&self, doc: DocId) -> Option<(Record<'_>, &Table)> {
        let begin = doc
            .checked_sub(1)
            .map_or(Some(0), |before| self.end(before))?;
        // Records lie before the ends.
        let bytes = self
            .file
            .get(..self.ends.start)?
            .get(begin..self.end(doc)?)?;
        let run = self.runs.partition_point(|(first, _)| *first <= doc);
        let (_, table) = self.runs.get(run.checked_sub(1)?)?;
        Some((Record::from_bytes(bytes)?, table))
    }

    fn end(&self, doc: DocId) -> Option<usize> {
        let ends = self.file.get(self.ends.clone())?;
        let at = usize::try_from(doc).ok()?.checked_mul(END_BYTES)?;
        number(ends.get(at..at.checked_add(END_BYTES)?)?)
    }

    /// The plain bytes of a document and its first text. `None` where the file is damaged.
    pub(super) fn first(&self, doc: DocId) -> Option<(&[u8], Vec<u8>)> {
        let (record, table) = self.record(doc)?;
        let [first, _] = record.texts;
        Some((record.plain, table.unpack(first)))
    }

    /// The second text of a document. `None` where the file is damaged.
    pub(super) fn second(&self, doc: DocId) -> Option<Vec<u8>> {
        let (record, table) = self.record(doc)?;
        let [_, second] = record.texts;
        Some(table.unpack(second))
    }
}

/// The texts of a segment while they are written.
struct TextsFile {
    out: WritePtr,
    written: u64,
    ends: Vec<u8>,
    docs: u32,
    /// The tables so far, each behind its first document.
    runs: Vec<u8>,
    run_count: u32,
    /// Records that wait for the table of their run, and where each of them ends.
    pending: Vec<u8>,
    pending_ends: Vec<usize>,
}

impl TextsFile {
    fn create(segment: &Segment) -> tantivy::Result<Self> {
        Ok(Self {
            out: segment.open_write(component())?,
            written: 0,
            ends: Vec::new(),
            docs: 0,
            runs: Vec::new(),
            run_count: 0,
            pending: Vec::new(),
            pending_ends: Vec::new(),
        })
    }

    fn push(&mut self, record: &[u8]) -> io::Result<()> {
        self.pending.extend_from_slice(record);
        self.pending_ends.push(self.pending.len());
        if self.pending.len() >= RUN_BYTES {
            self.pack()?;
        }
        Ok(())
    }

    /// Takes over records that are packed with this table.
    fn keep<'a>(
        &mut self,
        table: &Table,
        records: impl Iterator<Item = Record<'a>>,
    ) -> io::Result<()> {
        self.pack()?;
        self.begin_run(table);
        for record in records {
            self.write(record)?;
        }
        Ok(())
    }

    /// Makes what waits a run.
    fn pack(&mut self) -> io::Result<()> {
        let pending = std::mem::take(&mut self.pending);
        let ends = std::mem::take(&mut self.pending_ends);
        let starts = std::iter::once(0).chain(ends.iter().copied());
        let records = starts.zip(&ends).map(|(start, end)| {
            let bytes = pending.get(start..*end).unwrap_or_default();
            Record::from_bytes(bytes).unwrap_or_default()
        });
        let records: Vec<Record<'_>> = records.collect();
        if records.is_empty() {
            return Ok(());
        }
        if pending.len() < MIN_PACKED_BYTES {
            self.begin_run(&Table(None));
            return records
                .into_iter()
                .try_for_each(|record| self.write(record));
        }
        let texts: Vec<&[u8]> = records.iter().flat_map(|record| record.texts).collect();
        let sample = texts.iter().copied().filter(|text| !text.is_empty());
        let compressor = Compressor::train(&sample.collect());
        let (mut packed, mut packed_ends) = (Vec::new(), Vec::new());
        compressor.compress_bulk_into::<{ Compressor::DEFAULT_BULK_LANES }>(
            &texts,
            &mut packed,
            &mut packed_ends,
        );
        self.begin_run(&Table::of(&compressor));
        let mut start = 0;
        let mut ends = packed_ends.into_iter();
        let mut next = || {
            let end = usize::try_from(ends.next()?).ok()?;
            packed.get(std::mem::replace(&mut start, end)..end)
        };
        for record in records {
            let texts = [next().unwrap_or_default(), next().unwrap_or_default()];
            self.write(Record { texts, ..record })?;
        }
        Ok(())
    }

    fn begin_run(&mut self, table: &Table) {
        self.runs.extend(self.docs.to_le_bytes());
        table.write(&mut self.runs);
        self.run_count += 1;
    }

    fn write(&mut self, record: Record<'_>) -> io::Result<()> {
        let bytes = record.to_bytes();
        self.out.write_all(&bytes)?;
        self.written += bytes.len() as u64;
        self.docs += 1;
        let end = self.written.to_le_bytes();
        self.ends.extend(end.iter().take(END_BYTES));
        Ok(())
    }

    fn close(mut self) -> io::Result<()> {
        self.pack()?;
        let ends_at = self.written;
        let runs_at = ends_at + self.ends.len() as u64;
        self.out.write_all(&self.ends)?;
        self.out.write_all(&self.runs)?;
        self.out.write_all(&self.docs.to_le_bytes())?;
        self.out.write_all(&self.run_count.to_le_bytes())?;
        self.out.write_all(&ends_at.to_le_bytes())?;
        self.out.write_all(&runs_at.to_le_bytes())?;
        self.out.terminate()
    }
}

/// What makes the engine write and merge the file with its own.
pub(super) struct TextsPlugin {
    pub(super) field: Field,
}

struct TextsWriter {
    file: TextsFile,
    field: Field,
}

impl SegmentPlugin for TextsPlugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(
        &self,
        context: &PluginWriterContext<'_>,
    ) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(TextsWriter {
            file: TextsFile::create(context.segment)?,
            field: self.field,
        }))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        if context.doc_id_mapping.mapping_type() == MappingType::Shuffled {
            return Err(reordered());
        }
        let mut file = TextsFile::create(context.target_segment)?;
        for reader in context.readers {
            merge_segment(&mut file, reader)?;
        }
        Ok(file.close()?)
    }
}

fn merge_segment(file: &mut TextsFile, reader: &SegmentReader) -> tantivy::Result<()> {
    let texts = Texts::open(reader)?;
    let lost = || damaged("the texts of a segment cannot be read");
    let alive = reader.alive_bitset();
    let nexts = texts.runs.iter().skip(1).map(|(first, _)| *first);
    for ((first, table), next) in texts.runs.iter().zip(nexts.chain([texts.docs])) {
        let records = (*first..next)
            .filter(|doc| alive.is_none_or(|alive| alive.is_alive(*doc)))
            .map(|doc| Some(texts.record(doc)?.0));
        let records: Vec<Record<'_>> = records.collect::<Option<_>>().ok_or_else(lost)?;
        let bytes = records.iter().flat_map(|record| record.texts);
        let bytes: u64 = bytes.map(|text| text.len() as u64).sum();
        if bytes >= MIN_KEPT_BYTES {
            file.keep(table, records.into_iter())?;
            continue;
        }
        for record in records {
            let [first, second] = record.texts.map(|text| table.unpack(text));
            let texts = [first.as_slice(), second.as_slice()];
            file.push(&Record { texts, ..record }.to_bytes())?;
        }
    }
    Ok(())
}

impl PluginWriter for TextsWriter {
    fn add_document(
        &mut self,
        _: DocId,
        document: &dyn ErasedDocument,
        _: &Schema,
    ) -> tantivy::Result<()> {
        let document = document.as_any().downcast_ref::<TantivyDocument>();
        let value = document.and_then(|document| document.get_first(self.field));
        let record = value.as_ref().and_then(Value::as_custom);
        let record = record.ok_or_else(|| {
            TantivyError::InternalError("a document comes without its texts".to_owned())
        })?;
        Ok(self.file.push(record)?)
    }

    fn serialize(
        self: Box<Self>,
        _: &Segment,
        mapping: Option<&DocIdMapping>,
    ) -> tantivy::Result<()> {
        if mapping.is_some() {
            return Err(reordered());
        }
        Ok(self.file.close()?)
    }

    fn mem_usage(&self) -> usize {
        self.file.pending.capacity() + self.file.ends.capacity()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

/// A number of at most eight bytes.
fn number(bytes: &[u8]) -> Option<usize> {
    let mut padded = [0; 8];
    padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
    usize::try_from(u64::from_le_bytes(padded)).ok()
}

fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}

fn reordered() -> TantivyError {
    TantivyError::InternalError("the texts of a segment keep their order".to_owned())
}

fn damaged(what: &str) -> TantivyError {
    DataCorruption::comment_only(what).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file in memory, written as `write` says.
    fn written(write: impl FnOnce(&mut TextsFile)) -> Vec<u8> {
        let (schema, fields) = super::super::schema::schema();
        let engine = tantivy::Index::builder()
            .schema(schema)
            .register_plugin(super::super::schema::plugin(&fields))
            .create_in_ram()
            .unwrap();
        let segment = engine.new_segment();
        let mut file = TextsFile::create(&segment).unwrap();
        write(&mut file);
        file.close().unwrap();
        let bytes = segment.open_read(component()).unwrap().read_bytes();
        bytes.unwrap().to_vec()
    }

    fn read(bytes: Vec<u8>) -> Option<Texts> {
        Texts::read(OwnedBytes::new(bytes))
    }

    fn text(number: usize) -> String {
        let place = ["Ærø", "Выборг", "القاهرة", "東京"][number % 4];
        format!("Ferry {number} to {place} was late again, said the harbour of {place}.")
    }

    fn push(file: &mut TextsFile, number: usize) {
        let (plain, text) = (number.to_be_bytes(), text(number));
        let record = Record {
            plain: &plain,
            texts: [text.as_bytes(), plain.get(..number % 3).unwrap()],
        };
        file.push(&record.to_bytes()).unwrap();
    }

    fn assert_holds(texts: &Texts, numbers: &[usize]) {
        assert_eq!(texts.docs as usize, numbers.len());
        for (doc, number) in (0..).zip(numbers) {
            let plain = number.to_be_bytes();
            let first = (plain.as_slice(), text(*number).into_bytes());
            assert_eq!(texts.first(doc), Some(first), "{doc}");
            let second = plain.get(..number % 3).unwrap().to_vec();
            assert_eq!(texts.second(doc), Some(second), "{doc}");
        }
        assert_eq!(texts.first(texts.docs), None);
        assert_eq!(texts.first(u32::MAX), None);
    }

    #[test]
    fn what_was_pushed_is_read() {
        // Nothing; too little for a table; one run; several.
        for (count, runs) in [(0, 0), (3, 1), (2_000, 1), (100_000, 2)] {
            let numbers: Vec<usize> = (0..count).collect();
            let bytes = written(|file| numbers.iter().for_each(|number| push(file, *number)));
            let size = bytes.len();
            let texts = read(bytes).unwrap();
            assert_eq!(texts.runs.len(), runs, "{count}");
            assert_holds(&texts, &numbers);
            let plain: usize = numbers.iter().map(|number| text(*number).len()).sum();
            assert!(count < 2_000 || size < plain * 2 / 3, "{size} of {plain}");
        }
    }

    #[test]
    fn a_run_taken_over_is_read_with_its_own_table() {
        let source = read(written(|file| {
            (0..2_000).for_each(|number| push(file, number));
        }))
        .unwrap();
        let merged = written(|file| {
            push(file, 7);
            let [(_, table)] = source.runs.as_slice() else {
                unreachable!("too little for two runs");
            };
            let records = (0..2_000).map(|doc| source.record(doc).unwrap().0);
            file.keep(table, records).unwrap();
            push(file, 8);
        });
        let numbers: Vec<usize> = [7].into_iter().chain(0..2_000).chain([8]).collect();
        let merged = read(merged).unwrap();
        assert_eq!(merged.runs.len(), 3);
        assert_holds(&merged, &numbers);
    }

    #[test]
    fn a_damaged_file_is_refused_or_read_as_something_else_but_never_more() {
        let good = written(|file| (0..300).for_each(|number| push(file, number)));
        assert!(read(good.clone()).is_some());
        let mut refused = 0;
        for at in (0..good.len())
            .step_by(7)
            .chain(good.len() - FOOT_BYTES..good.len())
        {
            for change in [0x01, 0x80, 0xff] {
                let mut bytes = good.clone();
                *bytes.get_mut(at).unwrap() ^= change;
                let read = std::panic::catch_unwind(|| {
                    let texts = read(bytes)?;
                    (0..texts.docs.min(400))
                        .map(|doc| texts.first(doc).map(drop))
                        .collect()
                });
                refused += u32::from(!matches!(read, Ok(Some(()))));
            }
        }
        assert!(refused > 100, "{refused}");
        for length in 0..good.len().min(200) {
            assert!(read(good.get(..length).unwrap().to_vec()).is_none());
        }
    }
}

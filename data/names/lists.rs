//! What the programs that make the tables of names share.

use std::error::Error;
use std::io::Read;
use std::path::Path;

use clippings::text::language::Script;

pub(crate) fn unpacked(path: &Path) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    Ok(text)
}

pub(crate) fn script_of(form: &str) -> Option<Script> {
    form.chars().next().and_then(Script::of)
}

pub(crate) fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

/// A number in seven bits a byte, the least first.
pub(crate) fn put(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push(0x80 | u8::try_from(number & 0x7F).unwrap_or_default());
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap_or_default());
}

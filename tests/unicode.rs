//! The test files of the Unicode consortium, run against the analysis: words, sentences, normal forms
//! and case. Where the analysis departs from the standard on purpose, the rule stands here, and how
//! many lines it takes out is asserted.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::io::Read;
use std::path::Path;

use clippings::analysis::{Analyzer, Tokens};
use clippings::text::sentence::sentences;
use flate2::read::GzDecoder;
use unicode_normalization::UnicodeNormalization;

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/unicode")
        .join(format!("{name}.txt.gz"));
    let mut text = String::new();
    GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The lines of a file without comments.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty() && !line.starts_with('@'))
}

/// `0044 0307`; `None` where a code point is no character.
fn chars(codes: &str) -> Option<String> {
    let code = |code: &str| char::from_u32(u32::from_str_radix(code, 16).unwrap());
    codes.split_whitespace().map(code).collect()
}

/// `÷ 0061 × 0308 ÷ 0020 ÷` as its parts.
fn parts(line: &str) -> Option<Vec<String>> {
    let parts = line.split('÷').map(|part| chars(&part.replace('×', " ")));
    let parts: Option<Vec<String>> = parts.collect();
    Some(parts?.into_iter().filter(|part| !part.is_empty()).collect())
}

fn terms(text: &str) -> Vec<String> {
    let mut tokens = Tokens::new();
    Analyzer::new().analyze(text, None, &mut tokens);
    tokens.iter().map(|token| token.word.to_owned()).collect()
}

/// What one line asks for, what was found, and whether a rule explains a difference.
struct Compared {
    expected: Vec<String>,
    found: Vec<String>,
    is_explained: bool,
}

/// Reads the parts of each line of a file; fails unless every mismatch is one that the rule explains,
/// and there are so many.
fn compare(name: &str, explained: usize, read: impl Fn(&[String], &str) -> Compared) {
    let text = file(name);
    let (mut compared, mut mismatches) = (0, Vec::new());
    for line in lines(&text) {
        let Some(parts) = parts(line) else { continue };
        compared += 1;
        let of = read(&parts, &parts.concat());
        if of.found != of.expected {
            let Compared {
                expected,
                found,
                is_explained,
            } = of;
            assert!(is_explained, "{line}: {found:?}, expected {expected:?}");
            mismatches.push(format!("{line}: {found:?}, expected {expected:?}"));
        }
    }
    assert_eq!(
        mismatches.len(),
        explained,
        "of {compared}: {mismatches:#?}"
    );
}

fn is_ignored(c: char) -> bool {
    matches!(
        c,
        '\u{300}' | '\u{308}' | '\u{AD}' | '\u{200D}' | '\u{2060}' | '\u{FE0F}'
    )
}

/// Departures, as the head of `analysis::tokenize` tells them: `_`, `:` and `;` end a word, a full stop
/// joins letters only in an acronym, an apostrophe two letters or two digits, and scripts without
/// blanks are cut into bigrams.
#[test]
fn words_end_where_the_file_says() {
    compare("WordBreakTest", 89, |parts, whole| {
        // A word of the annex keeps the marks, format characters and signs after it.
        let bare = |part: &str| part.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let expected = parts.iter().map(|part| bare(part));
        let expected: Vec<String> = expected.filter(|part| !part.is_empty()).collect();
        let mut tokens = Tokens::new();
        Analyzer::new().analyze(whole, None, &mut tokens);
        let spans = tokens
            .iter()
            .map(|token| bare(token.span.of(whole).unwrap()));
        let joined = |part: &String| part.contains(['_', ':', ';']);
        let is_kana = |c| matches!(c, '\u{3031}'..='\u{30FF}');
        Compared {
            found: spans.collect(),
            is_explained: expected.iter().any(joined) || whole.contains(is_kana),
            expected,
        }
    });
}

#[test]
fn equivalent_texts_have_the_same_terms() {
    let text = file("NormalizationTest");
    let (mut compared, mut compatible, mut wrong) = (0, 0, Vec::new());
    for line in lines(&text) {
        let columns: Vec<String> = line
            .split(';')
            .take(5)
            .map(|codes| chars(codes).unwrap())
            .collect();
        compared += 1;
        let of = |column: usize| terms(&columns[column]);
        let own = of(0);
        if of(1) != own || of(2) != own {
            wrong.push(format!("canonical {line}: {own:?} {:?} {:?}", of(1), of(2)));
        }
        if of(3) != of(4) {
            wrong.push(format!("compatible {line}: {:?} {:?}", of(3), of(4)));
        }
        // Where the compatible form is made of several words or of none, words differ.
        let is_word = |text: &str| text.chars().all(|c| c.is_alphanumeric() || is_ignored(c));
        if columns[0] != columns[3] && !(is_word(&columns[0]) && is_word(&columns[3])) {
            continue;
        }
        // A circled or raised number is no word by itself; nor is the vowel that Thai and Lao write
        // with a mark before it, which is cut from that mark where a script is cut anywhere.
        let first = columns[0].chars().next();
        if own.is_empty() && first.is_some_and(char::is_numeric)
            || matches!(first, Some('\u{E33}' | '\u{EB3}'))
        {
            continue;
        }
        compatible += 1;
        if of(3) != own {
            wrong.push(format!("compatible {line}: {own:?} {:?}", of(3)));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(200)]
    );
    assert!(
        compared > 19_000 && compatible > 15_900,
        "{compared} {compatible}"
    );
}

#[test]
fn case_folds_as_the_file_says() {
    let text = file("CaseFolding");
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in lines(&text) {
        let fields: Vec<&str> = line.split(';').map(str::trim).collect();
        // Simple folding is the full one's shadow; the Turkic one is not for all languages.
        if !matches!(fields[1], "C" | "F") {
            continue;
        }
        let (upper, lower) = (chars(fields[0]).unwrap(), chars(fields[2]).unwrap());
        // The small iota under a Greek vowel is a mark here, which folding takes off with the others.
        if upper.nfd().any(|c| c == '\u{345}') {
            continue;
        }
        compared += 1;
        // In a word of several scripts, letters are read by how they look, capitals and small ones apart.
        let (b, d) = match upper.nfd().next() {
            Some('\u{370}'..='\u{3FF}') => ("λ", "δ"),
            Some('\u{400}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}') => ("б", "д"),
            _ => ("b", "d"),
        };
        for (before, after) in [("", ""), (b, d), ("", d), (b, "")] {
            let of = |middle: &str| terms(&format!("{before}{middle}{after}"));
            if of(&upper) != of(&lower) {
                wrong.push(format!("{line}: {:?} {:?}", of(&upper), of(&lower)));
                break;
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong: {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(200)]
    );
    assert!(compared > 1_450, "{compared}");
}

/// Departures, as the head of `text::sentence` tells them: a stop without a blank after it ends
/// nothing in scripts that write blanks, abbreviations end nothing, and the blanks between sentences
/// belong to none, nor does what is ignored among them.
#[test]
fn sentences_end_where_the_file_says() {
    compare("SentenceBreakTest", 31, |parts, whole| {
        let expected = parts.iter().map(|part| part.trim().to_owned());
        let spans = sentences(whole).map(|span| span.of(whole).unwrap().to_owned());
        let ends_without_blank = |part: &String| {
            !part
                .trim_end_matches(is_ignored)
                .ends_with(char::is_whitespace)
        };
        let (_, before) = parts.split_last().unwrap();
        Compared {
            expected: expected.filter(|part| !part.is_empty()).collect(),
            found: spans.collect(),
            is_explained: before.iter().any(ends_without_blank)
                || whole.contains("etc")
                // The file's last part: a word joiner between all letters of the lines before.
                || whole.contains('\u{2060}'),
        }
    });
}

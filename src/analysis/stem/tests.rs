use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::analysis::{Analyzer, Tokens};

#[test]
fn every_language_has_one_row_and_every_row_says_all() {
    for (at, row) in STEMMERS.iter().enumerate() {
        let language = row.language;
        assert_eq!(language.analysis_family(), language);
        let mut rest = STEMMERS.iter().skip(at + 1);
        assert!(rest.all(|other| other.language != language), "{language}");
        assert!(!row.since.is_empty() && !row.why.is_empty(), "{language}");
        let parts = crate::analysis::version().parts;
        assert!(parts.iter().any(|part| part == row.library()));
    }
}

#[test]
fn the_greek_words_that_break_the_older_crate_are_stemmed() {
    let stemmer = Stemmer::for_language(Language::GREEK).unwrap();
    for word in ["αντίθετε", "ισαισα", "ίσαίσα"] {
        assert!(!stemmer.unguarded(word).is_empty());
    }
}

#[test]
fn a_panic_of_a_stemmer_gives_the_word_back() {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| ()));
    let older = Stemmer(Settled(rust_stemmers::Algorithm::Greek));
    let stem = older.stem("ισαισα").into_owned();
    std::panic::set_hook(hook);
    assert_eq!(stem, "ισαισα");
}

/// Every stemmer of the table on a word, without the guard: a panic fails the test and shows the
/// word, for which a name that is dropped while unwinding is enough.
fn stem_by_all(word: &str) {
    struct Shown<'w>(&'w str, Language);
    impl Drop for Shown<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                eprintln!("{:?} in {}", self.0, self.1);
            }
        }
    }
    for row in &STEMMERS {
        let shown = Shown(word, row.language);
        let stem = Stemmer(row.algorithm).unguarded(shown.0);
        // Some algorithms write a letter as two, or in another script; none makes words up.
        assert!(stem.len() <= 2 * word.len() + 8, "{word:?} gave {stem:?}");
    }
}

/// The text of a file of the public data, unpacked if need be; `None` where there is no such data.
fn text_of(name: &str) -> Option<String> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let file = std::fs::File::open(data.join(name)).ok()?;
    let mut text = String::new();
    if name.ends_with("gz") {
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text)
    } else {
        std::io::BufReader::new(file).read_to_string(&mut text)
    }
    .unwrap();
    Some(text)
}

/// Files whose every word is tried, and those of which only a part is, for their size.
const WHOLE: [&str; 7] = [
    "langid.tsv.gz",
    "ntrex.jsonl.gz",
    "xquad-ar/corpus.jsonl",
    "xquad-de/corpus.jsonl",
    "xquad-en/corpus.jsonl",
    "xquad-ru/corpus.jsonl",
    "xquad-zh/corpus.jsonl",
];
const LARGE: [&str; 3] = [
    "slavicner/docs.jsonl.gz",
    "translations.jsonl.gz",
    "news.jsonl.gz",
];

/// Adds the distinct words of one line in `step`, normalised as the stemmers get them.
fn add_words(text: &str, step: usize, words: &mut BTreeSet<String>) {
    let mut analyzer = Analyzer::new();
    for line in text.lines().step_by(step) {
        // The escapes of JSON are undone, its names are words like others.
        let line = serde_json::from_str::<serde_json::Value>(line)
            .map_or_else(|_| line.to_owned(), |value| strings(&value));
        analyzer.scan(&line, |token| {
            if token.normal.starts_with(char::is_alphabetic) && !words.contains(token.normal) {
                words.insert(token.normal.to_owned());
            }
        });
    }
}

fn strings(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Object(fields) => {
            fields.values().map(strings).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// Stems the words of the public data by every stemmer; of the large files one line in `step`.
fn stem_public_words(step: usize) {
    let mut words = BTreeSet::new();
    for (name, step) in WHOLE
        .map(|name| (name, 1))
        .into_iter()
        .chain(LARGE.map(|name| (name, step)))
    {
        let Some(text) = text_of(name) else {
            println!("skipped: there is no ../shared/data/{name}");
            return;
        };
        add_words(&text, step, &mut words);
    }
    println!("{} words by {} stemmers", words.len(), STEMMERS.len());
    assert!(words.len() > 50_000);
    for word in &words {
        stem_by_all(word);
    }
}

#[test]
fn no_stemmer_panics_on_words_of_news() {
    stem_public_words(40);
}

#[test]
#[ignore = "the same on every word of the public data, which takes longer"]
fn no_stemmer_panics_on_any_word_of_news() {
    stem_public_words(1);
}

/// What no text holds and every reader gets: controls, lone marks, endings without a word, words of a
/// hundred syllables.
fn any_word() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC*",
        "[\\x00-\\x1F\\x7F\u{85}\u{AD}\u{200B}-\u{200F}\u{2028}\u{2029}\u{FEFF}a-z]{0,12}",
        "[\\p{M}]{1,12}",
        "\\PC{1,3}".prop_map(|syllable| syllable.repeat(100)),
        "[\\p{Ll}\\p{Lo}'’]{1,14}",
        "[а-яёђјљњћџіїєґ'’]{1,14}",
        "[a-zà-öø-ÿąćčďđęěğıłńňőœřśşșšťțůűźżž'’]{1,14}",
        "[α-ωάέήίόύώϊϋΐΰ]{1,14}",
        "[α-ωίς]{2,4}".prop_map(|syllable| syllable.repeat(2)),
        "[ء-يًٌٍَُِّْٰپچژکگی\u{200C}]{1,14}",
        "[א-תְִֵַָ'\\u{5F3}]{1,14}",
        "[\u{901}-\u{94D}]{1,14}",
        "[\u{B82}-\u{BCD}]{1,14}",
        "[\u{531}-\u{587}]{1,14}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn no_stemmer_panics_on_any_text(word in any_word()) {
        stem_by_all(&word);
    }
}

proptest! {
    #[test]
    fn a_stem_begins_as_its_word_where_only_endings_go(word in "[a-zà-öø-ÿąćęłńóśźżčďěňřšťůžőűğış]{1,14}|[а-яё]{1,14}") {
        for language in ENDINGS_ONLY {
            let mut analyzer = Analyzer::new();
            // A stem of four letters or more begins with the first two of its word, but for a German
            // `oe`, which is an `ö`.
            let stem = analyzer.stem(&word, language);
            let is_umlaut = ["ae", "oe", "ue"].iter().any(|pair| word.starts_with(pair));
            let letters = if stem.chars().count() >= 4 && !is_umlaut { 2 } else { 1 };
            let stem: String = stem.chars().take(letters).collect();
            let mut tokens = Tokens::new();
            analyzer.analyze(&word, None, &mut tokens);
            let folded: Option<String> =
                tokens.get(0).map(|token| token.word.chars().take(letters).collect());
            let stem = Some(stem);
            prop_assert_eq!(stem, folded, "{} {}", language, word);
        }
    }
}

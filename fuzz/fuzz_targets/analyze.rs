//! Tokens lie in the text in order, and every term keeps the contract of the index, in any language.
#![no_main]

use clippings::Language;
use clippings::analysis::{Analyzer, MAX_TERM_BYTES, Tokens};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (choice, text) = input;
    // One more than there are: a text of unknown language.
    let languages: Vec<Option<Language>> = Language::all().map(Some).chain([None]).collect();
    let language = languages[usize::from(choice) % languages.len()];
    let mut analyzer = Analyzer::new();
    let mut tokens = Tokens::new();
    analyzer.analyze(text, language, &mut tokens);

    let mut last = 0;
    for (index, token) in tokens.iter().enumerate() {
        let written = token.span.of(text).expect("a token fits the text");
        assert!(!written.is_empty());
        assert!(
            token.span.start >= last,
            "{token:?} begins before the last one"
        );
        last = token.span.start;
        assert_eq!(token.position as usize, index);
        assert!(index > 0 || !token.pairs_with_previous);
        for term in [Some(token.word), Some(token.normal), token.stem, token.name]
            .into_iter()
            .flatten()
        {
            assert!(
                (1..=MAX_TERM_BYTES).contains(&term.len()),
                "{term:?} has {} bytes",
                term.len()
            );
            assert!(
                !term.contains(|letter: char| letter.is_whitespace() || letter.is_control()),
                "{term:?}"
            );
        }
    }

    // The highlight finds what the index holds.
    let mut seen = 0;
    analyzer.scan(text, |scanned| {
        let token = tokens.get(seen).expect("a scan finds no more tokens");
        assert_eq!(
            (scanned.span, scanned.position, scanned.word),
            (token.span, token.position, token.word)
        );
        assert_eq!(scanned.normal, token.normal);
        seen += 1;
    });
    assert_eq!(seen, tokens.len(), "a scan finds no fewer tokens");

    // What is remembered of a word is what it was read as.
    let mut again = Tokens::new();
    analyzer.analyze(text, language, &mut again);
    assert!(tokens.iter().eq(again.iter()));
});

//! Cleaning keeps the way back to the original, and the passages cut from it cover the body.
#![no_main]

use clippings::Span;
use clippings::text::clean::clean;
use clippings::text::passage::{Head, Options, cut};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &str| {
    let cleaned = clean(body);
    let mut last = Span::new(0, 0);
    for (start, letter) in cleaned.text.char_indices() {
        let original = cleaned
            .origin
            .to_original(Span::new(start, start + letter.len_utf8()));
        assert!(
            original.of(body).is_some(),
            "{original:?} does not fit the body"
        );
        assert!(
            last.start <= original.start && last.end <= original.end,
            "{original:?} comes after {last:?}"
        );
        last = original;
    }
    if cleaned.origin.is_identity() {
        assert_eq!(cleaned.text, body);
    }
    // Few words, so that short inputs are cut too.
    for options in [Options::default(), Options::new(4, 7)] {
        let passages = cut(
            &cleaned,
            body,
            &options,
            &|line| line.len() % 7 == 3,
            &Head::default(),
        );
        let mut end = 0;
        for passage in &passages {
            assert_eq!(passage.tile.start, end, "a tile begins where the last ends");
            end = passage.tile.end;
            assert!(passage.tile.contains(passage.span), "{passage:?}");
            let text = passage.span.of(body).expect("a passage fits the body");
            assert!(!text.is_empty());
            assert_eq!(
                text.trim(),
                text,
                "a passage has no white space at its ends"
            );
        }
        if !passages.is_empty() {
            assert_eq!(end, body.len(), "the tiles cover the body");
        }
    }
});

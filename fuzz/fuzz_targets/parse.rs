//! Any text is a query, its notices lie in it, and what it prints is read back as the same.
#![no_main]

use clippings::Query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let query = Query::parse(text);
    for notice in query.notices() {
        assert!(
            notice.start <= notice.end && notice.end <= text.len(),
            "{notice:?} is outside {text:?}"
        );
        assert!(
            text.is_char_boundary(notice.start) && text.is_char_boundary(notice.end),
            "{notice:?} cuts a letter"
        );
        assert!(!notice.message.is_empty());
    }
    assert_eq!(query.text(), text);
    let printed = query.to_string();
    // Printing adds backslashes: a query of the greatest length can become too long to be read whole.
    if printed.len() <= clippings::query::MAX_QUERY_BYTES {
        assert_eq!(
            Query::parse(&printed),
            query,
            "{text:?} is printed as {printed:?}"
        );
    }
});

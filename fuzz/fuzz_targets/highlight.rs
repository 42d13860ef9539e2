//! An article that is found is highlighted, every highlight is proven, and rendering adds nothing
//! but its own marks.
#![no_main]

use clippings::{Article, Field, Hit, Index, Query};
use libfuzzer_sys::fuzz_target;

/// Long texts are for the other targets: here each run makes an index.
const MAX_TEXT_BYTES: usize = 4_096;

fuzz_target!(|input: (u8, u8, &str)| {
    let (first, length, text) = input;
    let text = &text[..text.floor_char_boundary(MAX_TEXT_BYTES)];
    // Title and body of the article, and a part of it as the query.
    let (title, body) = text.split_once('\n').unwrap_or(("", text));
    let words: Vec<&str> = text.split_whitespace().collect();
    let start = usize::from(first) % words.len().max(1);
    let some: Vec<&str> = words
        .iter()
        .skip(start)
        .take(1 + usize::from(length) % 4)
        .copied()
        .collect();
    let article = Article::new("1").title(title).body(body);

    let index = Index::in_memory().expect("memory can be written");
    let mut writer = index.writer().expect("nobody else writes");
    writer
        .add(&article)
        .expect("an article is no reason for an error");
    let report = writer.commit().expect("the commit succeeds");
    assert!(
        report
            .rejections
            .iter()
            .all(|article| article.reason == clippings::Rejection::NoText),
        "{report:?}"
    );
    if report.added == 1 {
        let kept = index
            .article("1")
            .expect("the index can be read")
            .expect("it was added");
        assert_eq!(kept, article, "an article comes back as it was given");
    }

    let part = some.join(" ");
    // What is parsed may only filter or exclude; words and phrases always have something to mark.
    for (query, marks) in [
        (Query::parse(&part), false),
        (Query::word(&part), true),
        (Query::phrase(&part), true),
    ] {
        let results = index
            .search(query.leftovers(true))
            .expect("a query is no reason for an error");
        for hit in &results.hits {
            assert!(
                !marks || !hit.highlights.is_empty(),
                "{part:?} marks nothing in {:?}",
                hit.text
            );
            check(hit, &article, &part);
        }
    }
});

fn check(hit: &Hit, article: &Article, part: &str) {
    let mut last = (Field::Title, 0);
    for highlight in &hit.highlights {
        let text = if highlight.field == Field::Title {
            &article.title
        } else {
            &article.body
        };
        assert_eq!(
            highlight.span().of(text),
            Some(highlight.text.as_str()),
            "{part:?}"
        );
        assert!(!highlight.text.is_empty(), "{highlight:?} marks nothing");
        if last.0 == highlight.field {
            assert!(
                last.1 <= highlight.start,
                "{highlight:?} overlaps the one before"
            );
        } else {
            assert_eq!(last.0, Field::Title, "the title comes first");
        }
        last = (highlight.field, highlight.end);
        let chars = highlight.chars(text).expect("it points into this text");
        assert_eq!(chars.len(), highlight.text.chars().count());
    }
    if let Err(error) = hit.verify(article) {
        panic!("{part:?}: {error}");
    }
    for snippet in [hit.snippet(), hit.snippet_within(20), hit.title()] {
        let marked = snippet.highlights.len();
        let html = snippet.html();
        assert_eq!(
            html.matches('<').count(),
            2 * marked,
            "{html:?} holds foreign markup"
        );
        assert_eq!(html.matches("<mark>").count(), marked, "{html:?}");
        assert_eq!(html.matches("</mark>").count(), marked, "{html:?}");
        assert_eq!(
            html.matches('>').count(),
            2 * marked,
            "{html:?} holds foreign markup"
        );
        assert_eq!(
            snippet.ansi().matches('\u{1b}').count(),
            2 * marked,
            "an escape sequence of the text is left"
        );
        assert_eq!(
            snippet.spans().map(|(piece, _)| piece).collect::<String>(),
            snippet.text
        );
    }
}

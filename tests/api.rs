//! What the public types promise: they cross threads, and JSON gives them back unchanged.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::fmt::Debug;

use clippings::analysis::{AnalysisVersion, Analyzer, Tokens};
use clippings::query::Node;
use clippings::text::clean::Clean;
use clippings::text::leftover::Form;
use clippings::text::passage::Passage;
use clippings::{
    Article, CommitReport, Date, Error, ErrorKind, Field, Highlight, Hit, HitArticle, HitPassage,
    Index, Language, Leftover, Notice, Outcome, ParseDateError, Query, ReanalysisProgress,
    ReanalysisReport, Reason, RejectedArticle, Rejection, Results, Searcher, Snippet, Source, Span,
    Stats, Writer,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[test]
fn everything_crosses_threads() {
    fn is_shared<T: Send + Sync>() {}
    fn is_sent<T: Send>() {}
    is_shared::<Index>();
    is_shared::<Searcher>();
    is_shared::<Stats>();
    is_shared::<Article>();
    is_shared::<Source>();
    is_shared::<Date>();
    is_shared::<ParseDateError>();
    is_shared::<Query>();
    is_shared::<Node>();
    is_shared::<Notice>();
    is_shared::<Results>();
    is_shared::<Hit>();
    is_shared::<HitArticle>();
    is_shared::<HitPassage>();
    is_shared::<Highlight>();
    is_shared::<Field>();
    is_shared::<Reason>();
    is_shared::<Snippet>();
    is_shared::<Span>();
    is_shared::<Language>();
    is_shared::<Form>();
    is_shared::<Leftover>();
    is_shared::<Outcome>();
    is_shared::<Rejection>();
    is_shared::<RejectedArticle>();
    is_shared::<CommitReport>();
    is_shared::<ReanalysisReport>();
    is_shared::<ReanalysisProgress<'static>>();
    is_shared::<Error>();
    is_shared::<ErrorKind>();
    is_shared::<AnalysisVersion>();
    is_shared::<Tokens>();
    is_shared::<Clean<'static>>();
    is_shared::<Passage>();
    is_sent::<Writer>();
    is_sent::<Analyzer>();
}

#[test]
fn an_error_is_one_of_the_standard_library() {
    fn is_error<T: std::error::Error + Send + Sync + 'static>() {}
    is_error::<Error>();
    is_error::<ParseDateError>();
    is_error::<Rejection>();
}

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let json = serde_json::to_string(value).unwrap();
    assert_eq!(serde_json::from_str::<T>(&json).unwrap(), *value);
    // Not only from a text that can be borrowed from.
    let tree = serde_json::to_value(value).unwrap();
    assert_eq!(serde_json::from_value::<T>(tree).unwrap(), *value);
    json
}

fn full_article() -> Article {
    Article::new("delta-7")
        .title("Ferry service resumes")
        .body("The mayor of Harwick, Ilona Šafář, cut the ribbon \u{1f6f3} at noon.")
        .source(
            Source::new("Delta Post")
                .domain("delta.example")
                .country("CZ")
                .language("cs")
                .tag("daily"),
        )
        .url("https://delta.example/7")
        .author("Petr Malý")
        .published("2024-05-06T07:08:09Z")
        .language("en")
        .translated_from("cs")
        .tag("transport")
}

#[test]
fn an_article_and_its_source_come_back_from_json() {
    let article = full_article();
    comes_back(&article);
    comes_back(&article.source.clone().unwrap());
    comes_back(&article.published.unwrap());
    comes_back(&Article::default());
    assert_eq!(
        comes_back(&Article::new("bare")),
        r#"{"id":"bare","title":"","body":""}"#
    );
    let read: Article = serde_json::from_str(r#"{"id":"only"}"#).unwrap();
    assert_eq!(read, Article::new("only"));
    assert!(serde_json::from_str::<Article>(r#"{"title":"no id"}"#).is_err());
    assert!(serde_json::from_str::<Date>(r#""yesterday""#).is_err());
}

#[test]
fn every_kind_of_query_comes_back_from_json() {
    let texts = [
        "",
        "ferry harbour",
        r#""ribbon at noon""#,
        "ferry -strike",
        "ferry OR (boat pier)",
        "title:ferry title:\"service resumes\"",
        "source:delta lang:cs from:cs after:2024-01-01 before:2025-01-01",
        "harb* ferrry~2",
        "title:(a OR b) -title:c",
    ];
    for text in texts {
        let query = Query::parse(text).limit(7).offset(3).leftovers(true);
        let json = comes_back(&query);
        assert!(
            json.contains(r#""limit":7,"offset":3,"leftovers":true"#),
            "{json}"
        );
        comes_back(query.node());
    }
    assert_eq!(
        comes_back(&Query::word("ferry")),
        r#"{"query":{"word":"ferry"}}"#
    );
    assert!(serde_json::from_str::<Query>(r#"{"query":{"wrod":"ferry"}}"#).is_err());
}

#[test]
fn results_come_back_from_json() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.add(&full_article()).unwrap();
    writer
        .add(&Article::new("plain").body("A ferry, unnamed and undated."))
        .unwrap();
    writer.commit().unwrap();
    for query in [
        "ferry",
        "safar ribbons",
        "lang:en",
        "nothing:",
        "fery~1",
        "noo* \"the ribbon\"",
    ] {
        let results = index.search(query).unwrap();
        comes_back(&results);
        for hit in &results {
            comes_back(hit);
            comes_back(&hit.snippet());
            comes_back(&hit.title());
        }
    }
    let notices = index.search("nothing:").unwrap().notices;
    assert_eq!(notices.len(), 1);
    for reason in [
        Reason::Exact,
        Reason::Folded,
        Reason::Phrase,
        Reason::Inflected,
        Reason::Transliterated,
        Reason::Lexicon,
        Reason::Phonetic,
        Reason::Stem,
        Reason::Prefix,
        Reason::Fuzzy { edits: 2 },
    ] {
        comes_back(&reason);
    }
}

#[test]
fn a_report_comes_back_from_json() {
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    writer.add(&full_article()).unwrap();
    writer.add(&Article::new("")).unwrap();
    writer.add(&Article::new("empty")).unwrap();
    writer
        .add(&Article::new("x".repeat(600)).body("Text."))
        .unwrap();
    let report = writer.commit().unwrap();
    assert_eq!((report.added, report.rejected), (1, 3));
    comes_back(&report);
    for rejection in [
        Rejection::EmptyId,
        Rejection::NoText,
        Rejection::LongId { bytes: 600 },
        Rejection::TooLarge { bytes: 1 << 30 },
        Rejection::Failed {
            detail: "a reason".to_owned(),
        },
    ] {
        comes_back(&rejection);
    }
    for leftover in index.leftovers("delta-7").unwrap() {
        comes_back(&leftover);
    }
}

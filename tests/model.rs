//! The index finds exactly the passages that a plain scan over all passages finds.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::collections::BTreeSet;

use clippings::analysis::{Analyzer, Tokens, names};
use clippings::query::Node;
use clippings::text::clean::clean;
use clippings::text::passage::{Head, Options, cut};
use clippings::{Article, Date, Index, Language, Query, Source};
use proptest::prelude::*;

/// Words that English leaves as they are, and no two of which could be one name or its parts.
const WORDS: [&str; 12] = [
    "bird", "lamp", "Oslo", "pencil", "tomato", "fjord", "violin", "silk", "dragon", "quiz",
    "rhino", "zebu",
];

#[test]
fn the_words_are_told_apart() {
    let mut analyzer = Analyzer::new();
    for word in WORDS {
        let normal = word.to_lowercase();
        assert_eq!(analyzer.stem(&normal, Language::ENGLISH), normal);
        for other in WORDS.iter().filter(|other| **other != word) {
            assert_eq!(names::compare(&normal, &other.to_lowercase()), None);
        }
    }
}

/// A passage as a scan sees it.
struct Scanned {
    article: String,
    source: Option<String>,
    published: Option<Date>,
    ordinal: u32,
    is_lead: bool,
    is_leftover: bool,
    title: Vec<String>,
    body: Vec<String>,
}

fn words_of(analyzer: &mut Analyzer, text: &str) -> Vec<String> {
    let mut tokens = Tokens::new();
    analyzer.analyze(&clean(text).text, Some(Language::ENGLISH), &mut tokens);
    tokens.iter().map(|token| token.word.to_owned()).collect()
}

fn scan(articles: &[Article]) -> Vec<Scanned> {
    let mut analyzer = Analyzer::new();
    let mut all = Vec::new();
    for article in articles {
        let head = Head {
            title: Some(article.title.as_str()).filter(|title| !title.is_empty()),
            source_name: None,
        };
        let mut passages: Vec<_> = cut(
            &clean(&article.body),
            &article.body,
            &Options::default(),
            &|_| false,
            &head,
        )
        .iter()
        .map(|passage| {
            (
                passage.span.of(&article.body).unwrap(),
                passage.leftover.is_some(),
            )
        })
        .collect();
        if passages.iter().all(|(_, is_leftover)| *is_leftover) {
            for passage in &mut passages {
                passage.1 = false;
            }
        }
        if passages.is_empty() {
            passages.push(("", false));
        }
        let lead = passages.iter().position(|(_, is_leftover)| !is_leftover);
        for (index, (text, is_leftover)) in passages.into_iter().enumerate() {
            all.push(Scanned {
                article: article.id.clone(),
                source: article.source.as_ref().map(|source| source.name.clone()),
                published: article.published,
                ordinal: u32::try_from(index).unwrap(),
                is_lead: Some(index) == lead,
                is_leftover,
                title: words_of(&mut analyzer, &article.title),
                body: words_of(&mut analyzer, text),
            });
        }
    }
    all
}

fn holds(words: &[String], wanted: &[String]) -> bool {
    words.windows(wanted.len()).any(|window| window == wanted)
}

/// Whether it only excludes or filters.
fn only_narrows(node: &Node) -> bool {
    match node {
        Node::Not(_) | Node::Source(_) | Node::After(_) | Node::Before(_) => true,
        Node::Title(inner) => only_narrows(inner),
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().all(only_narrows),
        _ => false,
    }
}

/// Whether a condition holds of a passage, and if so, whether its body has a part in it.
fn answer(node: &Node, passage: &Scanned, in_title: bool) -> Option<bool> {
    let found = |wanted: &[String]| {
        let in_body = !in_title && holds(&passage.body, wanted);
        (in_body || holds(&passage.title, wanted)).then_some(in_body)
    };
    match node {
        Node::Word(word) => found(&[word.to_lowercase()]),
        Node::Phrase(words) => {
            let words: Vec<String> = words.to_lowercase().split(' ').map(str::to_owned).collect();
            found(&words)
        }
        Node::Title(inner) => answer(inner, passage, true),
        Node::Not(inner) => answer(inner, passage, in_title).is_none().then_some(true),
        Node::Any(nodes) => nodes
            .iter()
            .filter_map(|node| answer(node, passage, in_title))
            .reduce(|left, right| left || right),
        Node::All(nodes) => {
            // What only excludes or filters says nothing of where the rest was found.
            let mut in_body = true;
            let mut seen_one = false;
            for node in nodes {
                let here = answer(node, passage, in_title)?;
                if !only_narrows(node) {
                    in_body = here || (seen_one && in_body);
                    seen_one = true;
                }
            }
            Some(in_body)
        }
        Node::Source(name) => (passage.source.as_ref() == Some(name)).then_some(true),
        Node::After(date) => (passage.published? >= *date).then_some(true),
        Node::Before(date) => (passage.published? < *date).then_some(true),
        other => panic!("{other:?} is not modelled"),
    }
}

fn expected(node: &Node, passages: &[Scanned], leftovers: bool) -> BTreeSet<(String, u32)> {
    passages
        .iter()
        .filter(|passage| leftovers || !passage.is_leftover)
        .filter(|passage| {
            answer(node, passage, false).is_some_and(|in_body| in_body || passage.is_lead)
        })
        .map(|passage| (passage.article.clone(), passage.ordinal))
        .collect()
}

/// The words of which fewer may do, and the other conditions.
fn parted(node: &Node) -> (Vec<Node>, Vec<Node>) {
    match node {
        Node::All(nodes) => nodes
            .iter()
            .cloned()
            .partition(|node| matches!(node, Node::Word(_))),
        _ => (Vec::new(), Vec::new()),
    }
}

fn found(index: &Index, query: &Query) -> (BTreeSet<(String, u32)>, u64) {
    let search = |limit| {
        let mut results = index.search(query.clone().limit(limit)).unwrap();
        results.took_us = 0;
        results
    };
    let results = search(10_000);
    // What is asked again is answered from memory, and a short list by other means than a long one.
    for _ in 0..2 {
        assert_eq!(search(10_000), results);
        let best = results.hits.iter().take(3);
        assert!(search(3).hits.iter().eq(best), "{query}");
    }
    let found: BTreeSet<_> = results
        .iter()
        .map(|hit| (hit.article.id.clone(), hit.passage.ordinal))
        .collect();
    assert_eq!(found.len(), results.hits.len(), "no passage comes twice");
    for hit in &results {
        assert!(
            hit.highlights.iter().all(|mark| WORDS
                .iter()
                .any(|word| mark.text.to_lowercase().contains(&word.to_lowercase()))),
            "{hit:?}"
        );
    }
    (found, results.total)
}

fn a_word() -> impl Strategy<Value = String> {
    prop::sample::select(&WORDS[..]).prop_map(str::to_owned)
}

fn a_sentence(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(a_word(), 1..most).prop_map(|words| words.join(" "))
}

fn an_article() -> impl Strategy<Value = (String, Vec<String>)> {
    // Long paragraphs make several passages.
    let paragraph = prop_oneof![
        3 => a_sentence(8).prop_map(|text| format!("{text}.")),
        2 => prop::collection::vec(a_sentence(12), 8..16)
            .prop_map(|sentences| sentences.join(". ") + "."),
    ];
    let title = prop_oneof![1 => Just(String::new()), 3 => a_sentence(4)];
    (title, prop::collection::vec(paragraph, 0..4))
}

const SOURCES: [&str; 2] = ["Gazette", "Herald"];

fn a_day() -> impl Strategy<Value = Date> {
    (1..5).prop_map(|day| format!("2024-03-0{day}").parse().unwrap())
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let source = prop::option::of(prop::sample::select(&SOURCES[..]));
    let article = (an_article(), source, prop::option::of(a_day()));
    prop::collection::vec(article, 1..9).prop_map(|texts| {
        let mut articles = Vec::new();
        for (((title, paragraphs), source, published), number) in texts.into_iter().zip(0..) {
            if !(title.is_empty() && paragraphs.is_empty()) {
                let mut article = Article::new(format!("a{number}"))
                    .title(title)
                    .body(paragraphs.join("\n\n"))
                    .language("en");
                article.source = source.map(Source::new);
                article.published = published;
                articles.push(article);
            }
        }
        articles
    })
}

fn a_node() -> impl Strategy<Value = Node> {
    let phrase =
        prop::collection::vec(a_word(), 1..4).prop_map(|words| Node::Phrase(words.join(" ")));
    let source = prop::sample::select(&SOURCES[..]);
    let leaf = prop_oneof![
        6 => a_word().prop_map(Node::Word),
        2 => phrase,
        1 => source.prop_map(|source| Node::Source(source.to_owned())),
        1 => prop_oneof![a_day().prop_map(Node::After), a_day().prop_map(Node::Before)],
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Node::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Node::Any),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            inner.prop_map(|node| Node::Title(Box::new(node))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_search_finds_what_a_scan_finds(
        articles in articles(),
        queries in prop::collection::vec((a_node(), any::<bool>()), 12),
        per_commit in 1_usize..9,
    ) {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for batch in articles.chunks(per_commit) {
            for article in batch {
                writer.add(article).unwrap();
            }
            writer.commit().unwrap();
        }
        let passages = scan(&articles);
        for (node, leftovers) in queries {
            let query = Query::from(node).leftovers(leftovers);
            let all = expected(query.node(), &passages, leftovers);
            let (found, total) = found(&index, &query);
            prop_assert_eq!(total, found.len() as u64);
            let (words, mut most) = parted(query.node());
            let count = words.len();
            // Of two words one will do only if nothing holds both.
            if count < 2 || (count == 2 && !all.is_empty()) {
                prop_assert_eq!(&found, &all, "{}", query);
                continue;
            }
            // Fewer words: all that hold all, and nothing that holds none or breaks a condition.
            most.push(Node::Any(words));
            let most = expected(&Node::All(most), &passages, leftovers);
            prop_assert!(found.is_superset(&all), "{}", query);
            prop_assert!(found.is_subset(&most), "{}", query);
            if count == 2 {
                prop_assert_eq!(&found, &most, "{}", query);
            }
        }
    }
}

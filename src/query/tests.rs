use proptest::prelude::*;

use super::*;

/// Each case: the text, its conditions as text again, and its notices.
#[test]
fn text_becomes_conditions() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("vucic kosovo", "vucic kosovo", &[]),
        ("  vucic   AND kosovo ", "vucic kosovo", &[]),
        ("“combat readiness”", "\"combat readiness\"", &[]),
        ("«боевая готовность»", "\"боевая готовность\"", &[]),
        ("battalion -Princess", "battalion -Princess", &[]),
        ("battalion NOT Princess", "battalion -Princess", &[]),
        ("a OR b c", "(a OR b) c", &[]),
        ("a | b", "a OR b", &[]),
        ("(a b) OR c", "(a b) OR c", &[]),
        ("((a))", "a", &[]),
        ("title:kosovo", "title:kosovo", &[]),
        ("title:(a OR b)", "title:(a OR b)", &[]),
        (
            "source:\"Le Monde\" lang:srp-Cyrl from:swe",
            "source:\"Le Monde\" lang:sr from:sv",
            &[],
        ),
        (
            "after:2023-09 before:2024",
            "after:2023-09-01 before:2024-01-01",
            &[],
        ),
        (
            "milit* stoltenburg~ vucic~2",
            "milit* stoltenburg~1 vucic~2",
            &[],
        ),
        ("vucic – kurti", "vucic kurti", &[]),
        ("18:30", "18:30", &[]),
        ("https://example.org/a", "https://example.org/a", &[]),
        (r"\-5 \title:x", r"\-5 title\:x", &[]),
        ("*", "*", &[]),
        ("", "", &["0..0 there is no word to look for"]),
        (" !!! ", "", &["0..5 there is no word to look for"]),
        (
            "\"open",
            "\"open\"",
            &["0..5 this quotation mark is not closed"],
        ),
        ("(a b", "a b", &["0..1 this parenthesis is not closed"]),
        ("a) b", "a b", &["1..2 this parenthesis closes nothing"]),
        (
            "OR a OR",
            "a",
            &[
                "0..2 OR needs something on both sides",
                "5..7 OR needs something on both sides",
            ],
        ),
        (
            "mood:calm",
            "mood:calm",
            &["0..5 there is no field \"mood\"; searched as words"],
        ),
        (
            "lang:klingon x",
            "x",
            &["0..12 \"klingon\" is no language code; this filter is ignored"],
        ),
        (
            "after:soon x",
            "x",
            &["0..10 \"soon\" is no date (YYYY-MM-DD); this filter is ignored"],
        ),
        (
            "source: x",
            "x",
            &["0..7 source: needs a value right after it"],
        ),
        (
            "a* x",
            "a x",
            &["0..2 a prefix needs two letters; searched as a word"],
        ),
        (
            "a*b",
            r"a\*b",
            &["0..3 a star counts at the end of a word only"],
        ),
        (
            "a~9",
            r"a\~9",
            &["0..3 a word is followed by ~, ~1 or ~2, or by none"],
        ),
    ];
    for (text, printed, notices) in cases {
        let query = Query::parse(text);
        assert_eq!(query.to_string(), *printed, "{text:?}");
        let told: Vec<_> = query
            .notices()
            .iter()
            .map(|notice| format!("{}..{} {}", notice.start, notice.end, notice.message))
            .collect();
        assert_eq!(told, *notices, "{text:?}");
        assert_eq!(query.text(), *text);
    }
}

#[test]
fn the_tree_of_a_query() {
    let query =
        Query::parse(r#"vucic "kosovo border" (kirby OR title:kurti) -milit* after:2023-09-01"#);
    insta::assert_snapshot!(serde_json::to_string_pretty(&query).unwrap(), @r#"
    {
      "query": {
        "all": [
          {
            "word": "vucic"
          },
          {
            "phrase": "kosovo border"
          },
          {
            "any": [
              {
                "word": "kirby"
              },
              {
                "title": {
                  "word": "kurti"
                }
              }
            ]
          },
          {
            "not": {
              "prefix": "milit"
            }
          },
          {
            "after": "2023-09-01"
          }
        ]
      }
    }
    "#);
}

#[test]
fn hostile_texts_are_read_in_time_and_depth() {
    for text in [
        "(".repeat(20_000),
        "-(".repeat(9_000),
        "title:".repeat(3_000),
        "NOT ".repeat(4_000),
        "a OR ".repeat(3_000),
        "\\".repeat(16_000),
        "\"".repeat(16_001),
        "x ".repeat(8_000),
        "ѫ".repeat(9_000),
    ] {
        let query = Query::parse(&text);
        assert!(query.notices().len() <= 21);
        assert_eq!(Query::parse(&query.to_string()), query);
    }
    let deep = (0..5_000).fold(Node::Word("x".to_owned()), |node, _| {
        Node::Not(Box::new(Node::Title(Box::new(node))))
    });
    // Freeing so deep a tree is the caller's own recursion; it was made iteratively here.
    let query = Query::from(deep);
    assert!(query.to_string().len() < 2_000);
}

fn node() -> impl Strategy<Value = Node> {
    let word = || "[\\PC ]{0,8}|OR|AND|NOT|-x|title:x|a\\*|b~1".prop_map(|word| word);
    let date =
        (0_i64..4_000_000_000).prop_map(|seconds| crate::Date::from_unix_seconds(seconds).unwrap());
    let language = prop::sample::select(Language::all().collect::<Vec<_>>());
    let leaf = prop_oneof![
        4 => word().prop_map(Node::Word),
        2 => word().prop_map(Node::Phrase),
        1 => word().prop_map(Node::Prefix),
        1 => (word(), 0_u8..4).prop_map(|(word, edits)| Node::Fuzzy { word, edits }),
        1 => word().prop_map(Node::Source),
        1 => language.clone().prop_map(Node::Language),
        1 => language.prop_map(Node::From),
        1 => date.clone().prop_map(Node::After),
        1 => date.prop_map(Node::Before),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::All),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Node::Any),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            inner.prop_map(|node| Node::Title(Box::new(node))),
        ]
    })
}

proptest! {
    #[test]
    fn a_query_is_read_back_from_its_text_and_its_json(node in node()) {
        let query = Query::from(node);
        let text = query.to_string();
        prop_assert_eq!(&Query::parse(&text), &query, "{}", text);
        let json = serde_json::to_string(&query).unwrap();
        prop_assert_eq!(serde_json::from_str::<Query>(&json).unwrap(), query);
    }

    #[test]
    fn any_text_is_a_query(text in "\\PC{0,40}|[a()\":~*OR -]{0,40}") {
        let query = Query::parse(&text);
        for notice in query.notices() {
            prop_assert!(text.get(notice.start..notice.end).is_some());
        }
        prop_assert_eq!(Query::parse(&query.to_string()), query);
    }
}

//! Which module may name which: the table, and a reading of `src/` that holds it to be true.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking; helpers count as tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A module of the crate's root, and what of ours it names.
const ARROWS: [(&str, &[&str]); 16] = [
    ("error", &[]),
    ("text", &[]),
    ("rank", &[]),
    ("article", &["text"]),
    ("analysis", &["text"]),
    // A result carries the notices of its query, the date and source of its article, and how near a
    // name is.
    ("results", &["analysis", "article", "query", "text"]),
    ("ingest", &["article", "error", "text"]),
    // A query filters by date.
    ("query", &["analysis", "article", "text"]),
    ("highlight", &["analysis", "results", "text"]),
    (
        "verify",
        &["analysis", "article", "error", "results", "text"],
    ),
    // An index stores dates and sources, and remembers articles as hits show them and what the highlighter
    // looks for.
    (
        "index",
        &[
            "analysis",
            "article",
            "error",
            "highlight",
            "query",
            "rank",
            "results",
            "text",
        ],
    ),
    ("writer", &["analysis", "article", "error", "index", "text"]),
    // An index rebuilt is an index written.
    ("reanalyze", &["article", "error", "index", "writer"]),
    (
        "searcher",
        &[
            "analysis",
            "error",
            "highlight",
            "index",
            "query",
            "rank",
            "results",
            "text",
        ],
    ),
    (
        "people",
        &["analysis", "error", "index", "query", "searcher", "text"],
    ),
    // Measuring uses the crate as its users do.
    (
        "eval",
        &[
            "analysis", "article", "error", "ingest", "query", "results", "searcher", "text",
            "writer",
        ],
    ),
];

/// A source file of a module of the root, without comments, literals and tests.
struct File {
    path: String,
    module: String,
    /// How many modules it lies below the root.
    depth: usize,
    code: String,
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                paths.push(path);
            }
        }
    }
    paths.sort();
    let mut test_files = BTreeSet::new();
    let mut files = Vec::new();
    for path in &paths {
        let code = without_literals(&std::fs::read_to_string(path).unwrap());
        let (code, tests) = without_tests(&code);
        test_files.extend(
            tests
                .iter()
                .map(|name| folder_of(path).join(format!("{name}.rs"))),
        );
        let inner = path.strip_prefix(&root).unwrap().with_extension("");
        let mut names: Vec<String> = inner
            .iter()
            .map(|part| part.to_string_lossy().into_owned())
            .collect();
        if names.last().is_some_and(|name| name == "mod") {
            names.pop();
        }
        files.push((
            path.clone(),
            File {
                path: inner.display().to_string(),
                module: names[0].clone(),
                depth: names.len(),
                code,
            },
        ));
    }
    files
        .into_iter()
        .filter(|(path, file)| !test_files.contains(path) && file.path != "lib")
        .map(|(_, file)| file)
        .collect()
}

/// Where the files of the modules lie that `path` declares.
fn folder_of(path: &Path) -> PathBuf {
    if path
        .file_stem()
        .is_some_and(|stem| stem == "mod" || stem == "lib")
    {
        path.parent().unwrap().to_owned()
    } else {
        path.with_extension("")
    }
}

/// The code with a blank for each comment and an empty literal for each literal.
fn without_literals(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let mut out = String::with_capacity(code.len());
    let mut here = 0;
    while here < letters.len() {
        let is_start = !at(here.wrapping_sub(1)).is_alphanumeric();
        let hashes = (here + 1..letters.len())
            .take_while(|index| at(*index) == '#')
            .count();
        if at(here) == '/' && at(here + 1) == '/' {
            while here < letters.len() && at(here) != '\n' {
                here += 1;
            }
        } else if at(here) == '/' && at(here + 1) == '*' {
            while here < letters.len() && !(at(here) == '*' && at(here + 1) == '/') {
                here += 1;
            }
            here += 2;
        } else if at(here) == 'r' && is_start && at(here + 1 + hashes) == '"' {
            here += 2 + hashes;
            let is_end = |from: usize| {
                at(from) == '"' && (1..=hashes).all(|offset| at(from + offset) == '#')
            };
            while here < letters.len() && !is_end(here) {
                here += 1;
            }
            here += 1 + hashes;
            out.push_str("\"\"");
        } else if at(here) == '"' {
            here += 1;
            while here < letters.len() && at(here) != '"' {
                here += if at(here) == '\\' { 2 } else { 1 };
            }
            here += 1;
            out.push_str("\"\"");
        } else if at(here) == '\'' && at(here + 1) == '\\' {
            here += 3;
            while here < letters.len() && at(here) != '\'' {
                here += 1;
            }
            here += 1;
            out.push(' ');
        } else if at(here) == '\'' && at(here + 2) == '\'' {
            here += 3;
            out.push(' ');
        } else {
            out.push(at(here));
            here += 1;
        }
    }
    out
}

/// The code without what is compiled for tests only, and the test modules that are files.
fn without_tests(code: &str) -> (String, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut modules = Vec::new();
    let mut rest = code;
    while let Some(found) = rest.find(MARK) {
        out.push_str(&rest[..found]);
        rest = &rest[found + MARK.len()..];
        let brace = rest.find('{').unwrap_or(rest.len());
        let semicolon = rest.find(';').unwrap_or(rest.len());
        if semicolon < brace {
            let item = rest[..semicolon].trim();
            modules.extend(item.strip_prefix("mod ").map(str::to_owned));
            rest = &rest[semicolon + 1..];
        } else {
            let mut depth = 0_usize;
            let end = rest.char_indices().find_map(|(index, letter)| {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => return None,
                }
                (depth == 0).then_some(index + 1)
            });
            rest = &rest[end.unwrap_or(rest.len())..];
        }
    }
    out.push_str(rest);
    (out, modules)
}

fn name_at(text: &str) -> &str {
    let end = text
        .find(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .unwrap_or(text.len());
    &text[..end]
}

/// What follows each `crate::`, and each `super::` that leads to the root.
fn names_from_root(file: &File) -> BTreeSet<String> {
    let mut starts: Vec<usize> = Vec::new();
    for (found, mark) in file.code.match_indices("crate::") {
        let before = file.code[..found].chars().next_back();
        if before.is_none_or(|letter| !letter.is_alphanumeric() && letter != '_') {
            starts.push(found + mark.len());
        }
    }
    let to_root = "super::".repeat(file.depth);
    for (found, mark) in file.code.match_indices(&to_root) {
        let is_longer = file.code[..found].ends_with("super::");
        let after = &file.code[found + mark.len()..];
        if !is_longer && !after.starts_with("super::") {
            starts.push(found + mark.len());
        }
    }
    let mut names = BTreeSet::new();
    for start in starts {
        let after = &file.code[start..];
        let Some(group) = after.strip_prefix('{') else {
            names.insert(name_at(after).to_owned());
            continue;
        };
        let mut depth = 1;
        let mut is_first = true;
        for (index, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => is_first = true,
                _ if is_first && letter.is_alphabetic() => {
                    names.insert(name_at(&group[index..]).to_owned());
                    is_first = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    names
}

/// The modules that the root declares, and in which of them each name lives that it hands on.
fn root() -> (BTreeSet<String>, BTreeMap<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs");
    let code = without_literals(&std::fs::read_to_string(path).unwrap());
    let mut modules = BTreeSet::new();
    let mut homes = BTreeMap::new();
    for statement in code.split(';').map(str::trim) {
        // What an optional module hangs on.
        let statement = statement
            .strip_prefix("#[")
            .and_then(|rest| rest.split_once(']'))
            .map_or(statement, |(_, item)| item.trim());
        let statement = statement.strip_prefix("pub ").unwrap_or(statement);
        if let Some(name) = statement.strip_prefix("mod ") {
            modules.insert(name.to_owned());
        } else if let Some(path) = statement.strip_prefix("use ") {
            let home = name_at(path).to_owned();
            for name in path.split(|letter: char| !letter.is_alphanumeric() && letter != '_') {
                homes.insert(name.to_owned(), home.clone());
            }
        }
    }
    (modules, homes)
}

#[test]
fn each_module_names_what_the_table_says() {
    let (modules, homes) = root();
    let rows: BTreeSet<String> = ARROWS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(modules, rows, "one row for each module");
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files() {
        let named = seen.entry(file.module.clone()).or_default();
        for name in names_from_root(&file) {
            let module = if modules.contains(&name) {
                &name
            } else {
                homes
                    .get(&name)
                    .unwrap_or_else(|| panic!("{}: where is {name}?", file.path))
            };
            if *module != file.module {
                named.insert(module.clone());
            }
        }
    }
    for (module, allowed) in ARROWS {
        let allowed: BTreeSet<String> = allowed.iter().map(|name| (*name).to_owned()).collect();
        assert_eq!(seen[module], allowed, "what {module} names");
    }
}

#[test]
fn only_the_index_names_the_engine() {
    let mut engine_files = 0;
    for file in files() {
        let names_engine = file.code.contains("tantivy");
        assert!(!names_engine || file.module == "index", "{}", file.path);
        engine_files += usize::from(names_engine);
    }
    assert!(engine_files > 0);
}

/// The names that a file takes from the engine.
fn engine_names(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["tantivy".to_owned()]);
    for (start, mark) in code.match_indices("use tantivy::") {
        let after = &code[start + mark.len()..];
        let path = &after[..after.find(';').unwrap()];
        names.extend(
            path.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                .filter(|name| name.starts_with(char::is_uppercase))
                .map(str::to_owned),
        );
    }
    names
}

/// The heads of what is public, and of what is implemented.
fn heads(code: &str) -> Vec<&str> {
    let mut heads = Vec::new();
    for mark in ["pub ", "impl<", "impl "] {
        for (start, _) in code.match_indices(mark) {
            let before = code[..start].chars().next_back();
            // `impl` in a signature is no head of its own.
            if before.is_some_and(|letter| letter != '\n' && letter != ' ')
                || (mark != "pub " && before.is_some_and(|letter| letter != '\n'))
            {
                continue;
            }
            let item = &code[start..];
            let is_field = mark == "pub "
                && item[mark.len()..]
                    .trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_')
                    .starts_with(':');
            let ends: &[char] = if is_field { &['\n', '}'] } else { &['{', ';'] };
            heads.push(&item[..item.find(ends).unwrap_or(item.len())]);
        }
    }
    heads
}

#[test]
fn no_public_signature_names_the_engine() {
    const PUBLIC_TYPES: [&str; 3] = ["Index", "Stats", "Error"];
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .map(str::to_owned)
            .collect()
    };
    let mut public = 0;
    for file in files().into_iter().filter(|file| file.module == "index") {
        let engine = engine_names(&file.code);
        for head in heads(&file.code) {
            let is_public = head.starts_with("pub ");
            let said = words(head);
            if !is_public && !PUBLIC_TYPES.iter().any(|name| said.contains(*name)) {
                continue;
            }
            public += usize::from(is_public);
            let named: Vec<_> = said.intersection(&engine).collect();
            assert!(named.is_empty(), "{}: {head} names {named:?}", file.path);
        }
    }
    assert!(public > 10, "only {public} public items were seen");
}

#[test]
fn the_reading_of_code_is_right() {
    let code = r##"
        use crate::text::Span; // crate::no
        /* crate::nor */ const A: &str = "crate::this";
        const B: &str = r#"crate::" that"#; const C: char = '"'; const D: char = '\'';
        use crate::{article::{Date, Source}, error};
        use super::rank;
        #[cfg(test)]
        mod tests { use crate::writer; mod more { } }
        #[cfg(test)]
        mod apart;
        fn at<'a>(index: &'a crate::Index) {}
    "##;
    let (code, tests) = without_tests(&without_literals(code));
    assert_eq!(tests, ["apart"]);
    let file = File {
        path: "probe".to_owned(),
        module: "probe".to_owned(),
        depth: 1,
        code,
    };
    let names: Vec<String> = names_from_root(&file).into_iter().collect();
    assert_eq!(names, ["Index", "article", "error", "rank", "text"]);
}

//! SQLite's FTS5 with its tokenizer `unicode61`, `bm25` and `snippet()`. It has no fuzzy words.

use std::path::Path;

use rusqlite::Connection;

use super::{HITS, Peer};
use crate::classes::{Asked, Class};

const FILE: &str = "passages.db";
const BEST: &str = "SELECT title, snippet(passages, 1, '<b>', '</b>', '…', 40) FROM passages \
     WHERE passages MATCH ?1 ORDER BY rank LIMIT ?2";

pub(super) struct Fts5 {
    connection: Connection,
}

pub(super) fn build(passages: &[(String, String)], directory: &Path) {
    let mut connection = Connection::open(directory.join(FILE)).expect("the directory is empty");
    connection
        .execute_batch("CREATE VIRTUAL TABLE passages USING fts5(title, body)")
        .expect("FTS5 is compiled in");
    let transaction = connection.transaction().expect("nobody else writes");
    {
        let mut insert = transaction
            .prepare("INSERT INTO passages (title, body) VALUES (?1, ?2)")
            .expect("the table exists");
        for (title, body) in passages {
            insert.execute([title, body]).expect("there is room");
        }
    }
    transaction.commit().expect("there is room");
    connection
        .execute_batch("INSERT INTO passages (passages) VALUES ('optimize')")
        .expect("there is room");
}

impl Fts5 {
    pub(super) fn open(directory: &Path) -> Self {
        let connection = Connection::open(directory.join(FILE)).expect("it was just built");
        // As much of the file in memory as the others map.
        connection
            .execute_batch("PRAGMA mmap_size = 4000000000; PRAGMA cache_size = -262144")
            .expect("pragmas are known");
        Self { connection }
    }
}

impl Peer for Fts5 {
    fn name(&self) -> &'static str {
        "fts5"
    }

    fn takes(&self, class: Class) -> bool {
        class != Class::Fuzzy
    }

    fn search(&mut self, class: Class, words: &Asked) -> usize {
        let quoted: Vec<String> = words
            .iter()
            .map(|word| format!("\"{}\"", word.replace('"', "")))
            .collect();
        let query = match class {
            Class::Or3 | Class::Natural => quoted.join(" OR "),
            Class::Phrase => format!("\"{}\"", words.join(" ")),
            Class::Prefix => quoted.join(" ") + "*",
            _ => quoted.join(" "),
        };
        let mut best = self
            .connection
            .prepare_cached(BEST)
            .expect("the table exists");
        let limit = i64::try_from(HITS).unwrap_or(i64::MAX);
        let rows = best.query_map((query, limit), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        let rows: Result<Vec<_>, _> = rows.expect("quoted words are a query").collect();
        rows.expect("the table can be read").len()
    }
}

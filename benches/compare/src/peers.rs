//! The engines, each used as its documentation says.

mod fts5;
mod ours;
#[cfg(feature = "seekstorm")]
mod storm;
mod tantivy_alone;

use std::fmt;
use std::path::Path;
use std::time::Instant;

use crate::classes::{Asked, Class};
use crate::corpus::Corpus;

/// Their names; the first after us is the one that ratios are told to.
#[cfg(feature = "seekstorm")]
pub(crate) const NAMES: [&str; 4] = ["clippings", "tantivy", "fts5", "seekstorm"];
#[cfg(not(feature = "seekstorm"))]
pub(crate) const NAMES: [&str; 3] = ["clippings", "tantivy", "fts5"];

/// We without memory of what was asked before: no peer, unless it is named.
pub(crate) const FORGETFUL: &str = "clippings-forgetful";

pub(crate) const HITS: usize = 10;

/// An engine with the passages in it.
pub(crate) trait Peer {
    fn name(&self) -> &'static str;
    /// Whether it has such queries.
    fn takes(&self, class: Class) -> bool;
    /// Parses, matches, ranks, fetches and marks; gives the number of hits.
    fn search(&mut self, class: Class, words: &Asked) -> usize;
}

/// What building an index took.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Build {
    pub(crate) seconds: f64,
    pub(crate) index_bytes: u64,
    /// Memory at its peak, more than before. Linux only.
    pub(crate) peak_bytes: Option<usize>,
    /// Opening it again and a first search.
    pub(crate) open_seconds: f64,
}

impl fmt::Display for Build {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let peak = self.peak_bytes.map_or(0, |bytes| bytes >> 20);
        write!(
            f,
            "built in {:.1} s with {peak} MiB, {} MiB on disk, opened and first asked in {:.1} ms",
            self.seconds,
            self.index_bytes >> 20,
            self.open_seconds * 1e3
        )
    }
}

/// Builds an index of a peer, closes it and opens it again.
pub(crate) fn build(
    name: &str,
    corpus: &Corpus,
    passages: &[(String, String)],
    directory: &Path,
) -> (Box<dyn Peer>, Build) {
    let mut build = crate::built(|| match name {
        "clippings" | FORGETFUL => ours::build(corpus, directory),
        "fts5" => fts5::build(passages, directory),
        #[cfg(feature = "seekstorm")]
        "seekstorm" => storm::build(passages, directory),
        _ => tantivy_alone::build(passages, directory),
    });
    build.index_bytes = size(directory);
    let started = Instant::now();
    let mut peer: Box<dyn Peer> = match name {
        "clippings" => Box::new(ours::Ours::open(directory)),
        FORGETFUL => Box::new(ours::Ours::open_forgetful(directory)),
        "fts5" => Box::new(fts5::Fts5::open(directory)),
        #[cfg(feature = "seekstorm")]
        "seekstorm" => Box::new(storm::Storm::open(directory)),
        _ => Box::new(tantivy_alone::Alone::open(directory)),
    };
    peer.search(Class::Name, &vec!["nobody".to_owned()]);
    build.open_seconds = started.elapsed().as_secs_f64();
    (peer, build)
}

fn size(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else {
        return std::fs::metadata(path).map_or(0, |data| data.len());
    };
    entries.flatten().map(|entry| size(&entry.path())).sum()
}

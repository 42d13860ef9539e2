//! What is checked before a directory is opened as an index, and the file that says who wrote it.
//!
//! The engine trusts its directory: a crafted list of files makes it delete files elsewhere, a
//! file of 4 to 7 bytes makes it panic, and links lead it anywhere. So nothing of it is opened
//! before everything in the directory is known to be its own, and nothing is written to it through
//! a name that could be a link.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::texts::EXTENSION as TEXTS;
use crate::analysis::{self, AnalysisVersion};
use crate::error::{Error, ErrorKind, Result};

/// Raised with each change of fields, stored forms or passages that makes an old index unreadable.
const FORMAT_VERSION: u32 = 2;
const MANIFEST: &str = "clippings.json";
pub(super) const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";
/// The folder in which [`reanalysis`](super::reanalysis) makes the index anew, and its two notes in
/// there: of what state of the index it is made, and that it is complete.
pub(super) const WORKING: &str = "clippings.reanalysis";
pub(super) const ORIGIN: &str = "origin.json";
pub(super) const COMPLETE: &str = "complete.json";
/// A segment file ends with a footer; shorter than this the engine panics.
const MIN_SEGMENT_FILE_BYTES: u64 = 8;
const MAX_CONTROL_FILE_BYTES: u64 = 64 << 20;
/// The files that each segment has.
const SEGMENT_PARTS: [&str; 7] = ["term", "idx", "pos", "store", "fast", LENGTHS, TEXTS];
const LENGTHS: &str = "fieldnorm";
const SEGMENT_EXTENSIONS: [&str; 9] = [
    "term", "idx", "pos", "store", "fast", LENGTHS, TEXTS, "del", "temp",
];

/// Who wrote the index, compared at open.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: u32,
    pub(super) analysis: AnalysisVersion,
}

impl Manifest {
    pub(super) fn of_this_build() -> Self {
        Self {
            format: FORMAT_VERSION,
            analysis: analysis::version(),
        }
    }

    /// Of an index whose files are being exchanged: no build has this analysis.
    pub(super) fn unfinished() -> Self {
        Self {
            format: FORMAT_VERSION,
            analysis: AnalysisVersion {
                hash: 0,
                parts: vec!["unfinished".to_owned()],
            },
        }
    }
}

pub(super) fn holds_index(directory: &Path) -> bool {
    // The manifest alone tells of a creation that did not come to its end.
    let has_segments = || {
        let entries = fs::read_dir(directory).into_iter().flatten().flatten();
        entries
            .into_iter()
            .any(|entry| is_segment_file(&entry.file_name().to_string_lossy()))
    };
    directory.join(META).exists() || has_segments()
}

/// Refuses a directory that the engine must not see.
pub(super) fn check(directory: &Path) -> Result<()> {
    check_analysis(directory, &check_format(directory)?)?;
    check_lists(directory)
}

/// The first part of [`check`]: what is stored in the index can be read, whatever its analysis.
pub(super) fn check_format(directory: &Path) -> Result<AnalysisVersion> {
    if !holds_index(directory) {
        return Err(Error::new(
            ErrorKind::NotFound,
            format!("no index at {}", directory.display()),
        ));
    }
    check_files(directory)?;
    read_manifest(directory)
}

/// The last part of [`check`]: the engine's own lists are those of an index.
pub(super) fn check_lists(directory: &Path) -> Result<()> {
    let managed = check_managed(directory)?;
    check_meta(directory, &directory.join(META), &managed)
}

/// Of the engine's list of segments, what is counted on here.
#[derive(Deserialize)]
struct Meta {
    segments: Vec<MetaSegment>,
}

#[derive(Deserialize)]
struct MetaSegment {
    segment_id: String,
    max_doc: u64,
    deletes: Option<MetaDeletes>,
}

#[derive(Deserialize)]
struct MetaDeletes {
    opstamp: u64,
}

/// Every file of every segment must be there and on the engine's list, which alone decides what
/// its own check of damage reads, and be long enough for the passages it is said to hold.
pub(super) fn check_meta(directory: &Path, path: &Path, managed: &[String]) -> Result<()> {
    let meta: Meta = read(path, || corrupt(path, "is missing"))?;
    for segment in meta.segments {
        let id = segment.segment_id.replace('-', "");
        let deletes = segment
            .deletes
            .map(|deletes| format!("{}.del", deletes.opstamp));
        for extension in SEGMENT_PARTS.into_iter().chain(deletes.as_deref()) {
            let name = format!("{id}.{extension}");
            let file = directory.join(&name);
            if !managed.contains(&name) {
                return Err(corrupt(
                    &directory.join(MANAGED),
                    &format!("does not name {name}"),
                ));
            }
            let Ok(metadata) = fs::symlink_metadata(&file) else {
                return Err(corrupt(&file, "is missing"));
            };
            // A killed writer leaves empty files behind too, but none that the list counts on.
            if metadata.len() < MIN_SEGMENT_FILE_BYTES {
                return Err(corrupt(&file, "is cut short"));
            }
            // A byte for the length of each passage, in each field that has lengths.
            if extension == LENGTHS && metadata.len() < segment.max_doc {
                return Err(corrupt(&file, "is too short for its passages"));
            }
        }
    }
    Ok(())
}

pub(super) fn check_files(directory: &Path) -> Result<()> {
    for entry in entries(directory)? {
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_control = is_control_file(&name);
        if !is_control && !is_segment_file(&name) && name != WORKING {
            continue;
        }
        // Of the entry itself, not of what a link leads to.
        let metadata = fs::symlink_metadata(&path).map_err(|error| io("examine", &path, error))?;
        if name == WORKING && !metadata.is_dir() {
            return Err(corrupt(&path, "is not a folder"));
        }
        if name != WORKING && !metadata.is_file() {
            return Err(corrupt(&path, "is not a regular file"));
        }
        if is_control && metadata.len() > MAX_CONTROL_FILE_BYTES {
            return Err(corrupt(&path, "is too large"));
        }
    }
    Ok(())
}

/// A control file as what it holds; `missing` says what it means that it is not there.
pub(super) fn read<T: DeserializeOwned>(path: &Path, missing: impl FnOnce() -> Error) -> Result<T> {
    let text = fs::read(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            missing()
        } else {
            io("read", path, error)
        }
    })?;
    serde_json::from_slice(&text).map_err(|error| corrupt(path, "is not readable").because(error))
}

/// Refuses a directory that another build has written, or has analysed anew.
pub(super) fn check_manifest(directory: &Path) -> Result<()> {
    check_analysis(directory, &read_manifest(directory)?)
}

fn read_manifest(directory: &Path) -> Result<AnalysisVersion> {
    let manifest: Manifest = read(&directory.join(MANIFEST), || {
        Error::new(
            ErrorKind::Incompatible,
            format!(
                "{} holds an index that was not written by this library; choose another directory",
                directory.display()
            ),
        )
    })?;
    if manifest.format != FORMAT_VERSION {
        return Err(Error::new(
            ErrorKind::Incompatible,
            format!(
                "the index at {} has format {}, this build reads format {FORMAT_VERSION}; add its articles to a new index",
                directory.display(),
                manifest.format
            ),
        ));
    }
    Ok(manifest.analysis)
}

fn check_analysis(directory: &Path, analysis: &AnalysisVersion) -> Result<()> {
    let current = analysis::version();
    if *analysis == current {
        return Ok(());
    }
    let place = directory.display();
    let detail = if *analysis == Manifest::unfinished().analysis {
        format!(
            "the reanalysis of the index at {place} has not come to its end; \
             call Index::reanalyze to finish it"
        )
    } else {
        format!(
            "the index at {place} was analysed otherwise than this build does ({}); \
             call Index::reanalyze to rebuild it from the articles stored in it",
            analysis.difference(&current)
        )
    };
    Err(Error::new(ErrorKind::AnalysisChanged, detail))
}

/// Every name in the engine's list of files must be one that the engine makes: it deletes what
/// the list names and no segment needs.
pub(super) fn check_managed(directory: &Path) -> Result<Vec<String>> {
    let path = directory.join(MANAGED);
    let names: Vec<String> = read(&path, || corrupt(&path, "is missing"))?;
    match names
        .iter()
        .find(|name| *name != META && !is_segment_file(name))
    {
        Some(name) => Err(corrupt(
            &path,
            &format!("names {name:?}, which is no file of an index"),
        )),
        None => Ok(names),
    }
}

/// `<32 hexadecimal digits>.<extension>`, with a number or a part between for deletes and
/// temporary stores.
fn is_segment_file(name: &str) -> bool {
    let mut parts = name.split('.');
    let is_segment = parts.next().is_some_and(|id| {
        id.len() == 32
            && id
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    });
    let rest: Vec<&str> = parts.collect();
    is_segment
        && match *rest.as_slice() {
            [extension] => SEGMENT_EXTENSIONS.contains(&extension),
            ["store", "temp"] => true,
            [opstamp, "del"] => {
                !opstamp.is_empty() && opstamp.bytes().all(|byte| byte.is_ascii_digit())
            }
            _ => false,
        }
}

fn is_control_file(name: &str) -> bool {
    let is_lock = name
        .rsplit_once('.')
        .is_some_and(|(_, extension)| extension == "lock");
    is_lock || matches!(name, META | MANAGED | MANIFEST | ORIGIN | COMPLETE)
}

/// Under which name a control file is written before it is renamed.
fn partial(name: &str) -> String {
    format!(".{}.partial", name.trim_start_matches('.'))
}

/// What a killed writer leaves behind and nothing counts on.
fn is_temporary(name: &str) -> bool {
    let is_of_engine = name.strip_prefix(".tmp").is_some_and(|tail| {
        tail.len() == 6 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    is_of_engine
        || [MANIFEST, MANAGED, ORIGIN, COMPLETE]
            .iter()
            .any(|control| *name == partial(control))
}

/// Says in the directory who writes it: the first step of creating an index.
pub(super) fn write_manifest(directory: &Path, manifest: &Manifest) -> Result<()> {
    write(directory, MANIFEST, manifest)
}

pub(super) fn write_managed(directory: &Path, names: &[String]) -> Result<()> {
    write(directory, MANAGED, &names)
}

/// Writes a control file so that it is there whole or not at all, and on the disk.
pub(super) fn write(directory: &Path, name: &str, content: &impl Serialize) -> Result<()> {
    let path = directory.join(name);
    let partial = directory.join(partial(name));
    let write = || -> std::io::Result<()> {
        // What lies there may be a link: it is removed, never followed.
        if fs::symlink_metadata(&partial).is_ok() {
            fs::remove_file(&partial)?;
        }
        let mut file = fs::File::create_new(&partial)?;
        file.write_all(&serde_json::to_vec_pretty(content)?)?;
        file.sync_all()?;
        fs::rename(&partial, &path)?;
        sync_directory(directory)
    };
    write().map_err(|error| io("write", &path, error))
}

/// Makes renames in the directory survive a loss of power.
pub(super) fn sync_directory(directory: &Path) -> std::io::Result<()> {
    // Only on Unix can a directory be opened and synced; elsewhere renames are ordered by the
    // file system.
    if cfg!(unix) {
        fs::File::open(directory)?.sync_all()
    } else {
        Ok(())
    }
}

/// Deletes what killed writers left behind, and an index made anew that is of no more use: its
/// state is about to change, or it has taken its place. Only under the writer's lock.
pub(super) fn sweep(directory: &Path) -> Result<()> {
    for entry in entries(directory)? {
        let is_litter = entry.file_name().to_str().is_some_and(is_temporary);
        if is_litter && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|error| io("delete", &entry.path(), error))?;
        }
    }
    discard_working(directory)
}

/// Deletes the folder of a reanalysis, as far as it holds nothing but an index.
pub(super) fn discard_working(directory: &Path) -> Result<()> {
    let working = directory.join(WORKING);
    if fs::symlink_metadata(&working).is_err() {
        return Ok(());
    }
    // A link in its place is refused here.
    check_files(directory)?;
    let delete = |path: &Path| fs::remove_file(path).map_err(|error| io("delete", path, error));
    // First the word that it is complete, which would no longer be true.
    let complete = working.join(COMPLETE);
    if fs::symlink_metadata(&complete).is_ok() {
        delete(&complete)?;
        sync_directory(&working).map_err(|error| io("sync", &working, error))?;
    }
    for entry in entries(&working)? {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_ours = is_control_file(&name) || is_segment_file(&name) || is_temporary(&name);
        if is_ours && entry.file_type().is_ok_and(|kind| !kind.is_dir()) {
            delete(&entry.path())?;
        }
    }
    fs::remove_dir(&working).map_err(|error| io("delete", &working, error))?;
    sync_directory(directory).map_err(|error| io("sync", directory, error))
}

/// The names of the files of segments.
pub(super) fn segment_files(directory: &Path) -> Result<Vec<String>> {
    let names = entries(directory)?.into_iter();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| is_segment_file(name)).collect())
}

fn entries(directory: &Path) -> Result<Vec<fs::DirEntry>> {
    let entries = fs::read_dir(directory).and_then(Iterator::collect);
    entries.map_err(|error| io("read", directory, error))
}

pub(super) fn corrupt(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Corrupt, format!("{} {what}", path.display()))
}

pub(super) fn io(verb: &str, path: &Path, error: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("cannot {verb} {}", path.display())).because(error)
}

#[cfg(test)]
mod tests {
    use super::is_segment_file;

    #[test]
    fn only_files_of_segments_are_named_so() {
        let id = "0123456789abcdef0123456789abcdef";
        for good in ["idx", "store", "store.temp", "17.del", "fieldnorm"] {
            assert!(is_segment_file(&format!("{id}.{good}")), "{good}");
        }
        for bad in ["", "exe", "x.del", "del.x.y", "../idx"] {
            assert!(!is_segment_file(&format!("{id}.{bad}")), "{bad}");
        }
        assert!(!is_segment_file("../victim/a.txt"));
        assert!(!is_segment_file("/etc/passwd"));
    }
}

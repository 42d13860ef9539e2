//! What is checked before a directory is opened as an index, and the file that says who wrote it.
//!
//! The engine trusts its directory: a crafted list of files makes it delete files elsewhere, a
//! file of 4 to 7 bytes makes it panic, and links lead it anywhere. So nothing of it is opened
//! before everything in the directory is known to be its own.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::analysis::{self, AnalysisVersion};
use crate::error::{Error, ErrorKind, Result};

/// Raised with each change of fields, stored forms or passages that makes an old index unreadable.
const FORMAT_VERSION: u32 = 1;
const MANIFEST: &str = "clippings.json";
const META: &str = "meta.json";
const MANAGED: &str = ".managed.json";
/// A segment file ends with a footer; shorter than this the engine panics.
const MIN_SEGMENT_FILE_BYTES: u64 = 8;
const MAX_CONTROL_FILE_BYTES: u64 = 64 << 20;
/// The files that each segment has.
const SEGMENT_PARTS: [&str; 6] = ["term", "idx", "pos", "store", "fast", LENGTHS];
const LENGTHS: &str = "fieldnorm";
const SEGMENT_EXTENSIONS: [&str; 8] = [
    "term",
    "idx",
    "pos",
    "store",
    "fast",
    "fieldnorm",
    "del",
    "temp",
];

/// Who wrote the index, compared at open.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    analysis: AnalysisVersion,
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
    if !holds_index(directory) {
        return Err(Error::new(
            ErrorKind::NotFound,
            format!("no index at {}", directory.display()),
        ));
    }
    check_files(directory)?;
    check_manifest(directory)?;
    let managed = check_managed(directory)?;
    check_meta(directory, &managed)
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
fn check_meta(directory: &Path, managed: &[String]) -> Result<()> {
    let path = directory.join(META);
    let meta: Meta = read(&path, || corrupt(&path, "is missing"))?;
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

fn check_files(directory: &Path) -> Result<()> {
    let entries = fs::read_dir(directory).map_err(|error| io("read", directory, error))?;
    for entry in entries {
        let entry = entry.map_err(|error| io("read", directory, error))?;
        let path = entry.path();
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let is_control = matches!(&*name, META | MANAGED | MANIFEST) || name.ends_with(".lock");
        if !is_control && !is_segment_file(&name) {
            continue;
        }
        // Of the entry itself, not of what a link leads to.
        let metadata = fs::symlink_metadata(&path).map_err(|error| io("examine", &path, error))?;
        if !metadata.is_file() {
            return Err(corrupt(&path, "is not a regular file"));
        }
        if is_control && metadata.len() > MAX_CONTROL_FILE_BYTES {
            return Err(corrupt(&path, "is too large"));
        }
    }
    Ok(())
}

/// A control file as what it holds; `missing` says what it means that it is not there.
fn read<T: DeserializeOwned>(path: &Path, missing: impl FnOnce() -> Error) -> Result<T> {
    let text = fs::read(path).map_err(|error| {
        if error.kind() == std::io::ErrorKind::NotFound {
            missing()
        } else {
            io("read", path, error)
        }
    })?;
    serde_json::from_slice(&text).map_err(|error| corrupt(path, "is not readable").because(error))
}

fn check_manifest(directory: &Path) -> Result<()> {
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
    let current = analysis::version();
    if manifest.analysis != current {
        return Err(Error::new(
            ErrorKind::Incompatible,
            format!(
                "the index at {} was analysed by {}, this build analyses by {current}; add its articles to a new index",
                directory.display(),
                manifest.analysis
            ),
        ));
    }
    Ok(())
}

/// Every name in the engine's list of files must be one that the engine makes: it deletes what
/// the list names and no segment needs.
fn check_managed(directory: &Path) -> Result<Vec<String>> {
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

/// Says in the directory who writes it: the first step of creating an index.
pub(super) fn write_manifest(directory: &Path) -> Result<()> {
    let manifest = Manifest {
        format: FORMAT_VERSION,
        analysis: analysis::version(),
    };
    let path = directory.join(MANIFEST);
    let partial = directory.join(".clippings.json.partial");
    let write = || -> std::io::Result<()> {
        let mut file = fs::File::create(&partial)?;
        file.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
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

/// Deletes what killed writers left behind. Only under the writer's lock.
pub(super) fn sweep(directory: &Path) -> Result<()> {
    let entries = fs::read_dir(directory).map_err(|error| io("read", directory, error))?;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let is_temporary = name
            .to_str()
            .and_then(|name| name.strip_prefix(".tmp"))
            .is_some_and(|tail| {
                tail.len() == 6 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric())
            });
        if is_temporary && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|error| io("delete", &entry.path(), error))?;
        }
    }
    Ok(())
}

fn corrupt(path: &Path, what: &str) -> Error {
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

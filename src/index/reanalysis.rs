//! The folder in which an index is made anew beside the one in use, and how it takes its place.
//!
//! The new index grows in the folder `clippings.reanalysis` inside the directory of the old one, an
//! index like any other, with a note of the state it is made from. Nothing outside the folder is
//! touched before it is complete and read through; then a second note says so, and from there on
//! only [`STEPS`] are left, each of which may be done twice:
//!
//! 1. the engine's list names the files of both, so that none is ever forgotten;
//! 2. the new segments are moved beside the old ones, which nothing counts on yet;
//! 3. the manifest says that the exchange is under way: whoever opens the directory is told so;
//! 4. the new list of segments takes the place of the old one: the one rename that decides;
//! 5. the manifest names the new analysis: the index is whole again.
//!
//! What then is left, old segments and the folder, is litter: the reanalysis deletes it, or the
//! next, or the next writer. All of it happens under the writer's lock of the directory.

use std::fs;
use std::path::{Path, PathBuf};

use tantivy::directory::{DirectoryLock, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{Directory, TantivyError};

use super::document::stable_hash;
use super::guard::{self, COMPLETE, META, Manifest, ORIGIN, WORKING};
use super::{Index, engine_error, guarded};
use crate::analysis;
use crate::error::{Error, ErrorKind, Result};

/// An index that is held against every writer, to be made anew.
pub(crate) struct Reanalysis {
    directory: PathBuf,
    working: PathBuf,
    _lock: DirectoryLock,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The index is of this build's analysis.
    Current,
    /// There are articles to read.
    Rebuild,
    /// An earlier call has made the new index and was stopped while it took its place.
    Exchange,
}

const STEPS: [fn(&Reanalysis) -> Result<()>; 5] = [
    Reanalysis::list_both,
    Reanalysis::move_segments,
    Reanalysis::announce,
    Reanalysis::switch,
    Reanalysis::name_analysis,
];

impl Reanalysis {
    pub(crate) fn begin(directory: &Path) -> Result<Self> {
        // Before anything is written there, a lock among it.
        guard::check_format(directory)?;
        let lock = MmapDirectory::open(directory)
            .map_err(TantivyError::from)
            .and_then(|mapped| Ok(mapped.acquire_lock(&INDEX_WRITER_LOCK)?));
        let lock = lock.map_err(|error| {
            let error = engine_error("", error);
            let place = directory.display();
            let detail = if error.kind() == ErrorKind::Locked {
                format!("a writer or another reanalysis holds the index at {place}")
            } else {
                format!("cannot write to the index at {place}")
            };
            Error::new(error.kind(), detail).because(error)
        })?;
        Ok(Self {
            directory: directory.to_owned(),
            working: directory.join(WORKING),
            _lock: lock,
        })
    }

    pub(crate) fn stage(&self) -> Result<Stage> {
        let current = analysis::version();
        let manifest = guard::check_format(&self.directory)?;
        if manifest == current {
            return Ok(Stage::Current);
        }
        if !self.has_working() {
            return Ok(Stage::Rebuild);
        }
        guard::check_files(&self.working)?;
        let is_complete = self
            .note::<Manifest>(COMPLETE)
            .is_some_and(|complete| complete.analysis == current);
        // While the exchange is under way no build writes to the index.
        let is_recent = manifest == Manifest::unfinished().analysis || self.is_of(self.origin()?);
        Ok(if is_complete && is_recent {
            Stage::Exchange
        } else {
            Stage::Rebuild
        })
    }

    /// The index as it is, for what is stored in it; read through, since it will be deleted.
    pub(crate) fn originals(&self) -> Result<Index> {
        guard::check_lists(&self.directory)?;
        let index = Index::open_checked(&self.directory, false)?;
        index.check_sums()?;
        Ok(index)
    }

    /// The index that is made anew: as far as an earlier call came, or empty.
    pub(crate) fn working_index(&self) -> Result<Index> {
        let origin = self.origin()?;
        if self.has_working() && self.is_of(origin) {
            match Index::open(&self.working) {
                Err(error) if error.kind() == ErrorKind::Io => return Err(error),
                Ok(index) => return Ok(index),
                // Of another analysis, or stopped while it was created: it is no loss.
                Err(_) => {}
            }
        }
        guard::discard_working(&self.directory)?;
        fs::create_dir(&self.working).map_err(|error| guard::io("create", &self.working, error))?;
        guard::write(&self.working, ORIGIN, &origin)?;
        Index::create(&self.working)
    }

    /// Says that the new index is complete, once all of it was read back: the old one is about to
    /// be deleted.
    pub(crate) fn complete(&self, made: &Index) -> Result<()> {
        if let Err(error) = made.verify() {
            guard::discard_working(&self.directory)?;
            return Err(error);
        }
        sync(&self.working)?;
        guard::write(&self.working, COMPLETE, &Manifest::of_this_build())
    }

    /// Lets the complete index take the place of the old one.
    pub(crate) fn exchange(&self) -> Result<()> {
        STEPS.iter().try_for_each(|step| step(self))
    }

    /// Deletes what is left of the old index and of calls that were killed, and opens the new one.
    pub(crate) fn tidy(&self) -> Result<Index> {
        let index = Index::open(&self.directory)?;
        if self.has_working() {
            guarded("delete old files", || {
                let mut engine = index.inner.engine.clone();
                let meta = engine
                    .load_metas()
                    .map_err(|error| engine_error("cannot list the segments", error))?;
                let mut needed = meta.list_segment_files();
                needed.insert(PathBuf::from(META));
                engine
                    .directory_mut()
                    .garbage_collect(|| needed)
                    .map_err(|error| engine_error("cannot delete old files", error))
            })?;
        }
        guard::sweep(&self.directory)?;
        Ok(index)
    }

    fn list_both(&self) -> Result<()> {
        let mut names = guard::check_managed(&self.directory)?;
        names.extend(guard::check_managed(&self.working)?);
        names.sort_unstable();
        names.dedup();
        guard::write_managed(&self.directory, &names)
    }

    fn move_segments(&self) -> Result<()> {
        for name in guard::segment_files(&self.working)? {
            self.move_out(&name)?;
        }
        self.sync_both()
    }

    fn announce(&self) -> Result<()> {
        guard::write_manifest(&self.directory, &Manifest::unfinished())
    }

    fn switch(&self) -> Result<()> {
        let made = self.working.join(META);
        if fs::symlink_metadata(&made).is_err() {
            // It was done before.
            return Ok(());
        }
        let managed = guard::check_managed(&self.directory)?;
        if let Err(error) = guard::check_meta(&self.directory, &made, &managed) {
            // The next call makes it once more.
            guard::discard_working(&self.directory)?;
            return Err(error);
        }
        self.move_out(META)?;
        self.sync_both()
    }

    fn name_analysis(&self) -> Result<()> {
        guard::write_manifest(&self.directory, &Manifest::of_this_build())
    }

    fn move_out(&self, name: &str) -> Result<()> {
        let from = self.working.join(name);
        fs::rename(&from, self.directory.join(name))
            .map_err(|error| guard::io("move", &from, error))
    }

    fn sync_both(&self) -> Result<()> {
        sync(&self.directory)?;
        sync(&self.working)
    }

    /// The state that the index is in.
    fn origin(&self) -> Result<u64> {
        let path = self.directory.join(META);
        let list = fs::read(&path).map_err(|error| guard::io("read", &path, error))?;
        Ok(stable_hash(&list))
    }

    /// Whether the new index is made from this state.
    fn is_of(&self, origin: u64) -> bool {
        self.note(ORIGIN) == Some(origin)
    }

    fn has_working(&self) -> bool {
        fs::symlink_metadata(&self.working).is_ok()
    }

    /// What a note in the working folder says; one that cannot be read says nothing.
    fn note<T: serde::de::DeserializeOwned>(&self, name: &str) -> Option<T> {
        let path = self.working.join(name);
        guard::read(&path, || guard::corrupt(&path, "is missing")).ok()
    }
}

fn sync(directory: &Path) -> Result<()> {
    guard::sync_directory(directory).map_err(|error| guard::io("sync", directory, error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Article;
    use crate::reanalyze::{ReanalysisReport, rebuild};

    fn outdated(directory: &Path) {
        let index = Index::create(directory).unwrap();
        let mut writer = index.writer().unwrap();
        for number in 0..4 {
            let body = "The ferry to Visby was late.";
            let article = Article::new(number.to_string()).body(body).source("Post");
            writer.add(&article).unwrap();
            writer.commit().unwrap();
        }
        writer.close().unwrap();
        let mut manifest = Manifest::of_this_build();
        manifest.analysis.hash ^= 1;
        guard::write_manifest(directory, &manifest).unwrap();
    }

    fn made_anew(directory: &Path) -> Reanalysis {
        let reanalysis = Reanalysis::begin(directory).unwrap();
        let mut report = ReanalysisReport::default();
        rebuild(&reanalysis, &mut report, &mut |_| {}).unwrap();
        reanalysis
    }

    fn assert_whole(directory: &Path) {
        let index = Index::open(directory).unwrap();
        index.verify().unwrap();
        assert_eq!(index.stats().unwrap().articles, 4);
        assert_eq!(index.search("visby").unwrap().total, 4);
        assert!(!directory.join(WORKING).exists());
        let managed = guard::check_managed(directory).unwrap();
        for name in guard::segment_files(directory).unwrap() {
            assert!(managed.contains(&name), "{name}");
        }
        // Each segment has seven files.
        let files = guard::segment_files(directory).unwrap().len();
        assert_eq!(files, 7 * index.stats().unwrap().segments);
    }

    #[test]
    fn an_exchange_stopped_after_any_step_is_ended_by_the_next_call() {
        for done in 0..=STEPS.len() {
            for is_one_moved in [false, true] {
                let home = tempfile::tempdir().unwrap();
                let place = home.path();
                outdated(place);
                let reanalysis = made_anew(place);
                STEPS
                    .iter()
                    .take(done)
                    .for_each(|step| step(&reanalysis).unwrap());
                if is_one_moved && done == 1 {
                    let files = guard::segment_files(&reanalysis.working).unwrap();
                    reanalysis.move_out(files.first().unwrap()).unwrap();
                }
                drop(reanalysis);
                if done < STEPS.len() {
                    let error = Index::open(place).unwrap_err();
                    assert_eq!(error.kind(), ErrorKind::AnalysisChanged, "{done}: {error}");
                    // From then on no build may open it, that of the old analysis neither.
                    let is_told = error.to_string().contains("has not come to its end");
                    assert_eq!(is_told, done >= 3, "{done}: {error}");
                } else {
                    assert_eq!(
                        Index::open(place).unwrap().search("visby").unwrap().total,
                        4
                    );
                }
                let report = Index::reanalyze(place).unwrap();
                assert_eq!(report.was_current, done == STEPS.len());
                assert_eq!(report.articles, 4);
                assert_whole(place);
            }
        }
    }

    #[test]
    fn an_exchange_that_no_build_can_end_is_begun_anew() {
        for done in 0..STEPS.len() {
            let home = tempfile::tempdir().unwrap();
            outdated(home.path());
            let reanalysis = made_anew(home.path());
            STEPS
                .iter()
                .take(done)
                .for_each(|step| step(&reanalysis).unwrap());
            // As if yet another build had begun it.
            let mut manifest = Manifest::of_this_build();
            manifest.analysis.hash ^= 2;
            guard::write(&reanalysis.working, COMPLETE, &manifest).unwrap();
            guard::write_manifest(&reanalysis.working, &manifest).unwrap();
            drop(reanalysis);
            let report = Index::reanalyze(home.path()).unwrap();
            assert_eq!((report.resumed, report.articles), (0, 4), "{done}");
            assert_whole(home.path());
        }
    }

    /// The engine writes its list of files to one of these first, and a kill leaves it there.
    #[test]
    fn a_file_that_a_kill_left_half_written_is_swept() {
        let home = tempfile::tempdir().unwrap();
        outdated(home.path());
        let half_written = home.path().join(".tmpA1b2C3");
        for was_current in [false, true] {
            fs::write(&half_written, "[").unwrap();
            let report = Index::reanalyze(home.path()).unwrap();
            assert_eq!(report.was_current, was_current);
            assert!(!half_written.exists(), "{was_current}");
        }
    }

    #[test]
    fn what_came_after_the_work_was_complete_is_not_lost() {
        let home = tempfile::tempdir().unwrap();
        outdated(home.path());
        drop(made_anew(home.path()));
        let aside = home.path().with_extension("aside");
        fs::rename(home.path().join(WORKING), &aside).unwrap();
        let outdated = fs::read(home.path().join("clippings.json")).unwrap();
        guard::write_manifest(home.path(), &Manifest::of_this_build()).unwrap();
        let index = Index::open(home.path()).unwrap();
        let mut writer = index.writer().unwrap();
        writer
            .add(&Article::new("late").body("Visby again."))
            .unwrap();
        writer.commit().unwrap();
        writer.close().unwrap();
        fs::write(home.path().join("clippings.json"), outdated).unwrap();
        fs::rename(&aside, home.path().join(WORKING)).unwrap();
        assert_eq!(Index::reanalyze(home.path()).unwrap().articles, 5);
    }
}

//! The three files of a SQLite database: the database itself, its write-ahead log (`-wal`) and the
//! index of that log (`-shm`).
//!
//! **Only SQLite may open them.** When a process closes *any* descriptor of a file, the kernel
//! drops every POSIX lock the process holds on it (fcntl(2)). SQLite's locks would be gone. The
//! next program that opens and closes the database would take itself for its last user, and would
//! checkpoint and delete the log under the running server, which would go on writing into a deleted
//! file. So this module looks at names (`stat`) and never opens a file;
//! `tests/it/structure/architecture.rs` holds the rest of the program to the same.
//!
//! It checks whether the three names still lead to the files that SQLite has open. If they do not,
//! everything written from then on would be lost at the next stop, so nothing is written, and the
//! content of the open files is saved beside them (see [`rescue`]).

use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;

use crate::error::AppError;

/// Endings of the files that belong to a database file, itself first.
pub const ENDINGS: [&str; 3] = ["", "-wal", "-shm"];

/// Identity of a file for as long as it exists: device and inode.
type Identity = (u64, u64);

/// The files of an open database, as they were when it was opened.
#[derive(Debug)]
pub struct SqliteFiles {
    path: PathBuf,
    opened: [Option<Identity>; 3],
}

impl SqliteFiles {
    /// Records the files that `path` names. A connection that has read something must be open: from
    /// then on its lock keeps every other SQLite from deleting the log.
    pub fn of(path: &Path) -> io::Result<Self> {
        // SQLite puts the log beside the file that a link leads to.
        let path = fs::canonicalize(path)?;
        let mut opened = [None; 3];
        for (slot, ending) in opened.iter_mut().zip(ENDINGS) {
            *slot = identity(&with_ending(&path, ending))?;
        }
        Ok(Self { path, opened })
    }

    /// Returns the path of the database file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns true if the database and its log are the ones that were opened. Then nothing is
    /// lost, even if the index of the log is gone: SQLite rebuilds it.
    pub fn hold_everything(&self) -> io::Result<bool> {
        for (opened, ending) in self.opened.iter().zip(ENDINGS).take(2) {
            if identity(&with_ending(&self.path, ending))? != *opened {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Returns the first file that is no longer the one that was opened, or `None` if all three are
    /// in place. Only its name is returned, because a public page shows it.
    ///
    /// # Errors
    /// Fails if the folder cannot be read.
    pub fn missing(&self) -> io::Result<Option<String>> {
        for (opened, ending) in self.opened.iter().zip(ENDINGS) {
            let file = with_ending(&self.path, ending);
            if identity(&file)? != *opened {
                return Ok(Some(file_name(&file)));
            }
        }
        Ok(None)
    }
}

/// Returns a file's name without its folder.
pub fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns `path` with something appended to its last part.
pub fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn identity(path: &Path) -> io::Result<Option<Identity>> {
    match fs::metadata(path) {
        Ok(found) => Ok(Some((found.dev(), found.ino()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Copies of the data that a server still had open when its files were taken away.
///
/// A copy is named `<database>.rescued-<inode>-<size>-<mtime>`, after the database file in the
/// folder at that moment. As long as that file is unchanged and its log is empty, nobody has
/// written to it since, and the copy is the newer state of the same site.
pub mod rescue {
    use super::*;

    const MARK: &str = ".rescued-";

    /// What `state` says of a file that is not there.
    const MISSING: &str = "0-0-0";

    /// Returns the name for a copy that is made now. It holds the states of the database and of its
    /// log, by which `adopt` sees whether anybody wrote to them afterwards.
    pub fn name_now(database: &Path) -> io::Result<PathBuf> {
        let log = with_ending(database, "-wal");
        Ok(with_ending(database, &format!("{MARK}{}+{}", state(database)?, state(&log)?)))
    }

    fn state(database: &Path) -> io::Result<String> {
        match fs::metadata(database) {
            Ok(found) => {
                let changed = i128::from(found.mtime()) * 1_000_000_000 + i128::from(found.mtime_nsec());
                Ok(format!("{}-{}-{changed}", found.ino(), found.size()))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(MISSING.to_owned()),
            Err(error) => Err(error),
        }
    }

    /// Returns the complete copies beside a database.
    pub fn found(database: &Path) -> io::Result<Vec<PathBuf>> {
        let start = format!("{}{MARK}", file_name(database));
        let folder = database.parent().filter(|folder| *folder != Path::new(""));
        let entries = match fs::read_dir(folder.unwrap_or(Path::new("."))) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.path();
            let name = file_name(&path);
            // One that is being written ends in `.part`, and SQLite keeps `.part-journal` beside it.
            if name.strip_prefix(&start).is_some_and(|states| !states.contains(".part")) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    /// Fails if a copy lies beside the database: the file in the folder is then older than what the
    /// server acknowledged.
    pub fn refuse(database: &Path) -> Result<(), AppError> {
        match found(database)?.first() {
            None => Ok(()),
            Some(copy) => Err(AppError::start(format!(
                "The files of {} were taken away while a server used them, and {} holds what it had. \
                 Restart the server: it puts the copy in place. Nothing was changed.",
                database.display(),
                file_name(copy)
            ))),
        }
    }

    /// Returns whether anybody wrote to the database after the copy was made. A log without a database
    /// is the server's own: whoever opens a missing database starts a new one.
    fn was_changed_since(database: &Path, copy: &Path) -> io::Result<bool> {
        let now = state(database)?;
        if now == MISSING {
            return Ok(false);
        }
        let log = with_ending(database, "-wal");
        let log_is_empty = fs::metadata(&log).map_or(true, |found| found.len() == 0);
        let name = file_name(copy);
        let states = name.rsplit_once(MARK).map_or("", |(_, states)| states);
        // Earlier versions noted the database only.
        let (database_then, log_then) = states.split_once('+').unwrap_or((states, MISSING));
        Ok(now != database_then || !(log_is_empty || state(&log)? == log_then))
    }

    /// Puts a copy in the place of a database whose server lost its files, and moves the old files
    /// aside. Returns the path of the copy if there was one. The caller holds the lock of the data
    /// folder.
    ///
    /// # Errors
    /// Fails with a sentence if the database was changed since the copy was made: only a person can
    /// tell which of the two is right.
    pub fn adopt(database: &Path) -> Result<Option<PathBuf>, AppError> {
        let copies = found(database)?;
        let Some(copy) = copies.last() else { return Ok(None) };
        if copies.len() > 1 || was_changed_since(database, copy)? {
            return Err(AppError::start(format!(
                "The files of {0} were taken away while a server used them. {1} holds everything that it had \
                 acknowledged, but {0} was changed since. Nothing was changed now. \
                 To go on with the copy: put {0}, {0}-wal and {0}-shm aside and rename the copy to {0}. \
                 To go on with what is there: put the copy aside.",
                database.display(),
                copy.display()
            )));
        }
        let suffix = file_name(copy).split_off(file_name(database).len());
        let aside = with_ending(database, &format!(".before{suffix}"));
        for ending in ENDINGS {
            let file = with_ending(database, ending);
            if file.exists() {
                fs::rename(&file, with_ending(&aside, ending))?;
            }
        }
        fs::rename(copy, database)?;
        sync_folder_of(database)?;
        Ok(Some(copy.clone()))
    }

    /// Removes the copies: the missing files are back, and newer.
    pub fn forget(database: &Path) -> io::Result<()> {
        for copy in found(database)? {
            fs::remove_file(copy)?;
        }
        sync_folder_of(database)
    }
}

/// Writes a consistent copy of a database into a new file, even while others write, and makes it
/// durable. SQLite does not have the copy open, so it may be opened here.
pub fn copy_durably(conn: &mut SqliteConnection, to: &Path) -> Result<(), AppError> {
    match fs::remove_file(to) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    sql_query("VACUUM INTO ?")
        .bind::<Text, _>(to.display().to_string())
        .execute(conn)?;
    Ok(fs::File::open(to)?.sync_all()?)
}

/// Makes new names in the folder of a file durable. Opens the folder, never the file.
pub fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]
    use super::*;

    fn three(dir: &Path) -> PathBuf {
        let database = dir.join("site.db");
        for ending in ENDINGS {
            fs::write(with_ending(&database, ending), "").unwrap();
        }
        database
    }

    #[test]
    fn each_of_the_three_files_is_missed_and_found_again() {
        let dir = tempfile::tempdir().unwrap();
        let database = three(dir.path());
        let files = SqliteFiles::of(&database).unwrap();
        assert_eq!(files.missing().unwrap(), None);
        for ending in ENDINGS {
            let file = with_ending(&database, ending);
            let away = dir.path().join("away");
            fs::rename(&file, &away).unwrap();
            assert_eq!(files.missing().unwrap(), Some(file_name(&file)));
            // The same bytes in another file do not count.
            fs::copy(&away, &file).unwrap();
            assert_eq!(files.missing().unwrap(), Some(file_name(&file)));
            fs::rename(&away, &file).unwrap();
            assert_eq!(files.missing().unwrap(), None);
        }
    }

    #[test]
    fn a_copy_is_adopted_only_where_nobody_wrote_since() {
        let dir = tempfile::tempdir().unwrap();
        let database = three(dir.path());
        assert!(rescue::adopt(&database).unwrap().is_none());
        let copy = rescue::name_now(&database).unwrap();
        // What a kill leaves of a copy is none.
        for ending in [".part", ".part-journal"] {
            fs::write(with_ending(&copy, ending), "").unwrap();
        }
        assert!(rescue::adopt(&database).unwrap().is_none());
        fs::write(&copy, "rescued").unwrap();
        assert!(rescue::refuse(&database).is_err());
        // Somebody wrote to a new log, then to the database itself.
        for ending in ["-wal", ""] {
            fs::write(with_ending(&database, ending), "newer").unwrap();
            assert!(rescue::adopt(&database).is_err());
            assert!(copy.exists());
            fs::write(with_ending(&database, ending), "").unwrap();
        }
        fs::remove_file(&database).unwrap();
        assert_eq!(rescue::adopt(&database).unwrap(), Some(copy));
        assert_eq!(fs::read_to_string(&database).unwrap(), "rescued");
        rescue::refuse(&database).unwrap();
        fs::write(rescue::name_now(&database).unwrap(), "again").unwrap();
        rescue::adopt(&database).unwrap();
        assert_eq!(fs::read_to_string(&database).unwrap(), "again");
    }
}

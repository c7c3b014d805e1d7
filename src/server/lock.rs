//! Locks that allow one server per data folder and per SQLite file, since photos, index and
//! database belong to one process. They are kernel locks on open files, so a killed process leaves
//! none behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::config::{Config, DatabaseUrl};
use crate::db::sqlite_files::with_ending;
use crate::error::AppError;

const FILE: &str = "storyplus.lock";

/// The locks, held as long as this value lives.
#[derive(Debug)]
pub struct DataLock(#[expect(dead_code, reason = "the open files are the locks")] Vec<File>);

impl DataLock {
    /// Locks the data folder, and a SQLite file outside of it. Fails with the name of the process
    /// that holds them.
    pub fn take(config: &Config) -> Result<Self, AppError> {
        let folder = &config.data_dir;
        std::fs::create_dir_all(folder).map_err(|error| cannot(folder, &error))?;
        let mut locks = vec![lock(folder, &folder.join(FILE))?];
        if let Some(file) = database_elsewhere(config) {
            locks.push(lock(&file, &with_ending(&file, ".lock"))?);
        }
        Ok(Self(locks))
    }
}

/// Returns the real path of the SQLite file if it is outside the data folder: two data folders may
/// name the same file.
fn database_elsewhere(config: &Config) -> Option<PathBuf> {
    let DatabaseUrl::Sqlite(file) = &config.database_url else {
        return None;
    };
    let folder = file
        .parent()
        .filter(|folder| *folder != Path::new(""))
        .unwrap_or(Path::new("."));
    let file = match file.canonicalize() {
        Ok(real) => real,
        Err(_) => folder.canonicalize().ok()?.join(file.file_name()?),
    };
    (file.parent() != config.data_dir.canonicalize().ok().as_deref()).then_some(file)
}

fn cannot(what: &Path, error: &std::io::Error) -> AppError {
    AppError::start(format!(
        "{} cannot be written: {error}. Name another data folder with STORYPLUS_DATA_DIR, or let this user write there.",
        what.display()
    ))
}

/// Locks the file at `path`, which is created if necessary. `what` names the locked object in
/// messages.
fn lock(what: &Path, path: &Path) -> Result<File, AppError> {
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(|error| cannot(what, &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut who = String::new();
            // The process id only helps the operator; the lock is what counts.
            let _ = file.read_to_string(&mut who);
            return Err(AppError::start(format!(
                "{} is in use by another Story Plus (process {}). Stop that one first, \
                 or name another folder with STORYPLUS_DATA_DIR.",
                what.display(),
                who.trim()
                    .parse::<u32>()
                    .map_or_else(|_| "unknown".to_owned(), |n| n.to_string()),
            )));
        }
        Err(TryLockError::Error(error)) => return Err(cannot(what, &error)),
    }
    let wrote = file
        .set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()));
    if let Err(error) = wrote {
        tracing::warn!(%error, "the lock file could not be written; the lock holds all the same");
    }
    Ok(file)
}

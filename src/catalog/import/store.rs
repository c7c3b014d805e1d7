//! Files of an import until it is applied or dropped. They are in the data folder under names of
//! our own. Unapplied previews are deleted after a day, and zips whose photos were stopped after a
//! week (jobs.rs).

use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::table::{FILE_MAX, Table, Unreadable};
use super::zip::{Photos, ZipFault};
use crate::access::load::new_token;
use crate::app::App;
use crate::error::AppError;

#[derive(Debug, Clone)]
pub struct Store(PathBuf);

pub type Zip = Photos<BufReader<File>>;

impl Store {
    pub fn of(app: &App) -> Self {
        Self(app.config.data_dir.join("imports"))
    }

    /// Stores an uploaded file and returns its new name.
    pub fn keep(&self, temp: NamedTempFile, ending: &str) -> Result<String, AppError> {
        fs::create_dir_all(&self.0)?;
        let name = format!("{}.{ending}", new_token()?.chars().take(32).collect::<String>());
        temp.as_file().sync_all()?;
        temp.persist(self.0.join(&name)).map_err(|e| AppError::from(e.error))?;
        File::open(&self.0)?.sync_all()?;
        Ok(name)
    }

    /// Returns `None` for any name that is not one of ours.
    fn path(&self, name: &str) -> Option<PathBuf> {
        let fine = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.') && !name.starts_with('.');
        fine.then(|| self.0.join(name))
    }

    /// Reads a stored table; `None` if it is no longer there.
    pub fn table(&self, name: &str) -> Result<Option<Result<Table, Unreadable>>, AppError> {
        let Some(path) = self.path(name) else { return Ok(None) };
        match fs::read(path) {
            Ok(bytes) => Ok(Some(Table::read(bytes))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    /// Opens a stored zip; `None` if it is no longer there.
    pub fn zip(&self, name: &str) -> Result<Option<Result<Zip, ZipFault>>, AppError> {
        let Some(path) = self.path(name) else { return Ok(None) };
        match File::open(path) {
            Ok(file) => Ok(Some(Photos::open(BufReader::new(file)))),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(e.into()),
        }
    }

    pub fn delete(&self, name: &str) {
        if let Some(path) = self.path(name)
            && let Err(error) = fs::remove_file(path)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "a file of an import stays until the next sweep");
        }
    }

    /// Deletes files older than `before` for which `named` is false. Returns how many.
    pub fn sweep(&self, named: &dyn Fn(&str) -> bool, before: SystemTime) -> Result<usize, AppError> {
        let mut swept = 0;
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(0),
            Err(e) => return Err(e.into()),
        };
        for entry in entries {
            let entry = entry?;
            let old = entry.metadata().and_then(|m| m.modified()).is_ok_and(|m| m < before);
            let name = entry.file_name();
            if old && name.to_str().is_none_or(|n| !named(n)) {
                fs::remove_file(entry.path())?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

/// Reads an uploaded table, which is small enough for memory.
pub fn read_table(path: &Path, size: u64) -> Result<Result<Table, Unreadable>, AppError> {
    if usize::try_from(size).map_or(true, |n| n > FILE_MAX) {
        return Ok(Err(Unreadable::TooLarge));
    }
    Ok(Table::read(fs::read(path)?))
}

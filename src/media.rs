//! Photo files on disk. Their names are content addresses, never anything a person typed. A file is
//! durable (fsync, rename, fsync of the folder) before `put` returns, so a row never names a file
//! that a crash could lose.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::error::AppError;

/// Digits of the hash that an address shows.
pub const SHORT: usize = 12;

/// Returns the address of a rendition. Its path holds the id, whose row decides who may see the
/// photo, and the start of the hash, so that the address changes with the content.
pub fn address(photo_id: i64, hash: &str, size: u32) -> String {
    let (short, _) = hash.split_at_checked(SHORT).unwrap_or((hash, ""));
    format!("/media/{photo_id}/{short}-{size}.jpg")
}

#[derive(Clone, Debug)]
pub struct Media {
    root: PathBuf,
    incoming: PathBuf,
    /// Held while a file is put in place, found to exist already, or swept.
    gate: Arc<Mutex<()>>,
}

impl Media {
    pub fn open(data_dir: &Path) -> Result<Self, AppError> {
        let root = data_dir.join("media");
        let incoming = data_dir.join("incoming");
        for folder in [&root, &incoming] {
            fs::create_dir_all(folder)
                .map_err(|e| AppError::start(format!("The folder {} cannot be made: {e}", folder.display())))?;
        }
        let gate = Arc::default();
        Ok(Self { root, incoming, gate })
    }

    /// Returns the folder into which uploads are written while they arrive. It is on the same file
    /// system as the media, so that a rename moves them.
    pub fn incoming(&self) -> &Path {
        &self.incoming
    }

    /// Removes uploads that were left behind when the process was killed: they may be gigabytes.
    ///
    /// # Errors
    /// Fails if the folder cannot be read. A single file that cannot be removed stays, with a
    /// warning.
    pub fn clear_incoming(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.incoming)? {
            let path = entry?.path();
            if let Err(error) = fs::remove_file(&path) {
                tracing::warn!(file = %path.display(), %error, "an upload that was cut off cannot be removed");
            }
        }
        Ok(())
    }

    /// Returns the folder of all photos, for the sweep and for backups.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the path of a rendition, or `None` if `hash` is not 64 lower-case hexadecimal
    /// digits.
    pub fn path(&self, hash: &str, size: u32) -> Option<PathBuf> {
        let fine = hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
        let (folder, _) = hash.split_at_checked(2)?;
        fine.then(|| self.root.join(folder).join(format!("{hash}-{size}.jpg")))
    }

    fn gate(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns true if the file is there in its full length, and sets its modification time to now,
    /// so that the sweep leaves it alone until its row is written.
    fn renew(&self, path: &Path, len: usize) -> bool {
        let _gate = self.gate();
        let Ok(file) = File::open(path) else { return false };
        let whole = file.metadata().is_ok_and(|m| usize::try_from(m.len()) == Ok(len));
        whole && file.set_modified(SystemTime::now()).is_ok()
    }

    /// Removes a file that was last put before `before`. Returns false if it is younger, or gone.
    pub fn delete_stale(&self, path: &Path, before: SystemTime) -> io::Result<bool> {
        let _gate = self.gate();
        let gone = |e: &io::Error| e.kind() == io::ErrorKind::NotFound;
        match fs::metadata(path).and_then(|m| m.modified()) {
            Ok(modified) if modified < before => {}
            Ok(_) => return Ok(false),
            Err(e) if gone(&e) => return Ok(false),
            Err(e) => return Err(e),
        }
        match fs::remove_file(path) {
            Ok(()) => Ok(true),
            Err(e) if gone(&e) => Ok(false),
            Err(e) => Err(e),
        }
    }

    /// Writes a rendition. The same content is written only once.
    pub fn put(&self, hash: &str, size: u32, bytes: &[u8]) -> Result<(), AppError> {
        let path = self
            .path(hash, size)
            .ok_or_else(|| AppError::internal("no content address"))?;
        if self.renew(&path, bytes.len()) {
            return Ok(());
        }
        let folder = path.parent().ok_or_else(|| AppError::internal("no folder"))?;
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            File::open(&self.root)?.sync_all()?;
        }
        let mut temp = tempfile::NamedTempFile::new_in(&self.incoming)?;
        temp.write_all(bytes)?;
        temp.as_file().sync_all()?;
        let gate = self.gate();
        temp.persist(&path).map_err(|e| AppError::from(e.error))?;
        drop(gate);
        File::open(folder)?.sync_all()?;
        Ok(())
    }

    pub fn open_file(&self, hash: &str, size: u32) -> io::Result<File> {
        let path = self.path(hash, size).ok_or(io::ErrorKind::NotFound)?;
        File::open(path)
    }

    pub fn delete(&self, hash: &str, size: u32) -> io::Result<()> {
        let path = self.path(hash, size).ok_or(io::ErrorKind::NotFound)?;
        match fs::remove_file(path) {
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }
}

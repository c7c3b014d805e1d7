//! One server a data folder: photos, index and SQLite file belong to one
//! process. The lock is the kernel's, on an open file, so a kill leaves none behind.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use crate::error::AppError;

const FILE: &str = "storyplus.lock";

/// Held as long as this value lives.
#[derive(Debug)]
pub struct DataLock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl DataLock {
    /// Takes the lock of a data folder, or says who has it.
    pub fn take(data_dir: &Path) -> Result<Self, AppError> {
        let cannot = |e: std::io::Error| {
            AppError::start(format!(
                "The data folder {} cannot be written: {e}. Name another with STORYPLUS_DATA_DIR, or let this user write there.",
                data_dir.display()
            ))
        };
        std::fs::create_dir_all(data_dir).map_err(cannot)?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(data_dir.join(FILE))
            .map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let mut who = String::new();
                // Only to help; the lock is what counts.
                let _ = file.read_to_string(&mut who);
                return Err(AppError::start(format!(
                    "The data folder {} is in use by another Story Plus (process {}). Stop that one first, \
                     or name another folder with STORYPLUS_DATA_DIR.",
                    data_dir.display(),
                    who.trim()
                        .parse::<u32>()
                        .map_or_else(|_| "unknown".to_owned(), |n| n.to_string()),
                )));
            }
            Err(TryLockError::Error(e)) => return Err(cannot(e)),
        }
        let wrote = file
            .set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()));
        if let Err(error) = wrote {
            tracing::warn!(%error, "the lock file could not be written; the lock holds all the same");
        }
        Ok(Self(file))
    }
}

//! Watches the files of a SQLite database while a server runs, and acts if they are no longer the
//! ones that it has open (see `sqlite_files`).
//!
//! From that moment nothing is written, `/readyz` names the missing file, and everything the server
//! had acknowledged is saved into a copy beside the database, which the next start puts in place.
//! If the files come back (somebody had moved them for a moment), writing resumes.

use std::fs;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use diesel::r2d2::Pool;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::blocking::run_blocking;
use super::connection::Db;
use super::pool::{Manager, checkout_failed};
use super::sqlite_files::{SqliteFiles, copy_durably, file_name, rescue, sync_folder_of, with_ending};
use crate::error::AppError;
use crate::outage::Outage;

/// The pause between two checks of the files. Three calls of `stat` cost a few microseconds.
const EVERY: Duration = Duration::from_millis(250);
/// Age up to which a write shows that writing works.
const LATELY_MS: i64 = 10_000;

/// The reason why the site cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unready {
    /// The named file of the database is not the one that was opened.
    FileMissing(String),
    /// The database cannot be read.
    NoAnswer,
    /// The database can be read, but takes no writes.
    NoWrites,
}

pub(super) struct Watch {
    files: Arc<OnceLock<SqliteFiles>>,
    started: Instant,
    /// Milliseconds from `started` to the last commit; negative before the first.
    wrote: AtomicI64,
    /// True if a file was missing at the last check. Writes are then refused without taking the
    /// lock below.
    lost: AtomicBool,
    /// Held while `lost` changes, and while the copy is made.
    loss: Mutex<Loss>,
}

#[derive(Default)]
struct Loss {
    /// The copy of the acknowledged data is made, or is not needed.
    rescued: bool,
    /// The connections stay open until the process ends.
    kept_open: bool,
}

impl Watch {
    /// Creates a watch over files that are known already; PostgreSQL has none.
    pub fn new(files: Arc<OnceLock<SqliteFiles>>) -> Self {
        Self {
            files,
            started: Instant::now(),
            wrote: AtomicI64::new(-1),
            lost: AtomicBool::new(false),
            loss: Mutex::default(),
        }
    }

    pub fn note_write(&self) {
        self.wrote.store(self.elapsed_ms(), Ordering::Relaxed);
    }

    pub fn wrote_lately(&self) -> bool {
        let wrote = self.wrote.load(Ordering::Relaxed);
        wrote >= 0 && self.elapsed_ms() - wrote < LATELY_MS
    }

    fn elapsed_ms(&self) -> i64 {
        i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX)
    }

    /// Returns the name of a file that is not the one that was opened.
    pub fn missing(&self) -> Option<String> {
        let files = self.files.get()?;
        files
            .missing()
            .unwrap_or_else(|error| Some(format!("{} ({error})", file_name(files.path()))))
    }

    /// Refuses to write if a file is missing, and logs it once; resumes when all files are back.
    pub fn refuse_if_missing(&self) -> Result<(), AppError> {
        let Some(files) = self.files.get() else { return Ok(()) };
        let missing = self.missing();
        if missing.is_some() == self.lost.load(Ordering::Acquire) {
            return if missing.is_none() { Ok(()) } else { Err(AppError::Busy) };
        }
        let mut loss = match self.loss.try_lock() {
            Ok(loss) => loss,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // The copy is being made, or another thread is running this code.
            Err(TryLockError::WouldBlock) => return Err(AppError::Busy),
        };
        match missing {
            Some(file) => {
                self.lost.store(true, Ordering::Release);
                tracing::error!(
                    file,
                    "a file of the database is no longer the one that this server has open: nothing is written until it is \
                     back. Restart the server: what it acknowledged is saved and taken up at the start"
                );
                Err(AppError::Busy)
            }
            None => {
                rescue::forget(files.path())?;
                loss.rescued = false;
                self.lost.store(false, Ordering::Release);
                tracing::info!("the files of the database are back, and so is writing");
                Ok(())
            }
        }
    }

    /// Saves everything that was acknowledged, including data in open files that no longer have a
    /// name. Done once per loss. `keep_open` leaks every connection of the program.
    pub fn rescue(&self, write: &Pool<Manager>, keep_open: impl FnOnce()) -> Result<(), AppError> {
        let Some(files) = self.files.get() else { return Ok(()) };
        let mut loss = self.loss.lock().unwrap_or_else(PoisonError::into_inner);
        if loss.rescued || !self.lost.load(Ordering::Acquire) {
            return Ok(());
        }
        // The last connection to close would move the lost log into the database file, and delete
        // the log that is in the folder now, which is another program's. So from here on none is
        // closed.
        if !std::mem::replace(&mut loss.kept_open, true) {
            keep_open();
        }
        if files.hold_everything()? {
            loss.rescued = true;
            tracing::error!("everything that was acknowledged is in the folder; restart the server to go on");
            return Ok(());
        }
        let copy = rescue::name_now(files.path())?;
        let part = with_ending(&copy, ".part");
        let mut conn = write.get().map_err(checkout_failed)?;
        let db: &mut Db = &mut conn;
        if let Db::Sqlite(sqlite) = db {
            copy_durably(sqlite, &part)?;
        }
        fs::rename(&part, &copy)?;
        sync_folder_of(&copy)?;
        loss.rescued = true;
        tracing::error!(file = %copy.display(), "everything that was acknowledged is in this copy; the next start puts it in place");
        Ok(())
    }
}

/// The running watch of a server; `stop` ends it.
pub struct Watching {
    stop: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Watching {
    pub async fn stop(self) {
        self.stop.notify_one();
        if self.task.await.is_err() {
            tracing::error!("the watch over the database files had ended before its time");
        }
    }
}

/// Looks at the files until it is told to stop, and runs `rescue` where one is missing.
pub(super) fn spawn(watch: Arc<Watch>, rescue: impl Fn() -> Result<(), AppError> + Clone + Send + 'static) -> Watching {
    let stop = Arc::new(Notify::new());
    let until = stop.clone();
    let task = tokio::spawn(async move {
        if watch.files.get().is_none() {
            return;
        }
        let saving = Outage::new("saving what was acknowledged into a copy beside the database");
        let mut pause = EVERY;
        loop {
            tokio::select! {
                () = until.notified() => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = EVERY;
            if watch.refuse_if_missing().is_ok() {
                continue;
            }
            match run_blocking(rescue.clone()).await {
                Ok(()) => saving.works(),
                Err(error) => pause = saving.failed(&error),
            }
        }
    });
    Watching { stop, task }
}

//! The handles to the database: reading and writing on the threads of the work queue.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
use tokio::sync::Semaphore;

use super::blocking::run_blocking;
use super::clock::Clock;
use super::commits::Commits;
use super::connection::Db;
use super::ids::Ids;
use super::pool::{Manager, Pooled, Use};
use super::sqlite_files::{SqliteFiles, rescue};
use super::transaction::Tx;
use super::watch::{self, Unready, Watch, Watching};
use super::{ids, migrate as migrations, pool};
use crate::config::Config;
use crate::error::AppError;
use crate::outage::Outage;
use crate::work_queue::{Kind, WorkQueue};

/// The handles to the database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: Pool<Manager>,
    write: Pool<Manager>,
    ids: Arc<Ids>,
    clock: Clock,
    commits: Commits,
    watch: Arc<Watch>,
    reads: Arc<Outage>,
    writes: Arc<Outage>,
    work: WorkQueue,
    /// Allows one check at a time, however many are asked for, because each holds a thread.
    pings: Arc<Semaphore>,
}

impl Database {
    /// Opens the database, brings the schema up to date and starts the id generator after the
    /// newest id that is stored. The caller holds the lock of the data folder.
    pub fn open(config: &Config, clock: Clock) -> Result<Self, AppError> {
        let url = config.database_url.expose();
        if pool::is_sqlite(&url)
            && let Some(copy) = rescue::adopt(Path::new(pool::sqlite_path(&url)))?
        {
            tracing::warn!(file = %copy.display(), "what a server had open when its database files were taken away is in place again");
        }
        migrate(config)?;
        Self::attach(config, clock)
    }

    /// Opens a database whose schema is up to date, beside a server that may be using it. An older
    /// or newer schema is refused.
    pub fn attach(config: &Config, clock: Clock) -> Result<Self, AppError> {
        let url = config.database_url.expose();
        let url = url.as_str();
        if pool::is_sqlite(url) {
            rescue::refuse(Path::new(pool::sqlite_path(url)))?;
        }
        pool::refuse_what_is_not_ours(url)?;
        let wait = config.checkout_timeout;
        let write_size = if pool::is_sqlite(url) { 1 } else { config.database_pool };
        let files = Arc::new(OnceLock::new());
        let write = pool::build(Manager::new(url, Use::Write).watching(&files), write_size, wait)?;
        let newest = {
            let mut conn = write.get().map_err(AppError::internal)?;
            migrations::refuse_pending(&mut conn)?;
            let newest = ids::newest(&mut conn)?;
            // The connection has read and stays open, so from here on no other program deletes the
            // log.
            if conn.is_sqlite() {
                let opened = SqliteFiles::of(Path::new(pool::sqlite_path(url)))?;
                files.get_or_init(|| opened);
            }
            newest
        };
        clock.note_newest(ids::made_at(newest));
        let read_url = config.database_replica_url.as_ref().map_or(url, |u| u.expose());
        let read = pool::build(Manager::new(read_url, Use::Read).watching(&files), config.database_pool, wait)?;
        Ok(Self {
            read,
            write,
            ids: Arc::new(Ids::new(config.node_id, newest)),
            clock,
            commits: Commits::of(Manager::new(url, Use::Read).watching(&files))?,
            watch: Arc::new(Watch::new(files)),
            reads: Arc::new(Outage::new("reading from the database")),
            writes: Arc::new(Outage::new("writing to the database")),
            work: WorkQueue::new(config),
            pings: Arc::new(Semaphore::new(1)),
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Returns the queue for the work of requests.
    pub fn work(&self) -> &WorkQueue {
        &self.work
    }

    /// Runs a reading closure when it is this client's turn.
    pub async fn read<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T, AppError> + Send + 'static,
    {
        let this = self.clone();
        self.work.run(Kind::Page, move || this.read_now(f)).await
    }

    /// Runs a writing closure in a transaction when it is this client's turn. Returns after the
    /// commit.
    pub async fn write<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, AppError> + Send + 'static,
    {
        let this = self.clone();
        self.work.run(Kind::Write, move || this.write_now(f)).await
    }

    /// Does the same as `read`, for callers that are on a blocking thread already.
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Db) -> Result<T, AppError>) -> Result<T, AppError> {
        let mut conn = self.read.get().map_err(pool::checkout_failed)?;
        conn.renew_if_suspect();
        // Not in a transaction: each statement sees the newest commit, and a page needs no
        // snapshot.
        let done = f(&mut conn);
        settle(&mut conn, done, &self.reads)
    }

    /// Does the same as `write`, for callers that are on a blocking thread already (jobs, the
    /// command line).
    pub fn write_now<T>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
        self.watch.refuse_if_missing()?;
        let mut conn = self.write.get().map_err(pool::checkout_failed)?;
        conn.renew_if_suspect();
        let done = self.transaction(&mut conn, f);
        let done = settle(&mut conn, done, &self.writes)?;
        // A commit into a log that was taken away meanwhile must not be reported as a success.
        self.watch.refuse_if_missing()?;
        self.watch.note_write();
        Ok(done)
    }

    fn transaction<T>(&self, conn: &mut Pooled, f: impl FnOnce(&mut Tx<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
        let begin = if conn.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" };
        conn.batch_execute(begin)?;
        let mut open = RollBack { conn, done: false };
        let mut tx = Tx {
            db: open.conn,
            ids: &self.ids,
            now: self.clock.now(),
        };
        let value = f(&mut tx)?;
        open.conn.batch_execute("COMMIT")?;
        open.done = true;
        Ok(value)
    }

    /// Returns a number that changes with every commit of any process. As long as it is the same,
    /// so is everything that was read. Returns `None` if it is unknown, which allows no conclusion.
    pub fn commits(&self) -> Option<i64> {
        self.commits.count()
    }

    /// Checks for `/readyz` that the database answers and takes writes. A write is tried unless one
    /// succeeded recently, so that a full disk is noticed before it costs somebody their work.
    pub async fn ready(&self) -> Result<(), Unready> {
        let this = self.clone();
        let Ok(permit) = self.pings.clone().acquire_owned().await else {
            return Err(Unready::NoAnswer);
        };
        let looked = run_blocking(move || {
            let _permit = permit;
            Ok(this.ready_now())
        })
        .await;
        looked.unwrap_or(Err(Unready::NoAnswer))
    }

    fn ready_now(&self) -> Result<(), Unready> {
        self.watch.missing().map_or(Ok(()), |file| Err(Unready::FileMissing(file)))?;
        // Reads from the file, which `SELECT 1` does not.
        self.read_now(|db| Ok(db.batch_execute("SELECT version FROM __diesel_schema_migrations")?))
            .map_err(|_| Unready::NoAnswer)?;
        if self.watch.wrote_lately() && !self.writes.is_failing() {
            return Ok(());
        }
        self.write_now(|tx| {
            // Writes a page of the file that holds no data of ours; on PostgreSQL it takes a
            // transaction id.
            let probe = if tx.is_sqlite() {
                "PRAGMA user_version = 0"
            } else {
                "SELECT txid_current()"
            };
            Ok(tx.batch_execute(probe)?)
        })
        .map_err(|_| Unready::NoWrites)
    }

    /// Watches the files of the database until it is stopped (SQLite only): see `watch`.
    pub fn keep_watch(&self) -> Watching {
        let this = self.clone();
        watch::spawn(self.watch.clone(), move || {
            this.watch.rescue(&this.write, || std::mem::forget(this.clone()))
        })
    }
}

/// Brings the schema up to date. Returns the versions that were applied.
pub fn migrate(config: &Config) -> Result<Vec<String>, AppError> {
    let url = config.database_url.expose();
    pool::refuse_what_is_not_ours(&url)?;
    let mut conn = pool::open(&url)?;
    migrations::run(&mut conn, &url)
}

/// Rolls back if the closure failed or panicked, so that no connection returns to its pool inside a
/// transaction.
pub(super) struct RollBack<'a> {
    conn: &'a mut Pooled,
    done: bool,
}

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if !self.done && self.conn.batch_execute("ROLLBACK").is_err() {
            self.conn.suspect = true;
        }
    }
}

/// Records the outcome of work on a connection. After an error the connection is replaced before
/// its next use: on SQLite it may otherwise keep an I/O error or a stale schema until it is closed.
pub(super) fn settle<T>(conn: &mut Pooled, done: Result<T, AppError>, outage: &Outage) -> Result<T, AppError> {
    match done {
        Ok(value) => {
            outage.works();
            Ok(value)
        }
        Err(AppError::Database { full, words }) => {
            outage.failed(&words);
            // Another connection has the lock, so nothing is wrong with this one.
            conn.suspect |= !words.contains("lock");
            Err(if full { AppError::StorageFull } else { AppError::Busy })
        }
        Err(error) => {
            conn.suspect |= conn.is_sqlite() && matches!(error, AppError::Internal { .. });
            Err(error)
        }
    }
}

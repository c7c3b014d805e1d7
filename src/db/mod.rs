//! One program, two engines: the connection, the pools, reading and writing.
//!
//! `Database::read` and `Database::write` run one closure on the blocking pool.
//! A write is `BEGIN IMMEDIATE` on SQLite through a pool of one, so that
//! readers never wait for it and two writers never deadlock; `BEGIN` on
//! PostgreSQL. Inside, no network, image or index work. What is not here:
//! queries; they stand in each feature's `queries.rs`.

pub mod clock;
mod commits;
pub mod ids;
pub mod migrate;
pub mod pool;
pub mod schema;

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;

use crate::config::Config;
use crate::error::AppError;
use crate::panics;
use clock::Clock;
use commits::Commits;
use ids::Ids;
use pool::{Manager, OpenedFile, Use};

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum Db {
    Sqlite(diesel::SqliteConnection),
    Postgres(diesel::PgConnection),
}

impl Db {
    pub fn is_sqlite(&self) -> bool {
        matches!(self, Db::Sqlite(_))
    }
}

/// A write transaction under way. Only `Database` makes one, so a function
/// that takes `&mut Tx` says 'inside a transaction' in its type.
pub struct Tx<'a> {
    db: &'a mut Db,
    ids: &'a Ids,
    now: i64,
}

impl Tx<'_> {
    /// A new id: unique, and later than every id handed out before.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.now)
    }

    /// The time of this transaction, milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// What is written from here on happened at this moment: for the demo,
    /// which writes a past. Ids still only rise, so a past is written oldest first.
    pub fn travel_to(&mut self, moment: i64) {
        self.now = moment;
    }
}

impl Deref for Tx<'_> {
    type Target = Db;
    fn deref(&self) -> &Db {
        self.db
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Db {
        self.db
    }
}

/// The handles to the database; cheap to clone.
#[derive(Clone)]
pub struct Database {
    read: Pool<Manager>,
    write: Pool<Manager>,
    ids: Arc<Ids>,
    clock: Clock,
    commits: Commits,
    /// Of SQLite only.
    file: Option<Arc<OpenedFile>>,
}

impl Database {
    /// Opens the database, brings the schema up to date and starts the id
    /// generator behind the newest id that is stored.
    pub fn open(config: &Config, clock: Clock) -> Result<Self, AppError> {
        migrate(config)?;
        Self::attach(config, clock)
    }

    /// Opens a database whose schema is up to date, beside a server that may
    /// be using it; a schema that is older or newer is refused.
    pub fn attach(config: &Config, clock: Clock) -> Result<Self, AppError> {
        let url = config.database_url.expose();
        let url = url.as_str();
        pool::refuse_what_is_not_ours(url)?;
        let wait = config.checkout_timeout;
        let write_size = if pool::is_sqlite(url) { 1 } else { config.database_pool };
        let write = pool::build(Manager::new(url, Use::Write), write_size, wait)?;
        let newest = {
            let mut conn = write.get().map_err(AppError::internal)?;
            migrate::refuse_pending(&mut conn)?;
            ids::newest(&mut conn)?
        };
        let read_url = config.database_replica_url.as_ref().map_or(url, |u| u.expose());
        let read = pool::build(Manager::new(read_url, Use::Read), config.database_pool, wait)?;
        let ids = Arc::new(Ids::new(config.node_id, newest));
        let file = OpenedFile::of(url)?.map(Arc::new);
        Ok(Self {
            read,
            write,
            ids,
            clock,
            commits: Commits::of(url)?,
            file,
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Runs a reading closure on the blocking pool.
    pub async fn read<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db) -> Result<T, AppError> + Send + 'static,
    {
        let this = self.clone();
        run_blocking(move || this.read_now(f)).await
    }

    /// Runs a writing closure in a transaction on the blocking pool. The
    /// answer is there only after the commit.
    pub async fn write<T, F>(&self, f: F) -> Result<T, AppError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, AppError> + Send + 'static,
    {
        let this = self.clone();
        run_blocking(move || this.write_now(f)).await
    }

    /// `read` for callers that are on a blocking thread already.
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Db) -> Result<T, AppError>) -> Result<T, AppError> {
        let mut conn = self.read.get().map_err(pool::checkout_failed)?;
        // Not in a transaction: each statement sees the newest commit, and a page needs no snapshot.
        f(&mut conn)
    }

    /// `write` for callers that are on a blocking thread already (jobs, the command line).
    pub fn write_now<T>(&self, f: impl FnOnce(&mut Tx<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
        if let Some(file) = &self.file {
            file.still_there()?;
        }
        let mut conn = self.write.get().map_err(pool::checkout_failed)?;
        let begin = if conn.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" };
        conn.batch_execute(begin)?;
        let mut open = RollBack {
            db: &mut conn,
            done: false,
        };
        let result = {
            let mut tx = Tx {
                db: open.db,
                ids: &self.ids,
                now: self.clock.now(),
            };
            f(&mut tx)
        };
        match result {
            Ok(value) => {
                open.db.batch_execute("COMMIT")?;
                open.done = true;
                Ok(value)
            }
            Err(error) => Err(error),
        }
    }

    /// A number that changes with every commit, this process's or another's: as long as it stays the
    /// same, so does everything that was read. `None` where that is not known: then nothing can be concluded.
    pub fn commits(&self) -> Option<i64> {
        self.commits.count()
    }

    /// Answers whether the database answers (for `/readyz`).
    pub async fn ping(&self) -> Result<(), AppError> {
        let this = self.clone();
        run_blocking(move || {
            if let Some(file) = &this.file {
                file.still_there()?;
            }
            // A statement that looks into the file, which `SELECT 1` does not.
            this.read_now(|db| Ok(db.batch_execute("SELECT version FROM __diesel_schema_migrations")?))
        })
        .await
    }
}

/// Brings the schema up to date; the versions it applied.
pub fn migrate(config: &Config) -> Result<Vec<String>, AppError> {
    let url = config.database_url.expose();
    pool::refuse_what_is_not_ours(&url)?;
    let mut conn = pool::open(&url)?;
    migrate::run(&mut conn, &url)
}

/// Rolls back when the closure failed or panicked, so that no connection goes
/// back to its pool inside a transaction.
struct RollBack<'a> {
    db: &'a mut Db,
    done: bool,
}

impl Drop for RollBack<'_> {
    fn drop(&mut self) {
        if !self.done && self.db.batch_execute("ROLLBACK").is_err() {
            tracing::warn!("a transaction could not be rolled back; the pool will drop its connection");
        }
    }
}

/// Runs work that blocks (SQL, hashing, image work) off the async threads. A panic there is an error here.
pub async fn run_blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(move || panics::caught(f))
        .await
        .map_err(AppError::internal)?
}

//! Connection pools, and the way a connection is opened. The derived `establish` of the
//! multi-connection hides the real error, so the engine is chosen here by the URL's scheme.

use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, NopErrorHandler, Pool};

use super::connection::Db;
use super::sqlite_files::SqliteFiles;
use crate::error::AppError;
use crate::memory;
use crate::outage::Outage;

/// The purpose of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    Read,
    Write,
}

/// Opens connections for one purpose; so does a clone.
#[derive(Debug, Clone)]
pub struct Manager {
    url: String,
    used_for: Use,
    /// The files that open connections use, once they are known (SQLite only).
    files: Arc<OnceLock<SqliteFiles>>,
    outage: Arc<Outage>,
}

/// A connection of a pool, which can replace itself after an error.
pub struct Pooled {
    db: Db,
    manager: Manager,
    /// Set after an error that may be the connection's own: an I/O error, a schema it cannot read,
    /// a transaction that could not be rolled back.
    pub suspect: bool,
}

impl Pooled {
    /// Replaces a suspect connection with a new one. If none can be opened (the disk is still
    /// broken), the old one stays: it may be fine, and it answers at once.
    pub fn renew_if_suspect(&mut self) {
        if self.suspect
            && let Ok(fresh) = self.manager.open_noted()
        {
            self.db = fresh;
            self.suspect = false;
        }
    }
}

impl Deref for Pooled {
    type Target = Db;
    fn deref(&self) -> &Db {
        &self.db
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut Db {
        &mut self.db
    }
}

impl Manager {
    pub fn new(url: &str, used_for: Use) -> Self {
        Self {
            url: url.to_owned(),
            used_for,
            files: Arc::default(),
            outage: Arc::new(Outage::new(match used_for {
                Use::Read => "opening a database connection to read",
                Use::Write => "opening a database connection to write",
            })),
        }
    }

    pub fn is_sqlite(&self) -> bool {
        is_sqlite(&self.url)
    }

    /// Refuses to open a connection if the files are not the ones that the other connections have
    /// open: within one process SQLite would share the old index of the log with the new log.
    #[must_use]
    pub fn watching(mut self, files: &Arc<OnceLock<SqliteFiles>>) -> Self {
        self.files = files.clone();
        self
    }

    /// Opens one connection outside of any pool.
    pub fn open(&self) -> Result<Db, ConnectionError> {
        if is_sqlite(&self.url) {
            self.open_sqlite().map(Db::Sqlite)
        } else {
            let mut conn = PgConnection::establish(&self.url)?;
            let mode = match self.used_for {
                Use::Read => "SET default_transaction_read_only = on; SET jit = off; SET statement_timeout = '10s'",
                Use::Write => "SET jit = off; SET statement_timeout = '20s'; SET lock_timeout = '5s'",
            };
            conn.batch_execute(mode).map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Db::Postgres(conn))
        }
    }

    /// Does the same as `open`, with a line in the log when it begins to fail and when it works
    /// again.
    fn open_noted(&self) -> Result<Db, ConnectionError> {
        self.open().inspect(|_| self.outage.works()).inspect_err(|error| {
            self.outage.failed(error);
        })
    }

    fn open_sqlite(&self) -> Result<SqliteConnection, ConnectionError> {
        let path = sqlite_path(&self.url);
        let refused = |why: String| Err(ConnectionError::BadConnection(why));
        if let Some(files) = self.files.get() {
            match files.missing() {
                Ok(None) => {}
                Ok(Some(file)) => return refused(format!("{file} is not the file that was opened")),
                Err(error) => return refused(error.to_string()),
            }
        }
        // SQLite creates a missing file, so a reader would read an empty site.
        if self.used_for == Use::Read && !Path::new(path).exists() {
            return refused("the database file is not there".to_owned());
        }
        let mut conn = SqliteConnection::establish(path)?;
        let setup = ConnectionError::CouldntSetupConfiguration;
        if self.used_for == Use::Write {
            refuse_read_only(&mut conn).map_err(setup)?;
        }
        // No mmap: each reader would map the file for itself (on a site of 500,000 stories most of
        // the program's memory), and a read error would kill the process instead of giving a 503.
        // FULL, because a response is a promise (with NORMAL, unsynced commits died with the
        // machine).
        let cache = page_cache_kb();
        conn.batch_execute(&format!(
            "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
             PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache};",
        ))
        .map_err(setup)?;
        if self.used_for == Use::Read {
            conn.batch_execute("PRAGMA query_only = ON").map_err(setup)?;
        }
        Ok(conn)
    }
}

/// Returns the size of a connection's page cache in KB: 8 MB, and less if memory is limited to less
/// than 1 GB, since each of a dozen connections fills one of its own.
fn page_cache_kb() -> u64 {
    const MOST: u64 = 8 * 1024;
    let share = memory::limit().map_or(MOST, |limit| limit / 1024 / 128);
    share.clamp(1024, MOST)
}

/// Fails for a connection that cannot write. If the disk turned read-only, SQLite silently opens
/// the file for reading, and the connection would stay so after the disk has recovered. The check
/// uses the connection, since nothing else may open the file (see `sqlite_files`).
fn refuse_read_only(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.batch_execute("PRAGMA busy_timeout = 0")?;
    match conn.batch_execute("BEGIN IMMEDIATE") {
        Ok(()) => conn.batch_execute("ROLLBACK"),
        // Another connection is writing at this moment, so the file can be written.
        Err(error) if error.to_string().contains("locked") => Ok(()),
        Err(error) => Err(error),
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Pooled, Self::Error> {
        let db = self.open_noted().map_err(diesel::r2d2::Error::ConnectionError)?;
        Ok(Pooled {
            db,
            manager: self.clone(),
            suspect: false,
        })
    }

    fn is_valid(&self, conn: &mut Pooled) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Pooled) -> bool {
        match &mut conn.db {
            // Renewed at its next use instead of being closed: waiting for an empty pool takes
            // long.
            Db::Sqlite(_) => false,
            // A connection left inside a transaction by a failed ROLLBACK would break the next
            // request.
            Db::Postgres(pg) => conn.suspect || pg.batch_execute("").is_err(),
        }
    }
}

pub fn is_sqlite(url: &str) -> bool {
    !(url.starts_with("postgres://") || url.starts_with("postgresql://"))
}

/// Returns the path in a SQLite URL: `sqlite:path`, `sqlite://path` and a bare path are the same
/// file.
pub fn sqlite_path(url: &str) -> &str {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .unwrap_or(url)
}

/// Files up to this size are checked completely at every start, in about a second; larger ones only
/// by `doctor`.
const CHECKED_WHOLE: u64 = 256 * 1024 * 1024;

/// Refuses a file that is not a database, or a damaged one, before anything is written to it, with
/// a sentence that says what to do.
pub fn refuse_what_is_not_ours(url: &str) -> Result<(), AppError> {
    if !is_sqlite(url) {
        return Ok(());
    }
    let path = sqlite_path(url);
    let small = match std::fs::metadata(path) {
        Err(_) => return Ok(()),
        Ok(meta) if meta.len() == 0 => return Ok(()),
        Ok(meta) => meta.len() <= CHECKED_WHOLE,
    };
    let check = || -> Result<String, diesel::result::Error> {
        let mut conn = SqliteConnection::establish(path).map_err(|e| diesel::result::Error::QueryBuilderError(Box::new(e)))?;
        conn.batch_execute("PRAGMA busy_timeout = 5000")?;
        let check = if small {
            "SELECT quick_check AS answer FROM pragma_quick_check LIMIT 1"
        } else {
            // Reads the header and the schema, which is enough to recognise another kind of file.
            "SELECT CASE WHEN count(*) >= 0 THEN 'ok' END AS answer FROM sqlite_schema"
        };
        diesel::sql_query(check).get_result::<Answer>(&mut conn).map(|a| a.answer)
    };
    match check() {
        Ok(answer) if answer == "ok" => Ok(()),
        Ok(answer) => Err(AppError::start(damaged(path, &answer))),
        Err(error) if error.to_string().contains("locked") => Ok(()),
        Err(error) => Err(AppError::start(damaged(path, &error.to_string()))),
    }
}

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = diesel::sql_types::Text)]
    answer: String,
}

fn damaged(path: &str, why: &str) -> String {
    format!(
        "The database file {path} is damaged or is no SQLite database ({why}). Nothing was changed. \
         Put it aside and run `storyplus restore FILE` with your last backup, or name another file with STORYPLUS_DATABASE_URL."
    )
}

/// Opens one connection for writing, or fails with a sentence that gives the reason.
pub fn open(url: &str) -> Result<Db, AppError> {
    let manager = Manager::new(url, Use::Write);
    manager.open().map_err(|error| not_opened(url, &error))
}

fn not_opened(url: &str, error: &ConnectionError) -> AppError {
    let place = if is_sqlite(url) {
        sqlite_path(url)
    } else {
        "the PostgreSQL server"
    };
    AppError::start(format!(
        "The database at {place} could not be opened: {error}. Check STORYPLUS_DATABASE_URL, that it runs, and that this user may write there."
    ))
}

/// Builds a pool of up to `size` connections; a checkout waits at most for `wait`.
pub fn build(manager: Manager, size: u32, wait: Duration) -> Result<Pool<Manager>, AppError> {
    let url = manager.url.clone();
    // Tried once directly, because r2d2 would only report a timeout.
    manager.open().map_err(|error| not_opened(&url, &error))?;
    let sqlite = is_sqlite(&url);
    let mut builder = Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(wait)
        // SQLite connections cannot go stale; PostgreSQL ones are checked when taken.
        .test_on_check_out(!sqlite)
        // `Manager::connect` logs it, once per outage.
        .error_handler(Box::new(NopErrorHandler));
    if sqlite {
        // SQLite has no server that could go away, so age is no reason to reconnect.
        builder = builder.max_lifetime(None).idle_timeout(None);
    }
    builder.build(manager).map_err(AppError::internal)
}

/// Turns a checkout that timed out into `Busy`: the site is busy or the database is away. Not
/// logged for each request; the reason that none can be opened is (`Manager::connect`).
pub fn checkout_failed(error: diesel::r2d2::PoolError) -> AppError {
    tracing::debug!(%error, "no database connection in time");
    AppError::Busy
}

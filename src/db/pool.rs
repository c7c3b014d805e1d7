//! Pools and how a connection is opened. The derived `establish` of the
//! multi-connection hides the real error, so the engine is chosen by the
//! URL's scheme here.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool};

use super::Db;
use crate::error::AppError;

/// What a connection is opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    Read,
    Write,
}

#[derive(Debug)]
pub struct Manager {
    url: String,
    used_for: Use,
}

impl Manager {
    pub fn new(url: &str, used_for: Use) -> Self {
        Self {
            url: url.to_owned(),
            used_for,
        }
    }

    fn open(&self) -> Result<Db, ConnectionError> {
        if is_sqlite(&self.url) {
            // SQLite makes a missing file; a reader that did would read an empty site.
            if self.used_for == Use::Read && !std::path::Path::new(sqlite_path(&self.url)).exists() {
                return Err(ConnectionError::BadConnection("the database file is not there".to_owned()));
            }
            // A file that cannot be written now (its disk turned read-only) is opened for reading by SQLite
            // without a word, and this connection would stay so when the disk is well again.
            if self.used_for == Use::Write
                && let Err(error) = OpenOptions::new().write(true).open(sqlite_path(&self.url))
                && error.kind() != ErrorKind::NotFound
            {
                return Err(ConnectionError::BadConnection(error.to_string()));
            }
            let mut conn = SqliteConnection::establish(sqlite_path(&self.url))?;
            // No mmap: each reader would map the file for itself (on a site of 500,000 stories most of the
            // program's memory), and a read error would kill the process instead of answering 503.
            // FULL: an answer is a promise (with NORMAL, unsynced commits died with the machine).
            conn.batch_execute(
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;",
            )
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
            if self.used_for == Use::Read {
                conn.batch_execute("PRAGMA query_only = ON")
                    .map_err(ConnectionError::CouldntSetupConfiguration)?;
            }
            Ok(Db::Sqlite(conn))
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
}

impl ManageConnection for Manager {
    type Connection = Db;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Db, Self::Error> {
        self.open().map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Db) -> Result<(), Self::Error> {
        conn.batch_execute("SELECT 1").map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Db) -> bool {
        match conn {
            Db::Sqlite(_) => false,
            // A connection that a failed ROLLBACK left inside a transaction would poison the next request.
            Db::Postgres(pg) => pg.batch_execute("").is_err(),
        }
    }
}

pub fn is_sqlite(url: &str) -> bool {
    !(url.starts_with("postgres://") || url.starts_with("postgresql://"))
}

/// `sqlite:path`, `sqlite://path` and a bare path mean the same file.
pub fn sqlite_path(url: &str) -> &str {
    url.strip_prefix("sqlite://")
        .or_else(|| url.strip_prefix("sqlite:"))
        .unwrap_or(url)
}

/// Up to this size the whole file is looked through at every start, in about a
/// second; in larger ones `doctor` does it.
const CHECKED_WHOLE: u64 = 256 * 1024 * 1024;

/// A file that is no database, or a damaged one, is refused before anything
/// is written to it, with a sentence that says what to do.
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
            // Reads the head and the schema, which is enough to tell another kind of file.
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

/// One connection for writing, or a sentence on why there is none.
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

/// The SQLite file as it was opened. A file that was moved away can be written
/// on through its open handle, and everything written would be lost with it.
#[derive(Debug)]
pub struct OpenedFile {
    path: PathBuf,
    device: u64,
    inode: u64,
}

impl OpenedFile {
    /// `None` for a database that is no file.
    pub fn of(url: &str) -> Result<Option<Self>, AppError> {
        if !is_sqlite(url) {
            return Ok(None);
        }
        let path = PathBuf::from(sqlite_path(url));
        let meta = std::fs::metadata(&path)?;
        Ok(Some(Self {
            device: meta.dev(),
            inode: meta.ino(),
            path,
        }))
    }

    pub fn still_there(&self) -> Result<(), AppError> {
        match std::fs::metadata(&self.path) {
            Ok(meta) if (meta.dev(), meta.ino()) == (self.device, self.inode) => Ok(()),
            found => {
                let what = if found.is_ok() { "replaced" } else { "moved or deleted" };
                tracing::error!(
                    file = %self.path.display(),
                    "the database file was {what} while the server runs: nothing is written until it is back; restart to use another"
                );
                Err(AppError::Busy)
            }
        }
    }
}

pub fn build(manager: Manager, size: u32, wait: Duration) -> Result<Pool<Manager>, AppError> {
    let url = manager.url.clone();
    // Asked once by hand first: r2d2 would only say that it timed out.
    manager.open().map_err(|error| not_opened(&url, &error))?;
    Pool::builder()
        .max_size(size)
        .min_idle(Some(1))
        .connection_timeout(wait)
        // SQLite connections cannot go stale; PostgreSQL ones are checked when taken.
        .test_on_check_out(!is_sqlite(&url))
        .build(manager)
        .map_err(AppError::internal)
}

/// No connection in time: the site is busy or the database is away.
pub fn checkout_failed(error: diesel::r2d2::PoolError) -> AppError {
    tracing::warn!(%error, "no database connection in time");
    AppError::Busy
}

//! A count of commits, by which a cache of the whole site is known to be current (web/request.rs).
//! It is read for every such page, so it must cost next to nothing.
//!
//! SQLite tells each connection when another one has committed, in whichever process. The
//! connection here never writes, so every commit counts, including those of the command line beside
//! a server. PostgreSQL has no such signal in time, and other nodes write, so there the count is
//! unknown.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;

use super::connection::Db;
use super::pool::Manager;
use crate::error::AppError;

/// The pause after a failed connection before another is opened.
const OPEN_AGAIN: Duration = Duration::from_secs(1);
/// SQLite's counter restarts with each connection and stays far below this.
const NUMBERS_OF_ONE_CONNECTION: i64 = 1 << 40;

#[derive(Clone)]
pub struct Commits(Option<Arc<Mutex<Counter>>>);

struct Counter {
    manager: Manager,
    conn: Option<SqliteConnection>,
    /// The number of the connection, so that no two connections give the same count.
    generation: i64,
    failed: Instant,
}

impl Commits {
    pub fn of(manager: Manager) -> Result<Self, AppError> {
        if !manager.is_sqlite() {
            return Ok(Self(None));
        }
        let mut counter = Counter {
            manager,
            conn: None,
            generation: 0,
            failed: Instant::now(),
        };
        counter.conn = counter.open()?;
        Ok(Self(counter.conn.is_some().then(|| Arc::new(Mutex::new(counter)))))
    }

    /// Returns a number that changes with every commit of any process, or `None` if it is unknown.
    pub fn count(&self) -> Option<i64> {
        let mut counter = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        counter.count()
    }
}

impl Counter {
    /// Opens the connection; returns `None` on PostgreSQL.
    fn open(&self) -> Result<Option<SqliteConnection>, AppError> {
        match self.manager.open().map_err(AppError::internal)? {
            Db::Sqlite(mut conn) => {
                // Callers are in a hurry: without an answer at once they render the page again.
                conn.batch_execute("PRAGMA busy_timeout = 0")?;
                Ok(Some(conn))
            }
            Db::Postgres(_) => Ok(None),
        }
    }

    fn count(&mut self) -> Option<i64> {
        if self.conn.is_none() && self.failed.elapsed() >= OPEN_AGAIN {
            self.failed = Instant::now();
            self.generation += 1;
            self.conn = self.open().ok().flatten();
        }
        match DataVersion.get_result::<i64>(self.conn.as_mut()?) {
            Ok(version) => Some(self.generation * NUMBERS_OF_ONE_CONNECTION + version),
            Err(error) => {
                if !error.to_string().contains("locked") {
                    self.conn = None;
                    self.failed = Instant::now();
                }
                None
            }
        }
    }
}

/// A query with its own id, so that it stays prepared.
#[derive(Debug, Clone, Copy, QueryId)]
struct DataVersion;

impl QueryFragment<Sqlite> for DataVersion {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql("PRAGMA data_version");
        Ok(())
    }
}

impl Query for DataVersion {
    type SqlType = BigInt;
}

impl RunQueryDsl<SqliteConnection> for DataVersion {}

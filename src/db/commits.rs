//! Whether anything was committed since: what is kept in memory of the whole site goes by it
//! (web/visit.rs). Asked with every page, so it must cost next to nothing.
//!
//! A SQLite file tells each connection when another one committed, whichever process that was: the
//! connection here never writes, so every commit counts, the command line's beside a server too.
//! PostgreSQL tells nobody in time, and other nodes write: there nothing can be concluded.

use std::sync::{Arc, Mutex, PoisonError};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;

use super::pool;
use crate::error::AppError;

#[derive(Clone)]
pub struct Commits(Option<Arc<Mutex<SqliteConnection>>>);

impl Commits {
    pub fn of(url: &str) -> Result<Self, AppError> {
        if !pool::is_sqlite(url) {
            return Ok(Self(None));
        }
        let mut conn = SqliteConnection::establish(pool::sqlite_path(url)).map_err(AppError::internal)?;
        // Whoever asks is in a hurry: without an answer at once the page is made anew.
        conn.batch_execute("PRAGMA busy_timeout = 0; PRAGMA query_only = ON")?;
        Ok(Self(Some(Arc::new(Mutex::new(conn)))))
    }

    /// A number that changes with every commit, whoever made it; `None` where that is not known.
    pub fn count(&self) -> Option<i64> {
        let mut conn = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        DataVersion.get_result(&mut *conn).ok()
    }
}

/// With an id of its own, so that it stays prepared.
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

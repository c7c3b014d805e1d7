//! The change log of the search: each story, product or shop that changed. Written in the
//! transaction of the change; every node's index tail reads it (search/).

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use crate::app::App;
use crate::db::schema::search_changes;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Lock key; any constant will do. PostgreSQL hands out sequence numbers before the commit, so
/// without this lock a lower number could appear after a reader had passed it.
const POSTGRES_LOCK: i64 = 0x5354_4f52_5953_4551;

/// The kind of object that changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    Story,
    Product,
    /// An account's name, profile or state. The index then updates everything of the account,
    /// stories and products too, so one change is enough.
    Shop,
}

impl Kind {
    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

/// Records a change. Call it late in the transaction: on PostgreSQL it holds the log's lock until
/// the commit.
pub fn record(tx: &mut Tx<'_>, kind: Kind, target_id: i64) -> Result<(), AppError> {
    record_all(tx, kind, &[target_id])
}

/// Records the changes of many objects, in the order given.
pub fn record_all(tx: &mut Tx<'_>, kind: Kind, target_ids: &[i64]) -> Result<(), AppError> {
    let row = |id: &i64| (search_changes::kind.eq(kind.code()), search_changes::target_id.eq(*id));
    match &mut **tx {
        // On SQLite, diesel would wrap a statement with several rows in its own transaction.
        Db::Sqlite(sqlite) => {
            for id in target_ids {
                diesel::insert_into(search_changes::table).values(row(id)).execute(sqlite)?;
            }
        }
        Db::Postgres(pg) => {
            pg.batch_execute(&format!("SELECT pg_advisory_xact_lock({POSTGRES_LOCK})"))?;
            for some in target_ids.chunks(ROWS_AT_ONCE) {
                let rows: Vec<_> = some.iter().map(row).collect();
                diesel::insert_into(search_changes::table).values(rows).execute(pg)?;
            }
        }
    }
    Ok(())
}

/// Rows per statement.
const ROWS_AT_ONCE: usize = 1_000;

/// Returns the changes after `seq`, oldest first, as (seq, kind, target id).
pub fn after(db: &mut Db, seq: i64, limit: i64) -> Result<Vec<(i64, Kind, i64)>, AppError> {
    let rows: Vec<(i64, String, i64)> = search_changes::table
        .filter(search_changes::seq.gt(seq))
        .order(search_changes::seq)
        .limit(limit)
        .load(db)?;
    Ok(rows
        .into_iter()
        .filter_map(|(seq, kind, id)| Some((seq, Kind::from_code(&kind)?, id)))
        .collect())
}

/// Changes that the log keeps. A node that is further behind rebuilds its index, which costs no
/// more than replaying that many.
pub const KEPT: i64 = 100_000;

/// Returns the first and the last number of the log, or `None` if it is empty.
pub fn span(db: &mut Db) -> Result<Option<(i64, i64)>, AppError> {
    // Two statements, because SQLite reads the whole table when asked for both ends in one.
    let first: Option<i64> = search_changes::table
        .select(diesel::dsl::min(search_changes::seq))
        .first(db)?;
    let last: Option<i64> = search_changes::table
        .select(diesel::dsl::max(search_changes::seq))
        .first(db)?;
    Ok(first.zip(last))
}

/// Rows deleted in one transaction.
const AT_ONCE: i64 = 10_000;

/// Periodic task that keeps the log short.
pub fn tidy(app: &App) -> Result<(), AppError> {
    while app.db.write_now(|tx| prune(tx, KEPT))? > 0 {}
    Ok(())
}

/// Deletes part of the changes older than the `kept` newest ones. Returns the number of rows. The
/// newest always stays: it distinguishes a cursor of this log from one of another.
pub fn prune(tx: &mut Tx<'_>, kept: i64) -> Result<usize, AppError> {
    let Some((first, last)) = span(tx)? else { return Ok(0) };
    let until = (last - kept.max(1)).min(first + AT_ONCE - 1);
    Ok(diesel::delete(search_changes::table.filter(search_changes::seq.le(until))).execute(&mut **tx)?)
}

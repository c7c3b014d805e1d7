//! Migrations, embedded for both engines and run at start. On SQLite a copy of the file is kept
//! before an upgrade. A schema from a newer program is refused.

use std::fs;
use std::path::Path;

use diesel::backend::Backend;
use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::Text;
use diesel_migrations::MigrationHarness;

use super::connection::Db;
use super::migration_files::{MigrationFiles, POSTGRES, SQLITE};
use super::pool;
use super::sqlite_files::{copy_durably, sync_folder_of, with_ending};
use crate::error::AppError;

/// Key of the advisory lock that lets only one node migrate; any constant will do.
const POSTGRES_LOCK: i64 = 0x5354_4f52_5950_4c55;

/// Brings the schema up to date and returns the versions it applied. Each migration is one
/// transaction, so one that was killed half-way runs again from its start.
pub fn run(db: &mut Db, url: &str) -> Result<Vec<String>, AppError> {
    if let Db::Postgres(conn) = db {
        // It may take as long as it needs, including the wait for another node's migration.
        conn.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
        conn.batch_execute(&format!("SELECT pg_advisory_lock({POSTGRES_LOCK})"))?;
    }
    let done = run_alone(db, url);
    if let Db::Postgres(conn) = db {
        conn.batch_execute(&format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})"))?;
    }
    done
}

fn run_alone(db: &mut Db, url: &str) -> Result<Vec<String>, AppError> {
    let applied = known(db)?;
    let pending = pending(db, &applied)?;
    match db {
        Db::Sqlite(conn) => {
            if let Some(newest) = applied.iter().max().filter(|_| !pending.is_empty()) {
                keep_copy(conn, url, newest)?;
            }
            conn.run_pending_migrations(SQLITE).map_err(AppError::from_box)?;
        }
        Db::Postgres(conn) => {
            conn.run_pending_migrations(POSTGRES).map_err(AppError::from_box)?;
        }
    }
    Ok(pending)
}

/// Returns the migrations that a database has. Fails if one is from a newer program. Only reads.
pub fn known(db: &mut Db) -> Result<Vec<String>, AppError> {
    let applied = applied(db)?;
    let ours = ours(db)?;
    match applied.iter().find(|v| !ours.contains(v)) {
        None => Ok(applied),
        Some(version) => Err(AppError::start(format!(
            "This database was written by a newer Story Plus (it has migration {version}, which this program does not know). \
             Nothing was changed. Start the newer program, or restore a backup made with this one."
        ))),
    }
}

/// Fails unless the schema is exactly the one that this program knows.
pub fn refuse_pending(db: &mut Db) -> Result<(), AppError> {
    let applied = known(db)?;
    if pending(db, &applied)?.is_empty() {
        return Ok(());
    }
    Err(AppError::start(
        "This database is new or was written by an older Story Plus. Run `storyplus migrate` first, or start the server, which does it too.",
    ))
}

fn pending(db: &Db, applied: &[String]) -> Result<Vec<String>, AppError> {
    Ok(ours(db)?.into_iter().filter(|v| !applied.contains(v)).collect())
}

/// Returns the migrations of this program, oldest first.
fn ours(db: &Db) -> Result<Vec<String>, AppError> {
    fn versions<B: Backend>(known: &MigrationFiles) -> Result<Vec<String>, AppError> {
        let all = MigrationSource::<B>::migrations(known).map_err(AppError::from_box)?;
        let mut versions: Vec<String> = all.iter().map(|m| m.name().version().to_string()).collect();
        versions.sort();
        Ok(versions)
    }
    match db {
        Db::Sqlite(_) => versions::<diesel::sqlite::Sqlite>(&SQLITE),
        Db::Postgres(_) => versions::<diesel::pg::Pg>(&POSTGRES),
    }
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

/// Diesel's own query would create its table if there is none, which a reader may not.
fn applied(db: &mut Db) -> Result<Vec<String>, AppError> {
    let there = if db.is_sqlite() {
        "SELECT name AS version FROM sqlite_schema WHERE name = '__diesel_schema_migrations'"
    } else {
        "SELECT 'there' AS version WHERE to_regclass('__diesel_schema_migrations') IS NOT NULL"
    };
    let versions = |db: &mut Db, sql| -> Result<Vec<String>, AppError> {
        let rows: Vec<Applied> = sql_query(sql).load(db)?;
        Ok(rows.into_iter().map(|row| row.version).collect())
    };
    if versions(db, there)?.is_empty() {
        return Ok(Vec::new());
    }
    versions(db, "SELECT version FROM __diesel_schema_migrations ORDER BY version")
}

/// Keeps a copy of the database beside it, named after its schema. The copy gets its name when it
/// is complete and on disk; one that was cut off is written again.
fn keep_copy(conn: &mut SqliteConnection, url: &str, schema: &str) -> Result<(), AppError> {
    let copy = with_ending(Path::new(pool::sqlite_path(url)), &format!(".before-upgrade-{schema}"));
    let part = with_ending(&copy, ".part");
    copy_durably(conn, &part)?;
    fs::rename(&part, &copy)?;
    sync_folder_of(&copy)?;
    tracing::info!(file = %copy.display(), "kept a copy of the database before the upgrade");
    Ok(())
}

//! Migrations run at start, embedded for both engines. On SQLite a copy of the
//! file is kept before an upgrade; a schema from a newer program is refused.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Db, pool};
use crate::error::AppError;

pub const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
pub const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any constant: the advisory lock two nodes take so that one migrates.
const POSTGRES_LOCK: i64 = 0x5354_4f52_5950_4c55;

/// Brings the schema up to date. A migration is one transaction, so one that
/// was killed half-way runs again from its start.
pub fn run(db: &mut Db, url: &str, now: i64) -> Result<Vec<String>, AppError> {
    match db {
        Db::Sqlite(conn) => {
            refuse_newer::<diesel::sqlite::Sqlite>(&SQLITE, applied(conn)?)?;
            let pending = conn.pending_migrations(SQLITE).map_err(AppError::from_box)?;
            let first_start = applied(conn)?.is_empty();
            if !pending.is_empty() && !first_start {
                keep_copy(conn, url, now)?;
            }
            names(conn.run_pending_migrations(SQLITE).map_err(AppError::from_box)?)
        }
        Db::Postgres(conn) => {
            // However long it takes, the other node's migration included.
            conn.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            conn.batch_execute(&format!("SELECT pg_advisory_lock({POSTGRES_LOCK})"))?;
            let done = (|| {
                refuse_newer::<diesel::pg::Pg>(&POSTGRES, applied(conn)?)?;
                names(conn.run_pending_migrations(POSTGRES).map_err(AppError::from_box)?)
            })();
            conn.batch_execute(&format!("SELECT pg_advisory_unlock({POSTGRES_LOCK})"))?;
            done
        }
    }
}

/// The migrations that a database has, and no to one from a newer program.
pub fn known(db: &mut Db) -> Result<Vec<String>, AppError> {
    let versions = match db {
        Db::Sqlite(conn) => {
            let versions = applied(conn)?;
            refuse_newer::<diesel::sqlite::Sqlite>(&SQLITE, versions.clone())?;
            versions
        }
        Db::Postgres(conn) => {
            let versions = applied(conn)?;
            refuse_newer::<diesel::pg::Pg>(&POSTGRES, versions.clone())?;
            versions
        }
    };
    Ok(versions)
}

/// Says no to a database that is not exactly as this program knows it.
pub fn refuse_pending(db: &mut Db) -> Result<(), AppError> {
    known(db)?;
    let pending = match db {
        Db::Sqlite(conn) => conn.has_pending_migration(SQLITE),
        Db::Postgres(conn) => conn.has_pending_migration(POSTGRES),
    };
    if pending.map_err(AppError::from_box)? {
        return Err(AppError::start(
            "This database is new or was written by an older Story Plus. Run `storyplus migrate` first, or start the server, which does it too.",
        ));
    }
    Ok(())
}

fn names(done: Vec<MigrationVersion<'_>>) -> Result<Vec<String>, AppError> {
    Ok(done.into_iter().map(|v| v.to_string()).collect())
}

fn applied<C, B>(conn: &mut C) -> Result<Vec<String>, AppError>
where
    C: MigrationHarness<B>,
    B: diesel::backend::Backend,
{
    Ok(conn
        .applied_migrations()
        .map_err(AppError::from_box)?
        .into_iter()
        .map(|v| v.to_string())
        .collect())
}

fn refuse_newer<B: diesel::backend::Backend>(known: &EmbeddedMigrations, applied: Vec<String>) -> Result<(), AppError>
where
    EmbeddedMigrations: MigrationSource<B>,
{
    let known: Vec<String> = MigrationSource::<B>::migrations(known)
        .map_err(AppError::from_box)?
        .iter()
        .map(|m| m.name().version().to_string())
        .collect();
    match applied.into_iter().find(|v| !known.contains(v)) {
        None => Ok(()),
        Some(version) => Err(AppError::start(format!(
            "This database was written by a newer Story Plus (it has migration {version}, which this program does not know). \
             Nothing was changed. Start the newer program, or restore a backup made with this one."
        ))),
    }
}

/// A consistent copy, also while a server writes. The file has to be new or empty.
pub fn copy_into(conn: &mut SqliteConnection, file: &str) -> Result<(), AppError> {
    diesel::sql_query("VACUUM INTO ?")
        .bind::<diesel::sql_types::Text, _>(file)
        .execute(conn)?;
    Ok(())
}

fn keep_copy(conn: &mut SqliteConnection, url: &str, now: i64) -> Result<(), AppError> {
    let copy = format!("{}.before-upgrade-{now}", pool::sqlite_path(url));
    copy_into(conn, &copy)?;
    tracing::info!(file = %copy, "kept a copy of the database before the upgrade");
    Ok(())
}

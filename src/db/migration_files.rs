//! The migrations as they stand in `migrations/<stamp>_<name>/`, embedded in the binary.
//!
//! `up.sql` and `down.sql` are for both engines. Where the SQL differs, `up.sqlite.sql` and `up.postgres.sql` (or
//! `down.…`) stand in their place, and tests/it/structure/schema_twins.rs holds the two to the same tables. The order
//! is that of the stamps, whose digits are the version that a database keeps; the name may change.

use std::fmt;

use diesel::backend::Backend;
use diesel::connection::BoxableConnection;
use diesel::migration::{Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion, Result};
use include_dir::{Dir, include_dir};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/migrations");

/// The migrations of one engine.
pub struct MigrationFiles {
    engine: &'static str,
}

/// The migrations for SQLite.
pub const SQLITE: MigrationFiles = MigrationFiles { engine: "sqlite" };
/// The migrations for PostgreSQL.
pub const POSTGRES: MigrationFiles = MigrationFiles { engine: "postgres" };

struct Files {
    name: FolderName,
    up: &'static str,
    down: &'static str,
}

/// `2026-11-22-000000_foundation`.
struct FolderName(&'static str);

/// A migration runs in a transaction: one that was killed half-way runs again from its start.
struct InTransaction;

impl MigrationMetadata for InTransaction {}

impl FolderName {
    fn version_digits(&self) -> String {
        let stamp = self.0.split('_').next().unwrap_or_default();
        stamp.replace('-', "")
    }
}

impl fmt::Display for FolderName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl MigrationName for FolderName {
    fn version(&self) -> MigrationVersion<'_> {
        self.version_digits().into()
    }
}

impl MigrationFiles {
    /// Returns the files of every migration, oldest first.
    ///
    /// # Errors
    /// A folder without the file for this engine.
    fn all(&self) -> Result<Vec<Files>> {
        let mut all = Vec::new();
        for folder in FILES.dirs() {
            let name = folder.path().to_str().unwrap_or_default();
            all.push(Files {
                name: FolderName(name),
                up: self.read(name, "up")?,
                down: self.read(name, "down")?,
            });
        }
        all.sort_by_key(|files| files.name.version_digits());
        Ok(all)
    }

    fn read(&self, folder: &str, step: &str) -> Result<&'static str> {
        let of_engine = FILES.get_file(format!("{folder}/{step}.{}.sql", self.engine));
        of_engine
            .or_else(|| FILES.get_file(format!("{folder}/{step}.sql")))
            .and_then(|file| file.contents_utf8())
            .ok_or_else(|| format!("migration {folder} has no {step}.sql for {}", self.engine).into())
    }
}

impl<DB: Backend> MigrationSource<DB> for MigrationFiles {
    fn migrations(&self) -> Result<Vec<Box<dyn Migration<DB>>>> {
        fn boxed<DB: Backend>(files: Files) -> Box<dyn Migration<DB>> {
            Box::new(files)
        }
        Ok(self.all()?.into_iter().map(boxed).collect())
    }
}

impl<DB: Backend> Migration<DB> for Files {
    fn run(&self, conn: &mut dyn BoxableConnection<DB>) -> Result<()> {
        execute(conn, self.up, &self.name)
    }

    fn revert(&self, conn: &mut dyn BoxableConnection<DB>) -> Result<()> {
        execute(conn, self.down, &self.name)
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        &InTransaction
    }

    fn name(&self) -> &dyn MigrationName {
        &self.name
    }
}

fn execute<DB: Backend>(conn: &mut dyn BoxableConnection<DB>, sql: &str, name: &FolderName) -> Result<()> {
    conn.batch_execute(sql)
        .map_err(|error| format!("migration {name}: {error}").into())
}

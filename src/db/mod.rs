//! One program, two engines: connections, pools, reading and writing.
//!
//! `Database::read` and `Database::write` run a closure on a thread of `work_queue`. A write is
//! `BEGIN IMMEDIATE` on SQLite, through a pool of one connection, so that readers never wait for it
//! and two writers never deadlock; on PostgreSQL it is `BEGIN`. No network, image or index work
//! happens inside. Not here: the queries, which are in each feature's `queries.rs`.

mod blocking;
pub mod clock;
mod commits;
mod connection;
mod database;
pub mod ids;
pub mod migrate;
pub mod migration_files;
pub mod pool;
pub mod schema;
pub mod sqlite_files;
pub mod static_query;
mod transaction;
mod watch;

pub use blocking::run_blocking;
pub use connection::Db;
pub use database::{Database, migrate};
pub use transaction::Tx;
pub use watch::{Unready, Watching};

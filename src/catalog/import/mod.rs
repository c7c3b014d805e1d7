//! The catalog's files. In: a CSV or TSV becomes a table (encoding.rs, table/mod.rs), its columns are
//! recognised (columns/mod.rs), each row is held against the catalog (plan/mod.rs), and the person sees what
//! it would do before anything is done (actions/mod.rs, pages/mod.rs); photos come out of a zip (zip/mod.rs)
//! afterwards (jobs.rs). Out: the same table (catalog/export/csv.rs), and what shopping channels read (catalog/export/channel_feeds.rs).
//!
//! Nothing that an address in a file names is ever fetched. Not here: what a product may be
//! (catalog/rules/mod.rs), how one is written (catalog/actions/writer.rs).

pub mod actions;
pub mod columns;
pub mod encoding;
pub mod jobs;
pub mod options;
pub mod pages;
pub mod plan;
pub mod previews;
pub mod problem;
pub mod queries;
pub mod store;
pub mod table;
pub mod values;
pub mod zip;

use crate::text::encode_component;

/// Where a shop brings files in, and sees what it brought in before.
pub fn import_url(handle: &str) -> String {
    format!("/shops/{}/catalog/import", encode_component(handle))
}

/// One import.
pub fn batch_url(handle: &str, id: i64) -> String {
    format!("{}/{id}", import_url(handle))
}

//! Import of product files. A CSV or TSV file becomes a table (encoding.rs, table/mod.rs), its
//! columns are recognised (columns/mod.rs), and each row is compared with the catalog
//! (plan/mod.rs). The person sees a preview of the changes before anything is applied
//! (actions/mod.rs, pages/mod.rs); photos are taken from a zip afterwards (jobs.rs). Files that
//! leave the catalog are in catalog/export/mod.rs.
//!
//! URLs in a file are never fetched. Not here: the rules for products (catalog/rules/mod.rs) and
//! how they are written (catalog/actions/writer.rs).

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

/// Returns the URL of the page that lists imports and starts a new one.
pub fn import_url(handle: &str) -> String {
    format!("/shops/{}/catalog/import", encode_component(handle))
}

/// Returns the URL of one import.
pub fn batch_url(handle: &str, id: i64) -> String {
    format!("{}/{id}", import_url(handle))
}

//! Files that leave the catalog: the table that a shop downloads (table_pages.rs, csv.rs, spreadsheet_formulas.rs)
//! and the feeds of shopping channels (channel_feeds.rs, pages.rs).

pub mod channel_feeds;
pub mod csv;
pub mod pages;
pub mod queries;
pub mod spreadsheet_formulas;
mod stream;
pub mod table_pages;

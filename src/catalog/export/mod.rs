//! Files that leave the catalog: the table that a shop downloads (csv.rs, spreadsheet_formulas.rs)
//! and the feeds of shopping channels (channel_feeds.rs, pages.rs).

pub mod channel_feeds;
pub mod csv;
pub mod pages;
pub mod spreadsheet_formulas;

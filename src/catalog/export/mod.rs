//! Files that leave the catalog: the table a shop downloads (csv.rs, with spreadsheet_formulas.rs) and
//! what shopping channels read (channel_feeds.rs, pages.rs).

pub mod channel_feeds;
pub mod csv;
pub mod pages;
pub mod spreadsheet_formulas;

//! Export of a shop's catalog as files that an import accepts.

use super::stream::Format;
use crate::catalog::export::channel_feeds::Item;
use crate::catalog::export::csv;
use crate::catalog::import::queries::{self, Which};
use crate::config::PublicUrl;
use crate::db::Db;
use crate::error::AppError;

/// Products read at a time.
const READ: i64 = 64;

/// A catalog as a table.
pub struct Table {
    pub delimiter: char,
}

impl Format for Table {
    fn head(&mut self) -> String {
        let mut head = String::new();
        csv::header(&mut head, self.delimiter);
        head
    }

    fn item(&mut self, out: &mut String, item: &Item) {
        csv::item(out, self.delimiter, item);
    }

    fn end(&mut self) -> String {
        String::new()
    }
}

/// Splits a catalog into files. Each file has the products above the first id, up to and including
/// the second.
pub fn parts(db: &mut Db, shop_id: i64, site: &PublicUrl, delimiter: char) -> Result<Vec<(i64, i64)>, AppError> {
    let mut parts = Vec::new();
    let mut sum = csv::Parts::new(delimiter);
    let (mut first, mut last) = (0, 0);
    let mut row = String::new();
    loop {
        let items = queries::piece(db, shop_id, Which::There, last, READ, site)?;
        if items.is_empty() {
            parts.push((first, i64::MAX));
            return Ok(parts);
        }
        for item in items {
            row.clear();
            csv::item(&mut row, delimiter, &item);
            if sum.begins(row.len()) {
                parts.push((first, last));
                first = last;
            }
            last = item.id;
        }
    }
}

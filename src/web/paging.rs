//! Keyset cursors: an opaque word of digits and letters in `?after=`. A made-up
//! cursor is 404, never an error page.

use crate::error::AppError;

/// What a page of a list shows.
pub const PAGE_SIZE: usize = 20;

/// Ids as people see them in addresses.
pub fn parse_id(text: &str) -> Result<i64, AppError> {
    let plain = !text.is_empty() && text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if plain {
        text.parse().map_err(|_| AppError::NotFound)
    } else {
        Err(AppError::NotFound)
    }
}

/// The id a page starts below; `None` asks for the first page.
pub fn parse(after: Option<&str>) -> Result<i64, AppError> {
    match after {
        None | Some("") => Ok(i64::MAX),
        Some(text) => parse_id(text),
    }
}

/// Cuts the one row too many off, and says what the next page starts after.
pub fn cut<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> i64) -> Option<i64> {
    if rows.len() > PAGE_SIZE {
        rows.truncate(PAGE_SIZE);
        rows.last().map(id)
    } else {
        None
    }
}

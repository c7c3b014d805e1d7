//! Keyset cursors in `?after=`, and ids in addresses. An invalid cursor is a 404, never a server
//! error.

use crate::error::AppError;

/// Entries on a page of a list.
pub const PAGE_SIZE: usize = 20;
/// Rows that a query is asked for: one more than a page shows says that there is another page.
pub const LIMIT: i64 = 21;

/// Parses an id from an address.
pub fn parse_id(text: &str) -> Result<i64, AppError> {
    let plain = !text.is_empty() && text.len() <= 19 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if plain {
        text.parse().map_err(|_| AppError::NotFound)
    } else {
        Err(AppError::NotFound)
    }
}

/// Returns the id below which a page starts; `None` asks for the first page.
pub fn parse(after: Option<&str>) -> Result<i64, AppError> {
    match after {
        None | Some("") => Ok(i64::MAX),
        Some(text) => parse_id(text),
    }
}

/// Removes the one row too many. Returns the cursor of the next page, if there is one.
pub fn cut<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> i64) -> Option<i64> {
    if rows.len() > PAGE_SIZE {
        rows.truncate(PAGE_SIZE);
        rows.last().map(id)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_asked_for_one_row_more_than_a_page_shows() {
        assert_eq!(usize::try_from(LIMIT), Ok(PAGE_SIZE + 1));
    }
}

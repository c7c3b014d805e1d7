//! Recent searches of a person, stored for that person alone.
//!
//! A search is a GET, and a GET changes nothing (SAFETY-W6): stories contain links to searches, browsers
//! fetch pages ahead, and none of that is the person's doing. So the results page records nothing. Its
//! script does, in a separate request (`POST /search/recent`), and only after words were typed into a box
//! and sent: never for a followed link, a page returned to, or a visitor. Without scripts nothing is
//! stored, and nothing is missing.

use super::engine::phrases::same;
use super::params::Address;
use super::queries::recent as queries;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Number of searches that are stored; older ones are deleted.
pub const KEPT: usize = 10;

/// Returns the recent searches of an account, the latest first.
pub fn of(db: &mut Db, account_id: i64) -> Result<Vec<String>, AppError> {
    let mut all = queries::of(db, account_id)?;
    all.truncate(KEPT);
    Ok(all)
}

/// Stores a search and replaces other spellings of the same words. A search that the page would reject is
/// not stored.
pub fn remember(tx: &mut Tx<'_>, account_id: i64, typed: &str) -> Result<(), AppError> {
    let address = Address::of(crate::text::clean_line(typed));
    let words = address.q.as_str();
    if words.is_empty() || address.mistake().is_some() {
        return Ok(());
    }
    let before = queries::of(tx, account_id)?;
    let key = same(words);
    let spelt = |other: &&String| other.as_str() != words && same(other) == key && !key.is_empty();
    let others: Vec<String> = before.iter().filter(spelt).cloned().collect();
    let rest = before.iter().filter(|q| q.as_str() != words && !others.contains(q));
    let old: Vec<String> = rest.skip(KEPT - 1).cloned().collect();
    queries::delete(tx, account_id, &[others, old].concat())?;
    if !queries::touch(tx, account_id, words)? {
        queries::insert(tx, account_id, words)?;
    }
    Ok(())
}

/// Deletes one search.
pub fn forget(tx: &mut Tx<'_>, account_id: i64, words: &str) -> Result<(), AppError> {
    queries::delete(tx, account_id, &[words.to_owned()])
}

pub fn forget_all(tx: &mut Tx<'_>, account_id: i64) -> Result<(), AppError> {
    queries::delete_all(tx, account_id)
}

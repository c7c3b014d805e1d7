//! Queries for the public words of suggestions, by id: titles, names, hashtags. Whatever the index
//! returned, only rows that anyone may see now are read.

use diesel::prelude::*;

use super::{ACTIVE, BUSINESS, PUBLIC, PUBLISHED};
use crate::db::Db;
use crate::db::schema::{accounts, products, stories, story_hashtags};
use crate::error::AppError;

/// Returns the titles of those of these products that anyone may see.
pub fn titles(db: &mut Db, ids: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::id.eq_any(ids))
        .filter(products::state.eq(PUBLISHED))
        .filter(accounts::state.eq(ACTIVE))
        .select((products::id, products::title))
        .load(db)?)
}

/// Returns the hashtags of those of these stories that anyone may see.
pub fn tags(db: &mut Db, ids: &[i64]) -> Result<Vec<String>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(story_hashtags::table
        .inner_join(stories::table.on(stories::id.eq(story_hashtags::story_id)))
        .inner_join(accounts::table.on(accounts::id.eq(stories::author_id)))
        .filter(story_hashtags::story_id.eq_any(ids))
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.eq(PUBLIC))
        .filter(accounts::state.eq(ACTIVE))
        .select(story_hashtags::tag)
        .load(db)?)
}

/// Returns active shops whose handle begins with `typed`, in the order of handles.
pub fn shops_by_handle(db: &mut Db, typed: &str, limit: i64) -> Result<Vec<i64>, AppError> {
    let from = typed.trim_start_matches('@').to_lowercase();
    if from.is_empty() {
        return Ok(Vec::new());
    }
    // The last character of Unicode sorts after every continuation.
    let to = format!("{from}\u{10FFFF}");
    Ok(accounts::table
        .filter(accounts::handle.ge(from))
        .filter(accounts::handle.lt(to))
        .filter(accounts::kind.eq(BUSINESS))
        .filter(accounts::state.eq(ACTIVE))
        .order(accounts::handle)
        .limit(limit)
        .select(accounts::id)
        .load(db)?)
}

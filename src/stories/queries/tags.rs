//! What hashtags are popular.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{accounts, stories, story_hashtags};
use crate::error::AppError;
use crate::stories::rules::{PUBLISHED, Visibility};

/// Stories that are looked at: the newest.
const RECENT: i64 = 1_000;

/// Hashtags that stand in most of the newest public stories, and in at least two.
pub fn popular(db: &mut Db, limit: usize) -> Result<Vec<String>, AppError> {
    let newest: Vec<i64> = stories::table
        .inner_join(accounts::table.on(accounts::id.eq(stories::author_id)))
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.eq(Visibility::Public.number()))
        .filter(accounts::state.eq("active"))
        .order(stories::id.desc())
        .limit(RECENT)
        .select(stories::id)
        .load(db)?;
    let tags: Vec<String> = story_hashtags::table
        .filter(story_hashtags::story_id.eq_any(newest))
        .select(story_hashtags::tag)
        .load(db)?;
    let mut counts: HashMap<String, usize> = HashMap::new();
    for tag in tags {
        *counts.entry(tag).or_default() += 1;
    }
    let mut ranked: Vec<(String, usize)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
    ranked.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(ranked.into_iter().take(limit).map(|(tag, _)| tag).collect())
}

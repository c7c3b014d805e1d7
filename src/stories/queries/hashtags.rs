//! What hashtags are popular.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{stories, story_hashtags};
use crate::error::AppError;
use crate::stories::rules::Visibility;
use crate::stories::visibility::visible_to;

/// Stories that are looked at: the newest.
const RECENT: i64 = 1_000;

/// Hashtags that stand in most of the newest public stories that the actor sees, and in at least two.
pub fn popular(db: &mut Db, actor: &Actor, limit: usize) -> Result<Vec<String>, AppError> {
    let newest: Vec<i64> = stories::table
        .filter(stories::visibility.eq(Visibility::Public.number()))
        .filter(visible_to(actor))
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

//! Popular hashtags.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{stories, story_hashtags};
use crate::error::AppError;
use crate::stories::rules::Visibility;
use crate::stories::visibility::visible_to;

/// The number of newest stories that are counted.
const RECENT: i64 = 1_000;

/// Returns the most frequent hashtags of the newest public stories that the
/// actor may see, each in at least two of them.
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

//! Visible stories: the filter of visibility.rs, applied to one story or a list.

use diesel::prelude::*;

use super::StoryRow;
use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{stories, story_photos};
use crate::error::AppError;
use crate::stories::visibility::{visible_to, visible_to_account};

/// Returns the story if the actor may see it.
pub fn can_see(db: &mut Db, actor: &Actor, story_id: i64) -> Result<Option<StoryRow>, AppError> {
    Ok(stories::table
        .filter(stories::id.eq(story_id))
        .filter(visible_to(actor))
        .select(StoryRow::as_select())
        .first(db)
        .optional()?)
}

/// Returns the ids that the actor may see, in the given order.
pub fn visible_ids(db: &mut Db, actor: &Actor, ids: &[i64]) -> Result<Vec<i64>, AppError> {
    let seen: std::collections::HashSet<i64> = stories::table
        .filter(stories::id.eq_any(ids))
        .filter(visible_to(actor))
        .select(stories::id)
        .load(db)?
        .into_iter()
        .collect();
    Ok(ids.iter().copied().filter(|id| seen.contains(id)).collect())
}

/// Returns true if a photo is in a story that the actor may see.
pub fn sees_photo(db: &mut Db, actor: &Actor, photo_id: i64) -> Result<bool, AppError> {
    let story: Option<i64> = stories::table
        .inner_join(story_photos::table.on(story_photos::story_id.eq(stories::id)))
        .filter(story_photos::photo_id.eq(photo_id))
        .filter(visible_to(actor))
        .select(stories::id)
        .first(db)
        .optional()?;
    Ok(story.is_some())
}

/// Returns true if an account may see a story, before it is notified of it.
pub fn account_sees(db: &mut Db, account_id: i64, story_id: i64) -> Result<bool, AppError> {
    let story: Option<i64> = stories::table
        .filter(stories::id.eq(story_id))
        .filter(visible_to_account(account_id))
        .select(stories::id)
        .first(db)
        .optional()?;
    Ok(story.is_some())
}

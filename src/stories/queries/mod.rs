//! Queries of stories. This file holds what pages read; cards.rs reads pages of
//! cards, interactions.rs feelings, UPs and comments, hashtags.rs popular
//! hashtags, visible.rs asks for visibility, and writes.rs writes the story
//! itself.

pub mod cards;
pub mod hashtags;
pub mod interactions;
pub mod visible;
pub mod writes;

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::product_tags::{ProductTag, TagPosition};
use crate::db::Db;
use crate::db::schema::{accounts, photos, stories, story_photos, story_products};
use crate::error::AppError;
use crate::photos::{PhotoColumns, Picture};
use crate::stories::visibility::VisibleTo;

/// A story as its own page and the actions on it need it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = stories)]
pub struct StoryRow {
    pub id: i64,
    pub author_id: i64,
    pub login_id: Option<i64>,
    pub body: String,
    pub visibility: i32,
    pub state: i32,
    pub share_of: Option<i64>,
    pub photo_count: i32,
    pub version: i64,
    pub edited_at: Option<i64>,
    pub created_at: i64,
}

/// Returns a story in any state, for its author's actions and for `moderation`.
pub fn by_id(db: &mut Db, id: i64) -> Result<Option<StoryRow>, AppError> {
    Ok(stories::table.find(id).select(StoryRow::as_select()).first(db).optional()?)
}

/// Returns the texts of many stories as (id, version, text).
pub fn bodies(db: &mut Db, ids: &[i64]) -> Result<Vec<(i64, i64, String)>, AppError> {
    Ok(stories::table
        .filter(stories::id.eq_any(ids))
        .select((stories::id, stories::version, stories::body))
        .load(db)?)
}

/// Returns the photos of many stories, each story's in order, with their alt texts.
pub fn pictures_of(db: &mut Db, story_ids: &[i64]) -> Result<HashMap<i64, Vec<Picture>>, AppError> {
    let rows: Vec<(i64, String, PhotoColumns)> = story_photos::table
        .inner_join(photos::table.on(photos::id.eq(story_photos::photo_id)))
        .filter(story_photos::story_id.eq_any(story_ids))
        .order((story_photos::story_id, story_photos::position))
        .select((story_photos::story_id, story_photos::alt, PhotoColumns::as_select()))
        .load(db)?;
    let mut found: HashMap<i64, Vec<Picture>> = HashMap::new();
    for (story, alt, photo) in rows {
        found.entry(story).or_default().push(photo.picture(alt));
    }
    Ok(found)
}

/// Returns the photos of a story in order.
pub fn photo_ids(db: &mut Db, story: i64) -> Result<Vec<i64>, AppError> {
    Ok(story_photos::table
        .filter(story_photos::story_id.eq(story))
        .order(story_photos::position)
        .select(story_photos::photo_id)
        .load(db)?)
}

/// Returns the product tags of many stories, each story's in order.
pub fn products_of(db: &mut Db, story_ids: &[i64]) -> Result<HashMap<i64, Vec<ProductTag>>, AppError> {
    type Row = (i64, i64, Option<i32>, Option<i32>, Option<i32>);
    let rows: Vec<Row> = story_products::table
        .filter(story_products::story_id.eq_any(story_ids))
        .order((story_products::story_id, story_products::position))
        .select((
            story_products::story_id,
            story_products::product_id,
            story_products::photo_position,
            story_products::x,
            story_products::y,
        ))
        .load(db)?;
    let mut found: HashMap<i64, Vec<ProductTag>> = HashMap::new();
    for (story, product, photo, x, y) in rows {
        let place = match (photo, x, y) {
            (Some(photo), Some(x), Some(y)) => Some(TagPosition { photo, x, y }),
            _ => None,
        };
        found.entry(story).or_default().push(ProductTag { product, place });
    }
    Ok(found)
}

/// Returns the ids of those of these handles that belong to active accounts.
pub fn known_handles(db: &mut Db, handles: &[String]) -> Result<HashMap<String, i64>, AppError> {
    if handles.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, i64)> = accounts::table
        .filter(accounts::handle.eq_any(handles))
        .filter(accounts::state.eq("active"))
        .select((accounts::handle, accounts::id))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Returns the existing handles that these texts mention, with one statement for all of them.
pub fn handles_in<'a>(db: &mut Db, texts: impl Iterator<Item = &'a str>) -> Result<HashMap<String, i64>, AppError> {
    let asked: HashSet<String> = texts
        .flat_map(crate::text::mentions)
        .flat_map(|m| m.candidates)
        .take(500)
        .collect();
    known_handles(db, &asked.into_iter().collect::<Vec<_>>())
}

/// Returns the newest visible stories that show a product.
pub fn showing_product(db: &mut Db, visible: VisibleTo, product: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(story_products::table
        .inner_join(stories::table.on(stories::id.eq(story_products::story_id)))
        .filter(story_products::product_id.eq(product))
        .filter(visible)
        .order(story_products::story_id.desc())
        .limit(limit)
        .select(story_products::story_id)
        .load(db)?)
}

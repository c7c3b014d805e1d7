//! Writes of the story itself, of its photos, products and hashtags, and of the
//! counters on its author's row.

use diesel::prelude::*;

use crate::db::schema::{accounts, stories, story_hashtags, story_photos, story_products};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::stories::product_tags::ProductTag;
use crate::stories::rules;

/// The columns of a new story.
#[derive(Debug, Insertable)]
#[diesel(table_name = stories)]
pub struct StoryInsert<'a> {
    pub id: i64,
    pub author_id: i64,
    pub login_id: Option<i64>,
    pub body: &'a str,
    pub visibility: i32,
    pub share_of: Option<i64>,
    pub photo_count: i32,
    pub product_count: i32,
    pub created_at: i64,
}

/// The columns that an edit changes.
#[derive(Debug, AsChangeset)]
#[diesel(table_name = stories)]
pub struct StoryChange<'a> {
    pub body: &'a str,
    pub visibility: i32,
    pub photo_count: i32,
    pub product_count: i32,
    /// `None` leaves the column unchanged.
    pub edited_at: Option<i64>,
}

pub fn insert(tx: &mut Tx<'_>, row: &StoryInsert<'_>) -> Result<(), AppError> {
    diesel::insert_into(stories::table).values(row).execute(&mut **tx)?;
    Ok(())
}

/// Changes a published story and increments its version. Returns false if there is none.
pub fn change(tx: &mut Tx<'_>, id: i64, change: &StoryChange<'_>) -> Result<bool, AppError> {
    let published = stories::table.find(id).filter(stories::state.eq(rules::PUBLISHED));
    let n = diesel::update(published)
        .set((change, stories::version.eq(stories::version + 1)))
        .execute(&mut **tx)?;
    Ok(n == 1)
}

/// Moves a story from one state to another. Returns false if it was not in the first.
pub fn change_state(tx: &mut Tx<'_>, id: i64, from: i32, to: i32) -> Result<bool, AppError> {
    let story = stories::table.find(id).filter(stories::state.eq(from));
    let n = diesel::update(story)
        .set((stories::state.eq(to), stories::version.eq(stories::version + 1)))
        .execute(&mut **tx)?;
    Ok(n == 1)
}

/// Adds to the number of public shares of the quoted story, even if it is
/// hidden, since it may be shown again. Returns its author if it is published.
pub fn count_share(tx: &mut Tx<'_>, quoted: i64, by: i64) -> Result<Option<i64>, AppError> {
    let (author, state): (i64, i32) = diesel::update(stories::table.find(quoted))
        .set(stories::share_count.eq(stories::share_count + by))
        .returning((stories::author_id, stories::state))
        .get_result(&mut **tx)?;
    Ok((state == rules::PUBLISHED).then_some(author))
}

/// Replaces the photos of a story with these, in this order.
pub fn set_photos(tx: &mut Tx<'_>, story: i64, photos: &[(i64, String)]) -> Result<(), AppError> {
    diesel::delete(story_photos::table.filter(story_photos::story_id.eq(story))).execute(&mut **tx)?;
    for (position, (photo, alt)) in (0_i32..).zip(photos) {
        diesel::insert_into(story_photos::table)
            .values((
                story_photos::story_id.eq(story),
                story_photos::position.eq(position),
                story_photos::photo_id.eq(photo),
                story_photos::alt.eq(alt),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Replaces the products of a story with these, in this order.
pub fn set_products(tx: &mut Tx<'_>, story: i64, products: &[ProductTag]) -> Result<(), AppError> {
    diesel::delete(story_products::table.filter(story_products::story_id.eq(story))).execute(&mut **tx)?;
    for (position, pin) in (0_i32..).zip(products) {
        diesel::insert_into(story_products::table)
            .values((
                story_products::story_id.eq(story),
                story_products::position.eq(position),
                story_products::product_id.eq(pin.product),
                story_products::photo_position.eq(pin.place.map(|p| p.photo)),
                story_products::x.eq(pin.place.map(|p| p.x)),
                story_products::y.eq(pin.place.map(|p| p.y)),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

pub fn set_hashtags(tx: &mut Tx<'_>, story: i64, tags: &[String]) -> Result<(), AppError> {
    diesel::delete(story_hashtags::table.filter(story_hashtags::story_id.eq(story))).execute(&mut **tx)?;
    for tag in tags {
        diesel::insert_into(story_hashtags::table)
            .values((story_hashtags::tag.eq(tag), story_hashtags::story_id.eq(story)))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Adds a story to the author's count and makes it their newest.
pub fn count_published(tx: &mut Tx<'_>, author: i64, story: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(author))
        .set((
            accounts::story_count.eq(accounts::story_count + 1),
            accounts::last_story_id.eq(story),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Adds to the author's number of stories and looks up their newest one again.
pub fn recount(tx: &mut Tx<'_>, author: i64, by: i64) -> Result<(), AppError> {
    // Lock the author's row first, so that no other action can change which story is the newest.
    diesel::update(accounts::table.find(author))
        .set((
            accounts::story_count.eq(accounts::story_count + by),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    let newest = newest_of(tx, author)?;
    diesel::update(accounts::table.find(author))
        .set(accounts::last_story_id.eq(newest))
        .execute(&mut **tx)?;
    Ok(())
}

fn newest_of(db: &mut Db, author: i64) -> Result<i64, AppError> {
    let newest: Option<i64> = stories::table
        .filter(stories::author_id.eq(author))
        .filter(stories::state.eq(rules::PUBLISHED))
        .order(stories::id.desc())
        .select(stories::id)
        .first(db)
        .optional()?;
    Ok(newest.unwrap_or(0))
}

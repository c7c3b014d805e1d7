//! Taking a story or a comment down and putting it back, for the moderators.
//! Nothing of it is lost: only its state changes, and the counters that go by
//! the state.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, comments, stories};
use crate::error::AppError;
use crate::jobs::changes::{self, Kind};

const PUBLISHED: i32 = 0;
const REMOVED: i32 = 4;

/// False: it was not published any more.
pub fn remove_story(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    change_story(tx, id, PUBLISHED, REMOVED, -1)
}

pub fn put_back_story(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    change_story(tx, id, REMOVED, PUBLISHED, 1)
}

fn change_story(tx: &mut Tx<'_>, id: i64, from: i32, to: i32, by: i64) -> Result<bool, AppError> {
    let changed = diesel::update(stories::table.filter(stories::id.eq(id)).filter(stories::state.eq(from)))
        .set((stories::state.eq(to), stories::version.eq(stories::version + 1)))
        .execute(&mut **tx)?;
    if changed == 0 {
        return Ok(false);
    }
    let author: i64 = stories::table.find(id).select(stories::author_id).first(&mut **tx)?;
    let last: Option<i64> = stories::table
        .filter(stories::author_id.eq(author))
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.lt(2))
        .select(max(stories::id))
        .first(&mut **tx)?;
    diesel::update(accounts::table.find(author))
        .set((
            accounts::story_count.eq(accounts::story_count + by),
            accounts::last_story_id.eq(last.unwrap_or(0)),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    changes::record(tx, Kind::Story, id)?;
    Ok(true)
}

pub fn remove_comment(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    change_comment(tx, id, PUBLISHED, REMOVED, -1)
}

pub fn put_back_comment(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    change_comment(tx, id, REMOVED, PUBLISHED, 1)
}

fn change_comment(tx: &mut Tx<'_>, id: i64, from: i32, to: i32, by: i64) -> Result<bool, AppError> {
    let changed = diesel::update(comments::table.filter(comments::id.eq(id)).filter(comments::state.eq(from)))
        .set(comments::state.eq(to))
        .execute(&mut **tx)?;
    if changed == 0 {
        return Ok(false);
    }
    let story: i64 = comments::table.find(id).select(comments::story_id).first(&mut **tx)?;
    diesel::update(stories::table.find(story))
        .set((
            stories::comment_count.eq(stories::comment_count + by),
            stories::version.eq(stories::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(true)
}

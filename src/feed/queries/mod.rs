//! The feed query. Nothing is written to anyone's feed when a story is
//! published (for 500 friends that would cost 60 to 80 times the insert). The
//! feed is read from its sources, the authors that the viewer follows, in one
//! statement (authors.rs):
//!
//! - **Few sources** (up to `MANY`): the newest 21 stories can only come from
//!   the 21 authors whose newest stories are the most recent, and none of them
//!   is older than the 21st of those. So the statement orders the sources by
//!   `accounts.last_story_id`, takes 21 and reads the stories of each above
//!   that bound. Below a cursor it does the same with each source's newest
//!   story under the cursor (one index seek each).
//! - **Many sources**: the statement reads the `SCAN` most recent stories,
//!   checks for each whether its author is a source, and stops at 21. If there
//!   are fewer, the merge above follows.
//!
//! Both may come out short if a source's newest story is deleted or private.
//! The `Exact` plan then asks every source for its newest visible ones.
//!
//! The feed also contains the stories that friends gave an UP (ups.rs), with
//! one more statement. It reads only UPs newer than the page's last story, so
//! its cost depends on what friends did in that time.
//!
//! Hot statements are `QueryFragment`s with a static id, so they stay prepared.
//! The SQL differs by engine (LATERAL, MATERIALIZED). The products and shops
//! beside the feed are in discover.rs.
//!
//! `author_id IN (…) ORDER BY id DESC` is never used: its plan flips on
//! PostgreSQL at 2 million stories (0.2 ms becomes 477 ms).

pub mod authors;
pub mod discover;
mod entries;
pub mod ups;

pub use entries::{Entry, Friend, Tab};

use std::cmp::Reverse;

use diesel::prelude::*;

use crate::access::Actor;
use crate::accounts::Account;
use crate::db::Db;
use crate::db::schema::{accounts, stories, story_photos};
use crate::error::AppError;
use crate::friends::queries::are_friends;
use crate::photos::Picture;
use crate::stories::Visibility;
use crate::stories::rules::PUBLISHED;
use crate::stories::visibility::visible_to;

/// Returns the newest entries of a viewer's feed below `after`, newest first,
/// at most `limit`. Each story is in the feed once: at its own id, or, if its
/// author is not one of the sources, at its newest UP by a friend.
pub fn home(db: &mut Db, viewer: i64, tab: Tab, after: i64, limit: i64) -> Result<Vec<Entry>, AppError> {
    let (friends, shops): (i32, i64) = accounts::table
        .find(viewer)
        .select((accounts::friend_count, accounts::following_count))
        .first(db)?;
    let friends = i64::from(friends);
    let authors = match tab {
        Tab::All => friends + shops + 1,
        Tab::Friends => friends + 1,
        Tab::Shops => shops,
    };
    let written = authors::newest(db, viewer, tab, authors, after, limit)?;
    let full = i64::try_from(written.len()).unwrap_or(0) >= limit;
    // An UP older than the last story of a full page belongs to a later page.
    let above = written.last().copied().filter(|_| full).unwrap_or(0);
    let mut entries: Vec<Entry> = written
        .into_iter()
        .map(|id| Entry {
            id,
            story: id,
            boosted_by: None,
        })
        .collect();
    if tab != Tab::Shops && friends > 0 {
        let span = ups::Span { above, after, limit };
        entries.extend(ups::newest(db, viewer, tab, friends, span)?);
        entries.sort_unstable_by_key(|entry| Reverse(entry.id));
        entries.truncate(usize::try_from(limit).unwrap_or(0));
    }
    Ok(entries)
}

/// Returns the number of an author's stories that the actor may see. The caller
/// has checked that there is no block between them.
pub fn count_of(db: &mut Db, actor: &Actor, author: &Account) -> Result<i64, AppError> {
    let viewer = actor.posts_as();
    if viewer == author.id || author.is_business() {
        return Ok(author.story_count);
    }
    let audience: &[i32] = if viewer != 0 && are_friends(db, viewer, author.id)? {
        &[Visibility::Public.number(), Visibility::Friends.number()]
    } else {
        &[Visibility::Public.number()]
    };
    Ok(stories::table
        .filter(stories::author_id.eq(author.id))
        .filter(stories::state.eq(PUBLISHED))
        .filter(stories::visibility.eq_any(audience))
        .count()
        .get_result(db)?)
}

/// Returns the newest stories of an author that the actor may see.
pub fn of_author(db: &mut Db, actor: &Actor, author: i64, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(stories::table
        .filter(stories::author_id.eq(author))
        .filter(stories::id.lt(after))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select(stories::id)
        .limit(limit)
        .load(db)?)
}

/// Returns the newest stories with photos of an author that the actor may see,
/// as (story, number of photos, first photo), for the grid of a profile.
pub fn photo_wall(db: &mut Db, actor: &Actor, author: i64, after: i64, limit: i64) -> Result<Vec<(i64, i32, Picture)>, AppError> {
    type Row = (i64, i32, i64, String);
    let rows: Vec<Row> = stories::table
        .inner_join(story_photos::table.on(story_photos::story_id.eq(stories::id).and(story_photos::position.eq(0))))
        .filter(stories::author_id.eq(author))
        .filter(stories::id.lt(after))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select((stories::id, stories::photo_count, story_photos::photo_id, story_photos::alt))
        .limit(limit)
        .load(db)?;
    let ids: Vec<i64> = rows.iter().map(|r| r.2).collect();
    let pictures = crate::photos::queries::pictures(db, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|(story, count, photo, alt)| {
            let mut picture = pictures.get(&photo)?.clone();
            picture.alt = alt;
            Some((story, count, picture))
        })
        .collect())
}

/// Returns the newest public stories of the whole site.
pub fn fresh_stories(db: &mut Db, actor: &Actor, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(stories::table
        .filter(stories::id.lt(after))
        .filter(stories::visibility.eq(0))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select(stories::id)
        .limit(limit)
        .load(db)?)
}

/// Returns the last story of the part of `n` stories after an id, in any state.
/// Returns `None` if no more stories follow.
pub fn end_of_stories(db: &mut Db, after: i64, n: i64) -> Result<Option<i64>, AppError> {
    let ids = stories::table
        .filter(stories::id.gt(after))
        .order(stories::id)
        .select(stories::id)
        .limit(n + 1)
        .load(db)?;
    Ok(crate::db::ids::end_of_part(&ids, n))
}

/// Returns the public stories in a range of ids, each with the time at which it
/// was written or last edited.
pub fn public_stories(db: &mut Db, after: i64, until: i64) -> Result<Vec<(i64, i64)>, AppError> {
    let rows: Vec<(i64, Option<i64>, i64)> = stories::table
        .filter(stories::id.gt(after))
        .filter(stories::id.le(until))
        .filter(stories::visibility.eq(0))
        .filter(visible_to(&Actor::Visitor))
        .order(stories::id)
        .select((stories::id, stories::edited_at, stories::created_at))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, edited, created)| (id, edited.unwrap_or(created)))
        .collect())
}

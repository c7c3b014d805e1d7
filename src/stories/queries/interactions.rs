//! Feelings, UPs and comments. Every write locks the story's row first, with
//! one conditional update that also checks visibility. Interactions with one
//! story therefore wait for each other and the counters stay exact.

use std::collections::{HashMap, HashSet};

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::access::Actor;
use crate::db::schema::{accounts, comments, notifications, stories, story_feelings, story_ups};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::stories::rules::{Feeling, Feelings, PUBLISHED};
use crate::stories::visibility::{VisibleTo, comment_visible_to};

/// The facts about a story that an interaction needs.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct LockedStory {
    pub author_id: i64,
    pub visibility: i32,
}

/// Locks the story's row until the end of the transaction. Returns `None` if
/// the story is not visible.
pub fn hold(tx: &mut Tx<'_>, visible: VisibleTo, story: i64) -> Result<Option<LockedStory>, AppError> {
    let seen = stories::table.filter(stories::id.eq(story)).filter(visible);
    Ok(diesel::update(seen)
        .set(stories::version.eq(stories::version))
        .returning((stories::author_id, stories::visibility))
        .get_result(&mut **tx)
        .optional()?)
}

/// Replaces an account's feeling and returns the previous one. The caller has locked the story.
pub fn set_feeling(tx: &mut Tx<'_>, story: i64, account: i64, new: Option<Feeling>) -> Result<Option<Feeling>, AppError> {
    let old: Option<String> = diesel::delete(story_feelings::table.find((story, account)))
        .returning(story_feelings::kind)
        .get_result(&mut **tx)
        .optional()?;
    if let Some(feeling) = new {
        let now = tx.now();
        diesel::insert_into(story_feelings::table)
            .values((
                story_feelings::story_id.eq(story),
                story_feelings::account_id.eq(account),
                story_feelings::kind.eq(feeling.code()),
                story_feelings::created_at.eq(now),
            ))
            .execute(&mut **tx)?;
    }
    Ok(old.as_deref().and_then(Feeling::from_code))
}

/// Adds to the five counters and returns their new values.
pub fn count_feelings(tx: &mut Tx<'_>, story: i64, by: [i64; 5]) -> Result<Feelings, AppError> {
    let [like, cool, happy, sad, cheer_up] = by;
    let (like, cool, happy, sad, cheer_up) = diesel::update(stories::table.find(story))
        .set((
            stories::like_count.eq(stories::like_count + like),
            stories::cool_count.eq(stories::cool_count + cool),
            stories::happy_count.eq(stories::happy_count + happy),
            stories::sad_count.eq(stories::sad_count + sad),
            stories::cheer_up_count.eq(stories::cheer_up_count + cheer_up),
        ))
        .returning((
            stories::like_count,
            stories::cool_count,
            stories::happy_count,
            stories::sad_count,
            stories::cheer_up_count,
        ))
        .get_result(&mut **tx)?;
    Ok(Feelings([like, cool, happy, sad, cheer_up]))
}

/// Gives or takes back an UP and returns the new number of UPs. The caller has
/// locked the story.
///
/// A new UP has a new id, which is its position in the friends' feeds; an
/// existing one keeps its id. `accounts.last_up_id` becomes the newest id and
/// stays when that UP is taken back, so it is an upper bound.
pub fn set_up(tx: &mut Tx<'_>, story: i64, account: i64, on: bool) -> Result<i64, AppError> {
    let mine = story_ups::table.find((story, account));
    let by = if on {
        let there: bool = diesel::select(exists(mine)).get_result(&mut **tx)?;
        if !there {
            lift(tx, story, account)?;
        }
        i64::from(!there)
    } else {
        -i64::try_from(diesel::delete(mine).execute(&mut **tx)?).unwrap_or(0)
    };
    Ok(diesel::update(stories::table.find(story))
        .set(stories::up_count.eq(stories::up_count + by))
        .returning(stories::up_count)
        .get_result(&mut **tx)?)
}

fn lift(tx: &mut Tx<'_>, story: i64, account: i64) -> Result<(), AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(story_ups::table)
        .values((
            story_ups::id.eq(id),
            story_ups::story_id.eq(story),
            story_ups::account_id.eq(account),
            story_ups::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    diesel::update(accounts::table.find(account).filter(accounts::last_up_id.lt(id)))
        .set(accounts::last_up_id.eq(id))
        .execute(&mut **tx)?;
    Ok(())
}

/// A comment as pages show it.
#[derive(Debug, Clone, Queryable)]
pub struct CommentRow {
    pub id: i64,
    pub author_id: i64,
    pub body: String,
    pub created_at: i64,
}

/// Returns the newest comments before `before` that the actor may see, newest
/// first. The story must be visible to the actor.
pub fn comments_before(db: &mut Db, actor: &Actor, story: i64, before: i64, limit: i64) -> Result<Vec<CommentRow>, AppError> {
    Ok(comments::table
        .filter(comments::story_id.eq(story))
        .filter(comments::id.lt(before))
        .filter(comment_visible_to(actor))
        .order(comments::id.desc())
        .limit(limit)
        .select((comments::id, comments::author_id, comments::body, comments::created_at))
        .load(db)?)
}

/// Returns the number of comments of these authors on each of these stories.
pub fn comments_by(db: &mut Db, stories: &[i64], authors: &HashSet<i64>) -> Result<HashMap<i64, i64>, AppError> {
    if stories.is_empty() || authors.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, i64)> = comments::table
        .filter(comments::story_id.eq_any(stories))
        .filter(comments::author_id.eq_any(authors))
        .filter(comments::state.eq(PUBLISHED))
        .group_by(comments::story_id)
        .select((comments::story_id, diesel::dsl::count_star()))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Returns the (story, author, state) of a comment.
pub fn comment(db: &mut Db, id: i64) -> Result<Option<(i64, i64, i32)>, AppError> {
    Ok(comments::table
        .find(id)
        .select((comments::story_id, comments::author_id, comments::state))
        .first(db)
        .optional()?)
}

pub fn insert_comment(tx: &mut Tx<'_>, story: i64, author: i64, login: i64, body: &str) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(comments::table)
        .values((
            comments::id.eq(id),
            comments::story_id.eq(story),
            comments::author_id.eq(author),
            comments::login_id.eq(Some(login)),
            comments::body.eq(body),
            comments::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
}

/// Moves a comment from one state to another. Returns false if it was not in the first.
pub fn change_comment_state(tx: &mut Tx<'_>, id: i64, from: i32, to: i32) -> Result<bool, AppError> {
    let comment = comments::table.find(id).filter(comments::state.eq(from));
    let n = diesel::update(comment).set(comments::state.eq(to)).execute(&mut **tx)?;
    Ok(n == 1)
}

/// Adds to a story's number of comments.
pub fn count_comment(tx: &mut Tx<'_>, story: i64, by: i64) -> Result<(), AppError> {
    diesel::update(stories::table.find(story))
        .set(stories::comment_count.eq(stories::comment_count + by))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns true if an account was recently notified of this feeling. Prevents a
/// second notification when someone toggles a feeling.
pub fn told_of_feeling(db: &mut Db, to: i64, actor: i64, story: i64) -> Result<bool, AppError> {
    const LATELY: i64 = 100;
    let lately: Vec<(String, Option<i64>, Option<i64>)> = notifications::table
        .filter(notifications::account_id.eq(to))
        .order(notifications::id.desc())
        .limit(LATELY)
        .select((notifications::kind, notifications::actor_id, notifications::story_id))
        .load(db)?;
    Ok(lately
        .iter()
        .any(|(kind, by, at)| kind == "feeling" && *by == Some(actor) && *at == Some(story)))
}

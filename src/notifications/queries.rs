//! Every query of the notifications.

use std::collections::HashMap;

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::db::schema::{accounts, blocks, comments, moderation_actions, moderation_cases, notifications};
use crate::db::{Db, Tx};
use crate::error::AppError;

#[derive(Debug, Clone, Queryable)]
pub struct Row {
    pub id: i64,
    pub kind: String,
    pub actor_id: Option<i64>,
    pub story_id: Option<i64>,
    pub comment_id: Option<i64>,
    pub product_id: Option<i64>,
    pub action_id: Option<i64>,
    pub read_at: Option<i64>,
    pub created_at: i64,
}

pub fn insert(tx: &mut Tx<'_>, to: i64, kind: &str, notice: Notification) -> Result<(), AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(notifications::table)
        .values((
            notifications::id.eq(id),
            notifications::account_id.eq(to),
            notifications::kind.eq(kind),
            notifications::actor_id.eq(notice.actor),
            notifications::story_id.eq(notice.story),
            notifications::comment_id.eq(notice.comment),
            notifications::product_id.eq(notice.product),
            notifications::action_id.eq(notice.action),
            notifications::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    diesel::update(accounts::table.find(to))
        .set(accounts::unread_count.eq(accounts::unread_count + 1))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns an account's notifications before an id, newest first. Excludes those by accounts that
/// are not active or that a block hides from the viewer (`eyes`), and those about comments that
/// were deleted or removed.
pub fn list(db: &mut Db, account_id: i64, eyes: [i64; 2], before: i64, limit: i64) -> Result<Vec<Row>, AppError> {
    let gone = accounts::table
        .filter(accounts::id.nullable().eq(notifications::actor_id))
        .filter(accounts::state.ne("active"));
    let mine = blocks::blocker_id
        .eq_any(eyes)
        .and(blocks::blocked_id.nullable().eq(notifications::actor_id));
    let theirs = blocks::blocked_id
        .eq_any(eyes)
        .and(blocks::blocker_id.nullable().eq(notifications::actor_id));
    let unsaid = comments::table
        .filter(comments::id.nullable().eq(notifications::comment_id))
        .filter(comments::state.ne(0));
    Ok(notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::id.lt(before))
        .filter(not(exists(gone)))
        .filter(not(exists(unsaid)))
        .filter(not(exists(blocks::table.filter(mine.or(theirs)))))
        .order(notifications::id.desc())
        .limit(limit)
        .select((
            notifications::id,
            notifications::kind,
            notifications::actor_id,
            notifications::story_id,
            notifications::comment_id,
            notifications::product_id,
            notifications::action_id,
            notifications::read_at,
            notifications::created_at,
        ))
        .load(db)?)
}

/// Returns the kind of object that each decision was about: story, comment, product or account.
pub fn decided(db: &mut Db, actions: &[i64]) -> Result<HashMap<i64, String>, AppError> {
    if actions.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String)> = moderation_actions::table
        .inner_join(moderation_cases::table.on(moderation_cases::id.eq(moderation_actions::case_id)))
        .filter(moderation_actions::id.eq_any(actions))
        .select((moderation_actions::id, moderation_cases::target_kind))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Returns the kind and the story of one of an account's notifications.
pub fn one(db: &mut Db, account_id: i64, id: i64) -> Result<Option<(String, Option<i64>)>, AppError> {
    Ok(notifications::table
        .find(id)
        .filter(notifications::account_id.eq(account_id))
        .select((notifications::kind, notifications::story_id))
        .first(db)
        .optional()?)
}

/// Marks one as read; with `story`, also the older ones of the same kind about that story, which
/// the list shows as one. Returns the number of unread ones left.
pub fn read_one(tx: &mut Tx<'_>, account_id: i64, id: i64, kind: &str, story: Option<i64>) -> Result<i64, AppError> {
    let now = tx.now();
    let new = notifications::table
        .filter(notifications::account_id.eq(account_id))
        .filter(notifications::read_at.is_null());
    let read = notifications::read_at.eq(Some(now));
    let marked = match story {
        Some(story) => diesel::update(
            new.filter(notifications::id.le(id))
                .filter(notifications::kind.eq(kind))
                .filter(notifications::story_id.eq(story)),
        )
        .set(read)
        .execute(&mut **tx)?,
        None => diesel::update(new.filter(notifications::id.eq(id)))
            .set(read)
            .execute(&mut **tx)?,
    };
    let marked = i64::try_from(marked).unwrap_or(i64::MAX);
    let counted = accounts::table
        .filter(accounts::id.eq(account_id))
        .filter(accounts::unread_count.ge(marked));
    diesel::update(counted)
        .set(accounts::unread_count.eq(accounts::unread_count - marked))
        .execute(&mut **tx)?;
    Ok(accounts::table
        .find(account_id)
        .select(accounts::unread_count)
        .first(&mut **tx)?)
}

/// Marks everything as read.
pub fn read_all(tx: &mut Tx<'_>, account_id: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(accounts::table.find(account_id))
        .set(accounts::unread_count.eq(0))
        .execute(&mut **tx)?;
    diesel::update(
        notifications::table
            .filter(notifications::account_id.eq(account_id))
            .filter(notifications::read_at.is_null()),
    )
    .set(notifications::read_at.eq(Some(now)))
    .execute(&mut **tx)?;
    Ok(())
}

/// The objects that a notification refers to; those that do not apply are `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notification {
    pub actor: Option<i64>,
    pub story: Option<i64>,
    pub comment: Option<i64>,
    pub product: Option<i64>,
    pub action: Option<i64>,
}

//! Notifications: what happened to one's stories, friends and reports. Told in
//! the transaction of the act; the page is /notifications.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, notifications};
use crate::error::AppError;

/// What a notice points at; what does not apply stays `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Notice {
    pub actor: Option<i64>,
    pub story: Option<i64>,
    pub comment: Option<i64>,
    pub product: Option<i64>,
    pub action: Option<i64>,
}

/// Tells an account something. `kind` is one of: friend_request, friend_accepted,
/// feeling, comment, mention, share, removed, restored, report_closed.
pub fn tell(tx: &mut Tx<'_>, to: i64, kind: &str, notice: Notice) -> Result<(), AppError> {
    if notice.actor == Some(to) {
        return Ok(());
    }
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

//! Notifications about one's stories, friends and reports. They are written in the transaction of
//! the action; the page is /notifications.

pub mod pages;
pub mod queries;

use crate::db::Tx;
use crate::error::AppError;
pub use queries::Notification;

/// Kinds that are shown as one when there are many about the same story.
pub const GROUPED: [&str; 3] = ["feeling", "comment", "share"];

/// Notifies an account, unless the actor is that account itself. `kind` is one of: friend_request,
/// friend_accepted, feeling, comment, mention, share, removed, restored, kept (an answer to an
/// appeal), report_closed.
pub fn notify(tx: &mut Tx<'_>, to: i64, kind: &str, notice: Notification) -> Result<(), AppError> {
    if notice.actor == Some(to) {
        return Ok(());
    }
    queries::insert(tx, to, kind, notice)
}

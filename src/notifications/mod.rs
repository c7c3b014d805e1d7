//! Notifications: what happened to one's stories, friends and reports. Told in
//! the transaction of the act; the page is /notifications.

pub mod pages;
pub mod queries;

use crate::db::Tx;
use crate::error::AppError;
pub use queries::Notification;

/// Kinds of which many about one story are shown as one.
pub const GROUPED: [&str; 3] = ["feeling", "comment", "share"];

/// Tells an account something. `kind` is one of: friend_request, friend_accepted,
/// feeling, comment, mention, share, removed, restored, kept (an answer to an
/// appeal), report_closed.
pub fn notify(tx: &mut Tx<'_>, to: i64, kind: &str, notice: Notification) -> Result<(), AppError> {
    if notice.actor == Some(to) {
        return Ok(());
    }
    queries::insert(tx, to, kind, notice)
}

//! Closing for good: a person closes their login, an owner a shop. Everything they posted
//! disappears at once, because every reader checks the account's state; the counters of others are
//! corrected after the commit (friends/jobs.rs). It cannot be undone.

use serde::{Deserialize, Serialize};

use crate::access::{Member, Role};
use crate::accounts::queries::{logins, places, profiles};
use crate::accounts::{Account, takedown};
use crate::audit::{Act, log_act};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::jobs;

/// The kind of the job that follows the closing of a person's account.
pub const CLOSED: &str = "account.closed";

/// Payload of that job: the account that was closed.
#[derive(Debug, Serialize, Deserialize)]
pub struct Closed {
    pub account_id: i64,
}

/// Closes the member's login and personal account: sessions and roles end; email, password, name
/// and profile photos are deleted. The handle stays taken, so that nobody can pose as the person
/// who left.
pub fn close_login(tx: &mut Tx<'_>, member: &Member) -> Result<(), AppError> {
    logins::lock(tx, member.login_id)?;
    let owner = Role::Owner.code();
    if logins::shops_of(tx, member.login_id)?.iter().any(|(_, role)| role == owner) {
        return Err(AppError::Rule(
            Sentence::new("close-shops-first").help("/act-as", "shops-full-help"),
        ));
    }
    if !takedown::close(tx, member.account_id)? {
        return Err(AppError::NotFound);
    }
    logins::forget(tx, member.login_id)?;
    places::forget(tx, member.login_id)?;
    profiles::forget(tx, member.account_id)?;
    let closed = Closed {
        account_id: member.account_id,
    };
    let now = tx.now();
    jobs::enqueue(tx, CLOSED, &closed, now)?;
    Ok(())
}

/// Closes a shop. Only its owner may.
pub fn close_shop(tx: &mut Tx<'_>, member: &Member, shop: &Account, role: Role) -> Result<(), AppError> {
    if role != Role::Owner {
        return Err(AppError::denied("studio-role"));
    }
    if !takedown::close(tx, shop.id)? {
        return Err(AppError::NotFound);
    }
    log_act(tx, Some(member.login_id), Some(shop.id), Act::ShopClose, "account", shop.id)
}

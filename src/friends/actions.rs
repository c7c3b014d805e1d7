//! Actions between people: ask, accept, follow, block. A person does them in their own name, never
//! in the name of a shop.

use super::queries;
use super::rules::FRIEND_LIMIT;
use crate::access::{Member, permit};
use crate::accounts::{self, Account};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::notifications::{self, Notification};

/// Returns the other side of an action, as the member may see it. Fails with `NotFound` if the
/// other blocked the member.
pub fn find(tx: &mut Tx<'_>, me: &Member, handle: &str) -> Result<Account, AppError> {
    let handle = crate::text::Handle::lookup(handle).ok_or(AppError::NotFound)?;
    let other = accounts::queries::by_handle(tx, &handle)?.ok_or(AppError::NotFound)?;
    if queries::has_blocked(tx, other.id, me.account_id)? {
        return Err(AppError::NotFound);
    }
    Ok(other)
}

fn as_person(me: &Member) -> Result<(), AppError> {
    if permit::acts_as_person(me) {
        Ok(())
    } else {
        Err(AppError::Denied(
            Sentence::new("friends-as-person").help("/act-as", "nav-act-as"),
        ))
    }
}

fn personal(me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    if other.is_business() {
        return Err(AppError::Rule(
            Sentence::new("friends-shop-is-followed").help(accounts::url(&other.handle), "friends-go-to-shop"),
        ));
    }
    if other.id == me.account_id {
        return Err(AppError::rule("friends-not-oneself"));
    }
    Ok(())
}

/// Asks for friendship. If the other asked already, that request is accepted.
pub fn request(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    personal(me, other)?;
    if queries::blocked_between(tx, me.account_id, other.id)? {
        return Err(AppError::rule("friends-unblock-first"));
    }
    if queries::are_friends(tx, me.account_id, other.id)? {
        return Ok(());
    }
    if queries::requested(tx, other.id, me.account_id)? {
        return accept(tx, me, other);
    }
    if queries::insert_request(tx, me.account_id, other.id)? {
        notifications::notify(
            tx,
            other.id,
            "friend_request",
            Notification {
                actor: Some(me.account_id),
                ..Notification::default()
            },
        )?;
    }
    Ok(())
}

/// Accepts a request. Both sides take one of their 500 places, the lower id first, so that two
/// accepts never deadlock. If either has none left, everything is rolled back and the request
/// stays.
pub fn accept(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    personal(me, other)?;
    if !queries::delete_requests(tx, other.id, me.account_id)? {
        // Accepted twice, from two windows: the friendship exists, so all is well. Otherwise the
        // request was withdrawn.
        return if queries::are_friends(tx, me.account_id, other.id)? {
            Ok(())
        } else {
            Err(AppError::Rule(
                Sentence::new("friends-request-gone").help("/friends", "nav-friends"),
            ))
        };
    }
    if queries::are_friends(tx, me.account_id, other.id)? {
        return Ok(());
    }
    befriend(tx, me.account_id, other.id).map_err(|full| match full {
        Befriend::Full(id) if id == me.account_id => AppError::Rule(
            Sentence::new("friends-full-mine")
                .with("n", FRIEND_LIMIT.to_string())
                .help("/friends", "friends-make-room"),
        ),
        Befriend::Full(_) => AppError::Rule(
            Sentence::new("friends-full-theirs")
                .with("name", other.display_name.clone())
                .with("n", FRIEND_LIMIT.to_string())
                .help("/friends", "nav-friends"),
        ),
        Befriend::Failed(error) => error,
    })?;
    notifications::notify(
        tx,
        other.id,
        "friend_accepted",
        Notification {
            actor: Some(me.account_id),
            ..Notification::default()
        },
    )
}

/// The reason that two accounts did not become friends.
pub enum Befriend {
    /// This account already has as many friends as it may.
    Full(i64),
    Failed(AppError),
}

impl From<AppError> for Befriend {
    fn from(error: AppError) -> Self {
        Self::Failed(error)
    }
}

/// Makes two accounts friends within the limit; also used by the demo.
pub fn befriend(tx: &mut Tx<'_>, a: i64, b: i64) -> Result<(), Befriend> {
    for account in [a.min(b), a.max(b)] {
        if !queries::take_place(tx, account)? {
            return Err(Befriend::Full(account));
        }
    }
    Ok(queries::insert_friendship(tx, a, b)?)
}

/// Declines a request; the other is not notified.
pub fn decline(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    queries::delete_request(tx, other.id, me.account_id).map(drop)
}

/// Withdraws the member's own request.
pub fn withdraw(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    queries::delete_request(tx, me.account_id, other.id).map(drop)
}

/// Ends a friendship; the other is not notified.
pub fn remove(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    queries::delete_friendship(tx, me.account_id, other.id).map(drop)
}

/// Follows a shop.
pub fn follow(tx: &mut Tx<'_>, me: &Member, shop: &Account) -> Result<(), AppError> {
    as_person(me)?;
    if !shop.is_business() {
        return Err(AppError::rule("friends-only-shops-are-followed"));
    }
    if queries::blocked_between(tx, me.account_id, shop.id)? {
        return Err(AppError::rule("friends-unblock-first"));
    }
    queries::insert_follow(tx, me.account_id, shop.id).map(drop)
}

pub fn unfollow(tx: &mut Tx<'_>, me: &Member, shop: &Account) -> Result<(), AppError> {
    as_person(me)?;
    queries::delete_follow(tx, me.account_id, shop.id).map(drop)
}

/// Hides both from each other everywhere, and removes friendship, requests and follow.
pub fn block(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    if other.id == me.account_id {
        return Err(AppError::rule("friends-not-oneself"));
    }
    queries::delete_requests(tx, other.id, me.account_id)?;
    queries::delete_friendship(tx, me.account_id, other.id)?;
    queries::delete_follow(tx, me.account_id, other.id)?;
    queries::insert_block(tx, me.account_id, other.id).map(drop)
}

pub fn unblock(tx: &mut Tx<'_>, me: &Member, other: &Account) -> Result<(), AppError> {
    as_person(me)?;
    queries::delete_block(tx, me.account_id, other.id).map(drop)
}

//! Every query of friends, follows and blocks.

use std::collections::{HashMap, HashSet};

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use super::rules::{FRIEND_LIMIT, Relation};
use crate::db::schema::{accounts, blocks, follows, friend_requests, friendships};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Requests of a page, of each direction.
const REQUESTS_SHOWN: i64 = 100;
/// Blocked accounts of a page.
const BLOCKED_SHOWN: i64 = 500;

/// Inserts a row unless its key exists. Evaluates to true if the row was inserted.
macro_rules! insert_once {
    ($db:expr, $table:expr, $values:expr) => {
        match $db {
            Db::Sqlite(c) => diesel::insert_or_ignore_into($table).values($values).execute(c)? == 1,
            Db::Postgres(c) => {
                diesel::insert_into($table)
                    .values($values)
                    .on_conflict_do_nothing()
                    .execute(c)?
                    == 1
            }
        }
    };
}

pub fn are_friends(db: &mut Db, a: i64, b: i64) -> Result<bool, AppError> {
    Ok(select(exists(friendships::table.find((a, b)))).get_result(db)?)
}

pub fn follows(db: &mut Db, follower: i64, business: i64) -> Result<bool, AppError> {
    Ok(select(exists(follows::table.find((follower, business)))).get_result(db)?)
}

/// Returns true if either account blocked the other.
pub fn blocked_between(db: &mut Db, a: i64, b: i64) -> Result<bool, AppError> {
    let either = blocks::blocker_id
        .eq(a)
        .and(blocks::blocked_id.eq(b))
        .or(blocks::blocker_id.eq(b).and(blocks::blocked_id.eq(a)));
    Ok(select(exists(blocks::table.filter(either))).get_result(db)?)
}

/// Returns true if a block in either direction hides an account from the viewer. `eyes` are the
/// account acted as and the person behind it (`Actor::eyes`); neither is ever hidden from itself.
pub fn hidden_from(db: &mut Db, eyes: [i64; 2], account: i64) -> Result<bool, AppError> {
    if eyes == [0, 0] || eyes.contains(&account) {
        return Ok(false);
    }
    let either = blocks::blocker_id
        .eq(account)
        .and(blocks::blocked_id.eq_any(eyes))
        .or(blocks::blocked_id.eq(account).and(blocks::blocker_id.eq_any(eyes)));
    Ok(select(exists(blocks::table.filter(either))).get_result(db)?)
}

/// Returns every account that `hidden_from` hides from the viewer.
pub fn all_hidden_from(db: &mut Db, eyes: [i64; 2]) -> Result<HashSet<i64>, AppError> {
    if eyes == [0, 0] {
        return Ok(HashSet::new());
    }
    let mut found: HashSet<i64> = blocks::table
        .filter(blocks::blocker_id.eq_any(eyes))
        .select(blocks::blocked_id)
        .load(db)?
        .into_iter()
        .collect();
    let by_others: Vec<i64> = blocks::table
        .filter(blocks::blocked_id.eq_any(eyes))
        .select(blocks::blocker_id)
        .load(db)?;
    found.extend(by_others);
    found.retain(|id| !eyes.contains(id));
    Ok(found)
}

pub fn has_blocked(db: &mut Db, blocker: i64, blocked: i64) -> Result<bool, AppError> {
    Ok(select(exists(blocks::table.find((blocker, blocked)))).get_result(db)?)
}

/// Returns the relation of `me` to `other`.
pub fn relation(db: &mut Db, me: i64, other: i64) -> Result<Relation, AppError> {
    if me == other {
        return Ok(Relation::Myself);
    }
    if are_friends(db, me, other)? {
        return Ok(Relation::Friends);
    }
    if requested(db, me, other)? {
        return Ok(Relation::Asked);
    }
    if requested(db, other, me)? {
        return Ok(Relation::AsksMe);
    }
    Ok(if follows(db, me, other)? {
        Relation::Following
    } else {
        Relation::Nothing
    })
}

pub fn requested(db: &mut Db, from: i64, to: i64) -> Result<bool, AppError> {
    Ok(select(exists(friend_requests::table.find((from, to)))).get_result(db)?)
}

/// Takes one of the 500 places of an account, with one conditional statement, so that no race lets
/// a 501st friend through. Returns false if none is left.
pub fn take_place(tx: &mut Tx<'_>, account: i64) -> Result<bool, AppError> {
    let free = accounts::table
        .filter(accounts::id.eq(account))
        .filter(accounts::friend_count.lt(FRIEND_LIMIT));
    let taken = diesel::update(free)
        .set(accounts::friend_count.eq(accounts::friend_count + 1))
        .execute(&mut **tx)?;
    Ok(taken == 1)
}

fn give_place_back(tx: &mut Tx<'_>, account: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(account))
        .set(accounts::friend_count.eq(accounts::friend_count - 1))
        .execute(&mut **tx)?;
    Ok(())
}

/// Writes both rows of a friendship. The places must have been taken before.
pub fn insert_friendship(tx: &mut Tx<'_>, a: i64, b: i64) -> Result<(), AppError> {
    let now = tx.now();
    for (account, friend) in [(a.min(b), a.max(b)), (a.max(b), a.min(b))] {
        diesel::insert_into(friendships::table)
            .values((
                friendships::account_id.eq(account),
                friendships::friend_id.eq(friend),
                friendships::created_at.eq(now),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Deletes both rows and gives both places back. Returns false if they were not friends.
pub fn delete_friendship(tx: &mut Tx<'_>, a: i64, b: i64) -> Result<bool, AppError> {
    let (low, high) = (a.min(b), a.max(b));
    if diesel::delete(friendships::table.find((low, high))).execute(&mut **tx)? == 0 {
        return Ok(false);
    }
    diesel::delete(friendships::table.find((high, low))).execute(&mut **tx)?;
    give_place_back(tx, low)?;
    give_place_back(tx, high)?;
    Ok(true)
}

pub fn insert_request(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<bool, AppError> {
    let values = (
        friend_requests::from_id.eq(from),
        friend_requests::to_id.eq(to),
        friend_requests::created_at.eq(tx.now()),
    );
    Ok(insert_once!(&mut **tx, friend_requests::table, values))
}

/// Deletes the requests between two accounts, always in the same order, so that two people who
/// accept each other at once cannot deadlock. Returns true if there was one `from` → `to`.
pub fn delete_requests(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<bool, AppError> {
    let mut there = false;
    let (low, high) = (from.min(to), from.max(to));
    for (a, b) in [(low, high), (high, low)] {
        let gone = diesel::delete(friend_requests::table.find((a, b))).execute(&mut **tx)? == 1;
        there |= gone && (a, b) == (from, to);
    }
    Ok(there)
}

pub fn delete_request(tx: &mut Tx<'_>, from: i64, to: i64) -> Result<bool, AppError> {
    Ok(diesel::delete(friend_requests::table.find((from, to))).execute(&mut **tx)? == 1)
}

/// Adds a follow and updates the counters of both accounts. Returns false if it existed.
pub fn insert_follow(tx: &mut Tx<'_>, follower: i64, business: i64) -> Result<bool, AppError> {
    let values = (
        follows::follower_id.eq(follower),
        follows::business_id.eq(business),
        follows::created_at.eq(tx.now()),
    );
    if !insert_once!(&mut **tx, follows::table, values) {
        return Ok(false);
    }
    move_follow_counts(tx, follower, business, 1)?;
    Ok(true)
}

pub fn delete_follow(tx: &mut Tx<'_>, follower: i64, business: i64) -> Result<bool, AppError> {
    if diesel::delete(follows::table.find((follower, business))).execute(&mut **tx)? == 0 {
        return Ok(false);
    }
    move_follow_counts(tx, follower, business, -1)?;
    Ok(true)
}

fn move_follow_counts(tx: &mut Tx<'_>, follower: i64, business: i64, by: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(follower))
        .set(accounts::following_count.eq(accounts::following_count + by))
        .execute(&mut **tx)?;
    diesel::update(accounts::table.find(business))
        .set(accounts::follower_count.eq(accounts::follower_count + by))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn follower_count(db: &mut Db, business: i64) -> Result<i64, AppError> {
    Ok(accounts::table.find(business).select(accounts::follower_count).first(db)?)
}

pub fn insert_block(tx: &mut Tx<'_>, blocker: i64, blocked: i64) -> Result<bool, AppError> {
    let values = (
        blocks::blocker_id.eq(blocker),
        blocks::blocked_id.eq(blocked),
        blocks::created_at.eq(tx.now()),
    );
    Ok(insert_once!(&mut **tx, blocks::table, values))
}

pub fn delete_block(tx: &mut Tx<'_>, blocker: i64, blocked: i64) -> Result<bool, AppError> {
    Ok(diesel::delete(blocks::table.find((blocker, blocked))).execute(&mut **tx)? == 1)
}

/// Returns the requests that wait for `me`, as (account, time), newest first, at most 100.
pub fn requests_to(db: &mut Db, me: i64) -> Result<Vec<(i64, i64)>, AppError> {
    Ok(friend_requests::table
        .filter(friend_requests::to_id.eq(me))
        .order(friend_requests::created_at.desc())
        .select((friend_requests::from_id, friend_requests::created_at))
        .limit(REQUESTS_SHOWN)
        .load(db)?)
}

/// Returns the requests that `me` made, as (account, time), newest first, at most 100.
pub fn requests_from(db: &mut Db, me: i64) -> Result<Vec<(i64, i64)>, AppError> {
    Ok(friend_requests::table
        .filter(friend_requests::from_id.eq(me))
        .order(friend_requests::created_at.desc())
        .select((friend_requests::to_id, friend_requests::created_at))
        .limit(REQUESTS_SHOWN)
        .load(db)?)
}

/// Returns all friends of an account (500 at most), ordered by name.
pub fn friends_of(db: &mut Db, account: i64) -> Result<Vec<i64>, AppError> {
    Ok(friendships::table
        .inner_join(accounts::table.on(accounts::id.eq(friendships::friend_id)))
        .filter(friendships::account_id.eq(account))
        .filter(accounts::state.eq("active"))
        .order(accounts::display_name)
        .select(friendships::friend_id)
        .load(db)?)
}

/// Returns up to `most` friends of an account, whatever their state.
pub fn some_friends(db: &mut Db, account: i64, most: i64) -> Result<Vec<i64>, AppError> {
    Ok(friendships::table
        .filter(friendships::account_id.eq(account))
        .select(friendships::friend_id)
        .limit(most)
        .load(db)?)
}

/// Returns up to `most` of the shops that an account follows.
pub fn some_followed(db: &mut Db, account: i64, most: i64) -> Result<Vec<i64>, AppError> {
    Ok(follows::table
        .filter(follows::follower_id.eq(account))
        .select(follows::business_id)
        .limit(most)
        .load(db)?)
}

/// Deletes every request from and to an account.
pub fn delete_all_requests(tx: &mut Tx<'_>, account: i64) -> Result<(), AppError> {
    let either = friend_requests::from_id.eq(account).or(friend_requests::to_id.eq(account));
    diesel::delete(friend_requests::table.filter(either)).execute(&mut **tx)?;
    Ok(())
}

/// Returns the number of friends that `me` shares with each of `others`.
pub fn mutual_counts(db: &mut Db, me: i64, others: &[i64]) -> Result<HashMap<i64, i64>, AppError> {
    if others.is_empty() {
        return Ok(HashMap::new());
    }
    let mine = friendships::table
        .filter(friendships::account_id.eq(me))
        .select(friendships::friend_id);
    let mine: Vec<i64> = mine.load(db)?;
    let rows: Vec<(i64, i64)> = friendships::table
        .filter(friendships::account_id.eq_any(others))
        .filter(friendships::friend_id.eq_any(mine))
        .group_by(friendships::account_id)
        .select((friendships::account_id, diesel::dsl::count_star()))
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// Returns the active shops that an account follows, the newest follow first.
pub fn followed_shops(db: &mut Db, account: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::business_id)))
        .filter(follows::follower_id.eq(account))
        .filter(accounts::state.eq("active"))
        .order((follows::created_at.desc(), follows::business_id.desc()))
        .select(follows::business_id)
        .limit(limit)
        .load(db)?)
}

/// Returns the accounts that an account blocked, newest first, at most 500.
pub fn blocked_by(db: &mut Db, account: i64) -> Result<Vec<i64>, AppError> {
    Ok(blocks::table
        .filter(blocks::blocker_id.eq(account))
        .order(blocks::created_at.desc())
        .select(blocks::blocked_id)
        .limit(BLOCKED_SHOWN)
        .load(db)?)
}

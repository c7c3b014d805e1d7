//! Every query of friends, follows and blocks.

use diesel::dsl::{exists, select};
use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{blocks, follows, friendships};
use crate::error::AppError;

pub fn are_friends(db: &mut Db, a: i64, b: i64) -> Result<bool, AppError> {
    Ok(select(exists(friendships::table.find((a, b)))).get_result(db)?)
}

pub fn follows(db: &mut Db, follower: i64, business: i64) -> Result<bool, AppError> {
    Ok(select(exists(follows::table.find((follower, business)))).get_result(db)?)
}

/// A block hides both from each other, whoever made it.
pub fn blocked_between(db: &mut Db, a: i64, b: i64) -> Result<bool, AppError> {
    let either = blocks::blocker_id
        .eq(a)
        .and(blocks::blocked_id.eq(b))
        .or(blocks::blocker_id.eq(b).and(blocks::blocked_id.eq(a)));
    Ok(select(exists(blocks::table.filter(either))).get_result(db)?)
}

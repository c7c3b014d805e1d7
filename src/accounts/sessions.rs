//! Sessions: a token of 256 random bits in the cookie, its SHA-256 in the database. Every log-in
//! and every change of rights makes a new token. A change of password ends all other sessions; a
//! reset or a suspension ends all of them.

use super::queries;
use crate::access::Member;
use crate::access::load::{new_token, token_hash};
use crate::db::Tx;
use crate::error::AppError;

/// Starts a session and returns its token. `replaced` is the session that the browser came with: it
/// ends, so that a planted token is worthless.
pub fn start(
    tx: &mut Tx<'_>,
    login_id: i64,
    device: &str,
    replaced: Option<&str>,
    acting_as: Option<i64>,
) -> Result<String, AppError> {
    if let Some(hash) = replaced {
        queries::sessions::delete(tx, hash)?;
    }
    let token = new_token()?;
    queries::sessions::insert(tx, &token_hash(&token), login_id, acting_as, device)?;
    Ok(token)
}

/// Continues the session under a new token, acting as `acting_as`.
pub fn renew(tx: &mut Tx<'_>, member: &Member, device: &str, acting_as: Option<i64>) -> Result<String, AppError> {
    start(tx, member.login_id, device, Some(&member.session), acting_as)
}

/// Ends every session of a login except the one that asks.
pub fn end_others(tx: &mut Tx<'_>, member: &Member) -> Result<usize, AppError> {
    queries::sessions::delete_others(tx, member.login_id, Some(&member.session))
}

/// Ends every session of a login, after a reset or a suspension.
pub fn end_all(tx: &mut Tx<'_>, login_id: i64) -> Result<usize, AppError> {
    queries::sessions::delete_others(tx, login_id, None)
}

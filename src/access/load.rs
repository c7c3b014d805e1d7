//! Reads the actor behind a session, with one statement per request.

use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::actor::{Acting, Actor, Member, Role, SiteRole, SuspendedUser};
use crate::db::schema::{accounts, logins, photos, sessions, staff};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::text::hex;

/// Idle time after which a session ends (60 days).
pub const IDLE_LIMIT_MS: i64 = 60 * 24 * 3600 * 1000;

/// Idle time after which the session of a suspended person ends (one day).
pub const HELD_LIMIT_MS: i64 = 24 * 3600 * 1000;

diesel::alias!(accounts as shops: Shops);

/// Returns the stored form of a token: its SHA-256, in hexadecimal.
pub fn token_hash(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}

/// A session with its login, its account, the avatar, the shop acted for, and the role there.
type Row = (
    (i64, i64, bool, String, Option<String>, Option<String>),
    (i64, String, String, String),
    i64,
    (Option<i64>, Option<String>),
    (Option<i64>, Option<String>, Option<String>, Option<String>, Option<i64>),
    Option<String>,
);

fn session_row(db: &mut Db, hash: &str) -> Result<Option<Row>, AppError> {
    Ok(sessions::table
        .inner_join(logins::table.on(logins::id.eq(sessions::login_id)))
        .inner_join(accounts::table.on(accounts::login_id.eq(logins::id.nullable())))
        .left_join(photos::table.on(photos::id.nullable().eq(accounts::avatar_photo_id)))
        .left_join(shops.on(shops.field(accounts::id).nullable().eq(sessions::acting_as)))
        .left_join(
            staff::table.on(staff::business_id
                .nullable()
                .eq(sessions::acting_as)
                .and(staff::login_id.eq(sessions::login_id))),
        )
        .filter(sessions::token_hash.eq(hash))
        .filter(logins::suspended_at.is_null())
        .filter(accounts::state.eq("active"))
        .select((
            (
                logins::id,
                sessions::last_seen_at,
                sessions::renew,
                logins::site_role,
                logins::locale,
                logins::theme,
            ),
            (accounts::id, accounts::handle, accounts::display_name, accounts::state),
            accounts::unread_count,
            (photos::id.nullable(), photos::hash.nullable()),
            (
                shops.field(accounts::id).nullable(),
                shops.field(accounts::handle).nullable(),
                shops.field(accounts::display_name).nullable(),
                shops.field(accounts::state).nullable(),
                shops.field(accounts::unread_count).nullable(),
            ),
            staff::role.nullable(),
        ))
        .first(db)
        .optional()?)
}

/// Returns the actor behind a session token. It is a visitor if there is no token, if the session
/// ended, or if the login or its account is suspended.
pub fn actor(db: &mut Db, token: Option<&str>, now: i64) -> Result<Actor, AppError> {
    let Some(token) = token else { return Ok(Actor::Visitor) };
    let hash = token_hash(token);
    let Some((login, account, mut unread, avatar, shop, role)) = session_row(db, &hash)? else {
        return Ok(Actor::Visitor);
    };
    let (login_id, last_seen_at, renew, site_role, locale, theme) = login;
    if now - last_seen_at > IDLE_LIMIT_MS {
        return Ok(Actor::Visitor);
    }
    // No longer on the staff, or the shop is gone: from now on the member acts as themselves.
    let acting = match (shop, role.as_deref().and_then(Role::from_code)) {
        ((Some(account_id), Some(handle), Some(name), Some(state), shop_unread), Some(role)) if state == "active" => {
            unread = shop_unread.unwrap_or(0);
            Some(Acting {
                account_id,
                handle,
                name,
                role,
            })
        }
        _ => None,
    };
    let (account_id, handle, name, _) = account;
    Ok(Actor::Member(Box::new(Member {
        login_id,
        session: hash,
        account_id,
        handle,
        name,
        avatar: avatar.0.zip(avatar.1),
        site_role: SiteRole::from_code(&site_role),
        acting,
        unread,
        locale,
        theme,
        last_seen_at,
        renew,
    })))
}

/// Returns the person behind a session whose login is suspended, or whose account a moderator took
/// down. For them `actor` returns a visitor.
pub fn held(db: &mut Db, token: Option<&str>, now: i64) -> Result<Option<SuspendedUser>, AppError> {
    let Some(token) = token else { return Ok(None) };
    let row: Option<(i64, String, i64)> = sessions::table
        .inner_join(logins::table.on(logins::id.eq(sessions::login_id)))
        .inner_join(accounts::table.on(accounts::login_id.eq(logins::id.nullable())))
        .filter(sessions::token_hash.eq(token_hash(token)))
        .filter(accounts::state.eq("removed").or(logins::suspended_at.is_not_null()))
        .filter(accounts::state.ne("closed"))
        .select((logins::id, accounts::display_name, sessions::last_seen_at))
        .first(db)
        .optional()?;
    Ok(row
        .filter(|(_, _, seen)| now - seen <= HELD_LIMIT_MS)
        .map(|(login_id, name, _)| SuspendedUser { login_id, name }))
}

/// Returns a new session token: 256 random bits, in hexadecimal.
pub fn new_token() -> Result<String, AppError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(AppError::internal)?;
    Ok(hex(&bytes))
}

/// Gives a session whose rights changed a new token. Returns `None` if another request was faster,
/// or if the session ended meanwhile.
pub fn renew(tx: &mut Tx<'_>, session: &str) -> Result<Option<String>, AppError> {
    let token = new_token()?;
    let marked = sessions::table.find(session).filter(sessions::renew);
    let renewed = diesel::update(marked)
        .set((sessions::token_hash.eq(token_hash(&token)), sessions::renew.eq(false)))
        .execute(&mut **tx)?;
    Ok((renewed == 1).then_some(token))
}

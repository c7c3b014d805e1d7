//! Actions on accounts: sign up, log in, open a shop, act as one. They are plain functions on a
//! transaction, so that pages, the command line and the demo do the same.

pub mod closing;
pub mod profile;

use super::passwords::Judged;
use super::queries::logins::{self, NewAccount};
use super::{passwords, queries, sessions, throttle};
use crate::access::{Member, Role, SiteRole};
use crate::app::App;
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::jobs::changes;
use crate::text::Handle;

/// A person who signs up; every field was checked (rules.rs).
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub email: String,
    pub password_hash: String,
    pub handle: Handle,
    pub display_name: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedUp {
    pub login_id: i64,
    pub account_id: i64,
}

/// The reason that a name was refused; nothing was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The handle is taken, or one that looks like it.
    Handle,
    Email,
}

/// Creates a login and its personal account. The handle is checked first: to probe whether an email
/// is registered one has to offer a free handle, and leaves an account behind if the email was not.
pub fn sign_up(tx: &mut Tx<'_>, new: &NewPerson) -> Result<Result<SignedUp, Taken>, AppError> {
    let skeleton = new.handle.skeleton();
    if logins::handle_taken(tx, &skeleton, 0)? {
        return Ok(Err(Taken::Handle));
    }
    let (login_id, account_id) = (tx.new_id(), tx.new_id());
    if !logins::insert(tx, login_id, &new.email, &new.password_hash)? {
        return Ok(Err(Taken::Email));
    }
    let added = logins::insert_account(
        tx,
        &NewAccount {
            id: account_id,
            kind: "personal",
            login_id: Some(login_id),
            handle: new.handle.as_str(),
            skeleton: &skeleton,
            display_name: &new.display_name,
            bio: "",
            category: "",
        },
    )?;
    if !added {
        logins::delete(tx, login_id)?;
        return Ok(Err(Taken::Handle));
    }
    Ok(Ok(SignedUp { login_id, account_id }))
}

/// Checks an email and a password. Returns the login's id if they belong together. An email without
/// a login costs the same work.
pub async fn check_password(app: &App, email: String, password: String, from: throttle::From) -> Result<Option<i64>, AppError> {
    let (login, keys, early) = app
        .db
        .write(move |tx| {
            let login = logins::by_email(tx, &email)?;
            let keys = throttle::Keys::new(tx, &email, login.as_ref().map(|l| l.id), &from)?;
            let early = throttle::enter(tx, &keys)?;
            Ok((login, keys, early))
        })
        .await?;
    if let Some(early) = early {
        return Err(early);
    }
    let stored = login.as_ref().map(|l| l.password_hash.clone());
    let Judged::Right { fresh } = passwords::judge(app, stored, password).await? else {
        return Ok(None);
    };
    app.db
        .write(move |tx| {
            throttle::forgive(tx, &keys)?;
            if let (Some(login), Some(fresh)) = (&login, fresh) {
                logins::renew_hash(tx, login, &fresh)?;
            }
            Ok(login.map(|l| l.id))
        })
        .await
}

/// A session that was started.
pub struct Entered {
    pub token: String,
    /// The account is suspended: the session opens the statements of reasons and nothing else
    /// (`access::load::held`).
    pub held: bool,
}

/// Starts a session after the password was checked.
pub fn log_in(tx: &mut Tx<'_>, login_id: i64, device: &str, replaced: Option<&str>) -> Result<Entered, AppError> {
    let suspended = logins::by_id(tx, login_id)?.is_none_or(|l| l.suspended_at.is_some());
    let held = match logins::personal(tx, login_id)? {
        Some((_, state)) if state == "active" => suspended,
        Some((_, state)) if state == "removed" => true,
        _ => return Err(AppError::denied("login-suspended")),
    };
    let token = sessions::start(tx, login_id, device, replaced, None)?;
    Ok(Entered { token, held })
}

/// A shop to be opened; every field was checked (rules.rs).
#[derive(Debug, Clone)]
pub struct NewShop {
    pub handle: Handle,
    pub display_name: String,
    pub category: String,
    pub bio: String,
}

/// Opens a business account owned by this login, at most `limit` of them.
pub fn open_shop(tx: &mut Tx<'_>, login_id: i64, limit: u32, new: &NewShop) -> Result<Result<i64, Taken>, AppError> {
    // Requests of one person run one after the other here, so that the count below holds.
    logins::lock(tx, login_id)?;
    if logins::shops_owned(tx, login_id)? >= i64::from(limit) {
        return Err(AppError::Rule(
            Sentence::new("shops-full")
                .with("max", limit.to_string())
                .help("/act-as", "shops-full-help"),
        ));
    }
    let id = tx.new_id();
    let added = logins::insert_account(
        tx,
        &NewAccount {
            id,
            kind: "business",
            login_id: None,
            handle: new.handle.as_str(),
            skeleton: &new.handle.skeleton(),
            display_name: &new.display_name,
            bio: &new.bio,
            category: &new.category,
        },
    )?;
    if !added {
        return Ok(Err(Taken::Handle));
    }
    logins::insert_staff(tx, id, login_id, Role::Owner.code())?;
    audit::log_act(tx, Some(login_id), Some(id), Act::ShopOpen, "account", id)?;
    changes::record(tx, changes::Kind::Shop, id)?;
    Ok(Ok(id))
}

/// Chooses the account that a member acts as: the personal one or a shop they work for. Returns the
/// new token. Fails with `NotFound` for a shop that they do not work for.
pub fn act_as(tx: &mut Tx<'_>, member: &Member, handle: &str, device: &str) -> Result<String, AppError> {
    let handle = Handle::lookup(handle).ok_or(AppError::NotFound)?;
    if handle == member.handle {
        return sessions::renew(tx, member, device, None);
    }
    let shop = queries::by_handle(tx, &handle)?
        .filter(|a| a.is_business())
        .ok_or(AppError::NotFound)?;
    logins::role(tx, member.login_id, shop.id)?.ok_or(AppError::NotFound)?;
    sessions::renew(tx, member, device, Some(shop.id))
}

/// Sets a new password: every other session ends, this one continues under the returned token.
pub fn change_password(tx: &mut Tx<'_>, member: &Member, password_hash: &str, device: &str) -> Result<String, AppError> {
    logins::set_password(tx, member.login_id, password_hash)?;
    sessions::end_others(tx, member)?;
    let acting = member.acting.as_ref().map(|a| a.account_id);
    sessions::renew(tx, member, device, acting)
}

/// Sets a site role, from the command line. The sessions get a new token at their next request.
/// Returns false if no login has the email.
pub fn promote(tx: &mut Tx<'_>, email: &str, role: SiteRole) -> Result<bool, AppError> {
    let Some(login) = logins::by_email(tx, email)? else {
        return Ok(false);
    };
    logins::set_role(tx, login.id, role)?;
    queries::sessions::mark_for_renewal(tx, login.id)?;
    let act = match role {
        SiteRole::Member => Act::RoleMember,
        SiteRole::Moderator => Act::RoleModerator,
        SiteRole::Admin => Act::RoleAdmin,
    };
    audit::log_act(tx, None, None, act, "login", login.id)?;
    Ok(true)
}

/// Sets a new password, from the command line, and ends every session. Returns false if no login
/// has the email.
pub fn reset_password(tx: &mut Tx<'_>, email: &str, password_hash: &str) -> Result<bool, AppError> {
    let Some(login) = logins::by_email(tx, email)? else {
        return Ok(false);
    };
    logins::set_password(tx, login.id, password_hash)?;
    sessions::end_all(tx, login.id)?;
    queries::places::forget(tx, login.id)?;
    audit::log_act(tx, None, None, Act::PasswordReset, "login", login.id)?;
    Ok(true)
}

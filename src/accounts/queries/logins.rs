//! Logins, and the accounts and staff rows that are created with them.

use diesel::prelude::*;

use crate::access::SiteRole;
use crate::db::schema::{accounts, logins, staff};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// The columns of a login that decide a log-in.
#[derive(Debug, Clone, Queryable)]
pub struct Login {
    pub id: i64,
    pub password_hash: String,
    pub suspended_at: Option<i64>,
}

pub fn by_email(db: &mut Db, email: &str) -> Result<Option<Login>, AppError> {
    Ok(logins::table
        .filter(logins::email.eq(email))
        .select((logins::id, logins::password_hash, logins::suspended_at))
        .first(db)
        .optional()?)
}

pub fn by_id(db: &mut Db, login_id: i64) -> Result<Option<Login>, AppError> {
    Ok(logins::table
        .find(login_id)
        .select((logins::id, logins::password_hash, logins::suspended_at))
        .first(db)
        .optional()?)
}

pub fn email_of(db: &mut Db, login_id: i64) -> Result<String, AppError> {
    Ok(logins::table.find(login_id).select(logins::email).first(db)?)
}

/// Returns the personal account of a login and its state.
pub fn personal(db: &mut Db, login_id: i64) -> Result<Option<(i64, String)>, AppError> {
    Ok(accounts::table
        .filter(accounts::login_id.eq(login_id))
        .select((accounts::id, accounts::state))
        .first(db)
        .optional()?)
}

/// Inserts a login unless its email is taken. Returns true if it was inserted.
pub fn insert(tx: &mut Tx<'_>, id: i64, email: &str, password_hash: &str) -> Result<bool, AppError> {
    let now = tx.now();
    let row = (
        logins::id.eq(id),
        logins::email.eq(email),
        logins::password_hash.eq(password_hash),
        logins::created_at.eq(now),
    );
    let insert = diesel::insert_into(logins::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    Ok(added == 1)
}

/// Deletes a login that `insert` added, after the handle for it turned out to be taken.
pub fn delete(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::delete(logins::table.find(id)).execute(&mut **tx)?;
    Ok(())
}

/// The columns of a new account.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    pub id: i64,
    pub kind: &'a str,
    pub login_id: Option<i64>,
    pub handle: &'a str,
    pub skeleton: &'a str,
    pub display_name: &'a str,
    pub bio: &'a str,
    pub category: &'a str,
}

/// Inserts an account unless its handle, or one that looks like it, is taken. Returns true if it
/// was inserted; of several at once, one wins.
pub fn insert_account(tx: &mut Tx<'_>, new: &NewAccount<'_>) -> Result<bool, AppError> {
    let now = tx.now();
    let row = (
        accounts::id.eq(new.id),
        accounts::kind.eq(new.kind),
        accounts::login_id.eq(new.login_id),
        accounts::handle.eq(new.handle),
        accounts::handle_skeleton.eq(new.skeleton),
        accounts::display_name.eq(new.display_name),
        accounts::bio.eq(new.bio),
        accounts::category.eq(new.category),
        accounts::created_at.eq(now),
    );
    let insert = diesel::insert_into(accounts::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    Ok(added == 1)
}

/// Returns true if an account other than `except` has this handle or a look-alike of it.
pub fn handle_taken(db: &mut Db, skeleton: &str, except: i64) -> Result<bool, AppError> {
    let others = accounts::table.filter(accounts::handle_skeleton.eq(skeleton).and(accounts::id.ne(except)));
    Ok(diesel::select(diesel::dsl::exists(others)).get_result(db)?)
}

/// Locks this login's row until the commit.
pub fn lock(tx: &mut Tx<'_>, login_id: i64) -> Result<(), AppError> {
    diesel::update(logins::table.find(login_id))
        .set(logins::created_at.eq(logins::created_at))
        .execute(&mut **tx)?;
    Ok(())
}

/// Counts the shops that a login owns. A shop that a moderator took down counts, a closed one does
/// not.
pub fn shops_owned(db: &mut Db, login_id: i64) -> Result<i64, AppError> {
    Ok(staff::table
        .inner_join(accounts::table.on(accounts::id.eq(staff::business_id)))
        .filter(staff::login_id.eq(login_id))
        .filter(staff::role.eq("owner"))
        .filter(accounts::state.ne("closed"))
        .count()
        .get_result(db)?)
}

pub fn insert_staff(tx: &mut Tx<'_>, business_id: i64, login_id: i64, role: &str) -> Result<(), AppError> {
    let now = tx.now();
    diesel::insert_into(staff::table)
        .values((
            staff::business_id.eq(business_id),
            staff::login_id.eq(login_id),
            staff::role.eq(role),
            staff::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns the role of a login in a shop, or `None` if the shop is not active.
pub fn role(db: &mut Db, login_id: i64, business_id: i64) -> Result<Option<String>, AppError> {
    Ok(staff::table
        .inner_join(accounts::table.on(accounts::id.eq(staff::business_id)))
        .filter(staff::login_id.eq(login_id))
        .filter(staff::business_id.eq(business_id))
        .filter(accounts::state.eq("active"))
        .select(staff::role)
        .first(db)
        .optional()?)
}

/// Returns the shops that a login works for, oldest first, as (account id, role).
pub fn shops_of(db: &mut Db, login_id: i64) -> Result<Vec<(i64, String)>, AppError> {
    Ok(staff::table
        .inner_join(accounts::table.on(accounts::id.eq(staff::business_id)))
        .filter(staff::login_id.eq(login_id))
        .filter(accounts::state.eq("active"))
        .order(staff::business_id)
        .select((staff::business_id, staff::role))
        .load(db)?)
}

pub fn set_password(tx: &mut Tx<'_>, login_id: i64, hash: &str) -> Result<(), AppError> {
    diesel::update(logins::table.find(login_id))
        .set(logins::password_hash.eq(hash))
        .execute(&mut **tx)?;
    Ok(())
}

/// Stores the same password hashed at another cost, unless another password was set meanwhile.
pub fn renew_hash(tx: &mut Tx<'_>, login: &Login, hash: &str) -> Result<(), AppError> {
    diesel::update(logins::table.find(login.id))
        .filter(logins::password_hash.eq(&login.password_hash))
        .set(logins::password_hash.eq(hash))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_role(tx: &mut Tx<'_>, login_id: i64, role: SiteRole) -> Result<(), AppError> {
    diesel::update(logins::table.find(login_id))
        .set(logins::site_role.eq(role.code()))
        .execute(&mut **tx)?;
    Ok(())
}

/// Sets language and theme of the pages; `None` follows the browser.
pub fn set_display(tx: &mut Tx<'_>, login_id: i64, locale: Option<&str>, theme: Option<&str>) -> Result<(), AppError> {
    diesel::update(logins::table.find(login_id))
        .set((logins::locale.eq(locale), logins::theme.eq(theme)))
        .execute(&mut **tx)?;
    Ok(())
}

/// Anonymises a closed login and disables it: email, password, site role and staff roles are
/// removed. The row stays, because logs refer to it.
pub fn forget(tx: &mut Tx<'_>, login_id: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(logins::table.find(login_id))
        .set((
            // Not an email address, since it has no @.
            logins::email.eq(format!("closed-{login_id}")),
            logins::password_hash.eq(""),
            logins::locale.eq(None::<String>),
            logins::theme.eq(None::<String>),
            logins::site_role.eq(SiteRole::Member.code()),
            logins::suspended_at.eq(Some(now)),
        ))
        .execute(&mut **tx)?;
    diesel::delete(
        staff::table
            .filter(staff::login_id.eq(login_id))
            .filter(staff::role.ne("owner")),
    )
    .execute(&mut **tx)?;
    Ok(())
}

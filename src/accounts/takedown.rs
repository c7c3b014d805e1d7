//! Takes an account down or puts it back, for the moderators, and closes it for good
//! (actions/closing.rs). Its state alone hides everything of it: profile, stories, products,
//! comments, sessions.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, sessions};
use crate::error::AppError;
use crate::jobs::changes::{self, Kind};

/// Takes an account down and ends the person's sessions. Returns false if it was not active.
pub fn remove(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "active", "removed")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// Puts an account back. Returns false if it was not taken down. Sessions that were started
/// meanwhile to read the reasons end, since a change of rights needs a new log-in.
pub fn put_back(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "removed", "active")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// Closes an account for good. Returns false if it was not active.
pub fn close(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "active", "closed")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// Ends the sessions of a personal account; a shop has none.
fn end_sessions(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    let login: Option<i64> = accounts::table.find(id).select(accounts::login_id).first(&mut **tx)?;
    if let Some(login) = login {
        diesel::delete(sessions::table.filter(sessions::login_id.eq(login))).execute(&mut **tx)?;
    }
    Ok(())
}

fn change(tx: &mut Tx<'_>, id: i64, from: &str, to: &str) -> Result<bool, AppError> {
    let changed = diesel::update(accounts::table.filter(accounts::id.eq(id)).filter(accounts::state.eq(from)))
        .set((accounts::state.eq(to), accounts::version.eq(accounts::version + 1)))
        .execute(&mut **tx)?;
    if changed == 0 {
        return Ok(false);
    }
    // The index is updated after the commit; until then the search hides the account by its state.
    changes::record(tx, Kind::Shop, id)?;
    Ok(true)
}

//! Taking an account down and putting it back, for the moderators, and closing
//! it for good (actions/closing.rs). One state
//! hides everything of it: profile, stories, products, comments, sessions.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::{accounts, sessions};
use crate::error::AppError;
use crate::jobs::changes::{self, Kind};

/// False: it was not active any more. A person's sessions end with it.
pub fn remove(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "active", "removed")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// False: it was not taken down. What was begun meanwhile, to read why, ends:
/// a change of rights wants a new log-in.
pub fn put_back(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "removed", "active")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// For good, by whoever it is. False: it was not active any more.
pub fn close(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    if !change(tx, id, "active", "closed")? {
        return Ok(false);
    }
    end_sessions(tx, id)?;
    Ok(true)
}

/// Of a person; a shop has none of its own.
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
    // The index follows, with everything of the account; until it has, the search hides the account.
    changes::record(tx, Kind::Shop, id)?;
    Ok(true)
}

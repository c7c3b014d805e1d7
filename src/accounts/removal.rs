//! Taking an account down and putting it back, for the moderators. One state
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
    let login: Option<i64> = accounts::table.find(id).select(accounts::login_id).first(&mut **tx)?;
    if let Some(login) = login {
        diesel::delete(sessions::table.filter(sessions::login_id.eq(login))).execute(&mut **tx)?;
    }
    Ok(true)
}

pub fn put_back(tx: &mut Tx<'_>, id: i64) -> Result<bool, AppError> {
    change(tx, id, "removed", "active")
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

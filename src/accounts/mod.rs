//! Accounts: sign-up, log-in, profiles, business accounts, staff, whom one
//! acts as. Not here: friends and follows (friends/).

pub mod queries;

pub use queries::{Account, AccountCard};

use diesel::prelude::*;

use crate::access::Member;
use crate::db::Tx;
use crate::db::schema::audit_log;
use crate::error::AppError;

/// The address of a profile or shop.
pub fn url(handle: &str) -> String {
    format!("/@{}", crate::text::encode_component(handle))
}

/// Keeps an act of staff for a shop under the person's name; acts of a person
/// in their own name leave nothing here.
pub fn log_staff_act(tx: &mut Tx<'_>, member: &Member, act: &str, target_kind: &str, target_id: i64) -> Result<(), AppError> {
    let Some(acting) = &member.acting else { return Ok(()) };
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::id.eq(id),
            audit_log::login_id.eq(Some(member.login_id)),
            audit_log::account_id.eq(Some(acting.account_id)),
            audit_log::act.eq(act),
            audit_log::target_kind.eq(target_kind),
            audit_log::target_id.eq(target_id),
            audit_log::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

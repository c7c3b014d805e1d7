//! Accounts: sign-up, log-in, profiles, business accounts, staff, and the account acted as. Not
//! here: friends and follows (friends/).

pub mod actions;
pub mod categories;
pub mod form_fields;
pub mod jobs;
pub mod pages;
pub mod passwords;
pub mod queries;
pub mod rules;
pub mod sessions;
pub mod studio;
pub mod takedown;
pub mod throttle;
mod urls;

pub use queries::{Account, AccountCard};

use crate::access::{Member, Role};
use crate::db::Db;
use crate::error::AppError;
use crate::text::Handle;
pub use urls::{studio_url, url};

/// Returns a shop and this member's role in it, also if they are not acting as it now. Fails with
/// `NotFound` if they are not on its staff.
pub fn staffed_shop(db: &mut Db, member: &Member, handle: &str) -> Result<(Account, Role), AppError> {
    let handle = Handle::lookup(handle).ok_or(AppError::NotFound)?;
    let shop = queries::by_handle(db, &handle)?
        .filter(Account::is_business)
        .ok_or(AppError::NotFound)?;
    let role = queries::logins::role(db, member.login_id, shop.id)?
        .as_deref()
        .and_then(Role::from_code)
        .ok_or(AppError::NotFound)?;
    Ok((shop, role))
}

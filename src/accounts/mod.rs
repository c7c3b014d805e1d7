//! Accounts: sign-up, log-in, profiles, business accounts, staff, whom one
//! acts as. Not here: friends and follows (friends/).

pub mod actions;
pub mod fields;
pub mod jobs;
pub mod pages;
pub mod passwords;
pub mod queries;
pub mod removal;
pub mod rules;
pub mod sessions;
pub mod studio;
pub mod throttle;

pub use queries::{Account, AccountCard};

use crate::access::{Member, Role};
use crate::db::Db;
use crate::error::AppError;
use crate::text::Handle;
use crate::web::i18n::{Locale, Texts};

/// The address of a profile or shop.
pub fn url(handle: &str) -> String {
    format!("/@{}", crate::text::encode_component(handle))
}

/// The address of a shop's studio, and of a page in it.
pub fn studio_url(handle: &str) -> String {
    format!("/shops/{}", crate::text::encode_component(handle))
}

/// The code of a category that was typed by its code or its name; what is none
/// of ours stays as it was typed.
pub fn category_code(typed: &str) -> String {
    let known = rules::CATEGORIES.iter().find(|code| {
        **code == typed
            || Locale::ALL
                .iter()
                .any(|locale| category_name(Texts::get(*locale), code).to_lowercase() == typed.to_lowercase())
    });
    known.map_or_else(|| typed.to_owned(), |code| (*code).to_owned())
}

/// A stored category in words.
pub fn category_name(t: &Texts, stored: &str) -> String {
    if is_category(stored) {
        t.text(&format!("category-{stored}"))
    } else {
        stored.to_owned()
    }
}

pub fn is_category(stored: &str) -> bool {
    rules::CATEGORIES.contains(&stored)
}

/// A shop and what this member may do there, also when they do not act as it
/// now; where they are no staff there is no shop.
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

//! Changes to an account's profile.

use crate::accounts::queries::profiles::{self, Details, Renamed};
use crate::accounts::rules;
use crate::audit::{Act, log_act};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::jobs::changes;
use crate::text::Handle;

use super::Taken;

/// The fields of a profile form, each of them checked (rules.rs).
#[derive(Debug, Clone)]
pub struct Profile {
    /// `None` keeps the handle.
    pub handle: Option<Handle>,
    pub display_name: String,
    pub bio: String,
    pub category: String,
}

/// The account to change, and the login that changes it.
#[derive(Debug, Clone, Copy)]
pub struct Whose {
    pub account_id: i64,
    pub login_id: i64,
    pub business: bool,
}

/// Saves a profile. A handle may be changed three times.
pub fn save(tx: &mut Tx<'_>, whose: Whose, new: &Profile) -> Result<Result<(), Taken>, AppError> {
    let mut renamed = false;
    // The rename comes first: on PostgreSQL a lost race for the handle aborts the transaction.
    if let Some(handle) = &new.handle {
        match profiles::rename(tx, whose.account_id, handle.as_str(), &handle.skeleton(), rules::RENAMES_MAX)? {
            Renamed::Done => renamed = true,
            Renamed::Taken => return Ok(Err(Taken::Handle)),
            Renamed::Full => {
                return Err(AppError::Rule(
                    Sentence::new("renames-full").with("max", rules::RENAMES_MAX.to_string()),
                ));
            }
        }
    }
    let changed = profiles::set_profile(tx, whose.account_id, &new.display_name, &new.bio, &new.category)?;
    if renamed {
        log(tx, whose, Act::ShopRename)?;
    }
    if changed {
        log(tx, whose, Act::ShopProfile)?;
    }
    if whose.business && (renamed || changed) {
        changes::record(tx, changes::Kind::Shop, whose.account_id)?;
    }
    Ok(Ok(()))
}

/// Saves avatar and cover; the photos belong to the account (photos/).
pub fn save_photos(tx: &mut Tx<'_>, whose: Whose, avatar: Option<i64>, cover: Option<i64>) -> Result<(), AppError> {
    if profiles::set_photos(tx, whose.account_id, avatar, cover)? {
        log(tx, whose, Act::ShopPhotos)?;
        if whose.business {
            changes::record(tx, changes::Kind::Shop, whose.account_id)?;
        }
    }
    Ok(())
}

/// Saves the seller details of a shop.
pub fn save_details(tx: &mut Tx<'_>, whose: Whose, details: &Details) -> Result<(), AppError> {
    profiles::set_details(tx, whose.account_id, details)?;
    log(tx, whose, Act::ShopDetails)?;
    changes::record(tx, changes::Kind::Shop, whose.account_id)
}

fn log(tx: &mut Tx<'_>, whose: Whose, act: Act) -> Result<(), AppError> {
    if !whose.business {
        return Ok(());
    }
    let (login, shop) = (Some(whose.login_id), Some(whose.account_id));
    log_act(tx, login, shop, act, "account", whose.account_id)
}

//! What people do with products: load, permit, rule, write, note the change.
//!
//! A shop's writes run one after the other (`queries::lock_shop`), so that
//! 'no other product has this SKU' is still true when the row is written.

use super::queries::{self, DELETED, PUBLISHED, Product, REMOVED};
use super::rules::Draft;
use crate::access::{Member, permit};
use crate::accounts::{self, queries::Account};
use crate::db::{Db, Tx};
use crate::error::{AppError, Sentence};
use crate::jobs::changes::{self, Kind};

/// What became of a product that was to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Done(i64),
    /// Another product of the shop has the SKU: its id and title.
    SkuTaken(i64, String),
    /// Somebody else changed it since the form was opened; the version it has now.
    ChangedElsewhere(i64),
}

/// The shop whose catalog a member may write, by its handle in the address.
/// For those who are not of its staff there is no such page.
pub fn studio_shop(db: &mut Db, member: &Member, handle: &str) -> Result<Account, AppError> {
    let handle = crate::text::Handle::lookup(handle).ok_or(AppError::NotFound)?;
    let shop = accounts::queries::by_handle(db, &handle)?
        .filter(Account::is_business)
        .ok_or(AppError::NotFound)?;
    if permit::may_edit_catalog(member, shop.id) {
        return Ok(shop);
    }
    Err(refusal(db, member, shop.id)?.unwrap_or(AppError::NotFound))
}

/// The product a member may write, in any state.
pub fn own_product(db: &mut Db, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = queries::by_id(db, id)?.ok_or(AppError::NotFound)?;
    if permit::may_edit_catalog(member, product.account_id) {
        return Ok(product);
    }
    if let Some(refusal) = refusal(db, member, product.account_id)? {
        return Err(refusal);
    }
    let visible = product.state == PUBLISHED && !hidden_by_block(db, member, product.account_id)?;
    Err(if visible {
        AppError::denied("product-not-yours")
    } else {
        AppError::NotFound
    })
}

/// Why staff of the shop may not write now; `None` for those who are not staff.
fn refusal(db: &mut Db, member: &Member, shop_id: i64) -> Result<Option<AppError>, AppError> {
    if member.role_in(shop_id).is_some() {
        return Ok(Some(AppError::denied("catalog-not-your-role")));
    }
    let sentence = Sentence::new("catalog-act-first").help("/act-as", "catalog-act-first-link");
    let role = accounts::queries::logins::role(db, member.login_id, shop_id)?;
    Ok(role.map(|_| AppError::Denied(sentence)))
}

fn hidden_by_block(db: &mut Db, member: &Member, shop_id: i64) -> Result<bool, AppError> {
    crate::friends::queries::blocked_between(db, member.account_id, shop_id)
}

/// The photos of a product in their order: id and description.
pub type Photos = [(i64, String)];

/// Puts a new product into a shop's catalog. The photos are the shop's own (`photos::actions::keep`).
pub fn create(tx: &mut Tx<'_>, member: &Member, shop_id: i64, draft: &Draft, photos: &Photos) -> Result<Saved, AppError> {
    if !permit::may_edit_catalog(member, shop_id) || !queries::lock_shop(tx, shop_id)? {
        return Err(AppError::NotFound);
    }
    if let Some(taken) = sku_taken(tx, shop_id, None, draft)? {
        return Ok(taken);
    }
    let id = queries::insert(tx, shop_id, member.login_id, draft)?;
    queries::replace_photos(tx, id, photos)?;
    accounts::log_staff_act(tx, member, "product_create", "product", id)?;
    changes::record(tx, Kind::Product, id)?;
    Ok(Saved::Done(id))
}

/// Changes a product. `version` is the one the form was opened with, where it
/// is known; `photos` are put in place of its own, `None` leaves those.
pub fn edit(
    tx: &mut Tx<'_>,
    member: &Member,
    id: i64,
    version: Option<i64>,
    draft: &Draft,
    photos: Option<&Photos>,
) -> Result<Saved, AppError> {
    let shop_id = own_product(tx, member, id)?.account_id;
    if !queries::lock_shop(tx, shop_id)? {
        return Err(AppError::NotFound);
    }
    // Read again: it may have changed while the shop's other writer was waited for.
    let product = queries::by_id(tx, id)?.ok_or(AppError::NotFound)?;
    match product.state {
        PUBLISHED => {}
        REMOVED => return Err(AppError::rule("product-removed")),
        _ => return Err(AppError::NotFound),
    }
    if version.is_some_and(|v| v != product.version) {
        return Ok(Saved::ChangedElsewhere(product.version));
    }
    if let Some(taken) = sku_taken(tx, shop_id, Some(id), draft)? {
        return Ok(taken);
    }
    queries::update(tx, id, shop_id, draft)?;
    if let Some(photos) = photos {
        queries::replace_photos(tx, id, photos)?;
    }
    accounts::log_staff_act(tx, member, "product_edit", "product", id)?;
    changes::record(tx, Kind::Product, id)?;
    Ok(Saved::Done(id))
}

/// A SKU is unique in its shop. A deleted product gives its own up to the one that asks for it.
fn sku_taken(tx: &mut Tx<'_>, shop_id: i64, own: Option<i64>, draft: &Draft) -> Result<Option<Saved>, AppError> {
    let Some(sku) = &draft.sku else { return Ok(None) };
    match queries::with_sku(tx, shop_id, sku)? {
        Some((id, _, DELETED)) => {
            queries::free_sku(tx, id)?;
            Ok(None)
        }
        Some((id, title, _)) if own != Some(id) => Ok(Some(Saved::SkuTaken(id, title))),
        _ => Ok(None),
    }
}

/// Deletes a product; its shop can undo that.
pub fn delete(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    queries::lock_shop(tx, product.account_id)?;
    if product.state == REMOVED {
        // Deleting and undoing would put it back past the moderators.
        return Err(AppError::rule("product-removed"));
    }
    if !queries::change_state(tx, id, product.account_id, PUBLISHED, DELETED)? {
        return Err(AppError::NotFound);
    }
    accounts::log_staff_act(tx, member, "product_delete", "product", id)?;
    changes::record(tx, Kind::Product, id)?;
    Ok(product)
}

/// Undoes a deletion.
pub fn restore(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    queries::lock_shop(tx, product.account_id)?;
    if !queries::change_state(tx, id, product.account_id, DELETED, PUBLISHED)? {
        return Err(AppError::NotFound);
    }
    accounts::log_staff_act(tx, member, "product_restore", "product", id)?;
    changes::record(tx, Kind::Product, id)?;
    Ok(product)
}

/// A moderator's removal; false where it was not published. The moderation room asks who may.
pub fn remove(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moderate(tx, id, shop_id, PUBLISHED, REMOVED)
}

/// Takes a moderator's removal back; false where it was not removed.
pub fn put_back(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moderate(tx, id, shop_id, REMOVED, PUBLISHED)
}

fn moderate(tx: &mut Tx<'_>, id: i64, shop_id: i64, from: i32, to: i32) -> Result<bool, AppError> {
    // Shop first, product second, as everywhere here: no two writers wait for each other.
    queries::lock_shop(tx, shop_id)?;
    let done = queries::change_state(tx, id, shop_id, from, to)?;
    if done {
        changes::record(tx, Kind::Product, id)?;
    }
    Ok(done)
}

/// Saves a product for the person, or takes it back; how many people saved it.
pub fn wish(tx: &mut Tx<'_>, member: &Member, id: i64, on: bool) -> Result<i64, AppError> {
    let product = queries::visible(tx, id)?.ok_or(AppError::NotFound)?;
    if hidden_by_block(tx, member, product.account_id)? {
        return Err(AppError::NotFound);
    }
    if !permit::acts_as_person(member) {
        return Err(AppError::Denied(
            Sentence::new("wish-as-person").help("/act-as", "catalog-act-first-link"),
        ));
    }
    queries::set_wish(tx, member.account_id, id, on)
}

//! Actions on products, each in the order: load, check permission, check rules, write, log.
//!
//! Writes to one shop run one after another (`Writer` locks the shop), so the SKU is still unique
//! when the row is written.

pub mod bulk;
pub mod sections;
mod writer;

pub use writer::{Photos, Saved, Writer};

use super::queries::{self, DELETED, PUBLISHED, Product, REMOVED};
use super::rules::{Draft, Status};
use crate::access::{Member, permit};
use crate::accounts::{self, queries::Account};
use crate::audit::{self, Act};
use crate::catalog::batches::queries as batches;
use crate::db::{Db, Tx};
use crate::error::{AppError, Sentence};

/// Returns the shop whose catalog the member may edit, by its handle. Returns `NotFound` for people
/// outside its staff.
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

/// Returns a product that the member may edit, in any state.
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

/// Returns the error that tells staff why they may not edit now; `None` for anyone else.
fn refusal(db: &mut Db, member: &Member, shop_id: i64) -> Result<Option<AppError>, AppError> {
    if member.role_in(shop_id).is_some() {
        return Ok(Some(AppError::denied("catalog-not-your-role")));
    }
    let sentence = Sentence::new("catalog-act-first").help("/act-as", "catalog-act-first-link");
    let role = accounts::queries::logins::role(db, member.login_id, shop_id)?;
    Ok(role.map(|_| AppError::Denied(sentence)))
}

fn hidden_by_block(db: &mut Db, member: &Member, shop_id: i64) -> Result<bool, AppError> {
    crate::friends::queries::hidden_from(db, member.eyes(), shop_id)
}

/// Creates a product in a shop's catalog, as a variant of `variant_of` if given. The photos belong
/// to the shop (`photos::actions::attach_photos`).
pub fn create(
    tx: &mut Tx<'_>,
    member: &Member,
    shop_id: i64,
    variant_of: Option<i64>,
    draft: &Draft,
    photos: &Photos,
) -> Result<Saved, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    refuse_while_importing(tx, shop_id)?;
    let mut draft = draft.clone();
    if let Some(of) = variant_of {
        draft.item_group_id = group_of(tx, &mut writer, shop_id, of, &draft.item_group_id)?;
    }
    let saved = writer.create(tx, member.login_id, &draft, photos)?;
    if let Saved::Done(id) = saved {
        audit::log_staff_act(tx, member, Act::ProductCreate, "product", id)?;
    }
    writer.finish(tx)?;
    Ok(saved)
}

/// Refuses while an import of the shop is running, since it is applied as previewed or not at all.
/// Moderators need not wait: a product that they remove meanwhile stays removed. Must run under the
/// shop's lock.
fn refuse_while_importing(tx: &mut Tx<'_>, shop_id: i64) -> Result<(), AppError> {
    if batches::importing(tx, shop_id)? {
        return Err(AppError::rule("batch-running"));
    }
    Ok(())
}

/// Returns the group of a product that gets a variant. A product without one joins a new group,
/// named as typed or else after the product's id.
fn group_of(tx: &mut Tx<'_>, writer: &mut Writer, shop_id: i64, of: i64, typed: &str) -> Result<String, AppError> {
    let product = queries::by_id(tx, of)?
        .filter(|p| p.account_id == shop_id && p.stands())
        .ok_or(AppError::NotFound)?;
    if !product.item_group_id.is_empty() {
        return Ok(product.item_group_id);
    }
    let group = if typed.is_empty() {
        product.id.to_string()
    } else {
        typed.to_owned()
    };
    writer.join(tx, &product, &group)?;
    Ok(group)
}

/// Changes a product. `version` is the one that the form was opened with, if known. `photos`
/// replace the current ones; `None` leaves them.
pub fn edit(
    tx: &mut Tx<'_>,
    member: &Member,
    id: i64,
    version: Option<i64>,
    draft: &Draft,
    photos: Option<&Photos>,
) -> Result<Saved, AppError> {
    let shop_id = own_product(tx, member, id)?.account_id;
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    refuse_while_importing(tx, shop_id)?;
    // Read again: it may have changed while this request waited for the lock.
    let product = queries::by_id(tx, id)?.ok_or(AppError::NotFound)?;
    if product.stands() && version.is_some_and(|v| v != product.version) {
        return Ok(Saved::ChangedElsewhere(product.version));
    }
    let saved = writer.edit(tx, &product, draft, photos)?;
    if let Saved::Done(id) = saved {
        audit::log_staff_act(tx, member, Act::ProductEdit, "product", id)?;
    }
    writer.finish(tx)?;
    Ok(saved)
}

/// Deletes a product; its shop can undo that.
pub fn delete(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    if product.state == REMOVED {
        // Deleting and restoring it would undo the moderators' removal.
        return Err(AppError::rule("product-removed"));
    }
    queries::lock_shop(tx, product.account_id)?;
    refuse_while_importing(tx, product.account_id)?;
    if !moved(tx, product.account_id, id, Product::stands, |_| DELETED)? {
        return Err(AppError::NotFound);
    }
    audit::log_staff_act(tx, member, Act::ProductDelete, "product", id)?;
    Ok(product)
}

/// Restores a deleted product to the state it had before, such as draft.
pub fn restore(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    queries::lock_shop(tx, product.account_id)?;
    refuse_while_importing(tx, product.account_id)?;
    if !moved(tx, product.account_id, id, |p| p.state == DELETED, before)? {
        return Err(AppError::NotFound);
    }
    audit::log_staff_act(tx, member, Act::ProductRestore, "product", id)?;
    Ok(product)
}

/// Returns the state to which a deletion or removal is undone.
pub fn before(product: &Product) -> i32 {
    Status::from_state(product.state_before).map_or(PUBLISHED, Status::state)
}

/// Removes a product for a moderator; the caller checks the permission. Returns false if it was
/// gone already.
pub fn remove(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moved(tx, shop_id, id, Product::stands, |_| REMOVED)
}

/// Undoes a moderator's removal. Returns false if the product was not removed.
pub fn put_back(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moved(tx, shop_id, id, |p| p.state == REMOVED, before)
}

/// Moves a product to another state if `from` accepts the one it is in.
fn moved(
    tx: &mut Tx<'_>,
    shop_id: i64,
    id: i64,
    from: impl Fn(&Product) -> bool,
    to: impl Fn(&Product) -> i32,
) -> Result<bool, AppError> {
    // Shop first, product second, as everywhere in the catalog, so that writers never deadlock.
    let (mut writer, _) = Writer::open(tx, shop_id)?;
    let Some(product) = queries::in_any_shop(tx, id)?.filter(from) else {
        return Ok(false);
    };
    let done = writer.change_state(tx, &product, to(&product))?;
    writer.finish(tx)?;
    Ok(done)
}

/// Adds a product to the person's wishes or removes it; returns the number of people who saved it.
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

//! What people do with products: load, permit, rule, write, note the change.
//!
//! A shop's writes run one after the other (`Writer` locks the shop), so that
//! 'no other product has this SKU' is still true when the row is written.

pub mod bulk;
pub mod sections;
mod writer;

pub use writer::{Photos, Saved, Writer};

use super::queries::{self, DELETED, PUBLISHED, Product, REMOVED};
use super::rules::{Draft, Status};
use crate::access::{Member, permit};
use crate::accounts::{self, queries::Account};
use crate::audit;
use crate::catalog::batches::queries as batches;
use crate::db::{Db, Tx};
use crate::error::{AppError, Sentence};

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
    crate::friends::queries::hidden_from(db, member.eyes(), shop_id)
}

/// Puts a new product into a shop's catalog, as a variant of another where `variant_of` names
/// one. The photos are the shop's own (`photos::actions::keep`).
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
        audit::log_staff_act(tx, member, "product_create", "product", id)?;
    }
    writer.finish(tx)?;
    Ok(saved)
}

/// Refuses while a file of the shop is under way, which is done as it was shown or not at all. Moderators
/// need not wait: a product that they removed meanwhile stays removed. Asked under the shop's lock.
fn refuse_while_importing(tx: &mut Tx<'_>, shop_id: i64) -> Result<(), AppError> {
    if batches::importing(tx, shop_id)? {
        return Err(AppError::rule("batch-running"));
    }
    Ok(())
}

/// The group of a product that gets a variant: its own, else a new one that it joins, named as
/// typed or by the product itself.
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
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    refuse_while_importing(tx, shop_id)?;
    // Read again: it may have changed while the shop's other writer was waited for.
    let product = queries::by_id(tx, id)?.ok_or(AppError::NotFound)?;
    if product.stands() && version.is_some_and(|v| v != product.version) {
        return Ok(Saved::ChangedElsewhere(product.version));
    }
    let saved = writer.edit(tx, &product, draft, photos)?;
    if let Saved::Done(id) = saved {
        audit::log_staff_act(tx, member, "product_edit", "product", id)?;
    }
    writer.finish(tx)?;
    Ok(saved)
}

/// Deletes a product; its shop can undo that.
pub fn delete(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    if product.state == REMOVED {
        // Deleting and undoing would put it back past the moderators.
        return Err(AppError::rule("product-removed"));
    }
    queries::lock_shop(tx, product.account_id)?;
    refuse_while_importing(tx, product.account_id)?;
    if !moved(tx, product.account_id, id, Product::stands, |_| DELETED)? {
        return Err(AppError::NotFound);
    }
    audit::log_staff_act(tx, member, "product_delete", "product", id)?;
    Ok(product)
}

/// Undoes a deletion: a draft comes back as a draft.
pub fn restore(tx: &mut Tx<'_>, member: &Member, id: i64) -> Result<Product, AppError> {
    let product = own_product(tx, member, id)?;
    queries::lock_shop(tx, product.account_id)?;
    refuse_while_importing(tx, product.account_id)?;
    if !moved(tx, product.account_id, id, |p| p.state == DELETED, before)? {
        return Err(AppError::NotFound);
    }
    audit::log_staff_act(tx, member, "product_restore", "product", id)?;
    Ok(product)
}

/// The state to which a deletion or removal is taken back.
pub fn before(product: &Product) -> i32 {
    Status::from_state(product.state_before).map_or(PUBLISHED, Status::state)
}

/// A moderator's removal; false where it was not there any more. The moderation room asks who may.
pub fn remove(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moved(tx, shop_id, id, Product::stands, |_| REMOVED)
}

/// Takes a moderator's removal back; false where it was not removed.
pub fn put_back(tx: &mut Tx<'_>, id: i64, shop_id: i64) -> Result<bool, AppError> {
    moved(tx, shop_id, id, |p| p.state == REMOVED, before)
}

/// Moves one product to another state, if it is in one of those asked for.
fn moved(
    tx: &mut Tx<'_>,
    shop_id: i64,
    id: i64,
    from: impl Fn(&Product) -> bool,
    to: impl Fn(&Product) -> i32,
) -> Result<bool, AppError> {
    // Shop first, product second, as everywhere here: no two writers wait for each other.
    let (mut writer, _) = Writer::open(tx, shop_id)?;
    let Some(product) = queries::in_any_shop(tx, id)?.filter(from) else {
        return Ok(false);
    };
    let done = writer.change_state(tx, &product, to(&product))?;
    writer.finish(tx)?;
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

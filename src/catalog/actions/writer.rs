//! Writes into one shop's catalog, one or ten thousand, in one transaction:
//! the shop is locked first, and what follows from the writes (who stands in
//! front of a group, the shop's version and count, the alarms of sales, the
//! change log of the search) is settled once, at the end.
//!
//! Who may is asked by the caller, and the activity log is the caller's too: a
//! file that is imported is one act.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::queries::{self, DELETED, Product, REMOVED, Section, sections};
use crate::catalog::rules::{Draft, Offer, SECTIONS_MAX, Status};
use crate::db::Tx;
use crate::error::AppError;
use crate::jobs::changes::{self, Kind};

pub struct Writer {
    shop_id: i64,
    /// Whose each SKU is, where many will be asked for.
    skus: Option<HashMap<String, (i64, String, i32)>>,
    sections: Option<Vec<Section>>,
    groups: BTreeSet<String>,
    alone: BTreeSet<i64>,
    moments: BTreeSet<i64>,
    changed: BTreeSet<i64>,
    shown: i64,
}

impl Writer {
    /// Locks the shop; false beside it where the shop is not active.
    pub fn open(tx: &mut Tx<'_>, shop_id: i64) -> Result<(Self, bool), AppError> {
        let active = queries::lock_shop(tx, shop_id)?;
        let writer = Self {
            shop_id,
            skus: None,
            sections: None,
            groups: BTreeSet::new(),
            alone: BTreeSet::new(),
            moments: BTreeSet::new(),
            changed: BTreeSet::new(),
            shown: 0,
        };
        Ok((writer, active))
    }

    /// The same, where many products will be written: every SKU of the shop is read at once.
    pub fn open_for_many(tx: &mut Tx<'_>, shop_id: i64) -> Result<(Self, bool), AppError> {
        let (mut writer, active) = Self::open(tx, shop_id)?;
        writer.skus = Some(queries::skus(tx, shop_id)?);
        Ok((writer, active))
    }

    /// Puts in a new product. The photos are the shop's own (`photos::actions::keep`).
    pub fn create(&mut self, tx: &mut Tx<'_>, login_id: i64, draft: &Draft, photos: &Photos) -> Result<Saved, AppError> {
        if let Some(taken) = self.sku_taken(tx, None, draft)? {
            return Ok(taken);
        }
        let Some(section_id) = self.section(tx, &draft.section)? else {
            return Ok(Saved::SectionsFull);
        };
        let id = queries::insert(tx, self.shop_id, login_id, draft, section_id)?;
        queries::replace_photos(tx, id, photos)?;
        self.keep_sku(None, draft, id);
        self.shown += i64::from(draft.status == Status::Published);
        self.groups.insert(draft.item_group_id.clone());
        self.watch(None, draft);
        self.changed.insert(id);
        Ok(Saved::Done(id))
    }

    /// Writes a product anew; `product` is its row as it is now. `photos` are put in place of its
    /// own, `None` leaves those.
    ///
    /// # Errors
    /// `NotFound` for one that was deleted, a rule for one that was removed.
    pub fn edit(
        &mut self,
        tx: &mut Tx<'_>,
        product: &Product,
        draft: &Draft,
        photos: Option<&Photos>,
    ) -> Result<Saved, AppError> {
        match product.state {
            REMOVED => return Err(AppError::rule("product-removed")),
            _ if product.stands() && product.account_id == self.shop_id => {}
            _ => return Err(AppError::NotFound),
        }
        // The one it has is its own.
        if draft.sku != product.sku
            && let Some(taken) = self.sku_taken(tx, Some(product.id), draft)?
        {
            return Ok(taken);
        }
        let Some(section_id) = self.section(tx, &draft.section)? else {
            return Ok(Saved::SectionsFull);
        };
        queries::update(tx, product.id, draft, section_id)?;
        if let Some(photos) = photos {
            queries::replace_photos(tx, product.id, photos)?;
        }
        self.keep_sku(product.sku.as_ref(), draft, product.id);
        self.shown += i64::from(draft.status == Status::Published) - i64::from(product.state == queries::PUBLISHED);
        self.regroup(product, &draft.item_group_id);
        self.watch(Some(product), draft);
        self.changed.insert(product.id);
        Ok(Saved::Done(product.id))
    }

    /// Puts a product into a group of variants; everything else of it stays.
    pub fn join(&mut self, tx: &mut Tx<'_>, product: &Product, group: &str) -> Result<(), AppError> {
        queries::set_group(tx, product.id, group)?;
        self.regroup(product, group);
        self.changed.insert(product.id);
        Ok(())
    }

    /// Moves a product to another state: deletion, removal, and both undone. False where it has it.
    pub fn change_state(&mut self, tx: &mut Tx<'_>, product: &Product, to: i32) -> Result<bool, AppError> {
        if product.state == to || !queries::change_state(tx, product.id, product.state, to)? {
            return Ok(false);
        }
        if let (Some(skus), Some(sku)) = (&mut self.skus, &product.sku)
            && let Some(known) = skus.get_mut(sku)
        {
            known.2 = to;
        }
        let shown = |state| i64::from(state == queries::PUBLISHED);
        self.shown += shown(to) - shown(product.state);
        self.regroup(product, &product.item_group_id);
        self.changed.insert(product.id);
        Ok(true)
    }

    /// Settles all that follows from what was written.
    pub fn finish(self, tx: &mut Tx<'_>) -> Result<(), AppError> {
        if self.changed.is_empty() {
            return Ok(());
        }
        let mut changed = self.changed;
        changed.extend(queries::settle(tx, self.shop_id, &self.groups, &self.alone)?);
        queries::bump_shop(tx, self.shop_id, self.shown)?;
        for at in self.moments {
            queries::remind(tx, self.shop_id, at)?;
        }
        changes::record_all(tx, Kind::Product, &changed.into_iter().collect::<Vec<_>>())
    }

    /// The id of a section by its name, made where there is none yet; `None` where the shop has too many.
    fn section(&mut self, tx: &mut Tx<'_>, name: &str) -> Result<Option<Option<i64>>, AppError> {
        if name.is_empty() {
            return Ok(Some(None));
        }
        let known = match &mut self.sections {
            Some(known) => known,
            none => none.insert(sections::of_shop(tx, self.shop_id)?),
        };
        if let Some(section) = known.iter().find(|s| s.name == name) {
            return Ok(Some(Some(section.id)));
        }
        if known.len() >= SECTIONS_MAX {
            return Ok(None);
        }
        let position = known.last().map_or(0, |s| s.position + 1);
        let id = sections::insert(tx, self.shop_id, name, position)?;
        known.push(Section {
            id,
            name: name.to_owned(),
            position,
        });
        Ok(Some(Some(id)))
    }

    /// A SKU is unique in its shop. A deleted product gives its own up to the one that asks for it.
    fn sku_taken(&mut self, tx: &mut Tx<'_>, own: Option<i64>, draft: &Draft) -> Result<Option<Saved>, AppError> {
        let Some(sku) = &draft.sku else { return Ok(None) };
        let holder = match &self.skus {
            Some(skus) => skus.get(sku).cloned(),
            None => queries::with_sku(tx, self.shop_id, sku)?,
        };
        match holder {
            Some((id, _, DELETED)) if own != Some(id) => {
                queries::free_sku(tx, id)?;
                Ok(None)
            }
            Some((id, title, _)) if own != Some(id) => Ok(Some(Saved::SkuTaken(id, title))),
            _ => Ok(None),
        }
    }

    fn keep_sku(&mut self, before: Option<&String>, draft: &Draft, id: i64) {
        let Some(skus) = &mut self.skus else { return };
        if let Some(before) = before
            && skus.get(before).is_some_and(|(holder, ..)| *holder == id)
        {
            skus.remove(before);
        }
        if let Some(sku) = &draft.sku {
            skus.insert(sku.clone(), (id, draft.title.clone(), draft.status.state()));
        }
    }

    fn regroup(&mut self, product: &Product, group: &str) {
        self.groups.insert(product.item_group_id.clone());
        self.groups.insert(group.to_owned());
        if group.is_empty() {
            self.alone.insert(product.id);
        }
    }

    /// Notes when the sale turns, where that is new.
    fn watch(&mut self, before: Option<&Product>, draft: &Draft) {
        let before = before.map_or_else(Offer::default, Product::offer);
        if draft.sale_price.is_some() {
            let new = |at: Option<i64>, was: Option<i64>| at.filter(|_| at != was || before.sale_price.is_none());
            self.moments.extend(new(draft.sale_from, before.sale_from));
            self.moments.extend(new(draft.sale_until, before.sale_until));
        }
    }
}

/// What became of a product that was to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Done(i64),
    /// Another product of the shop has the SKU: its id and title.
    SkuTaken(i64, String),
    /// Somebody else changed it since the form was opened; the version it has now.
    ChangedElsewhere(i64),
    /// It stands in a section that is new, and the shop has as many as it may.
    SectionsFull,
}

/// The photos of a product in their order: id and description.
pub type Photos = [(i64, String)];

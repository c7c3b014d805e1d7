//! Writes any number of products to one shop's catalog in one transaction. The shop is locked
//! first. Consequences of the writes (representatives of variant groups, the shop's version and
//! product count, sale alarms, changes for the search index) are settled once at the end.
//!
//! The caller checks permissions and writes the activity log: an import of a file is one entry.

use std::collections::{BTreeSet, HashMap};

use crate::catalog::queries::{self, DELETED, Product, REMOVED, Section, sections};
use crate::catalog::rules::{Draft, Offer, SECTIONS_MAX, Status};
use crate::db::Tx;
use crate::error::AppError;
use crate::jobs::changes::{self, Kind};

pub struct Writer {
    shop_id: i64,
    /// The holder of each SKU, loaded for many writes.
    skus: Option<HashMap<String, (i64, String, i32)>>,
    sections: Option<Vec<Section>>,
    groups: BTreeSet<String>,
    alone: BTreeSet<i64>,
    moments: BTreeSet<i64>,
    changed: BTreeSet<i64>,
    shown: i64,
}

impl Writer {
    /// Locks the shop and returns a writer, and false if the shop is not active.
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

    /// Does the same for many writes: reads every SKU of the shop at once.
    pub fn open_for_many(tx: &mut Tx<'_>, shop_id: i64) -> Result<(Self, bool), AppError> {
        let (mut writer, active) = Self::open(tx, shop_id)?;
        writer.skus = Some(queries::skus(tx, shop_id)?);
        Ok((writer, active))
    }

    /// Creates a product. The photos belong to the shop (`photos::actions::attach_photos`).
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

    /// Overwrites a product; `product` is its current row. `photos` replace the current ones;
    /// `None` leaves them.
    ///
    /// # Errors
    /// Returns `NotFound` for a deleted product and `Rule` for a removed one.
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
        // A product may keep its own SKU.
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

    /// Moves a product into a variant group; nothing else changes.
    pub fn join(&mut self, tx: &mut Tx<'_>, product: &Product, group: &str) -> Result<(), AppError> {
        queries::set_group(tx, product.id, group)?;
        self.regroup(product, group);
        self.changed.insert(product.id);
        Ok(())
    }

    /// Moves a product to another state: deletes, removes or restores it. Returns false if it is in
    /// that state already.
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

    /// Settles the consequences of all writes.
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

    /// Returns the id of a section by name and creates it if needed; `None` if the shop has too
    /// many.
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

    /// Checks that the SKU is unique in its shop. A deleted product gives its SKU up.
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

    /// Remembers when a sale begins and ends, if that is new.
    fn watch(&mut self, before: Option<&Product>, draft: &Draft) {
        let before = before.map_or_else(Offer::default, Product::offer);
        if draft.sale_price.is_some() {
            let new = |at: Option<i64>, was: Option<i64>| at.filter(|_| at != was || before.sale_price.is_none());
            self.moments.extend(new(draft.sale_from, before.sale_from));
            self.moments.extend(new(draft.sale_until, before.sale_until));
        }
    }
}

/// The result of writing a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    Done(i64),
    /// Another product of the shop has the SKU: its id and title.
    SkuTaken(i64, String),
    /// Somebody else has changed the product since the form was opened; holds the current version.
    ChangedElsewhere(i64),
    /// Its section would be new, and the shop has the maximum number.
    SectionsFull,
}

/// The photos of a product in order: ids and alt texts.
pub type Photos = [(i64, String)];

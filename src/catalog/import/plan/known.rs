//! A snapshot of the shop's catalog for planning, with lookups by SKU, id and photo URL.

use std::collections::{HashMap, HashSet};

use crate::catalog::item_id::{OWN_ID, made_id};
use crate::catalog::rules::Draft;

/// A product of the shop in any state.
#[derive(Debug, Clone)]
pub struct KnownProduct {
    pub id: i64,
    pub version: i64,
    pub standing: Standing,
    pub draft: Draft,
    /// Ids and alt texts of its photos, in order.
    pub photos: Vec<(i64, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    There,
    Deleted,
    Removed,
}

/// The shop's catalog at one moment.
#[derive(Debug, Default)]
pub struct CatalogSnapshot {
    products: Vec<KnownProduct>,
    by_sku: HashMap<String, usize>,
    by_id: HashMap<i64, usize>,
    /// SKUs with leading zeros, by the form in which a spreadsheet writes them.
    without_zeros: HashMap<String, String>,
    /// Photos of the shop's products with their paths.
    photos: HashMap<i64, String>,
    /// Names of the shop's sections.
    pub(super) sections: HashSet<String>,
}

impl CatalogSnapshot {
    pub fn new(products: Vec<KnownProduct>, photos: HashMap<i64, String>, sections: HashSet<String>) -> Self {
        let by_sku = products
            .iter()
            .enumerate()
            .filter_map(|(n, p)| Some((p.draft.sku.clone()?, n)))
            .collect();
        let zeros = products.iter().filter(|p| p.standing == Standing::There).filter_map(|p| {
            let sku = p.draft.sku.as_ref()?;
            let number = sku.starts_with('0') && sku.bytes().all(|b| b.is_ascii_digit());
            number.then(|| (sku.trim_start_matches('0').to_owned(), sku.clone()))
        });
        let without_zeros = zeros.collect();
        let by_id = products.iter().enumerate().map(|(n, p)| (p.id, n)).collect();
        Self {
            products,
            by_sku,
            by_id,
            without_zeros,
            photos,
            sections,
        }
    }

    pub fn by_id(&self, id: i64) -> Option<&KnownProduct> {
        self.by_id.get(&id).and_then(|n| self.products.get(*n))
    }

    pub(super) fn by_sku(&self, sku: &str) -> Option<&KnownProduct> {
        self.by_sku.get(sku).and_then(|n| self.products.get(*n))
    }

    /// Returns the SKU that equals this id apart from leading zeros.
    pub(super) fn with_zeros(&self, id: &str) -> Option<&str> {
        self.without_zeros.get(id).map(String::as_str)
    }

    /// Returns the products of an export, oldest first.
    pub fn there(&self) -> impl Iterator<Item = &KnownProduct> {
        self.products.iter().filter(|p| p.standing == Standing::There)
    }

    /// Returns the `id` of a product in an exported file: its SKU, or one made from its database
    /// id.
    pub fn file_id(&self, product: &KnownProduct) -> String {
        let sku = product.draft.sku.clone();
        sku.unwrap_or_else(|| made_id(product.id, |id| self.by_sku.contains_key(id)))
    }

    /// Returns the photo id for a path on this site, if one of the shop's products has the photo.
    pub(super) fn own_photo(&self, path: &str) -> Option<i64> {
        let (id, name) = path.strip_prefix("/media/")?.split_once('/')?;
        let id: i64 = id.parse().ok()?;
        // Compare the hash in the name; the size does not matter.
        let (own, _) = self.photos.get(&id)?.rsplit_once('-')?;
        let (asked, _) = name.split_once('-')?;
        (own.rsplit('/').next()? == asked).then_some(id)
    }

    pub fn photo_path(&self, id: i64) -> Option<&str> {
        self.photos.get(&id).map(String::as_str)
    }
}

pub(super) fn own_id(id: &str) -> Option<i64> {
    let digits = id.strip_prefix(OWN_ID)?;
    let fine = !digits.is_empty() && digits.len() <= 30 && digits.bytes().all(|b| b.is_ascii_digit());
    fine.then(|| digits.trim_start_matches('0').parse().ok())?
}

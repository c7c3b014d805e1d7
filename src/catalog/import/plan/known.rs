//! The shop's catalog as a plan needs it: found by number, by id, by the address of a photo.

use std::collections::{HashMap, HashSet};

use crate::catalog::item_id::{OWN_ID, made_id};
use crate::catalog::rules::Draft;

/// A product of the shop, whatever its state, as the plan needs it.
#[derive(Debug, Clone)]
pub struct KnownProduct {
    pub id: i64,
    pub version: i64,
    pub standing: Standing,
    pub draft: Draft,
    /// Photos in order, with their descriptions.
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
    /// Numbers that begin with zeros, by what a spreadsheet makes of them.
    without_zeros: HashMap<String, String>,
    /// Photos on the shop's products, with the path at which each is seen.
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

    /// The number of a product that this one is, but for the zeros it begins with.
    pub(super) fn with_zeros(&self, id: &str) -> Option<&str> {
        self.without_zeros.get(id).map(String::as_str)
    }

    /// The products an export has, in the order in which they were made.
    pub fn there(&self) -> impl Iterator<Item = &KnownProduct> {
        self.products.iter().filter(|p| p.standing == Standing::There)
    }

    /// What an exported file has as a product's `id`: its number, or one made of its id.
    pub fn file_id(&self, product: &KnownProduct) -> String {
        let sku = product.draft.sku.clone();
        sku.unwrap_or_else(|| made_id(product.id, |id| self.by_sku.contains_key(id)))
    }

    /// The address of a photo of this site as the photo's id, if it is on one of the shop's products.
    pub(super) fn own_photo(&self, path: &str) -> Option<i64> {
        let (id, name) = path.strip_prefix("/media/")?.split_once('/')?;
        let id: i64 = id.parse().ok()?;
        // The piece of the hash, in whatever size.
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

//! Queries of photos.

use std::collections::{HashMap, HashSet};

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::db::schema::{accounts, catalog_batch_photos, photos, product_photos, products, story_photos};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::media;

// The places that can show a photo. An avatar or cover belongs to the uploader,
// so it is found through the account's key.
macro_rules! stories_of {
    () => {
        story_photos::table.filter(story_photos::photo_id.eq(photos::id))
    };
}
macro_rules! products_of {
    () => {
        product_photos::table.filter(product_photos::photo_id.eq(photos::id))
    };
}
// Imports whose undo can bring a photo back.
macro_rules! undos_of {
    () => {
        catalog_batch_photos::table.filter(catalog_batch_photos::photo_id.eq(photos::id.nullable()))
    };
}
macro_rules! faces_of {
    () => {
        accounts::table.filter(accounts::id.eq(photos::account_id)).filter(
            accounts::avatar_photo_id
                .eq(photos::id.nullable())
                .or(accounts::cover_photo_id.eq(photos::id.nullable())),
        )
    };
}

/// A photo as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: i64,
    /// The middle size, for browsers without `srcset`.
    pub src: String,
    pub srcset: String,
    /// The largest size.
    pub full: String,
    pub width: i32,
    pub height: i32,
    /// `#rrggbb`, shown until the photo has loaded.
    pub tint: String,
    pub alt: String,
}

impl Picture {
    pub fn new(id: i64, hash: &str, width: i32, height: i32, tint: String, sizes: &str, alt: String) -> Self {
        let sizes: Vec<u32> = sizes.split(',').filter_map(|s| s.parse().ok()).collect();
        let srcset: Vec<String> = sizes
            .iter()
            .map(|s| format!("{} {s}w", media::address(id, hash, *s)))
            .collect();
        let largest = sizes.last().copied().unwrap_or(0);
        let middle = sizes.iter().copied().find(|s| *s >= 720).unwrap_or(largest);
        Self {
            id,
            src: media::address(id, hash, middle),
            srcset: srcset.join(", "),
            full: media::address(id, hash, largest),
            width,
            height,
            tint,
            alt,
        }
    }
}

impl Picture {
    /// Returns the address of the smallest size, for a thumbnail.
    pub fn thumb(&self) -> &str {
        self.srcset.split(' ').next().unwrap_or(&self.src)
    }
}

/// The columns of a photo that make a [`Picture`].
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = photos)]
pub struct PhotoColumns {
    pub id: i64,
    hash: String,
    width: i32,
    height: i32,
    tint: String,
    sizes: String,
}

impl PhotoColumns {
    /// Returns the photo as a page shows it; the description belongs to the use, not to the photo.
    pub fn picture(self, alt: String) -> Picture {
        Picture::new(self.id, &self.hash, self.width, self.height, self.tint, &self.sizes, alt)
    }
}

/// Returns photos by id with one statement. `alt` is empty, because an alt text
/// belongs to the use of a photo.
pub fn pictures(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Picture>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<PhotoColumns> = photos::table
        .filter(photos::id.eq_any(ids))
        .select(PhotoColumns::as_select())
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|photo| (photo.id, photo.picture(String::new())))
        .collect())
}

/// A photo whose files are on disk.
#[derive(Debug, Clone)]
pub struct NewPhoto {
    pub hash: String,
    pub width: i32,
    pub height: i32,
    pub tint: String,
    /// Widths of the renditions, ascending, separated by commas.
    pub sizes: String,
}

pub fn insert(tx: &mut Tx<'_>, account_id: i64, new: &NewPhoto) -> Result<Picture, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(photos::table)
        .values((
            photos::id.eq(id),
            photos::account_id.eq(account_id),
            photos::hash.eq(&new.hash),
            photos::width.eq(new.width),
            photos::height.eq(new.height),
            photos::tint.eq(&new.tint),
            photos::sizes.eq(&new.sizes),
            photos::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    let tint = new.tint.clone();
    Ok(Picture::new(
        id,
        &new.hash,
        new.width,
        new.height,
        tint,
        &new.sizes,
        String::new(),
    ))
}

/// Returns those of `ids` that `account_id` uploaded and that nothing shows yet
/// or that are in `own`. Restarts their grace period, which also locks the rows
/// against the sweep until this transaction ends.
pub fn reusable(tx: &mut Tx<'_>, ids: &[i64], account_id: i64, own: &[i64]) -> Result<HashMap<i64, Picture>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let used = used(tx, ids)?;
    let free: Vec<i64> = ids
        .iter()
        .copied()
        .filter(|id| own.contains(id) || !used.contains(id))
        .collect();
    let now = tx.now();
    diesel::update(
        photos::table
            .filter(photos::id.eq_any(&free))
            .filter(photos::account_id.eq(account_id)),
    )
    .set(photos::created_at.eq(now))
    .execute(&mut **tx)?;
    let mine: Vec<i64> = photos::table
        .filter(photos::id.eq_any(&free))
        .filter(photos::account_id.eq(account_id))
        .select(photos::id)
        .load(&mut **tx)?;
    pictures(tx, &mine)
}

/// Returns those of `ids` that are in use: by an avatar, a cover, a product or a story.
pub fn used(db: &mut Db, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    let unused: HashSet<i64> = photos::table
        .filter(photos::id.eq_any(ids))
        .filter(not(exists(stories_of!())))
        .filter(not(exists(products_of!())))
        .filter(not(exists(faces_of!())))
        .select(photos::id)
        .load(db)?
        .into_iter()
        .collect();
    Ok(ids.iter().copied().filter(|id| !unused.contains(id)).collect())
}

/// Returns photos older than `cutoff` that nothing shows and no undo can bring
/// back, by id from `after`.
pub fn unused(db: &mut Db, cutoff: i64, after: i64, limit: usize) -> Result<Vec<i64>, AppError> {
    Ok(photos::table
        .filter(photos::id.gt(after))
        .filter(photos::created_at.lt(cutoff))
        .filter(not(exists(stories_of!())))
        .filter(not(exists(products_of!())))
        .filter(not(exists(faces_of!())))
        .filter(not(exists(undos_of!())))
        .order(photos::id)
        .limit(i64::try_from(limit).unwrap_or(i64::MAX))
        .select(photos::id)
        .load(db)?)
}

/// Deletes those of `ids` that are still unused. Returns their number.
pub fn delete_unused(tx: &mut Tx<'_>, cutoff: i64, ids: &[i64]) -> Result<usize, AppError> {
    let unused = photos::table
        .filter(photos::id.eq_any(ids))
        .filter(photos::created_at.lt(cutoff))
        .filter(not(exists(stories_of!())))
        .filter(not(exists(products_of!())))
        .filter(not(exists(faces_of!())))
        .filter(not(exists(undos_of!())));
    Ok(diesel::delete(unused).execute(&mut **tx)?)
}

/// Returns those of the hashes that have a row.
pub fn named(db: &mut Db, hashes: &[&str]) -> Result<HashSet<String>, AppError> {
    let rows: Vec<String> = photos::table
        .filter(photos::hash.eq_any(hashes))
        .select(photos::hash)
        .distinct()
        .load(db)?;
    Ok(rows.into_iter().collect())
}

/// The data of a photo that /media needs.
#[derive(Debug, Clone, Queryable)]
pub struct FileRow {
    pub account_id: i64,
    pub hash: String,
    sizes: String,
}

impl FileRow {
    /// Returns true if this photo has an address with this part of the hash and this size.
    pub fn is(&self, short: &str, size: u32) -> bool {
        let size = size.to_string();
        self.hash.get(..media::SHORT) == Some(short) && self.sizes.split(',').any(|s| s == size)
    }
}

pub fn file(db: &mut Db, id: i64) -> Result<Option<FileRow>, AppError> {
    Ok(photos::table
        .find(id)
        .select((photos::account_id, photos::hash, photos::sizes))
        .first(db)
        .optional()?)
}

/// The uses of a photo that decide who may fetch it.
#[derive(Debug, Clone, Copy)]
pub struct Uses {
    /// An avatar or cover of an active account, or a photo of a product for sale.
    pub public: bool,
    pub in_story: bool,
}

/// A product that is visible in its shop (`products.state`).
const FOR_SALE: i32 = 0;

pub fn uses(db: &mut Db, photo_id: i64, owner_id: i64) -> Result<Uses, AppError> {
    let face = accounts::table.find(owner_id).filter(accounts::state.eq("active")).filter(
        accounts::avatar_photo_id
            .eq(photo_id)
            .or(accounts::cover_photo_id.eq(photo_id)),
    );
    let for_sale = product_photos::table
        .inner_join(products::table.on(products::id.eq(product_photos::product_id)))
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(product_photos::photo_id.eq(photo_id))
        .filter(products::state.eq(FOR_SALE))
        .filter(accounts::state.eq("active"));
    let in_story = story_photos::table.filter(story_photos::photo_id.eq(photo_id));
    let (face, for_sale, in_story): (bool, bool, bool) =
        diesel::select((exists(face), exists(for_sale), exists(in_story))).get_result(db)?;
    Ok(Uses {
        public: face || for_sale,
        in_story,
    })
}

//! Every query of the photos.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::db::schema::{accounts, photos, product_photos, story_photos};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::media;

/// A photo as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub id: i64,
    /// The middle size, for browsers that read no `srcset`.
    pub src: String,
    pub srcset: String,
    /// The largest size.
    pub full: String,
    pub width: i32,
    pub height: i32,
    /// `#rrggbb`, shown until the photo is there.
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
    /// The smallest size, for a thumbnail.
    pub fn thumb(&self) -> &str {
        self.srcset.split(' ').next().unwrap_or(&self.src)
    }
}

/// Many photos by id, one statement; `alt` is empty (it belongs to the use, not the photo).
pub fn pictures(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Picture>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    type Row = (i64, String, i32, i32, String, String);
    let rows: Vec<Row> = photos::table
        .filter(photos::id.eq_any(ids))
        .select((
            photos::id,
            photos::hash,
            photos::width,
            photos::height,
            photos::tint,
            photos::sizes,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, hash, width, height, tint, sizes)| (id, Picture::new(id, &hash, width, height, tint, &sizes, String::new())))
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

/// Those of `ids` that `account_id` uploaded and that nothing shows yet, or that are of `own`. Their grace starts anew,
/// which also holds the row against the sweep until this transaction ends.
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

/// Those of `ids` that something shows: an avatar, a cover, a product, a story.
pub fn used(db: &mut Db, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    let mut used: HashSet<i64> = story_photos::table
        .filter(story_photos::photo_id.eq_any(ids))
        .select(story_photos::photo_id)
        .load(db)?
        .into_iter()
        .collect();
    let on_products: Vec<i64> = product_photos::table
        .filter(product_photos::photo_id.eq_any(ids))
        .select(product_photos::photo_id)
        .load(db)?;
    let faces: Vec<(Option<i64>, Option<i64>)> = accounts::table
        .filter(accounts::avatar_photo_id.eq_any(ids).or(accounts::cover_photo_id.eq_any(ids)))
        .select((accounts::avatar_photo_id, accounts::cover_photo_id))
        .load(db)?;
    used.extend(on_products);
    used.extend(faces.into_iter().flat_map(|(avatar, cover)| [avatar, cover]).flatten());
    Ok(used)
}

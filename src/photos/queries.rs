//! Every query of the photos.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::photos;
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

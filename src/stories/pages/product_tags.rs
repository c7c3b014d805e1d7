//! The part of a story's form with the positions of its products on the photos.
//! The fields are `tag_photo` (the photo's number in the form, from 1), `tag_x`
//! and `tag_y` (percent from the top left), each in the order of `products`. A
//! form that shows rows for only some of its products names them in
//! `tag_product`, so that without scripts the row of an unticked product is
//! ignored.

use crate::catalog::queries::cards_in_order;
use crate::db::Db;
use crate::error::AppError;
use crate::photos::actions::{Prepared, SavedPhotos};
use crate::stories::product_tags::{self, ProductTag, TagPosition};
use crate::web::form::{Errors, Form};
use crate::web::i18n::{Texts, Value};
use crate::web::paging;

/// A chosen product, with the position as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ProductTagRow {
    pub product: i64,
    pub title: String,
    pub photo: String,
    pub x: String,
    pub y: String,
    /// The key of this row's errors.
    pub key: String,
}

impl ProductTagRow {
    /// Returns the row of a saved product tag.
    pub fn of(pin: &ProductTag) -> Self {
        let row = Self {
            product: pin.product,
            ..Self::default()
        };
        let Some(place) = pin.place else { return row };
        Self {
            photo: place.photo.saturating_add(1).to_string(),
            x: product_tags::percent(place.x),
            y: product_tags::percent(place.y),
            ..row
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// A position without a photo.
    NoPhoto,
    /// A number that no photo has.
    Photo,
    /// Not a percentage from 0 to 100.
    Where,
}

/// The validated rows.
pub struct ProductTagInput {
    pub rows: Vec<ProductTagRow>,
    places: Vec<Result<Option<TagPosition>, Fault>>,
    photos: usize,
}

impl ProductTagInput {
    pub fn read(form: &Form, products: &[i64], photos: &Prepared, kept: &SavedPhotos) -> Self {
        let named: Vec<Option<i64>> = form.all("tag_product").map(|id| paging::parse_id(id).ok()).collect();
        let field = |name: &str, at: usize| form.all(name).nth(at).unwrap_or("").trim().to_owned();
        let mut tags = Self {
            rows: Vec::new(),
            places: Vec::new(),
            photos: photos.numbered(),
        };
        for (n, product) in products.iter().enumerate() {
            // Without names the rows are in the order of the products.
            let at = if named.is_empty() {
                Some(n)
            } else {
                named.iter().position(|id| *id == Some(*product))
            };
            let typed = |name: &str| at.map(|at| field(name, at)).unwrap_or_default();
            let mut row = ProductTagRow {
                product: *product,
                title: String::new(),
                photo: typed("tag_photo"),
                x: typed("tag_x"),
                y: typed("tag_y"),
                key: format!("tags.{n}"),
            };
            tags.places.push(place(&mut row, photos, kept));
            tags.rows.push(row);
        }
        tags
    }

    /// Adds the errors, each under `tags.N` (the N-th product, from 0).
    pub fn tell(&self, db: &mut Db, t: &Texts, errors: &mut Errors) -> Result<(), AppError> {
        let wrong: Vec<(&ProductTagRow, Fault)> = self
            .rows
            .iter()
            .zip(&self.places)
            .filter_map(|(row, place)| Some((row, place.err()?)))
            .collect();
        if wrong.is_empty() {
            return Ok(());
        }
        let ids: Vec<i64> = wrong.iter().map(|(row, _)| row.product).collect();
        let cards = cards_in_order(db, &ids)?;
        for (row, fault) in wrong {
            let title = cards.iter().find(|c| c.id == row.product).map_or("", |c| c.title.as_str());
            let title = Value::from(title);
            let sentence = match fault {
                Fault::NoPhoto => t.with("compose-tag-no-photo", &[("title", title)]),
                Fault::Photo if self.photos == 0 => t.with("compose-tag-no-photos", &[("title", title)]),
                Fault::Photo => t.with("compose-tag-photo-odd", &[("title", title), ("n", self.photos.into())]),
                Fault::Where => t.with("compose-tag-where", &[("title", title)]),
            };
            errors.add(&row.key, sentence);
        }
        Ok(())
    }

    /// Returns the product tags of a valid form.
    pub fn pins(&self) -> Vec<ProductTag> {
        let pin = |(row, place): (&ProductTagRow, &Result<Option<TagPosition>, Fault>)| ProductTag {
            product: row.product,
            place: place.ok().flatten(),
        };
        self.rows.iter().zip(&self.places).map(pin).collect()
    }
}

/// Validates the position in a row. The row follows its photo: it takes the new
/// number when photos were moved, and becomes empty when the photo was removed.
fn place(row: &mut ProductTagRow, photos: &Prepared, kept: &SavedPhotos) -> Result<Option<TagPosition>, Fault> {
    if row.photo.is_empty() {
        return if row.x.is_empty() && row.y.is_empty() {
            Ok(None)
        } else {
            Err(Fault::NoPhoto)
        };
    }
    let nth: usize = row.photo.parse().map_err(|_| Fault::Photo)?;
    if nth == 0 || nth > photos.numbered() {
        return Err(Fault::Photo);
    }
    let Some(position) = photos.position(kept, nth) else {
        row.photo = String::new();
        if photos.rearranged {
            (row.x, row.y) = (String::new(), String::new());
        }
        return Err(Fault::NoPhoto);
    };
    row.photo = position.saturating_add(1).to_string();
    let percent = |typed: &str| product_tags::parse_percent(typed).ok_or(Fault::Where);
    Ok(Some(TagPosition {
        photo: i32::try_from(position).map_err(|_| Fault::Photo)?,
        x: percent(&row.x)?,
        y: percent(&row.y)?,
    }))
}

//! Single products and cards. Any number of cards takes one statement for the products and one for
//! their shops.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::catalog::card::{self, ProductCard};
use crate::catalog::rules::{Availability, Condition, Draft, Offer, Status};
use crate::db::Db;
use crate::db::schema::{accounts, photos, product_photos, products, wishes};
use crate::error::AppError;
use crate::photos::{PhotoColumns, Picture};

/// States of a product, as in stories (`rules::Status` has those that its shop can choose).
pub const PUBLISHED: i32 = 0;

pub const DRAFT: i32 = 1;

pub const HIDDEN: i32 = 2;

pub const DELETED: i32 = 3;

pub const REMOVED: i32 = 4;

/// A row of `products`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = products)]
pub struct Product {
    pub id: i64,
    pub account_id: i64,
    pub sku: Option<String>,
    pub title: String,
    pub description: String,
    pub price: i64,
    pub sale_price: Option<i64>,
    pub availability: String,
    pub condition: String,
    pub brand: String,
    pub category: String,
    pub link: String,
    pub state: i32,
    pub wish_count: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub item_group_id: String,
    pub color: String,
    pub size: String,
    /// Items left; `None` if the shop does not count them.
    pub stock: Option<i64>,
    pub section_id: Option<i64>,
    pub sale_from: Option<i64>,
    pub sale_until: Option<i64>,
    /// True for the variant that lists and search show, and for a product without variants.
    pub is_front: bool,
    /// The state before it was deleted or removed.
    pub state_before: i32,
}

impl Product {
    pub fn offer(&self) -> Offer {
        Offer {
            price: self.price,
            sale_price: self.sale_price,
            sale_from: self.sale_from,
            sale_until: self.sale_until,
        }
    }

    /// Returns true if the product is neither deleted nor removed, so its shop may change it.
    pub fn stands(&self) -> bool {
        Status::from_state(self.state).is_some()
    }

    /// Returns the product as a draft; `section` is the name of its section. A deleted or removed
    /// product gets the status it had before.
    pub fn draft(&self, section: &str) -> Draft {
        let status = Status::from_state(self.state).or_else(|| Status::from_state(self.state_before));
        Draft {
            sku: self.sku.clone(),
            title: self.title.clone(),
            description: self.description.clone(),
            price: self.price,
            sale_price: self.sale_price,
            availability: Availability::from_code(&self.availability).unwrap_or(Availability::InStock),
            condition: Condition::from_code(&self.condition).unwrap_or(Condition::New),
            brand: self.brand.clone(),
            category: self.category.clone(),
            link: self.link.clone(),
            item_group_id: self.item_group_id.clone(),
            color: self.color.clone(),
            size: self.size.clone(),
            stock: self.stock,
            section: section.to_owned(),
            sale_from: self.sale_from,
            sale_until: self.sale_until,
            status: status.unwrap_or(Status::Hidden),
        }
    }
}

/// Returns a product in any state if its shop is active.
pub fn by_id(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::id.eq(id))
        .filter(accounts::state.eq("active"))
        .select(Product::as_select())
        .first(db)
        .optional()?)
}

/// Returns a product in any state, whatever the state of its shop; for moderators.
pub fn in_any_shop(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(products::table.find(id).select(Product::as_select()).first(db).optional()?)
}

/// Returns a product that anyone may see: it is published and its shop is active.
pub fn visible(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(by_id(db, id)?.filter(|p| p.state == PUBLISHED))
}

/// Returns the photos of a product in order, with their alt texts.
pub fn pictures(db: &mut Db, product_id: i64) -> Result<Vec<Picture>, AppError> {
    let rows: Vec<(String, PhotoColumns)> = product_photos::table
        .inner_join(photos::table.on(photos::id.eq(product_photos::photo_id)))
        .filter(product_photos::product_id.eq(product_id))
        .order(product_photos::position)
        .select((product_photos::alt, PhotoColumns::as_select()))
        .load(db)?;
    Ok(rows.into_iter().map(|(alt, photo)| photo.picture(alt)).collect())
}

type Words = (i64, i64, String, String, i64, String, String, String);
type Prices = (i64, Option<i64>, Option<i64>, Option<i64>);
/// The columns of a card, its first photo and that photo's alt text.
type CardRow = (Words, Prices, Option<String>, Option<PhotoColumns>);

fn card_rows(db: &mut Db, ids: &[i64]) -> Result<Vec<CardRow>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .left_join(
            product_photos::table.on(product_photos::product_id
                .eq(products::id)
                .and(product_photos::position.eq(0))),
        )
        .left_join(photos::table.on(photos::id.nullable().eq(product_photos::photo_id.nullable())))
        .filter(products::id.eq_any(ids))
        .filter(products::state.eq(PUBLISHED))
        .filter(accounts::state.eq("active"))
        .select((
            (
                products::id,
                products::account_id,
                products::title,
                products::availability,
                products::version,
                products::item_group_id,
                products::color,
                products::size,
            ),
            (
                products::price,
                products::sale_price,
                products::sale_from,
                products::sale_until,
            ),
            product_photos::alt.nullable(),
            Option::<PhotoColumns>::as_select(),
        ))
        .load(db)?)
}

/// Returns the cards of those products among `ids` that anyone may see.
pub fn cards(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, ProductCard>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = card_rows(db, ids)?;
    let shop_ids: HashSet<i64> = rows.iter().map(|(p, ..)| p.1).collect();
    let shops = crate::accounts::queries::cards(db, &shop_ids.into_iter().collect::<Vec<_>>())?;
    let cards = rows.into_iter().filter_map(|(product, prices, alt, photo)| {
        let (id, account_id, title, availability, version, group, color, size) = product;
        let option = if group.is_empty() {
            String::new()
        } else {
            card::option_words(&color, &size)
        };
        let (price, sale_price, sale_from, sale_until) = prices;
        let picture = photo.map(|photo| photo.picture(alt.unwrap_or_default()));
        Some((
            id,
            ProductCard {
                id,
                url: crate::catalog::url(id),
                title,
                option,
                offer: Offer {
                    price,
                    sale_price,
                    sale_from,
                    sale_until,
                },
                group,
                options: Vec::new(),
                sold_out: card::sold_out(&availability),
                picture,
                shop: shops.get(&account_id)?.clone(),
                wished: false,
                version,
            },
        ))
    });
    Ok(cards.collect())
}

/// Returns cards in the order of `ids`, each with the offers of its variants, as lists show them.
pub fn cards_in_order(db: &mut Db, ids: &[i64]) -> Result<Vec<ProductCard>, AppError> {
    let mut cards = cards(db, ids)?;
    let mut cards: Vec<ProductCard> = ids.iter().filter_map(|id| cards.remove(id)).collect();
    mark_options(db, &mut cards)?;
    Ok(cards)
}

/// Sets the offers of all published variants on each card.
pub(super) fn mark_options(db: &mut Db, cards: &mut [ProductCard]) -> Result<(), AppError> {
    let grouped = || cards.iter().filter(|c| !c.group.is_empty());
    let groups: HashSet<&str> = grouped().map(|c| c.group.as_str()).collect();
    let shops: HashSet<i64> = grouped().map(|c| c.shop.id).collect();
    if groups.is_empty() {
        return Ok(());
    }
    type Row = (i64, String, i64, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = products::table
        .filter(products::account_id.eq_any(shops))
        .filter(products::item_group_id.eq_any(groups))
        .filter(products::state.eq(PUBLISHED))
        .select((
            products::account_id,
            products::item_group_id,
            products::price,
            products::sale_price,
            products::sale_from,
            products::sale_until,
        ))
        .load(db)?;
    let mut options: HashMap<(i64, String), Vec<Offer>> = HashMap::new();
    for (shop, group, price, sale_price, sale_from, sale_until) in rows {
        options.entry((shop, group)).or_default().push(Offer {
            price,
            sale_price,
            sale_from,
            sale_until,
        });
    }
    for card in cards.iter_mut().filter(|c| !c.group.is_empty()) {
        let found = options.get(&(card.shop.id, card.group.clone()));
        card.options = found.cloned().unwrap_or_default();
    }
    Ok(())
}

/// Marks the cards that a person saved. Account 0 has saved none.
pub fn mark_wished(db: &mut Db, account_id: i64, cards: &mut [ProductCard]) -> Result<(), AppError> {
    if account_id == 0 || cards.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = cards.iter().map(|c| c.id).collect();
    let wished = wished_among(db, account_id, &ids)?;
    for card in cards {
        card.wished = wished.contains(&card.id);
    }
    Ok(())
}

/// Returns the products among `ids` that a person saved.
pub fn wished_among(db: &mut Db, account_id: i64, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    let found: Vec<i64> = wishes::table
        .filter(wishes::account_id.eq(account_id))
        .filter(wishes::product_id.eq_any(ids))
        .select(wishes::product_id)
        .load(db)?;
    Ok(found.into_iter().collect())
}

/// Returns the first photo of each product, in any state.
pub fn covers(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, Picture>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let firsts: Vec<(i64, i64)> = product_photos::table
        .filter(product_photos::product_id.eq_any(ids))
        .filter(product_photos::position.eq(0))
        .select((product_photos::product_id, product_photos::photo_id))
        .load(db)?;
    let photo_ids: Vec<i64> = firsts.iter().map(|(_, photo)| *photo).collect();
    let pictures = crate::photos::queries::pictures(db, &photo_ids)?;
    Ok(firsts
        .into_iter()
        .filter_map(|(product, photo)| Some((product, pictures.get(&photo)?.clone())))
        .collect())
}

//! The catalog: products of business accounts, their pages, and wishes. The rules for products are
//! in rules/mod.rs; access/permit.rs decides who may edit them.
//!
//! Not here: the stories that show a product (stories/), full-text search (search/), and removal
//! (moderation/, which calls `actions::remove` and `actions::put_back`).

pub mod actions;
pub mod batches;
pub mod card;
pub mod categories;
pub mod export;
pub mod import;
pub mod item_id;
pub mod jobs;
pub mod pages;
pub mod price_range;
pub mod queries;
pub mod rules;
pub mod seller_details;
pub mod story_links;

pub use card::ProductCard;
pub use seller_details::Seller;

use crate::text::encode_component;

/// Returns the URL of a product's page.
pub fn url(id: i64) -> String {
    format!("/products/{id}")
}

/// Returns the URL of a shop's public catalog.
pub fn shop_url(handle: &str) -> String {
    format!("{}/products", crate::accounts::url(handle))
}

/// Returns the URL of the catalog in a shop's studio.
pub fn studio_url(handle: &str) -> String {
    format!("/shops/{}/catalog", encode_component(handle))
}

/// Returns the URL that undoes a bulk action or an import.
pub fn undo_url(handle: &str, batch: i64) -> String {
    format!("{}/batches/{batch}/undo", studio_url(handle))
}

/// Returns the URL of the form for a new product.
pub fn new_url(handle: &str) -> String {
    format!("/shops/{}/products/new", encode_component(handle))
}

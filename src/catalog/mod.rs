//! The catalog: products of business accounts, their pages, wishes. What a
//! product may be stands in rules/mod.rs; who may write it in access/permit.rs.
//!
//! Not here: which stories show a product (stories/), finding one by words
//! (search/), removal (moderation/, which calls `actions::remove` and
//! `actions::put_back`).

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

/// The page of a product.
pub fn url(id: i64) -> String {
    format!("/products/{id}")
}

/// The public catalog of a shop.
pub fn shop_url(handle: &str) -> String {
    format!("{}/products", crate::accounts::url(handle))
}

/// The catalog in a shop's studio.
pub fn studio_url(handle: &str) -> String {
    format!("/shops/{}/catalog", encode_component(handle))
}

/// Where an act on many products, or an import, is undone.
pub fn undo_url(handle: &str, batch: i64) -> String {
    format!("{}/batches/{batch}/undo", studio_url(handle))
}

/// The form for a new product.
pub fn new_url(handle: &str) -> String {
    format!("/shops/{}/products/new", encode_component(handle))
}

//! The catalog's pages; this file holds what they share.
//!
//! Pages that anyone sees: pages/shop.rs (a shop's products), pages/product.rs (one product, with
//! pages/variants.rs and pages/structured_data.rs). For a logged-in person: pages/wishes.rs.
//!
//! Pages of the shop's studio: pages/product_list.rs (its products), pages/bulk.rs (bulk actions,
//! reported by pages/batch_notice.rs and continued by pages/steps.rs), pages/editor.rs (the product
//! form, with pages/fields.rs), pages/deletion.rs, pages/sections.rs.

use super::queries::After;
use crate::access::Actor;
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::web::paging;
use crate::web::request::Cx;

mod batch_notice;
pub mod bulk;
pub mod deletion;
pub mod editor;
pub mod fields;
pub mod product;
pub mod product_list;
pub mod sections;
pub mod shop;
pub mod steps;
mod structured_data;
mod variants;
pub mod wishes;

/// Returns a query parameter; empty if it is missing.
fn asked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> String {
    cx.meta.query(name).unwrap_or_default()
}

/// Returns true if a checkbox of the query is on (`?in_stock=true`); any other value is off.
fn ticked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> bool {
    asked(cx, name) == "true"
}

/// Formats the cursor of a list that is sorted by more than the id: `12000p81234`.
fn cursor_text(after: After) -> String {
    format!("{}p{}", after.0, after.1)
}

fn parse_after(text: &str) -> Result<Option<After>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let (by, id) = text.split_once('p').ok_or(AppError::NotFound)?;
    let by = if by == "0" { 0 } else { paging::parse_id(by)? };
    Ok(Some(After(by, paging::parse_id(id)?)))
}

/// Builds a URL with the query parameters that are not empty.
fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (n, (name, value)) in values.iter().filter(|(_, v)| !v.is_empty()).enumerate() {
        address.push(if n == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.push_str(&crate::text::encode_component(value));
    }
    address
}

fn on(yes: bool) -> &'static str {
    if yes { "true" } else { "" }
}

/// Returns `NotFound` if the viewer and the account are hidden from each other by a block.
fn not_blocked(db: &mut Db, actor: &Actor, account_id: i64) -> Result<(), AppError> {
    if friends::queries::hidden_from(db, actor.eyes(), account_id)? {
        return Err(AppError::NotFound);
    }
    Ok(())
}

/// A filter chip: its label, its URL, and whether it is on.
pub struct Chip {
    pub words: String,
    pub url: String,
    pub on: bool,
}

/// Returns the label of the chip that is on; the last one if a child is on beside its parent.
pub fn chosen(chips: &[Chip]) -> &str {
    chips.iter().rfind(|chip| chip.on).map_or("", |chip| chip.words.as_str())
}

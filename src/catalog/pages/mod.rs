//! The catalog's pages; here what they share. What anyone sees: pages/shop.rs
//! (a shop's products), pages/product.rs (one of them, told to others in
//! pages/structured_data.rs, its variants in pages/variants.rs), pages/wishes.rs (what a person saved). The shop's own:
//! pages/product_list.rs (its list), pages/bulk.rs (acts on many, told in
//! pages/batch_notice.rs, carried on by pages/steps.rs), pages/editor.rs (the form), pages/deletion.rs, pages/sections.rs.

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

/// A value of the address; empty where it is missing.
fn asked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> String {
    cx.meta.query(name).unwrap_or_default()
}

/// A check box in an address: `?in_stock=true`; anything else is off.
fn ticked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> bool {
    asked(cx, name) == "true"
}

/// Cursors of lists that are sorted by more than the id: `12000p81234`.
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

/// An address with those values that are not empty.
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

/// An account that the viewer may see: a block hides both from each other.
fn not_blocked(db: &mut Db, actor: &Actor, account_id: i64) -> Result<(), AppError> {
    if friends::queries::hidden_from(db, actor.eyes(), account_id)? {
        return Err(AppError::NotFound);
    }
    Ok(())
}

/// A chip that filters: its words, its address, and whether it is on.
pub struct Chip {
    pub words: String,
    pub url: String,
    pub on: bool,
}

/// The words of the one that is on: the last, where one stands below another.
pub fn chosen(chips: &[Chip]) -> &str {
    chips.iter().rfind(|chip| chip.on).map_or("", |chip| chip.words.as_str())
}

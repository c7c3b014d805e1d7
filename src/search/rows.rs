//! What of a row is searched: database rows become documents.

use super::document::{Change, Document, Kind};
use super::queries::{self, ProductRow, ShopRow, StoryRow, Which};
use crate::db::Db;
use crate::error::AppError;
use crate::web::i18n::{Locale, Texts};

fn story(row: StoryRow) -> Document {
    Document {
        kind: Kind::Story,
        id: row.id,
        account_id: row.author_id,
        title: String::new(),
        tags: crate::text::hashtags(&row.body),
        body: row.body,
        shop_name: row.author,
        price: None,
        in_stock: false,
        on_sale: false,
        category: None,
        created_at_ms: row.created_at,
    }
}

fn product(row: ProductRow) -> Document {
    let category = (!row.category.is_empty()).then_some(row.category);
    let named = category.as_deref().map(category_name).unwrap_or_default();
    Document {
        kind: Kind::Product,
        id: row.id,
        account_id: row.shop_id,
        tags: crate::text::hashtags(&row.description),
        // Lines, so that no phrase reaches from one into the next.
        body: [named, row.brand, row.description].join("\n"),
        title: row.title,
        shop_name: row.shop,
        price: Some(row.sale_price.unwrap_or(row.price)),
        in_stock: row.availability != "out_of_stock",
        on_sale: row.sale_price.is_some_and(|sale| sale < row.price),
        category,
        created_at_ms: row.created_at,
    }
}

fn shop(row: ShopRow) -> Document {
    let category = crate::accounts::category_name(Texts::get(Locale::Ko), &row.category);
    Document {
        kind: Kind::Shop,
        id: row.id,
        account_id: row.id,
        shop_name: row.name.clone(),
        title: row.name,
        tags: crate::text::hashtags(&row.bio),
        body: [category, row.bio, row.address, row.handle].join("\n"),
        price: None,
        in_stock: false,
        on_sale: false,
        // The facet is about goods; a shop's own kind is found as a word.
        category: None,
        created_at_ms: row.created_at,
    }
}

/// What the public ones of these rows become.
pub fn documents(db: &mut Db, kind: Kind, which: Which<'_>) -> Result<Vec<Document>, AppError> {
    Ok(match kind {
        Kind::Story => queries::stories(db, which)?.into_iter().map(story).collect(),
        Kind::Product => queries::products(db, which)?.into_iter().map(product).collect(),
        Kind::Shop => queries::shops(db, which)?.into_iter().map(shop).collect(),
    })
}

/// The step for each of these: the public ones are put in, all others taken out.
pub fn changes(db: &mut Db, kind: Kind, ids: &[i64]) -> Result<Vec<Change>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let documents = documents(db, kind, Which::Ids(ids))?;
    let there: std::collections::HashSet<i64> = documents.iter().map(|d| d.id).collect();
    let gone = ids
        .iter()
        .filter(|id| !there.contains(id))
        .map(|id| Change::Delete { kind, id: *id });
    Ok(gone.chain(documents.into_iter().map(Change::Put)).collect())
}

fn category_name(code: &str) -> String {
    let key = crate::catalog::rules::category_key(code);
    key.map(|key| Texts::get(Locale::Ko).text(key)).unwrap_or_default()
}

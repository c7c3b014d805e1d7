//! Converts rows of the database to documents of the index.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::source_rows::{self, ProductRow, ShopRow, SourceFilter, StoryRow, VariantRow};
use crate::db::Db;
use crate::error::AppError;
use crate::search::engine::document::{Change, Document, Kind};
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

/// Converts a product, with the colours and sizes of its variants. The price is the one at `now`.
fn product(row: ProductRow, variants: &[VariantRow], now: i64) -> Document {
    let category = (!row.category.is_empty()).then_some(row.category);
    let named = category.as_deref().map(category_name).unwrap_or_default();
    let mut kinds: Vec<&str> = vec![&row.color, &row.size];
    kinds.extend(variants.iter().flat_map(|v| [v.color.as_str(), v.size.as_str()]));
    let mut seen = HashSet::new();
    kinds.retain(|kind| !kind.is_empty() && seen.insert(*kind));
    let sale = row
        .sale_price
        .filter(|sale| *sale < row.price)
        .filter(|_| row.sale_from.is_none_or(|from| from <= now) && row.sale_until.is_none_or(|until| now < until));
    let any = variants.iter().any(|v| can_be_had(&v.availability, v.stock));
    Document {
        kind: Kind::Product,
        id: row.id,
        account_id: row.shop_id,
        tags: crate::text::hashtags(&row.description),
        // Line breaks keep phrases from matching across two parts.
        body: [named.as_str(), &row.brand, &kinds.join("\n"), &row.description].join("\n"),
        title: row.title,
        shop_name: row.shop,
        price: Some(sale.unwrap_or(row.price)),
        in_stock: any || can_be_had(&row.availability, row.stock),
        on_sale: sale.is_some(),
        category,
        created_at_ms: row.created_at,
    }
}

fn can_be_had(availability: &str, stock: Option<i64>) -> bool {
    availability != "out_of_stock" && (stock != Some(0) || availability == "preorder")
}

fn products(db: &mut Db, which: SourceFilter<'_>, now: i64) -> Result<Vec<Document>, AppError> {
    let rows = source_rows::products(db, which)?;
    let grouped = || rows.iter().filter(|row| !row.group.is_empty());
    let shops: Vec<i64> = grouped().map(|row| row.shop_id).collect();
    let groups: Vec<&str> = grouped().map(|row| row.group.as_str()).collect();
    let mut variants: HashMap<(i64, String), Vec<VariantRow>> = HashMap::new();
    for row in source_rows::variants(db, &shops, &groups)? {
        variants.entry((row.shop_id, row.group.clone())).or_default().push(row);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let of_group = variants.get(&(row.shop_id, row.group.clone()));
            product(row, of_group.map_or(&[], Vec::as_slice), now)
        })
        .collect())
}

fn shop(row: ShopRow) -> Document {
    let category = crate::accounts::categories::category_name(Texts::get(Locale::Ko), &row.category);
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
        // The facet counts products. A shop's category is a word of its body instead.
        category: None,
        created_at_ms: row.created_at,
    }
}

/// Returns the documents of the public rows among these, as of `now`.
pub fn documents(db: &mut Db, kind: Kind, which: SourceFilter<'_>, now: i64) -> Result<Vec<Document>, AppError> {
    Ok(match kind {
        Kind::Story => source_rows::stories(db, which)?.into_iter().map(story).collect(),
        Kind::Product => products(db, which, now)?,
        Kind::Shop => source_rows::shops(db, which)?.into_iter().map(shop).collect(),
    })
}

/// Returns the change for each of these rows: public ones are added or replaced, all others deleted. A
/// product brings along the other products of its group.
pub fn changes(db: &mut Db, kind: Kind, ids: &[i64], now: i64) -> Result<Vec<Change>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: BTreeSet<i64> = ids.iter().copied().collect();
    if kind == Kind::Product {
        let changed: Vec<i64> = ids.iter().copied().collect();
        ids.extend(source_rows::of_same_group(db, &changed)?);
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let documents = documents(db, kind, SourceFilter::Ids(&ids), now)?;
    let there: HashSet<i64> = documents.iter().map(|d| d.id).collect();
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

//! The catalog's lists as keyset pages: a shop's products to its customers, to
//! itself and to the story it writes, and what a person saved.

use std::collections::HashSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::{DELETED, PUBLISHED, Product, REMOVED, cards_in_order};
use crate::catalog::ProductCard;
use crate::db::Db;
use crate::db::schema::{accounts, blocks, products, wishes};
use crate::error::AppError;
use crate::web::cursor::PAGE_SIZE;

diesel::define_sql_function! {
    #[sql_name = "coalesce"]
    fn coalesce_price(sale_price: Nullable<BigInt>, price: BigInt) -> BigInt;
}
diesel::define_sql_function! {
    #[sql_name = "coalesce"]
    fn coalesce_text(a: Nullable<Text>, b: Text) -> Text;
}
diesel::define_sql_function! {
    fn lower(text: Text) -> Text;
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Newest,
    Cheapest,
    Dearest,
}

impl Sort {
    pub const ALL: [Self; 3] = [Self::Newest, Self::Cheapest, Self::Dearest];

    pub fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Cheapest => "price_asc",
            Self::Dearest => "price_desc",
        }
    }

    /// A made-up sort is the usual one.
    pub fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|s| s.code() == code).unwrap_or_default()
    }
}

/// What of a shop's catalog is shown.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// All but what is sold out.
    pub in_stock: bool,
    pub on_sale: bool,
    /// Empty for every category.
    pub category: String,
    pub sort: Sort,
}

/// Where a page of a list starts: behind this row. The first number is what
/// is sorted by (a price, a time), the second the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After(pub i64, pub i64);

/// One page of a shop's published products, and where the next page starts.
pub fn of_shop(
    db: &mut Db,
    shop_id: i64,
    filter: &Filter,
    after: Option<After>,
) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let pays = || coalesce_price(products::sale_price, products::price);
    let mut query = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .select((pays(), products::id))
        .limit(one_more())
        .into_boxed();
    if filter.in_stock {
        query = query.filter(products::availability.ne("out_of_stock"));
    }
    if filter.on_sale {
        query = query.filter(products::sale_price.is_not_null());
    }
    if !filter.category.is_empty() {
        query = query.filter(products::category.eq(&filter.category));
    }
    query = match filter.sort {
        Sort::Newest => query.order(products::id.desc()),
        Sort::Cheapest => query.order((pays().asc(), products::id.desc())),
        Sort::Dearest => query.order((pays().desc(), products::id.desc())),
    };
    if let Some(After(price, id)) = after {
        let tie = pays().eq(price).and(products::id.lt(id));
        query = match filter.sort {
            Sort::Newest => query.filter(products::id.lt(id)),
            Sort::Cheapest => query.filter(pays().gt(price).or(tie)),
            Sort::Dearest => query.filter(pays().lt(price).or(tie)),
        };
    }
    let rows: Vec<(i64, i64)> = query.load(db)?;
    page_of_cards(db, rows)
}

fn one_more() -> i64 {
    i64::try_from(PAGE_SIZE).unwrap_or(20) + 1
}

fn page_of_cards(db: &mut Db, mut rows: Vec<(i64, i64)>) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let next = rows.last().filter(|_| more).map(|(by, id)| After(*by, *id));
    let ids: Vec<i64> = rows.into_iter().map(|(_, id)| id).collect();
    Ok((cards_in_order(db, &ids)?, next))
}

/// How many published products of a shop stand in each category.
pub fn categories_of(db: &mut Db, shop_id: i64) -> Result<Vec<(String, i64)>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::category.ne(""))
        .group_by(products::category)
        .order(diesel::dsl::count_star().desc())
        .select((products::category, diesel::dsl::count_star()))
        .load(db)?)
}

/// A shop's newest products without one: what else there is on its page.
pub fn more_of_shop(db: &mut Db, shop_id: i64, but: i64, limit: i64) -> Result<Vec<ProductCard>, AppError> {
    let ids: Vec<i64> = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::id.ne(but))
        .order(products::id.desc())
        .limit(limit)
        .select(products::id)
        .load(db)?;
    cards_in_order(db, &ids)
}

/// What a shop may show on a story: its newest products, those whose title or
/// SKU holds `words` when there are any.
pub fn pick_list(db: &mut Db, shop_id: i64, words: &str, limit: i64) -> Result<Vec<ProductCard>, AppError> {
    let ids: Vec<i64> = matching(shop_id, words)
        .filter(products::state.eq(PUBLISHED))
        .order(products::id.desc())
        .limit(limit)
        .select(products::id)
        .load(db)?;
    cards_in_order(db, &ids)
}

/// Those of `ids` that are published products of this shop, in the order given.
pub fn pickable(db: &mut Db, shop_id: i64, ids: &[i64]) -> Result<Vec<i64>, AppError> {
    let found: Vec<i64> = products::table
        .filter(products::id.eq_any(ids))
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .select(products::id)
        .load(db)?;
    let found: HashSet<i64> = found.into_iter().collect();
    Ok(ids.iter().copied().filter(|id| found.contains(id)).collect())
}

type Boxed<'a> = products::BoxedQuery<'a, <Db as diesel::Connection>::Backend>;

fn matching<'a>(shop_id: i64, words: &str) -> Boxed<'a> {
    let query = products::table.filter(products::account_id.eq(shop_id)).into_boxed();
    if words.is_empty() {
        return query;
    }
    let mut pattern = String::from("%");
    for c in words.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    let in_title = lower(products::title).like(pattern.clone()).escape('!');
    let in_sku = lower(coalesce_text(products::sku, "")).like(pattern).escape('!');
    query.filter(in_title.or(in_sku))
}

/// Which products the studio lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// All but those the shop deleted.
    All,
    Availability(crate::catalog::rules::Availability),
    Deleted,
    Removed,
}

/// One page of a shop's own list, newest first, from below `after`; one row too many where there are more.
pub fn studio(db: &mut Db, shop_id: i64, shelf: Shelf, words: &str, after: i64) -> Result<Vec<Product>, AppError> {
    let mut query = matching(shop_id, words)
        .filter(products::id.lt(after))
        .order(products::id.desc())
        .limit(one_more());
    query = match shelf {
        Shelf::All => query.filter(products::state.ne(DELETED)),
        Shelf::Availability(a) => query.filter(products::state.eq(PUBLISHED).and(products::availability.eq(a.code()))),
        Shelf::Deleted => query.filter(products::state.eq(DELETED)),
        Shelf::Removed => query.filter(products::state.eq(REMOVED)),
    };
    Ok(query.select(Product::as_select()).load(db)?)
}

/// One page of what a person saved, the latest first, and where the next page
/// starts. What is gone, and what a block hides, is left out.
pub fn wishes_of(
    db: &mut Db,
    account_id: i64,
    in_stock: bool,
    on_sale: bool,
    after: Option<After>,
) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let hidden = blocks::table.filter(
        blocks::blocker_id
            .eq(account_id)
            .and(blocks::blocked_id.eq(products::account_id))
            .or(blocks::blocked_id
                .eq(account_id)
                .and(blocks::blocker_id.eq(products::account_id))),
    );
    let mut query = wishes::table
        .inner_join(products::table.on(products::id.eq(wishes::product_id)))
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(wishes::account_id.eq(account_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(accounts::state.eq("active"))
        .filter(diesel::dsl::not(diesel::dsl::exists(hidden)))
        .order((wishes::created_at.desc(), wishes::product_id.desc()))
        .select((wishes::created_at, wishes::product_id))
        .limit(one_more())
        .into_boxed();
    if in_stock {
        query = query.filter(products::availability.ne("out_of_stock"));
    }
    if on_sale {
        query = query.filter(products::sale_price.is_not_null());
    }
    if let Some(After(at, id)) = after {
        query = query.filter(
            wishes::created_at
                .lt(at)
                .or(wishes::created_at.eq(at).and(wishes::product_id.lt(id))),
        );
    }
    let rows: Vec<(i64, i64)> = query.load(db)?;
    page_of_cards(db, rows)
}

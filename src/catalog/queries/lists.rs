//! Lists of products as keyset pages: for a shop's customers, for the shop that writes a story, and
//! for a person's wishes.

use std::collections::HashSet;

use diesel::dsl::case_when;
use diesel::prelude::*;

use super::product_list::matching;
use super::products::{PUBLISHED, Product, cards_in_order};
use crate::catalog::ProductCard;
use crate::catalog::rules::descendants;
use crate::db::Db;
use crate::db::schema::{accounts, blocks, products, wishes};
use crate::error::AppError;
use crate::web::paging::{LIMIT, PAGE_SIZE};

/// True if a product's sale is on at a moment, by the same rule as `rules::Offer`.
macro_rules! on_sale {
    ($now:expr) => {
        products::sale_price
            .is_not_null()
            .and(products::sale_from.is_null().or(products::sale_from.le($now)))
            .and(products::sale_until.is_null().or(products::sale_until.gt($now)))
    };
}

/// The price that a buyer pays at a moment.
macro_rules! pays {
    ($now:expr) => {
        case_when(on_sale!($now), products::sale_price.assume_not_null()).otherwise(products::price)
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Sort {
    #[default]
    Newest,
    #[strum(serialize = "price_asc")]
    Cheapest,
    #[strum(serialize = "price_desc")]
    Dearest,
    /// By the number of people who saved it.
    Popular,
}

impl Sort {
    pub const ALL: [Self; 4] = [Self::Newest, Self::Popular, Self::Cheapest, Self::Dearest];

    pub fn code(self) -> &'static str {
        self.into()
    }

    /// Returns the key of the name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::Newest => "sort-newest",
            Self::Cheapest => "sort-price-asc",
            Self::Dearest => "sort-price-desc",
            Self::Popular => "sort-popular",
        }
    }

    /// Returns the default order for an unknown code.
    pub fn from_code(code: &str) -> Self {
        code.parse().unwrap_or_default()
    }
}

/// A filter for a shop's public list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Leaves out what is sold out.
    pub in_stock: bool,
    pub on_sale: bool,
    /// Includes the categories below it; empty for all.
    pub category: String,
    pub section: Option<i64>,
    /// Bounds of the current price, in won.
    pub min: Option<i64>,
    pub max: Option<i64>,
    pub sort: Sort,
}

/// Maximum number of variants on a product's page.
const VARIANTS: i64 = 100;

/// The row after which a page of a list starts: its sort value (a price, a time) and the product's
/// id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct After(pub i64, pub i64);

/// Returns one page of a shop's products as anyone sees them at a moment, one per variant group,
/// and the start of the next page.
pub fn of_shop(
    db: &mut Db,
    shop_id: i64,
    filter: &Filter,
    now: i64,
    after: Option<After>,
) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let mut query = products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front.eq(true))
        .limit(LIMIT)
        .into_boxed();
    if filter.in_stock {
        query = query.filter(products::availability.ne("out_of_stock"));
    }
    if filter.on_sale {
        query = query.filter(on_sale!(now));
    }
    if !filter.category.is_empty() {
        query = query.filter(products::category.eq_any(descendants(&filter.category)));
    }
    if let Some(section) = filter.section {
        query = query.filter(products::section_id.eq(section));
    }
    if let Some(min) = filter.min {
        query = query.filter(pays!(now).ge(min));
    }
    if let Some(max) = filter.max {
        query = query.filter(pays!(now).le(max));
    }
    query = match filter.sort {
        Sort::Newest => query.order(products::id.desc()),
        Sort::Cheapest => query.order((pays!(now).asc(), products::id.desc())),
        Sort::Dearest => query.order((pays!(now).desc(), products::id.desc())),
        Sort::Popular => query.order((products::wish_count.desc(), products::id.desc())),
    };
    if let Some(After(by, id)) = after {
        let older = products::id.lt(id);
        query = match filter.sort {
            Sort::Newest => query.filter(older),
            Sort::Cheapest => query.filter(pays!(now).gt(by).or(pays!(now).eq(by).and(older))),
            Sort::Dearest => query.filter(pays!(now).lt(by).or(pays!(now).eq(by).and(older))),
            Sort::Popular => query.filter(products::wish_count.lt(by).or(products::wish_count.eq(by).and(older))),
        };
    }
    let rows: Vec<(i64, i64)> = if filter.sort == Sort::Popular {
        query.select((products::wish_count, products::id)).load(db)?
    } else {
        query.select((pays!(now), products::id)).load(db)?
    };
    page_of_cards(db, rows)
}

fn page_of_cards(db: &mut Db, mut rows: Vec<(i64, i64)>) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let more = rows.len() > PAGE_SIZE;
    rows.truncate(PAGE_SIZE);
    let next = rows.last().filter(|_| more).map(|(by, id)| After(*by, *id));
    let ids: Vec<i64> = rows.into_iter().map(|(_, id)| id).collect();
    Ok((cards_in_order(db, &ids)?, next))
}

/// Returns the published variants of a shop's group, oldest first.
pub fn variants(db: &mut Db, shop_id: i64, group: &str) -> Result<Vec<Product>, AppError> {
    if group.is_empty() {
        return Ok(Vec::new());
    }
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::item_group_id.eq(group))
        .filter(products::state.eq(PUBLISHED))
        .order(products::id)
        .limit(VARIANTS)
        .select(Product::as_select())
        .load(db)?)
}

/// Returns the number of products in a shop's public list, one per variant group.
pub fn shown_of(db: &mut Db, shop_id: i64) -> Result<i64, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front.eq(true))
        .count()
        .get_result(db)?)
}

/// Returns the last id of a part of `n` products after an id, in any state; `None` if no more
/// products follow the part.
pub fn end_of_part(db: &mut Db, after: i64, n: i64) -> Result<Option<i64>, AppError> {
    let ids = products::table
        .filter(products::id.gt(after))
        .order(products::id)
        .select(products::id)
        .limit(n + 1)
        .load(db)?;
    Ok(crate::db::ids::end_of_part(&ids, n))
}

/// Returns the products of a range of ids that anyone may see, with the time of their last change.
/// Every variant is listed, since each has its own page.
pub fn changed(db: &mut Db, after: i64, until: i64) -> Result<Vec<(i64, i64)>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::state.eq(PUBLISHED))
        .filter(accounts::state.eq("active"))
        .filter(products::id.gt(after))
        .filter(products::id.le(until))
        .order(products::id)
        .select((products::id, products::updated_at))
        .load(db)?)
}

/// Returns the number of products in each category of a shop's public list.
pub fn categories_of(db: &mut Db, shop_id: i64) -> Result<Vec<(String, i64)>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front.eq(true))
        .filter(products::category.ne(""))
        .group_by(products::category)
        .order(diesel::dsl::count_star().desc())
        .select((products::category, diesel::dsl::count_star()))
        .load(db)?)
}

/// Returns a shop's newest products except this one and its variants, for its page.
pub fn more_of_shop(db: &mut Db, but: &Product, limit: i64) -> Result<Vec<ProductCard>, AppError> {
    let ids: Vec<i64> = products::table
        .filter(products::account_id.eq(but.account_id))
        .filter(products::state.eq(PUBLISHED))
        .filter(products::is_front.eq(true))
        .filter(products::id.ne(but.id))
        .filter(
            products::item_group_id
                .ne(&but.item_group_id)
                .or(products::item_group_id.eq("")),
        )
        .order(products::id.desc())
        .limit(limit)
        .select(products::id)
        .load(db)?;
    cards_in_order(db, &ids)
}

/// Returns the products that a shop may tag in a story: its newest ones, or those whose title or
/// SKU contains `words`.
pub fn pick_list(db: &mut Db, shop_id: i64, words: &str, limit: i64) -> Result<Vec<ProductCard>, AppError> {
    let ids: Vec<i64> = matching(shop_id, words)
        .filter(products::state.eq(PUBLISHED))
        .order(products::id.desc())
        .limit(limit)
        .select(products::id)
        .load(db)?;
    cards_in_order(db, &ids)
}

/// Returns those of `ids` that are published products of this shop, in the given order.
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

/// Returns one page of a person's wishes, newest first, and the start of the next page. Products
/// that are gone or hidden by a block are left out.
pub fn wishes_of(
    db: &mut Db,
    account_id: i64,
    eyes: [i64; 2],
    in_stock: bool,
    on_sale: bool,
    now: i64,
    after: Option<After>,
) -> Result<(Vec<ProductCard>, Option<After>), AppError> {
    let hidden = blocks::table.filter(
        blocks::blocker_id
            .eq_any(eyes)
            .and(blocks::blocked_id.eq(products::account_id))
            .or(blocks::blocked_id
                .eq_any(eyes)
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
        .limit(LIMIT)
        .into_boxed();
    if in_stock {
        query = query.filter(products::availability.ne("out_of_stock"));
    }
    if on_sale {
        query = query.filter(on_sale!(now));
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

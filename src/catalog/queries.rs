//! Every query of the catalog. Lists are keyset pages; cards come with one
//! statement for the products and one for their shops, whatever their number.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable, Text};

use super::card::{self, ProductCard};
use super::rules::Draft;
use crate::db::schema::{accounts, blocks, photos, product_photos, products, wishes};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::photos::Picture;
use crate::web::cursor::PAGE_SIZE;

/// States of a product, as in stories.
pub const PUBLISHED: i32 = 0;
pub const DELETED: i32 = 3;
pub const REMOVED: i32 = 4;

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

/// A product's row.
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
}

/// A product in any state; its shop is active.
pub fn by_id(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::id.eq(id))
        .filter(accounts::state.eq("active"))
        .select(Product::as_select())
        .first(db)
        .optional()?)
}

/// A product that anyone may see: published, and its shop active.
pub fn visible(db: &mut Db, id: i64) -> Result<Option<Product>, AppError> {
    Ok(by_id(db, id)?.filter(|p| p.state == PUBLISHED))
}

/// The photos of a product in their order, with their alt texts.
pub fn pictures(db: &mut Db, product_id: i64) -> Result<Vec<Picture>, AppError> {
    type Row = (String, i64, String, i32, i32, String, String);
    let rows: Vec<Row> = product_photos::table
        .inner_join(photos::table.on(photos::id.eq(product_photos::photo_id)))
        .filter(product_photos::product_id.eq(product_id))
        .order(product_photos::position)
        .select((
            product_photos::alt,
            photos::id,
            photos::hash,
            photos::width,
            photos::height,
            photos::tint,
            photos::sizes,
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(alt, id, hash, width, height, tint, sizes)| Picture::new(id, &hash, width, height, tint, &sizes, alt))
        .collect())
}

/// The cards of those products among `ids` that anyone may see.
pub fn cards(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, ProductCard>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    type Words = (i64, i64, String, i64, Option<i64>, String, i64);
    type Photo = (i64, String, i32, i32, String, String);
    let rows: Vec<(Words, Option<String>, Option<Photo>)> = products::table
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
                products::price,
                products::sale_price,
                products::availability,
                products::version,
            ),
            product_photos::alt.nullable(),
            (
                photos::id,
                photos::hash,
                photos::width,
                photos::height,
                photos::tint,
                photos::sizes,
            )
                .nullable(),
        ))
        .load(db)?;
    let shop_ids: HashSet<i64> = rows.iter().map(|(p, ..)| p.1).collect();
    let shops = crate::accounts::queries::cards(db, &shop_ids.into_iter().collect::<Vec<_>>())?;
    let cards = rows.into_iter().filter_map(|(product, alt, photo)| {
        let (id, account_id, title, price, sale_price, availability, version) = product;
        let picture = photo.map(|(id, hash, width, height, tint, sizes)| {
            Picture::new(id, &hash, width, height, tint, &sizes, alt.unwrap_or_default())
        });
        Some((
            id,
            ProductCard {
                id,
                url: super::url(id),
                title,
                price,
                sale_price,
                percent_off: card::sale(price, sale_price),
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

/// Cards in the order of `ids`.
pub fn cards_in_order(db: &mut Db, ids: &[i64]) -> Result<Vec<ProductCard>, AppError> {
    let mut cards = cards(db, ids)?;
    Ok(ids.iter().filter_map(|id| cards.remove(id)).collect())
}

/// Notes on the cards which of them a person saved. `account_id` 0 saved none.
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

/// Which of these products a person saved.
pub fn wished_among(db: &mut Db, account_id: i64, ids: &[i64]) -> Result<HashSet<i64>, AppError> {
    let found: Vec<i64> = wishes::table
        .filter(wishes::account_id.eq(account_id))
        .filter(wishes::product_id.eq_any(ids))
        .select(wishes::product_id)
        .load(db)?;
    Ok(found.into_iter().collect())
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
    Availability(super::rules::Availability),
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

/// The first photo of each product, in any state.
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

/// Holds a shop's catalog until the end of the transaction, so that what is
/// asked of it (is this SKU free?) stays true. False where the shop is not active.
pub fn lock_shop(tx: &mut Tx<'_>, shop_id: i64) -> Result<bool, AppError> {
    let rows = diesel::update(accounts::table.find(shop_id).filter(accounts::state.eq("active")))
        .set(accounts::version.eq(accounts::version))
        .execute(&mut **tx)?;
    Ok(rows == 1)
}

/// The product of a shop that has a SKU: id, title, state.
pub fn with_sku(db: &mut Db, shop_id: i64, sku: &str) -> Result<Option<(i64, String, i32)>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::sku.eq(sku))
        .select((products::id, products::title, products::state))
        .first(db)
        .optional()?)
}

/// Takes the SKU off a product (a deleted one, so that it can be used again).
pub fn free_sku(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::update(products::table.find(id))
        .set(products::sku.eq(None::<String>))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn insert(tx: &mut Tx<'_>, shop_id: i64, login_id: i64, draft: &Draft) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(products::table)
        .values((
            (products::id.eq(id), products::account_id.eq(shop_id)),
            (products::login_id.eq(Some(login_id)), products::sku.eq(draft.sku.as_deref())),
            (products::title.eq(&draft.title), products::description.eq(&draft.description)),
            (products::price.eq(draft.price), products::sale_price.eq(draft.sale_price)),
            (
                products::availability.eq(draft.availability.code()),
                products::condition.eq(draft.condition.code()),
            ),
            (products::brand.eq(&draft.brand), products::category.eq(&draft.category)),
            products::link.eq(&draft.link),
            (products::created_at.eq(now), products::updated_at.eq(now)),
        ))
        .execute(&mut **tx)?;
    bump_shop(tx, shop_id, 1)?;
    Ok(id)
}

pub fn update(tx: &mut Tx<'_>, id: i64, shop_id: i64, draft: &Draft) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(products::table.find(id))
        .set((
            products::sku.eq(draft.sku.as_deref()),
            products::title.eq(&draft.title),
            products::description.eq(&draft.description),
            products::price.eq(draft.price),
            products::sale_price.eq(draft.sale_price),
            products::availability.eq(draft.availability.code()),
            products::condition.eq(draft.condition.code()),
            products::brand.eq(&draft.brand),
            products::category.eq(&draft.category),
            products::link.eq(&draft.link),
            products::updated_at.eq(now),
            products::version.eq(products::version + 1),
        ))
        .execute(&mut **tx)?;
    bump_shop(tx, shop_id, 0)
}

/// Moves a product from one state to another; false where it was not in the first.
pub fn change_state(tx: &mut Tx<'_>, id: i64, shop_id: i64, from: i32, to: i32) -> Result<bool, AppError> {
    let now = tx.now();
    let rows = diesel::update(products::table.find(id).filter(products::state.eq(from)))
        .set((
            products::state.eq(to),
            products::updated_at.eq(now),
            products::version.eq(products::version + 1),
        ))
        .execute(&mut **tx)?;
    if rows == 1 {
        let shown = |state| i64::from(state == PUBLISHED);
        bump_shop(tx, shop_id, shown(to) - shown(from))?;
    }
    Ok(rows == 1)
}

/// The shop's page shows something new: its version, and how many products it has.
fn bump_shop(tx: &mut Tx<'_>, shop_id: i64, products: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(shop_id))
        .set((
            accounts::product_count.eq(accounts::product_count + products),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Puts these photos, with their alt texts, in place of the product's.
pub fn replace_photos(tx: &mut Tx<'_>, product_id: i64, photos: &[(i64, String)]) -> Result<(), AppError> {
    diesel::delete(product_photos::table.filter(product_photos::product_id.eq(product_id))).execute(&mut **tx)?;
    for (position, (photo_id, alt)) in (0_i32..).zip(photos) {
        diesel::insert_into(product_photos::table)
            .values((
                product_photos::product_id.eq(product_id),
                product_photos::position.eq(position),
                product_photos::photo_id.eq(photo_id),
                product_photos::alt.eq(alt),
            ))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// Saves a product for a person, or takes it back; the number of people who
/// saved it. Doing it twice changes nothing, from however many places at once.
pub fn set_wish(tx: &mut Tx<'_>, account_id: i64, product_id: i64, on: bool) -> Result<i64, AppError> {
    let now = tx.now();
    let row = (
        wishes::account_id.eq(account_id),
        wishes::product_id.eq(product_id),
        wishes::created_at.eq(now),
    );
    let changed = if on {
        match &mut **tx {
            Db::Sqlite(c) => diesel::insert_into(wishes::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?,
            Db::Postgres(c) => diesel::insert_into(wishes::table)
                .values(row)
                .on_conflict_do_nothing()
                .execute(c)?,
        }
    } else {
        diesel::delete(wishes::table.find((account_id, product_id))).execute(&mut **tx)?
    };
    let step = match (changed, on) {
        (0, _) => 0_i64,
        (_, true) => 1,
        (_, false) => -1,
    };
    Ok(diesel::update(products::table.find(product_id))
        .set(products::wish_count.eq(products::wish_count + step))
        .returning(products::wish_count)
        .get_result(&mut **tx)?)
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

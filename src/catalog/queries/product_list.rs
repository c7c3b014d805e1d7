//! The studio's product list and its filter.

use diesel::prelude::*;
use diesel::sql_types::{Nullable, Text};

use super::products::{DELETED, PUBLISHED, Product, REMOVED};
use crate::catalog::rules::{Availability, Status, descendants};
use crate::db::Db;
use crate::db::schema::products;
use crate::error::AppError;
use crate::web::paging::LIMIT;

diesel::define_sql_function! {
    #[sql_name = "coalesce"]
    fn coalesce_text(a: Nullable<Text>, b: Text) -> Text;
}
diesel::define_sql_function! {
    fn lower(text: Text) -> Text;
}

pub type Boxed<'a> = products::BoxedQuery<'a, <Db as diesel::Connection>::Backend>;

/// Returns the query of a shop's products whose title or SKU contains these words.
pub fn matching<'a>(shop_id: i64, words: &str) -> Boxed<'a> {
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

/// The states that the studio lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateFilter {
    /// All except deleted ones.
    #[default]
    All,
    Status(Status),
    Deleted,
    Removed,
}

impl StateFilter {
    pub fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Status(status) => status.code(),
            Self::Deleted => "deleted",
            Self::Removed => "removed",
        }
    }

    /// Returns `All` for an unknown code.
    pub fn from_code(code: &str) -> Self {
        match code {
            "deleted" => Self::Deleted,
            "removed" => Self::Removed,
            other => Status::from_code(other).map_or(Self::All, Self::Status),
        }
    }
}

/// A section, or products without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum In {
    Section(i64),
    None,
}

#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub words: String,
    pub shelf: StateFilter,
    pub availability: Option<Availability>,
    /// Includes the categories below it; empty for all.
    pub category: String,
    pub section: Option<In>,
    /// The id of one variant group; empty for all.
    pub group: String,
}

fn filtered<'a>(shop_id: i64, filter: &'a Filter) -> Boxed<'a> {
    let mut query = matching(shop_id, &filter.words);
    query = match filter.shelf {
        StateFilter::All => query.filter(products::state.ne(DELETED)),
        StateFilter::Status(status) => query.filter(products::state.eq(status.state())),
        StateFilter::Deleted => query.filter(products::state.eq(DELETED)),
        StateFilter::Removed => query.filter(products::state.eq(REMOVED)),
    };
    if let Some(availability) = filter.availability {
        query = query.filter(products::availability.eq(availability.code()));
    }
    if !filter.category.is_empty() {
        query = query.filter(products::category.eq_any(descendants(&filter.category)));
    }
    query = match filter.section {
        None => query,
        Some(In::Section(id)) => query.filter(products::section_id.eq(id)),
        Some(In::None) => query.filter(products::section_id.is_null()),
    };
    if !filter.group.is_empty() {
        query = query.filter(products::item_group_id.eq(&filter.group));
    }
    query
}

/// Returns the same query without deleted and removed products.
fn standing_of<'a>(shop_id: i64, filter: &'a Filter) -> Boxed<'a> {
    filtered(shop_id, filter).filter(products::state.between(PUBLISHED, Status::Hidden.state()))
}

/// Returns one page of the list below the id `after`, newest first. One row beyond the page size
/// means that there are more.
pub fn list(db: &mut Db, shop_id: i64, filter: &Filter, after: i64) -> Result<Vec<Product>, AppError> {
    Ok(filtered(shop_id, filter)
        .filter(products::id.lt(after))
        .order(products::id.desc())
        .limit(LIMIT)
        .select(Product::as_select())
        .load(db)?)
}

/// Returns the number of products that match the filter.
pub fn count(db: &mut Db, shop_id: i64, filter: &Filter) -> Result<i64, AppError> {
    Ok(filtered(shop_id, filter).count().get_result(db)?)
}

/// Returns the ids of products that match the filter and can be changed, oldest first; at most
/// `most`.
pub fn changeable(db: &mut Db, shop_id: i64, filter: &Filter, most: i64) -> Result<Vec<i64>, AppError> {
    Ok(standing_of(shop_id, filter)
        .order(products::id)
        .limit(most)
        .select(products::id)
        .load(db)?)
}

/// Returns the number of products that `changeable` would return without a limit.
pub fn count_changeable(db: &mut Db, shop_id: i64, filter: &Filter) -> Result<i64, AppError> {
    Ok(standing_of(shop_id, filter).count().get_result(db)?)
}

/// Returns those of `ids` that belong to this shop, in any state, oldest first.
pub fn chosen(db: &mut Db, shop_id: i64, ids: &[i64]) -> Result<Vec<Product>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::id.eq_any(ids))
        .order(products::id)
        .select(Product::as_select())
        .load(db)?)
}

/// Returns the products of a shop that are neither deleted nor removed, above an id, oldest first;
/// for files.
pub fn standing(db: &mut Db, shop_id: i64, after: i64, limit: i64) -> Result<Vec<Product>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop_id))
        .filter(products::state.between(PUBLISHED, Status::Hidden.state()))
        .filter(products::id.gt(after))
        .order(products::id)
        .limit(limit)
        .select(Product::as_select())
        .load(db)?)
}

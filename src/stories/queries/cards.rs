//! The rows of a page of cards. One statement reads everything that can change
//! while the story itself does not (counts, the viewer's feeling, visibility),
//! and the versions that tell which cached parts are still valid.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text};
use diesel::sqlite::{Sqlite, SqliteConnection};

use crate::db::Db;
use crate::error::AppError;
use crate::stories::visibility::VisibleTo;

/// A story of a page, or a story that one of them quotes.
#[derive(Debug, Clone, Queryable)]
pub struct CardRow {
    pub id: i64,
    pub version: i64,
    pub author_id: i64,
    pub author_version: i64,
    pub visibility: i32,
    pub edited_at: Option<i64>,
    pub created_at: i64,
    pub share_of: Option<i64>,
    pub product_count: i32,
    pub comment_count: i64,
    pub feelings: (i64, i64, i64, i64, i64),
    pub up_count: i64,
    pub share_count: i64,
    pub my_feeling: Option<String>,
    pub my_up: bool,
}

type SqlRow = (
    BigInt,
    BigInt,
    BigInt,
    BigInt,
    Integer,
    Nullable<BigInt>,
    BigInt,
    Nullable<BigInt>,
    Integer,
    BigInt,
    (BigInt, BigInt, BigInt, BigInt, BigInt),
    BigInt,
    BigInt,
    Nullable<Text>,
    Bool,
);

/// The query of the cards. Its SQL never changes, so each connection prepares
/// it once, whereas `eq_any` would be prepared again for every page.
struct CardQuery<Ids> {
    ids: Ids,
    viewer: i64,
    visible: VisibleTo,
}

const COLUMNS: &str = "SELECT stories.id, stories.version, stories.author_id, ca.version, stories.visibility, \
    stories.edited_at, stories.created_at, stories.share_of, stories.product_count, stories.comment_count, \
    stories.like_count, stories.cool_count, stories.happy_count, stories.sad_count, stories.cheer_up_count, \
    stories.up_count, stories.share_count, cf.kind, cu.account_id IS NOT NULL \
    FROM stories INNER JOIN accounts ca ON ca.id = stories.author_id \
    LEFT JOIN story_feelings cf ON cf.story_id = stories.id AND cf.account_id = ";

impl QueryFragment<Sqlite> for CardQuery<String> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(COLUMNS);
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" LEFT JOIN story_ups cu ON cu.story_id = stories.id AND cu.account_id = ");
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" WHERE stories.id IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, String>(&self.ids)?;
        out.push_sql(") UNION SELECT q.share_of FROM stories q WHERE q.id IN (SELECT value FROM json_each(");
        out.push_bind_param::<Text, String>(&self.ids)?;
        out.push_sql(")) AND q.share_of IS NOT NULL) AND ");
        self.visible.walk_ast(out.reborrow())
    }
}

impl QueryFragment<Pg> for CardQuery<Vec<i64>> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(COLUMNS);
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" LEFT JOIN story_ups cu ON cu.story_id = stories.id AND cu.account_id = ");
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" WHERE stories.id IN (SELECT unnest(");
        out.push_bind_param::<Array<BigInt>, Vec<i64>>(&self.ids)?;
        out.push_sql(") UNION SELECT q.share_of FROM stories q WHERE q.id = ANY(");
        out.push_bind_param::<Array<BigInt>, Vec<i64>>(&self.ids)?;
        out.push_sql(") AND q.share_of IS NOT NULL) AND ");
        self.visible.walk_ast(out.reborrow())
    }
}

impl<Ids: 'static> QueryId for CardQuery<Ids> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Ids> Query for CardQuery<Ids> {
    type SqlType = SqlRow;
}

impl RunQueryDsl<SqliteConnection> for CardQuery<String> {}
impl RunQueryDsl<PgConnection> for CardQuery<Vec<i64>> {}

/// Returns the visible ones among these stories and the stories they quote, in
/// no particular order. `viewer` is the account whose feeling and UP are
/// included.
pub fn rows(db: &mut Db, visible: VisibleTo, viewer: i64, ids: &[i64]) -> Result<Vec<CardRow>, AppError> {
    let rows = match db {
        Db::Sqlite(conn) => CardQuery {
            ids: json_list(ids),
            viewer,
            visible,
        }
        .load(conn)?,
        Db::Postgres(conn) => CardQuery {
            ids: ids.to_vec(),
            viewer,
            visible,
        }
        .load(conn)?,
    };
    Ok(rows)
}

/// The current version of a product and of its shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Queryable)]
pub struct ProductVersion {
    pub id: i64,
    pub version: i64,
    pub shop_version: i64,
}

/// The query of the versions, prepared once per connection like `CardQuery`.
struct ProductQuery<Ids> {
    ids: Ids,
}

const PRODUCTS: &str = "SELECT p.id, p.version, ca.version FROM products p \
    INNER JOIN accounts ca ON ca.id = p.account_id AND ca.state = 'active' WHERE p.state = 0 AND p.id IN (SELECT ";

impl QueryFragment<Sqlite> for ProductQuery<String> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(PRODUCTS);
        out.push_sql("value FROM json_each(");
        out.push_bind_param::<Text, String>(&self.ids)?;
        out.push_sql("))");
        Ok(())
    }
}

impl QueryFragment<Pg> for ProductQuery<Vec<i64>> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(PRODUCTS);
        out.push_sql("unnest(");
        out.push_bind_param::<Array<BigInt>, Vec<i64>>(&self.ids)?;
        out.push_sql("))");
        Ok(())
    }
}

impl<Ids: 'static> QueryId for ProductQuery<Ids> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Ids> Query for ProductQuery<Ids> {
    type SqlType = (BigInt, BigInt, BigInt);
}

impl RunQueryDsl<SqliteConnection> for ProductQuery<String> {}
impl RunQueryDsl<PgConnection> for ProductQuery<Vec<i64>> {}

/// Returns the versions of those of these products that are public.
pub fn product_versions(db: &mut Db, ids: &[i64]) -> Result<Vec<ProductVersion>, AppError> {
    let rows = match db {
        Db::Sqlite(conn) => ProductQuery { ids: json_list(ids) }.load(conn)?,
        Db::Postgres(conn) => ProductQuery { ids: ids.to_vec() }.load(conn)?,
    };
    Ok(rows)
}

/// Returns `[1,2,3]`, the form in which SQLite takes an array.
fn json_list(ids: &[i64]) -> String {
    let numbers: Vec<String> = ids.iter().map(i64::to_string).collect();
    format!("[{}]", numbers.join(","))
}

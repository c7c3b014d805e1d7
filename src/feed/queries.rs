//! The feed query. Nothing is written to anyone's feed when a story is
//! published (for 500 friends that costs 60 to 80 times the insert); the feed
//! is read from the authors one follows, in one statement:
//!
//! - **Few sources** (up to `MANY`): the newest 21 stories can only come from
//!   the 21 authors whose newest story is newest, and are no older than the
//!   21st of those. So: order the sources by `accounts.last_story_id`, take
//!   21, read each one's stories above that bound. Below a cursor the same
//!   with each source's newest story under the cursor (one index seek each).
//! - **Many**: walk the `SCAN` most recent stories, asking of each whether its
//!   author is a source; stop at 21.
//!
//! Both may come out short where a source's newest story is gone or private;
//! then `exact` asks every source for its newest visible ones.
//!
//! Hot statements are `QueryFragment`s with a static id, so they stay
//! prepared; the SQL differs by engine (LATERAL, MATERIALIZED).
//! `author_id IN (…) ORDER BY id DESC` is never used: its plan flips on
//! PostgreSQL at 2 million stories (0.2 ms becomes 477 ms).

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::BigInt;
use diesel::sqlite::Sqlite;

use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{accounts, products, stories, story_photos};
use crate::error::AppError;
use crate::photos::Picture;
use crate::stories::visibility::visible_to;

/// From this many sources on, recent stories are scanned instead.
const MANY: i64 = 200;
/// How many recent stories a scan looks at.
const SCAN: i64 = 3_000;

/// Which sources: the tabs of the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    All,
    Friends,
    Shops,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// The sources' newest stories, from the counter column (no cursor).
    Newest,
    /// The sources' newest stories under a cursor.
    Below,
    Scan,
    Exact,
}

/// Ids of the newest stories from a viewer's sources below `after`, newest
/// first, at most `limit`.
pub fn home(db: &mut Db, viewer: i64, tab: Tab, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    let (friends, shops): (i32, i64) = accounts::table
        .find(viewer)
        .select((accounts::friend_count, accounts::following_count))
        .first(db)?;
    let sources = match tab {
        Tab::All => i64::from(friends) + shops + 1,
        Tab::Friends => i64::from(friends) + 1,
        Tab::Shops => shops,
    };
    let plan = match (sources > MANY, after == i64::MAX) {
        (true, _) => Plan::Scan,
        (false, true) => Plan::Newest,
        (false, false) => Plan::Below,
    };
    let ask = Feed {
        viewer,
        tab,
        after,
        limit,
        plan,
    };
    let found = ask.run(db)?;
    // Short for another reason than the end: ask every source.
    let full = i64::try_from(found.len()).unwrap_or(0) >= limit;
    // With fewer sources than the limit there was no bound, so nothing was missed.
    if full || (plan != Plan::Scan && sources < limit) {
        return Ok(found);
    }
    Feed {
        plan: Plan::Exact,
        ..ask
    }
    .run(db)
}

/// The newest stories of one author that the actor may see.
pub fn of_author(db: &mut Db, actor: &Actor, author: i64, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(stories::table
        .filter(stories::author_id.eq(author))
        .filter(stories::id.lt(after))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select(stories::id)
        .limit(limit)
        .load(db)?)
}

/// The same, only those with photos, and the first photo of each: the grid of a profile.
pub fn photo_wall(db: &mut Db, actor: &Actor, author: i64, after: i64, limit: i64) -> Result<Vec<(i64, i32, Picture)>, AppError> {
    type Row = (i64, i32, i64, String);
    let rows: Vec<Row> = stories::table
        .inner_join(story_photos::table.on(story_photos::story_id.eq(stories::id).and(story_photos::position.eq(0))))
        .filter(stories::author_id.eq(author))
        .filter(stories::id.lt(after))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select((stories::id, stories::photo_count, story_photos::photo_id, story_photos::alt))
        .limit(limit)
        .load(db)?;
    let ids: Vec<i64> = rows.iter().map(|r| r.2).collect();
    let pictures = crate::photos::queries::pictures(db, &ids)?;
    Ok(rows
        .into_iter()
        .filter_map(|(story, count, photo, alt)| {
            let mut picture = pictures.get(&photo)?.clone();
            picture.alt = alt;
            Some((story, count, picture))
        })
        .collect())
}

/// The newest public stories of the whole site.
pub fn fresh_stories(db: &mut Db, actor: &Actor, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(stories::table
        .filter(stories::id.lt(after))
        .filter(stories::visibility.eq(0))
        .filter(visible_to(actor))
        .order(stories::id.desc())
        .select(stories::id)
        .limit(limit)
        .load(db)?)
}

/// Shops with the most followers; in one category where one is named.
pub fn popular_shops(db: &mut Db, category: &str, limit: i64) -> Result<Vec<i64>, AppError> {
    let mut query = accounts::table
        .filter(accounts::kind.eq("business"))
        .filter(accounts::state.eq("active"))
        .into_boxed();
    if !category.is_empty() {
        query = query.filter(accounts::category.eq(category.to_owned()));
    }
    Ok(query
        .order((accounts::follower_count.desc(), accounts::id.desc()))
        .select(accounts::id)
        .limit(limit)
        .load(db)?)
}

/// The newest products of the whole site.
pub fn fresh_products(db: &mut Db, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(products::table
        .inner_join(accounts::table.on(accounts::id.eq(products::account_id)))
        .filter(products::state.eq(0))
        .filter(products::is_front.eq(true))
        .filter(accounts::state.eq("active"))
        .order(products::id.desc())
        .select(products::id)
        .limit(limit)
        .load(db)?)
}

/// The newest products of one shop.
pub fn products_of(db: &mut Db, shop: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    Ok(products::table
        .filter(products::account_id.eq(shop))
        .filter(products::state.eq(0))
        .filter(products::is_front.eq(true))
        .order(products::id.desc())
        .select(products::id)
        .limit(limit)
        .load(db)?)
}

/// What a sitemap lists: handles of the accounts that are public by themselves.
pub fn shop_handles(db: &mut Db, limit: i64) -> Result<Vec<String>, AppError> {
    Ok(accounts::table
        .filter(accounts::kind.eq("business"))
        .filter(accounts::state.eq("active"))
        .order(accounts::id.desc())
        .select(accounts::handle)
        .limit(limit)
        .load(db)?)
}

#[derive(Debug, Clone, Copy)]
struct Feed {
    viewer: i64,
    tab: Tab,
    after: i64,
    limit: i64,
    plan: Plan,
}

impl Feed {
    fn run(self, db: &mut Db) -> Result<Vec<i64>, AppError> {
        /// A type of its own for each text of SQL: the static id diesel's statement cache goes by.
        macro_rules! as_type {
            ($($plan:ident $tab:ident $n:literal),+ $(,)?) => {
                match (self.plan, self.tab) {
                    $((Plan::$plan, Tab::$tab) => match db {
                        Db::Sqlite(c) => Statement::<$n>(self).load(c)?,
                        Db::Postgres(c) => Statement::<$n>(self).load(c)?,
                    },)+
                }
            };
        }
        Ok(as_type!(
            Newest All 0, Newest Friends 1, Newest Shops 2,
            Below All 3, Below Friends 4, Below Shops 5,
            Scan All 6, Scan Friends 7, Scan Shops 8,
            Exact All 9, Exact Friends 10, Exact Shops 11,
        ))
    }

    /// Walks the parts of the statement; `pg` chooses the dialect.
    fn parts<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        match self.plan {
            Plan::Scan => self.scan(out, pg),
            Plan::Newest | Plan::Below | Plan::Exact => self.merge(out, pg),
        }
    }

    fn sources<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        out.push_sql("WITH src AS (");
        if self.tab != Tab::Shops {
            out.push_sql("SELECT f.friend_id AS id FROM friendships f WHERE f.account_id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
            out.push_sql(" UNION ALL SELECT me.id FROM accounts me WHERE me.id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        }
        if self.tab == Tab::All {
            out.push_sql(" UNION ALL ");
        }
        if self.tab != Tab::Friends {
            out.push_sql("SELECT w.business_id AS id FROM follows w WHERE w.follower_id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        }
        out.push_sql("), ");
        Ok(())
    }

    fn merge<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        self.sources(out)?;
        out.push_sql("top AS (SELECT src.id AS id, ");
        match self.plan {
            Plan::Newest => out.push_sql(
                "a.last_story_id AS last FROM src JOIN accounts a ON a.id = src.id \
                 WHERE a.state = 'active' AND a.last_story_id > 0 ORDER BY a.last_story_id DESC LIMIT ",
            ),
            Plan::Below => {
                out.push_sql("(SELECT max(l.id) FROM stories l WHERE l.author_id = src.id AND l.id < ");
                out.push_bind_param::<BigInt, i64>(&self.after)?;
                out.push_sql(") AS last FROM src JOIN accounts a ON a.id = src.id WHERE a.state = 'active' ORDER BY 2 DESC");
                out.push_sql(if pg { " NULLS LAST LIMIT " } else { " LIMIT " });
            }
            Plan::Scan | Plan::Exact => {
                out.push_sql("0 AS last FROM src JOIN accounts a ON a.id = src.id WHERE a.state = 'active'");
            }
        }
        if self.plan != Plan::Exact {
            out.push_bind_param::<BigInt, i64>(&self.limit)?;
        }
        // The bound holds only when there are as many sources as rows wanted.
        out.push_sql("), low AS (SELECT CASE WHEN count(*) < ");
        out.push_bind_param::<BigInt, i64>(&self.limit)?;
        out.push_sql(" THEN 0 ELSE coalesce(min(top.last), 0) END AS id FROM top) SELECT s.id FROM top ");
        out.push_sql(if pg {
            "CROSS JOIN LATERAL (SELECT n.id"
        } else {
            "CROSS JOIN stories s WHERE s.id IN (SELECT n.id"
        });
        out.push_sql(" FROM stories n WHERE n.author_id = top.id AND n.state = 0 AND ");
        // What only oneself sees stands on one's own profile: the counter column does not go by it.
        out.push_sql(if self.tab == Tab::Shops {
            "n.visibility = 0"
        } else {
            "n.visibility < 2"
        });
        out.push_sql(" AND n.id < ");
        out.push_bind_param::<BigInt, i64>(&self.after)?;
        out.push_sql(" AND n.id >= (SELECT low.id FROM low) ORDER BY n.id DESC LIMIT ");
        out.push_bind_param::<BigInt, i64>(&self.limit)?;
        out.push_sql(if pg {
            ") s ORDER BY s.id DESC LIMIT "
        } else {
            ") ORDER BY s.id DESC LIMIT "
        });
        out.push_bind_param::<BigInt, i64>(&self.limit)
    }

    fn scan<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        out.push_sql("WITH recent AS ");
        out.push_sql(if pg { "MATERIALIZED " } else { "" });
        out.push_sql("(SELECT s.id, s.author_id FROM stories s WHERE s.id < ");
        out.push_bind_param::<BigInt, i64>(&self.after)?;
        out.push_sql(" AND s.state = 0 AND s.visibility < 2 ORDER BY s.id DESC LIMIT ");
        out.push_bind_param::<BigInt, i64>(&SCAN)?;
        out.push_sql(") SELECT r.id FROM recent r WHERE (");
        if self.tab != Tab::Shops {
            out.push_sql("r.author_id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
            out.push_sql(" OR EXISTS (SELECT 1 FROM friendships f WHERE f.friend_id = r.author_id AND f.account_id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
            out.push_sql(")");
        }
        if self.tab == Tab::All {
            out.push_sql(" OR ");
        }
        if self.tab != Tab::Friends {
            out.push_sql("EXISTS (SELECT 1 FROM follows w WHERE w.business_id = r.author_id AND w.follower_id = ");
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
            out.push_sql(")");
        }
        out.push_sql(
            ") AND EXISTS (SELECT 1 FROM accounts a WHERE a.id = r.author_id AND a.state = 'active') ORDER BY r.id DESC LIMIT ",
        );
        out.push_bind_param::<BigInt, i64>(&self.limit)
    }
}

/// A text of SQL with its own type; `N` tells plan and tab apart.
struct Statement<const N: u8>(Feed);

impl<const N: u8> Query for Statement<N> {
    type SqlType = BigInt;
}

impl<const N: u8, C> diesel::query_dsl::RunQueryDsl<C> for Statement<N> {}

/// What `QueryId` names: const generics have no query id of their own.
pub struct StatementId<const N: u8>;

impl<const N: u8> QueryId for Statement<N> {
    type QueryId = StatementId<N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<const N: u8> QueryFragment<Sqlite> for Statement<N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.parts(&mut out, false)
    }
}

impl<const N: u8> QueryFragment<Pg> for Statement<N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.parts(&mut out, true)
    }
}

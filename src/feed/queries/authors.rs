//! The author merge: the newest stories of the accounts that a viewer follows,
//! in one statement. queries/mod.rs says which plan is used when, and why.

use diesel::prelude::*;
use diesel::query_builder::AstPass;
use diesel::sql_types::BigInt;

use super::entries::Tab;
use crate::db::Db;
use crate::db::static_query::{Statement, StaticSql};
use crate::error::AppError;

/// The number of sources from which recent stories are scanned first. (At
/// 200,000 accounts and a million stories, few of them from the viewer's
/// sources, scanning and then asking each of 201 sources took 50 times as long
/// as the merge.)
const MANY: i64 = 300;
/// The number of recent stories that a scan reads.
const SCAN: i64 = 3_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// The sources' newest stories, from the counter column (no cursor).
    Newest,
    /// The sources' newest stories under a cursor.
    Below,
    Scan,
    Exact,
}

/// Returns the ids of the newest stories of a viewer's sources below `after`,
/// newest first, at most `limit`. `sources` is the number of sources.
pub fn newest(db: &mut Db, viewer: i64, tab: Tab, sources: i64, after: i64, limit: i64) -> Result<Vec<i64>, AppError> {
    let merge = if after == i64::MAX { Plan::Newest } else { Plan::Below };
    let plans: &[Plan] = match (sources > MANY, sources < limit) {
        // With fewer sources than the limit there is no bound, so nothing is missed.
        (_, true) => &[merge],
        (true, false) => &[Plan::Scan, merge, Plan::Exact],
        (false, false) => &[merge, Plan::Exact],
    };
    let mut found = Vec::new();
    for plan in plans {
        let ask = Feed {
            viewer,
            tab,
            after,
            limit,
            plan: *plan,
        };
        found = ask.run(db)?;
        // The page may be short for a reason other than the end, so the next plan reads more.
        if i64::try_from(found.len()).unwrap_or(0) >= limit {
            break;
        }
    }
    Ok(found)
}

#[derive(Debug, Clone, Copy)]
struct Feed {
    viewer: i64,
    tab: Tab,
    after: i64,
    limit: i64,
    plan: Plan,
}

impl StaticSql for Feed {
    type Row = BigInt;

    fn write<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        match self.plan {
            Plan::Scan => self.scan(out, pg),
            Plan::Newest | Plan::Below | Plan::Exact => self.merge(out, pg),
        }
    }
}

impl Feed {
    fn run(self, db: &mut Db) -> Result<Vec<i64>, AppError> {
        /// Gives each SQL text its own type, the static id by which diesel caches statements.
        macro_rules! as_type {
            ($($plan:ident $tab:ident $n:literal),+ $(,)?) => {
                match (self.plan, self.tab) {
                    $((Plan::$plan, Tab::$tab) => match db {
                        Db::Sqlite(c) => Statement::<_, $n>(self).load(c)?,
                        Db::Postgres(c) => Statement::<_, $n>(self).load(c)?,
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

    /// Writes the statement. `pg` chooses the dialect.
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
        // Stories that only their author sees are on the profile alone, because
        // the counter column does not know visibility.
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

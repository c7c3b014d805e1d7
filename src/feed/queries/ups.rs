//! The stories that friends gave an UP: public ones whose authors are not among
//! the viewer's sources (those are in the feed already), each at its newest UP
//! by a friend.
//!
//! There is one statement. For every friend who gave an UP in the requested
//! span, as `accounts.last_up_id` tells, it takes their newest valid UPs by
//! seeks into `story_ups_recent`, and of these the newest of all. The span ends
//! at the oldest story of the page, so the work depends on what friends did in
//! that time. If the page has no such end, because its authors wrote little,
//! and there are more friends than rows to return, the friends with the newest
//! UPs are taken first, as authors are by their newest story (authors.rs).
//!
//! `accounts.last_up_id` may be too high after an UP was taken back, but never
//! too low: it only says where to look.
//!
//! `LIMIT 1 OFFSET 0` in the EXISTS parts keeps PostgreSQL from joining whole
//! tables there. Each is then a seek by primary key, whatever the planner
//! estimates. Visibility of a story is decided by `stories::visibility` alone.

use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{BigInt, Text};

use super::entries::{Entry, Friend, Tab};
use crate::db::Db;
use crate::db::static_query::{Statement, StaticSql};
use crate::error::AppError;
use crate::stories::visibility::{VisibleTo, visible_to_account};

/// The range of UPs to read: ids between the two bounds, both exclusive, and at
/// most `limit` of them.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub above: i64,
    pub after: i64,
    pub limit: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Reads every friend with an UP above the span's lower end.
    Window,
    /// Reads as many friends as rows are requested, those with the newest UPs.
    Top,
}

/// Returns the newest stories that friends gave an UP, newest first. `friends`
/// is the viewer's number of friends.
pub fn newest(db: &mut Db, viewer: i64, tab: Tab, friends: i64, span: Span) -> Result<Vec<Entry>, AppError> {
    let ask = Lifts {
        viewer,
        visible: visible_to_account(viewer),
        tab,
        span,
        plan: if span.above == 0 && friends > span.limit {
            Plan::Top
        } else {
            Plan::Window
        },
    };
    let found = ask.run(db)?;
    // The page may be short for a reason other than the end, so ask every friend.
    if ask.plan == Plan::Top && i64::try_from(found.len()).unwrap_or(0) < span.limit {
        return Lifts {
            plan: Plan::Window,
            ..ask
        }
        .run(db);
    }
    Ok(found)
}

#[derive(Debug, Clone, Copy)]
struct Lifts {
    viewer: i64,
    visible: VisibleTo,
    tab: Tab,
    span: Span,
    plan: Plan,
}

impl StaticSql for Lifts {
    type Row = (BigInt, BigInt, Text, Text);

    fn write<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        self.friends(out, pg)?;
        out.push_sql(
            "SELECT l.id, l.story_id, l.handle, l.name FROM (SELECT u.id AS id, u.story_id AS story_id, top.handle AS handle, \
             top.name AS name, row_number() OVER (PARTITION BY u.story_id ORDER BY u.id DESC) AS nth FROM top ",
        );
        out.push_sql(if pg {
            "CROSS JOIN LATERAL (SELECT n.id, n.story_id"
        } else {
            "CROSS JOIN story_ups u WHERE u.account_id = top.id AND u.id IN (SELECT n.id"
        });
        out.push_sql(" FROM story_ups n WHERE n.account_id = top.id AND n.id < ");
        out.push_bind_param::<BigInt, i64>(&self.span.after)?;
        match self.plan {
            Plan::Top => out.push_sql(" AND n.id >= (SELECT low.id FROM low)"),
            Plan::Window => {
                out.push_sql(" AND n.id > ");
                out.push_bind_param::<BigInt, i64>(&self.span.above)?;
            }
        }
        self.lifted(out)?;
        out.push_sql(" ORDER BY n.id DESC LIMIT ");
        out.push_bind_param::<BigInt, i64>(&self.span.limit)?;
        out.push_sql(if pg { ") u" } else { ")" });
        out.push_sql(") l WHERE l.nth = 1 ORDER BY l.id DESC LIMIT ");
        out.push_bind_param::<BigInt, i64>(&self.span.limit)
    }
}

impl Lifts {
    fn run(self, db: &mut Db) -> Result<Vec<Entry>, AppError> {
        /// Gives each SQL text its own type, the static id by which diesel caches statements.
        macro_rules! ask {
            ($n:literal) => {
                match db {
                    Db::Sqlite(c) => Statement::<_, $n>(self).load(c)?,
                    Db::Postgres(c) => Statement::<_, $n>(self).load(c)?,
                }
            };
        }
        type Row = (i64, i64, String, String);
        let rows: Vec<Row> = match (self.plan, self.tab == Tab::All) {
            (Plan::Window, true) => ask!(0),
            (Plan::Window, false) => ask!(1),
            (Plan::Top, true) => ask!(2),
            (Plan::Top, false) => ask!(3),
        };
        let entry = |(id, story, handle, name)| Entry {
            id,
            story,
            boosted_by: Some(Friend { handle, name }),
        };
        Ok(rows.into_iter().map(entry).collect())
    }

    /// Writes two common table expressions. `later` holds the friends with an
    /// UP above the span, who may already have brought a story onto an earlier
    /// page. `top` holds the friends whose UPs are read.
    fn friends<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        const OF_FRIENDS: &str =
            " FROM friendships f JOIN accounts a ON a.id = f.friend_id WHERE a.state = 'active' AND f.account_id = ";
        out.push_sql("WITH later AS MATERIALIZED (SELECT f.friend_id AS id");
        out.push_sql(OF_FRIENDS);
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" AND a.last_up_id >= ");
        out.push_bind_param::<BigInt, i64>(&self.span.after)?;
        out.push_sql("), top AS (SELECT f.friend_id AS id, a.handle AS handle, a.display_name AS name");
        if self.plan == Plan::Window {
            out.push_sql(OF_FRIENDS);
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
            out.push_sql(" AND a.last_up_id > ");
            out.push_bind_param::<BigInt, i64>(&self.span.above)?;
            out.push_sql(") ");
            return Ok(());
        }
        out.push_sql(", (SELECT max(m.id) FROM story_ups m WHERE m.account_id = f.friend_id AND m.id < ");
        out.push_bind_param::<BigInt, i64>(&self.span.after)?;
        out.push_sql(") AS last");
        out.push_sql(OF_FRIENDS);
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" AND a.last_up_id > 0 ORDER BY 4 DESC");
        out.push_sql(if pg { " NULLS LAST LIMIT " } else { " LIMIT " });
        out.push_bind_param::<BigInt, i64>(&self.span.limit)?;
        // The bound holds only when there are as many friends as rows wanted.
        out.push_sql("), low AS (SELECT CASE WHEN count(top.last) < ");
        out.push_bind_param::<BigInt, i64>(&self.span.limit)?;
        out.push_sql(" THEN 0 ELSE coalesce(min(top.last), 0) END AS id FROM top) ");
        Ok(())
    }

    /// Restricts the UPs to those of public stories that the viewer may see and
    /// that are not in the feed already through their author or a newer UP.
    fn lifted<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        DB: diesel::backend::Backend + diesel::sql_types::HasSqlType<BigInt>,
        i64: diesel::serialize::ToSql<BigInt, DB>,
    {
        out.push_sql(
            " AND EXISTS (SELECT 1 FROM stories WHERE stories.id = n.story_id AND stories.visibility = 0 AND stories.author_id <> ",
        );
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(" AND NOT EXISTS (SELECT 1 FROM friendships o WHERE o.friend_id = stories.author_id AND o.account_id = ");
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        if self.tab == Tab::All {
            out.push_sql(
                ") AND NOT EXISTS (SELECT 1 FROM follows w WHERE w.business_id = stories.author_id AND w.follower_id = ",
            );
            out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        }
        out.push_sql(") AND ");
        self.visible.walk_ast(out.reborrow())?;
        out.push_sql(
            " LIMIT 1 OFFSET 0) AND NOT EXISTS (SELECT 1 FROM later WHERE EXISTS (SELECT 1 FROM story_ups v \
             WHERE v.story_id = n.story_id AND v.account_id = later.id AND v.id >= ",
        );
        out.push_bind_param::<BigInt, i64>(&self.span.after)?;
        out.push_sql(" LIMIT 1 OFFSET 0) LIMIT 1 OFFSET 0)");
        Ok(())
    }
}

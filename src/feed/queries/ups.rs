//! The stories that friends lifted with an UP: public ones of authors who are
//! none of the viewer's sources (those stand in the feed already), each at its
//! newest UP by a friend.
//!
//! One statement: of every friend who gave an UP in the span asked for
//! (`accounts.last_up_id` tells), their newest that count, by seeks into
//! `story_ups_recent`; of these the newest of all. The span ends at the
//! oldest story of the page, so what is looked at follows what friends did in
//! that time. Where the page has no such end (its authors wrote little) and
//! there are more friends than rows wanted, the friends are taken by their
//! newest UP first, as authors are by their newest story (authors.rs).
//!
//! `accounts.last_up_id` may be too high after an UP was taken back, never too
//! low: it only says where to look.
//!
//! `LIMIT 1 OFFSET 0` in the EXISTS parts keeps PostgreSQL from joining whole
//! tables there: each is a seek by primary key, whatever it guesses. Who sees a
//! story is decided by `stories::visibility` alone.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::Sqlite;

use super::entries::{Entry, Friend, Tab};
use crate::db::Db;
use crate::error::AppError;
use crate::stories::visibility::{VisibleTo, visible_to_account};

/// Which lifts: ids between both bounds (neither counts), at most so many.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub above: i64,
    pub after: i64,
    pub limit: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Every friend with an UP above the span's lower end.
    Window,
    /// As many friends as rows are wanted: those whose UPs are newest.
    Top,
}

/// The newest lifted stories of a feed, newest first. `friends`: how many the viewer has.
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
    // Short for another reason than the end: ask every friend.
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

impl Lifts {
    fn run(self, db: &mut Db) -> Result<Vec<Entry>, AppError> {
        /// A type of its own for each text of SQL: the static id diesel's statement cache goes by.
        macro_rules! ask {
            ($n:literal) => {
                match db {
                    Db::Sqlite(c) => Statement::<$n>(self).load(c)?,
                    Db::Postgres(c) => Statement::<$n>(self).load(c)?,
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

    fn parts<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, pg: bool) -> QueryResult<()>
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

    /// `later`: friends with an UP above the span, where a story may have its
    /// place already. `top`: those whose UPs are asked for.
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

    /// Which UPs count: of a story that the viewer sees, that anyone sees, that
    /// is not in the feed by its author, and not by a newer UP either.
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

/// A text of SQL with its own type; `N` tells plan and tab apart.
struct Statement<const N: u8>(Lifts);

impl<const N: u8> Query for Statement<N> {
    type SqlType = (BigInt, BigInt, Text, Text);
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

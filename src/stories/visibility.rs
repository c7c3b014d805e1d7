//! Visibility of stories and comments: the one filter behind feed, permalink,
//! photo file, search result, quote and feed reader.
//!
//! The author always sees their story. Others see it while it is published and
//! the author is active: everyone if it is public, the author's friends if it
//! is for friends, nobody else if it is private. A block in either direction
//! hides it. The viewer is the account acted as. A shop has no friends, so
//! people who act as a shop see public stories only; blocks of the person count
//! too. Moderators see no more here: they see reported stories on the pages of
//! `moderation`.

use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, Bool, HasSqlType};

use crate::access::Actor;
use crate::db::Db;
use crate::db::schema::{comments, stories};
use crate::error::AppError;

/// The filter as an expression over `stories`, for any query that reads that
/// table under its own name: `stories::table.filter(visible_to(actor))`. Its
/// SQL never changes, so the statements that contain it stay prepared.
#[derive(Debug, Clone, Copy)]
pub struct VisibleTo {
    /// The account acted as, or 0 for a visitor.
    viewer: i64,
    /// The personal account behind it.
    person: i64,
}

/// Returns the filter of the stories that this actor may see.
pub fn visible_to(actor: &Actor) -> VisibleTo {
    VisibleTo {
        viewer: actor.posts_as(),
        person: actor.account_id(),
    }
}

/// Returns the filter of the stories that an account may see outside of its own
/// requests, such as before it is notified.
pub fn visible_to_account(account_id: i64) -> VisibleTo {
    VisibleTo {
        viewer: account_id,
        person: account_id,
    }
}

impl Expression for VisibleTo {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for VisibleTo where stories::id: AppearsOnTable<QS> {}
impl<QS> SelectableExpression<QS> for VisibleTo where stories::id: SelectableExpression<QS> {}

impl<GB> ValidGrouping<GB> for VisibleTo {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for VisibleTo {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<DB> QueryFragment<DB> for VisibleTo
where
    DB: Backend + HasSqlType<BigInt>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(stories.state = 0 AND (stories.author_id = ");
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(
            " OR (EXISTS (SELECT 1 FROM accounts va WHERE va.id = stories.author_id AND va.state = 'active')\
             AND (stories.visibility = 0 OR (stories.visibility = 1 AND EXISTS \
             (SELECT 1 FROM friendships vf WHERE vf.friend_id = stories.author_id AND vf.account_id = ",
        );
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(
            "))) AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.blocked_id = stories.author_id AND vb.blocker_id IN (",
        );
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, i64>(&self.person)?;
        out.push_sql(")) AND NOT EXISTS (SELECT 1 FROM blocks vb WHERE vb.blocker_id = stories.author_id AND vb.blocked_id IN (");
        out.push_bind_param::<BigInt, i64>(&self.viewer)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, i64>(&self.person)?;
        out.push_sql(")))))");
        Ok(())
    }
}

/// The filter over `comments`, for any query that reads that table under its
/// own name. The author always sees a comment. Others see it while it is
/// published, its author is active, and there is no block between author and
/// viewer. The filter does not check the story of the comment;
/// `can_see_comment` checks both.
#[derive(Debug, Clone, Copy)]
pub struct CommentVisibleTo(VisibleTo);

/// Returns the filter of the comments that this actor may see on a visible story.
pub fn comment_visible_to(actor: &Actor) -> CommentVisibleTo {
    CommentVisibleTo(visible_to(actor))
}

impl Expression for CommentVisibleTo {
    type SqlType = Bool;
}

impl<QS> AppearsOnTable<QS> for CommentVisibleTo where comments::id: AppearsOnTable<QS> {}
impl<QS> SelectableExpression<QS> for CommentVisibleTo where comments::id: SelectableExpression<QS> {}

impl<GB> ValidGrouping<GB> for CommentVisibleTo {
    type IsAggregate = is_aggregate::No;
}

impl QueryId for CommentVisibleTo {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<DB> QueryFragment<DB> for CommentVisibleTo
where
    DB: Backend + HasSqlType<BigInt>,
    i64: ToSql<BigInt, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let Self(VisibleTo { viewer, person }) = self;
        out.push_sql("(comments.state = 0 AND (comments.author_id = ");
        out.push_bind_param::<BigInt, i64>(viewer)?;
        out.push_sql(
            " OR (EXISTS (SELECT 1 FROM accounts wa WHERE wa.id = comments.author_id AND wa.state = 'active')\
             AND NOT EXISTS (SELECT 1 FROM blocks wb WHERE wb.blocked_id = comments.author_id AND wb.blocker_id IN (",
        );
        out.push_bind_param::<BigInt, i64>(viewer)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, i64>(person)?;
        out.push_sql(
            ")) AND NOT EXISTS (SELECT 1 FROM blocks wb WHERE wb.blocker_id = comments.author_id AND wb.blocked_id IN (",
        );
        out.push_bind_param::<BigInt, i64>(viewer)?;
        out.push_sql(", ");
        out.push_bind_param::<BigInt, i64>(person)?;
        out.push_sql(")))))");
        Ok(())
    }
}

/// A visible comment and its story.
#[derive(Debug, Clone, Copy, Queryable)]
pub struct SeenComment {
    pub author_id: i64,
    pub story_id: i64,
    pub story_author_id: i64,
}

/// Returns the comment if the actor may see it and its story. Every address
/// that touches a comment calls this, so that a hidden comment looks like one
/// that does not exist.
pub fn can_see_comment(db: &mut Db, actor: &Actor, comment_id: i64) -> Result<Option<SeenComment>, AppError> {
    Ok(comments::table
        .inner_join(stories::table.on(stories::id.eq(comments::story_id)))
        .filter(comments::id.eq(comment_id))
        .filter(comment_visible_to(actor))
        .filter(visible_to(actor))
        .select((comments::author_id, comments::story_id, stories::author_id))
        .first(db)
        .optional()?)
}

//! Statements of hand-written SQL that stay prepared. Diesel prepares `sql_query` and `eq_any` anew at each call; a
//! statement whose type has a static id is prepared once a connection.

use std::marker::PhantomData;

use diesel::backend::Backend;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{BigInt, HasSqlType};
use diesel::sqlite::Sqlite;

/// SQL whose text depends on the engine, and whose parameters are integers.
pub trait StaticSql {
    /// The types of the columns of a row.
    type Row;

    /// Writes the statement; `postgres` chooses the dialect.
    fn write<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>, postgres: bool) -> QueryResult<()>
    where
        DB: Backend + HasSqlType<BigInt>,
        i64: ToSql<BigInt, DB>;
}

/// A statement with a type of its own for each text of its SQL: `N` tells the texts of one `Q` apart.
pub struct Statement<Q, const N: u8>(pub Q);

/// The id of a [`Statement`]: const generics have none of their own.
pub struct StatementId<Q, const N: u8>(PhantomData<Q>);

impl<Q: StaticSql, const N: u8> Query for Statement<Q, N> {
    type SqlType = Q::Row;
}

impl<Q, C, const N: u8> diesel::query_dsl::RunQueryDsl<C> for Statement<Q, N> {}

impl<Q: 'static, const N: u8> QueryId for Statement<Q, N> {
    type QueryId = StatementId<Q, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Q: StaticSql, const N: u8> QueryFragment<Sqlite> for Statement<Q, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        self.0.write(&mut out, false)
    }
}

impl<Q: StaticSql, const N: u8> QueryFragment<Pg> for Statement<Q, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        self.0.write(&mut out, true)
    }
}

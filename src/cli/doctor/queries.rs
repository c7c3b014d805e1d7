//! The doctor's queries, in SQL that both engines understand.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use crate::db::schema::photos;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::jobs::changes;

/// A column that is stored for speed, and the SQL expression of its correct value for the row `t`.
pub struct Counter {
    pub table: &'static str,
    pub column: &'static str,
    should_be: &'static str,
}

const fn counter(table: &'static str, column: &'static str, should_be: &'static str) -> Counter {
    Counter {
        table,
        column,
        should_be,
    }
}

/// Every stored counter. (`share_count` counts published shares; while the story itself is hidden,
/// its own count is not checked.)
pub const COUNTERS: &[Counter] = &[
    counter(
        "accounts",
        "friend_count",
        "SELECT count(*) FROM friendships x WHERE x.account_id = t.id",
    ),
    counter(
        "accounts",
        "follower_count",
        "SELECT count(*) FROM follows x WHERE x.business_id = t.id",
    ),
    counter(
        "accounts",
        "following_count",
        "SELECT count(*) FROM follows x WHERE x.follower_id = t.id",
    ),
    counter(
        "accounts",
        "story_count",
        "SELECT count(*) FROM stories x WHERE x.author_id = t.id AND x.state = 0",
    ),
    counter(
        "accounts",
        "product_count",
        "SELECT count(*) FROM products x WHERE x.account_id = t.id AND x.state = 0",
    ),
    counter(
        "accounts",
        "unread_count",
        "SELECT count(*) FROM notifications x WHERE x.account_id = t.id AND x.read_at IS NULL",
    ),
    counter(
        "accounts",
        "last_story_id",
        "SELECT COALESCE(max(x.id), 0) FROM stories x WHERE x.author_id = t.id AND x.state = 0",
    ),
    counter(
        "accounts",
        "last_up_id",
        // May be too high after an UP was taken back, never too low (feed/queries/ups.rs).
        "SELECT COALESCE(max(CASE WHEN x.id > t.last_up_id THEN x.id ELSE t.last_up_id END), t.last_up_id) \
         FROM story_ups x WHERE x.account_id = t.id",
    ),
    counter(
        "stories",
        "share_count",
        "SELECT count(*) FROM stories x WHERE x.share_of = t.id AND x.state = 0 AND x.visibility = 0",
    ),
    counter(
        "stories",
        "photo_count",
        "SELECT count(*) FROM story_photos x WHERE x.story_id = t.id",
    ),
    counter(
        "stories",
        "product_count",
        "SELECT count(*) FROM story_products x WHERE x.story_id = t.id",
    ),
    counter(
        "stories",
        "comment_count",
        "SELECT count(*) FROM comments x WHERE x.story_id = t.id AND x.state = 0",
    ),
    counter(
        "stories",
        "up_count",
        "SELECT count(*) FROM story_ups x WHERE x.story_id = t.id",
    ),
    counter(
        "stories",
        "like_count",
        "SELECT count(*) FROM story_feelings x WHERE x.story_id = t.id AND x.kind = 'like'",
    ),
    counter(
        "stories",
        "cool_count",
        "SELECT count(*) FROM story_feelings x WHERE x.story_id = t.id AND x.kind = 'cool'",
    ),
    counter(
        "stories",
        "happy_count",
        "SELECT count(*) FROM story_feelings x WHERE x.story_id = t.id AND x.kind = 'happy'",
    ),
    counter(
        "stories",
        "sad_count",
        "SELECT count(*) FROM story_feelings x WHERE x.story_id = t.id AND x.kind = 'sad'",
    ),
    counter(
        "stories",
        "cheer_up_count",
        "SELECT count(*) FROM story_feelings x WHERE x.story_id = t.id AND x.kind = 'cheer_up'",
    ),
    counter(
        "products",
        "wish_count",
        "SELECT count(*) FROM wishes x WHERE x.product_id = t.id",
    ),
    // The representative of a group is the first published variant that is available, or else the
    // first (catalog/queries/variant_representatives.rs).
    counter(
        "products",
        FRONT,
        "CASE WHEN t.item_group_id = '' THEN TRUE WHEN t.state <> 0 THEN FALSE ELSE t.id = (SELECT x.id FROM products x \
         WHERE x.account_id = t.account_id AND x.item_group_id = t.item_group_id AND x.state = 0 \
         ORDER BY CASE WHEN x.availability = 'out_of_stock' THEN 1 ELSE 0 END, x.id LIMIT 1) END",
    ),
];

/// The search index depends on this column.
const FRONT: &str = "is_front";

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn number(db: &mut Db, sql: &str) -> Result<i64, AppError> {
    Ok(sql_query(sql).get_result::<Number>(db)?.n)
}

/// Counts the rows in which the counter is wrong.
pub fn wrong(db: &mut Db, counter: &Counter) -> Result<i64, AppError> {
    let Counter {
        table,
        column,
        should_be,
    } = counter;
    number(
        db,
        &format!("SELECT count(*) AS n FROM {table} t WHERE t.{column} <> ({should_be})"),
    )
}

/// Corrects every counter. Returns the number of rows that were wrong.
pub fn repair(tx: &mut Tx<'_>) -> Result<usize, AppError> {
    let mut repaired = 0;
    for Counter {
        table,
        column,
        should_be,
    } in COUNTERS
    {
        let differs = format!("t.{column} <> ({should_be})");
        if *column == FRONT {
            let moved: Vec<Number> = sql_query(format!("SELECT t.id AS n FROM {table} t WHERE {differs}")).load(&mut **tx)?;
            for product in moved {
                changes::record(tx, changes::Kind::Product, product.n)?;
            }
        }
        let sql = format!("UPDATE {table} AS t SET {column} = ({should_be}) WHERE {differs}");
        repaired += sql_query(sql).execute(&mut **tx)?;
    }
    Ok(repaired)
}

pub fn one_sided_friendships(db: &mut Db) -> Result<i64, AppError> {
    number(
        db,
        "SELECT count(*) AS n FROM friendships f WHERE NOT EXISTS \
         (SELECT 1 FROM friendships g WHERE g.account_id = f.friend_id AND g.friend_id = f.account_id)",
    )
}

/// Returns the damage that SQLite finds in its file.
pub fn damage(db: &mut Db) -> Result<Vec<String>, AppError> {
    let lines: Vec<Line> = sql_query("SELECT integrity_check AS line FROM pragma_integrity_check LIMIT 5").load(db)?;
    Ok(lines.into_iter().map(|l| l.line).filter(|l| l != "ok").collect())
}

/// Counts rows that refer to missing rows (SQLite only).
pub fn dangling(db: &mut Db) -> Result<i64, AppError> {
    number(db, "SELECT count(*) AS n FROM pragma_foreign_key_check")
}

/// Returns photos after an id, as (id, hash, sizes).
pub fn photos_after(db: &mut Db, id: i64, limit: i64) -> Result<Vec<(i64, String, String)>, AppError> {
    Ok(photos::table
        .filter(photos::id.gt(id))
        .order(photos::id)
        .limit(limit)
        .select((photos::id, photos::hash, photos::sizes))
        .load(db)?)
}

/// Returns the hashes that begin with these digits.
pub fn hashes(db: &mut Db, start: &str) -> Result<Vec<String>, AppError> {
    Ok(photos::table
        .filter(photos::hash.ge(start))
        // All hexadecimal digits sort before `g`.
        .filter(photos::hash.lt(format!("{start}g")))
        .select(photos::hash)
        .load(db)?)
}

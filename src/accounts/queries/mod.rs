//! Every query of the accounts: profiles and cards here, the others in the files below.

pub mod logins;
pub mod pictures;
pub mod places;
pub mod profiles;
pub mod sessions;
pub mod throttle;

use std::collections::HashMap;

use diesel::prelude::*;

use crate::db::Db;
use crate::db::schema::{accounts, photos};
use crate::error::AppError;

/// An account with everything its own page needs.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = accounts)]
pub struct Account {
    pub id: i64,
    pub kind: String,
    pub login_id: Option<i64>,
    pub handle: String,
    pub display_name: String,
    pub bio: String,
    pub category: String,
    pub avatar_photo_id: Option<i64>,
    pub cover_photo_id: Option<i64>,
    pub state: String,
    pub friend_count: i32,
    pub follower_count: i64,
    pub following_count: i64,
    pub story_count: i64,
    pub product_count: i64,
    pub legal_name: String,
    pub representative: String,
    pub address: String,
    pub phone: String,
    pub business_number: String,
    pub mail_order_number: String,
    pub opening_hours: String,
    pub version: i64,
    pub created_at: i64,
}

impl Account {
    pub fn is_business(&self) -> bool {
        self.kind == "business"
    }
}

/// An account in short, for cards, rows and comments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountCard {
    pub id: i64,
    pub handle: String,
    pub name: String,
    /// Address of the avatar at 320 px.
    pub avatar: Option<String>,
    pub business: bool,
    pub url: String,
}

/// Returns an active account by its handle as stored (`text::Handle::lookup`).
pub fn by_handle(db: &mut Db, handle: &str) -> Result<Option<Account>, AppError> {
    Ok(accounts::table
        .filter(accounts::handle.eq(handle))
        .filter(accounts::state.eq("active"))
        .select(Account::as_select())
        .first(db)
        .optional()?)
}

/// Returns an active account by its id.
pub fn by_id(db: &mut Db, id: i64) -> Result<Option<Account>, AppError> {
    Ok(accounts::table
        .find(id)
        .filter(accounts::state.eq("active"))
        .select(Account::as_select())
        .first(db)
        .optional()?)
}

/// Returns the cards of many accounts with one statement.
pub fn cards(db: &mut Db, ids: &[i64]) -> Result<HashMap<i64, AccountCard>, AppError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    type Row = (i64, String, String, String, Option<i64>, Option<String>);
    let rows: Vec<Row> = accounts::table
        .left_join(photos::table.on(photos::id.nullable().eq(accounts::avatar_photo_id)))
        .filter(accounts::id.eq_any(ids))
        .select((
            accounts::id,
            accounts::kind,
            accounts::handle,
            accounts::display_name,
            photos::id.nullable(),
            photos::hash.nullable(),
        ))
        .load(db)?;
    Ok(rows
        .into_iter()
        .map(|(id, kind, handle, name, photo, hash)| {
            let avatar = photo.zip(hash).map(|(id, hash)| crate::media::address(id, &hash, 320));
            (
                id,
                AccountCard {
                    id,
                    url: super::urls::url(&handle),
                    handle,
                    name,
                    avatar,
                    business: kind == "business",
                },
            )
        })
        .collect())
}

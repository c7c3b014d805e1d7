//! An account's avatar and cover.

use diesel::prelude::*;

use crate::db::Tx;
use crate::db::schema::accounts;
use crate::error::AppError;

/// Sets the photos that are given; they were uploaded before and belong to the account.
pub fn set(tx: &mut Tx<'_>, account_id: i64, avatar: Option<i64>, cover: Option<i64>) -> Result<(), AppError> {
    let account = accounts::table.find(account_id);
    if let Some(photo) = avatar {
        diesel::update(account)
            .set(accounts::avatar_photo_id.eq(Some(photo)))
            .execute(&mut **tx)?;
    }
    if let Some(photo) = cover {
        diesel::update(account)
            .set(accounts::cover_photo_id.eq(Some(photo)))
            .execute(&mut **tx)?;
    }
    diesel::update(account)
        .set(accounts::version.eq(accounts::version + 1))
        .execute(&mut **tx)?;
    Ok(())
}

//! Profiles and seller details.

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::db::schema::accounts;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Sets the fields of a profile. Returns true if any of them changed.
pub fn set_profile(tx: &mut Tx<'_>, id: i64, name: &str, bio: &str, category: &str) -> Result<bool, AppError> {
    let same = accounts::display_name
        .eq(name)
        .and(accounts::bio.eq(bio))
        .and(accounts::category.eq(category));
    let changed = diesel::update(accounts::table.find(id).filter(diesel::dsl::not(same)))
        .set((
            accounts::display_name.eq(name),
            accounts::bio.eq(bio),
            accounts::category.eq(category),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(changed == 1)
}

/// Clears a closed account's profile; the handle stays, and takes the place of the name.
pub fn forget(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::display_name.eq(accounts::handle),
            accounts::bio.eq(""),
            accounts::avatar_photo_id.eq(None::<i64>),
            accounts::cover_photo_id.eq(None::<i64>),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Result of a rename.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Renamed {
    Done,
    Taken,
    /// No renames are left.
    Full,
}

/// Gives an account another handle. After `Taken` the transaction may be aborted on PostgreSQL, so
/// call it before any other write.
pub fn rename(tx: &mut Tx<'_>, id: i64, handle: &str, skeleton: &str, most: i32) -> Result<Renamed, AppError> {
    if super::logins::handle_taken(tx, skeleton, id)? {
        return Ok(Renamed::Taken);
    }
    let done = diesel::update(accounts::table.find(id).filter(accounts::renames.lt(most)))
        .set((
            accounts::handle.eq(handle),
            accounts::handle_skeleton.eq(skeleton),
            accounts::renames.eq(accounts::renames + 1),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx);
    match done {
        Ok(1) => Ok(Renamed::Done),
        Ok(_) => Ok(Renamed::Full),
        Err(DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(Renamed::Taken),
        Err(error) => Err(error.into()),
    }
}

pub fn renames(db: &mut Db, id: i64) -> Result<i32, AppError> {
    Ok(accounts::table.find(id).select(accounts::renames).first(db)?)
}

/// Sets the photos of a profile. Returns true if any of them changed.
pub fn set_photos(tx: &mut Tx<'_>, id: i64, avatar: Option<i64>, cover: Option<i64>) -> Result<bool, AppError> {
    let old: (Option<i64>, Option<i64>) = accounts::table
        .find(id)
        .select((accounts::avatar_photo_id, accounts::cover_photo_id))
        .first(&mut **tx)?;
    if old == (avatar, cover) {
        return Ok(false);
    }
    diesel::update(accounts::table.find(id))
        .set((
            accounts::avatar_photo_id.eq(avatar),
            accounts::cover_photo_id.eq(cover),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(true)
}

/// Seller details that the law requires a Korean shop to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    pub legal_name: String,
    pub representative: String,
    pub address: String,
    pub phone: String,
    pub business_number: String,
    pub mail_order_number: String,
    pub opening_hours: String,
}

pub fn set_details(tx: &mut Tx<'_>, id: i64, d: &Details) -> Result<(), AppError> {
    diesel::update(accounts::table.find(id))
        .set((
            accounts::legal_name.eq(&d.legal_name),
            accounts::representative.eq(&d.representative),
            accounts::address.eq(&d.address),
            accounts::phone.eq(&d.phone),
            accounts::business_number.eq(&d.business_number),
            accounts::mail_order_number.eq(&d.mail_order_number),
            accounts::opening_hours.eq(&d.opening_hours),
            accounts::version.eq(accounts::version + 1),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

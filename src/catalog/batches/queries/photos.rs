//! Photos of a batch: those that a file lists, and those that its products had before.

use diesel::prelude::*;

use crate::db::schema::catalog_batch_photos as shots;
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Inserts a photo that waits to be taken, or that is not available.
pub fn insert_photo(tx: &mut Tx<'_>, batch_id: i64, new: &BatchPhoto) -> Result<(), AppError> {
    diesel::insert_into(shots::table)
        .values((
            shots::batch_id.eq(batch_id),
            shots::line.eq(new.line),
            shots::position.eq(new.position),
            shots::name.eq(&new.name),
            shots::state.eq(&new.state),
            shots::problem.eq(&new.problem),
            shots::photo_id.eq(new.photo_id),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn set_photo(tx: &mut Tx<'_>, batch_id: i64, photo: &BatchPhoto) -> Result<(), AppError> {
    diesel::update(shots::table.find((batch_id, photo.line, photo.position)))
        .set((
            shots::state.eq(&photo.state),
            shots::problem.eq(&photo.problem),
            shots::photo_id.eq(photo.photo_id),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Marks every waiting photo as unavailable and returns how many.
pub fn give_up(tx: &mut Tx<'_>, batch_id: i64, problem: &str) -> Result<usize, AppError> {
    let waiting = shots::table
        .filter(shots::batch_id.eq(batch_id))
        .filter(shots::state.eq("waiting"));
    Ok(diesel::update(waiting)
        .set((shots::state.eq("wrong"), shots::problem.eq(problem)))
        .execute(&mut **tx)?)
}

/// From this position on: photos that a product had before, kept for undo and not shown.
pub const HAD: i32 = 1_000_000;

/// Returns all photos of the first line that has waiting ones, in order.
pub fn next_photos(db: &mut Db, batch_id: i64) -> Result<Vec<BatchPhoto>, AppError> {
    let line: Option<i32> = shots::table
        .filter(shots::batch_id.eq(batch_id))
        .filter(shots::state.eq("waiting"))
        .order((shots::line, shots::position))
        .select(shots::line)
        .first(db)
        .optional()?;
    let Some(line) = line else { return Ok(Vec::new()) };
    Ok(shots::table
        .filter(shots::batch_id.eq(batch_id))
        .filter(shots::line.eq(line))
        .filter(shots::position.lt(HAD))
        .order(shots::position)
        .select(BatchPhoto::as_select())
        .load(db)?)
}

/// Returns the numbers of waiting, done and unavailable photos.
pub fn photo_counts(db: &mut Db, batch_id: i64) -> Result<[i64; 3], AppError> {
    let found: Vec<(String, i64)> = shots::table
        .filter(shots::batch_id.eq(batch_id))
        .filter(shots::name.ne(""))
        .group_by(shots::state)
        .select((shots::state, diesel::dsl::count_star()))
        .load(db)?;
    Ok(["waiting", "done", "wrong"].map(|state| found.iter().find(|(s, _)| s == state).map_or(0, |(_, n)| *n)))
}

/// Returns unavailable photos by line, except those that an undo gave up.
pub fn wrong_photos(db: &mut Db, batch_id: i64, limit: i64) -> Result<Vec<BatchPhoto>, AppError> {
    Ok(shots::table
        .filter(shots::batch_id.eq(batch_id))
        .filter(shots::state.eq("wrong"))
        .filter(shots::problem.ne(""))
        .order((shots::line, shots::position))
        .limit(limit)
        .select(BatchPhoto::as_select())
        .load(db)?)
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = shots)]
pub struct BatchPhoto {
    pub line: i32,
    pub position: i32,
    pub name: String,
    /// `waiting`, `done` or `wrong`.
    pub state: String,
    pub problem: String,
    pub photo_id: Option<i64>,
}

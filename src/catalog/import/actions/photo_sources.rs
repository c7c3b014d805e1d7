//! Which photos an applied import still has to take, which it cannot, and which its products had.

use super::{json, small};
use crate::catalog::batches::Outcome;
use crate::catalog::batches::queries::{self as batches, BatchPhoto, HAD};
use crate::catalog::import::plan::{CatalogSnapshot, PhotoSource, Planned, is_of_photo};
use crate::db::Tx;
use crate::error::AppError;

/// Positions from here on are of photos that could not be had from the start.
const NOT_TO_BE_HAD: usize = 100;

/// Keeps which photos of a row are to be taken and which cannot be, and those its product had, so
/// that an undo finds them; whether some are to be taken.
pub fn note(tx: &mut Tx<'_>, batch_id: i64, planned: &Planned, known: &CatalogSnapshot) -> Result<bool, AppError> {
    if planned.outcome == Outcome::Wrong {
        return Ok(false);
    }
    let line = small(planned.line);
    let mut waiting = false;
    let shots = planned.shots.as_deref().unwrap_or_default();
    if shots.iter().any(|s| matches!(s, PhotoSource::Zip(_))) {
        waiting = true;
        for (n, shot) in shots.iter().enumerate() {
            let (name, state, photo_id) = match shot {
                PhotoSource::Own(id) => (String::new(), "done", Some(*id)),
                PhotoSource::Zip(name) => (name.clone(), "waiting", None),
            };
            let photo = BatchPhoto {
                line,
                position: small(n),
                name,
                state: state.to_owned(),
                problem: String::new(),
                photo_id,
            };
            batches::insert_photo(tx, batch_id, &photo)?;
        }
    }
    let before = planned.product_id.and_then(|id| known.by_id(id));
    let had = before.filter(|_| planned.shots.is_some()).map_or(&[][..], |p| &p.photos);
    for (n, (id, _)) in (HAD..).zip(had) {
        let photo = BatchPhoto {
            line,
            position: n,
            name: String::new(),
            state: "done".to_owned(),
            problem: String::new(),
            photo_id: Some(*id),
        };
        batches::insert_photo(tx, batch_id, &photo)?;
    }
    for (n, problem) in planned.problems.iter().filter(|p| is_of_photo(p.reason)).enumerate() {
        let photo = BatchPhoto {
            line,
            position: small(NOT_TO_BE_HAD + n),
            name: problem.read.clone(),
            state: "wrong".to_owned(),
            problem: json(problem)?,
            photo_id: None,
        };
        batches::insert_photo(tx, batch_id, &photo)?;
    }
    Ok(waiting)
}

//! Stores the photos of an applied import: those to take from the zip, those that are not
//! available, and those its products had before.

use super::row::{RowToApply, json, small};
use crate::catalog::batches::queries::{self as batches, BatchPhoto, HAD};
use crate::catalog::import::plan::{PhotoSource, is_of_photo};
use crate::db::Tx;
use crate::error::AppError;

/// From this position on: photos that were unavailable from the start.
const NOT_TO_BE_HAD: usize = 100;

/// Stores the photos of a row. The ones its product had before are kept for undo.
pub fn note(tx: &mut Tx<'_>, batch_id: i64, row: &RowToApply) -> Result<(), AppError> {
    let line = row.line;
    let shots = row.shots().unwrap_or_default();
    if shots.iter().any(|s| matches!(s, PhotoSource::Zip(_))) {
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
    for (n, (id, _)) in (HAD..).zip(&row.had) {
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
    for (n, problem) in row.problems.iter().filter(|p| is_of_photo(p.reason)).enumerate() {
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
    Ok(())
}

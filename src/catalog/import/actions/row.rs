//! A row of an import, as its batch stores it and as it is applied.

use serde::{Deserialize, Serialize};

use crate::catalog::batches::queries::BatchRow;
use crate::catalog::batches::{Outcome, Photos};
use crate::catalog::import::plan::PhotoSource;
use crate::catalog::import::problem::Problem;
use crate::catalog::rules::Draft;
use crate::error::AppError;

/// A product before a row, stored for the preview and for undo (`batches::restored`).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Old {
    #[serde(flatten)]
    pub draft: Draft,
    /// `None` if the row leaves the photos unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photos: Option<Photos>,
    pub version: i64,
}

/// A product after a row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct New {
    #[serde(flatten)]
    pub draft: Draft,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shots: Option<Vec<PhotoSource>>,
}

pub fn json(value: &impl Serialize) -> Result<String, AppError> {
    serde_json::to_string(value).map_err(AppError::internal)
}

pub(super) fn small(line: usize) -> i32 {
    i32::try_from(line).unwrap_or(i32::MAX)
}

/// A stored row, parsed.
pub(super) struct RowToApply {
    pub line: i32,
    pub product_id: Option<i64>,
    /// The product's earlier photos, if the row changes them.
    pub had: Photos,
    /// `None` if the row changes nothing.
    pub new: Option<New>,
    pub problems: Vec<Problem>,
}

impl RowToApply {
    pub fn read(row: BatchRow) -> Result<Self, AppError> {
        let problems = problems(&row);
        let old: Option<Old> = if row.old.is_empty() {
            None
        } else {
            Some(serde_json::from_str(&row.old).map_err(AppError::internal)?)
        };
        let new = if row.outcome == Outcome::Same.code() {
            None
        } else {
            Some(serde_json::from_str(&row.new).map_err(AppError::internal)?)
        };
        Ok(Self {
            line: row.line,
            product_id: row.product_id,
            had: old.and_then(|old| old.photos).unwrap_or_default(),
            new,
            problems,
        })
    }

    pub fn shots(&self) -> Option<&[PhotoSource]> {
        self.new.as_ref().and_then(|new| new.shots.as_deref())
    }
}

/// Returns the problems of a stored row.
pub fn problems(row: &BatchRow) -> Vec<Problem> {
    serde_json::from_str(&row.problems).unwrap_or_default()
}

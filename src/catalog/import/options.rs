//! Options stored with an import: its files, the person's choices for its columns, and row counts.

use serde::{Deserialize, Serialize};

use super::columns::ColumnChoice;
use crate::catalog::batches::{Batch, Outcome, Undone, queries as batches};
use crate::db::Tx;
use crate::error::AppError;

/// Stored with a batch as JSON.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Names of the stored table and zip (`Store`); empty once they are deleted.
    pub file: String,
    pub zip: Option<String>,
    /// The person's choice for each column.
    pub told: Vec<String>,
    pub encoding: String,
    /// Number of rows by outcome, in the order of `Outcome::ALL`.
    pub counts: [i64; 4],
    /// Number of rows that are applied in spite of a problem, such as a missing photo or an unknown
    /// category.
    pub noted: i64,
    pub digest: String,
    /// The columns conflict, so rows cannot be checked yet.
    pub muddled: bool,
    /// Taking photos from the zip was stopped.
    pub stopped: bool,
    /// Wrong rows were skipped and the others applied.
    pub only_right: bool,
    /// Sections created for its rows; undo deletes them again.
    pub new_sections: Vec<(i64, String)>,
    #[serde(flatten)]
    pub undone: Undone,
}

impl Options {
    pub fn of(batch: &Batch) -> Self {
        serde_json::from_str(&batch.options).unwrap_or_default()
    }

    pub fn count(&self, outcome: Outcome) -> i64 {
        let at = Outcome::ALL.iter().position(|o| *o == outcome);
        at.and_then(|n| self.counts.get(n)).copied().unwrap_or(0)
    }

    pub fn told(&self) -> Vec<ColumnChoice> {
        self.told.iter().map(|word| ColumnChoice::parse(word)).collect()
    }

    pub fn json(&self) -> Result<String, AppError> {
        serde_json::to_string(self).map_err(AppError::internal)
    }

    pub fn store(&self, tx: &mut Tx<'_>, batch_id: i64) -> Result<(), AppError> {
        batches::set_options(tx, batch_id, &self.json()?)
    }
}

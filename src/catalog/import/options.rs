//! What is kept beside an import: its files, what the person said of its columns, the counts of its rows.

use serde::{Deserialize, Serialize};

use super::columns::ColumnChoice;
use crate::catalog::batches::{Batch, Outcome, Undone, queries as batches};
use crate::db::Tx;
use crate::error::AppError;

/// What is kept beside a batch.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Options {
    /// Name of the kept table and zip (`Store`); empty where they are gone.
    pub file: String,
    pub zip: Option<String>,
    /// What the person said of each column.
    pub told: Vec<String>,
    pub encoding: String,
    /// Rows by outcome, in the order of `Outcome::ALL`.
    pub counts: [i64; 4],
    /// Rows that are done although something is said of them: a photo less, an unknown category.
    pub noted: i64,
    pub digest: String,
    /// The columns have to be settled before anything can be said of the rows.
    pub muddled: bool,
    /// The photos are stopped.
    pub stopped: bool,
    /// Only the right rows were done.
    pub only_right: bool,
    /// Sections that were made for its rows: an undo takes them away again.
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

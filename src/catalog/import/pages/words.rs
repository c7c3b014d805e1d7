//! Texts that several import pages share.

use crate::catalog::batches::Batch;
use crate::catalog::import::columns::ColumnConflict;
use crate::web::i18n::Texts;
use crate::web::numbers;

pub(super) fn size(bytes: u64) -> String {
    format!("{}MB", bytes / (1024 * 1024))
}

pub(super) fn number(n: usize) -> String {
    numbers::exact(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Returns the CSS class and text of a batch's badge.
pub(super) fn badge(t: &Texts, batch: &Batch) -> (&'static str, String) {
    match batch.shown_state().unwrap_or_default().as_str() {
        "applying" => ("state-new", t.text("import-state-applying")),
        "undoing" | "taking_back" => ("state-new", t.text("import-state-undoing")),
        "preview" => ("state-new", t.text("import-state-preview")),
        "applied" => ("state-ok", t.text("import-state-applied")),
        _ => ("", t.text("import-state-undone")),
    }
}

pub(super) fn conflict_text(t: &Texts, conflict: &ColumnConflict) -> String {
    match conflict {
        ColumnConflict::Twice(field, first, second) => t.with(
            "import-muddle-twice",
            &[
                ("field", t.text(field.key()).into()),
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
            ],
        ),
        ColumnConflict::NoName => t.text("import-muddle-no-name"),
    }
}

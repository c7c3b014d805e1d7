//! The pages of reports and decisions: the report form and the statement of
//! reasons for everyone; queue, case and log for moderators.

pub mod case;
pub mod log;
pub mod queue;
pub mod report;
pub mod statement;

use super::rules::TEXT_LIMIT;
use crate::text;
use crate::web::request::Cx;

/// Returns the error message for a text over its limit. `field` is the locale
/// key of the field's name.
fn too_long<D, W>(cx: &Cx<'_, D, W>, field: &str, words: &str) -> String {
    let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    cx.t.with(
        "form-too-long",
        &[
            ("field", cx.t.text(field).into()),
            ("max", n(TEXT_LIMIT).into()),
            ("count", n(text::count(words)).into()),
        ],
    )
}

//! The pages of reports and decisions: the report form and the statement of
//! reasons for everyone; queue, case and log for moderators.

pub mod case;
pub mod log;
pub mod queue;
pub mod report;
pub mod statement;

use super::rules::TEXT_LIMIT;
use crate::text;
use crate::web::form;
use crate::web::request::Cx;

/// Returns the error message for a text over its limit. `field` is the locale
/// key of the field's name.
fn too_long<D, W>(cx: &Cx<'_, D, W>, field: &str, words: &str) -> String {
    form::too_long(cx.t, &cx.t.text(field), TEXT_LIMIT, text::count(words))
}

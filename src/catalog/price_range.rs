//! The words for a range of prices, shared by several pages.

use crate::web::i18n::Texts;
use crate::web::numbers;

/// Describes a range of prices; `None` if there is no bound.
pub fn price_range(t: &Texts, min: Option<i64>, max: Option<i64>) -> Option<String> {
    let won = |amount| numbers::won(t.locale(), amount);
    match (min, max) {
        (Some(min), Some(max)) => Some(format!("{} ~ {}", won(min), won(max))),
        (Some(min), None) => Some(t.with("product-from", &[("price", won(min).as_str().into())])),
        (None, Some(max)) => Some(t.with("product-up-to", &[("price", won(max).as_str().into())])),
        (None, None) => None,
    }
}

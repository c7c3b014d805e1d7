//! Categories of business accounts: their codes, and their names in each language.

use super::rules;
use crate::web::i18n::{Locale, Texts};

/// Returns the code of a category that was typed as a code or as a name in any language. An unknown
/// category is returned as it was typed.
pub fn category_code(typed: &str) -> String {
    let known = rules::CATEGORIES.iter().find(|code| {
        **code == typed
            || Locale::ALL
                .iter()
                .any(|locale| category_name(Texts::get(*locale), code).to_lowercase() == typed.to_lowercase())
    });
    known.map_or_else(|| typed.to_owned(), |code| (*code).to_owned())
}

/// Returns the name of a stored category; one without a code is its own name.
pub fn category_name(t: &Texts, stored: &str) -> String {
    if is_category(stored) {
        t.text(&format!("category-{stored}"))
    } else {
        stored.to_owned()
    }
}

pub fn is_category(stored: &str) -> bool {
    rules::CATEGORIES.contains(&stored)
}

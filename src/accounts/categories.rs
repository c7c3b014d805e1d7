//! Categories of business accounts: their codes, and their names in a language.

use super::rules;
use crate::web::i18n::{Locale, Texts};

/// The code of a category that was typed by its code or its name; what is none
/// of ours stays as it was typed.
pub fn category_code(typed: &str) -> String {
    let known = rules::CATEGORIES.iter().find(|code| {
        **code == typed
            || Locale::ALL
                .iter()
                .any(|locale| category_name(Texts::get(*locale), code).to_lowercase() == typed.to_lowercase())
    });
    known.map_or_else(|| typed.to_owned(), |code| (*code).to_owned())
}

/// A stored category in words.
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

//! Conversion between cells of a file, in the words of Google, Meta and Korean shops, and the
//! values that the product rules parse (`rules::check`). The meaning of a cell does not depend on
//! the language of the person who imports it. This file has prices, counts and categories;
//! values/choices.rs has choices, values/dates.rs the dates of a sale.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::Field;
use crate::catalog::categories;
use crate::catalog::rules::{CATEGORIES, Draft};
use crate::web::i18n::{Locale, Texts};

mod choices;
mod dates;

pub use choices::{availability, condition, visibility};
pub use dates::{moment, period};

/// Returns the code of a category, by its name in an exported file or else by the names that people
/// and other files use.
pub fn category(words: &str) -> Option<&'static str> {
    static OURS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
        let t = Texts::get(Locale::Ko);
        CATEGORIES
            .iter()
            .map(|(code, _)| (categories::path_words(t, code), *code))
            .collect()
    });
    let words = crate::text::clean_line(words);
    OURS.get(&words).copied().or_else(|| categories::recognise(&words))
}

/// Returns the currency named in a price if it is not won.
pub fn foreign_currency(price: &str) -> Option<String> {
    const SIGNS: &[(&str, &str)] = &[
        ("$", "USD"),
        ("＄", "USD"),
        ("€", "EUR"),
        ("¥", "JPY"),
        ("￥", "JPY"),
        ("£", "GBP"),
        ("달러", "USD"),
        ("유로", "EUR"),
        ("엔", "JPY"),
        ("위안", "CNY"),
    ];
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| price.contains(sign)) {
        return Some((*code).to_owned());
    }
    // Codes that a Korean shop could have meant; other letters are not read as a currency.
    const CODES: &[&str] = &[
        "USD", "EUR", "JPY", "CNY", "RMB", "GBP", "TWD", "HKD", "SGD", "THB", "VND", "IDR", "MYR", "PHP", "INR", "AUD", "CAD",
        "NZD", "CHF", "RUB",
    ];
    let letters: String = price.chars().filter(char::is_ascii_alphabetic).collect();
    let code = letters.to_ascii_uppercase();
    CODES.contains(&code.as_str()).then_some(code)
}

/// Removes a note after a price: `12,000원 (VAT 포함)`. Brackets with digits are kept.
pub fn price(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_suffix([')', '）']).and_then(|rest| rest.rsplit_once(['(', '（'])) {
        Some((price, remark)) if !remark.contains(|c: char| c.is_numeric()) => price.trim_end(),
        _ => cell,
    }
}

/// Returns a sale price; empty if the file says there is none. In exports of Korean shops a plain 0
/// means no sale. A sale for nothing is `0 KRW`, as our own exports write it.
pub fn sale_price(cell: &str) -> &str {
    match price(cell) {
        "0" | "0원" | "-" | "없음" => "",
        price => price,
    }
}

/// Normalizes a stock count such as `12`, `１２`, `12.0` or `12 EA`; empty for 무제한.
pub fn quantity(cell: &str) -> String {
    let plain: String = crate::text::clean_line(cell)
        .chars()
        .map(|c| match c {
            '０'..='９' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            c => c.to_ascii_uppercase(),
        })
        .collect();
    if matches!(plain.as_str(), "무제한" | "제한없음" | "제한 없음" | "UNLIMITED" | "-") {
        return String::new();
    }
    let number = plain.strip_suffix("EA").unwrap_or(&plain).trim_end();
    // Spreadsheets write numbers that were once divided with decimals.
    let number = number.strip_suffix(".00").or(number.strip_suffix(".0")).unwrap_or(number);
    number.to_owned()
}

/// Returns true if a spreadsheet shortened a long number to `8.80123E+12`; its digits are lost.
pub fn is_shortened(id: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let Some((number, power)) = id.split_once("E+").or(id.split_once("e+")) else {
        return false;
    };
    let (whole, rest) = number.split_once('.').unwrap_or((number, "0"));
    whole.len() == 1 && digits(whole) && digits(rest) && digits(power)
}

fn won(amount: i64) -> String {
    format!("{amount} KRW")
}

/// Returns the cell of an exported product. The caller fills `id` and the photo URLs, which depend
/// on the shop and the site.
pub fn cell(draft: &Draft, field: Field) -> String {
    match field {
        Field::Id => draft.sku.clone().unwrap_or_default(),
        Field::Title => draft.title.clone(),
        Field::Description => draft.description.clone(),
        Field::Link => draft.link.clone(),
        Field::ImageLink | Field::AdditionalImageLink => String::new(),
        Field::Price => won(draft.price),
        Field::SalePrice => draft.sale_price.map(won).unwrap_or_default(),
        // Both ends are written in one column.
        Field::SaleFrom | Field::SaleUntil => String::new(),
        Field::SaleDates => match (draft.sale_from, draft.sale_until) {
            (None, None) => String::new(),
            (from, until) => {
                let [from, until] = [from, until].map(|ms| ms.map(dates::google).unwrap_or_default());
                format!("{from}/{until}")
            }
        },
        Field::Availability => draft.availability.code().to_owned(),
        Field::Condition => draft.condition.code().to_owned(),
        Field::Brand => draft.brand.clone(),
        Field::ProductType => categories::path_words(Texts::get(Locale::Ko), &draft.category),
        Field::ItemGroup => draft.item_group_id.clone(),
        Field::Color => draft.color.clone(),
        Field::Size => draft.size.clone(),
        Field::Quantity => draft.stock.map(|n| n.to_string()).unwrap_or_default(),
        Field::Section => draft.section.clone(),
        Field::Visibility => draft.status.code().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_comes_back_as_it_went_out() {
        for (code, _) in CATEGORIES {
            let words = categories::path_words(Texts::get(Locale::Ko), code);
            assert_eq!(category(&words), Some(*code), "{words}");
        }
        assert_eq!(category("우주선"), None);
    }

    #[test]
    fn other_currencies_are_named() {
        for price in [
            "12000 KRW",
            "12,000원",
            "₩12,000",
            "12000",
            "krw 12000",
            "만원",
            "",
            "abc",
            "12000원(VAT포함)",
        ] {
            assert_eq!(foreign_currency(price), None, "{price}");
        }
        for (price, code) in [
            ("12 USD", "USD"),
            ("$12", "USD"),
            ("EUR 3", "EUR"),
            ("1200엔", "JPY"),
            ("¥1200", "JPY"),
        ] {
            assert_eq!(foreign_currency(price).as_deref(), Some(code));
        }
    }
    #[test]
    fn prices_with_a_remark_and_sales_that_are_none() {
        for (cell, read) in [
            ("12,000원 (VAT 포함)", "12,000원"),
            ("12000（부가세 별도）", "12000"),
            ("(12000)", "(12000)"),
            ("12000 KRW", "12000 KRW"),
        ] {
            assert_eq!(price(cell), read);
            assert_eq!(sale_price(cell), read);
        }
        for none in ["", " ", "0", "0원", "-", "없음"] {
            assert_eq!(sale_price(none), "", "{none}");
        }
        assert_eq!(sale_price("0 KRW"), "0 KRW");
    }

    #[test]
    fn counts_as_files_write_them() {
        for (cell, read) in [
            ("12", "12"),
            ("１２", "12"),
            ("12.0", "12"),
            ("12 EA", "12"),
            ("12개", "12개"),
            ("1,200", "1,200"),
            ("무제한", ""),
            ("-", ""),
            ("-1", "-1"),
            ("1.5", "1.5"),
        ] {
            assert_eq!(quantity(cell), read, "{cell}");
        }
    }

    #[test]
    fn numbers_that_a_spreadsheet_cut_short() {
        for id in ["8.80123E+12", "8E+12", "1.2e+05"] {
            assert!(is_shortened(id), "{id}");
        }
        for id in ["", "E+12", "8.8E12", "88.1E+12", "A-1E+2", "8.E+2", "8801234567890"] {
            assert!(!is_shortened(id), "{id}");
        }
    }
}

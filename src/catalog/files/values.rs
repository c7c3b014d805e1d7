//! Cells of a file, in the words of Google, Meta and Korean shops, into what the rules of a product
//! read (`rules::check`); and a product into cells, as an exported file has them. What a cell means
//! does not depend on the language of whoever reads it in.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::columns::Field;
use crate::catalog::categories;
use crate::catalog::rules::{Availability, CATEGORIES, Condition, Draft, Status};
use crate::web::format::rfc3339;
use crate::web::i18n::{Locale, Texts};

/// Letters and digits only, small.
fn plain(word: &str) -> String {
    crate::text::clean_line(word)
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn among<T: Copy>(word: &str, words: &[(&[&str], T)]) -> Option<T> {
    let word = plain(word);
    words
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()))
        .map(|(_, t)| *t)
}

/// `in_stock`, `in stock`, 판매중, 품절 …
pub fn availability(word: &str) -> Option<Availability> {
    use Availability::*;
    among(
        word,
        &[
            (
                &[
                    "instock",
                    "available",
                    "y",
                    "yes",
                    "판매중",
                    "판매",
                    "판매함",
                    "판매가능",
                    "구매가능",
                    "정상",
                    "재고있음",
                    "있음",
                    "재고",
                ],
                InStock,
            ),
            (
                &[
                    "outofstock",
                    "soldout",
                    "discontinued",
                    "unavailable",
                    "n",
                    "no",
                    "품절",
                    "품절됨",
                    "일시품절",
                    "재고없음",
                    "없음",
                    "판매중지",
                    "판매종료",
                    "매진",
                    "단종",
                ],
                OutOfStock,
            ),
            (
                &[
                    "preorder",
                    "pre",
                    "예약",
                    "예약판매",
                    "예약받음",
                    "예약주문",
                    "예약중",
                    "프리오더",
                    "출시예정",
                ],
                Preorder,
            ),
            (
                &[
                    "backorder",
                    "availablefororder",
                    "pending",
                    "입고예정",
                    "재입고예정",
                    "다시들어올예정",
                    "주문후제작",
                    "입고대기",
                ],
                Backorder,
            ),
        ],
    )
}

pub fn condition(word: &str) -> Option<Condition> {
    use Condition::*;
    among(
        word,
        &[
            (
                &["new", "newwithtags", "새상품", "신상품", "새제품", "신품", "미개봉", "새것"],
                New,
            ),
            (
                &[
                    "refurbished",
                    "cpo",
                    "리퍼",
                    "리퍼비시",
                    "리퍼브",
                    "리퍼상품",
                    "손본상품",
                    "재생",
                ],
                Refurbished,
            ),
            (
                &[
                    "used",
                    "usedlikenew",
                    "usedgood",
                    "usedfair",
                    "중고",
                    "중고상품",
                    "중고품",
                    "구제",
                ],
                Used,
            ),
        ],
    )
}

pub fn visibility(word: &str) -> Option<Status> {
    use Status::*;
    among(
        word,
        &[
            (
                &[
                    "published",
                    "active",
                    "visible",
                    "public",
                    "y",
                    "yes",
                    "true",
                    "공개",
                    "공개함",
                    "노출",
                    "노출함",
                    "진열",
                    "진열함",
                    "진열중",
                    "게시",
                ],
                Published,
            ),
            (&["draft", "staging", "임시저장", "작성중", "초안", "준비중"], Draft),
            (
                &[
                    "hidden",
                    "archived",
                    "inactive",
                    "private",
                    "unpublished",
                    "n",
                    "no",
                    "false",
                    "숨김",
                    "비공개",
                    "미노출",
                    "노출안함",
                    "진열안함",
                    "미진열",
                ],
                Hidden,
            ),
        ],
    )
}

/// The code of a category: as an exported file names it, else as people and other files may.
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

/// The currency that a price names, where it is not won.
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
    let letters: String = price.chars().filter(char::is_ascii_alphabetic).collect();
    let code = letters.to_ascii_uppercase();
    (code.len() == 3 && !matches!(code.as_str(), "KRW" | "WON") && price.contains(|c: char| c.is_ascii_digit())).then_some(code)
}

/// Both ends of a sale: Google's `from/until`, and with `~` or ` - ` between them as people write.
/// Either may be missing.
pub fn period(cell: &str) -> (String, String) {
    let cell = crate::text::clean_line(cell);
    for between in ["~", "～", " - ", " – "] {
        if let Some((from, until)) = cell.split_once(between) {
            return (dotted(from), dotted(until));
        }
    }
    // More slashes stand between years, months and days.
    if let Some((from, until)) = cell.split_once('/').filter(|_| cell.matches('/').count() == 1) {
        return (dotted(from), dotted(until));
    }
    (dotted(&cell), String::new())
}

/// `2026.11.23` and `2026/11/23` as `2026-11-23`.
fn dotted(moment: &str) -> String {
    let moment = moment.trim();
    let (day, rest) = moment
        .split_once(['T', ' '])
        .map_or((moment, ""), |(day, _)| (day, moment.get(day.len()..).unwrap_or("")));
    let day = day.trim_end_matches('.').replace(['.', '/'], "-");
    let padded: Vec<String> = day.split('-').map(|n| format!("{n:0>2}")).collect();
    let day = if padded.len() == 3 && day.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        padded.join("-")
    } else {
        day
    };
    format!("{day}{rest}")
}

/// A moment as Google writes it, in Seoul: `2026-11-23T00:00+0900`; seconds only where there are some.
fn moment(ms: i64) -> String {
    let full = rfc3339(ms);
    let (clock, offset) = full.split_at_checked(19).unwrap_or((&full, ""));
    let clock = clock.strip_suffix(":00").unwrap_or(clock);
    format!("{clock}{}", offset.replace(':', ""))
}

fn won(amount: i64) -> String {
    format!("{amount} KRW")
}

/// What an exported product has in a column. `id` and the photos' addresses are the caller's: they
/// depend on the shop and on the site.
pub fn cell(draft: &Draft, field: Field) -> String {
    match field {
        Field::Id => draft.sku.clone().unwrap_or_default(),
        Field::Title => draft.title.clone(),
        Field::Description => draft.description.clone(),
        Field::Link => draft.link.clone(),
        Field::ImageLink | Field::AdditionalImageLink => String::new(),
        Field::Price => won(draft.price),
        Field::SalePrice => draft.sale_price.map(won).unwrap_or_default(),
        Field::SaleDates => match (draft.sale_from, draft.sale_until) {
            (None, None) => String::new(),
            (from, until) => {
                let [from, until] = [from, until].map(|ms| ms.map(moment).unwrap_or_default());
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
    fn words_of_three_worlds() {
        use Availability::*;
        for (word, meant) in [
            ("in_stock", Some(InStock)),
            ("In Stock", Some(InStock)),
            ("판매 중", Some(InStock)),
            ("out of stock", Some(OutOfStock)),
            ("품절", Some(OutOfStock)),
            ("preorder", Some(Preorder)),
            ("예약판매", Some(Preorder)),
            ("available for order", Some(Backorder)),
            ("backorder", Some(Backorder)),
            ("곧", None),
        ] {
            assert_eq!(availability(word), meant, "{word}");
        }
        for a in Availability::ALL {
            assert_eq!(availability(a.code()), Some(a));
            assert_eq!(availability(&Texts::get(Locale::Ko).text(a.key())), Some(a));
        }
        for c in Condition::ALL {
            assert_eq!(condition(c.code()), Some(c));
            assert_eq!(condition(&Texts::get(Locale::Ko).text(c.key())), Some(c));
        }
        for s in Status::ALL {
            assert_eq!(visibility(s.code()), Some(s));
        }
        assert_eq!(condition("used_like_new"), Some(Condition::Used));
        assert_eq!(visibility("진열안함"), Some(Status::Hidden));
    }

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
        for price in ["12000 KRW", "12,000원", "₩12,000", "12000", "krw 12000", "만원", "", "abc"] {
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
    fn periods_as_files_and_people_write_them() {
        for (cell, from, until) in [
            (
                "2026-11-23T00:00+0900/2026-12-01T23:59+0900",
                "2026-11-23T00:00+0900",
                "2026-12-01T23:59+0900",
            ),
            ("2026-11-23 ~ 2026-11-30", "2026-11-23", "2026-11-30"),
            ("2026.11.23~2026.12.1", "2026-11-23", "2026-12-01"),
            ("2026/11/23 ~ 2026/11/30", "2026-11-23", "2026-11-30"),
            ("2026-11-23/", "2026-11-23", ""),
            ("/2026-11-30", "", "2026-11-30"),
            ("2026-11-23 10:00 ~ 2026-11-30 18:00", "2026-11-23 10:00", "2026-11-30 18:00"),
            ("", "", ""),
        ] {
            assert_eq!(period(cell), (from.to_owned(), until.to_owned()), "{cell}");
        }
    }
}

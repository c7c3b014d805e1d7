//! What a product may be: the limits, the choices, and the reading of a price.
//! Pure: the form, the catalog files and the demo go through [`check`].
//!
//! Not here: whether a SKU is taken (actions/mod.rs asks the database), the words
//! of a mistake (pages/mod.rs).

mod categories;
mod choices;
mod dates;
mod offer;
mod price;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::text;
pub use price::{PRICE_MAX, PriceError, parse_price};

pub use categories::{CATEGORIES, category_code, category_key, category_path, children, descendants, parent, tops};
pub use choices::{Availability, Condition, Status};
pub use dates::{Edge, parse_moment};
pub use offer::Offer;

pub const TITLE_MAX: usize = 150;
pub const DESCRIPTION_MAX: usize = 5_000;
pub const SKU_MAX: usize = 50;
/// As Google Merchant product data has it, so that an exported file is accepted there.
pub const BRAND_MAX: usize = 70;
pub const LINK_MAX: usize = 2_000;
/// Photos of a product.
pub const PHOTOS_MAX: usize = 10;
/// As Google Merchant product data has them.
pub const GROUP_MAX: usize = 50;
pub const COLOR_MAX: usize = 100;
pub const SIZE_MAX: usize = 100;
/// Name of a shop's section, and how many a shop may have.
pub const SECTION_MAX: usize = 40;
pub const SECTIONS_MAX: usize = 100;
/// Products that one act changes: as much as one transaction writes in a few seconds.
pub const AT_ONCE_MAX: i64 = 20_000;
/// More than a shop counts.
pub const STOCK_MAX: i64 = 9_999_999;

/// An address to buy at, in its ASCII form; `None` where it is not `http` or
/// `https`, has no host, or carries a name and password.
pub fn parse_link(typed: &str) -> Option<String> {
    let url = Url::parse(&text::clean_line(typed)).ok()?;
    let fine = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|h| !h.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    fine.then(|| url.to_string())
}

/// A product as it was typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProductInput<'a> {
    pub sku: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub price: &'a str,
    pub sale_price: &'a str,
    /// Empty is in stock.
    pub availability: &'a str,
    /// Empty is new.
    pub condition: &'a str,
    pub brand: &'a str,
    /// A code (`categories::recognise` makes one of a name).
    pub category: &'a str,
    pub link: &'a str,
    /// What its variants share.
    pub item_group_id: &'a str,
    pub color: &'a str,
    pub size: &'a str,
    /// Empty is not counted.
    pub stock: &'a str,
    /// The name of a section of the shop.
    pub section: &'a str,
    /// An ISO date or date and time, or both ends as `from/until`.
    pub sale_from: &'a str,
    pub sale_until: &'a str,
    /// Empty is published.
    pub status: &'a str,
}

/// A product that keeps every rule but those that need its shop's others: that
/// its SKU is its own, and that there is room for its section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub sku: Option<String>,
    pub title: String,
    pub description: String,
    /// Whole won.
    pub price: i64,
    pub sale_price: Option<i64>,
    pub availability: Availability,
    pub condition: Condition,
    pub brand: String,
    pub category: String,
    pub link: String,
    /// Empty stands alone.
    pub item_group_id: String,
    pub color: String,
    pub size: String,
    pub stock: Option<i64>,
    /// Name of its section; empty for none.
    pub section: String,
    /// Milliseconds UTC.
    pub sale_from: Option<i64>,
    pub sale_until: Option<i64>,
    pub status: Status,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    Missing,
    TooLong {
        max: usize,
        count: usize,
    },
    Price(PriceError),
    /// The sale price is not below the price.
    NotLower,
    NoChoice,
    NoLink,
    /// No date, or no such day.
    NoMoment,
    /// The sale ends before it begins.
    NotAfter,
    /// Dates of a sale without its price.
    NoSale,
    /// No whole number from 0 on.
    NoCount,
    CountTooHigh,
}

/// Reads a product; all mistakes at once, each with its field, in the form's order.
pub fn check(typed: &ProductInput<'_>) -> Result<Draft, Vec<(&'static str, Mistake)>> {
    let mut wrong = Vec::new();
    let title = text::clean_line(typed.title);
    let description = text::clean_body(typed.description);
    let sku = text::clean_line(typed.sku);
    let brand = text::clean_line(typed.brand);
    if title.is_empty() {
        wrong.push(("title", Mistake::Missing));
    }
    limit(&mut wrong, "title", &title, TITLE_MAX);
    let price = parse_price(typed.price);
    if let Err(e) = price {
        wrong.push((
            "price",
            if e == PriceError::Empty {
                Mistake::Missing
            } else {
                Mistake::Price(e)
            },
        ));
    }
    let sale_price = match parse_price(typed.sale_price) {
        Err(PriceError::Empty) => None,
        Err(e) => {
            wrong.push(("sale_price", Mistake::Price(e)));
            None
        }
        Ok(sale) => {
            if price.is_ok_and(|p| sale >= p) {
                wrong.push(("sale_price", Mistake::NotLower));
            }
            Some(sale)
        }
    };
    let (sale_from, sale_until) = period(&mut wrong, typed);
    if sale_price.is_none() && typed.sale_price.trim().is_empty() && (sale_from.is_some() || sale_until.is_some()) {
        wrong.push(("sale_price", Mistake::NoSale));
    }
    limit(&mut wrong, "description", &description, DESCRIPTION_MAX);
    let stock = parse_stock(typed.stock).unwrap_or_else(|mistake| {
        wrong.push(("stock", mistake));
        None
    });
    let availability = choice(typed.availability, Availability::InStock, Availability::from_code);
    if availability.is_none() {
        wrong.push(("availability", Mistake::NoChoice));
    }
    let condition = choice(typed.condition, Condition::New, Condition::from_code);
    if condition.is_none() {
        wrong.push(("condition", Mistake::NoChoice));
    }
    let category = typed.category.trim();
    if !category.is_empty() && category_key(category).is_none() {
        wrong.push(("category", Mistake::NoChoice));
    }
    let section = text::clean_line(typed.section);
    limit(&mut wrong, "section", &section, SECTION_MAX);
    let status = choice(typed.status, Status::Published, Status::from_code);
    if status.is_none() {
        wrong.push(("status", Mistake::NoChoice));
    }
    limit(&mut wrong, "brand", &brand, BRAND_MAX);
    limit(&mut wrong, "sku", &sku, SKU_MAX);
    let item_group_id = text::clean_line(typed.item_group_id);
    limit(&mut wrong, "item_group_id", &item_group_id, GROUP_MAX);
    let color = text::clean_line(typed.color);
    limit(&mut wrong, "color", &color, COLOR_MAX);
    let size = text::clean_line(typed.size);
    limit(&mut wrong, "size", &size, SIZE_MAX);
    let link = if typed.link.trim().is_empty() {
        String::new()
    } else {
        let link = parse_link(typed.link);
        if link.is_none() {
            wrong.push(("link", Mistake::NoLink));
        }
        let link = link.unwrap_or_default();
        limit(&mut wrong, "link", &link, LINK_MAX);
        link
    };
    match (price, availability, condition, status) {
        (Ok(price), Some(availability), Some(condition), Some(status)) if wrong.is_empty() => Ok(Draft {
            sku: Some(sku).filter(|s| !s.is_empty()),
            title,
            description,
            price,
            sale_price,
            availability: counted(availability, stock),
            condition,
            brand,
            category: category.to_owned(),
            link,
            item_group_id,
            color,
            size,
            stock,
            section,
            sale_from,
            sale_until,
            status,
        }),
        _ => Err(wrong),
    }
}

/// Of a thing in stock with none left, none can be had.
pub fn counted(availability: Availability, stock: Option<i64>) -> Availability {
    match (availability, stock) {
        (Availability::InStock, Some(0)) => Availability::OutOfStock,
        _ => availability,
    }
}

/// Both ends of a sale, each in its field or both in the first.
fn period(wrong: &mut Vec<(&'static str, Mistake)>, typed: &ProductInput<'_>) -> (Option<i64>, Option<i64>) {
    let (from, until) = match typed.sale_from.split_once('/') {
        Some(both) if typed.sale_until.trim().is_empty() => both,
        _ => (typed.sale_from, typed.sale_until),
    };
    let mut read = |field, typed: &str, edge| {
        let moment = parse_moment(typed, edge);
        if moment.is_none() && !typed.trim().is_empty() {
            wrong.push((field, Mistake::NoMoment));
        }
        moment
    };
    let ends = (read("sale_from", from, Edge::From), read("sale_until", until, Edge::Until));
    if matches!(ends, (Some(from), Some(until)) if until <= from) {
        wrong.push(("sale_until", Mistake::NotAfter));
    }
    ends
}

/// How many are left: `12`, `1,200`, `12개`; empty is not counted.
pub fn parse_stock(typed: &str) -> Result<Option<i64>, Mistake> {
    let plain = text::clean_line(typed);
    let number = plain.strip_suffix('개').unwrap_or(&plain).trim().replace(',', "");
    if plain.is_empty() {
        return Ok(None);
    }
    if number.is_empty() || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Mistake::NoCount);
    }
    let significant = number.trim_start_matches('0');
    let count = if significant.is_empty() { Ok(0) } else { significant.parse() };
    count.ok().filter(|n| *n <= STOCK_MAX).map(Some).ok_or(Mistake::CountTooHigh)
}

fn limit(wrong: &mut Vec<(&'static str, Mistake)>, field: &'static str, value: &str, max: usize) {
    let count = text::count(value);
    if count > max {
        wrong.push((field, Mistake::TooLong { max, count }));
    }
}

/// A code out of a list; nothing typed is the usual one.
fn choice<T>(code: &str, usual: T, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
    let code = code.trim();
    if code.is_empty() { Some(usual) } else { from_code(code) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_web_only() {
        assert_eq!(parse_link("https://a.kr/b?c=1").as_deref(), Some("https://a.kr/b?c=1"));
        assert!(parse_link("http://쿠키.한국/르뱅").is_some());
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://a.kr",
            "//a.kr",
            "a.kr",
            "https://",
            "https://me:pw@a.kr",
            "mailto:a@b.kr",
        ] {
            assert_eq!(parse_link(bad), None, "{bad}");
        }
    }

    #[test]
    fn stock_is_a_whole_number_or_not_counted() {
        for (typed, count) in [
            ("", None),
            (" ", None),
            ("0", Some(0)),
            ("12개", Some(12)),
            ("1,200", Some(1_200)),
            ("007", Some(7)),
        ] {
            assert_eq!(parse_stock(typed), Ok(count), "{typed}");
        }
        assert_eq!(parse_stock("9999999"), Ok(Some(STOCK_MAX)));
        for typed in ["-1", "1.5", "many", "개", "1e3", ","] {
            assert_eq!(parse_stock(typed), Err(Mistake::NoCount), "{typed}");
        }
        for typed in ["10000000", "99999999999999999999999"] {
            assert_eq!(parse_stock(typed), Err(Mistake::CountTooHigh), "{typed}");
        }
    }

    #[test]
    fn all_mistakes_at_once() {
        let wrong = check(&ProductInput {
            price: "1000",
            sale_price: "1000",
            availability: "soon",
            condition: "mint",
            category: "spaceships",
            link: "javascript:1",
            ..ProductInput::default()
        });
        let fields: Vec<&str> = wrong.err().into_iter().flatten().map(|(f, _)| f).collect();
        assert_eq!(
            fields,
            ["title", "sale_price", "availability", "condition", "category", "link"]
        );
    }
}

//! The rules for a product: limits, choices, and parsing of prices and dates. Pure functions. The
//! form, imported files and the demo all go through [`check`].
//!
//! Not here: uniqueness of the SKU (actions/mod.rs checks the database) and the text of error
//! messages (pages/fields.rs).

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
/// Limit of Google Merchant product data, so that an exported file is accepted there.
pub const BRAND_MAX: usize = 70;
pub const LINK_MAX: usize = 2_000;
/// Maximum number of photos of a product.
pub const PHOTOS_MAX: usize = 10;
/// Limits of Google Merchant product data.
pub const GROUP_MAX: usize = 50;
pub const COLOR_MAX: usize = 100;
pub const SIZE_MAX: usize = 100;
/// Maximum length of a section's name in characters, and maximum number of sections of a shop.
pub const SECTION_MAX: usize = 40;
pub const SECTIONS_MAX: usize = 100;
/// Maximum number of products that one bulk action changes.
pub const AT_ONCE_MAX: i64 = 20_000;
/// Maximum stock count.
pub const STOCK_MAX: i64 = 9_999_999;

/// Parses a link to buy the product at and returns it in ASCII form. Returns `None` unless it is
/// `http` or `https`, has a host, and carries no user name or password.
pub fn parse_link(typed: &str) -> Option<String> {
    let url = Url::parse(&text::clean_line(typed)).ok()?;
    let fine = matches!(url.scheme(), "http" | "https")
        && url.host_str().is_some_and(|h| !h.is_empty())
        && url.username().is_empty()
        && url.password().is_none();
    fine.then(|| url.to_string())
}

/// The fields of a product as they were typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProductInput<'a> {
    pub sku: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub price: &'a str,
    pub sale_price: &'a str,
    /// In stock if empty.
    pub availability: &'a str,
    /// New if empty.
    pub condition: &'a str,
    pub brand: &'a str,
    /// A category code (`categories::recognise` turns a name into one).
    pub category: &'a str,
    pub link: &'a str,
    /// The id that all variants of a group share.
    pub item_group_id: &'a str,
    pub color: &'a str,
    pub size: &'a str,
    /// Stock is not counted if empty.
    pub stock: &'a str,
    /// Name of one of the shop's sections.
    pub section: &'a str,
    /// An ISO date, optionally with a time, or both ends as `from/until`.
    pub sale_from: &'a str,
    pub sale_until: &'a str,
    /// Published if empty.
    pub status: &'a str,
}

/// A product that satisfies every rule except those that depend on the shop's other products: the
/// SKU must be unique, and a new section must fit the limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub sku: Option<String>,
    pub title: String,
    pub description: String,
    /// In whole won.
    pub price: i64,
    pub sale_price: Option<i64>,
    pub availability: Availability,
    pub condition: Condition,
    pub brand: String,
    pub category: String,
    pub link: String,
    /// Empty for a product without variants.
    pub item_group_id: String,
    pub color: String,
    pub size: String,
    pub stock: Option<i64>,
    /// Name of the section; empty for none.
    pub section: String,
    /// In milliseconds UTC.
    pub sale_from: Option<i64>,
    pub sale_until: Option<i64>,
    pub status: Status,
}

/// A mistake in one field.
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
    /// Not a date, or a day that does not exist.
    NoMoment,
    /// The sale ends before it begins.
    NotAfter,
    /// Sale dates without a sale price.
    NoSale,
    /// Not a whole number of at least 0.
    NoCount,
    CountTooHigh,
}

type Wrong = Vec<(&'static str, Mistake)>;

/// Reads the price and the sale price, which has to be lower.
fn prices(wrong: &mut Wrong, typed: &ProductInput<'_>) -> (Option<i64>, Option<i64>) {
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
    (price.ok(), sale_price)
}

fn link(wrong: &mut Wrong, typed: &ProductInput<'_>) -> String {
    if typed.link.trim().is_empty() {
        return String::new();
    }
    let link = parse_link(typed.link);
    if link.is_none() {
        wrong.push(("link", Mistake::NoLink));
    }
    let link = link.unwrap_or_default();
    limit(wrong, "link", &link, LINK_MAX);
    link
}

fn must_choose(wrong: &mut Wrong, field: &'static str, chosen: bool) {
    if !chosen {
        wrong.push((field, Mistake::NoChoice));
    }
}

/// Checks a product. Returns all mistakes at once, each with its field, in the order of the form.
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
    let (price, sale_price) = prices(&mut wrong, typed);
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
    must_choose(&mut wrong, "availability", availability.is_some());
    let condition = choice(typed.condition, Condition::New, Condition::from_code);
    must_choose(&mut wrong, "condition", condition.is_some());
    let category = typed.category.trim();
    if !category.is_empty() && category_key(category).is_none() {
        wrong.push(("category", Mistake::NoChoice));
    }
    let section = text::clean_line(typed.section);
    limit(&mut wrong, "section", &section, SECTION_MAX);
    let status = choice(typed.status, Status::Published, Status::from_code);
    must_choose(&mut wrong, "status", status.is_some());
    limit(&mut wrong, "brand", &brand, BRAND_MAX);
    limit(&mut wrong, "sku", &sku, SKU_MAX);
    let item_group_id = text::clean_line(typed.item_group_id);
    limit(&mut wrong, "item_group_id", &item_group_id, GROUP_MAX);
    let color = text::clean_line(typed.color);
    limit(&mut wrong, "color", &color, COLOR_MAX);
    let size = text::clean_line(typed.size);
    limit(&mut wrong, "size", &size, SIZE_MAX);
    let link = link(&mut wrong, typed);
    match (price, availability, condition, status) {
        (Some(price), Some(availability), Some(condition), Some(status)) if wrong.is_empty() => Ok(Draft {
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

/// Returns the availability that follows from the stock: a product in stock with 0 left is out of
/// stock.
pub fn counted(availability: Availability, stock: Option<i64>) -> Availability {
    match (availability, stock) {
        (Availability::InStock, Some(0)) => Availability::OutOfStock,
        _ => availability,
    }
}

/// Parses both ends of a sale, each from its own field or both from the first.
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

/// Parses a stock count such as `12`, `1,200` or `12개`. Returns `None` for an empty field: stock is
/// not counted.
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

/// Looks up a code; an empty field means the usual choice.
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

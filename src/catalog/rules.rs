//! What a product may be: the limits, the choices, and the reading of a price.
//! Pure: the form, the catalog files and the demo go through [`check`].
//!
//! Not here: whether a SKU is taken (actions.rs asks the database), the words
//! of a mistake (pages.rs).

mod choices;
mod price;

use url::Url;

use crate::text;

pub use choices::{Availability, CATEGORIES, Condition, category_key};
pub use price::{PriceError, parse_price};

pub const TITLE_MAX: usize = 150;
pub const DESCRIPTION_MAX: usize = 5_000;
pub const SKU_MAX: usize = 50;
/// As Google Merchant product data has it, so that an exported file is accepted there.
pub const BRAND_MAX: usize = 70;
pub const LINK_MAX: usize = 2_000;
/// Photos of a product.
pub const PHOTOS_MAX: usize = 10;
/// The dearest thing a neighbourhood shop sells, in won; more is a slip of the finger.
pub const PRICE_MAX: i64 = 1_000_000_000;

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
pub struct Typed<'a> {
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
    pub category: &'a str,
    pub link: &'a str,
}

/// A product that keeps every rule but the uniqueness of its SKU.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// Reads a product; all mistakes at once, each with its field, in the form's order.
pub fn check(typed: &Typed<'_>) -> Result<Draft, Vec<(&'static str, Mistake)>> {
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
    limit(&mut wrong, "description", &description, DESCRIPTION_MAX);
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
    limit(&mut wrong, "brand", &brand, BRAND_MAX);
    limit(&mut wrong, "sku", &sku, SKU_MAX);
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
    match (price, availability, condition) {
        (Ok(price), Some(availability), Some(condition)) if wrong.is_empty() => Ok(Draft {
            sku: Some(sku).filter(|s| !s.is_empty()),
            title,
            description,
            price,
            sale_price,
            availability,
            condition,
            brand,
            category: category.to_owned(),
            link,
        }),
        _ => Err(wrong),
    }
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
    fn all_mistakes_at_once() {
        let wrong = check(&Typed {
            price: "1000",
            sale_price: "1000",
            availability: "soon",
            condition: "mint",
            category: "spaceships",
            link: "javascript:1",
            ..Typed::default()
        });
        let fields: Vec<&str> = wrong.err().into_iter().flatten().map(|(f, _)| f).collect();
        assert_eq!(
            fields,
            ["title", "sale_price", "availability", "condition", "category", "link"]
        );
    }
}

//! What a product may be: the limits, the choices, and the reading of a price.
//! Pure: the form, the catalog files and the demo go through [`check`].
//!
//! Not here: whether a SKU is taken (actions.rs asks the database), the words
//! of a mistake (pages.rs).

use url::Url;

use crate::text;

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

/// Whether one can have it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    InStock,
    OutOfStock,
    Preorder,
    Backorder,
}

impl Availability {
    pub const ALL: [Self; 4] = [Self::InStock, Self::OutOfStock, Self::Preorder, Self::Backorder];

    /// As stored, and as Google Merchant product data names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::InStock => "in_stock",
            Self::OutOfStock => "out_of_stock",
            Self::Preorder => "preorder",
            Self::Backorder => "backorder",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.code() == code)
    }

    /// Key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::InStock => "availability-in_stock",
            Self::OutOfStock => "availability-out_of_stock",
            Self::Preorder => "availability-preorder",
            Self::Backorder => "availability-backorder",
        }
    }

    /// The address schema.org gives it, for JSON-LD.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::InStock => "https://schema.org/InStock",
            Self::OutOfStock => "https://schema.org/OutOfStock",
            Self::Preorder => "https://schema.org/PreOrder",
            Self::Backorder => "https://schema.org/BackOrder",
        }
    }

    pub fn sold_out(self) -> bool {
        self == Self::OutOfStock
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    New,
    Refurbished,
    Used,
}

impl Condition {
    pub const ALL: [Self; 3] = [Self::New, Self::Refurbished, Self::Used];

    /// As stored, and as Google Merchant product data names it.
    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Refurbished => "refurbished",
            Self::Used => "used",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Key of its name in the locale files.
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "condition-new",
            Self::Refurbished => "condition-refurbished",
            Self::Used => "condition-used",
        }
    }

    /// The address schema.org gives it, for JSON-LD.
    pub fn schema_org(self) -> &'static str {
        match self {
            Self::New => "https://schema.org/NewCondition",
            Self::Refurbished => "https://schema.org/RefurbishedCondition",
            Self::Used => "https://schema.org/UsedCondition",
        }
    }
}

/// What kinds of goods there are on the whole site: the code as stored, and
/// the key of its name. A product may also have none (empty).
pub const CATEGORIES: &[(&str, &str)] = &[
    ("food", "product-kind-food"),
    ("bakery", "product-kind-bakery"),
    ("drinks", "product-kind-drinks"),
    ("farm", "product-kind-farm"),
    ("clothes", "product-kind-clothes"),
    ("bags", "product-kind-bags"),
    ("jewelry", "product-kind-jewelry"),
    ("beauty", "product-kind-beauty"),
    ("living", "product-kind-living"),
    ("furniture", "product-kind-furniture"),
    ("flowers", "product-kind-flowers"),
    ("kids", "product-kind-kids"),
    ("pets", "product-kind-pets"),
    ("books", "product-kind-books"),
    ("crafts", "product-kind-crafts"),
    ("digital", "product-kind-digital"),
    ("sports", "product-kind-sports"),
    ("other", "product-kind-other"),
];

/// The key of a category's name; `None` for a code that is no category.
pub fn category_key(code: &str) -> Option<&'static str> {
    CATEGORIES.iter().find(|(c, _)| *c == code).map(|(_, key)| *key)
}

/// Why a price could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceError {
    Empty,
    NotANumber,
    Negative,
    /// Won has no smaller unit.
    Fraction,
    TooHigh,
}

/// Whole won out of what people and files write: `12000`, `12,000`, `12000원`,
/// `₩12,000`, `１２，０００`, `12000 KRW`, `12000.00`. Digits only are read, never a float.
pub fn parse_price(typed: &str) -> Result<i64, PriceError> {
    // Full-width forms (U+FF01 to U+FF5E) as Korean and Japanese keyboards send them.
    let plain: String = text::clean_line(typed)
        .chars()
        .map(|c| match c {
            '！'..='～' => u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c),
            '￦' | '\\' => '₩',
            '−' | '–' | '—' => '-',
            c => c.to_ascii_uppercase(),
        })
        .collect();
    let mut number = plain.trim();
    for sign in ["₩", "KRW"] {
        number = number.strip_prefix(sign).unwrap_or(number).trim();
    }
    for sign in ["원", "KRW", "WON"] {
        number = number.strip_suffix(sign).unwrap_or(number).trim();
    }
    if number.is_empty() {
        return Err(if plain.trim().is_empty() {
            PriceError::Empty
        } else {
            PriceError::NotANumber
        });
    }
    if let Some(rest) = number.strip_prefix('-') {
        return Err(if rest.contains(|c: char| c.is_ascii_digit()) {
            PriceError::Negative
        } else {
            PriceError::NotANumber
        });
    }
    let number = number.strip_prefix('+').unwrap_or(number);
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = ungroup(whole).ok_or(PriceError::NotANumber)?;
    match fraction {
        None => {}
        Some("0" | "00") => {}
        // `12.000` may mean twelve thousand elsewhere: asked, never guessed.
        Some(f) if !f.is_empty() && f.bytes().all(|b| b.is_ascii_digit()) => return Err(PriceError::Fraction),
        Some(_) => return Err(PriceError::NotANumber),
    }
    let significant = digits.trim_start_matches('0');
    if significant.len() > 18 {
        return Err(PriceError::TooHigh);
    }
    let won: i64 = if significant.is_empty() {
        0
    } else {
        significant.parse().map_err(|_| PriceError::NotANumber)?
    };
    if won > PRICE_MAX { Err(PriceError::TooHigh) } else { Ok(won) }
}

/// Digits without their commas; commas only where thousands have them.
fn ungroup(whole: &str) -> Option<String> {
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let mut out = first.to_owned();
    if !digits(first) {
        return None;
    }
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !digits(group) {
            return None;
        }
        out.push_str(group);
    }
    Some(out)
}

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
    fn prices_as_people_write_them() {
        for typed in [
            "12000",
            "12,000",
            "12000원",
            "12,000 원",
            "₩12,000",
            "￦12,000",
            "\\12,000",
            "１２０００",
            "１２，０００원",
            " 12000 ",
            "12000 KRW",
            "krw 12000",
            "12000.00",
            "12000.0",
            "012000",
            "+12000",
        ] {
            assert_eq!(parse_price(typed), Ok(12_000), "{typed}");
        }
        assert_eq!(parse_price("0"), Ok(0));
        assert_eq!(parse_price("1,000,000,000"), Ok(PRICE_MAX));
    }

    #[test]
    fn prices_that_are_none() {
        use PriceError::*;
        for (typed, error) in [
            ("", Empty),
            ("  ", Empty),
            ("원", NotANumber),
            ("₩", NotANumber),
            ("만원", NotANumber),
            ("1e5", NotANumber),
            ("12 000", NotANumber),
            ("1,2000", NotANumber),
            ("12,00", NotANumber),
            ("1200,000", NotANumber),
            (",000", NotANumber),
            ("0x10", NotANumber),
            ("NaN", NotANumber),
            ("inf", NotANumber),
            ("-", NotANumber),
            ("12.", NotANumber),
            (".5", NotANumber),
            ("1.2.3", NotANumber),
            ("-1", Negative),
            ("-12,000원", Negative),
            ("−5", Negative),
            ("12.5", Fraction),
            ("12.000", Fraction),
            ("12,000.50", Fraction),
            ("1000000001", TooHigh),
            ("99999999999999999999999999999999", TooHigh),
        ] {
            assert_eq!(parse_price(typed), Err(error), "{typed}");
        }
    }

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

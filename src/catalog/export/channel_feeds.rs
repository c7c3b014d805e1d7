//! The catalog in the formats of shopping channels, one piece at a time. Requirements are cited
//! where they apply: Google's product data specification
//! (support.google.com/merchants/answer/7052112) and Naver Shopping's EP 3.0 guide. Only published
//! products are passed in. A product that a channel would reject, because it has no photo or no
//! price, is left out, and the import page tells the shop how many have no photo
//! (import/pages/mod.rs).

use askama::Template;

use crate::catalog::categories;
use crate::catalog::import::columns::Field;
use crate::catalog::import::values;
use crate::catalog::rules::{Availability, Condition, Draft, Offer, category_key, category_path};
use crate::text::{SafeHtml, excerpt};
use crate::web::i18n::{Locale, Texts};

/// A product with absolute URLs.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: i64,
    pub sku: Option<String>,
    /// The id made for a product that has no SKU, or none that the channel accepts.
    pub made_id: String,
    pub draft: Draft,
    /// URL of its page on this site.
    pub url: String,
    pub photos: Vec<String>,
}

impl Item {
    /// Returns the id in a file: the SKU, or the made id without one.
    pub fn id(&self) -> &str {
        self.sku.as_deref().unwrap_or(&self.made_id)
    }

    /// Returns true if it has a photo and a price above 0, which every channel requires.
    fn sells(&self, now: i64) -> bool {
        !self.photos.is_empty() && self.offer().pays(&now) > 0
    }

    fn offer(&self) -> Offer {
        Offer {
            price: self.draft.price,
            sale_price: self.draft.sale_price,
            sale_from: self.draft.sale_from,
            sale_until: self.draft.sale_until,
        }
    }
}

/// Google's limit of additional photos.
const MORE_PHOTOS: usize = 10;
/// Naver's limits in characters.
const EP_TITLE: usize = 100;
const EP_BRAND: usize = 60;

/// Escapes the text of an XML element and drops the characters that XML 1.0 does not allow.
fn xml(text: &str) -> SafeHtml {
    let known = |c: &char| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (*c >= ' ' || matches!(c, '\t' | '\n'));
    let known: String = text.chars().filter(known).collect();
    SafeHtml::escape(&known)
}

#[derive(Template)]
#[template(path = "catalog/merchant_head.xml")]
struct MerchantHead {
    title: SafeHtml,
    link: SafeHtml,
    description: SafeHtml,
}

#[derive(Template)]
#[template(path = "catalog/merchant_item.xml")]
struct MerchantItem {
    elements: Vec<(&'static str, SafeHtml)>,
}

/// Returns the beginning of a Merchant feed (RSS 2.0 with Google's names).
pub fn merchant_head(title: &str, link: &str, description: &str) -> String {
    let head = MerchantHead {
        title: xml(title),
        link: xml(link),
        description: xml(if description.is_empty() { title } else { description }),
    };
    head.render().unwrap_or_default()
}

/// Returns the end of a Merchant feed, with a comment that counts the products left out.
pub fn merchant_end(left_out: usize) -> String {
    let said = match left_out {
        0 => String::new(),
        n => format!("<!-- {n} left out: without a photo or a price -->"),
    };
    format!("{said}</channel></rss>\n")
}

/// Returns one product of a Merchant feed; `None` if it lacks a required value.
pub fn merchant_item(item: &Item, now: i64) -> Option<String> {
    if !item.sells(now) {
        return None;
    }
    let draft = &item.draft;
    let mut elements = Vec::new();
    let mut add = |name: &'static str, value: &str| {
        if !value.is_empty() {
            elements.push((name, xml(value)));
        }
    };
    add("id", item.id());
    add("title", &draft.title);
    // Required: a product without a description repeats its title.
    add(
        "description",
        if draft.description.is_empty() {
            &draft.title
        } else {
            &draft.description
        },
    );
    add("link", &item.url);
    let mut photos = item.photos.iter();
    add("image_link", photos.next().map_or("", String::as_str));
    for photo in photos.take(MORE_PHOTOS) {
        add("additional_image_link", photo);
    }
    add("availability", draft.availability.code());
    add("price", &values::cell(draft, Field::Price));
    // Dates are only written if both ends are known; a sale with an open end is listed while it is
    // on.
    match (draft.sale_price.filter(|sale| *sale > 0), draft.sale_from, draft.sale_until) {
        (Some(_), Some(_), Some(_)) => {
            add("sale_price", &values::cell(draft, Field::SalePrice));
            add("sale_price_effective_date", &values::cell(draft, Field::SaleDates));
        }
        (Some(_), ..) if item.offer().sale(&now).is_some() => add("sale_price", &values::cell(draft, Field::SalePrice)),
        _ => {}
    }
    add("condition", draft.condition.code());
    add("brand", &draft.brand);
    // Most products of these shops are their own work and have no barcode.
    add("identifier_exists", "no");
    add("product_type", &values::cell(draft, Field::ProductType));
    add("item_group_id", &draft.item_group_id);
    add("color", &draft.color);
    add("size", &draft.size);
    add("custom_label_0", &excerpt(&draft.section, 100));
    MerchantItem { elements }.render().ok()
}

/// The columns of an EP file, in the order of the guide.
pub const EP_COLUMNS: [&str; 16] = [
    "id",
    "title",
    "price_pc",
    "normal_price",
    "link",
    "image_link",
    "add_image_link",
    "category_name1",
    "category_name2",
    "category_name3",
    "category_name4",
    "condition",
    "product_flag",
    "brand",
    "option_detail",
    "shipping",
];

/// Returns the id; EP accepts only Latin letters, digits, hyphens, underscores and spaces in one.
fn ep_id(item: &Item) -> &str {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    match &item.sku {
        Some(sku) if sku.chars().all(fine) => sku,
        _ => &item.made_id,
    }
}

/// Returns colour and size as a purchasable option, such as `네이비/M^42000`. Names may not contain the
/// separators of options and prices.
fn ep_option(draft: &Draft, pays: i64) -> String {
    let words: Vec<String> = [&draft.color, &draft.size]
        .into_iter()
        .map(|word| crate::text::clean_line(&word.replace(['^', '|'], " ")))
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return String::new();
    }
    format!("{}^{pays}", words.join("/"))
}

fn ep_line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push('\t');
        }
        // One line without tabs: the format has no escape for either.
        out.push_str(&crate::text::clean_line(cell));
    }
    out.push('\n');
    out
}

pub fn ep_head() -> String {
    ep_line(EP_COLUMNS.into_iter())
}

/// Returns one product of an EP file. Returns `None` if it cannot be bought now (the guide leaves
/// out what is sold out) or lacks a required value.
pub fn ep_item(item: &Item, now: i64) -> Option<String> {
    let draft = &item.draft;
    if draft.availability == Availability::OutOfStock || !item.sells(now) {
        return None;
    }
    let t = Texts::get(Locale::Ko);
    let pays = item.offer().pays(&now);
    let mut names: Vec<String> = category_path(&draft.category)
        .into_iter()
        .filter_map(category_key)
        .map(|k| t.text(k))
        .collect();
    if names.is_empty() {
        // Required: a product without a category is filed under "other".
        names.push(categories::path_words(t, "other"));
    }
    let name = |n: usize| names.get(n).cloned().unwrap_or_default();
    let mut photos = item.photos.iter();
    let image = photos.next().cloned().unwrap_or_default();
    let more: Vec<&str> = photos.take(MORE_PHOTOS).map(String::as_str).collect();
    let cells = [
        ep_id(item).to_owned(),
        excerpt(&draft.title, EP_TITLE),
        pays.to_string(),
        if pays < draft.price {
            draft.price.to_string()
        } else {
            String::new()
        },
        item.url.clone(),
        image,
        more.join("|"),
        name(0),
        name(1),
        name(2),
        name(3),
        match draft.condition {
            Condition::New => "신상품",
            Condition::Refurbished => "리퍼",
            Condition::Used => "중고",
        }
        .to_owned(),
        // The channel deletes pre-orders that are not marked as such.
        if draft.availability == Availability::Preorder {
            "예약판매".to_owned()
        } else {
            String::new()
        },
        excerpt(&draft.brand, EP_BRAND),
        ep_option(draft, pays),
        // Cash on delivery, which the guide asks for if the shipping cost is not one fixed number.
        "-1".to_owned(),
    ];
    Some(ep_line(cells.iter().map(String::as_str)))
}

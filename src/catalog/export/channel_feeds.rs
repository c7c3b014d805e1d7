//! The catalog for shopping channels, in their own formats, a piece at a time. What they ask for is
//! said beside each: Google's product data specification (support.google.com/merchants/answer/7052112)
//! and Naver shopping's EP 3.0 guide. Only what is published comes here; what a channel would refuse,
//! because it has no photo or no price, is left out, and the shop is told (pages/mod.rs).

use crate::catalog::categories;
use crate::catalog::import::columns::Field;
use crate::catalog::import::values;
use crate::catalog::rules::{Availability, Condition, Draft, Offer, category_key, category_path};
use crate::text::excerpt;
use crate::web::i18n::{Locale, Texts};

/// A product, with whole addresses.
#[derive(Debug, Clone)]
pub struct Item {
    pub id: i64,
    pub sku: Option<String>,
    /// Its number where it has none, or none that the channel takes.
    pub made_id: String,
    pub draft: Draft,
    /// Its page on this site.
    pub url: String,
    pub photos: Vec<String>,
}

impl Item {
    /// What a file has as its number.
    pub fn id(&self) -> &str {
        self.sku.as_deref().unwrap_or(&self.made_id)
    }

    /// Whether it has a photo, and costs something: every channel asks for both.
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

/// Google: at most 10 more photos.
const MORE_PHOTOS: usize = 10;
/// Naver: at most so many characters.
const EP_TITLE: usize = 100;
const EP_BRAND: usize = 60;

/// Text of an XML element: escaped, and without the characters that XML 1.0 does not know.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            '\t' | '\n' => out.push(c),
            c if c < ' ' => {}
            c => out.push(c),
        }
    }
    out
}

/// The beginning of a Merchant feed (RSS 2.0 with Google's names).
pub fn merchant_head(title: &str, link: &str, description: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:g=\"http://base.google.com/ns/1.0\"><channel><title>{}</title><link>{}</link><description>{}</description>\n",
        xml(title),
        xml(link),
        xml(if description.is_empty() { title } else { description })
    )
}

/// The end of a Merchant feed; it says how many products were left out.
pub fn merchant_end(left_out: usize) -> String {
    let said = match left_out {
        0 => String::new(),
        n => format!("<!-- {n} left out: without a photo or a price -->"),
    };
    format!("{said}</channel></rss>\n")
}

/// One product of a Merchant feed; `None` for one that lacks what is required.
pub fn merchant_item(item: &Item, now: i64) -> Option<String> {
    if !item.sells(now) {
        return None;
    }
    let draft = &item.draft;
    let mut out = String::from("<item>");
    let mut add = |name: &str, value: &str| {
        if !value.is_empty() {
            out.push_str(&format!("<g:{name}>{}</g:{name}>", xml(value)));
        }
    };
    add("id", item.id());
    add("title", &draft.title);
    // Required; a product without words of its own says its name.
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
    // The dates go along where both ends are known; a sale with an open end is there while it holds.
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
    // What shops here make has no barcode.
    add("identifier_exists", "no");
    add("product_type", &values::cell(draft, Field::ProductType));
    add("item_group_id", &draft.item_group_id);
    add("color", &draft.color);
    add("size", &draft.size);
    add("custom_label_0", &excerpt(&draft.section, 100));
    out.push_str("</item>\n");
    Some(out)
}

/// The columns of an EP, in the order of the guide.
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

/// Latin letters, digits, hyphens, underscores and spaces are all that an EP takes in an id.
fn ep_id(item: &Item) -> &str {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    match &item.sku {
        Some(sku) if sku.chars().all(fine) => sku,
        _ => &item.made_id,
    }
}

/// The colour and size as an option that can be bought: `네이비/M^42000`. The signs that part options
/// and their prices are none of a name.
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
        // One line, no tabs: the format has no way to say them.
        out.push_str(&crate::text::clean_line(cell));
    }
    out.push('\n');
    out
}

pub fn ep_head() -> String {
    ep_line(EP_COLUMNS.into_iter())
}

/// One product of an EP; `None` for one that cannot be bought now (the guide: sold out is left out),
/// or lacks what is required.
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
        // Required: what has no kind is among the others.
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
        // Goods sold in advance and not said so are deleted from the channel.
        if draft.availability == Availability::Preorder {
            "예약판매".to_owned()
        } else {
            String::new()
        },
        excerpt(&draft.brand, EP_BRAND),
        ep_option(draft, pays),
        // Collect on delivery: what the guide asks for where the cost is not known as one number.
        "-1".to_owned(),
    ];
    Some(ep_line(cells.iter().map(String::as_str)))
}

//! A product's data for search engines and other sites: JSON-LD (a schema.org Product with its
//! Offer, and a ProductGroup for the variants) and Open Graph product tags.

use serde_json::{Value, json};

use crate::accounts::{self, Account};
use crate::catalog::item_id::made_id;
use crate::catalog::queries::Product;
use crate::catalog::rules::{Availability, Condition};
use crate::catalog::url;
use crate::photos::Picture;
use crate::web::page::{Share, json_ld};
use crate::web::request::Cx;
use crate::web::{format, numbers};

/// The product and everything its data is built from.
pub struct About<'a> {
    pub product: &'a Product,
    pub shop: &'a Account,
    pub pictures: &'a [Picture],
    /// The published variants of its group, this one included.
    pub siblings: &'a [Product],
}

/// Returns the Open Graph tags of a product (the type is from ogp.me, the properties are from
/// Facebook's catalog).
pub fn tags(about: &About<'_>, now: i64) -> Vec<(&'static str, String)> {
    let product = about.product;
    let offer = product.offer();
    let mut tags = vec![
        ("product:price:amount", offer.pays(&now).to_string()),
        ("product:price:currency", "KRW".to_owned()),
        ("product:availability", in_words(availability(product)).to_owned()),
        ("product:condition", condition(product).code().to_owned()),
        ("product:retailer_item_id", item_id(product)),
    ];
    if offer.sale(&now).is_some() {
        tags.push(("product:original_price:amount", product.price.to_string()));
        tags.push(("product:original_price:currency", "KRW".to_owned()));
    }
    let more = [
        ("product:brand", &product.brand),
        ("product:item_group_id", &product.item_group_id),
        ("product:color", &product.color),
        ("product:size", &product.size),
    ];
    tags.extend(more.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k, v.clone())));
    tags
}

/// Returns the id that files and feeds give the product.
fn item_id(product: &Product) -> String {
    product.sku.clone().unwrap_or_else(|| made_id(product.id, |_| false))
}

/// Returns the spelling that Meta's product tags use.
fn in_words(availability: Availability) -> &'static str {
    match availability {
        Availability::InStock => "in stock",
        Availability::OutOfStock => "out of stock",
        Availability::Preorder => "preorder",
        Availability::Backorder => "available for order",
    }
}

fn availability(product: &Product) -> Availability {
    Availability::from_code(&product.availability).unwrap_or(Availability::InStock)
}

fn condition(product: &Product) -> Condition {
    Condition::from_code(&product.condition).unwrap_or(Condition::New)
}

/// Returns the product's offer at this moment.
fn offer(product: &Product, origin: &str, now: i64) -> Value {
    let offer = product.offer();
    let mut out = json!({
        "@type": "Offer",
        "url": format!("{origin}{}", url(product.id)),
        "price": offer.pays(&now).to_string(),
        "priceCurrency": "KRW",
        "availability": availability(product).schema_org(),
        "itemCondition": condition(product).schema_org(),
    });
    if offer.sale(&now).is_some() {
        let before = json!({
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": product.price.to_string(),
            "priceCurrency": "KRW",
        });
        put(&mut out, "priceSpecification", before);
        if let Some(until) = product.sale_until {
            put(&mut out, "priceValidUntil", json!(format::rfc3339(until)));
        }
    } else if offer.coming(&now)
        && let Some(from) = product.sale_from
    {
        put(&mut out, "priceValidUntil", json!(format::rfc3339(from)));
    }
    out
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(all) = object.as_object_mut() {
        all.insert(name.to_owned(), value);
    }
}

/// Returns the data that a product and each of its variants have.
fn one(product: &Product, origin: &str, now: i64) -> Value {
    let mut data = json!({
        "@type": "Product",
        "name": product.title,
        "url": format!("{origin}{}", url(product.id)),
        "offers": offer(product, origin, now),
    });
    if let Some(sku) = &product.sku {
        put(&mut data, "sku", json!(sku));
    }
    for (name, value) in [("color", &product.color), ("size", &product.size)] {
        if !value.is_empty() {
            put(&mut data, name, json!(value));
        }
    }
    data
}

/// Returns the group with the other variants; `None` if there are none.
fn group(about: &About<'_>, origin: &str, now: i64) -> Option<Value> {
    let siblings = about.siblings;
    let front = siblings.iter().find(|p| p.is_front).or(siblings.first())?;
    if siblings.len() < 2 {
        return None;
    }
    let varies = |of: fn(&Product) -> &str| siblings.iter().any(|p| of(p) != of(front));
    let mut by = Vec::new();
    if varies(|p| &p.color) {
        by.push("https://schema.org/color");
    }
    if varies(|p| &p.size) {
        by.push("https://schema.org/size");
    }
    let others = siblings.iter().filter(|p| p.id != about.product.id);
    Some(json!({
        "@type": "ProductGroup",
        "name": front.title,
        "url": format!("{origin}{}", url(front.id)),
        "productGroupID": front.item_group_id,
        "variesBy": by,
        "hasVariant": others.map(|p| one(p, origin, now)).collect::<Vec<_>>(),
    }))
}

/// Returns the link preview of a product.
pub fn share<D, W>(cx: &Cx<'_, D, W>, about: &About<'_>) -> Share {
    let (product, shop) = (about.product, about.shop);
    let origin = cx.app.config.public_url.origin();
    let images: Vec<String> = about.pictures.iter().map(|p| format!("{origin}{}", p.full)).collect();
    let mut data = one(product, origin, cx.now);
    put(&mut data, "@context", json!("https://schema.org"));
    if let Some(offer) = data.get_mut("offers") {
        let home = format!("{origin}{}", accounts::url(&shop.handle));
        put(
            offer,
            "seller",
            json!({ "@type": "Organization", "name": shop.display_name, "url": home }),
        );
    }
    if !product.description.is_empty() {
        put(&mut data, "description", json!(product.description));
    }
    if !images.is_empty() {
        put(&mut data, "image", json!(images));
    }
    if !product.brand.is_empty() {
        put(&mut data, "brand", json!({ "@type": "Brand", "name": product.brand }));
    }
    if let Some(group) = group(about, origin, cx.now) {
        put(&mut data, "inProductGroupWithID", json!(product.item_group_id));
        put(&mut data, "isVariantOf", group);
    }
    let words = crate::text::excerpt(&product.description, 120);
    let price = numbers::won(cx.locale(), product.offer().pays(&cx.now));
    let description = [shop.display_name.as_str(), &price, &words];
    Share {
        kind: "product",
        description: description
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        image: images.into_iter().next(),
        url: format!("{origin}{}", url(product.id)),
        json_ld: Some(json_ld(&data)),
    }
}

//! The page of one product, and what of it is told to search engines and shared.
//! Its handler stands in stories/pages/product.rs, which adds the stories.

use askama::Template;
use serde_json::json;

use super::not_blocked;
use crate::access::permit;
use crate::accounts::{self, AccountCard, queries::Account};
use crate::catalog::queries::{self, Product};
use crate::catalog::rules::{self, Availability, Condition};
use crate::catalog::{ProductCard, shop_url, url};
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::photos::Picture;
use crate::text::SafeHtml;
use crate::web::page::{Share, json_ld};
use crate::web::visit::Cx;
use crate::web::{Frame, format};

/// What else a shop sells, on a product's page.
const MORE: i64 = 10;

/// A story that shows a product, as its page has it. The stories room fills it:
/// it stands above this one and knows who may see what.
pub struct ShownIn {
    pub url: String,
    pub picture: Option<Picture>,
    /// What the link says where there is no photo, and to readers.
    pub words: String,
}

/// The page of one product.
#[derive(Template)]
#[template(path = "catalog/show.html")]
pub struct ProductPage {
    pub frame: Frame,
    pub product: Product,
    pub card: ProductCard,
    pub pictures: Vec<Picture>,
    pub description: SafeHtml,
    pub availability: Availability,
    pub condition: Condition,
    pub category: Option<String>,
    pub shop: AccountCard,
    pub followers: String,
    /// Whether the viewer follows the shop; `None` where there is no such button.
    pub follows: Option<bool>,
    pub seller: Seller,
    pub shop_products: String,
    pub more: Vec<ProductCard>,
    pub stories: Vec<ShownIn>,
    pub can_edit: bool,
    pub can_wish: bool,
}

/// What a Korean shop shows of itself where it sells; empty values are left out.
pub struct Seller {
    pub lines: Vec<(String, String)>,
}

impl Seller {
    pub fn of(t: &crate::web::i18n::Texts, shop: &Account) -> Self {
        let lines = [
            (t.text("seller-legal-name"), &shop.legal_name),
            (t.text("seller-representative"), &shop.representative),
            (t.text("seller-address"), &shop.address),
            (t.text("seller-phone"), &shop.phone),
            (t.text("seller-business-number"), &shop.business_number),
            (t.text("seller-mail-order-number"), &shop.mail_order_number),
        ];
        let lines = lines.into_iter().filter(|(_, value)| !value.is_empty());
        Self {
            lines: lines.map(|(label, value)| (label, value.clone())).collect(),
        }
    }
}

/// Everything of a product's page but the stories that show it.
pub fn product_page<W>(cx: &mut Cx<'_, Db, W>, id: i64) -> Result<ProductPage, AppError> {
    let product = queries::visible(cx.db, id)?.ok_or(AppError::NotFound)?;
    not_blocked(cx.db, cx.actor, product.account_id)?;
    let account = accounts::queries::by_id(cx.db, product.account_id)?.ok_or(AppError::NotFound)?;
    let mut shown = queries::cards_in_order(cx.db, &[id])?;
    shown.extend(queries::more_of_shop(cx.db, &product, MORE)?);
    queries::mark_wished(cx.db, cx.actor.account_id(), &mut shown)?;
    let mut shown = shown.into_iter();
    let card = shown.next().ok_or(AppError::NotFound)?;
    let pictures = queries::pictures(cx.db, id)?;
    let member = cx.actor.member();
    let as_person = member.is_none_or(permit::acts_as_person);
    let follows = match member {
        Some(m) if as_person => Some(friends::queries::follows(cx.db, m.account_id, account.id)?),
        Some(_) => None,
        None => Some(false),
    };
    let availability = Availability::from_code(&product.availability).unwrap_or(Availability::InStock);
    let condition = Condition::from_code(&product.condition).unwrap_or(Condition::New);
    let share = share(cx, &product, &account, &pictures);
    Ok(ProductPage {
        frame: cx.frame(product.title.clone()).section("shops").share(share),
        card,
        pictures,
        description: SafeHtml::body_where(&product.description, |_| false),
        availability,
        condition,
        category: rules::category_key(&product.category).map(|key| cx.t.text(key)),
        shop: accounts::queries::cards(cx.db, &[account.id])?
            .remove(&account.id)
            .ok_or(AppError::NotFound)?,
        followers: cx.t.with(
            "product-shop-followers",
            &[("n", crate::web::i18n::Value::Count(account.follower_count))],
        ),
        follows,
        seller: Seller::of(cx.t, &account),
        shop_products: shop_url(&account.handle),
        more: shown.collect(),
        stories: Vec::new(),
        can_edit: member.is_some_and(|m| permit::may_edit_catalog(m, account.id)),
        can_wish: as_person,
        product,
    })
}

/// Open Graph, and the product as search engines read it (schema.org Product with Offer).
fn share<W>(cx: &Cx<'_, Db, W>, product: &Product, shop: &Account, pictures: &[Picture]) -> Share {
    let origin = cx.app.config.public_url.origin();
    let here = format!("{origin}{}", url(product.id));
    let images: Vec<String> = pictures.iter().map(|p| format!("{origin}{}", p.full)).collect();
    let availability = Availability::from_code(&product.availability).unwrap_or(Availability::InStock);
    let condition = Condition::from_code(&product.condition).unwrap_or(Condition::New);
    let offer_now = product.offer();
    let pays = offer_now.pays(&cx.now);
    let mut offer = json!({
        "@type": "Offer",
        "url": here,
        "price": pays.to_string(),
        "priceCurrency": "KRW",
        "availability": availability.schema_org(),
        "itemCondition": condition.schema_org(),
        "seller": { "@type": "Organization", "name": shop.display_name, "url": format!("{origin}{}", accounts::url(&shop.handle)) },
    });
    let mut data = json!({ "@context": "https://schema.org", "@type": "Product", "name": product.title, "url": here });
    let mut put = |name: &str, value: serde_json::Value| {
        if let Some(all) = data.as_object_mut() {
            all.insert(name.to_owned(), value);
        }
    };
    if offer_now.sale(&cx.now).is_some()
        && let Some(all) = offer.as_object_mut()
    {
        let before = json!({
            "@type": "UnitPriceSpecification",
            "priceType": "https://schema.org/StrikethroughPrice",
            "price": product.price.to_string(),
            "priceCurrency": "KRW",
        });
        all.insert("priceSpecification".to_owned(), before);
    }
    put("offers", offer);
    if !product.description.is_empty() {
        put("description", json!(product.description));
    }
    if !images.is_empty() {
        put("image", json!(images));
    }
    if !product.brand.is_empty() {
        put("brand", json!({ "@type": "Brand", "name": product.brand }));
    }
    if let Some(sku) = &product.sku {
        put("sku", json!(sku));
    }
    let words = crate::text::excerpt(&product.description, 120);
    let price = format::won(cx.locale(), pays);
    let description = [shop.display_name.as_str(), &price, &words];
    Share {
        kind: "product",
        description: description
            .into_iter()
            .filter(|s| !s.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        image: images.into_iter().next(),
        url: here,
        json_ld: Some(json_ld(&data)),
    }
}

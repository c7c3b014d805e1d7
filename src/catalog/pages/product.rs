//! The page of one product. What of it is told to search engines and where it
//! is shared: pages/outside.rs. The stories that show it come from the room
//! above (`shown::Showing`).

use actix_web::web;
use askama::Template;

use super::{address, not_blocked, outside};
use crate::access::{Anyone, permit};
use crate::accounts::{self, AccountCard};
use crate::catalog::queries::{self, Product};
use crate::catalog::rules::{Availability, Condition, Offer, category_key, category_path};
use crate::catalog::shown::{Asking, Showing, ShownIn};
use crate::catalog::{ProductCard, Seller, new_url, shop_url, url};
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::photos::Picture;
use crate::text::SafeHtml;
use crate::web::i18n::{Texts, Value};
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Frame, cursor, format};

/// What else a shop sells, on a product's page.
const MORE: i64 = 10;
/// From here on down it is said how many are left.
const FEW: i64 = 10;

/// A variant to choose: this product, or another of its group.
pub struct Variant {
    pub url: String,
    /// Its colour and size, else its title.
    pub words: String,
    pub offer: Offer,
    pub picture: Option<Picture>,
    pub sold_out: bool,
    pub left: Option<i64>,
    /// The one whose page this is.
    pub here: bool,
}

/// The page of one product.
#[derive(Template)]
#[template(path = "catalog/show.html")]
struct ProductPage {
    frame: Frame,
    product: Product,
    card: ProductCard,
    pictures: Vec<Picture>,
    description: SafeHtml,
    availability: Availability,
    condition: Condition,
    /// Names from the top down, with the shop's list of each.
    categories: Vec<(String, String)>,
    section: Option<(String, String)>,
    /// When a sale ends, or begins and at which price.
    sale_words: Option<String>,
    left: Option<i64>,
    variants: Vec<Variant>,
    shop: AccountCard,
    followers: String,
    /// Whether the viewer follows the shop; `None` where there is no such button.
    follows: Option<bool>,
    seller: Seller,
    shop_products: String,
    more: Vec<ProductCard>,
    stories: Vec<ShownIn>,
    /// Open Graph's product tags.
    tags: Vec<(&'static str, String)>,
    variant_form: String,
    can_edit: bool,
    can_wish: bool,
}

/// `GET /products/{id}`
pub async fn show(visit: Visit<Anyone>, showing: web::Data<Showing>, path: web::Path<String>) -> Answer {
    let (id, showing) = (path.into_inner(), **showing);
    visit
        .read(move |cx| {
            let page = product_page(cx, cursor::parse_id(&id)?, showing)?;
            cx.page(&page)
        })
        .await
}

fn product_page(cx: &mut Cx<'_, Db, Anyone>, id: i64, showing: Showing) -> Result<ProductPage, AppError> {
    let product = queries::visible(cx.db, id)?.ok_or(AppError::NotFound)?;
    not_blocked(cx.db, cx.actor, product.account_id)?;
    let account = accounts::queries::by_id(cx.db, product.account_id)?.ok_or(AppError::NotFound)?;
    let mut shown = queries::cards_in_order(cx.db, &[id])?;
    shown.extend(queries::more_of_shop(cx.db, &product, MORE)?);
    queries::mark_wished(cx.db, cx.actor.account_id(), &mut shown)?;
    let mut shown = shown.into_iter();
    let card = shown.next().ok_or(AppError::NotFound)?;
    let pictures = queries::pictures(cx.db, id)?;
    let siblings = queries::variants(cx.db, account.id, &product.item_group_id)?;
    let variants = variants(cx.db, &siblings, id)?;
    let member = cx.actor.member();
    let as_person = member.is_none_or(permit::acts_as_person);
    let follows = match member {
        Some(m) if as_person => Some(friends::queries::follows(cx.db, m.account_id, account.id)?),
        Some(_) => None,
        None => Some(false),
    };
    let shop_products = shop_url(&account.handle);
    let list = |name: &str, value: &str| address(&shop_products, &[(name, value)]);
    let categories = category_path(&product.category).into_iter();
    let categories = categories.filter_map(|code| Some((cx.t.text(category_key(code)?), list("category", code))));
    let categories = categories.collect();
    let section = match product.section_id {
        Some(section) => queries::sections::names(cx.db, account.id)?
            .remove(&section)
            .map(|name| (name, list("section", &section.to_string()))),
        None => None,
    };
    let about = outside::About {
        product: &product,
        shop: &account,
        pictures: &pictures,
        siblings: &siblings,
    };
    let share = outside::share(cx, &about);
    let asking = Asking {
        app: cx.app,
        actor: cx.actor,
        t: cx.t,
    };
    let stories = (showing.0)(cx.db, &asking, id)?;
    Ok(ProductPage {
        frame: cx.frame(product.title.clone()).section("shops").share(share),
        tags: outside::tags(&about, cx.now),
        stories,
        card,
        description: SafeHtml::body_where(&product.description, |_| false),
        availability: Availability::from_code(&product.availability).unwrap_or(Availability::InStock),
        condition: Condition::from_code(&product.condition).unwrap_or(Condition::New),
        categories,
        section,
        sale_words: sale_words(cx.t, &product.offer(), cx.now),
        left: product.stock.filter(|n| (1..=FEW).contains(n)),
        variants,
        shop: accounts::queries::cards(cx.db, &[account.id])?
            .remove(&account.id)
            .ok_or(AppError::NotFound)?,
        followers: cx
            .t
            .with("product-shop-followers", &[("n", Value::Count(account.follower_count))]),
        follows,
        seller: Seller::of(cx.t, &account),
        shop_products,
        more: shown.collect(),
        variant_form: format!("{}?variant_of={id}", new_url(&account.handle)),
        can_edit: member.is_some_and(|m| permit::may_edit_catalog(m, account.id)),
        can_wish: as_person,
        pictures,
        product,
    })
}

/// The variants to choose from; none where there is no choice.
fn variants(db: &mut Db, siblings: &[Product], here: i64) -> Result<Vec<Variant>, AppError> {
    if siblings.len() < 2 {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = siblings.iter().map(|p| p.id).collect();
    let mut covers = queries::covers(db, &ids)?;
    let mut colors: Vec<&str> = Vec::new();
    for p in siblings {
        if !colors.contains(&p.color.as_str()) {
            colors.push(&p.color);
        }
    }
    let mut sorted: Vec<&Product> = siblings.iter().collect();
    // One colour's sizes beside each other, colours as they came.
    sorted.sort_by_key(|p| (colors.iter().position(|c| *c == p.color), p.id));
    Ok(sorted
        .into_iter()
        .map(|p| Variant {
            url: url(p.id),
            words: words_of(p),
            offer: p.offer(),
            picture: covers.remove(&p.id),
            sold_out: crate::catalog::card::sold_out(&p.availability),
            left: p.stock.filter(|n| (1..=FEW).contains(n)),
            here: p.id == here,
        })
        .collect())
}

/// What tells a variant from the others.
pub fn words_of(p: &Product) -> String {
    let words: Vec<&str> = [p.color.as_str(), p.size.as_str()]
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect();
    if words.is_empty() {
        p.title.clone()
    } else {
        words.join(" · ")
    }
}

fn sale_words(t: &Texts, offer: &Offer, now: i64) -> Option<String> {
    let locale = t.locale();
    if offer.coming(&now) {
        let (from, price) = (offer.sale_from?, offer.sale_price?);
        let (when, price) = (format::relative(locale, from, now), format::won(locale, price));
        return Some(t.with(
            "product-sale-coming",
            &[("when", when.as_str().into()), ("price", price.as_str().into())],
        ));
    }
    offer.sale(&now)?;
    let when = format::relative(locale, offer.sale_until?, now);
    Some(t.with("product-sale-ends", &[("when", when.as_str().into())]))
}

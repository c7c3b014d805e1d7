//! The page of one product. Its data for search engines and link previews is in
//! pages/structured_data.rs. The stories that show it come from the stories feature
//! (`story_links::Showing`).

use actix_web::web;
use askama::Template;

use super::variants::{self, Options};
use super::{address, not_blocked, structured_data};
use crate::access::{Anyone, permit};
use crate::accounts::{self, AccountCard};
use crate::catalog::queries::{self, Product};
use crate::catalog::rules::{Availability, Condition, Offer, category_key, category_path};
use crate::catalog::story_links::{Asking, Showing, ShownIn};
use crate::catalog::{ProductCard, Seller, new_url, shop_url};
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::photos::Picture;
use crate::text::SafeHtml;
use crate::web::i18n::{Texts, Value};
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, format, numbers, paging};

/// Number of other products of the shop on the page.
const MORE: i64 = 10;

#[derive(Template)]
#[template(path = "catalog/product.html")]
struct ProductPage {
    frame: Frame,
    product: Product,
    card: ProductCard,
    pictures: Vec<Picture>,
    description: SafeHtml,
    availability: Availability,
    condition: Condition,
    /// Names of its categories from the top down, each with the URL of the shop's list.
    categories: Vec<(String, String)>,
    section: Option<(String, String)>,
    /// The end of the sale, or its beginning and price if it is still to come.
    sale_words: Option<String>,
    left: Option<i64>,
    options: Options,
    shop: AccountCard,
    /// Number to call with questions; empty if the shop gives none.
    phone: String,
    followers: String,
    /// True if the viewer follows the shop; `None` if there is no follow button.
    follows: Option<bool>,
    seller: Seller,
    shop_products: String,
    more: Vec<ProductCard>,
    /// Other shops' products of the same category: its name and the URL of the search.
    elsewhere: Option<(String, String)>,
    stories: Vec<ShownIn>,
    /// Open Graph tags of a product.
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
            let page = product_page(cx, paging::parse_id(&id)?, showing)?;
            cx.page(&page)
        })
        .await
}

/// Whether the reader acts as a person, and whether they follow the shop; a shop follows nobody.
fn follows(cx: &mut Cx<'_, Db, Anyone>, shop: i64) -> Result<(bool, Option<bool>), AppError> {
    let member = cx.actor.member();
    let as_person = member.is_none_or(permit::acts_as_person);
    let follows = match member {
        Some(m) if as_person => Some(friends::queries::follows(cx.db, m.account_id, shop)?),
        Some(_) => None,
        None => Some(false),
    };
    Ok((as_person, follows))
}

fn section_link(
    db: &mut Db,
    product: &queries::Product,
    list: &dyn Fn(&str, &str) -> String,
) -> Result<Option<(String, String)>, AppError> {
    Ok(match product.section_id {
        Some(section) => queries::sections::names(db, product.account_id)?
            .remove(&section)
            .map(|name| (name, list("section", &section.to_string()))),
        None => None,
    })
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
    let options = variants::of(cx.db, &siblings, id)?;
    let (as_person, follows) = follows(cx, account.id)?;
    let shop_products = shop_url(&account.handle);
    let list = |name: &str, value: &str| address(&shop_products, &[(name, value)]);
    let categories = category_path(&product.category).into_iter();
    let categories = categories.filter_map(|code| Some((cx.t.text(category_key(code)?), list("category", code))));
    let categories = categories.collect();
    let section = section_link(cx.db, &product, &list)?;
    let about = structured_data::About {
        product: &product,
        shop: &account,
        pictures: &pictures,
        siblings: &siblings,
    };
    let share = structured_data::share(cx, &about);
    let asking = Asking {
        app: cx.app,
        actor: cx.actor,
        t: cx.t,
    };
    let stories = (showing.0)(cx.db, &asking, id)?;
    Ok(ProductPage {
        frame: cx.frame(product.title.clone()).section("shops").share(share),
        tags: structured_data::tags(&about, cx.now),
        stories,
        card,
        description: SafeHtml::body_where(&product.description, |_| false),
        availability: Availability::from_code(&product.availability).unwrap_or(Availability::InStock),
        condition: Condition::from_code(&product.condition).unwrap_or(Condition::New),
        categories,
        section,
        sale_words: sale_words(cx.t, &product.offer(), cx.now),
        left: variants::few(product.stock),
        options,
        shop: accounts::queries::cards(cx.db, &[account.id])?
            .remove(&account.id)
            .ok_or(AppError::NotFound)?,
        followers: cx
            .t
            .with("product-shop-followers", &[("n", Value::Count(account.follower_count))]),
        follows,
        seller: Seller::of(cx.t, &account),
        phone: account.phone.clone(),
        elsewhere: category_key(&product.category).map(|key| {
            let search = [("tab", "products"), ("category", product.category.as_str())];
            (cx.t.text(key), address("/search", &search))
        }),
        shop_products,
        more: shown.collect(),
        variant_form: format!("{}?variant_of={id}", new_url(&account.handle)),
        can_edit: cx.actor.member().is_some_and(|m| permit::may_edit_catalog(m, account.id)),
        can_wish: as_person,
        pictures,
        product,
    })
}

fn sale_words(t: &Texts, offer: &Offer, now: i64) -> Option<String> {
    let locale = t.locale();
    if offer.coming(&now) {
        let (from, price) = (offer.sale_from?, offer.sale_price?);
        let (when, price) = (format::relative(locale, from, now), numbers::won(locale, price));
        return Some(t.with(
            "product-sale-coming",
            &[("when", when.as_str().into()), ("price", price.as_str().into())],
        ));
    }
    offer.sale(&now)?;
    let when = format::relative(locale, offer.sale_until?, now);
    Some(t.with("product-sale-ends", &[("when", when.as_str().into())]))
}

//! What anyone sees of the catalog. Here: a shop's products; pages/product.rs:
//! one of them; pages/wishes.rs: what a person saved. The shop's own pages:
//! pages/studio.rs (its list) and pages/editor.rs (the form, deletion).

use actix_web::web;
use askama::Template;

use super::queries::{After, Filter, Sort};
use super::rules;
use super::{ProductCard, queries};
use crate::access::{Actor, Anyone, permit};
use crate::accounts::{self, AccountCard, queries::Account};
use crate::db::Db;
use crate::error::AppError;
use crate::friends;
use crate::web::page::Share;
use crate::web::visit::{Answer, Cx, Visit};
use crate::web::{Frame, cursor, format};

pub mod editor;
pub mod fields;
pub mod product;
pub mod studio;
pub mod wishes;

pub use product::{ProductPage, ShownIn, product_page};

/// A value of the address; empty where it is missing.
fn asked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> String {
    cx.meta.query(name).unwrap_or_default()
}

/// A check box in an address: `?in_stock=true`; anything else is off.
fn ticked<D, W>(cx: &Cx<'_, D, W>, name: &str) -> bool {
    asked(cx, name) == "true"
}

/// Cursors of lists that are sorted by more than the id: `12000p81234`.
fn cursor_text(after: After) -> String {
    format!("{}p{}", after.0, after.1)
}

fn parse_after(text: &str) -> Result<Option<After>, AppError> {
    if text.is_empty() {
        return Ok(None);
    }
    let (by, id) = text.split_once('p').ok_or(AppError::NotFound)?;
    let by = if by == "0" { 0 } else { cursor::parse_id(by)? };
    Ok(Some(After(by, cursor::parse_id(id)?)))
}

/// An address with those values that are not empty.
fn address(path: &str, values: &[(&str, &str)]) -> String {
    let mut address = path.to_owned();
    for (n, (name, value)) in values.iter().filter(|(_, v)| !v.is_empty()).enumerate() {
        address.push(if n == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        address.push_str(&crate::text::encode_component(value));
    }
    address
}

fn on(yes: bool) -> &'static str {
    if yes { "true" } else { "" }
}

/// An account that the viewer may see: a block hides both from each other.
fn not_blocked(db: &mut Db, actor: &Actor, account_id: i64) -> Result<(), AppError> {
    match actor.member() {
        Some(m) if friends::queries::blocked_between(db, m.account_id, account_id)? => Err(AppError::NotFound),
        _ => Ok(()),
    }
}

/// A chip that filters: its words, its address, and whether it is on.
pub struct Chip {
    pub words: String,
    pub url: String,
    pub on: bool,
}

#[derive(Template)]
#[template(path = "catalog/shop.html")]
struct ShopProducts {
    frame: Frame,
    shop: AccountCard,
    count: i64,
    action: String,
    filter: Filter,
    chips: Vec<Chip>,
    products: Vec<ProductCard>,
    /// Whether anything but the sort narrows the list.
    narrowed: bool,
    can_edit: bool,
    next: Option<String>,
}

/// `GET /@{handle}/products?in_stock=true&on_sale=true&category=&sort=&after=`
pub async fn of_shop(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let handle = crate::text::Handle::lookup(&handle).ok_or(AppError::NotFound)?;
            let shop = accounts::queries::by_handle(cx.db, &handle)?
                .filter(Account::is_business)
                .ok_or(AppError::NotFound)?;
            not_blocked(cx.db, cx.actor, shop.id)?;
            let category = Some(asked(cx, "category")).filter(|c| rules::category_key(c).is_some());
            let filter = Filter {
                in_stock: ticked(cx, "in_stock"),
                on_sale: ticked(cx, "on_sale"),
                category: category.unwrap_or_default(),
                section: None,
                min: None,
                max: None,
                sort: Sort::from_code(&asked(cx, "sort")),
            };
            let after = parse_after(&asked(cx, "after"))?;
            let (mut products, next) = queries::of_shop(cx.db, shop.id, &filter, cx.now, after)?;
            queries::mark_wished(cx.db, cx.actor.account_id(), &mut products)?;
            let action = super::shop_url(&shop.handle);
            let to = |f: &Filter, after: &str| {
                let sort = if f.sort == Sort::Newest { "" } else { f.sort.code() };
                address(
                    &action,
                    &[
                        ("in_stock", on(f.in_stock)),
                        ("on_sale", on(f.on_sale)),
                        ("category", &f.category),
                        ("sort", sort),
                        ("after", after),
                    ],
                )
            };
            let mut chips = Vec::new();
            let categories = queries::categories_of(cx.db, shop.id)?;
            if categories.len() > 1 || !filter.category.is_empty() {
                let all = Filter {
                    category: String::new(),
                    ..filter.clone()
                };
                chips.push(Chip {
                    words: cx.t.with("catalog-all", &[("n", shop.product_count.into())]),
                    url: to(&all, ""),
                    on: filter.category.is_empty(),
                });
                for (code, n) in categories {
                    let Some(key) = rules::category_key(&code) else { continue };
                    chips.push(Chip {
                        words: format!("{} {}", cx.t.text(key), format::count(cx.locale(), n)),
                        on: code == filter.category,
                        url: to(
                            &Filter {
                                category: code,
                                ..filter.clone()
                            },
                            "",
                        ),
                    });
                }
            }
            let share = Share {
                kind: "website",
                description: crate::text::excerpt(&shop.bio, 160),
                image: None,
                url: format!("{}{action}", cx.app.config.public_url.origin()),
                json_ld: None,
            };
            let title = cx.t.with("catalog-of-shop", &[("name", shop.display_name.as_str().into())]);
            let page = ShopProducts {
                frame: cx.frame(title).section("shops").share(share),
                count: shop.product_count,
                narrowed: filter.in_stock || filter.on_sale || !filter.category.is_empty(),
                next: next.map(|a| to(&filter, &cursor_text(a))),
                shop: accounts::queries::cards(cx.db, &[shop.id])?
                    .remove(&shop.id)
                    .ok_or(AppError::NotFound)?,
                can_edit: cx.actor.member().is_some_and(|m| permit::may_edit_catalog(m, shop.id)),
                action,
                filter,
                chips,
                products,
            };
            cx.page(&page)
        })
        .await
}

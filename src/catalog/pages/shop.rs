//! A shop's catalog as customers see it: sections, filters and sorting in the query string, and a
//! search box for this shop.

use std::collections::HashMap;

use actix_web::web;
use askama::Template;

use super::{Chip, address, asked, cursor_text, not_blocked, on, parse_after, ticked};
use crate::access::{Anyone, permit};
use crate::accounts::{self, AccountCard, queries::Account};
use crate::catalog::price_range::price_range;
use crate::catalog::queries::{self, Filter, Sort};
use crate::catalog::rules::{PriceError, category_code, category_key, parent, parse_price};
use crate::catalog::{ProductCard, shop_url};
use crate::db::Db;
use crate::error::AppError;
use crate::web::form::Errors;
use crate::web::i18n::Texts;
use crate::web::page::Share;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, numbers};

#[derive(Template)]
#[template(path = "catalog/shop_products.html")]
struct ShopProductsPage {
    frame: Frame,
    shop: AccountCard,
    count: i64,
    action: String,
    errors: Errors,
    sections: Vec<Chip>,
    kinds: Vec<Chip>,
    sorts: Vec<Chip>,
    /// On/off filters: in stock, on sale.
    switches: Vec<Chip>,
    price: PriceChip,
    products: Vec<ProductCard>,
    /// The URL of the list without filters, in the same order; `None` if it has no filter.
    widened: Option<String>,
    can_edit: bool,
    next: Option<String>,
}

/// The price filter: its bounds in words, and the form that sets them.
struct PriceChip {
    /// `None` if any price is shown.
    words: Option<String>,
    /// URL of the list without the bounds.
    without: String,
    /// The bounds as they were typed.
    min: String,
    max: String,
    kept: Vec<(&'static str, String)>,
}

/// Reads the filter from the query. Unknown values are ignored; unreadable prices are errors.
fn filter<D, W>(cx: &Cx<'_, D, W>, sections: &[queries::Section]) -> (Filter, Errors) {
    let section = asked(cx, "section");
    let mut errors = Errors::default();
    let mut won = |name: &str, label: &str| match parse_price(&asked(cx, name)) {
        Ok(won) => Some(won),
        Err(PriceError::Empty) => None,
        Err(_) => {
            let label = cx.t.text(label);
            errors.add(name, cx.t.with("form-price", &[("field", label.as_str().into())]));
            None
        }
    };
    let (min, max) = (won("min", "filter-min"), won("max", "filter-max"));
    // Swapped bounds are put in order.
    let (min, max) = match (min, max) {
        (Some(low), Some(high)) if low > high => (Some(high), Some(low)),
        both => both,
    };
    let filter = Filter {
        in_stock: ticked(cx, "in_stock"),
        on_sale: ticked(cx, "on_sale"),
        category: category_code(&asked(cx, "category")).unwrap_or_default().to_owned(),
        section: sections.iter().map(|s| s.id).find(|id| id.to_string() == section),
        min,
        max,
        sort: Sort::from_code(&asked(cx, "sort")),
    };
    (filter, errors)
}

/// Returns the query parameters of a list.
fn pairs(f: &Filter) -> Vec<(&'static str, String)> {
    let number = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
    let sort = if f.sort == Sort::Newest { "" } else { f.sort.code() };
    vec![
        ("section", number(f.section)),
        ("category", f.category.clone()),
        ("in_stock", on(f.in_stock).to_owned()),
        ("on_sale", on(f.on_sale).to_owned()),
        ("min", number(f.min)),
        ("max", number(f.max)),
        ("sort", sort.to_owned()),
    ]
}

/// Returns the URL of a list.
fn to(action: &str, f: &Filter, after: &str) -> String {
    let mut pairs = pairs(f);
    pairs.push(("after", after.to_owned()));
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    address(action, &pairs)
}

/// Returns the URL of the same list with a change, at its first page.
fn changed(action: &str, f: &Filter, change: impl FnOnce(&mut Filter)) -> String {
    let mut other = f.clone();
    change(&mut other);
    to(action, &other, "")
}

fn price_chip<D, W>(cx: &Cx<'_, D, W>, action: &str, f: &Filter, errors: &Errors) -> PriceChip {
    let shown = |name: &str, amount: Option<i64>| match errors.of(name) {
        Some(_) => asked(cx, name),
        None => amount.map(numbers::exact).unwrap_or_default(),
    };
    let bare = Filter {
        min: None,
        max: None,
        ..f.clone()
    };
    PriceChip {
        words: price_range(cx.t, f.min, f.max),
        without: to(action, &bare, ""),
        min: shown("min", f.min),
        max: shown("max", f.max),
        kept: pairs(&bare).into_iter().filter(|(_, value)| !value.is_empty()).collect(),
    }
}

/// Returns chips for the top-level categories in which the shop has products, and for the children
/// of the chosen one.
fn kinds(t: &Texts, counts: &[(String, i64)], f: &Filter, to: impl Fn(&Filter) -> String) -> Vec<Chip> {
    let chosen_top = parent(&f.category).unwrap_or(&f.category);
    let mut tops: Vec<(&str, i64)> = Vec::new();
    for (code, n) in counts {
        let top = parent(code).unwrap_or(code);
        match tops.iter_mut().find(|(known, _)| *known == top) {
            Some((_, sum)) => *sum += n,
            None => tops.push((top, *n)),
        }
    }
    if tops.len() < 2 && f.category.is_empty() && counts.len() < 2 {
        return Vec::new();
    }
    let chip = |words: String, code: &str| Chip {
        words,
        url: to(&Filter {
            category: code.to_owned(),
            ..f.clone()
        }),
        on: code == f.category || (!code.is_empty() && code == chosen_top),
    };
    let named = |code: &str, n: i64| {
        let name = t.text(category_key(code)?);
        Some(chip(format!("{name} {}", numbers::count(t.locale(), n)), code))
    };
    let mut chips = vec![chip(t.text("catalog-all-kinds"), "")];
    // A single top-level category needs no chip: the choice is among its children.
    let alone = tops.len() == 1;
    for (top, n) in tops {
        if !alone {
            chips.extend(named(top, n));
        }
        if alone || top == chosen_top {
            let below = counts.iter().filter(|(code, _)| parent(code) == Some(top));
            chips.extend(below.filter_map(|(code, n)| named(code, *n)));
        }
    }
    chips
}

fn chip(action: &str, filter: &Filter, (words, on): (String, bool), change: &dyn Fn(&mut Filter)) -> Chip {
    Chip {
        words,
        url: changed(action, filter, change),
        on,
    }
}

/// The sections with their numbers of products, and all products before them.
fn section_chips<D, W>(
    cx: &Cx<'_, D, W>,
    (action, filter): (&str, &Filter),
    (all_sections, in_sections): (&[queries::Section], &HashMap<i64, i64>),
    count: i64,
) -> Vec<Chip> {
    let section_chip =
        |section: Option<i64>, words: String| chip(action, filter, (words, section == filter.section), &|f| f.section = section);
    let shown = all_sections.iter().filter_map(|s| {
        let n = numbers::count(cx.locale(), *in_sections.get(&s.id)?);
        Some(section_chip(Some(s.id), format!("{} {n}", s.name)))
    });
    let mut sections: Vec<Chip> = shown.collect();
    if !sections.is_empty() {
        sections.insert(0, section_chip(None, cx.t.with("catalog-all", &[("n", count.into())])));
    }
    sections
}

fn shop_page(cx: &mut Cx<'_, Db, Anyone>, handle: &str) -> Result<ShopProductsPage, AppError> {
    let handle = crate::text::Handle::lookup(handle).ok_or(AppError::NotFound)?;
    let shop = accounts::queries::by_handle(cx.db, &handle)?
        .filter(Account::is_business)
        .ok_or(AppError::NotFound)?;
    not_blocked(cx.db, cx.actor, shop.id)?;
    let all_sections = queries::sections::of_shop(cx.db, shop.id)?;
    let (filter, errors) = filter(cx, &all_sections);
    let after = parse_after(&asked(cx, "after"))?;
    let (mut products, next) = queries::of_shop(cx.db, shop.id, &filter, cx.now, after)?;
    queries::mark_wished(cx.db, cx.actor.account_id(), &mut products)?;
    let action = shop_url(&shop.handle);
    let counts = queries::categories_of(cx.db, shop.id)?;
    let kinds = kinds(cx.t, &counts, &filter, |f| to(&action, f, ""));
    let count = queries::shown_of(cx.db, shop.id)?;
    let in_sections = queries::sections::counts(cx.db, shop.id)?;
    let sections = section_chips(cx, (&action, &filter), (&all_sections, &in_sections), count);
    let chip = |words: String, on: bool, change: &dyn Fn(&mut Filter)| chip(&action, &filter, (words, on), change);
    let sort_chip = |sort: Sort| chip(cx.t.text(sort.key()), sort == filter.sort, &|f| f.sort = sort);
    let narrowed = to(&action, &filter, "");
    let plain = Filter {
        sort: filter.sort,
        ..Filter::default()
    };
    let widened = to(&action, &plain, "");
    let share = Share {
        kind: "website",
        description: crate::text::excerpt(&shop.bio, 160),
        image: None,
        url: format!("{}{action}", cx.app.config.public_url.origin()),
        json_ld: None,
    };
    let title = cx.t.with("catalog-of-shop", &[("name", shop.display_name.as_str().into())]);
    let page = ShopProductsPage {
        frame: cx.frame(title).section("shops").share(share),
        count,
        sorts: Sort::ALL.into_iter().map(sort_chip).collect(),
        switches: vec![
            chip(cx.t.text("filter-in-stock"), filter.in_stock, &|f| f.in_stock = !f.in_stock),
            chip(cx.t.text("filter-on-sale"), filter.on_sale, &|f| f.on_sale = !f.on_sale),
        ],
        price: price_chip(cx, &action, &filter, &errors),
        widened: Some(widened).filter(|widened| *widened != narrowed),
        next: next.map(|a| to(&action, &filter, &cursor_text(a))),
        shop: accounts::queries::cards(cx.db, &[shop.id])?
            .remove(&shop.id)
            .ok_or(AppError::NotFound)?,
        can_edit: cx.actor.member().is_some_and(|m| permit::may_edit_catalog(m, shop.id)),
        errors,
        action,
        sections,
        kinds,
        products,
    };
    Ok(page)
}

/// `GET /@{handle}/products?section=&category=&in_stock=true&on_sale=true&min=&max=&sort=&after=`
pub async fn of_shop(visit: Visit<Anyone>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let page = shop_page(cx, &handle)?;
            if page.errors.is_empty() {
                cx.page(&page)
            } else {
                cx.invalid(&page, page.errors.clone())
            }
        })
        .await
}

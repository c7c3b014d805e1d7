//! The product list in a shop's studio: filters in the query string, rows to pick, and the form of
//! bulk actions (handled by pages/bulk.rs).

use std::collections::HashSet;

use actix_web::web;
use askama::Template;

use super::batch_notice::{self, BatchNotice, Earlier};
use super::{address, asked};
use crate::access::Member;
use crate::accounts::Account;
use crate::accounts::studio::Studio;
use crate::catalog::card::option_words;
use crate::catalog::queries::product_list::{Filter, In, StateFilter};
use crate::catalog::queries::{self, DELETED, Product, REMOVED, Section};
use crate::catalog::rules::{self, Availability, Offer, Status};
use crate::catalog::{actions, categories, new_url, studio_url, url};
use crate::db::Db;
use crate::error::AppError;
use crate::photos::Picture;
use crate::web::form::{Errors, Form};
use crate::web::i18n::Texts;
use crate::web::request::{Answer, Visit};
use crate::web::{Frame, paging};

/// The state of a product in the list: CSS class and text of its badge.
pub struct Badge {
    pub class: &'static str,
    pub words: String,
}

pub struct Row {
    pub id: i64,
    /// Beginning of the URLs of its actions.
    pub base: String,
    /// The product's page, or its form if only the shop can see it.
    pub url: String,
    pub title: String,
    pub sku: Option<String>,
    /// Colour and size of a variant.
    pub option: Option<String>,
    pub picture: Option<Picture>,
    pub offer: Offer,
    pub badge: Badge,
    pub stock: Option<i64>,
    /// Its section and category.
    pub place: String,
    pub deleted: bool,
    pub removed: bool,
    pub published: bool,
    pub picked: bool,
    pub wishes: i64,
    pub updated_at: i64,
}

/// An option of a filter: its value, its label, and whether it is chosen.
pub struct Choice {
    pub value: String,
    pub words: String,
    pub on: bool,
}

impl Choice {
    fn new(value: &str, words: String, on: bool) -> Self {
        Self {
            value: value.to_owned(),
            words,
            on,
        }
    }
}

#[derive(Template)]
#[template(path = "catalog/product_list.html")]
pub struct ProductListPage {
    frame: Frame,
    studio: Studio,
    count: i64,
    /// Number of products that match the filter.
    found: i64,
    action: String,
    new: String,
    shop_products: String,
    asked: ListParams,
    states: Vec<Choice>,
    availabilities: Vec<Choice>,
    kinds: Vec<Choice>,
    places: Vec<Choice>,
    sections: Vec<Section>,
    acts: Vec<Choice>,
    rows: Vec<Row>,
    narrowed: bool,
    pick_all: Option<String>,
    every: Option<Every>,
    /// Ids of picked products that are not on this page.
    elsewhere: Vec<i64>,
    /// URL and title of the product that was just deleted, for the undo notice.
    undo: Option<(String, String)>,
    notice: Option<BatchNotice>,
    earlier: Vec<Earlier>,
    form: Form,
    errors: Errors,
    next: Option<String>,
}

/// The filter as the query string or the bulk form sends it.
#[derive(Default)]
pub struct ListParams {
    pub q: String,
    pub state: String,
    pub availability: String,
    pub category: String,
    pub section: String,
    pub group: String,
    pub after: String,
}

impl ListParams {
    pub fn read(get: impl Fn(&str) -> String) -> Self {
        Self {
            q: crate::text::excerpt(&get("q"), 100),
            state: get("state"),
            availability: get("availability"),
            category: get("category"),
            section: get("section"),
            group: get("group"),
            after: get("after"),
        }
    }

    /// Returns the filter, ignoring unknown values.
    pub fn filter(&self, sections: &[Section]) -> Filter {
        // URLs from before the two filters were separate use an availability as a state.
        let availability = Availability::from_code(&self.availability).or_else(|| Availability::from_code(&self.state));
        let section = match self.section.as_str() {
            "none" => Some(In::None),
            id => sections.iter().find(|s| s.id.to_string() == id).map(|s| In::Section(s.id)),
        };
        Filter {
            words: self.q.clone(),
            shelf: StateFilter::from_code(&self.state),
            availability,
            category: rules::category_code(&self.category).unwrap_or_default().to_owned(),
            section,
            group: self.group.clone(),
        }
    }

    /// Returns the URL of this list with one more parameter.
    pub fn address(&self, base: &str, after: &str, more: (&str, &str)) -> String {
        let values = [
            ("q", self.q.as_str()),
            ("state", &self.state),
            ("availability", &self.availability),
            ("category", &self.category),
            ("section", &self.section),
            ("group", &self.group),
            ("after", after),
            more,
        ];
        address(base, &values)
    }

    /// Returns names and values for the hidden fields of the bulk form, which shows the same list
    /// again.
    pub fn pairs(&self) -> [(&'static str, &str); 7] {
        [
            ("q", &self.q),
            ("state", &self.state),
            ("availability", &self.availability),
            ("category", &self.category),
            ("section", &self.section),
            ("group", &self.group),
            ("after", &self.after),
        ]
    }
}

/// Codes and locale keys of the bulk actions. Anything after a colon is the value of the action.
pub const ACTS: &[(&str, &str)] = &[
    ("price", "bulk-price"),
    ("percent", "bulk-percent"),
    ("sale", "bulk-sale"),
    ("sale_percent", "bulk-sale-percent"),
    ("no_sale", "bulk-no-sale"),
    ("availability:in_stock", "bulk-in-stock"),
    ("availability:out_of_stock", "bulk-out-of-stock"),
    ("availability:preorder", "bulk-preorder"),
    ("availability:backorder", "bulk-backorder"),
    ("section", "bulk-section"),
    ("status:published", "bulk-publish"),
    ("status:hidden", "bulk-hide"),
    ("status:draft", "bulk-draft"),
    ("delete", "bulk-delete"),
];

/// All products that match the filter and can be changed, if there are more than on this page.
pub struct Every {
    pub n: i64,
    pub words: String,
    /// Shown instead of the checkbox if there are too many for one action.
    pub too_many: Option<String>,
}

impl Every {
    fn of(t: &Texts, n: i64, narrowed: bool) -> Self {
        let key = if narrowed { "bulk-every-narrowed" } else { "bulk-every" };
        let max = rules::AT_ONCE_MAX;
        Self {
            n,
            words: t.with(key, &[("n", n.into())]),
            too_many: (n > max).then(|| t.with("bulk-every-most", &[("max", max.into())])),
        }
    }
}

/// Everything the list page is built from.
pub struct ListPageInput<'a> {
    pub t: &'static Texts,
    pub frame: Frame,
    pub member: &'a Member,
    pub shop: &'a Account,
    pub now: i64,
    pub asked: ListParams,
    /// The submitted bulk form and its errors.
    pub form: Form,
    pub errors: Errors,
    pub picked: HashSet<i64>,
    pub pick_all: bool,
    /// Ids of a product that was just deleted, and of a batch that was just applied or undone.
    pub deleted: String,
    pub done: String,
}

/// `GET /shops/{handle}/catalog?q=&state=&availability=&category=&section=&group=&after=&pick=all&deleted=&done=`
pub async fn index(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read(move |cx| {
            let shop = actions::studio_shop(cx.db, &cx.who, &handle)?;
            let look = ListPageInput {
                t: cx.t,
                frame: cx.frame(cx.t.text("studio-catalog-title")).section("me"),
                member: &cx.who,
                shop: &shop,
                now: cx.now,
                asked: ListParams::read(|name| asked(cx, name)),
                form: Form::default(),
                errors: Errors::default(),
                picked: HashSet::new(),
                pick_all: asked(cx, "pick") == "all",
                deleted: asked(cx, "deleted"),
                done: asked(cx, "done"),
            };
            let page = page(cx.db, look)?;
            cx.page(&page)
        })
        .await
}

/// Builds the page.
pub fn page(db: &mut Db, look: ListPageInput<'_>) -> Result<ProductListPage, AppError> {
    let (t, shop, asked) = (look.t, look.shop, look.asked);
    let sections = queries::sections::of_shop(db, shop.id)?;
    let filter = asked.filter(&sections);
    let after = paging::parse(Some(&asked.after))?;
    let mut products = queries::product_list::list(db, shop.id, &filter, after)?;
    let next = paging::cut(&mut products, |p| p.id);
    let ids: Vec<i64> = products.iter().map(|p| p.id).collect();
    let mut covers = queries::covers(db, &ids)?;
    let action = studio_url(&shop.handle);
    let undo = match paging::parse_id(&look.deleted) {
        Ok(id) => queries::by_id(db, id)?
            .filter(|p| p.account_id == shop.id && p.state == DELETED)
            .map(|p| (url(p.id), p.title)),
        Err(_) => None,
    };
    let notice = BatchNotice::just_done(db, t, shop, &look.done, look.now)?;
    let earlier = batch_notice::earlier(db, t, shop, look.now)?;
    let rows: Vec<Row> = products
        .into_iter()
        .map(|p| {
            let picture = covers.remove(&p.id);
            let picked = p.stands() && (look.pick_all || look.picked.contains(&p.id));
            row(t, p, &sections, picture, picked)
        })
        .collect();
    let act = look.form.get("act").to_owned();
    let acts = ACTS
        .iter()
        .map(|(code, key)| Choice::new(code, t.text(key), *code == act))
        .collect();
    let elsewhere = look
        .picked
        .iter()
        .copied()
        .filter(|id| !rows.iter().any(|r| r.id == *id))
        .collect();
    let changeable = queries::product_list::count_changeable(db, shop.id, &filter)?;
    let here = i64::try_from(rows.iter().filter(|r| !r.deleted && !r.removed).count()).unwrap_or(i64::MAX);
    let role = look.member.role_in(shop.id).ok_or(AppError::NotFound)?;
    let narrowed = is_narrowed(&filter);
    let every = (changeable > here || !look.form.get("every").is_empty()).then(|| Every::of(t, changeable, narrowed));
    Ok(ProductListPage {
        studio: Studio::new(shop, look.member, role, "catalog"),
        frame: look.frame,
        count: shop.product_count,
        found: queries::product_list::count(db, shop.id, &filter)?,
        new: new_url(&shop.handle),
        shop_products: crate::catalog::shop_url(&shop.handle),
        narrowed,
        pick_all: (!look.pick_all && rows.len() > 1).then(|| asked.address(&action, &asked.after, ("pick", "all"))),
        every,
        elsewhere,
        next: next.map(|id| asked.address(&action, &id.to_string(), ("", ""))),
        action,
        asked,
        states: states(t, &filter),
        availabilities: availabilities(t, &filter),
        kinds: kinds(t, &filter),
        places: places(t, &filter, &sections),
        sections,
        acts,
        rows,
        undo,
        notice,
        earlier,
        form: look.form,
        errors: look.errors,
    })
}

fn badge(t: &Texts, p: &Product) -> Badge {
    let (class, words) = match (p.state, Availability::from_code(&p.availability)) {
        (DELETED, _) => ("", t.text("product-state-deleted")),
        (REMOVED, _) => ("state-stop", t.text("product-state-removed")),
        (queries::DRAFT, _) => ("state-warn", t.text(Status::Draft.key())),
        (queries::HIDDEN, _) => ("state-warn", t.text(Status::Hidden.key())),
        (_, Some(Availability::OutOfStock)) => ("state-stop", t.text("availability-out_of_stock")),
        (_, Some(Availability::InStock) | None) => ("state-ok", t.text("availability-in_stock")),
        (_, Some(a)) => ("state-warn", t.text(a.key())),
    };
    Badge { class, words }
}

fn row(t: &Texts, p: Product, sections: &[Section], picture: Option<Picture>, picked: bool) -> Row {
    let section = p.section_id.and_then(|id| sections.iter().find(|s| s.id == id));
    let category = categories::path_words(t, &p.category);
    let place = section.map(|s| s.name.as_str()).into_iter().chain([category.as_str()]);
    let published = p.state == queries::PUBLISHED;
    Row {
        id: p.id,
        base: url(p.id),
        url: if published { url(p.id) } else { format!("{}/edit", url(p.id)) },
        picture,
        offer: p.offer(),
        badge: badge(t, &p),
        stock: p.stock,
        place: place.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" · "),
        deleted: p.state == DELETED,
        removed: p.state == REMOVED,
        published,
        picked,
        option: Some(option_words(&p.color, &p.size)).filter(|words| !words.is_empty()),
        title: p.title,
        sku: p.sku,
        wishes: p.wish_count,
        updated_at: p.updated_at,
    }
}

fn states(t: &Texts, filter: &Filter) -> Vec<Choice> {
    let state = |state: StateFilter, key: &str| Choice::new(state.code(), t.text(key), filter.shelf == state);
    let mut all = vec![state(StateFilter::All, "studio-state-all")];
    all.extend(Status::ALL.map(|s| state(StateFilter::Status(s), s.key())));
    all.push(state(StateFilter::Deleted, "product-state-deleted"));
    all.push(state(StateFilter::Removed, "product-state-removed"));
    all
}

fn availabilities(t: &Texts, filter: &Filter) -> Vec<Choice> {
    let mut all = vec![Choice::new("", t.text("studio-stock-all"), filter.availability.is_none())];
    all.extend(Availability::ALL.map(|a| Choice::new(a.code(), t.text(a.key()), filter.availability == Some(a))));
    all
}

fn kinds(t: &Texts, filter: &Filter) -> Vec<Choice> {
    let mut all = vec![Choice::new("", t.text("studio-kind-all"), filter.category.is_empty())];
    all.extend(rules::tops().map(|(code, key)| Choice::new(code, t.text(key), filter.category == code)));
    if rules::parent(&filter.category).is_some() {
        all.push(Choice::new(
            &filter.category,
            categories::path_words(t, &filter.category),
            true,
        ));
    }
    all
}

fn places(t: &Texts, filter: &Filter, sections: &[Section]) -> Vec<Choice> {
    let mut all = vec![Choice::new("", t.text("studio-section-all"), filter.section.is_none())];
    for s in sections {
        let on = filter.section == Some(In::Section(s.id));
        all.push(Choice::new(&s.id.to_string(), s.name.clone(), on));
    }
    all.push(Choice::new(
        "none",
        t.text("studio-section-none"),
        filter.section == Some(In::None),
    ));
    all
}

fn is_narrowed(filter: &Filter) -> bool {
    !filter.words.is_empty()
        || !filter.category.is_empty()
        || !filter.group.is_empty()
        || filter.shelf != StateFilter::All
        || filter.availability.is_some()
        || filter.section.is_some()
}

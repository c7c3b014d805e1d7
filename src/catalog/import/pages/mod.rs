//! Pages of import and export. This file has the start page with its upload, and exported files.
//! pages/arrival.rs reads uploads; pages/preview.rs is the page of one import with its view
//! (pages/view.rs) and rows (pages/rows.rs). Channel feeds are in catalog/export/pages.rs.

use actix_web::web;
use askama::Template;
use serde_json::json;

use self::arrival::{Unusable, fill, receive};
use self::words::{badge, conflict_text, number, size};
use super::actions;
use super::columns::{Columns, Field};
use super::options::Options;
use super::store::Store;
use super::table::{self, Unreadable};
use super::zip::{self, ZipFault};
use super::{batch_url, import_url};
use crate::access::Member;
use crate::accounts;
use crate::accounts::queries::Account;
use crate::accounts::studio::Studio;
use crate::catalog::actions::studio_shop;
use crate::catalog::batches::{Batch, queries as batches};
use crate::catalog::export::{queries as export, table_pages};
use crate::catalog::{rules, studio_url};
use crate::config::PublicUrl;
use crate::error::AppError;
use crate::photos::pipeline::MAX_FILE_BYTES;
use crate::web::form::{Errors, Limits};
use crate::web::i18n::Texts;
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Frame, Reply, numbers};
use crate::work_queue::Kind;

mod arrival;
pub mod preview;
mod rows;
mod view;
mod words;

/// Room for the zip, the table and the other fields.
const LIMITS: Limits = Limits {
    body: 312 * 1024 * 1024,
    file: zip::ZIP_MAX,
};

/// Maximum number of earlier imports on the page.
const HISTORY: i64 = 20;

/// A recognised column, for the list on the page.
struct Understood {
    words: String,
    code: &'static str,
    names: String,
}

/// An earlier import.
struct Line {
    url: String,
    title: String,
    at: i64,
    class: &'static str,
    state: String,
    rows: String,
}

/// The limits, in words.
struct Limit {
    file: String,
    rows: String,
    zip: String,
    photo: String,
}

#[derive(Template)]
#[template(path = "catalog/import/entrance.html")]
struct ImportPage {
    frame: Frame,
    studio: Studio,
    errors: Errors,
    action: String,
    catalog: String,
    limit: Limit,
    understood: Vec<Understood>,
    history: Vec<Line>,
    merchant: String,
    naver: String,
    without_photo: i64,
    /// Numbers of the files that make up the catalog, if one file is not enough for an import.
    parts: Vec<usize>,
}

/// The page's data from the database.
struct Read {
    history: Vec<Batch>,
    without_photo: i64,
    parts: usize,
}

/// Number of products that fit into one file, however long they are.
const SURELY_ONE: i64 = 400;

impl Read {
    fn of(db: &mut crate::db::Db, shop_id: i64, site: &PublicUrl) -> Result<Self, AppError> {
        let parts = if export::count(db, shop_id)? > SURELY_ONE {
            table_pages::parts(db, shop_id, site, ',')?.len()
        } else {
            1
        };
        Ok(Self {
            history: batches::history(db, shop_id, HISTORY)?,
            without_photo: export::without_photo(db, shop_id)?,
            parts,
        })
    }
}

fn page<D>(cx: &Cx<'_, D, Box<Member>>, shop: &Account, read: Read, errors: Errors) -> Result<ImportPage, AppError> {
    let t = cx.t;
    let role = cx.who.role_in(shop.id).ok_or(AppError::NotFound)?;
    let history = read
        .history
        .iter()
        .map(|batch| {
            let options = Options::of(batch);
            let (class, state) = badge(t, batch);
            let [new, changed, ..] = options.counts;
            Line {
                url: batch_url(&shop.handle, batch.id),
                title: batch.title.clone(),
                at: batch.created_at,
                class,
                state,
                rows: t.with("import-history-rows", &[("new", new.into()), ("changed", changed.into())]),
            }
        })
        .collect();
    let understood = Field::all()
        .map(|field| Understood {
            words: t.text(field.key()),
            code: field.code(),
            names: field.names().join(", "),
        })
        .collect();
    let site = &cx.app.config.public_url;
    let home = accounts::url(&shop.handle);
    Ok(ImportPage {
        studio: Studio::new(shop, &cx.who, role, "catalog"),
        frame: cx.frame(t.text("import-title")).section("me"),
        errors,
        action: import_url(&shop.handle),
        catalog: studio_url(&shop.handle),
        limit: Limit {
            file: size(u64::try_from(table::FILE_MAX).unwrap_or(0)),
            rows: number(table::ROWS_MAX),
            zip: size(zip::ZIP_MAX),
            photo: size(MAX_FILE_BYTES),
        },
        understood,
        history,
        merchant: site.join(&format!("{home}/products.xml")),
        naver: site.join(&format!("{home}/naver.tsv")),
        without_photo: read.without_photo,
        parts: if read.parts > 1 {
            (1..=read.parts).collect()
        } else {
            Vec::new()
        },
    })
}

/// `GET /shops/{handle}/catalog/import`
pub async fn entrance(visit: Visit<Box<Member>>, path: web::Path<String>) -> Answer {
    let handle = path.into_inner();
    visit
        .read_heavy(move |cx| {
            let shop = studio_shop(cx.db, &cx.who, &handle)?;
            let read = Read::of(cx.db, shop.id, &cx.app.config.public_url)?;
            let page = page(cx, &shop, read, Errors::default())?;
            cx.page(&page)
        })
        .await
}

/// `POST /shops/{handle}/catalog/import`
pub async fn upload(visit: Visit<Box<Member>>, path: web::Path<String>, body: web::Payload) -> Answer {
    let handle = path.into_inner();
    let (_, member) = visit.admit().await?;
    let asked = handle.clone();
    let may = visit
        .app
        .db
        .read(move |db| studio_shop(db, &member, &asked).map(|_| ()))
        .await;
    may.map_err(|e| visit.refuse(e))?;
    let form = visit.form(body, LIMITS).await?;
    let (app, key) = (visit.app.clone(), form.get("key").to_owned());
    let arrived = visit.app.db.work().run(Kind::Heavy, move || receive(&app, form)).await;
    let arrived = arrived.map_err(|e| visit.refuse(e))?;
    let filled = fill(&visit, &handle, arrived).await?;
    visit
        .write_once(&key, move |cx| {
            let shop = studio_shop(cx.db, &cx.who, &handle)?;
            let mut errors = Errors::default();
            let filled = match filled {
                Ok(filled) => Some(filled),
                Err(None) => {
                    errors.add("file", cx.t.text("import-file-missing"));
                    None
                }
                Err(Some(Unusable::Table(why))) => {
                    errors.add("file", unreadable(cx.t, &why));
                    None
                }
                Err(Some(Unusable::Zip(why))) => {
                    errors.add("photos", zip_words(cx.t, why));
                    None
                }
            };
            let Some((table, filled)) = filled else {
                let read = Read::of(cx.db, shop.id, &cx.app.config.public_url)?;
                let page = page(cx, &shop, read, errors.clone())?;
                return cx.invalid(&page, errors);
            };
            let (id, gone) = actions::preview(cx.db, &cx.who, &shop, &filled)?;
            let options = filled.options;
            // If this is not committed after all, the earlier preview must be uploaded again.
            let store = Store::of(cx.app);
            gone.iter().for_each(|name| store.delete(name));
            let to = batch_url(&shop.handle, id);
            if options.muddled {
                let batch = batches::find(cx.db, shop.id, id)?.ok_or(AppError::NotFound)?;
                let columns = Columns::of(&table.header, &options.told());
                let mut errors = Errors::default();
                for conflict in columns.conflicts() {
                    errors.add("map", conflict_text(cx.t, &conflict));
                }
                let shown = view::Shown::read(cx.db, batch, Some(&table), None, 0)?;
                let page = view::page(cx, &shop, shown, errors.clone())?;
                return cx.invalid(&page, errors);
            }
            let [new, changed, same, wrong] = options.counts;
            let counts = json!({ "new": new, "changed": changed, "same": same, "wrong": wrong });
            Ok(Reply::see(to).json(json!({ "id": id.to_string(), "counts": counts })))
        })
        .await
}

/// Returns the reason a file cannot be read, in words.
fn unreadable(t: &Texts, why: &Unreadable) -> String {
    let line = |n: usize| numbers::exact(i64::try_from(n).unwrap_or(i64::MAX));
    match why {
        Unreadable::TooLarge => {
            let max = size(u64::try_from(table::FILE_MAX).unwrap_or(0));
            t.with("import-file-too-large", &[("max", max.into())])
        }
        Unreadable::Workbook => t.text("import-file-workbook"),
        Unreadable::Encoding { line: n } => t.with("import-file-encoding", &[("line", line(*n).into())]),
        Unreadable::Empty => t.text("import-file-empty"),
        Unreadable::TooManyRows => t.with("import-file-rows", &[("max", number(table::ROWS_MAX).into())]),
        Unreadable::TooManyColumns => t.with("import-file-columns", &[("max", number(table::COLUMNS_MAX).into())]),
        Unreadable::Header(_) => t.text("import-file-header"),
    }
}

fn zip_words(t: &Texts, why: ZipFault) -> String {
    match why {
        ZipFault::TooManyEntries => t.with("import-zip-entries", &[("max", number(zip::ENTRIES_MAX).into())]),
        ZipFault::TooLarge => t.with("import-zip-large", &[("max", size(zip::ZIP_MAX).into())]),
        ZipFault::Locked => t.text("import-zip-locked"),
        ZipFault::Broken | ZipFault::Missing | ZipFault::Ambiguous => t.text("import-zip-broken"),
    }
}

impl ImportPage {
    /// Most photos of a product, for the words on the page.
    fn photos_max(&self) -> usize {
        rules::PHOTOS_MAX
    }
}

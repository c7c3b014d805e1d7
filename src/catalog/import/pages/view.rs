//! The view of one import, built from its stored rows in the viewer's language.

use std::collections::HashMap;

use askama::Template;
use serde_json::{Value, json};

use super::rows::{LostPhoto, RowView, lost, row};
use super::words::{badge, conflict_text};
use crate::access::Member;
use crate::accounts::queries::Account;
use crate::accounts::studio::Studio;
use crate::catalog::batches::queries::{self as batches, BatchPhoto, BatchRow, Show};
use crate::catalog::batches::{Batch, Outcome, State, Task, UNDO_DAYS};
use crate::catalog::import::columns::{ColumnChoice, Columns, Field};
use crate::catalog::import::options::Options;
use crate::catalog::import::table::Table;
use crate::catalog::import::{batch_url, import_url};
use crate::catalog::queries::product_list;
use crate::catalog::url;
use crate::db::Db;
use crate::error::AppError;
use crate::text::excerpt;
use crate::web::form::Errors;
use crate::web::i18n::Texts;
use crate::web::request::Cx;
use crate::web::{Frame, paging};

/// Maximum number of unavailable photos on the page.
const WRONG_PHOTOS: i64 = 100;
/// Maximum number of products listed that an undo left unchanged.
const LEFT: usize = 100;
/// Rows that are read for sample values of a column, the number of values, and their length.
const SAMPLE_ROWS: usize = 50;
const SAMPLES: usize = 3;
const SAMPLE: usize = 24;

/// The data of an import's page.
pub struct Shown {
    batch: Batch,
    options: Options,
    columns: Columns,
    /// Sample values of each column.
    samples: Vec<String>,
    /// Current titles of the products of these rows.
    titles: HashMap<i64, String>,
    show: Option<Show>,
    rows: Vec<BatchRow>,
    next: Option<i32>,
    /// Number of rows that are done while a task is running.
    done: i64,
    photos: [i64; 3],
    wrong_photos: Vec<BatchPhoto>,
    /// Ids and titles of products that an undo left unchanged.
    left: Vec<(i64, String)>,
}

impl Shown {
    /// Reads an import. `table` names the columns; without it (the file is gone) none are shown.
    pub fn read(db: &mut Db, batch: Batch, table: Option<&Table>, show: Option<Show>, after: i32) -> Result<Self, AppError> {
        let options = Options::of(&batch);
        let columns = table.map(|t| Columns::of(&t.header, &options.told())).unwrap_or_default();
        // By default, show first what needs attention.
        let show = show.or_else(|| {
            let first = [Outcome::Wrong, Outcome::Changed, Outcome::New, Outcome::Same];
            first.into_iter().find(|o| options.count(*o) > 0).map(Show::Of)
        });
        let limit = paging::PAGE_SIZE;
        let mut rows = batches::page(db, batch.id, show, after, paging::LIMIT)?;
        let next = (rows.len() > limit).then(|| {
            rows.truncate(limit);
            rows.last().map_or(0, |r| r.line)
        });
        let some: Vec<i64> = options.undone.left.iter().copied().take(LEFT).collect();
        let left = product_list::chosen(db, batch.account_id, &some)?;
        let ids: Vec<i64> = rows.iter().filter_map(|r| r.product_id).collect();
        let titles = product_list::chosen(db, batch.account_id, &ids)?;
        let done = match batch.task()? {
            Some(Task::Undoing(task)) => task.undone.restored,
            Some(_) => batches::done_count(db, batch.id)?,
            None => 0,
        };
        Ok(Self {
            done,
            samples: table.map(|t| samples(t, columns.0.len())).unwrap_or_default(),
            titles: titles.into_iter().map(|p| (p.id, p.title)).collect(),
            left: left.into_iter().map(|p| (p.id, p.title)).collect(),
            photos: batches::photo_counts(db, batch.id)?,
            wrong_photos: batches::wrong_photos(db, batch.id, WRONG_PHOTOS)?,
            batch,
            options,
            columns,
            show,
            rows,
            next,
        })
    }
}

/// Returns the first distinct values of each column, joined into one line.
fn samples(table: &Table, columns: usize) -> Vec<String> {
    let mut found = vec![Vec::<String>::new(); columns];
    for row in table.rows().take(SAMPLE_ROWS).flatten() {
        for (n, seen) in found.iter_mut().enumerate() {
            let cell = excerpt(row.cell(n).trim(), SAMPLE);
            if seen.len() < SAMPLES && !cell.is_empty() && !seen.contains(&cell) {
                seen.push(cell);
            }
        }
    }
    found.into_iter().map(|seen| seen.join(" · ")).collect()
}

pub struct Tab {
    pub words: String,
    pub n: i64,
    pub url: String,
    pub on: bool,
}

/// A column and the choice for it.
pub struct ColumnView {
    pub name: String,
    pub told: &'static str,
    /// The recognised field; empty if the column is unknown.
    pub taken: String,
    pub unknown: bool,
    /// Sample values of the column.
    pub sample: String,
}

#[derive(Template)]
#[template(path = "catalog/import/preview.html")]
pub struct BatchPage {
    frame: Frame,
    studio: Studio,
    errors: Errors,
    entrance: String,
    base: String,
    catalog: String,
    file: String,
    encoding: String,
    state: String,
    class: &'static str,
    words: String,
    at: i64,
    columns: Vec<ColumnView>,
    choices: Vec<(&'static str, String)>,
    unknown: usize,
    muddled: bool,
    tabs: Vec<Tab>,
    rows: Vec<RowView>,
    next: Option<String>,
    todo: i64,
    wrong: i64,
    /// Number of rows that are applied in spite of a problem, and the URL that lists them.
    noted: i64,
    noted_url: String,
    only_right: bool,
    /// Number of rows that are done while a task is running.
    done: i64,
    photos: [i64; 3],
    stopped: bool,
    lost: Vec<LostPhoto>,
    undoable: bool,
    restored: i64,
    left_all: usize,
    /// URLs and titles of the first of them.
    left: Vec<(String, String)>,
}

impl BatchPage {
    fn is(&self, state: &str) -> bool {
        self.state == state
    }

    fn under_way(&self) -> bool {
        ["applying", "undoing", "taking_back"].contains(&self.state.as_str())
    }

    fn left_more(&self) -> usize {
        self.left_all.saturating_sub(self.left.len())
    }

    fn undo_days(&self) -> i64 {
        UNDO_DAYS
    }

    fn photos_all(&self) -> i64 {
        self.photos.iter().sum()
    }

    fn photos_done(&self) -> i64 {
        let [_, done, wrong] = self.photos;
        done + wrong
    }

    fn photos_waiting(&self) -> i64 {
        let [waiting, ..] = self.photos;
        waiting
    }
}

fn tab_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::New => "import-new",
        Outcome::Changed => "import-changed",
        Outcome::Same => "import-same",
        Outcome::Wrong => "import-wrong",
    }
}

fn list_url(base: &str, show: Show) -> String {
    format!("{base}?show={}", show.code())
}

fn tabs(t: &Texts, shown: &Shown, base: &str) -> Vec<Tab> {
    [Outcome::Wrong, Outcome::New, Outcome::Changed, Outcome::Same]
        .into_iter()
        .map(|o| Tab {
            words: t.text(tab_key(o)),
            n: shown.options.count(o),
            url: list_url(base, Show::Of(o)),
            on: shown.show == Some(Show::Of(o)),
        })
        .collect()
}

fn columns(t: &Texts, shown: &Shown) -> Vec<ColumnView> {
    shown
        .columns
        .0
        .iter()
        .enumerate()
        .map(|(n, c)| ColumnView {
            sample: shown.samples.get(n).cloned().unwrap_or_default(),
            name: if c.name.is_empty() {
                t.text("import-column-nameless")
            } else {
                c.name.clone()
            },
            told: c.told.code(),
            taken: c.field.map(|f| t.text(f.key())).unwrap_or_default(),
            unknown: c.field.is_none() && c.told == ColumnChoice::Auto,
        })
        .collect()
}

pub fn page<D>(cx: &Cx<'_, D, Box<Member>>, shop: &Account, shown: Shown, errors: Errors) -> Result<BatchPage, AppError> {
    let t = cx.t;
    let role = cx.who.role_in(shop.id).ok_or(AppError::NotFound)?;
    let base = batch_url(&shop.handle, shown.batch.id);
    let list = |show: Show| list_url(&base, show);
    let (class, words) = badge(t, &shown.batch);
    let mut errors = errors;
    if errors.is_empty() && shown.options.muddled && shown.batch.is(State::Preview) {
        for conflict in shown.columns.conflicts() {
            errors.add("map", conflict_text(t, &conflict));
        }
    }
    Ok(BatchPage {
        studio: Studio::new(shop, &cx.who, role, "catalog"),
        frame: cx
            .frame(t.with("import-of", &[("file", shown.batch.title.as_str().into())]))
            .section("me"),
        errors,
        entrance: import_url(&shop.handle),
        catalog: crate::catalog::studio_url(&shop.handle),
        file: shown.batch.title.clone(),
        encoding: shown.options.encoding.clone(),
        class,
        words,
        at: shown
            .batch
            .undone_at
            .or(shown.batch.applied_at)
            .unwrap_or(shown.batch.created_at),
        unknown: shown.columns.unknown().count(),
        muddled: shown.options.muddled,
        columns: columns(t, &shown),
        choices: Field::all().map(|f| (f.code(), t.text(f.key()))).collect(),
        tabs: tabs(t, &shown, &base),
        rows: shown
            .rows
            .iter()
            .map(|r| row(t, r, r.product_id.and_then(|id| shown.titles.get(&id)).map(String::as_str)))
            .collect(),
        next: shown
            .next
            .zip(shown.show)
            .map(|(line, show)| format!("{}&after={line}", list(show))),
        noted: shown.options.noted,
        noted_url: list(Show::Noted),
        todo: shown.options.count(Outcome::New) + shown.options.count(Outcome::Changed),
        wrong: shown.options.count(Outcome::Wrong),
        only_right: shown.options.only_right,
        done: shown.done,
        photos: shown.photos,
        stopped: shown.options.stopped,
        lost: shown.wrong_photos.iter().map(|p| lost(t, p)).collect(),
        undoable: shown.batch.undoable(cx.now),
        restored: shown.options.undone.restored,
        left_all: shown.options.undone.left.len(),
        left: shown
            .left
            .into_iter()
            .map(|(id, title)| (format!("{}/edit", url(id)), title))
            .collect(),
        state: shown.batch.shown_state()?,
        base,
    })
}

impl BatchPage {
    /// Returns the page's data for API clients.
    pub fn json(&self) -> Value {
        let count = |n: usize| self.tabs.get(n).map_or(0, |t| t.n);
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|r| {
                let changes: Vec<Value> = r
                    .changes
                    .iter()
                    .map(|c| json!({ "field": c.field, "old": c.old.cell, "new": c.new.cell }))
                    .collect();
                let wrong: Vec<Value> = r
                    .wrong
                    .iter()
                    .map(|w| json!({ "column": w.column, "reason": w.reason, "read": w.read }))
                    .collect();
                json!({ "line": r.line, "outcome": r.outcome, "title": r.title, "product": r.url, "changes": changes, "problems": wrong })
            })
            .collect();
        let columns: Vec<Value> = self
            .columns
            .iter()
            .map(|c| json!({ "name": c.name, "is": c.taken, "unknown": c.unknown }))
            .collect();
        let lost: Vec<Value> = self
            .lost
            .iter()
            .map(|p| json!({ "line": p.line, "name": p.name, "reason": p.reason }))
            .collect();
        let [waiting, done, wrong] = self.photos;
        json!({
            "state": self.state,
            "file": self.file,
            "encoding": self.encoding,
            "columns": columns,
            "counts": { "wrong": count(0), "new": count(1), "changed": count(2), "same": count(3), "noted": self.noted },
            "rows": rows,
            "next": self.next,
            "photos": { "waiting": waiting, "done": done, "wrong": wrong, "problems": lost },
            "restored": self.restored,
            "left": self.left.iter().map(|(url, _)| url).collect::<Vec<_>>(),
            "errors": self.errors.to_map(),
        })
    }
}

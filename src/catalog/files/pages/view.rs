//! What the page of an import shows: made of what is kept, in the words of whoever looks.

use askama::Template;
use serde_json::{Value, json};

use super::super::actions::{New, Old, Options, problems};
use super::super::columns::{Columns, Field, Told};
use super::super::plan::{Outcome, Shot};
use super::super::problem::Problem;
use super::super::queries::batches::{self, Batch, KeptPhoto, KeptRow};
use super::super::table::Table;
use super::super::{batch_url, import_url, values};
use super::{badge, muddle_words};
use crate::access::Member;
use crate::accounts::queries::Account;
use crate::accounts::studio::Studio;
use crate::catalog::url;
use crate::db::Db;
use crate::error::AppError;
use crate::text::excerpt;
use crate::web::form::Errors;
use crate::web::i18n::Texts;
use crate::web::visit::Cx;
use crate::web::{Frame, cursor};

/// Photos that could not be had, on one page.
const WRONG_PHOTOS: i64 = 100;
/// Characters of a value.
const SHOWN: usize = 120;

/// What is read of an import.
pub struct Shown {
    batch: Batch,
    options: Options,
    columns: Columns,
    outcome: Option<Outcome>,
    rows: Vec<KeptRow>,
    next: Option<i32>,
    photos: [i64; 3],
    wrong_photos: Vec<KeptPhoto>,
}

impl Shown {
    /// `table` gives the columns their names; without it (the file is gone) none are shown.
    pub fn read(
        db: &mut Db,
        batch: Batch,
        table: Option<&Table>,
        outcome: Option<Outcome>,
        after: i32,
    ) -> Result<Self, AppError> {
        let options = Options::of(&batch);
        let columns = table.map(|t| Columns::of(&t.header, &options.told())).unwrap_or_default();
        // Without a choice, what needs the person's eyes comes first.
        let outcome = outcome.or_else(|| {
            let first = [Outcome::Wrong, Outcome::Changed, Outcome::New, Outcome::Same];
            first.into_iter().find(|o| options.count(*o) > 0)
        });
        let limit = cursor::PAGE_SIZE;
        let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
        let mut rows = batches::page(db, batch.id, outcome.map(Outcome::code), after, more)?;
        let next = (rows.len() > limit).then(|| {
            rows.truncate(limit);
            rows.last().map_or(0, |r| r.line)
        });
        Ok(Self {
            photos: batches::photo_counts(db, batch.id)?,
            wrong_photos: batches::wrong_photos(db, batch.id, WRONG_PHOTOS)?,
            batch,
            options,
            columns,
            outcome,
            rows,
            next,
        })
    }
}

pub struct Change {
    pub field: String,
    pub old: String,
    pub new: String,
}

pub struct Wrong {
    pub column: String,
    pub reason: String,
    pub read: String,
}

pub struct RowView {
    pub line: i32,
    pub outcome: &'static str,
    pub title: String,
    pub url: Option<String>,
    pub changes: Vec<Change>,
    pub wrong: Vec<Wrong>,
}

pub struct Tab {
    pub words: String,
    pub n: i64,
    pub url: String,
    pub on: bool,
}

/// A column with what can be chosen for it.
pub struct ColumnView {
    pub name: String,
    pub told: &'static str,
    /// What it is taken for without being told; empty where nobody knows.
    pub taken: String,
    pub unknown: bool,
}

pub struct LostPhoto {
    pub line: i32,
    pub name: String,
    pub reason: String,
}

#[derive(Template)]
#[template(path = "catalog/import_batch.html")]
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
    only_right: bool,
    photos: [i64; 3],
    stopped: bool,
    lost: Vec<LostPhoto>,
    restored: i64,
    left: Vec<(String, String)>,
}

impl BatchPage {
    fn is(&self, state: &str) -> bool {
        self.state == state
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

fn photos_words(t: &Texts, n: usize) -> String {
    t.with("import-photos-n", &[("n", n.into())])
}

/// What a row changes, field by field, in the words of an exported file.
fn changes(t: &Texts, old: Option<&Old>, new: &New) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in Field::ALL {
        let after = values::cell(&new.draft, field);
        let before = old.map(|o| values::cell(&o.draft, field)).unwrap_or_default();
        let told = old.is_some() || !matches!(field, Field::Title | Field::Id | Field::Condition | Field::Visibility);
        if before != after && told {
            changes.push(Change {
                field: t.text(field.key()),
                old: excerpt(&before, SHOWN),
                new: excerpt(&after, SHOWN),
            });
        }
    }
    if let Some(shots) = &new.shots {
        let names: Vec<&str> = shots
            .iter()
            .filter_map(|s| match s {
                Shot::Zip(name) => Some(name.as_str()),
                Shot::Own(_) => None,
            })
            .collect();
        let mut words = photos_words(t, shots.len());
        if !names.is_empty() {
            words = format!("{words} ({})", excerpt(&names.join(", "), SHOWN));
        }
        changes.push(Change {
            field: t.text("import-photos"),
            old: old.map(|o| photos_words(t, o.photos.len())).unwrap_or_default(),
            new: words,
        });
    }
    changes
}

fn wrong(t: &Texts, problem: Problem) -> Wrong {
    Wrong {
        reason: problem.words(t),
        column: problem.column,
        read: problem.read,
    }
}

fn row(t: &Texts, row: &KeptRow) -> RowView {
    let new: Option<New> = serde_json::from_str(&row.new).ok();
    let old: Option<Old> = serde_json::from_str(&row.old).ok();
    let title = match &new {
        Some(new) => new.draft.title.clone(),
        None => serde_json::from_str(&row.new).unwrap_or_default(),
    };
    RowView {
        line: row.line,
        outcome: Outcome::from_code(&row.outcome).map_or("", Outcome::code),
        url: row.product_id.map(url),
        changes: new.map(|new| changes(t, old.as_ref(), &new)).unwrap_or_default(),
        wrong: problems(row).into_iter().map(|p| wrong(t, p)).collect(),
        title,
    }
}

/// Why a photo could not be had: kept as a problem of the row, as a fault of the zip, or as a mistake
/// of the photo itself.
fn lost(t: &Texts, photo: &KeptPhoto) -> LostPhoto {
    let reason = match serde_json::from_str::<Problem>(&photo.problem) {
        Ok(problem) => problem.words(t),
        Err(_) => {
            let (key, kind) = photo.problem.split_once(' ').unwrap_or((&photo.problem, ""));
            let zip = format!("import-photo-{key}");
            if t.has(&zip) {
                t.text(&zip)
            } else if t.has(key) {
                let max = crate::web::format::exact(i64::from(crate::photos::pipeline::MAX_SIDE));
                t.with(
                    key,
                    &[
                        ("name", photo.name.as_str().into()),
                        ("size", "20MB".into()),
                        ("pixels", crate::web::format::count(t.locale(), 50_000_000).into()),
                        ("max", max.into()),
                        ("kind", kind.into()),
                    ],
                )
            } else {
                t.text("import-photo-stopped")
            }
        }
    };
    LostPhoto {
        line: photo.line,
        name: photo.name.clone(),
        reason,
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

pub fn page<D>(cx: &Cx<'_, D, Box<Member>>, shop: &Account, shown: Shown, errors: Errors) -> Result<BatchPage, AppError> {
    let t = cx.t;
    let role = cx.who.role_in(shop.id).ok_or(AppError::NotFound)?;
    let base = batch_url(&shop.handle, shown.batch.id);
    let list = |outcome: Outcome| format!("{base}?show={}", outcome.code());
    let (class, words) = badge(t, &shown.batch);
    let tabs = [Outcome::Wrong, Outcome::New, Outcome::Changed, Outcome::Same]
        .into_iter()
        .map(|o| Tab {
            words: t.text(tab_key(o)),
            n: shown.options.count(o),
            url: list(o),
            on: shown.outcome == Some(o),
        })
        .collect();
    let columns: Vec<ColumnView> = shown
        .columns
        .0
        .iter()
        .map(|c| ColumnView {
            name: if c.name.is_empty() {
                t.text("import-column-nameless")
            } else {
                c.name.clone()
            },
            told: c.told.code(),
            taken: c.field.map(|f| t.text(f.key())).unwrap_or_default(),
            unknown: c.field.is_none() && c.told == Told::Auto,
        })
        .collect();
    let mut errors = errors;
    if errors.is_empty() && shown.options.muddled && shown.batch.state == "preview" {
        for muddle in shown.columns.muddles() {
            errors.add("map", muddle_words(t, &muddle));
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
        columns,
        choices: Field::ALL.into_iter().map(|f| (f.code(), t.text(f.key()))).collect(),
        tabs,
        rows: shown.rows.iter().map(|r| row(t, r)).collect(),
        next: shown
            .next
            .zip(shown.outcome)
            .map(|(line, o)| format!("{}&after={line}", list(o))),
        todo: shown.options.count(Outcome::New) + shown.options.count(Outcome::Changed),
        wrong: shown.options.count(Outcome::Wrong),
        only_right: shown.options.only_right,
        photos: shown.photos,
        stopped: shown.options.stopped,
        lost: shown.wrong_photos.iter().map(|p| lost(t, p)).collect(),
        restored: shown.options.restored,
        left: shown.options.left.iter().map(|id| (url(*id), id.to_string())).collect(),
        state: shown.batch.state,
        base,
    })
}

impl BatchPage {
    /// The same for programs.
    pub fn json(&self) -> Value {
        let count = |n: usize| self.tabs.get(n).map_or(0, |t| t.n);
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|r| {
                let changes: Vec<Value> = r
                    .changes
                    .iter()
                    .map(|c| json!({ "field": c.field, "old": c.old, "new": c.new }))
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
            "counts": { "wrong": count(0), "new": count(1), "changed": count(2), "same": count(3) },
            "rows": rows,
            "next": self.next,
            "photos": { "waiting": waiting, "done": done, "wrong": wrong, "problems": lost },
            "restored": self.restored,
            "left": self.left.iter().map(|(url, _)| url).collect::<Vec<_>>(),
            "errors": self.errors.to_map(),
        })
    }
}

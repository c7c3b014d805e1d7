//! Rows of an import and its unavailable photos, in the viewer's language.

use crate::catalog::batches::Outcome;
use crate::catalog::batches::queries::{BatchPhoto, BatchRow};
use crate::catalog::import::actions::{New, Old, problems};
use crate::catalog::import::columns::Field;
use crate::catalog::import::plan::PhotoSource;
use crate::catalog::import::problem::Problem;
use crate::catalog::import::values;
use crate::catalog::rules::Draft;
use crate::catalog::{categories, url};
use crate::photos::pipeline::{MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE};
use crate::text::excerpt;
use crate::web::i18n::Texts;
use crate::web::{format, numbers};

/// Maximum length of a value in characters.
const SHOWN: usize = 120;

/// A field before and after.
pub struct Change {
    pub field: String,
    pub old: Value,
    pub new: Value,
}

/// The value of a field.
#[derive(Default)]
pub struct Value {
    /// For people.
    pub words: String,
    /// As in a file.
    pub cell: String,
}

impl Value {
    fn of(t: &Texts, draft: &Draft, field: Field) -> Self {
        let cell = values::cell(draft, field);
        Self {
            words: excerpt(&words(t, draft, field).unwrap_or_else(|| cell.clone()), SHOWN),
            cell: excerpt(&cell, SHOWN),
        }
    }

    fn plain(words: String) -> Self {
        Self {
            cell: words.clone(),
            words,
        }
    }
}

/// Returns a value in words if a file has a code for it.
fn words(t: &Texts, draft: &Draft, field: Field) -> Option<String> {
    let won = |amount| numbers::won(t.locale(), amount);
    match field {
        Field::Price => Some(won(draft.price)),
        Field::SalePrice => draft.sale_price.map(won),
        Field::SaleDates if draft.sale_from.is_some() || draft.sale_until.is_some() => {
            let day = |at: Option<i64>| at.map(|at| format::full(t.locale(), at)).unwrap_or_default();
            Some(format!("{} ~ {}", day(draft.sale_from), day(draft.sale_until)))
        }
        Field::Availability => Some(t.text(draft.availability.key())),
        Field::Condition => Some(t.text(draft.condition.key())),
        Field::ProductType => Some(categories::path_words(t, &draft.category)),
        Field::Quantity => draft.stock.map(numbers::exact),
        Field::Visibility => Some(t.text(draft.status.key())),
        _ => None,
    }
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

pub struct LostPhoto {
    pub line: i32,
    pub name: String,
    pub reason: String,
}

fn photos_words(t: &Texts, n: usize) -> String {
    t.with("import-photos-n", &[("n", n.into())])
}

/// Returns the changes of a row, field by field, in the columns of an exported file.
fn changes(t: &Texts, old: Option<&Old>, new: &New) -> Vec<Change> {
    let mut changes = Vec::new();
    for field in Field::WRITTEN {
        let after = values::cell(&new.draft, field);
        let before = old.map(|o| values::cell(&o.draft, field)).unwrap_or_default();
        let told = old.is_some() || !matches!(field, Field::Title | Field::Id | Field::Condition | Field::Visibility);
        if before != after && told {
            changes.push(Change {
                field: t.text(field.key()),
                old: old.map(|o| Value::of(t, &o.draft, field)).unwrap_or_default(),
                new: Value::of(t, &new.draft, field),
            });
        }
    }
    if let Some(shots) = &new.shots {
        let names: Vec<&str> = shots
            .iter()
            .filter_map(|s| match s {
                PhotoSource::Zip(name) => Some(name.as_str()),
                PhotoSource::Own(_) => None,
            })
            .collect();
        let mut words = photos_words(t, shots.len());
        if !names.is_empty() {
            words = format!("{words} ({})", excerpt(&names.join(", "), SHOWN));
        }
        changes.push(Change {
            field: t.text("import-photos"),
            old: old
                .map(|o| Value::plain(photos_words(t, o.photos.as_ref().map_or(0, Vec::len))))
                .unwrap_or_default(),
            new: Value::plain(words),
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

/// Returns the view of a row. `known` is the current title of its product.
pub fn row(t: &Texts, row: &BatchRow, known: Option<&str>) -> RowView {
    let new: Option<New> = serde_json::from_str(&row.new).ok();
    let old: Option<Old> = serde_json::from_str(&row.old).ok();
    let title = match &new {
        Some(new) => new.draft.title.clone(),
        None if row.new.is_empty() => known.unwrap_or_default().to_owned(),
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

/// Returns the reason a photo is not available. It is stored as a problem of the row, a fault of
/// the zip, or an error of the photo itself.
pub fn lost(t: &Texts, photo: &BatchPhoto) -> LostPhoto {
    let reason = match serde_json::from_str::<Problem>(&photo.problem) {
        Ok(problem) => problem.words(t),
        Err(_) => {
            let (key, kind) = photo.problem.split_once(' ').unwrap_or((&photo.problem, ""));
            let zip = format!("import-photo-{key}");
            if t.has(&zip) {
                t.text(&zip)
            } else if t.has(key) {
                let pixels = i64::try_from(MAX_PIXELS).unwrap_or(i64::MAX);
                t.with(
                    key,
                    &[
                        ("name", photo.name.as_str().into()),
                        ("size", super::words::size(MAX_FILE_BYTES).into()),
                        ("pixels", numbers::count(t.locale(), pixels).into()),
                        ("max", numbers::exact(i64::from(MAX_SIDE)).into()),
                        ("kind", crate::photos::actions::kind_words(t, kind).into()),
                    ],
                )
            } else {
                t.text("import-photo-broken")
            }
        }
    };
    LostPhoto {
        line: photo.line,
        name: photo.name.clone(),
        reason,
    }
}

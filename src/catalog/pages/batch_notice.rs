//! Notices about changes to many products at once in the studio: the latest one, and earlier ones
//! that can be undone.

use crate::accounts::Account;
use crate::catalog::batches::progress::Tally;
use crate::catalog::batches::{Batch, State, Undone, queries as batches};
use crate::catalog::undo_url;
use crate::db::Db;
use crate::error::AppError;
use crate::web::i18n::Texts;
use crate::web::paging;

/// Number of earlier batches on the page.
const EARLIER: i64 = 5;

/// The result of the latest batch, and how to undo it.
pub struct BatchNotice {
    pub words: String,
    /// The number of products that were left unchanged, in words.
    pub rest: Option<String>,
    pub undo: Option<String>,
}

/// An earlier batch that can be undone.
pub struct Earlier {
    pub words: String,
    pub at: i64,
    pub undo: String,
}

impl BatchNotice {
    /// Returns the notice of a batch that was just applied or undone, by the id in the query.
    pub fn just_done(db: &mut Db, t: &Texts, shop: &Account, id: &str, now: i64) -> Result<Option<Self>, AppError> {
        let Ok(id) = paging::parse_id(id) else { return Ok(None) };
        let batch = batches::find(db, shop.id, id)?;
        Ok(batch.map(|batch| Self::of(t, shop, &batch, now)))
    }

    fn of(t: &Texts, shop: &Account, batch: &Batch, now: i64) -> Self {
        let some = |n: i64, key: &str| (n > 0).then(|| t.with(key, &[("n", n.into())]));
        if batch.under_way() {
            return Self {
                words: t.with("batch-under-way", &[("what", title(t, batch).into())]),
                rest: None,
                undo: None,
            };
        }
        if batch.is(State::Undone) {
            let undone: Undone = serde_json::from_str(&batch.options).unwrap_or_default();
            let left = i64::try_from(undone.left.len()).unwrap_or(i64::MAX);
            return Self {
                words: t.with("bulk-undone", &[("n", undone.restored.into())]),
                rest: some(left, "bulk-undone-left"),
                undo: None,
            };
        }
        let tally: Tally = serde_json::from_str(&batch.options).unwrap_or_default();
        let words = title(t, batch);
        Self {
            words: t.with("bulk-done", &[("what", words.as_str().into()), ("n", tally.changed.into())]),
            rest: some(tally.skipped, "bulk-skipped"),
            undo: batch.undoable(now).then(|| undo_url(&shop.handle, batch.id)),
        }
    }
}

pub fn earlier(db: &mut Db, t: &Texts, shop: &Account, now: i64) -> Result<Vec<Earlier>, AppError> {
    let found = batches::undoable(db, shop.id, now, EARLIER)?;
    let told = found.into_iter().map(|batch| Earlier {
        words: title(t, &batch),
        at: batch.applied_at.unwrap_or(batch.created_at),
        undo: undo_url(&shop.handle, batch.id),
    });
    Ok(told.collect())
}

/// Names a batch: an action by its name, an import by its file name.
fn title(t: &Texts, batch: &Batch) -> String {
    let key = format!("bulk-did-{}", batch.title.replace('_', "-"));
    if !batch.is_import() && t.has(&key) {
        t.text(&key)
    } else {
        t.with("bulk-did-import", &[("file", batch.title.as_str().into())])
    }
}

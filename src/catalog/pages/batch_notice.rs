//! What was done to many products at once, as the studio tells it: just now, and earlier.

use crate::accounts::Account;
use crate::catalog::actions::bulk::Tally;
use crate::catalog::batches::{Batch, State, Undone, queries as batches};
use crate::catalog::undo_url;
use crate::db::Db;
use crate::error::AppError;
use crate::web::i18n::Texts;
use crate::web::paging;

/// Earlier acts on the page.
const EARLIER: i64 = 5;

/// What was done just now to many, and whether it can be taken back.
pub struct BatchNotice {
    pub words: String,
    /// What was left as it was.
    pub rest: Option<String>,
    pub undo: Option<String>,
}

/// What can be taken back.
pub struct Earlier {
    pub words: String,
    pub at: i64,
    pub undo: String,
}

impl BatchNotice {
    /// The batch that was applied or undone just now, by its id in the address.
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

/// What a batch did, in words: an act by its name, a file by its own.
fn title(t: &Texts, batch: &Batch) -> String {
    let key = format!("bulk-did-{}", batch.title.replace('_', "-"));
    if !batch.is_import() && t.has(&key) {
        t.text(&key)
    } else {
        t.with("bulk-did-import", &[("file", batch.title.as_str().into())])
    }
}

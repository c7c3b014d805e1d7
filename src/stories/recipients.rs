//! Recipients of the notifications of one action.

use std::collections::BTreeMap;

use super::queries::{self, visible};
use super::rules;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::notifications::{Notification, notify};
use crate::text;

/// The recipients of the notifications of one action: at most one notification
/// each, in the order of their ids, because each insert locks the account's
/// row.
#[derive(Debug, Default)]
pub(super) struct Recipients(BTreeMap<i64, &'static str>);

impl Recipients {
    /// Adds a recipient. The first kind wins, so someone who is notified of a
    /// comment gets no second notification for being mentioned in it.
    pub fn add(&mut self, account: i64, kind: &'static str) {
        self.0.entry(account).or_insert(kind);
    }

    /// Adds the accounts that a text mentions and `before` did not, if they may see the story.
    pub fn mentioned(&mut self, db: &mut Db, body: &str, before: &str, actor: i64, story: i64) -> Result<(), AppError> {
        for account in mentioned(db, body, before, actor)? {
            if visible::account_sees(db, account, story)? && !crate::friends::queries::blocked_between(db, actor, account)? {
                self.add(account, "mention");
            }
        }
        Ok(())
    }

    /// Notifies all recipients except the actor. `own` runs between them, when
    /// the actor's own row is next in the order of ids.
    pub fn tell(
        mut self,
        tx: &mut Tx<'_>,
        actor: i64,
        story: i64,
        comment: Option<i64>,
        own: impl FnOnce(&mut Tx<'_>) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        self.0.remove(&actor);
        let notice = Notification {
            actor: Some(actor),
            story: Some(story),
            comment,
            ..Notification::default()
        };
        let later = self.0.split_off(&actor);
        for (account, kind) in self.0 {
            notify(tx, account, kind, notice)?;
        }
        own(tx)?;
        for (account, kind) in later {
            notify(tx, account, kind, notice)?;
        }
        Ok(())
    }
}

/// Returns the accounts that a text mentions and `before` did not, without
/// duplicates and without the actor.
pub fn mentioned(db: &mut Db, body: &str, before: &str, actor: i64) -> Result<Vec<i64>, AppError> {
    let handles = queries::handles_in(db, std::iter::once(body))?;
    if handles.is_empty() {
        return Ok(Vec::new());
    }
    let meant = |text: &str| -> Vec<i64> {
        text::mentions(text)
            .iter()
            .filter_map(|m| m.candidates.iter().find_map(|c| handles.get(c)).copied())
            .collect()
    };
    let old = meant(before);
    let mut found = Vec::new();
    for account in meant(body).into_iter().take(rules::MENTIONS_TOLD) {
        if account != actor && !old.contains(&account) && !found.contains(&account) {
            found.push(account);
        }
    }
    Ok(found)
}

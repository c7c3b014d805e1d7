//! Actions of reporters, moderators and authors.

use super::queries::decisions::{self, ActionRow, NewAction};
use super::queries::{self, CaseRow};
use super::rules::{self, Action, Kind};
use super::targets::{self, Target};
use crate::access::{Member, permit};
use crate::audit::{self, Act};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::notifications::{self, Notification};

/// Files a report and returns the id of its case.
pub fn report(tx: &mut Tx<'_>, me: &Member, target: &Target, reason: &str, body: &str) -> Result<i64, AppError> {
    if !permit::acts_as_person(me) {
        return Err(AppError::Denied(
            Sentence::new("report-as-person").help("/act-as", "nav-act-as"),
        ));
    }
    if target.account_id == me.account_id {
        return Err(AppError::rule("report-own"));
    }
    let case = queries::open_case(tx, target.kind, target.id, target.account_id)?;
    queries::put_report(tx, case, me.account_id, reason, body)?;
    Ok(case)
}

/// Decides a case. In one transaction, changes the content, tells its author
/// why, tells the reporters that their report was looked at, and records in the
/// log who decided.
pub fn act(tx: &mut Tx<'_>, me: &Member, case_id: i64, action: Action, ground: &str, text: &str) -> Result<i64, AppError> {
    let case = queries::case(tx, case_id)?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
    let target = targets::load(tx, kind, case.target_id)?.ok_or(AppError::NotFound)?;
    if queries::runs(tx, me.login_id, target.account_id)? || target.login_id == Some(me.login_id) {
        return Err(AppError::denied("moderation-own"));
    }
    let objected = queries::objected(tx, &[case_id])?.contains(&case_id);
    let before = decisions::last_action(tx, case_id)?;
    if objected && before.as_ref().is_some_and(|a| a.moderator_login_id == me.login_id) {
        return Err(AppError::denied("moderation-own-decision"));
    }
    let changed = match action {
        Action::Remove => targets::remove(tx, &target)?,
        Action::Restore => targets::put_back(tx, &target)?,
        // Removed content stays removed only by the answer to an appeal.
        Action::Dismiss => objected || !target.removed,
    };
    if !changed {
        // Another moderator was faster, or the author deleted it.
        return Err(AppError::Rule(
            Sentence::new("moderation-too-late").help(super::case_url(case_id), "moderation-see-again"),
        ));
    }
    let id = decisions::insert_action(
        tx,
        &NewAction {
            case_id,
            login_id: me.login_id,
            action: action.code(),
            ground,
            body: text,
            snapshot: &target.text,
        },
    )?;
    queries::close_case(tx, case_id)?;
    audit::log_act(tx, Some(me.login_id), None, action.act(), kind.code(), target.id)?;
    let (word, about) = match action {
        Action::Remove => (Some("removed"), id),
        Action::Restore => (Some("restored"), id),
        // The answer is shown on the statement that was appealed.
        Action::Dismiss => (objected.then_some("kept"), before.map_or(id, |a| a.id)),
    };
    if let Some(word) = word {
        tell_author(tx, &target, word, about)?;
    }
    if action != Action::Restore && !objected {
        for report in queries::reports_of(tx, case_id)? {
            notifications::notify(tx, report.reporter_id, "report_closed", about_action(id))?;
        }
    }
    Ok(id)
}

fn about_action(id: i64) -> Notification {
    Notification {
        action: Some(id),
        ..Notification::default()
    }
}

/// Notifies the shop's own account, so that everyone who acts as it sees the
/// decision. When the shop itself is removed nobody can act as it, so its
/// owners are notified as well.
fn tell_author(tx: &mut Tx<'_>, target: &Target, word: &str, action: i64) -> Result<(), AppError> {
    let owners = match target.kind {
        Kind::Account => queries::owners_of(tx, target.account_id)?,
        Kind::Story | Kind::Comment | Kind::Product => Vec::new(),
    };
    for account in owners.into_iter().chain([target.account_id]) {
        notifications::notify(tx, account, word, about_action(action))?;
    }
    Ok(())
}

/// Returns true if the people who run the account may still appeal the action
/// at `now`.
pub fn may_appeal(action: &ActionRow, last: Option<&ActionRow>, deleted: bool, now: i64) -> bool {
    Action::from_code(&action.action) == Some(Action::Remove)
        && last.is_some_and(|l| l.id == action.id)
        && !deleted
        && now < rules::appeal_until(action.created_at)
}

/// Records an appeal against a removal, at most one for each, and opens the
/// case again for another moderator. The caller has checked that the login may
/// appeal (`pages::statement`).
pub fn appeal(tx: &mut Tx<'_>, login_id: i64, action: &ActionRow, case: &CaseRow, body: &str) -> Result<(), AppError> {
    let kind = Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
    let deleted = targets::load(tx, kind, case.target_id)?.is_none_or(|t| t.deleted);
    let last = decisions::last_action(tx, case.id)?;
    let now = tx.now();
    let open = may_appeal(action, last.as_ref(), deleted, now);
    if !open || !decisions::insert_appeal(tx, action.id, login_id, body)? {
        return Err(AppError::Rule(
            Sentence::new("appeal-too-late").help(super::statement_url(action.id), "moderation-see-again"),
        ));
    }
    queries::open_again(tx, case.id)?;
    audit::log_act(tx, Some(login_id), None, Act::Appeal, kind.code(), case.target_id)
}

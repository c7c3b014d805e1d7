//! What reporters and moderators do.

use super::queries::{self, NewAction};
use super::rules::{Action, Kind};
use super::targets::{self, Target};
use crate::access::{Member, permit};
use crate::accounts;
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::notices::{self, Notice};

/// Files a report; returns the case.
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

/// Decides a case. The thing changes, its author is told why, the reporters
/// that it was looked at, and the log keeps who did it: one transaction.
pub fn act(tx: &mut Tx<'_>, me: &Member, case_id: i64, action: Action, ground: &str, text: &str) -> Result<i64, AppError> {
    let case = queries::case(tx, case_id)?.ok_or(AppError::NotFound)?;
    let kind = Kind::from_code(&case.target_kind).ok_or(AppError::NotFound)?;
    let target = targets::load(tx, kind, case.target_id)?.ok_or(AppError::NotFound)?;
    if queries::runs(tx, me.login_id, target.account_id)? || target.login_id == Some(me.login_id) {
        return Err(AppError::denied("moderation-own"));
    }
    let changed = match action {
        Action::Remove => targets::remove(tx, &target)?,
        Action::Restore => targets::put_back(tx, &target)?,
        Action::Dismiss => true,
    };
    if !changed {
        // Another moderator was faster, or the author deleted it.
        return Err(AppError::Rule(
            Sentence::new("moderation-too-late").help(super::case_url(case_id), "moderation-see-again"),
        ));
    }
    let id = queries::insert_action(
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
    accounts::log_act(tx, Some(me.login_id), None, action.code(), kind.code(), target.id)?;
    let told = match action {
        Action::Remove => Some("removed"),
        Action::Restore => Some("restored"),
        Action::Dismiss => None,
    };
    if let Some(word) = told {
        let notice = Notice {
            action: Some(id),
            ..Notice::default()
        };
        for account in queries::told_of(tx, target.account_id)? {
            notices::tell(tx, account, word, notice)?;
        }
    }
    if action != Action::Restore {
        for report in queries::reports_of(tx, case_id)? {
            notices::tell(
                tx,
                report.reporter_id,
                "report_closed",
                Notice {
                    action: Some(id),
                    ..Notice::default()
                },
            )?;
        }
    }
    Ok(id)
}

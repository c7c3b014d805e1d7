//! Queries of reports and cases. Those of decisions, appeals and the log are in
//! `queries/decisions.rs`.

pub mod decisions;

use std::collections::HashSet;

use diesel::dsl::{exists, min, select};
use diesel::prelude::*;

use super::rules::{Kind, URGENT_REPORTS};
use crate::db::schema::{accounts, appeals, moderation_actions, moderation_cases, reports, staff};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Reports on the page of a case.
const REPORTS_SHOWN: i64 = 200;

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = moderation_cases)]
pub struct CaseRow {
    pub id: i64,
    pub target_kind: String,
    pub target_id: i64,
    pub account_id: i64,
    pub state: String,
    pub report_count: i32,
    pub opened_at: i64,
}

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = reports)]
pub struct ReportRow {
    pub reporter_id: i64,
    pub reason: String,
    pub body: String,
    pub created_at: i64,
}

/// Opens the case about a target, or opens it again, and returns its id.
pub fn open_case(tx: &mut Tx<'_>, kind: Kind, target_id: i64, account_id: i64) -> Result<i64, AppError> {
    let now = tx.now();
    let theirs = moderation_cases::table
        .filter(moderation_cases::target_kind.eq(kind.code()))
        .filter(moderation_cases::target_id.eq(target_id));
    let there: Option<(i64, String)> = theirs
        .select((moderation_cases::id, moderation_cases::state))
        .first(&mut **tx)
        .optional()?;
    match there {
        Some((id, state)) => {
            if state == "closed" {
                open_again(tx, id)?;
            }
            Ok(id)
        }
        None => {
            let id = tx.new_id();
            diesel::insert_into(moderation_cases::table)
                .values((
                    moderation_cases::id.eq(id),
                    moderation_cases::target_kind.eq(kind.code()),
                    moderation_cases::target_id.eq(target_id),
                    moderation_cases::account_id.eq(account_id),
                    moderation_cases::state.eq("open"),
                    moderation_cases::opened_at.eq(now),
                ))
                .execute(&mut **tx)?;
            Ok(id)
        }
    }
}

/// Saves a report, one for each person and case: a second one replaces the text
/// of the first.
pub fn put_report(tx: &mut Tx<'_>, case_id: i64, reporter: i64, reason: &str, body: &str) -> Result<(), AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    let mine = reports::table
        .filter(reports::case_id.eq(case_id))
        .filter(reports::reporter_id.eq(reporter));
    let again = diesel::update(mine)
        .set((
            reports::reason.eq(reason),
            reports::body.eq(body),
            reports::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    if again == 0 {
        diesel::insert_into(reports::table)
            .values((
                reports::id.eq(id),
                reports::case_id.eq(case_id),
                reports::reporter_id.eq(reporter),
                reports::reason.eq(reason),
                reports::body.eq(body),
                reports::created_at.eq(now),
            ))
            .execute(&mut **tx)?;
        diesel::update(moderation_cases::table.find(case_id))
            .set(moderation_cases::report_count.eq(moderation_cases::report_count + 1))
            .execute(&mut **tx)?;
    }
    Ok(())
}

/// The filters of the queue.
#[derive(Debug, Clone, Copy, Default)]
pub struct QueueFilter<'a> {
    /// Closed cases, newest first. Otherwise the open ones, oldest first, so
    /// that no case waits forever.
    pub closed: bool,
    pub kind: Option<Kind>,
    /// At least one report gives this reason.
    pub reason: Option<&'a str>,
    pub only: Option<Only>,
    /// The last id of the previous page.
    pub after: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Only {
    /// Reported by at least `URGENT_REPORTS` people.
    Urgent,
    /// The author appealed a removal.
    Appeals,
}

/// True for a case that an appeal has opened again and nobody has answered.
macro_rules! objected {
    () => {
        exists(
            appeals::table
                .inner_join(moderation_actions::table.on(moderation_actions::id.eq(appeals::action_id)))
                .filter(moderation_actions::case_id.eq(moderation_cases::id))
                .filter(appeals::created_at.ge(moderation_cases::opened_at))
                .filter(moderation_cases::state.eq("open")),
        )
    };
}

pub fn queue(db: &mut Db, wanted: QueueFilter<'_>, limit: i64) -> Result<Vec<CaseRow>, AppError> {
    let state = if wanted.closed { "closed" } else { "open" };
    let mut query = moderation_cases::table.filter(moderation_cases::state.eq(state)).into_boxed();
    if let Some(kind) = wanted.kind {
        query = query.filter(moderation_cases::target_kind.eq(kind.code()));
    }
    if let Some(reason) = wanted.reason {
        query = query.filter(exists(
            reports::table
                .filter(reports::case_id.eq(moderation_cases::id))
                .filter(reports::reason.eq(reason.to_owned())),
        ));
    }
    query = match wanted.only {
        None => query,
        Some(Only::Urgent) => query.filter(moderation_cases::report_count.ge(URGENT_REPORTS)),
        Some(Only::Appeals) => query.filter(objected!()),
    };
    query = if wanted.closed {
        query
            .filter(moderation_cases::id.lt(wanted.after.unwrap_or(i64::MAX)))
            .order(moderation_cases::id.desc())
    } else {
        query
            .filter(moderation_cases::id.gt(wanted.after.unwrap_or(0)))
            .order(moderation_cases::id)
    };
    Ok(query.limit(limit).select(CaseRow::as_select()).load(db)?)
}

/// Returns those of these cases that wait for the answer to an appeal.
pub fn objected(db: &mut Db, cases: &[i64]) -> Result<HashSet<i64>, AppError> {
    let ids: Vec<i64> = moderation_cases::table
        .filter(moderation_cases::id.eq_any(cases))
        .filter(objected!())
        .select(moderation_cases::id)
        .load(db)?;
    Ok(ids.into_iter().collect())
}

/// Returns the next open case after this one, or the first one if there is none
/// after it.
pub fn next_open(db: &mut Db, after: i64) -> Result<Option<i64>, AppError> {
    let open = || moderation_cases::table.filter(moderation_cases::state.eq("open"));
    let next: Option<i64> = open()
        .filter(moderation_cases::id.gt(after))
        .select(min(moderation_cases::id))
        .first(db)?;
    if next.is_some() {
        return Ok(next);
    }
    Ok(open()
        .filter(moderation_cases::id.ne(after))
        .select(min(moderation_cases::id))
        .first(db)?)
}

/// Returns the cases about these targets, as (kind, target, case).
pub fn cases_of(db: &mut Db, things: &[i64]) -> Result<Vec<(String, i64, i64)>, AppError> {
    Ok(moderation_cases::table
        .filter(moderation_cases::target_id.eq_any(things))
        .select((
            moderation_cases::target_kind,
            moderation_cases::target_id,
            moderation_cases::id,
        ))
        .load(db)?)
}

pub fn open_count(db: &mut Db) -> Result<i64, AppError> {
    Ok(moderation_cases::table
        .filter(moderation_cases::state.eq("open"))
        .count()
        .get_result(db)?)
}

pub fn case(db: &mut Db, id: i64) -> Result<Option<CaseRow>, AppError> {
    Ok(moderation_cases::table
        .find(id)
        .select(CaseRow::as_select())
        .first(db)
        .optional()?)
}

/// Returns the reasons of all reports on these cases, oldest first, as (case,
/// reason).
pub fn first_reasons(db: &mut Db, cases: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    Ok(reports::table
        .filter(reports::case_id.eq_any(cases))
        .order(reports::id)
        .select((reports::case_id, reports::reason))
        .load(db)?)
}

pub fn reports_of(db: &mut Db, case_id: i64) -> Result<Vec<ReportRow>, AppError> {
    Ok(reports::table
        .filter(reports::case_id.eq(case_id))
        .order(reports::id)
        .select(ReportRow::as_select())
        .limit(REPORTS_SHOWN)
        .load(db)?)
}

/// Opens a closed case again after an appeal against its decision.
pub fn open_again(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(moderation_cases::table.find(id))
        .set((
            moderation_cases::state.eq("open"),
            moderation_cases::opened_at.eq(now),
            moderation_cases::closed_at.eq(None::<i64>),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

pub fn close_case(tx: &mut Tx<'_>, id: i64) -> Result<(), AppError> {
    let now = tx.now();
    diesel::update(moderation_cases::table.find(id))
        .set((
            moderation_cases::state.eq("closed"),
            moderation_cases::closed_at.eq(Some(now)),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Returns true if the account is the login's own or the login is on its staff.
pub fn runs(db: &mut Db, login_id: i64, account_id: i64) -> Result<bool, AppError> {
    let own: bool = select(exists(
        accounts::table
            .filter(accounts::id.eq(account_id))
            .filter(accounts::login_id.eq(login_id)),
    ))
    .get_result(db)?;
    if own {
        return Ok(true);
    }
    Ok(select(exists(staff::table.find((account_id, login_id)))).get_result(db)?)
}

/// Returns the personal accounts of a shop's owners. They are notified when the
/// shop is removed, since nobody can act as it any more.
pub fn owners_of(db: &mut Db, business_id: i64) -> Result<Vec<i64>, AppError> {
    Ok(staff::table
        .inner_join(accounts::table.on(accounts::login_id.eq(staff::login_id.nullable())))
        .filter(staff::business_id.eq(business_id))
        .filter(staff::role.eq("owner"))
        .select(accounts::id)
        .load(db)?)
}

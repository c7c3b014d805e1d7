//! Every query of reports, cases, actions and the audit log.

use diesel::prelude::*;

use super::rules::Kind;
use crate::db::schema::{accounts, audit_log, logins, moderation_actions, moderation_cases, reports};
use crate::db::{Db, Tx};
use crate::error::AppError;

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

#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = moderation_actions)]
pub struct ActionRow {
    pub id: i64,
    pub case_id: i64,
    pub moderator_login_id: i64,
    pub action: String,
    pub ground: String,
    pub body: String,
    pub snapshot: String,
    pub created_at: i64,
}

/// Opens the case of a thing, or opens it again, and returns its id.
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
                diesel::update(moderation_cases::table.find(id))
                    .set((
                        moderation_cases::state.eq("open"),
                        moderation_cases::opened_at.eq(now),
                        moderation_cases::closed_at.eq(None::<i64>),
                    ))
                    .execute(&mut **tx)?;
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

/// One report a person and case: a second one replaces the words of the first.
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

/// Open (or closed) cases, oldest first for the open ones, so that nobody waits for ever.
pub fn queue(db: &mut Db, state: &str, kind: Option<Kind>, after: i64, limit: i64) -> Result<Vec<CaseRow>, AppError> {
    let mut query = moderation_cases::table.filter(moderation_cases::state.eq(state)).into_boxed();
    if let Some(kind) = kind {
        query = query.filter(moderation_cases::target_kind.eq(kind.code()));
    }
    query = if state == "open" {
        query.filter(moderation_cases::id.gt(after)).order(moderation_cases::id)
    } else {
        query
            .filter(moderation_cases::id.lt(after))
            .order(moderation_cases::id.desc())
    };
    Ok(query.limit(limit).select(CaseRow::as_select()).load(db)?)
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

/// The newest report of each of these cases, as (case, reason).
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
        .limit(200)
        .load(db)?)
}

pub fn actions_of(db: &mut Db, case_id: i64) -> Result<Vec<ActionRow>, AppError> {
    Ok(moderation_actions::table
        .filter(moderation_actions::case_id.eq(case_id))
        .order(moderation_actions::id)
        .select(ActionRow::as_select())
        .limit(200)
        .load(db)?)
}

pub fn action(db: &mut Db, id: i64) -> Result<Option<ActionRow>, AppError> {
    Ok(moderation_actions::table
        .find(id)
        .select(ActionRow::as_select())
        .first(db)
        .optional()?)
}

/// Earlier removals of an account's things, and reports against them.
pub fn record_of(db: &mut Db, account_id: i64) -> Result<(i64, i64), AppError> {
    let removals: i64 = moderation_actions::table
        .inner_join(moderation_cases::table.on(moderation_cases::id.eq(moderation_actions::case_id)))
        .filter(moderation_cases::account_id.eq(account_id))
        .filter(moderation_actions::action.eq("remove"))
        .count()
        .get_result(db)?;
    let reported: i64 = moderation_cases::table
        .filter(moderation_cases::account_id.eq(account_id))
        .count()
        .get_result(db)?;
    Ok((removals, reported))
}

pub struct NewAction<'a> {
    pub case_id: i64,
    pub login_id: i64,
    pub action: &'a str,
    pub ground: &'a str,
    pub body: &'a str,
    pub snapshot: &'a str,
}

pub fn insert_action(tx: &mut Tx<'_>, new: &NewAction<'_>) -> Result<i64, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    diesel::insert_into(moderation_actions::table)
        .values((
            moderation_actions::id.eq(id),
            moderation_actions::case_id.eq(new.case_id),
            moderation_actions::moderator_login_id.eq(new.login_id),
            moderation_actions::action.eq(new.action),
            moderation_actions::ground.eq(new.ground),
            moderation_actions::body.eq(new.body),
            moderation_actions::snapshot.eq(new.snapshot),
            moderation_actions::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    Ok(id)
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

/// One line of the audit log.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = audit_log)]
pub struct LogRow {
    pub id: i64,
    pub login_id: Option<i64>,
    pub act: String,
    pub target_kind: String,
    pub target_id: i64,
    pub detail: String,
    pub created_at: i64,
}

/// What moderators did (not the staff of shops), newest first.
pub fn log(db: &mut Db, after: i64, limit: i64) -> Result<Vec<LogRow>, AppError> {
    Ok(audit_log::table
        .filter(audit_log::account_id.is_null())
        .filter(audit_log::id.lt(after))
        .order(audit_log::id.desc())
        .limit(limit)
        .select(LogRow::as_select())
        .load(db)?)
}

/// Names of the people behind logins.
pub fn names_of(db: &mut Db, login_ids: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    Ok(logins::table
        .inner_join(accounts::table.on(accounts::login_id.eq(logins::id.nullable())))
        .filter(logins::id.eq_any(login_ids))
        .select((logins::id, accounts::display_name))
        .load(db)?)
}

/// Whether a login runs an account: its own, or as staff.
pub fn runs(db: &mut Db, login_id: i64, account_id: i64) -> Result<bool, AppError> {
    use crate::db::schema::staff;
    use diesel::dsl::{exists, select};
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

/// Whom a decision on an account's thing is told: the person, or those who own and manage the shop.
pub fn told_of(db: &mut Db, account_id: i64) -> Result<Vec<i64>, AppError> {
    use crate::db::schema::staff;
    let own: Option<i64> = accounts::table
        .find(account_id)
        .filter(accounts::kind.eq("personal"))
        .select(accounts::id)
        .first(db)
        .optional()?;
    if let Some(id) = own {
        return Ok(vec![id]);
    }
    Ok(staff::table
        .inner_join(accounts::table.on(accounts::login_id.eq(staff::login_id.nullable())))
        .filter(staff::business_id.eq(account_id))
        .filter(staff::role.eq_any(["owner", "manager"]))
        .select(accounts::id)
        .load(db)?)
}

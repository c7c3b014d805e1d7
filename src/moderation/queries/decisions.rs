//! Queries of decisions, appeals and the audit log.

use diesel::prelude::*;

use crate::audit::Act;
use crate::db::schema::{accounts, appeals, audit_log, logins, moderation_actions, moderation_cases, staff};
use crate::db::{Db, Tx};
use crate::error::AppError;

/// Decisions on the page of a case.
const ACTIONS_SHOWN: i64 = 200;
/// Appeals on the page of a case.
const APPEALS_SHOWN: i64 = 100;

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

pub fn actions_of(db: &mut Db, case_id: i64) -> Result<Vec<ActionRow>, AppError> {
    Ok(moderation_actions::table
        .filter(moderation_actions::case_id.eq(case_id))
        .order(moderation_actions::id)
        .select(ActionRow::as_select())
        .limit(ACTIONS_SHOWN)
        .load(db)?)
}

/// Returns the newest decision on a case.
pub fn last_action(db: &mut Db, case_id: i64) -> Result<Option<ActionRow>, AppError> {
    Ok(moderation_actions::table
        .filter(moderation_actions::case_id.eq(case_id))
        .order(moderation_actions::id.desc())
        .select(ActionRow::as_select())
        .first(db)
        .optional()?)
}

pub fn action(db: &mut Db, id: i64) -> Result<Option<ActionRow>, AppError> {
    Ok(moderation_actions::table
        .find(id)
        .select(ActionRow::as_select())
        .first(db)
        .optional()?)
}

/// Returns the number of removals of an account and its content, and the number
/// of cases about them.
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

/// A decision on other content of the same account.
#[derive(Debug, Clone, Queryable)]
pub struct Earlier {
    pub case_id: i64,
    pub target_kind: String,
    pub action: String,
    pub ground: String,
    pub created_at: i64,
}

/// Returns the newest decisions on an account and its content, without those of
/// one case.
pub fn earlier_on(db: &mut Db, account_id: i64, except_case: i64, limit: i64) -> Result<Vec<Earlier>, AppError> {
    Ok(moderation_actions::table
        .inner_join(moderation_cases::table.on(moderation_cases::id.eq(moderation_actions::case_id)))
        .filter(moderation_cases::account_id.eq(account_id))
        .filter(moderation_cases::id.ne(except_case))
        .order(moderation_actions::id.desc())
        .limit(limit)
        .select((
            moderation_cases::id,
            moderation_cases::target_kind,
            moderation_actions::action,
            moderation_actions::ground,
            moderation_actions::created_at,
        ))
        .load(db)?)
}

/// A removal or a restoration, as the list of statements shows it.
#[derive(Debug, Clone, Queryable)]
pub struct Statement {
    pub id: i64,
    pub action: String,
    pub target_kind: String,
    pub snapshot: String,
    pub created_at: i64,
}

/// Returns the removals and restorations on every account that a login runs,
/// newest first: its own account and the shops it works for, in any state.
pub fn statements_for(db: &mut Db, login_id: i64, before: i64, limit: i64) -> Result<Vec<Statement>, AppError> {
    let own = accounts::table.filter(accounts::login_id.eq(login_id)).select(accounts::id);
    let staffed = staff::table.filter(staff::login_id.eq(login_id)).select(staff::business_id);
    Ok(moderation_actions::table
        .inner_join(moderation_cases::table.on(moderation_cases::id.eq(moderation_actions::case_id)))
        .filter(
            moderation_cases::account_id
                .eq_any(own)
                .or(moderation_cases::account_id.eq_any(staffed)),
        )
        .filter(moderation_actions::action.eq_any(["remove", "restore"]))
        .filter(moderation_actions::id.lt(before))
        .order(moderation_actions::id.desc())
        .limit(limit)
        .select((
            moderation_actions::id,
            moderation_actions::action,
            moderation_cases::target_kind,
            moderation_actions::snapshot,
            moderation_actions::created_at,
        ))
        .load(db)?)
}

#[derive(Debug, Clone, Queryable)]
pub struct Appeal {
    pub id: i64,
    pub action_id: i64,
    pub login_id: i64,
    pub body: String,
    pub created_at: i64,
}

/// Returns the appeals against the decisions of a case, oldest first.
pub fn appeals_of(db: &mut Db, case_id: i64) -> Result<Vec<Appeal>, AppError> {
    Ok(appeals::table
        .inner_join(moderation_actions::table.on(moderation_actions::id.eq(appeals::action_id)))
        .filter(moderation_actions::case_id.eq(case_id))
        .order(appeals::id)
        .select((
            appeals::id,
            appeals::action_id,
            appeals::login_id,
            appeals::body,
            appeals::created_at,
        ))
        .limit(APPEALS_SHOWN)
        .load(db)?)
}

/// Inserts an appeal against an action. Returns false if there is one already.
pub fn insert_appeal(tx: &mut Tx<'_>, action_id: i64, login_id: i64, body: &str) -> Result<bool, AppError> {
    let (id, now) = (tx.new_id(), tx.now());
    let row = (
        appeals::id.eq(id),
        appeals::action_id.eq(action_id),
        appeals::login_id.eq(login_id),
        appeals::body.eq(body),
        appeals::created_at.eq(now),
    );
    let insert = diesel::insert_into(appeals::table).values(row).on_conflict_do_nothing();
    let added = match &mut **tx {
        Db::Sqlite(c) => insert.execute(c)?,
        Db::Postgres(c) => insert.execute(c)?,
    };
    Ok(added == 1)
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

/// A line of the audit log.
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

/// Returns the actions of moderators, newest first, without those of shop
/// staff.
pub fn log(db: &mut Db, act: Option<Act>, after: i64, limit: i64) -> Result<Vec<LogRow>, AppError> {
    let mut lines = audit_log::table
        .filter(audit_log::account_id.is_null())
        .filter(audit_log::id.lt(after))
        .into_boxed();
    if let Some(act) = act {
        lines = lines.filter(audit_log::act.eq(act.code()));
    }
    Ok(lines
        .order(audit_log::id.desc())
        .limit(limit)
        .select(LogRow::as_select())
        .load(db)?)
}

/// Returns the display names of the people behind these logins, as (login,
/// name).
pub fn names_of(db: &mut Db, login_ids: &[i64]) -> Result<Vec<(i64, String)>, AppError> {
    Ok(logins::table
        .inner_join(accounts::table.on(accounts::login_id.eq(logins::id.nullable())))
        .filter(logins::id.eq_any(login_ids))
        .select((logins::id, accounts::display_name))
        .load(db)?)
}

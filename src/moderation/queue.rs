//! The queue as data: a page of cases with everything its lines show. The
//! number of statements does not depend on the number of lines.

use std::collections::HashMap;

use super::queries::{self, CaseRow, QueueFilter};
use super::rules::Kind;
use super::targets::{self, Target};
use crate::accounts::{self, AccountCard};
use crate::db::Db;
use crate::error::AppError;
use crate::web::paging;

/// A line of the queue.
pub struct Line {
    pub case: CaseRow,
    pub target: Target,
    pub whose: Option<AccountCard>,
    /// The code of the reason in the oldest report.
    pub reason: String,
    /// The author appealed, and nobody has answered yet.
    pub objected: bool,
}

/// Returns a page of the queue and the id after which the next page begins.
pub fn page(db: &mut Db, wanted: QueueFilter<'_>) -> Result<(Vec<Line>, Option<i64>), AppError> {
    let mut cases = queries::queue(db, wanted, paging::LIMIT)?;
    let next = paging::cut(&mut cases, |c| c.id);
    let ids: Vec<i64> = cases.iter().map(|c| c.id).collect();
    let things: Vec<(Kind, i64)> = cases
        .iter()
        .filter_map(|c| Some((Kind::from_code(&c.target_kind)?, c.target_id)))
        .collect();
    let mut found = targets::load_many(db, &things)?;
    let mut reasons: HashMap<i64, String> = HashMap::new();
    for (case, reason) in queries::first_reasons(db, &ids)? {
        reasons.entry(case).or_insert(reason);
    }
    let objected = queries::objected(db, &ids)?;
    let accounts: Vec<i64> = cases.iter().map(|c| c.account_id).collect();
    let cards = accounts::queries::cards(db, &accounts)?;
    let lines = cases
        .into_iter()
        .filter_map(|case| {
            let kind = Kind::from_code(&case.target_kind)?;
            Some(Line {
                target: found.remove(&(kind, case.target_id))?,
                whose: cards.get(&case.account_id).cloned(),
                reason: reasons.remove(&case.id).unwrap_or_default(),
                objected: objected.contains(&case.id),
                case,
            })
        })
        .collect();
    Ok((lines, next))
}

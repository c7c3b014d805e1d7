//! The representative of each variant group, which lists and search show: the oldest published
//! variant that is not sold out, else the oldest published one.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use super::products::PUBLISHED;
use crate::db::Tx;
use crate::db::schema::products;
use crate::error::AppError;

/// Ids in one statement, far below the parameter limit of both engines.
const AT_ONCE: usize = 500;

/// Chooses the representative of each of these groups, and makes products that left a group
/// (`alone`) represent themselves. Returns the products for which that changed. Called at the end
/// of every write, with the shop locked.
pub fn settle(tx: &mut Tx<'_>, shop_id: i64, groups: &BTreeSet<String>, alone: &BTreeSet<i64>) -> Result<Vec<i64>, AppError> {
    let mut raise: Vec<i64> = Vec::new();
    let mut lower: Vec<i64> = Vec::new();
    let groups: Vec<&String> = groups.iter().filter(|g| !g.is_empty()).collect();
    for some in groups.chunks(AT_ONCE) {
        let rows: Vec<(i64, String, i32, String, bool)> = products::table
            .filter(products::account_id.eq(shop_id))
            .filter(products::item_group_id.eq_any(some.iter().copied()))
            .order(products::id)
            .select((
                products::id,
                products::item_group_id,
                products::state,
                products::availability,
                products::is_front,
            ))
            .load(&mut **tx)?;
        let mut fronts: HashMap<&str, (bool, i64)> = HashMap::new();
        for (id, group, _, availability, _) in rows.iter().filter(|r| r.2 == PUBLISHED) {
            // False sorts before true, so products in stock come first, then older ones.
            let place = (crate::catalog::card::sold_out(availability), *id);
            let front = fronts.entry(group).or_insert(place);
            *front = place.min(*front);
        }
        for (id, group, _, _, is_front) in &rows {
            let should = fronts.get(group.as_str()).is_some_and(|(_, front)| front == id);
            match (should, is_front) {
                (true, false) => raise.push(*id),
                (false, true) => lower.push(*id),
                _ => {}
            }
        }
    }
    let alone: Vec<i64> = alone.iter().copied().collect();
    for some in alone.chunks(AT_ONCE) {
        let back: Vec<i64> = products::table
            .filter(products::id.eq_any(some))
            .filter(products::item_group_id.eq(""))
            .filter(products::is_front.eq(false))
            .select(products::id)
            .load(&mut **tx)?;
        raise.extend(back);
    }
    for (ids, front) in [(&raise, true), (&lower, false)] {
        for some in ids.chunks(AT_ONCE) {
            diesel::update(products::table.filter(products::id.eq_any(some)))
                .set(products::is_front.eq(front))
                .execute(&mut **tx)?;
        }
    }
    raise.extend(lower);
    Ok(raise)
}

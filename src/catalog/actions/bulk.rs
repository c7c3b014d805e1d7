//! One act on many products of a shop, in one transaction, kept as a batch so
//! that it can be undone as a whole. A product for which the act would break a
//! rule (a price that is not above its sale price any more) stays as it is and
//! is counted.

use serde::{Deserialize, Serialize};

use super::{Saved, Writer};
use crate::access::{Member, permit};
use crate::accounts;
use crate::catalog::batches::queries::{self as batches, NewRow, ROWS_AT_ONCE};
use crate::catalog::batches::{Kind, Outcome, State, difference};
use crate::catalog::queries::studio::{self, Filter};
use crate::catalog::queries::{DELETED, sections};
use crate::catalog::rules::{AT_ONCE_MAX, Availability, Draft, PRICE_MAX, Status, counted};
use crate::db::Tx;
use crate::error::AppError;

/// What is done to each product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Whole won.
    Price(i64),
    /// Up or down by so many percent, rounded to ten won.
    Percent(i64),
    /// A sale price in won, with its dates.
    Sale(i64, Option<i64>, Option<i64>),
    /// A sale by so many percent off, rounded to ten won, with its dates.
    SalePercent(i64, Option<i64>, Option<i64>),
    NoSale,
    Availability(Availability),
    /// Empty for none.
    Section(String),
    Status(Status),
    Delete,
}

impl Act {
    /// As the batch's title keeps it; its words are `bulk-did-{code}`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Price(_) => "price",
            Self::Percent(_) => "percent",
            Self::Sale(..) => "sale",
            Self::SalePercent(..) => "sale_percent",
            Self::NoSale => "no_sale",
            Self::Availability(_) => "availability",
            Self::Section(_) => "section",
            Self::Status(_) => "status",
            Self::Delete => "delete",
        }
    }

    /// The product after the act; `None` where it would break a rule.
    fn on(&self, mut draft: Draft) -> Option<Draft> {
        match self {
            Self::Price(price) => draft.price = *price,
            Self::Percent(percent) => draft.price = by_percent(draft.price, *percent),
            Self::Sale(price, from, until) => {
                draft.sale_price = Some(*price);
                (draft.sale_from, draft.sale_until) = (*from, *until);
            }
            Self::SalePercent(percent, from, until) => {
                draft.sale_price = Some(by_percent(draft.price, -percent));
                (draft.sale_from, draft.sale_until) = (*from, *until);
            }
            Self::NoSale => {
                draft.sale_price = None;
                (draft.sale_from, draft.sale_until) = (None, None);
            }
            Self::Availability(availability) => {
                draft.availability = *availability;
                // What is in stock again is not counted at none any more.
                if *availability == Availability::InStock && draft.stock == Some(0) {
                    draft.stock = None;
                }
            }
            Self::Section(name) => draft.section = name.clone(),
            Self::Status(status) => draft.status = *status,
            Self::Delete => {}
        }
        draft.availability = counted(draft.availability, draft.stock);
        let fine = (0..=PRICE_MAX).contains(&draft.price) && draft.sale_price.is_none_or(|sale| sale < draft.price);
        fine.then_some(draft)
    }
}

/// A price up or down by percent, to the nearest ten won.
fn by_percent(price: i64, percent: i64) -> i64 {
    let exact = i128::from(price) * (100 + i128::from(percent));
    let tens = (exact + 500).div_euclid(1_000);
    i64::try_from(tens * 10).unwrap_or(i64::MAX).max(0)
}

/// What became of it, as the batch's options keep it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    pub changed: i64,
    /// Those that the act would not change.
    pub same: i64,
    /// Those for which it would break a rule.
    pub skipped: i64,
}

/// For which products it is.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// Those of these that are the shop's and can be changed.
    These(Vec<i64>),
    /// All that a filter leaves and that can be changed, and how many the person was told these are.
    Every(Filter, i64),
}

/// What became of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bulked {
    /// With its batch; `None` where nothing was changed.
    Done(Option<i64>, Tally),
    /// Nothing was done: there are so many by now.
    Others(i64),
}

/// Does it to all that were chosen.
///
/// # Errors
/// A rule where the act needs a section more than a shop may have, or is for too many.
pub fn bulk(tx: &mut Tx<'_>, member: &Member, shop_id: i64, chosen: &Chosen, act: &Act) -> Result<Bulked, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    // Under the shop's lock: what is counted here is what is written below.
    let every;
    let ids = match chosen {
        Chosen::These(ids) => ids,
        Chosen::Every(filter, told) => {
            every = studio::changeable(tx, shop_id, filter, AT_ONCE_MAX + 1)?;
            let there = i64::try_from(every.len()).unwrap_or(i64::MAX);
            if there > AT_ONCE_MAX {
                return Err(AppError::rule("bulk-too-many"));
            }
            if there != *told {
                return Ok(Bulked::Others(there));
            }
            &every
        }
    };
    let names = sections::names(tx, shop_id)?;
    let batch = batches::open(tx, shop_id, member.login_id, (Kind::Bulk, State::Applied), act.code())?;
    let mut tally = Tally::default();
    let mut line = 0;
    for some in ids.chunks(ROWS_AT_ONCE) {
        let mut done = Vec::with_capacity(some.len());
        for product in studio::chosen(tx, shop_id, some)? {
            if !product.stands() {
                tally.skipped += 1;
                continue;
            }
            let section = product.section_id.and_then(|id| names.get(&id)).map_or("", String::as_str);
            let old = product.draft(section);
            let Some(draft) = act.on(old.clone()) else {
                tally.skipped += 1;
                continue;
            };
            if *act == Act::Delete {
                writer.change_state(tx, &product, DELETED)?;
            } else if draft == old {
                tally.same += 1;
                continue;
            } else if writer.edit(tx, &product, &draft, None)? == Saved::SectionsFull {
                return Err(AppError::rule("sections-are-full"));
            }
            tally.changed += 1;
            line += 1;
            done.push(NewRow {
                batch_id: batch,
                line,
                outcome: Outcome::Changed.code(),
                product_id: Some(product.id),
                old: difference(&old, &draft)?,
                new: String::new(),
                problems: String::new(),
                version_after: None,
            });
        }
        batches::insert_done(tx, done)?;
    }
    if tally.changed == 0 {
        batches::forget(tx, batch)?;
        return Ok(Bulked::Done(None, tally));
    }
    writer.finish(tx)?;
    batches::set_options(tx, batch, &serde_json::to_string(&tally).map_err(AppError::internal)?)?;
    accounts::log_staff_act(tx, member, "catalog_bulk", "batch", batch)?;
    Ok(Bulked::Done(Some(batch), tally))
}

#[cfg(test)]
mod tests {
    use super::by_percent;

    #[test]
    fn percent_goes_to_the_nearest_ten_won() {
        for (price, percent, becomes) in [
            (12_000, 10, 13_200),
            (12_340, 10, 13_570),
            (12_345, 0, 12_350),
            (990, -10, 890),
            (10, -90, 0),
            (0, 50, 0),
            (1_000_000_000, 100, 2_000_000_000),
            (15, -100, 0),
        ] {
            assert_eq!(by_percent(price, percent), becomes, "{price} {percent}");
        }
    }
}

//! One act on many products of a shop, in one transaction, kept as a batch so
//! that it can be undone as a whole. A product for which the act would break a
//! rule (a price that is not above its sale price any more) stays as it is and
//! is counted.

use serde::{Deserialize, Serialize};

use super::{Saved, Writer};
use crate::access::{Member, permit};
use crate::accounts;
use crate::catalog::batches::{self, Outcome, Row, Snapshot, State};
use crate::catalog::queries::{self, DELETED, sections};
use crate::catalog::rules::{Availability, Draft, PRICE_MAX, Status, counted};
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

/// Does it to those of `ids` that are the shop's and can be changed; the batch, `None` where nothing was.
///
/// # Errors
/// A rule where the act needs a section more than a shop may have.
pub fn bulk(tx: &mut Tx<'_>, member: &Member, shop_id: i64, ids: &[i64], act: &Act) -> Result<(Option<i64>, Tally), AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    let names = sections::names(tx, shop_id)?;
    let title = act.code();
    let batch = batches::open(tx, shop_id, member.login_id, (batches::Kind::Bulk, State::Applied), title, "")?;
    let mut tally = Tally::default();
    let mut line = 0;
    for some in ids.chunks(500) {
        for product in queries::studio::chosen(tx, shop_id, some)? {
            if !product.stands() {
                tally.skipped += 1;
                continue;
            }
            let section = product.section_id.and_then(|id| names.get(&id)).map_or("", String::as_str);
            let old = Snapshot::of(&product, section);
            let Some(draft) = act.on(old.draft.clone()) else {
                tally.skipped += 1;
                continue;
            };
            let deleted = *act == Act::Delete;
            if draft == old.draft && !deleted {
                tally.same += 1;
                continue;
            }
            if deleted {
                writer.change_state(tx, &product, DELETED)?;
            } else if writer.edit(tx, &product, &draft, None)? == Saved::SectionsFull {
                return Err(AppError::rule("sections-are-full"));
            }
            tally.changed += 1;
            line += 1;
            let new = Snapshot {
                draft,
                deleted,
                photos: None,
            };
            let row = Row {
                line,
                outcome: Outcome::Changed,
                product_id: Some(product.id),
                old: &old.to_json()?,
                new: &new.to_json()?,
                problems: "",
            };
            batches::add(tx, batch, &row)?;
        }
    }
    if tally.changed == 0 {
        batches::forget(tx, batch)?;
        return Ok((None, tally));
    }
    writer.finish(tx)?;
    let kept = serde_json::to_string(&tally).map_err(AppError::internal)?;
    batches::note_applied(tx, batch, &kept)?;
    accounts::log_staff_act(tx, member, "catalog_bulk", "batch", batch)?;
    Ok((Some(batch), tally))
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

//! Bulk actions: one change to many products of a shop, stored as a batch so that it can be undone
//! as a whole. A long one takes several transactions, so that others need not wait for it. A
//! product for which the change would break a rule (a price no longer above its sale price) is left
//! unchanged and counted.

use serde::{Deserialize, Serialize};

use super::writer::{Saved, Writer};
use crate::access::{Member, permit};
use crate::audit;
use crate::catalog::batches::progress::{Step, Tally};
use crate::catalog::batches::queries::{self as batches, NewRow, ROWS_AT_ONCE};
use crate::catalog::batches::resume_job;
use crate::catalog::batches::{Batch, By, Kind, Outcome, State, Task, by, difference};
use crate::catalog::queries::product_list::{self, Filter, In};
use crate::catalog::queries::{DELETED, bump_shop, sections};
use crate::catalog::rules::{AT_ONCE_MAX, Availability, Draft, PRICE_MAX, Status, counted};
use crate::db::Tx;
use crate::error::AppError;

/// The change to each product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Act {
    /// In whole won.
    Price(i64),
    /// Raises or lowers the price by percent, rounded to ten won.
    Percent(i64),
    /// Sale price in won, and the dates of the sale.
    Sale(i64, Option<i64>, Option<i64>),
    /// Percent off, rounded to ten won, and the dates of the sale.
    SalePercent(i64, Option<i64>, Option<i64>),
    NoSale,
    Availability(Availability),
    /// Name of the section; empty for none.
    Section(String),
    Status(Status),
    Delete,
}

impl Act {
    /// Returns the code stored as the batch's title; its locale key is `bulk-did-{code}`.
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// Returns the changed product; `None` if it would break a rule.
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
                // A product that is back in stock no longer has a count of 0.
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

/// Changes a price by percent, rounded to the nearest ten won.
fn by_percent(price: i64, percent: i64) -> i64 {
    let exact = i128::from(price) * (100 + i128::from(percent));
    let tens = (exact + 500).div_euclid(1_000);
    i64::try_from(tens * 10).unwrap_or(i64::MAX).max(0)
}

/// The products of a bulk action.
#[derive(Debug, Clone)]
pub enum Chosen {
    /// The shop's changeable products among these.
    These(Vec<i64>),
    /// All changeable products that match the filter, and their number as the person saw it.
    Every(Filter, i64),
}

/// The result of starting a bulk action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bulked {
    /// All is done, with its batch; `None` if nothing changed.
    Done(Option<i64>, Tally),
    /// The first step is done; `steps` does the rest.
    Begun(i64),
    /// Nothing was done, because the number of products is now this.
    Others(i64),
}

/// The progress of a bulk action, stored in the batch's options.
#[derive(Debug, Serialize, Deserialize)]
struct Progress {
    #[serde(flatten)]
    tally: Tally,
    #[serde(skip_serializing_if = "Option::is_none")]
    to_do: Option<ToDo>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ToDo {
    act: Act,
    ids: Vec<i64>,
    /// The last line that is stored.
    line: i32,
    by: By,
    /// The section to delete once it is empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    emptied: Option<i64>,
}

/// Applies the action to the first `step` of the chosen products. The rest is stored with the
/// batch, and `steps` does it one transaction at a time. Until it is finished the shop can neither
/// start nor undo another batch.
///
/// # Errors
/// Returns `Rule` if the action needs more sections than a shop may have or applies to too many
/// products; nothing is changed then.
pub fn begin(
    tx: &mut Tx<'_>,
    member: &Member,
    shop_id: i64,
    chosen: &Chosen,
    act: &Act,
    step: usize,
) -> Result<Bulked, AppError> {
    begin_with(tx, member, shop_id, chosen, (act, None), step)
}

/// Takes every product out of a section and deletes it, as a bulk action. Undo creates the section
/// again.
///
/// # Errors
/// Returns the errors of `begin`.
pub fn empty_section(tx: &mut Tx<'_>, member: &Member, shop_id: i64, section: i64, step: usize) -> Result<Bulked, AppError> {
    let filter = in_section(section);
    let there = product_list::count_changeable(tx, shop_id, &filter)?;
    let act = Act::Section(String::new());
    begin_with(
        tx,
        member,
        shop_id,
        &Chosen::Every(filter, there),
        (&act, Some(section)),
        step,
    )
}

fn in_section(section: i64) -> Filter {
    Filter {
        section: Some(In::Section(section)),
        ..Filter::default()
    }
}

fn begin_with(
    tx: &mut Tx<'_>,
    member: &Member,
    shop_id: i64,
    chosen: &Chosen,
    (act, emptied): (&Act, Option<i64>),
    step: usize,
) -> Result<Bulked, AppError> {
    if !permit::may_edit_catalog(member, shop_id) {
        return Err(AppError::NotFound);
    }
    let (mut writer, active) = Writer::open(tx, shop_id)?;
    if !active {
        return Err(AppError::NotFound);
    }
    batches::refuse_while_running(tx, shop_id)?;
    // Counted under the shop's lock, so exactly these products are changed below.
    let ids = match chosen {
        Chosen::These(ids) => ids.clone(),
        Chosen::Every(filter, told) => {
            let every = product_list::changeable(tx, shop_id, filter, AT_ONCE_MAX + 1)?;
            let there = i64::try_from(every.len()).unwrap_or(i64::MAX);
            if there > AT_ONCE_MAX {
                return Err(AppError::rule("bulk-too-many"));
            }
            if there != *told {
                return Ok(Bulked::Others(there));
            }
            every
        }
    };
    let batch = batches::open(tx, shop_id, member.login_id, (Kind::Bulk, State::Applied), act.code())?;
    let mut progress = Progress {
        tally: Tally::default(),
        to_do: Some(ToDo {
            act: act.clone(),
            ids,
            line: 0,
            by: by(member),
            emptied,
        }),
    };
    if !progress.step(tx, &mut writer, shop_id, batch, step)? {
        return Err(AppError::rule("sections-are-full"));
    }
    let bulked = progress.settle(tx, writer, (shop_id, batch))?;
    if matches!(bulked, Bulked::Begun(_)) {
        batches::set_task(tx, batch, Some(&Task::Acting))?;
        resume_job::finish_later(tx, batch)?;
    }
    Ok(bulked)
}

/// Does the next step of a bulk action.
pub fn act_step(tx: &mut Tx<'_>, held: &Batch, step: usize) -> Result<Step, AppError> {
    let mut progress: Progress = serde_json::from_str(&held.options).map_err(AppError::internal)?;
    let (shop_id, batch) = (held.account_id, held.id);
    // Continue even if the shop was taken down meanwhile, so nothing stays half done.
    let (mut writer, _) = Writer::open(tx, shop_id)?;
    if !progress.step(tx, &mut writer, shop_id, batch, step)? {
        // Someone else used up the last section since the first step, which did not need one.
        let left = progress.to_do.as_mut().map(|to_do| to_do.ids.drain(..).count());
        progress.tally.skipped += left.and_then(|n| i64::try_from(n).ok()).unwrap_or(0);
    }
    Ok(match progress.settle(tx, writer, (shop_id, batch))? {
        Bulked::Done(left, tally) => {
            if left.is_some() {
                batches::set_task(tx, batch, None)?;
            }
            Step::Done(Some(tally))
        }
        Bulked::Begun(_) | Bulked::Others(_) => Step::More,
    })
}

impl Progress {
    /// Changes the next products. Returns false if a section is needed that the shop may not add.
    fn step(&mut self, tx: &mut Tx<'_>, writer: &mut Writer, shop_id: i64, batch: i64, step: usize) -> Result<bool, AppError> {
        let Some(to_do) = &mut self.to_do else { return Ok(true) };
        let names = sections::names(tx, shop_id)?;
        let next: Vec<i64> = to_do.ids.drain(..step.min(to_do.ids.len())).collect();
        for some in next.chunks(ROWS_AT_ONCE) {
            let mut done = Vec::with_capacity(some.len());
            for product in product_list::chosen(tx, shop_id, some)? {
                if !product.stands() {
                    self.tally.skipped += 1;
                    continue;
                }
                let section = product.section_id.and_then(|id| names.get(&id)).map_or("", String::as_str);
                let old = product.draft(section);
                let Some(draft) = to_do.act.on(old.clone()) else {
                    self.tally.skipped += 1;
                    continue;
                };
                if to_do.act == Act::Delete {
                    writer.change_state(tx, &product, DELETED)?;
                } else if draft == old {
                    self.tally.same += 1;
                    continue;
                } else if writer.edit(tx, &product, &draft, None)? == Saved::SectionsFull {
                    return Ok(false);
                }
                self.tally.changed += 1;
                to_do.line += 1;
                done.push(NewRow {
                    batch_id: batch,
                    line: to_do.line,
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
        Ok(true)
    }

    /// Settles the writes and stores the progress.
    fn settle(mut self, tx: &mut Tx<'_>, mut writer: Writer, (shop_id, batch): (i64, i64)) -> Result<Bulked, AppError> {
        let emptied = self.to_do.as_ref().filter(|to_do| to_do.ids.is_empty());
        if let Some(section) = emptied.and_then(|to_do| to_do.emptied) {
            // Products that were added to the section since the action began.
            let late = product_list::changeable(tx, shop_id, &in_section(section), AT_ONCE_MAX)?;
            if let Some(to_do) = &mut self.to_do {
                to_do.ids = late;
            }
            self.step(tx, &mut writer, shop_id, batch, usize::MAX)?;
            sections::delete(tx, shop_id, section)?;
            bump_shop(tx, shop_id, 0)?;
        }
        writer.finish(tx)?;
        let json = |progress: &Self| serde_json::to_string(progress).map_err(AppError::internal);
        if self.to_do.as_ref().is_some_and(|to_do| !to_do.ids.is_empty()) {
            batches::set_options(tx, batch, &json(&self)?)?;
            return Ok(Bulked::Begun(batch));
        }
        let by = self.to_do.take().and_then(|to_do| to_do.by);
        if self.tally.changed == 0 {
            batches::forget(tx, batch)?;
            return Ok(Bulked::Done(None, self.tally));
        }
        batches::set_options(tx, batch, &json(&self)?)?;
        if let Some((login, account)) = by {
            audit::log_act(tx, Some(login), Some(account), audit::Act::CatalogBulk, "batch", batch)?;
        }
        Ok(Bulked::Done(Some(batch), self.tally))
    }
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

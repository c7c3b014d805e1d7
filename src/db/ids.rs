//! Ids are time-ordered i64, made by the program: 41 bits of milliseconds since 2012-11-20 (the day
//! Story Plus was announced), 10 bits of node, 12 bits of sequence. Sorting by id puts them in
//! order of time, and two nodes never collide.
//!
//! The generator never goes back: it starts after the newest id that is stored, and continues from
//! the last id if the clock jumps back.

use std::sync::Mutex;

use diesel::prelude::*;

use super::connection::Db;
use super::schema;
use crate::error::AppError;

/// 2012-11-20T00:00:00Z in milliseconds.
const EPOCH: i64 = 1_353_369_600_000;
const NODE_BITS: i64 = 10;
const SEQUENCE_BITS: i64 = 12;
const SEQUENCE_MASK: i64 = (1 << SEQUENCE_BITS) - 1;

pub struct Ids {
    node: i64,
    /// The last (millisecond << SEQUENCE_BITS | sequence) handed out.
    last: Mutex<i64>,
}

impl Ids {
    pub fn new(node: u32, newest: i64) -> Self {
        let node = i64::from(node) & ((1 << NODE_BITS) - 1);
        // Starts in the millisecond after the newest id: other nodes may have ids in that one.
        let ms = if newest == 0 {
            0
        } else {
            (newest >> (NODE_BITS + SEQUENCE_BITS)) + 1
        };
        Self {
            node,
            last: Mutex::new(ms << SEQUENCE_BITS),
        }
    }

    /// Returns the next id at `now` (milliseconds since 1970 UTC).
    pub fn next(&self, now: i64) -> i64 {
        let at = (now - EPOCH).max(0) << SEQUENCE_BITS;
        let mut last = match self.last.lock() {
            Ok(guard) => guard,
            Err(poisoned) => poisoned.into_inner(),
        };
        *last = at.max(*last + 1);
        let (ms, sequence) = (*last >> SEQUENCE_BITS, *last & SEQUENCE_MASK);
        (ms << (NODE_BITS + SEQUENCE_BITS)) | (self.node << SEQUENCE_BITS) | sequence
    }
}

/// Returns the smallest id of a moment, for `demo` and for time windows.
pub fn first_at(ms: i64) -> i64 {
    (ms - EPOCH).max(0) << (NODE_BITS + SEQUENCE_BITS)
}

/// Returns the time at which an id was made, in milliseconds since 1970 UTC.
pub fn made_at(id: i64) -> i64 {
    (id >> (NODE_BITS + SEQUENCE_BITS)) + EPOCH
}

/// Returns the last id of a batch of `n` rows, or `None` if no rows follow it. `ids` holds one more
/// than `n` if some do.
pub fn end_of_part(ids: &[i64], n: i64) -> Option<i64> {
    let n = usize::try_from(n).ok()?;
    ids.get(n).and_then(|_| ids.get(n.checked_sub(1)?)).copied()
}

/// Returns the newest id in any table that this generator fills.
pub fn newest(db: &mut Db) -> Result<i64, AppError> {
    use diesel::dsl::max;
    let mut newest = 0;
    macro_rules! look {
        ($($table:ident),+) => {$(
            let id: Option<i64> = schema::$table::table.select(max(schema::$table::id)).first(db)?;
            newest = newest.max(id.unwrap_or(0));
        )+};
    }
    look!(
        logins,
        accounts,
        photos,
        products,
        shop_sections,
        catalog_batches,
        stories,
        story_ups,
        comments,
        notifications,
        moderation_cases,
        reports,
        moderation_actions,
        audit_log,
        jobs
    );
    Ok(newest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_when_the_clock_goes_back_years() {
        let ids = Ids::new(3, 0);
        let now = 1_700_000_000_000;
        let mut last = 0;
        for step in [0, 0, 1, -400_000_000_000, -1, 5, 400_000_000_000, 0] {
            let id = ids.next(now + step);
            assert!(id > last);
            last = id;
        }
        assert!(Ids::new(0, last).next(0) > last);
    }
}

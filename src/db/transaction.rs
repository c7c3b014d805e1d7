//! A write transaction.

use std::ops::{Deref, DerefMut};

use super::connection::Db;
use super::ids::Ids;

/// A write transaction under way. Only `Database` makes one, so a function
/// that takes `&mut Tx` says 'inside a transaction' in its type.
pub struct Tx<'a> {
    pub(super) db: &'a mut Db,
    pub(super) ids: &'a Ids,
    pub(super) now: i64,
}

impl Tx<'_> {
    /// A new id: unique, and later than every id handed out before.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.now)
    }

    /// The time of this transaction, milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// What is written from here on happened at this moment: for the demo,
    /// which writes a past. Ids still only rise, so a past is written oldest first.
    pub fn travel_to(&mut self, moment: i64) {
        self.now = moment;
    }
}

impl Deref for Tx<'_> {
    type Target = Db;
    fn deref(&self) -> &Db {
        self.db
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Db {
        self.db
    }
}

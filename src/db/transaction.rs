//! A write transaction.

use std::ops::{Deref, DerefMut};

use super::connection::Db;
use super::ids::Ids;

/// An open write transaction. Only `Database` creates one, so a function that takes `&mut Tx`
/// states in its type that it runs inside a transaction.
pub struct Tx<'a> {
    pub(super) db: &'a mut Db,
    pub(super) ids: &'a Ids,
    pub(super) now: i64,
}

impl Tx<'_> {
    /// Returns a new id: unique, and later than every id handed out before.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.now)
    }

    /// Returns the time of this transaction, in milliseconds since 1970 UTC.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Sets the time of everything that is written from here on, for the demo, which writes a past.
    /// Ids still only rise, so a past is written oldest first.
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

//! Forms that create something are one act however often they are sent: pressed twice, sent again
//! because the answer was lost, or sent on two connections at once.
//!
//! Each such form carries a random `key` ([`new_key`]). The answer of the act is kept under the login,
//! the address and the key in the transaction of the act (`Visit::write_once`), so it is there exactly
//! if the act is; the same key again gets the same answer and does nothing.

mod queries;

use crate::access::load::{hex, token_hash};
use crate::app::App;
use crate::db::Tx;
use crate::error::AppError;
use crate::web::reply::{Reply, Session};

/// The time an answer is kept: a form that is open in a phone's browser since yesterday is sent again
/// when the phone is online.
const KEPT_MS: i64 = 3 * 24 * 3600 * 1000;
/// Characters of a key. Anything else was not made by a form of ours and counts as none.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// A key for one form: 128 random bits.
pub fn new_key() -> String {
    let mut bytes = [0; 16];
    // Without randomness the form has no key, which only means that it may be sent twice.
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex(&bytes),
        Err(_) => String::new(),
    }
}

/// The place where the answer of one form is kept.
pub struct Place {
    login_id: i64,
    key_hash: String,
}

impl Place {
    /// `None` where the request has no usable key.
    pub fn of(login_id: i64, address: &str, key: &str) -> Option<Self> {
        let usable = LENGTHS.contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        usable.then(|| Self {
            login_id,
            key_hash: token_hash(&format!("{address} {key}")),
        })
    }

    /// Returns the answer that was given already. Until the end of the transaction nobody else is at the
    /// same place.
    pub fn answer(&self, tx: &mut Tx<'_>) -> Result<Option<Reply>, AppError> {
        queries::lock(tx, self.login_id, &self.key_hash)?;
        let Some((location, flash, json)) = queries::find(tx, self.login_id, &self.key_hash)? else {
            return Ok(None);
        };
        let mut reply = Reply::see(location).json(serde_json::from_str(&json).map_err(AppError::internal)?);
        if !flash.is_empty() {
            reply = reply.flash(flash);
        }
        Ok(Some(reply))
    }

    /// Keeps the answer of an act that was done. A form that came back with mistakes did nothing.
    pub fn keep(&self, tx: &mut Tx<'_>, reply: &Reply) -> Result<(), AppError> {
        let Reply::See {
            to,
            flash,
            json,
            session: Session::Keep,
            ..
        } = reply
        else {
            return Ok(());
        };
        let flash = flash.as_deref().unwrap_or_default();
        queries::insert(tx, self.login_id, &self.key_hash, (to, flash, &json.to_string()))
    }
}

/// Forgets answers that nobody asks for any more.
pub fn sweep(app: &App) -> Result<(), AppError> {
    let before = app.clock.now() - KEPT_MS;
    app.db.write_now(|tx| queries::delete_before(tx, before))
}

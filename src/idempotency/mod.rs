//! Idempotent forms: a form that creates something acts once, however often it is sent. It may be
//! pressed twice, sent again because the response was lost, or sent on two connections at once.
//!
//! Each such form carries a random `key` ([`new_key`]). The response is stored under the login, the
//! address and the key, in the transaction of the action (`Visit::write_once`), so it exists
//! exactly if the action took place. The same key again gets the same response and does nothing.

mod queries;

use crate::access::load::token_hash;
use crate::app::App;
use crate::db::Tx;
use crate::error::AppError;
use crate::text::hex;
use crate::web::reply::{Reply, Session};

/// The time a response is kept: a form left open in a phone's browser since yesterday is sent again
/// when the phone is back online.
const KEPT_MS: i64 = 3 * 24 * 3600 * 1000;
/// Accepted lengths of a key. Anything else did not come from one of our forms and counts as no
/// key.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=64;

/// Returns a key for one form: 128 random bits.
pub fn new_key() -> String {
    let mut bytes = [0; 16];
    // Without randomness the form has no key, which only means that it is not protected against
    // being sent twice.
    match getrandom::fill(&mut bytes) {
        Ok(()) => hex(&bytes),
        Err(_) => String::new(),
    }
}

/// The place where the response to one form is stored.
pub struct Place {
    login_id: i64,
    key_hash: String,
}

impl Place {
    /// Returns the place, or `None` if the request has no usable key.
    pub fn of(login_id: i64, address: &str, key: &str) -> Option<Self> {
        let usable = LENGTHS.contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        usable.then(|| Self {
            login_id,
            key_hash: token_hash(&format!("{address} {key}")),
        })
    }

    /// Returns the response that was given already. Locks the place until the end of the
    /// transaction.
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

    /// Stores the response of an action that took place. A form shown again with mistakes did
    /// nothing, so it is not stored.
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

/// Deletes responses that are too old to be asked for again.
pub fn sweep(app: &App) -> Result<(), AppError> {
    let before = app.clock.now() - KEPT_MS;
    app.db.write_now(|tx| queries::delete_before(tx, before))
}

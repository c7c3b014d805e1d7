//! Slows guessing down: by email and by address, in the database, so that it
//! holds over restarts and several nodes. A try is counted before its password
//! is hashed, so that many at once gain nothing; a right one takes its own
//! count back. A known and an unknown email are counted alike.

use std::net::IpAddr;

use super::{queries, rules};
use crate::access::load::token_hash;
use crate::db::Tx;
use crate::error::AppError;

/// What is counted of one try.
#[derive(Debug, Clone)]
pub struct Keys {
    email: Option<String>,
    address: String,
}

impl Keys {
    pub fn new(email: &str, address: IpAddr) -> Self {
        Self {
            email: Some(token_hash(&format!("email {email}"))),
            address: of_address(address),
        }
    }

    /// Where no email may be blamed: sign-up.
    pub fn of_address(address: IpAddr) -> Self {
        Self {
            email: None,
            address: of_address(address),
        }
    }

    fn each(&self) -> impl Iterator<Item = (&str, i32, i64)> {
        let email = self
            .email
            .as_deref()
            .map(|k| (k, rules::FREE_FOR_EMAIL, rules::WAIT_MAX_EMAIL_MS));
        let address = (self.address.as_str(), rules::FREE_FOR_ADDRESS, rules::WAIT_MAX_ADDRESS_MS);
        email.into_iter().chain([address])
    }
}

/// An IPv6 network of one customer counts as one address.
fn of_address(address: IpAddr) -> String {
    let kept = match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    };
    token_hash(&format!("address {kept}"))
}

/// Refuses a try that comes too early.
pub fn look(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    let now = tx.now();
    let mut wait = 0;
    for (key, free, most) in keys.each() {
        if let Some((failures, last_at)) = queries::throttle::failures(tx, key)? {
            // Further in the future than the longest wait: the clock was set. A little: this
            // transaction began before the one that failed last, and waited for it.
            let ago = now - last_at;
            if (-most..rules::FAILURES_KEPT_MS).contains(&ago) {
                wait = wait.max(rules::wait_ms(failures, free, most) - ago.max(0));
            }
        }
    }
    if wait > 0 {
        let retry_after = u64::try_from(wait).unwrap_or(0).div_ceil(1000);
        return Err(AppError::TooMany { retry_after });
    }
    Ok(())
}

/// Both at once: of many tries that come together, each is judged after the one before.
pub fn enter(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    for (key, _, _) in keys.each() {
        queries::throttle::hold(tx, key)?;
    }
    look(tx, keys)?;
    count(tx, keys)
}

/// Counts a try as failed, until `forgive` says otherwise.
pub fn count(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    let forget = tx.now() - rules::FAILURES_KEPT_MS;
    for (key, _, _) in keys.each() {
        queries::throttle::hold(tx, key)?;
        queries::throttle::count(tx, key, forget)?;
    }
    Ok(())
}

/// The try was right: the email starts anew, the address gets this one back.
pub fn forgive(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    if let Some(email) = &keys.email {
        queries::throttle::clear(tx, email)?;
    }
    queries::throttle::take_back(tx, &keys.address)
}

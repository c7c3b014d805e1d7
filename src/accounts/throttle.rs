//! Slows down password guessing by email and by address. The counts are in the database, so that
//! they survive restarts and hold across nodes. A try is counted before its password is hashed, so
//! that many at once gain nothing; a correct one takes its own count back. Known and unknown emails
//! are counted alike.
//!
//! A stranger who guesses must not keep the owner out:
//!
//! - From a browser or an address where this login was entered before, only the tries made there
//!   count (`queries::places`).
//! - Forms that ask a logged-in person for the password count by login: only its own sessions can
//!   reach them.
//! - Anywhere else the wait for an email restarts with each failure. A try that comes too early
//!   gets a turn: a time at which this network is let in once, whatever others did meanwhile. The
//!   turns for one email are a minute apart, so that a thousand addresses guess no faster than one.

use super::{queries, rules};
use crate::access::load::token_hash;
use crate::db::Tx;
use crate::error::AppError;
use crate::web::address::Client;

/// A key by which failures are counted.
#[derive(Debug, Clone)]
struct Key {
    hash: String,
    free: i32,
    most: i64,
    /// A correct password clears the count; otherwise only this try is taken back.
    clears: bool,
}

impl Key {
    fn of_try(hash: String) -> Self {
        Self {
            hash,
            free: rules::FREE_FOR_EMAIL,
            most: rules::WAIT_MAX_EMAIL_MS,
            clears: true,
        }
    }
}

/// The origin of a try.
#[derive(Debug, Clone)]
pub enum From {
    /// The log-in page: the address, and the browser's device token.
    Door { client: Client, device: Option<String> },
    /// A form that a session of this login sent.
    Session { login_id: i64 },
}

/// The keys by which one try is counted.
#[derive(Debug, Clone)]
pub struct Keys {
    all: Vec<Key>,
    /// Keys of this network's turn and of the latest turn for the email. Set when the first of
    /// `all` is the email itself, which strangers share.
    turn: Option<[String; 2]>,
}

impl Keys {
    /// Returns the keys of a try with an email; `login` is its owner.
    pub fn new(tx: &mut Tx<'_>, email: &str, login: Option<i64>, from: &From) -> Result<Self, AppError> {
        let (client, device) = match from {
            From::Session { login_id } => {
                let own = Key::of_try(token_hash(&format!("own {login_id}")));
                return Ok(Self {
                    all: vec![own],
                    turn: None,
                });
            }
            From::Door { client, device } => (client, device),
        };
        let since = tx.now() - rules::PLACES_KEPT_MS;
        let mut known = |key: &str| match login {
            Some(login) => queries::places::is_known(tx, login, key, since),
            None => Ok(false),
        };
        if let Some(device) = device
            && known(&device_key(device))?
        {
            // Nobody else can try from this browser, so not even its address counts.
            let here = token_hash(&format!("email {email} device {device}"));
            return Ok(Self {
                all: vec![Key::of_try(here)],
                turn: None,
            });
        }
        let place = place_key(client);
        if known(&place)? {
            let here = token_hash(&format!("email {email} {place}"));
            let mut all = vec![Key::of_try(here)];
            all.extend(of_address(client));
            return Ok(Self { all, turn: None });
        }
        let network = client.wide_network().unwrap_or_else(|| client.network());
        let mut all = vec![Key::of_try(token_hash(&format!("email {email}")))];
        all.extend(of_address(client));
        Ok(Self {
            all,
            turn: Some([
                token_hash(&format!("turn {email} {network}")),
                token_hash(&format!("turns {email}")),
            ]),
        })
    }

    /// Returns the keys of an address alone, for sign-up, where no email can be counted.
    pub fn of_address(client: &Client) -> Self {
        Self {
            all: of_address(client),
            turn: None,
        }
    }
}

fn of_address(client: &Client) -> Vec<Key> {
    let key = |kept: &str, free: i32| Key {
        hash: token_hash(&format!("address {kept}")),
        free,
        most: rules::WAIT_MAX_ADDRESS_MS,
        clears: false,
    };
    let wide = client.wide_network();
    let wide = wide.map(|network| key(&network, rules::FREE_FOR_NETWORK));
    std::iter::once(key(&client.network(), rules::FREE_FOR_ADDRESS))
        .chain(wide)
        .collect()
}

fn device_key(token: &str) -> String {
    token_hash(&format!("device {token}"))
}

fn place_key(client: &Client) -> String {
    token_hash(&format!("place {}", client.network()))
}

/// Remembers that the login was entered from here, so that strangers do not delay its next tries
/// from here. Returns the token that the browser stores.
pub fn remember(tx: &mut Tx<'_>, login_id: i64, client: &Client, device: Option<&str>) -> Result<String, AppError> {
    let token = match device {
        Some(token) => token.to_owned(),
        None => crate::access::load::new_token()?,
    };
    queries::places::remember(tx, login_id, &device_key(&token))?;
    queries::places::remember(tx, login_id, &place_key(client))?;
    Ok(token)
}

/// Returns the wait that this key requires, in milliseconds.
fn wait(tx: &mut Tx<'_>, key: &Key) -> Result<i64, AppError> {
    let now = tx.now();
    let Some((failures, last_at)) = queries::throttle::failures(tx, &key.hash)? else {
        return Ok(0);
    };
    // Further in the future than the longest wait: the clock was set. Slightly in the future: this
    // transaction began before the one with the last failure, and waited for it.
    let ago = now - last_at;
    let counts = (-key.most..rules::FAILURES_KEPT_MS).contains(&ago);
    Ok(if counts {
        rules::wait_ms(failures, key.free, key.most) - ago.max(0)
    } else {
        0
    })
}

/// Refuses a try that comes too early.
pub fn look(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    let mut longest = 0;
    for key in &keys.all {
        longest = longest.max(wait(tx, key)?);
    }
    match too_early(longest) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn too_early(wait_ms: i64) -> Option<AppError> {
    let retry_after = u64::try_from(wait_ms).unwrap_or(0).div_ceil(1000);
    (wait_ms > 0).then_some(AppError::TooMany { retry_after })
}

/// Lets a try in and counts it, or returns the refusal with the time to wait. Both happen under the
/// keys' locks, so that each of many simultaneous tries sees those before it. A refusal is not an
/// `Err`: the transaction commits the turn that was given.
pub fn enter(tx: &mut Tx<'_>, keys: &Keys) -> Result<Option<AppError>, AppError> {
    for key in &keys.all {
        queries::throttle::hold(tx, &key.hash)?;
    }
    let Some([turn, line]) = &keys.turn else {
        if let Err(early) = look(tx, keys) {
            return Ok(Some(early));
        }
        count(tx, keys)?;
        return Ok(None);
    };
    let (mut of_email, mut elsewhere) = (0, 0);
    for (n, key) in keys.all.iter().enumerate() {
        let wait = wait(tx, key)?;
        if n == 0 {
            of_email = wait;
        } else {
            elsewhere = elsewhere.max(wait);
        }
    }
    if elsewhere <= 0 && of_email > 0 {
        let now = tx.now();
        let due = match queries::throttle::failures(tx, turn)? {
            Some((_, due)) if now < due + rules::TURN_KEPT_MS => Some(due),
            _ => {
                let last = queries::throttle::failures(tx, line)?.map_or(0, |(_, last)| last);
                let due = (now + of_email.min(rules::TURN_EVERY_MS)).max(last + rules::TURN_EVERY_MS);
                let kept = due <= now + rules::TURNS_AHEAD_MS;
                if kept {
                    queries::throttle::put(tx, turn, due)?;
                    queries::throttle::put(tx, line, due)?;
                }
                kept.then_some(due)
            }
        };
        // Without a turn the queue is full: the first try after the wait is let in.
        if let Some(early) = too_early(due.map_or(of_email, |due| (due - now).min(of_email))) {
            return Ok(Some(early));
        }
    } else if let Some(early) = too_early(elsewhere) {
        return Ok(Some(early));
    }
    queries::throttle::clear(tx, turn)?;
    count(tx, keys)?;
    Ok(None)
}

/// Counts a try as failed until `forgive` takes it back.
pub fn count(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    let forget = tx.now() - rules::FAILURES_KEPT_MS;
    for key in &keys.all {
        queries::throttle::hold(tx, &key.hash)?;
        queries::throttle::count(tx, &key.hash, forget)?;
    }
    Ok(())
}

/// Takes back a correct try: its own key is cleared, the address gets this one back.
pub fn forgive(tx: &mut Tx<'_>, keys: &Keys) -> Result<(), AppError> {
    for key in &keys.all {
        if key.clears {
            queries::throttle::clear(tx, &key.hash)?;
        } else {
            queries::throttle::take_back(tx, &key.hash)?;
        }
    }
    Ok(())
}

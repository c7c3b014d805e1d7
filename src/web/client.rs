//! The client that a request counts for in the queues of `work_queue`, decided before anything is
//! read: the login if its session was seen a while ago, otherwise the address. An invented session
//! is not known, so inventing some gains no turns.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::address::Client as Address;
use super::request_meta::Meta;
use crate::access::Actor;
use crate::app::App;
use crate::work_queue::Client;

/// Logins by a hash of the session's token, keyed with a secret of this process.
struct KnownLogins {
    hasher: RandomState,
    logins: moka::sync::Cache<u64, i64>,
}

impl Default for KnownLogins {
    fn default() -> Self {
        Self {
            hasher: RandomState::new(),
            logins: moka::sync::Cache::builder()
                .max_capacity(50_000)
                .time_to_live(Duration::from_secs(15 * 60))
                .build(),
        }
    }
}

/// Returns the client that a request counts for.
pub(super) fn client(app: &App, meta: &Meta) -> Client {
    let known = app.cache::<KnownLogins>();
    let login = meta
        .token
        .as_ref()
        .and_then(|token| known.logins.get(&known.hasher.hash_one(token)));
    match (login, &meta.address) {
        (Some(login), _) => Client::Login(login),
        (None, Address::At(address)) => Client::of_address(*address),
        (None, Address::Named(name)) => Client::Named(known.hasher.hash_one(name)),
    }
}

/// Remembers the login of a session for later requests.
pub(super) fn remember(app: &App, meta: &Meta, actor: &Actor) {
    if let (Some(token), Some(member)) = (&meta.token, actor.member()) {
        let known = app.cache::<KnownLogins>();
        let key = known.hasher.hash_one(token);
        if known.logins.get(&key) != Some(member.login_id) {
            known.logins.insert(key, member.login_id);
        }
    }
}

//! Who a request counts for in the lines of `work_queue`, before anything is read: the login, where
//! its session was seen a while ago, else the address. A made-up session is nobody, so that nobody
//! gets more turns by making some up.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::address::Client as Address;
use super::request_meta::Meta;
use crate::access::Actor;
use crate::app::App;
use crate::work_queue::Client;

/// Logins by the hash of a session's token, with a key that only this process has.
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

/// The client that a request counts for.
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

/// Notes whose session it was, for the requests that follow.
pub(super) fn remember(app: &App, meta: &Meta, actor: &Actor) {
    if let (Some(token), Some(member)) = (&meta.token, actor.member()) {
        let known = app.cache::<KnownLogins>();
        let key = known.hasher.hash_one(token);
        if known.logins.get(&key) != Some(member.login_id) {
            known.logins.insert(key, member.login_id);
        }
    }
}

//! Every rate limit, with its number and the reason for it.
//!
//! Each limit is a bucket: a burst at once, then one more per interval. The numbers are far above
//! what people do and far below what harms others. A person who reaches one is told how many
//! seconds to wait. What a shop does to its own catalog is not limited here.

use std::num::NonZeroU32;
use std::time::Duration;

/// The place where a limit's state is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the database, shared by all nodes, in the transaction of the action.
    Shared,
    /// In this node's memory. For limits by address, where a row would make everyone behind one
    /// address wait for each other, and for requests that only read.
    Node,
}

#[derive(Debug)]
pub struct Limit {
    /// The name, which is part of the key.
    pub name: &'static str,
    pub burst: NonZeroU32,
    /// Interval after which one more is allowed.
    pub every: Duration,
    pub place: Place,
}

const fn limit(name: &'static str, burst: u32, every: Duration, place: Place) -> Limit {
    let burst = match NonZeroU32::new(burst) {
        Some(burst) => burst,
        None => NonZeroU32::MIN,
    };
    Limit {
        name,
        burst,
        every,
        place,
    }
}

const fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

const fn milliseconds(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Sign-ups by address: a class or a market hall signs up together; after that 180 an hour.
pub const SIGN_UPS: Limit = limit("sign_ups", 60, seconds(20), Place::Shared);

/// Sign-ups by IPv6 /48, which holds 65,536 of the networks that count as one address.
pub const SIGN_UPS_OF_NETWORK: Limit = limit("sign_ups_of_network", 300, seconds(4), Place::Shared);

/// Comments by account: nobody writes one every two seconds for long.
pub const COMMENTS: Limit = limit("comments", 60, seconds(2), Place::Shared);

/// Comments by address: a campus or a whole load test may be behind one.
pub const COMMENTS_OF_ADDRESS: Limit = limit("comments_of_address", 3_000, milliseconds(20), Place::Node);

/// Stories by account: a shop that posts all it has at once, then 360 an hour.
pub const STORIES: Limit = limit("stories", 60, seconds(10), Place::Shared);

/// Stories by address, for the same reason as comments.
pub const STORIES_OF_ADDRESS: Limit = limit("stories_of_address", 3_000, milliseconds(100), Place::Node);

/// Mentions by account: each person mentioned is notified.
pub const MENTIONS: Limit = limit("mentions", 100, seconds(10), Place::Shared);

/// Mentions of one person by one account.
pub const MENTIONS_OF_ONE: Limit = limit("mentions_of_one", 20, seconds(60), Place::Shared);

/// Friend requests by account: everyone a person knows, on the first evening.
pub const FRIEND_REQUESTS: Limit = limit("friend_requests", 100, seconds(10), Place::Shared);

/// Friend requests of one account to one person: a request can be withdrawn and made again.
pub const FRIEND_REQUESTS_TO_ONE: Limit = limit("friend_requests_to_one", 20, seconds(60), Place::Shared);

/// Friend requests to one person from one address: a whole class may ask its new pupil, but not a
/// hundred invented people within a second.
pub const FRIEND_REQUESTS_FROM_ADDRESS: Limit = limit("friend_requests_from_address", 50, seconds(30), Place::Shared);

/// Reports by account: a person reads each of them.
pub const REPORTS: Limit = limit("reports", 30, seconds(60), Place::Shared);

/// Reports by address: stops many accounts of one person, and still leaves room for an office.
pub const REPORTS_OF_ADDRESS: Limit = limit("reports_of_address", 300, seconds(10), Place::Node);

/// Uploaded photos by account: twenty full stories at once, then one a second.
pub const PHOTOS: Limit = limit("photos", 400, seconds(1), Place::Shared);

/// Photos by address, for the same reason as comments: each takes part of a second of a core.
pub const PHOTOS_OF_ADDRESS: Limit = limit("photos_of_address", 3_000, milliseconds(100), Place::Node);

/// Searches by account, or by address for visitors.
pub const SEARCHES: Limit = limit("searches", 300, milliseconds(100), Place::Node);

/// Suggestions by account, or by address for visitors: one for each letter typed.
pub const SUGGESTIONS: Limit = limit("suggestions", 1_000, milliseconds(20), Place::Node);

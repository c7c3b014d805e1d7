//! Every limit on how often something may be done, with its number and why.
//!
//! Each is a bucket: so many at once, then one in each step of time. The
//! numbers are far above what people do and far below what harms others; who
//! meets one is told for how many seconds. What a shop does to its own catalog
//! is not limited here.

use std::num::NonZeroU32;
use std::time::Duration;

/// Where the count of a limit is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the database, for all nodes together, in the transaction of the act.
    Shared,
    /// In this node's memory: by address, where a row would make everyone
    /// behind one address wait for one another; and for what only reads.
    Node,
}

#[derive(Debug)]
pub struct Limit {
    /// Part of the key.
    pub name: &'static str,
    pub burst: NonZeroU32,
    /// One more in each such step.
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

/// New people by address: a class or a market hall signs up together, 180 an hour after that.
pub const SIGN_UPS: Limit = limit("sign_ups", 60, seconds(20), Place::Shared);

/// The same for a /48 of IPv6, which holds 65,536 of what counts as one address.
pub const SIGN_UPS_OF_NETWORK: Limit = limit("sign_ups_of_network", 300, seconds(4), Place::Shared);

/// Comments by account: nobody writes one every two seconds for long.
pub const COMMENTS: Limit = limit("comments", 60, seconds(2), Place::Shared);

/// Comments by address: a campus or a whole load test may stand behind one.
pub const COMMENTS_OF_ADDRESS: Limit = limit("comments_of_address", 3_000, milliseconds(20), Place::Node);

/// Stories by account: a shop that posts all it has at once, then 360 an hour.
pub const STORIES: Limit = limit("stories", 60, seconds(10), Place::Shared);

/// Stories by address, as comments.
pub const STORIES_OF_ADDRESS: Limit = limit("stories_of_address", 3_000, milliseconds(100), Place::Node);

/// People mentioned, by account: each hears of it.
pub const MENTIONS: Limit = limit("mentions", 100, seconds(10), Place::Shared);

/// Mentions of one person by one account.
pub const MENTIONS_OF_ONE: Limit = limit("mentions_of_one", 20, seconds(60), Place::Shared);

/// Friend requests by account: everyone one knows, on the first evening.
pub const FRIEND_REQUESTS: Limit = limit("friend_requests", 100, seconds(10), Place::Shared);

/// Friend requests of one account to one person, who may take it back and ask again.
pub const FRIEND_REQUESTS_TO_ONE: Limit = limit("friend_requests_to_one", 20, seconds(60), Place::Shared);

/// Friend requests to one person from one address: a class asks its new pupil; a hundred made-up
/// people in a second do not.
pub const FRIEND_REQUESTS_FROM_ADDRESS: Limit = limit("friend_requests_from_address", 50, seconds(30), Place::Shared);

/// Reports by account: each is read by a person.
pub const REPORTS: Limit = limit("reports", 30, seconds(60), Place::Shared);

/// Reports by address: many accounts of one person, and still room for an office.
pub const REPORTS_OF_ADDRESS: Limit = limit("reports_of_address", 300, seconds(10), Place::Node);

/// Photos sent by account: twenty full stories at once, then one a second.
pub const PHOTOS: Limit = limit("photos", 400, seconds(1), Place::Shared);

/// Photos by address, as comments: each costs a part of a second of a core.
pub const PHOTOS_OF_ADDRESS: Limit = limit("photos_of_address", 3_000, milliseconds(100), Place::Node);

/// Searches by account, by address for visitors.
pub const SEARCHES: Limit = limit("searches", 300, milliseconds(100), Place::Node);

/// Suggestions while one types, by account, by address for visitors: one for each letter.
pub const SUGGESTIONS: Limit = limit("suggestions", 1_000, milliseconds(20), Place::Node);

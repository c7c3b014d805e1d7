//! The limit Story Plus exists for.

/// Friends of a personal account, on both sides of every friendship, at every
/// instant. KakaoStory held every person to 500 (November 2012); shops that
/// need more open a business account.
pub const FRIEND_LIMIT: i32 = 500;

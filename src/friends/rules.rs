//! The limit Story Plus exists for, and how two accounts stand to each other.

/// Friends of a personal account, on both sides of every friendship, at every
/// instant. KakaoStory held every person to 500 (November 2012); shops that
/// need more open a business account.
pub const FRIEND_LIMIT: i32 = 500;

/// From this count on, pages say how many places are left.
pub const FRIEND_LIMIT_NEAR: i32 = 480;

/// How the viewer stands to another account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Myself,
    Nothing,
    /// The viewer asked.
    Asked,
    /// The other asked.
    AsksMe,
    Friends,
    /// The viewer gets the shop's news.
    Following,
}

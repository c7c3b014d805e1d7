//! The limit that Story Plus exists for, and the relation between two accounts.

/// The most friends a personal account may have. It holds for both sides of every friendship, at
/// every instant. KakaoStory limited every person to 500 (November 2012); shops that need more open
/// a business account.
pub const FRIEND_LIMIT: i32 = 500;

/// From this number of friends on, pages show how many places are left.
pub const FRIEND_LIMIT_NEAR: i32 = 480;

/// The viewer's relation to another account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Myself,
    Nothing,
    /// The viewer asked for friendship.
    Asked,
    /// The other asked for friendship.
    AsksMe,
    Friends,
    /// The viewer follows the shop.
    Following,
}

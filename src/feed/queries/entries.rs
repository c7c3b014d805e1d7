//! The entries of a feed.

/// The tabs of the home page, each with its own sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    All,
    Friends,
    Shops,
}

/// An entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key by which the feed is ordered: the story's id, or the id of the UP that brought it.
    pub id: i64,
    pub story: i64,
    /// The friend whose UP brought it, or `None` if it comes from its author.
    pub boosted_by: Option<Friend>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Friend {
    pub handle: String,
    pub name: String,
}

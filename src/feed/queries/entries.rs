//! The entries of a feed.

/// Which sources: the tabs of the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    All,
    Friends,
    Shops,
}

/// One place of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What the feed goes by: the story's id, or that of the UP that lifted it.
    pub id: i64,
    pub story: i64,
    /// The friend whose UP brought it; none where the author did.
    pub boosted_by: Option<Friend>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Friend {
    pub handle: String,
    pub name: String,
}

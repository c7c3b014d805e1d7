//! A cache of the responses that are the same for every visitor, valid until the next commit by any
//! process (db/commits.rs).

use std::time::Duration;

use super::i18n::Locale;
use super::reply::Ready;

/// Complete responses for visitors by address, language, encoding and theme, with the commit count
/// at which they were rendered. At most 32 MB, for at most 20 seconds.
pub(super) struct PageCache(moka::sync::Cache<Key, (i64, Ready)>);

/// Address, language, acceptance of gzip, and the chosen theme.
pub(super) type Key = (String, Locale, bool, Option<&'static str>);

impl Default for PageCache {
    fn default() -> Self {
        let weigh = |key: &Key, value: &(i64, Ready)| u32::try_from(key.0.len() + value.1.body.len() + 256).unwrap_or(u32::MAX);
        Self(
            moka::sync::Cache::builder()
                .weigher(weigh)
                .max_capacity(32 * 1024 * 1024)
                .time_to_live(Duration::from_secs(20))
                .build(),
        )
    }
}

impl PageCache {
    /// Returns the response that was rendered at this commit count.
    pub(super) fn get(&self, key: &Key, commits: i64) -> Option<Ready> {
        let (made_at, ready) = self.0.get(key)?;
        (made_at == commits).then_some(ready)
    }

    pub(super) fn keep(&self, key: Key, commits: i64, ready: &Ready) {
        if ready.status == 200 && ready.cookies.is_empty() {
            self.0.insert(key, (commits, ready.clone()));
        }
    }
}

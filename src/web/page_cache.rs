//! Answers that every visitor gets alike, kept whole as long as no process writes (db/commits.rs).

use std::time::Duration;

use super::i18n::Locale;
use super::reply::Ready;

/// Whole answers for visitors: by address, language, encoding and theme, with the
/// count of commits they were made at. 32 MB of them, 20 seconds long.
pub(super) struct SharedPages(moka::sync::Cache<Key, (i64, Ready)>);

/// Address, language, whether gzip is accepted, the theme that was chosen.
pub(super) type Key = (String, Locale, bool, Option<&'static str>);

impl Default for SharedPages {
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

impl SharedPages {
    /// The answer that was made at this count of commits.
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

//! Blocking work outside of requests.

use crate::error::AppError;
use crate::panics;

/// Runs work that blocks on tokio's pool, which has no bound of its own: for loops in the background, and for
/// what was counted before (hashing, image work). Requests take `WorkQueue::run`. A panic there is an error here.
pub async fn run_blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(move || panics::caught(f))
        .await
        .map_err(AppError::internal)?
}

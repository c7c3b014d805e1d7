//! Blocking work outside of requests.

use crate::error::AppError;
use crate::panics;

/// Runs blocking work on tokio's pool, which has no limit of its own. It is for background loops,
/// and for work whose number is limited beforehand (hashing, image work); requests use
/// `WorkQueue::run`. A panic in the work becomes an error.
pub async fn run_blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T, AppError> + Send + 'static) -> Result<T, AppError> {
    tokio::task::spawn_blocking(move || panics::caught(f))
        .await
        .map_err(AppError::internal)?
}

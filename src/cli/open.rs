//! Opens the site for a command.

use crate::app::App;
use crate::config::Config;
use crate::error::AppError;
use crate::server::lock::DataLock;

/// Opens the site alone, as a server would, or beside a running server.
pub(super) fn open(config: Config) -> Result<(App, Option<DataLock>), AppError> {
    match DataLock::take(&config) {
        Ok(lock) => Ok((App::open(config)?, Some(lock))),
        Err(_) => Ok((App::attach(config)?, None)),
    }
}

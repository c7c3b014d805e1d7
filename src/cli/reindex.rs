//! `storyplus reindex`: the index is a cache of the database (search/); thrown
//! away, it is built anew.

use std::io::ErrorKind;

use crate::config::Config;
use crate::error::AppError;
use crate::server::lock::DataLock;

/// Folder of the index in the data folder.
const INDEX: &str = "search";

pub fn run(config: &Config) -> Result<(), AppError> {
    let _lock = DataLock::take(&config.data_dir)?;
    match std::fs::remove_dir_all(config.data_dir.join(INDEX)) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(e.into()),
        _ => {
            println!("The search index is gone; the server builds it anew when it starts.");
            Ok(())
        }
    }
}

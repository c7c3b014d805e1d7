//! `storyplus reindex`: rebuilds the search index, which is a cache of the database. Either this
//! command does it or the running server (search/indexing/reindex.rs).

use indicatif::{ProgressBar, ProgressStyle};

use super::open::open;
use crate::config::Config;
use crate::error::AppError;
use crate::search::indexing::node::Progress;
use crate::search::indexing::reindex;

pub fn run(config: Config) -> Result<(), AppError> {
    let (app, lock) = open(config)?;
    let bar = ProgressBar::no_length();
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {human_pos} of {human_len} documents, {eta} left") {
        bar.set_style(style);
    }
    let mut show = |progress: Progress| {
        bar.set_length(progress.total);
        bar.set_position(progress.done);
    };
    if lock.is_some() {
        let documents = reindex::here(&app, &mut show)?;
        bar.finish_and_clear();
        println!("The search index is new and holds {documents} documents.");
    } else {
        reindex::ask(&app, &mut show)?;
        bar.finish_and_clear();
        println!("The server built its search index anew, and served meanwhile.");
    }
    Ok(())
}

//! Background job: removes a closed account's friendships, follows and requests.

use super::queries;
use crate::accounts::actions::closing::Closed;
use crate::app::App;
use crate::error::AppError;
use crate::jobs::Job;

/// Gives back the closed account's place in each friend's list, and removes its requests and
/// follows. It works in small transactions, so that nobody waits for it, and is idempotent: each
/// step takes only rows that are still there.
pub fn forget(app: &App, job: &Job) -> Result<(), AppError> {
    let Closed { account_id } = job.read()?;
    loop {
        let left = app.db.write_now(|tx| {
            let friends = queries::some_friends(tx, account_id, STEP)?;
            for friend in &friends {
                queries::delete_friendship(tx, account_id, *friend)?;
            }
            let shops = queries::some_followed(tx, account_id, STEP)?;
            for shop in &shops {
                queries::delete_follow(tx, account_id, *shop)?;
            }
            queries::delete_all_requests(tx, account_id)?;
            Ok(friends.len() + shops.len())
        })?;
        if left == 0 {
            return Ok(());
        }
    }
}

/// Rows of each kind per transaction.
const STEP: i64 = 50;

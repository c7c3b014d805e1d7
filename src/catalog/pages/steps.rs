//! Finishes a change to many products within the request that started it.

use crate::access::Member;
use crate::catalog::batches::progress::Step;
use crate::catalog::batches::progress::Tally;
use crate::catalog::batches::steps::proceed;
use crate::error::AppError;
use crate::web::request::Visit;
use crate::work_queue::{Client, Kind};

/// Does the remaining steps one after another, so that other writes get in between, and continues
/// even if the client disconnects. Returns the result of a bulk action; `None` for other batches,
/// or if a job did the last step.
pub async fn carry_on(visit: &Visit<Box<Member>>, batch: i64) -> Result<Option<Tally>, actix_web::Error> {
    let app = visit.app.clone();
    let steps = async move {
        let mut failed = None;
        loop {
            let at = app.clone();
            let step = app.db.work().run(Kind::Write, move || proceed(&at, batch)).await?;
            app.wake.notify_waiters();
            match step {
                Step::More => {}
                Step::Failed(error) => failed = Some(error),
                Step::Done(tally) => return failed.map_or(Ok(tally), Err),
            }
        }
    };
    let done = actix_web::rt::spawn(Client::current().scope(steps)).await;
    let done = done.map_err(AppError::internal).and_then(|done| done);
    done.map_err(|e| visit.refuse(e))
}

//! Long batches in several transactions, so that other writes need not wait long: bulk actions,
//! imports, undo of either, and taking back one that failed. The running task is stored with the
//! batch (`Task`). The request that started it continues even if the browser disconnects; after a
//! kill, a job or the next start of the program does. Each step takes what the last one left, under
//! a lock, so two workers at once do no harm.

use super::batch::Task;
use super::progress::Step;
use super::queries as batches;
use super::resume_job::StepsJob;
use super::undo::{take_back_step, undo_step};
use crate::app::App;
use crate::catalog::actions::bulk;
use crate::catalog::import;
use crate::db::Tx;
use crate::error::AppError;
use crate::jobs::Job;

/// Products per transaction. It takes about a tenth of a second, during which all other writes
/// wait.
pub const STEP: usize = 250;

/// Does the next step of a batch's task. If a step fails, the following ones take the changes back;
/// an undo is tried again instead. A database that is busy or full does not count as a failure: the
/// batch continues later.
pub fn proceed(app: &App, batch: i64) -> Result<Step, AppError> {
    match app.db.write_now(|tx| step(tx, batch)) {
        Err(error) if !matches!(error, AppError::Busy | AppError::StorageFull) => {
            if app.db.write_now(|tx| give_up(tx, batch))? {
                Ok(Step::Failed(error))
            } else {
                Err(error)
            }
        }
        done => done,
    }
}

fn step(tx: &mut Tx<'_>, batch: i64) -> Result<Step, AppError> {
    let Some(held) = batches::hold(tx, batch)? else {
        return Ok(Step::Done(None));
    };
    let more = match held.task()? {
        None => false,
        Some(Task::Acting) => return bulk::act_step(tx, &held, STEP),
        Some(Task::Applying(task)) => import::actions::apply_step(tx, &held, task, STEP)?,
        Some(Task::Undoing(task)) => undo_step(tx, &held, task, STEP)?,
        Some(Task::TakingBack { before, sections }) => take_back_step(tx, &held, (before, sections), STEP)?,
    };
    Ok(if more { Step::More } else { Step::Done(None) })
}

/// Turns a failed task into one that takes its changes back. Returns false for other tasks than
/// bulk actions and imports.
fn give_up(tx: &mut Tx<'_>, batch: i64) -> Result<bool, AppError> {
    let Some(held) = batches::hold(tx, batch)? else {
        return Ok(false);
    };
    let sections = match held.task()? {
        Some(Task::Acting) => None,
        Some(Task::Applying(task)) => Some(task.sections),
        _ => return Ok(false),
    };
    let before = i32::MAX;
    batches::set_task(tx, batch, Some(&Task::TakingBack { before, sections }))?;
    Ok(true)
}

/// Runs a [`super::resume_job::JOB`] job.
pub fn resume(app: &App, job: &Job) -> Result<(), AppError> {
    let job: StepsJob = job.read()?;
    to_the_end(app, job.batch_id)
}

/// Finishes the batches that were running when the last process ended.
pub fn resume_all(app: &App) -> Result<(), AppError> {
    for batch in app.db.read_now(batches::under_way)? {
        to_the_end(app, batch)?;
    }
    Ok(())
}

fn to_the_end(app: &App, batch: i64) -> Result<(), AppError> {
    loop {
        match proceed(app, batch)? {
            Step::More => {}
            Step::Failed(error) => tracing::warn!(batch, %error, "what was done to many products is taken back"),
            Step::Done(_) => return Ok(()),
        }
    }
}

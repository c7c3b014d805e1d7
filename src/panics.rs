//! Panics become errors that are logged once, with the request they belong to, while everything
//! else goes on. Not here: the page of status 500 that people see.

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use crate::error::AppError;

thread_local! {
    /// True inside `caught` on this thread: the hook then stores the text for it and logs nothing.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static TEXT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends panics to the log instead of to standard error. Call it once, when the program starts.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let text = describe(info);
        if WATCHED.get() {
            TEXT.set(Some(text));
        } else {
            // On a worker thread the request's span is entered, so the line carries its id.
            let trace = Backtrace::capture();
            tracing::error!(panic.text = %text, panic.trace = %trace, "a panic");
        }
    }));
}

/// Runs `work`, and returns a panic in it as an error.
#[track_caller]
pub fn caught<T>(work: impl FnOnce() -> Result<T, AppError>) -> Result<T, AppError> {
    let outer = WATCHED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(work));
    WATCHED.set(outer);
    result.unwrap_or_else(|_| {
        let text = TEXT.take().unwrap_or_else(|| "panicked".to_owned());
        Err(AppError::internal(text))
    })
}

fn describe(info: &PanicHookInfo<'_>) -> String {
    let what = info.payload_as_str().unwrap_or("no words");
    match info.location() {
        Some(at) => format!("panicked at {at}: {what}"),
        None => format!("panicked: {what}"),
    }
}

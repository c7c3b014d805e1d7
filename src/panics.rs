//! What a panic becomes: an error that is logged once, with the request it
//! belongs to, while everything else goes on. Not here: what people see of it
//! (the page of status 500).

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};

use crate::error::AppError;

thread_local! {
    /// Inside `caught` on this thread: the hook keeps the text for it and logs nothing.
    static WATCHED: Cell<bool> = const { Cell::new(false) };
    static TEXT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sends panics to the log instead of to standard error. Once, at the start of the program.
pub fn install() {
    std::panic::set_hook(Box::new(|info| {
        let text = describe(info);
        if WATCHED.get() {
            TEXT.set(Some(text));
        } else {
            // On a worker thread the span of the request is entered, so its id stands beside this.
            let trace = Backtrace::capture();
            tracing::error!(panic.text = %text, panic.trace = %trace, "a panic");
        }
    }));
}

/// Runs `work`; its panic comes back as an error.
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

//! Every kind of job and every periodic task, in one place. Like routes.rs it may import every
//! feature, and holds no logic.

use std::time::Duration;

use super::{Kind, Round};
use crate::accounts;
use crate::catalog;
use crate::friends;
use crate::photos;

/// Kinds that a job's row may name. A kind that is no longer enqueued stays here until no row can
/// name it.
pub const KINDS: &[Kind] = &[
    Kind {
        name: accounts::actions::closing::CLOSED,
        work: friends::jobs::forget,
    },
    Kind {
        name: catalog::queries::sale_alarms::SALE,
        work: catalog::jobs::sale,
    },
    Kind {
        name: catalog::batches::resume_job::JOB,
        work: catalog::batches::steps::resume,
    },
    Kind {
        name: catalog::import::jobs::PHOTOS,
        work: catalog::import::jobs::photos,
    },
];

/// The periodic tasks.
pub const ROUNDS: &[Round] = &[
    // First, so that batches cut off by the end of the last process are finished soon after the
    // start.
    Round {
        name: "batches.resume",
        every: Duration::from_secs(600),
        at_stop: false,
        work: catalog::batches::steps::resume_all,
    },
    // Early, so that the first requests find the sessions corrected.
    Round {
        name: "sessions.sweep",
        every: Duration::from_secs(3600),
        at_stop: false,
        work: accounts::jobs::sweep,
    },
    Round {
        name: "sessions.seen",
        every: Duration::from_secs(60),
        at_stop: true,
        work: accounts::jobs::flush,
    },
    Round {
        name: "photos.sweep",
        every: Duration::from_secs(3600),
        at_stop: false,
        work: photos::jobs::round,
    },
    Round {
        name: "imports.sweep",
        every: Duration::from_secs(3600),
        at_stop: false,
        work: catalog::import::jobs::sweep,
    },
    Round {
        name: "idempotency.sweep",
        every: Duration::from_secs(3600),
        at_stop: false,
        work: crate::idempotency::sweep,
    },
    Round {
        name: "limits.sweep",
        every: Duration::from_secs(600),
        at_stop: false,
        work: crate::limits::sweep,
    },
    Round {
        name: "changes.tidy",
        every: Duration::from_secs(3600),
        at_stop: false,
        work: super::changes::tidy,
    },
];

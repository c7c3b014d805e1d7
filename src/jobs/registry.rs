//! Every kind of job and every round of the house, in one place. Like
//! routes.rs it may import every feature, and holds no logic.

use super::{Kind, Round};

/// What a job's row may name. A kind that is gone is kept here until no row can name it.
pub const KINDS: &[Kind] = &[];

/// What comes round by itself.
pub const ROUNDS: &[Round] = &[];

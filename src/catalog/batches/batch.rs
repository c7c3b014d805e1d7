//! A batch as it is stored: its kind, its state, and the task that is under way with it.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::access::Member;
use crate::catalog::rules::Draft;
use crate::db::schema::catalog_batches;
use crate::error::AppError;

/// How long a batch can be undone.
pub const UNDO_DAYS: i64 = 30;

pub(super) const UNDO_MS: i64 = UNDO_DAYS * 24 * 3600 * 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Import,
    Bulk,
}

impl Kind {
    pub fn code(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Bulk => "bulk",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Shown, and not applied yet: of imports only.
    Preview,
    Applied,
    Undone,
    /// A preview that was given up.
    Dropped,
}

impl State {
    pub fn code(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Applied => "applied",
            Self::Undone => "undone",
            Self::Dropped => "dropped",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    New,
    Changed,
    Same,
    Wrong,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Same, Self::Wrong];

    pub fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Same => "same",
            Self::Wrong => "wrong",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.code() == code)
    }
}

/// A batch's row.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = catalog_batches)]
pub struct Batch {
    pub id: i64,
    pub account_id: i64,
    pub login_id: Option<i64>,
    pub kind: String,
    pub state: String,
    /// The name of the file, or the act.
    pub title: String,
    /// What the person decided and what became of it, as JSON.
    pub options: String,
    pub created_at: i64,
    pub applied_at: Option<i64>,
    pub undone_at: Option<i64>,
    /// What is under way with it, as JSON.
    task: Option<String>,
}

/// What is under way with a batch, and how far it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Task {
    /// An act on many products; its options say what is left of it (`actions::bulk`).
    Acting,
    /// The rows of a file.
    Applying(Applying),
    Undoing(Undoing),
    /// It failed: what was done is taken back.
    TakingBack {
        /// The row behind the next.
        before: i32,
        /// The sections that were there before it; `None` for an act, which leaves those it made.
        sections: Option<Vec<i64>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applying {
    /// The last row that is done.
    pub line: i32,
    pub only_right: bool,
    /// The sections that were there before.
    pub sections: Vec<i64>,
    /// Who does it, as the new products keep it.
    pub login_id: i64,
    pub by: By,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoing {
    /// The row behind the next.
    pub before: i32,
    pub undone: Undone,
    pub by: By,
}

/// Login and account for the log of the shop's staff.
pub type By = Option<(i64, i64)>;

/// What `By` is of a member.
pub fn by(member: &Member) -> By {
    member.acting.as_ref().map(|acting| (member.login_id, acting.account_id))
}

impl Batch {
    /// Whether it is in this state, and nothing is under way with it.
    pub fn is(&self, state: State) -> bool {
        self.state == state.code() && !self.under_way()
    }

    pub fn under_way(&self) -> bool {
        self.task.is_some()
    }

    pub fn task(&self) -> Result<Option<Task>, AppError> {
        let task = self.task.as_deref().map(serde_json::from_str).transpose();
        task.map_err(AppError::internal)
    }

    /// The state as people see it: what is under way, else what it is.
    pub fn shown_state(&self) -> Result<String, AppError> {
        let shown = match self.task()? {
            None => &self.state,
            Some(Task::Acting | Task::Applying(_)) => "applying",
            Some(Task::Undoing(_)) => "undoing",
            Some(Task::TakingBack { .. }) => "taking_back",
        };
        Ok(shown.to_owned())
    }

    pub fn is_import(&self) -> bool {
        self.kind == Kind::Import.code()
    }

    /// Whether it can be undone at this moment (milliseconds UTC).
    pub fn undoable(&self, now: i64) -> bool {
        self.is(State::Applied) && self.applied_at.is_some_and(|at| at > now - UNDO_MS)
    }
}

/// Photos of a product: ids and descriptions in order.
pub type Photos = Vec<(i64, String)>;

/// What a row keeps of a product that an act changed: the fields that became others, as they were.
pub fn difference(before: &Draft, after: &Draft) -> Result<String, AppError> {
    let after = fields(after)?;
    let mut kept = fields(before)?;
    kept.retain(|name, value| after.get(name) != Some(value));
    serde_json::to_string(&kept).map_err(AppError::internal)
}

/// A product as it was, from what it is now and what a row kept of it, be it `difference` or the whole
/// of it; and its photos, where the row kept those.
pub fn restored(now: &Draft, kept: &str) -> Result<(Draft, Option<Photos>), AppError> {
    let mut kept: Map<String, Value> = serde_json::from_str(kept).map_err(AppError::internal)?;
    let photos = kept.remove("photos").map(serde_json::from_value).transpose();
    let mut whole = fields(now)?;
    whole.extend(kept);
    let draft = serde_json::from_value(Value::Object(whole)).map_err(AppError::internal)?;
    Ok((draft, photos.map_err(AppError::internal)?.flatten()))
}

pub(super) fn fields(draft: &Draft) -> Result<Map<String, Value>, AppError> {
    match serde_json::to_value(draft).map_err(AppError::internal)? {
        Value::Object(fields) => Ok(fields),
        other => Err(AppError::internal(format!("a draft became {other}"))),
    }
}

/// How many products an undo restored, and which it left as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Undone {
    pub restored: i64,
    pub left: Vec<i64>,
}

impl Undone {
    /// What is noted of it beside all that a batch's options say already.
    pub fn noted_in(&self, options: &str) -> Result<String, AppError> {
        let mut kept: Map<String, Value> = serde_json::from_str(options).unwrap_or_default();
        if let Value::Object(more) = serde_json::to_value(self).map_err(AppError::internal)? {
            kept.extend(more);
        }
        serde_json::to_string(&kept).map_err(AppError::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::rules::{ProductInput, check};

    #[test]
    fn what_was_comes_back_from_what_differs() {
        let draft = |price, sale_price, section, color| {
            let typed = ProductInput {
                title: "르뱅쿠키",
                description: "아침마다 구워요",
                price,
                sale_price,
                section,
                color,
                ..ProductInput::default()
            };
            check(&typed).ok()
        };
        let before = draft("3000", "", "", "갈색");
        let after = draft("4000", "3500", "빵", "");
        let (Some(before), Some(after)) = (before, after) else {
            panic!("both keep the rules");
        };
        let kept = difference(&before, &after).ok();
        assert_eq!(
            kept.as_deref(),
            Some(r#"{"color":"갈색","price":3000,"sale_price":null,"section":""}"#)
        );
        let back = restored(&after, kept.as_deref().unwrap_or_default()).ok();
        assert_eq!(back, Some((before.clone(), None)));
        // As an import keeps it: whole, with its photos and version.
        let whole = serde_json::json!({ "photos": [[7, "앞"]], "version": 3 });
        let mut whole = whole.as_object().cloned().unwrap_or_default();
        whole.extend(fields(&before).unwrap_or_default());
        let back = restored(&after, &Value::Object(whole).to_string()).ok();
        assert_eq!(back, Some((before, Some(vec![(7, "앞".to_owned())]))));
    }
}

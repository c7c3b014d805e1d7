//! A stored batch: its kind, its state, and its running task.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::access::Member;
use crate::catalog::rules::Draft;
use crate::db::schema::catalog_batches;
use crate::error::AppError;

/// Days for which a batch can be undone.
pub const UNDO_DAYS: i64 = 30;

pub(super) const UNDO_MS: i64 = UNDO_DAYS * 24 * 3600 * 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Kind {
    Import,
    Bulk,
}

impl Kind {
    pub fn code(self) -> &'static str {
        self.into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// Shown, but not applied yet; only imports have previews.
    Preview,
    Applied,
    Undone,
    /// A preview that was dropped.
    Dropped,
}

impl State {
    pub fn code(self) -> &'static str {
        self.into()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, strum::IntoStaticStr, strum::EnumString)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Outcome {
    New,
    Changed,
    Same,
    Wrong,
}

impl Outcome {
    pub const ALL: [Self; 4] = [Self::New, Self::Changed, Self::Same, Self::Wrong];

    pub fn code(self) -> &'static str {
        self.into()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }
}

/// A row of `catalog_batches`.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = catalog_batches)]
pub struct Batch {
    pub id: i64,
    pub account_id: i64,
    pub login_id: Option<i64>,
    pub kind: String,
    pub state: String,
    /// The name of the file, or the code of the action.
    pub title: String,
    /// The person's choices and the result, as JSON.
    pub options: String,
    pub created_at: i64,
    pub applied_at: Option<i64>,
    pub undone_at: Option<i64>,
    /// The running task, as JSON.
    task: Option<String>,
}

/// A running task of a batch and its progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Task {
    /// A bulk action; the batch's options store the rest of its work (`actions::bulk`).
    Acting,
    /// An import is being applied.
    Applying(Applying),
    Undoing(Undoing),
    /// It failed, and its changes are being taken back.
    TakingBack {
        /// Rows below this line are next, from the last to the first.
        before: i32,
        /// Sections that existed before; `None` for a bulk action, which leaves the sections it
        /// created.
        sections: Option<Vec<i64>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applying {
    /// The last line that is applied.
    pub line: i32,
    pub only_right: bool,
    /// Sections that existed before.
    pub sections: Vec<i64>,
    /// The login recorded with new products.
    pub login_id: i64,
    pub by: By,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undoing {
    /// Rows below this line are next, from the last to the first.
    pub before: i32,
    pub undone: Undone,
    pub by: By,
}

/// Login and account for the shop's activity log.
pub type By = Option<(i64, i64)>;

/// Returns the `By` of a member.
pub fn by(member: &Member) -> By {
    member.acting.as_ref().map(|acting| (member.login_id, acting.account_id))
}

impl Batch {
    /// Returns true if the batch is in this state and has no running task.
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

    /// Returns the state as people see it: the running task, else the state itself.
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

    /// Returns true if the batch can be undone at this moment (milliseconds UTC).
    pub fn undoable(&self, now: i64) -> bool {
        self.is(State::Applied) && self.applied_at.is_some_and(|at| at > now - UNDO_MS)
    }
}

/// Photos of a product: ids and alt texts in order.
pub type Photos = Vec<(i64, String)>;

/// Returns the fields that a change affects, with their old values, as a row stores them.
pub fn difference(before: &Draft, after: &Draft) -> Result<String, AppError> {
    let after = fields(after)?;
    let mut kept = fields(before)?;
    kept.retain(|name, value| after.get(name) != Some(value));
    serde_json::to_string(&kept).map_err(AppError::internal)
}

/// Rebuilds a product as it was from its current values and its stored row, which holds either a
/// `difference` or the whole product. Returns its photos too if the row has them.
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

/// The number of restored products, and the products left as they are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Undone {
    pub restored: i64,
    pub left: Vec<i64>,
}

impl Undone {
    /// Adds this result to the batch's other options.
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
        // Imports store the whole product, with its photos and version.
        let whole = serde_json::json!({ "photos": [[7, "앞"]], "version": 3 });
        let mut whole = whole.as_object().cloned().unwrap_or_default();
        whole.extend(fields(&before).unwrap_or_default());
        let back = restored(&after, &Value::Object(whole).to_string()).ok();
        assert_eq!(back, Some((before, Some(vec![(7, "앞".to_owned())]))));
    }
}

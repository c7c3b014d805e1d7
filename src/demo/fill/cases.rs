//! The reports that wait for the moderators.

use super::past::{Past, id_of, missing};
use crate::demo::world::Target;
use crate::error::AppError;
use crate::moderation::actions::report;
use crate::moderation::rules::Kind;
use crate::moderation::targets;

impl Past<'_, '_> {
    pub(super) fn report(&mut self, ix: usize) -> Result<(), AppError> {
        let filed = self.world.reports.get(ix).ok_or_else(missing)?;
        let member = self.person(filed.reporter)?.1;
        let (kind, id) = match filed.target {
            Target::Story(ix) => (Kind::Story, id_of(&self.stories, ix)?),
            Target::Comment(ix) => (Kind::Comment, id_of(&self.comments, ix)?),
            Target::Product(ix) => (Kind::Product, id_of(&self.products, ix)?),
            Target::Person(ix) => (Kind::Account, self.person(ix)?.1.account_id),
        };
        let target = targets::load(self.tx, kind, id)?.ok_or_else(missing)?;
        report(self.tx, &member, &target, reason(&filed.reason), &filed.text).map(drop)
    }
}

/// Translates a reason in the world's file into the site's code.
fn reason(word: &str) -> &str {
    match word {
        "counterfeit" | "copyright" => "rights",
        "misleading" => "fraud",
        "harassment" => "harm",
        word => word,
    }
}

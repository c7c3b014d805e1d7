//! Permission to write and to choose an audience.

use crate::access::Member;
use crate::access::permit::may_post;
use crate::error::AppError;
use crate::stories::Visibility;

pub fn permit_posting(member: &Member) -> Result<(), AppError> {
    if may_post(member) {
        Ok(())
    } else {
        Err(AppError::denied("story-denied-role"))
    }
}

/// Returns an error if a shop's story is not public.
pub(super) fn permit_audience(member: &Member, visibility: Visibility) -> Result<(), AppError> {
    if member.acting.is_some() && visibility != Visibility::Public {
        return Err(AppError::rule("compose-shop-public"));
    }
    Ok(())
}

//! Interactions with a story. Each action locks the story's row first
//! (queries/interactions.rs), which also checks that the story is visible.

use super::permission::permit_posting;
use crate::access::permit::{Owned, acts_as_person, may_change, may_delete_comment};
use crate::access::{Actor, Member};
use crate::audit::{Act, log_staff_act};
use crate::db::Tx;
use crate::error::{AppError, Sentence};
use crate::notifications::{Notification, notify};
use crate::stories::queries::interactions;
use crate::stories::recipients::Recipients;
use crate::stories::rules::{self, Feeling, Feelings, Visibility};
use crate::stories::visibility::{can_see_comment, visible_to};
use crate::text;

/// Gives, changes or takes back (`None`) the account's feeling. Returns the new counts.
pub fn feel(tx: &mut Tx<'_>, actor: &Actor, member: &Member, story: i64, feeling: Option<Feeling>) -> Result<Feelings, AppError> {
    let held = interactions::hold(tx, visible_to(actor), story)?.ok_or(AppError::NotFound)?;
    permit_posting(member)?;
    let me = member.posts_as();
    let old = interactions::set_feeling(tx, story, me, feeling)?;
    let by = Feeling::ALL.map(|f| i64::from(feeling == Some(f)) - i64::from(old == Some(f)));
    let counts = interactions::count_feelings(tx, story, by)?;
    if old.is_none()
        && feeling.is_some()
        && held.author_id != me
        && !interactions::told_of_feeling(tx, held.author_id, me, story)?
    {
        let notice = Notification {
            actor: Some(me),
            story: Some(story),
            ..Notification::default()
        };
        notify(tx, held.author_id, "feeling", notice)?;
    }
    Ok(counts)
}

/// Gives a public story the person's UP, which shows it in their friends'
/// feeds, or takes it back. Returns the number of UPs. The member must act as a
/// person, since shops have no friends.
pub fn up(tx: &mut Tx<'_>, actor: &Actor, member: &Member, story: i64, on: bool) -> Result<i64, AppError> {
    let held = interactions::hold(tx, visible_to(actor), story)?.ok_or(AppError::NotFound)?;
    if !acts_as_person(member) {
        return Err(AppError::Denied(
            Sentence::new("story-up-person").help(crate::stories::urls::url(story), "story-back"),
        ));
    }
    if on && held.visibility != Visibility::Public.number() {
        return Err(AppError::Rule(
            Sentence::new("story-up-public-only").help(crate::stories::urls::url(story), "story-back"),
        ));
    }
    interactions::set_up(tx, story, member.account_id, on)
}

/// Adds a comment and returns its id. The caller has checked its length.
pub fn comment(tx: &mut Tx<'_>, actor: &Actor, member: &Member, story: i64, body: &str) -> Result<i64, AppError> {
    let held = interactions::hold(tx, visible_to(actor), story)?.ok_or(AppError::NotFound)?;
    permit_posting(member)?;
    let me = member.posts_as();
    let body = text::clean_body(body);
    let id = interactions::insert_comment(tx, story, me, member.login_id, &body)?;
    interactions::count_comment(tx, story, 1)?;
    let mut told = Recipients::default();
    told.add(held.author_id, "comment");
    told.mentioned(tx, &body, "", me, story)?;
    told.tell(tx, me, story, Some(id), |_| Ok(()))?;
    log_staff_act(tx, member, Act::CommentPublish, "comment", id)?;
    Ok(id)
}

/// Deletes a comment and returns the id of its story. The comment's author may
/// do this, even when they no longer see the story, and so may the story's
/// author.
pub fn delete_comment(tx: &mut Tx<'_>, actor: &Actor, member: &Member, id: i64) -> Result<i64, AppError> {
    let story = match can_see_comment(tx, actor, id)? {
        Some(seen) => {
            let under = Owned {
                account_id: seen.story_author_id,
            };
            if !may_delete_comment(
                member,
                Owned {
                    account_id: seen.author_id,
                },
                under,
            ) {
                return Err(AppError::denied("comment-denied-delete"));
            }
            seen.story_id
        }
        // Only its author can tell a hidden comment from one that does not exist.
        None => {
            let (story, author, state) = interactions::comment(tx, id)?.ok_or(AppError::NotFound)?;
            if state != rules::PUBLISHED || !may_change(member, Owned { account_id: author }) {
                return Err(AppError::NotFound);
            }
            story
        }
    };
    // Lock the story's row first, as every interaction does.
    interactions::count_comment(tx, story, -1)?;
    if !interactions::change_comment_state(tx, id, rules::PUBLISHED, rules::DELETED)? {
        return Err(AppError::NotFound);
    }
    log_staff_act(tx, member, Act::CommentDelete, "comment", id)?;
    Ok(story)
}

/// Removes a comment for moderators, or restores it. Returns false if nothing changed.
pub fn set_comment_removed(tx: &mut Tx<'_>, id: i64, removed: bool) -> Result<bool, AppError> {
    let Some((story, _, state)) = interactions::comment(tx, id)? else {
        return Ok(false);
    };
    let (from, to, by) = if removed {
        (rules::PUBLISHED, rules::REMOVED, -1)
    } else {
        (rules::REMOVED, rules::PUBLISHED, 1)
    };
    if state != from {
        return Ok(false);
    }
    interactions::count_comment(tx, story, by)?;
    if interactions::change_comment_state(tx, id, from, to)? {
        return Ok(true);
    }
    // Another action was first, so the counter goes back.
    interactions::count_comment(tx, story, -by)?;
    Ok(false)
}

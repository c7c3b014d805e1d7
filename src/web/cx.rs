//! The context of a handler's closure, and the frame of its page.

use askama::Template;

use super::compact;
use super::form::Errors;
use super::i18n::{Locale, Texts};
use super::local;
use super::page::{self, Frame, Viewer};
use super::reply::Reply;
use super::request_meta::Meta;
use crate::access::Actor;
use crate::app::App;
use crate::error::AppError;

/// The context of a closure: the connection (`Db`, or `Tx` in a write), the actor, and the texts.
pub struct Cx<'a, D, W> {
    pub db: &'a mut D,
    pub who: W,
    pub app: &'a App,
    pub meta: &'a Meta,
    pub actor: &'a Actor,
    pub t: &'static Texts,
    pub now: i64,
}

impl<D, W> Cx<'_, D, W> {
    pub fn locale(&self) -> Locale {
        self.t.locale()
    }

    pub fn frame(&self, title: impl Into<String>) -> Frame {
        frame(self.app, self.meta, self.actor, self.t, title.into())
    }

    /// Renders a page with status 200.
    pub fn page(&self, template: &impl Template) -> Result<Reply, AppError> {
        Ok(Reply::Html {
            status: 200,
            body: compact::render(template).map_err(AppError::internal)?,
        })
    }

    /// Shows the form again with what was typed and the mistakes: 422.
    pub fn invalid(&self, template: &impl Template, errors: Errors) -> Result<Reply, AppError> {
        Ok(Reply::Invalid {
            body: compact::render(template).map_err(AppError::internal)?,
            sentence: self.t.with("form-summary", &[("n", errors.all().len().into())]),
            errors,
        })
    }

    /// Shows the form again with what was typed, because it came too early: 429.
    pub fn wait(&self, template: &impl Template, seconds: u64) -> Result<Reply, AppError> {
        Ok(Reply::Wait {
            body: compact::render(template).map_err(AppError::internal)?,
            sentence: self.too_early(seconds),
            seconds,
        })
    }

    /// Returns the sentence for an action that came too early.
    pub fn too_early(&self, seconds: u64) -> String {
        page::error_words(self.t, &AppError::TooMany { retry_after: seconds }).sentence
    }

    /// Returns the page that the person came from: the form's `next`, otherwise the `Referer`.
    pub fn page_before(&self, next: &str) -> Option<String> {
        local::path(next).or_else(|| self.meta.came_from.clone())
    }

    /// Redirects to the page that the person came from, or to `otherwise`.
    pub fn back(&self, next: &str, otherwise: &str) -> Reply {
        Reply::see(self.page_before(next).unwrap_or_else(|| otherwise.to_owned()))
    }
}

pub(super) fn texts(meta: &Meta, actor: &Actor) -> &'static Texts {
    let chosen = actor.member().and_then(|m| m.locale.as_deref()).and_then(Locale::from_code);
    Texts::get(chosen.unwrap_or(meta.locale))
}

pub(super) fn frame(app: &App, meta: &Meta, actor: &Actor, t: &'static Texts, title: String) -> Frame {
    let viewer = actor.member().map(|m| Viewer {
        handle: m.handle.clone(),
        name: m.name.clone(),
        avatar: m.avatar.as_ref().map(|(id, hash)| crate::media::address(*id, hash, 320)),
        acting: m.acting.as_ref().map(|a| (a.handle.clone(), a.name.clone())),
        unread: m.unread,
        moderator: m.is_moderator(),
    });
    Frame {
        t,
        locale: t.locale(),
        title,
        site_name: app.config.site_name.clone(),
        assets: page::assets(),
        viewer,
        theme: match actor.member() {
            Some(member) => member.theme.clone(),
            None => meta.theme.map(str::to_owned),
        },
        here: meta.here.clone(),
        section: "",
        flash: meta
            .flash
            .as_deref()
            .filter(|key| key.starts_with("flash-"))
            .map(|key| t.text(key)),
        request_id: meta.request_id.clone(),
        indexed: false,
        share: None,
        now: app.clock.now(),
        parent: page::parent_of(&meta.here),
        contact: app
            .config
            .operator_contact
            .as_ref()
            .map(|c| (c.clone(), page::contact_link(c))),
    }
}

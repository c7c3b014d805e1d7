//! A request, and the closure that handles it. `Visit<W>` states whom a handler admits. `read` and
//! `write` run the handler's closure on a thread of `work_queue` with one connection, on which the
//! actor is read, the work is done, and the page is rendered and compressed. An ordinary extractor
//! would need a second trip to the pool to read the session, which costs more than a cached page.

use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use actix_web::error::InternalError;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, dev::Payload, web};

use super::client::remember;
use super::compact;
pub use super::cx::Cx;
use super::cx::{frame, texts};
use super::form::{Form, Limits};
use super::page::{self, ErrorPage};
use super::page_cache::PageCache;
use super::reply::{Ready, Reply};
use super::request_meta::Meta;
use crate::access::{Actor, Entrant, load};
use crate::app::App;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::idempotency::Place;
use crate::work_queue::Kind;

/// The return type of handlers. An error is a finished response, so `?` may be used on a form that
/// could not be read.
pub type Answer = Result<HttpResponse, actix_web::Error>;

pub struct Visit<W> {
    pub app: App,
    pub meta: Arc<Meta>,
    headers: actix_web::http::header::HeaderMap,
    who: PhantomData<fn() -> W>,
}

impl<W: 'static> FromRequest for Visit<W> {
    type Error = actix_web::Error;
    type Future = std::future::Ready<Result<Self, Self::Error>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(app) = req.app_data::<web::Data<App>>() else {
            return std::future::ready(Err(actix_web::error::ErrorInternalServerError("no app")));
        };
        let app = App::clone(app);
        // Set by the middleware; a test without it creates its own.
        let made = req.extensions().get::<Arc<Meta>>().cloned();
        let meta = made.unwrap_or_else(|| Arc::new(Meta::of(&app, req)));
        std::future::ready(Ok(Self {
            app,
            meta,
            headers: req.headers().clone(),
            who: PhantomData,
        }))
    }
}

impl<W: Entrant> Visit<W> {
    /// Runs a reading closure and responds with its result.
    pub async fn read<F>(&self, f: F) -> Answer
    where
        F: FnOnce(&mut Cx<'_, Db, W>) -> Result<Reply, AppError> + Send + 'static,
    {
        let (app, meta) = (self.app.clone(), self.meta.clone());
        self.run(Kind::Page, move || answer(&app, &meta, f)).await
    }

    /// Does the same as `read` for responses that take long or much memory; only a few are made at
    /// once.
    pub async fn read_heavy<F>(&self, f: F) -> Answer
    where
        F: FnOnce(&mut Cx<'_, Db, W>) -> Result<Reply, AppError> + Send + 'static,
    {
        let place = self.app.db.work().heavy_answer().await.map_err(|e| self.refuse(e))?;
        let (app, meta) = (self.app.clone(), self.meta.clone());
        let ready = self.ready(Kind::Heavy, move || answer(&app, &meta, f)).await;
        Ok(ready.into_response_holding(Some(place)))
    }

    /// Does the same as `read` for pages that every visitor sees alike. A visitor gets the complete
    /// response from memory as long as no process has written since it was rendered (so a removal
    /// takes effect at the next request), and it is younger than the times it shows.
    pub async fn read_shared<F>(&self, f: F) -> Answer
    where
        F: FnOnce(&mut Cx<'_, Db, W>) -> Result<Reply, AppError> + Send + 'static,
    {
        let (app, meta) = (&self.app, &self.meta);
        let alike = meta.get && meta.token.is_none() && meta.flash.is_none() && !meta.wants_json;
        let Some(commits) = app.db.commits().filter(|_| alike) else {
            return self.read(f).await;
        };
        let shared = app.cache::<PageCache>();
        let key = (meta.here.clone(), meta.locale, meta.accepts_gzip, meta.theme);
        if let Some(ready) = shared.get(&key, commits) {
            return Ok(ready.into_response());
        }
        let (app, meta) = (app.clone(), meta.clone());
        self.run(Kind::Page, move || {
            // Another request rendered it while this one waited for its turn.
            if let Some(ready) = shared.get(&key, commits) {
                return ready.into();
            }
            let done = answer(&app, &meta, f);
            shared.keep(key, commits, &done.ready);
            done
        })
        .await
    }

    /// Runs a writing closure in a transaction. The response is made after the commit.
    pub async fn write<F>(&self, f: F) -> Answer
    where
        F: FnOnce(&mut Cx<'_, Tx<'_>, W>) -> Result<Reply, AppError> + Send + 'static,
    {
        let (app, meta) = (self.app.clone(), self.meta.clone());
        self.run(Kind::Write, move || {
            let mut known = Actor::Visitor;
            let done = app.db.write_now(|tx| {
                let now = tx.now();
                known = load::actor(tx, meta.token.as_deref(), now)?;
                seen(&app, &meta, &known);
                let who = W::admit(known.clone())?;
                let t = texts(&meta, &known);
                f(&mut Cx {
                    db: tx,
                    who,
                    app: &app,
                    meta: &meta,
                    actor: &known,
                    t,
                    now,
                })
            });
            if done.is_ok() {
                app.wake.notify_waiters();
            }
            finish(&app, &meta, &known, done)
        })
        .await
    }

    /// Does the same as `write` for a form that creates something: sent again with the same key, it
    /// gets the same response and does nothing (`idempotency`).
    pub async fn write_once<F>(&self, key: &str, f: F) -> Answer
    where
        F: FnOnce(&mut Cx<'_, Tx<'_>, W>) -> Result<Reply, AppError> + Send + 'static,
    {
        let key = key.to_owned();
        self.write(move |cx| {
            let place = cx
                .actor
                .member()
                .and_then(|member| Place::of(member.login_id, &cx.meta.here, &key));
            let Some(place) = place else { return f(cx) };
            if let Some(reply) = place.answer(cx.db)? {
                return Ok(reply);
            }
            let reply = f(cx)?;
            place.keep(cx.db, &reply)?;
            Ok(reply)
        })
        .await
    }

    /// Reads only the actor, before a large body is read or a password is hashed.
    pub async fn admit(&self) -> Result<(Actor, W), actix_web::Error> {
        let (app, meta) = (self.app.clone(), self.meta.clone());
        let result = self.app.db.read(move |db| {
            let actor = load::actor(db, meta.token.as_deref(), app.clock.now())?;
            seen(&app, &meta, &actor);
            Ok((actor.clone(), W::admit(actor)?))
        });
        let result = result.await;
        result.map_err(|e| self.refuse(e))
    }

    /// Runs a reading closure whose result is not a page, such as a streamed file.
    pub async fn ask<T, F>(&self, f: F) -> Result<T, actix_web::Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, &Actor) -> Result<T, AppError> + Send + 'static,
    {
        self.asked(Kind::Page, f).await
    }

    /// Does the same as `ask` for work that takes long or much memory.
    pub async fn ask_heavy<T, F>(&self, f: F) -> Result<T, actix_web::Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, &Actor) -> Result<T, AppError> + Send + 'static,
    {
        self.asked(Kind::Heavy, f).await
    }

    async fn asked<T, F>(&self, kind: Kind, f: F) -> Result<T, actix_web::Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Db, &Actor) -> Result<T, AppError> + Send + 'static,
    {
        let (app, meta) = (self.app.clone(), self.meta.clone());
        let work = self.app.db.work().run(kind, move || {
            let mut known = Actor::Visitor;
            let done = app.db.read_now(|db| {
                known = load::actor(db, meta.token.as_deref(), app.clock.now())?;
                seen(&app, &meta, &known);
                f(db, &known)
            });
            // Turned into a page here, where the actor is known.
            Ok(done.map_err(|error| fail(&app, &meta, &known, error)))
        });
        match tokio::time::timeout(self.app.config.handler_timeout, work).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(page))) => Err(InternalError::from_response("refused", page.into_response()).into()),
            Ok(Err(error)) => Err(self.refuse(error)),
            Err(_) => Err(self.refuse(AppError::Busy)),
        }
    }

    /// Reads the body. One that breaks its limits is refused at once.
    pub async fn form(&self, body: web::Payload, limits: Limits) -> Result<Form, actix_web::Error> {
        Form::read(&self.app, &self.headers, body, limits)
            .await
            .map_err(|e| self.refuse(e))
    }

    /// Turns an error into a response that a handler can return.
    pub fn refuse(&self, error: AppError) -> actix_web::Error {
        let ready = fail(&self.app, &self.meta, &Actor::Visitor, error);
        InternalError::from_response("refused", ready.into_response()).into()
    }

    /// Gives the session a new token after its rights changed: a token that leaked before becomes
    /// worthless. It is a separate write, so that no reader's thread waits for writers.
    async fn renew(&self, mut ready: Ready, session: String) -> Ready {
        match self.app.db.write(move |tx| load::renew(tx, &session)).await {
            Ok(Some(token)) => ready.set_session(&token, &self.meta),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "a session keeps its token until the next request"),
        }
        ready
    }

    async fn run(&self, kind: Kind, work: impl FnOnce() -> Done + Send + 'static) -> Answer {
        Ok(self.ready(kind, work).await.into_response())
    }

    async fn ready(&self, kind: Kind, work: impl FnOnce() -> Done + Send + 'static) -> Ready {
        let limit: Duration = self.app.config.handler_timeout;
        let work = self.app.db.work().run(kind, move || Ok(work()));
        match tokio::time::timeout(limit, work).await {
            Ok(Ok(Done { ready, renew: None })) => ready,
            Ok(Ok(Done {
                ready,
                renew: Some(session),
            })) => self.renew(ready, session).await,
            Ok(Err(error)) => fail(&self.app, &self.meta, &Actor::Visitor, error),
            Err(_) => fail(&self.app, &self.meta, &Actor::Visitor, AppError::Busy),
        }
    }
}

/// A response, and the session that gets a new token before it is sent.
struct Done {
    ready: Ready,
    renew: Option<String>,
}

impl From<Ready> for Done {
    fn from(ready: Ready) -> Self {
        Self { ready, renew: None }
    }
}

/// Reads the actor, runs the closure and prepares the response.
fn answer<W, F>(app: &App, meta: &Meta, f: F) -> Done
where
    W: Entrant,
    F: FnOnce(&mut Cx<'_, Db, W>) -> Result<Reply, AppError>,
{
    let mut known = Actor::Visitor;
    let done = app.db.read_now(|db| {
        known = load::actor(db, meta.token.as_deref(), app.clock.now())?;
        seen(app, meta, &known);
        let who = W::admit(known.clone())?;
        let t = texts(meta, &known);
        f(&mut Cx {
            db,
            who,
            app,
            meta,
            actor: &known,
            t,
            now: app.clock.now(),
        })
    });
    finish(app, meta, &known, done)
}

/// Remembers that the session is in use; written in batches (accounts/jobs.rs).
fn seen(app: &App, meta: &Meta, actor: &Actor) {
    const EVERY_MS: i64 = 10 * 60 * 1000;
    remember(app, meta, actor);
    if let Some(m) = actor.member()
        && app.clock.now() - m.last_seen_at > EVERY_MS
        && let Ok(mut seen) = app.seen.lock()
    {
        seen.insert(m.session.clone(), app.clock.now());
    }
}

fn finish(app: &App, meta: &Meta, actor: &Actor, done: Result<Reply, AppError>) -> Done {
    let ready = match done {
        Ok(reply) => Ready::new(reply, meta),
        Err(error) => fail(app, meta, actor, error),
    };
    let renew = actor.member().filter(|m| m.renew).map(|m| m.session.clone());
    Done { ready, renew }
}

/// Turns an error into a page or JSON, in the person's language, and logs internal ones.
pub fn fail(app: &App, meta: &Meta, actor: &Actor, error: AppError) -> Ready {
    if let AppError::Internal { source, at } = &error {
        tracing::error!(request.id = %meta.request_id, %source, %at, "a request failed");
    }
    if matches!(error, AppError::SignIn) && !meta.wants_json {
        let back = if meta.get {
            Some(meta.here.as_str())
        } else {
            meta.came_from.as_deref()
        };
        let next = crate::text::encode_component(back.unwrap_or("/"));
        return Ready::new(Reply::see(format!("/login?next={next}")), meta);
    }
    words_of(app, meta, actor, &error)
}

/// Returns the page or the JSON of an error, without logging.
pub(super) fn words_of(app: &App, meta: &Meta, actor: &Actor, error: &AppError) -> Ready {
    let t = texts(meta, actor);
    let status = error.status();
    let words = page::error_words(t, error);
    let retry = match error {
        AppError::TooMany { retry_after } => Some(*retry_after),
        AppError::Busy => Some(5),
        AppError::StorageFull => Some(60),
        _ => None,
    };
    let body = if meta.wants_json {
        serde_json::json!({ "error": words.sentence, "fields": {} }).to_string()
    } else {
        let mut frame = frame(app, meta, actor, t, words.title.clone());
        // A parent derived from the address would reveal whether a hidden page exists.
        frame.parent = Some("/".to_owned());
        let page = ErrorPage { frame, status, words };
        compact::render(&page).unwrap_or_else(|_| t.text("error-500-text"))
    };
    let mut ready = Ready::new(Reply::Html { status, body }, meta);
    if meta.wants_json {
        ready.kind = "application/json";
    }
    ready.retry_after = retry;
    if let AppError::Method { allow } = error {
        ready.allow = Some(*allow);
    }
    ready
}

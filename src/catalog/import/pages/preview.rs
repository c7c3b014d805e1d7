//! The page of one import: its preview, columns, apply, photos and undo.

use std::sync::Arc;

use actix_web::web;

use super::view::{self, Shown};
use crate::access::Member;
use crate::accounts::queries::Account;
use crate::app::App;
use crate::catalog::actions::studio_shop;
use crate::catalog::batches::queries::{self as kept, Show};
use crate::catalog::batches::steps::STEP;
use crate::catalog::batches::{self, Batch, State, Task, Undo};
use crate::catalog::import::actions::{self, Applied, Filled, Input};
use crate::catalog::import::options::Options;
use crate::catalog::import::plan::InZip;
use crate::catalog::import::store::{Store, Zip};
use crate::catalog::import::table::Table;
use crate::catalog::import::zip::ZipFault;
use crate::catalog::import::{batch_url, import_url, previews};
use crate::catalog::pages::steps::carry_on;
use crate::db::{Db, Tx};
use crate::error::{AppError, Sentence};
use crate::web::form::{Errors, Limits};
use crate::web::request::{Answer, Cx, Visit};
use crate::web::{Reply, paging};
use crate::work_queue::Kind;

/// Returns the shop and one of its imports.
fn own(db: &mut Db, member: &Member, handle: &str, id: &str) -> Result<(Account, Batch), AppError> {
    let shop = studio_shop(db, member, handle)?;
    let batch = kept::find(db, shop.id, paging::parse_id(id)?)?;
    let batch = batch.filter(|b| b.is_import() && !b.is(State::Dropped));
    let batch = batch.ok_or(AppError::NotFound)?;
    Ok((shop, batch))
}

/// The stored files of an import.
struct Loaded {
    file: String,
    table: Table,
    zip: Option<Zip>,
}

impl Loaded {
    /// Reads the files; `None` if the table is gone.
    fn read(app: &App, options: &Options) -> Result<Option<Self>, AppError> {
        let store = Store::of(app);
        let Some(Ok(table)) = store.table(&options.file)? else {
            return Ok(None);
        };
        let zip = match &options.zip {
            Some(name) => store.zip(name)?.and_then(Result::ok),
            None => None,
        };
        Ok(Some(Self {
            file: options.file.clone(),
            table,
            zip,
        }))
    }

    /// Calls `f` with the files. Returns `NotFound` if they belong to another import than
    /// `options`.
    fn with<T>(&self, app: &App, options: &Options, f: impl FnOnce(&Input<'_>) -> Result<T, AppError>) -> Result<T, AppError> {
        if self.file != options.file {
            return Err(AppError::NotFound);
        }
        let has = |name: &str| self.zip.as_ref().map_or(Err(ZipFault::Missing), |zip| zip.has(name));
        f(&Input {
            table: &self.table,
            zip: options.zip.as_ref().map(|_| -> InZip<'_> { &has }),
            origin: app.config.public_url.origin(),
        })
    }
}

/// `GET /shops/{handle}/catalog/import/{id}?show=&after=`
pub async fn show(visit: Visit<Box<Member>>, path: web::Path<(String, String)>) -> Answer {
    let (handle, id) = path.into_inner();
    visit
        .read(move |cx| {
            let (shop, batch) = own(cx.db, &cx.who, &handle, &id)?;
            let rows = cx.meta.query("show").and_then(|code| Show::from_code(&code));
            let after = cx.meta.query("after").and_then(|line| line.parse().ok()).unwrap_or(0);
            let loaded = if batch.is(State::Preview) {
                Loaded::read(cx.app, &Options::of(&batch))?
            } else {
                None
            };
            let shown = Shown::read(cx.db, batch, loaded.as_ref().map(|l| &l.table), rows, after)?;
            let page = view::page(cx, &shop, shown, Errors::default())?;
            if cx.meta.wants_json {
                return Ok(Reply::of_json(&page.json()));
            }
            cx.page(&page)
        })
        .await
}

/// Returns the error for an import that is no longer a preview.
fn finished(shop: &Account, id: i64) -> AppError {
    AppError::Rule(Sentence::new("import-not-preview").help(batch_url(&shop.handle, id), "import-see"))
}

/// Does the same as `own` and locks the batch, so that concurrent requests have finished with it or
/// come after.
fn held(tx: &mut Tx<'_>, member: &Member, handle: &str, id: &str) -> Result<(Account, Batch), AppError> {
    let (shop, batch) = own(tx, member, handle, id)?;
    let batch = kept::hold(tx, batch.id)?.filter(|b| !b.is(State::Dropped));
    Ok((shop, batch.ok_or(AppError::NotFound)?))
}

/// Returns a locked preview.
fn held_preview(tx: &mut Tx<'_>, member: &Member, handle: &str, id: &str) -> Result<(Account, Batch), AppError> {
    let (shop, batch) = held(tx, member, handle, id)?;
    if batch.is(State::Preview) {
        Ok((shop, batch))
    } else {
        Err(finished(&shop, batch.id))
    }
}

/// Reads a preview and its files, before the transaction that changes it.
async fn load(visit: &Visit<Box<Member>>, handle: &str, id: &str) -> Result<(Batch, Loaded), actix_web::Error> {
    let (_, member) = visit.admit().await?;
    let (app, handle, id) = (visit.app.clone(), handle.to_owned(), id.to_owned());
    let loaded = visit.app.db.work().run(Kind::Heavy, move || {
        let (shop, batch) = app.db.read_now(|db| own(db, &member, &handle, &id))?;
        if !batch.is(State::Preview) {
            return Err(finished(&shop, batch.id));
        }
        let loaded = Loaded::read(&app, &Options::of(&batch))?;
        let gone = || AppError::Rule(Sentence::new("import-file-gone").help(import_url(&shop.handle), "import-title"));
        Ok((batch, loaded.ok_or_else(gone)?))
    });
    loaded.await.map_err(|e| visit.refuse(e))
}

/// Plans the file of a preview again and stores the rows, with new column choices if given.
async fn fill_anew(
    visit: &Visit<Box<Member>>,
    batch: &Batch,
    loaded: &Arc<Loaded>,
    told: Option<Vec<String>>,
) -> Result<Filled, actix_web::Error> {
    let (app, batch, loaded) = (visit.app.clone(), batch.clone(), loaded.clone());
    let filled = visit.app.db.work().run(Kind::Heavy, move || {
        let mut options = Options::of(&batch);
        if let Some(told) = told {
            options.told = told;
        }
        let by = (batch.account_id, batch.login_id.unwrap_or(0));
        loaded.with(&app, &Options::of(&batch), |input| {
            actions::fill(&app, by, &batch.title, input, options)
        })
    });
    filled.await.map_err(|e| visit.refuse(e))
}

/// Shows the preview again with an error.
fn again(
    cx: &mut Cx<'_, Tx<'_>, Box<Member>>,
    shop: &Account,
    id: i64,
    table: &Table,
    sentence: String,
) -> Result<Reply, AppError> {
    let mut errors = Errors::default();
    errors.add("rows", sentence);
    let batch = kept::find(cx.db, shop.id, id)?.ok_or(AppError::NotFound)?;
    let shown = Shown::read(cx.db, batch, Some(table), None, 0)?;
    let page = view::page(cx, shop, shown, errors.clone())?;
    cx.invalid(&page, errors)
}

/// `POST /shops/{handle}/catalog/import/{id}/columns`
pub async fn columns(visit: Visit<Box<Member>>, path: web::Path<(String, String)>, body: web::Payload) -> Answer {
    let (handle, id) = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    let (batch, loaded) = load(&visit, &handle, &id).await?;
    let loaded = Arc::new(loaded);
    let told: Vec<String> = form.all("map").map(str::to_owned).collect();
    let filled = fill_anew(&visit, &batch, &loaded, Some(told)).await?;
    visit
        .write(move |cx| {
            let (shop, batch) = held_preview(cx.db, &cx.who, &handle, &id)?;
            actions::preview_anew(cx.db, &cx.who, &batch, &filled)?;
            if filled.options.muddled {
                let sentence = cx.t.text("import-muddled");
                return again(cx, &shop, batch.id, &loaded.table, sentence);
            }
            Ok(Reply::see(batch_url(&shop.handle, batch.id)).flash("flash-import-columns"))
        })
        .await
}

/// Number of checks outside the transaction that applies the file. If the shop changes each time
/// meanwhile (its photos are coming in), the last check runs inside the transaction.
const LOOKS: usize = 2;

/// The next step after a transaction that did not finish the import.
enum Next {
    /// The batch has steps left; its id and the URL of its page.
    Steps(i64, String),
    Look,
    Anew,
}

/// Plans the file again outside of the write, so that nobody else waits for it.
async fn check(visit: &Visit<Box<Member>>, batch: &Batch, loaded: &Arc<Loaded>) -> Result<actions::Checked, AppError> {
    let (app, batch, loaded) = (visit.app.clone(), batch.clone(), loaded.clone());
    let check = move || {
        let check = |input: &Input<'_>| app.db.read_now(|db| actions::check(db, &batch, input));
        loaded.with(&app, &Options::of(&batch), check)
    };
    visit.app.db.work().run(Kind::Heavy, check).await
}

/// `POST /shops/{handle}/catalog/import/{id}/apply`
pub async fn apply(visit: Visit<Box<Member>>, path: web::Path<(String, String)>, body: web::Payload) -> Answer {
    let (handle, id) = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    if let Some(running) = being_applied(&visit, &handle, &id).await? {
        return visit.read(move |_| Ok(Reply::see(running))).await;
    }
    let (batch, loaded) = load(&visit, &handle, &id).await?;
    let (loaded, only_right) = (Arc::new(loaded), form.get("only_right") == "true");
    for look in 0..=LOOKS {
        let checked = if look < LOOKS {
            Some(check(&visit, &batch, &loaded).await.map_err(|e| visit.refuse(e))?)
        } else {
            None
        };
        let (tell, next) = std::sync::mpsc::channel();
        let (shop, asked, file) = (handle.clone(), id.clone(), loaded.clone());
        let answer = visit
            .write(move |cx| {
                let (shop, batch) = held(cx.db, &cx.who, &shop, &asked)?;
                let to = batch_url(&shop.handle, batch.id);
                if matches!(batch.task()?, Some(Task::Applying(_))) {
                    return Ok(Reply::see(to));
                }
                if !batch.is(State::Preview) {
                    return Err(finished(&shop, batch.id));
                }
                let applied = file.with(cx.app, &Options::of(&batch), |input| {
                    let checked = match checked {
                        Some(checked) => checked,
                        None => actions::check(cx.db, &batch, input)?,
                    };
                    actions::apply(cx.db, &cx.who, &batch, only_right, &checked, STEP)
                })?;
                // Nobody receives this if the request is gone; a job continues then.
                let then = |next| {
                    let _ = tell.send(next);
                };
                let sentence = match applied {
                    Applied::Done => return Ok(Reply::see(to).flash("flash-import-applied")),
                    Applied::Begun => {
                        then(Next::Steps(batch.id, to.clone()));
                        return Ok(Reply::see(to));
                    }
                    Applied::Moved => {
                        then(Next::Look);
                        return Ok(Reply::see(to));
                    }
                    Applied::ChangedSince => {
                        then(Next::Anew);
                        return Ok(Reply::see(to));
                    }
                    Applied::Wrong => cx.t.text("import-wrong-rows"),
                    Applied::Ambiguous => cx.t.text("import-muddled"),
                };
                again(cx, &shop, batch.id, &file.table, sentence)
            })
            .await?;
        match next.try_recv() {
            _ if answer.status().is_server_error() => return Ok(answer),
            Ok(Next::Look) => {}
            Ok(Next::Steps(batch, to)) => {
                carry_on(&visit, batch).await?;
                return visit.read(move |_| Ok(Reply::see(to).flash("flash-import-applied"))).await;
            }
            Ok(Next::Anew) => return changed_since(&visit, (&handle, &id), &batch, &loaded).await,
            Err(_) => return Ok(answer),
        }
    }
    Err(visit.refuse(AppError::Busy))
}

/// Returns the URL of an import that is already being applied.
async fn being_applied(visit: &Visit<Box<Member>>, handle: &str, id: &str) -> Result<Option<String>, actix_web::Error> {
    let (_, member) = visit.admit().await?;
    let (handle, id) = (handle.to_owned(), id.to_owned());
    let found = visit.app.db.read(move |db| {
        let (shop, batch) = own(db, &member, &handle, &id)?;
        let applying = matches!(batch.task()?, Some(Task::Applying(_)));
        Ok(applying.then(|| batch_url(&shop.handle, batch.id)))
    });
    found.await.map_err(|e| visit.refuse(e))
}

/// Replaces an outdated preview with a new one.
async fn changed_since(visit: &Visit<Box<Member>>, (handle, id): (&str, &str), batch: &Batch, loaded: &Arc<Loaded>) -> Answer {
    let filled = fill_anew(visit, batch, loaded, None).await?;
    let (handle, id, file) = (handle.to_owned(), id.to_owned(), loaded.clone());
    visit
        .write(move |cx| {
            let (shop, batch) = held_preview(cx.db, &cx.who, &handle, &id)?;
            actions::preview_anew(cx.db, &cx.who, &batch, &filled)?;
            let sentence = cx.t.text("import-changed-since");
            again(cx, &shop, batch.id, &file.table, sentence)
        })
        .await
}

/// `POST /shops/{handle}/catalog/import/{id}/drop`: drops a preview.
pub async fn drop_preview(visit: Visit<Box<Member>>, path: web::Path<(String, String)>) -> Answer {
    let (handle, id) = path.into_inner();
    visit
        .write(move |cx| {
            let (shop, batch) = held_preview(cx.db, &cx.who, &handle, &id)?;
            let store = Store::of(cx.app);
            for name in previews::drop_batch(cx.db, &batch)? {
                store.delete(&name);
            }
            Ok(Reply::see(import_url(&shop.handle)).flash("flash-import-dropped"))
        })
        .await
}

/// `POST /shops/{handle}/catalog/import/{id}/undo`
pub async fn undo(visit: Visit<Box<Member>>, path: web::Path<(String, String)>) -> Answer {
    let (handle, id) = path.into_inner();
    let (begun, first) = std::sync::mpsc::channel();
    let answer = visit
        .write(move |cx| {
            let (shop, batch) = held(cx.db, &cx.who, &handle, &id)?;
            let undoing = matches!(batch.task()?, Some(Task::Undoing(_)));
            if !batch.is(State::Applied) && !undoing {
                return Err(AppError::rule("import-not-applied"));
            }
            let to = batch_url(&shop.handle, batch.id);
            Ok(match batches::undo(cx.db, &cx.who, shop.id, batch.id, STEP)? {
                Undo::Done(_) => Reply::see(to).flash("flash-import-undone"),
                Undo::UnderWay => Reply::see(to),
                Undo::Begun => {
                    // Nobody receives this if the request is gone; a job continues then.
                    let _ = begun.send((batch.id, to.clone()));
                    Reply::see(to)
                }
            })
        })
        .await?;
    let (batch, to) = match first.try_recv() {
        Ok(begun) if !answer.status().is_server_error() => begun,
        _ => return Ok(answer),
    };
    carry_on(&visit, batch).await?;
    visit.read(move |_| Ok(Reply::see(to).flash("flash-import-undone"))).await
}

/// `POST /shops/{handle}/catalog/import/{id}/photos` act (stop, resume)
pub async fn photos(visit: Visit<Box<Member>>, path: web::Path<(String, String)>, body: web::Payload) -> Answer {
    let (handle, id) = path.into_inner();
    let form = visit.form(body, Limits::SMALL).await?;
    visit
        .write(move |cx| {
            let stop = match form.get("act") {
                "stop" => true,
                "resume" => false,
                _ => return Err(AppError::Invalid),
            };
            let (shop, batch) = held(cx.db, &cx.who, &handle, &id)?;
            if !batch.is(State::Applied) {
                return Err(AppError::rule("import-not-applied"));
            }
            actions::set_stopped(cx.db, &cx.who, &batch, stop)?;
            Ok(Reply::see(batch_url(&shop.handle, batch.id)))
        })
        .await
}

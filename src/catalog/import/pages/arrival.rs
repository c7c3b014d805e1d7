//! Reads and stores uploaded files and plans the import, before the transaction that creates the
//! preview.

use crate::access::Member;
use crate::app::App;
use crate::catalog::actions::studio_shop;
use crate::catalog::import::actions::{self, Filled, Input};
use crate::catalog::import::options::Options;
use crate::catalog::import::plan::InZip;
use crate::catalog::import::store::{self, Store, Zip};
use crate::catalog::import::table::{Table, Unreadable};
use crate::catalog::import::zip::ZipFault;
use crate::error::AppError;
use crate::web::form::Form;
use crate::web::request::Visit;
use crate::work_queue::Kind;

/// Uploaded files, parsed.
pub struct Arrived {
    title: String,
    table: Result<Table, Unreadable>,
    zip: Option<Result<Zip, ZipFault>>,
    options: Options,
}

/// Parses the uploaded files and stores them. Returns `None` if no file was uploaded.
pub fn receive(app: &App, mut form: Form) -> Result<Option<Arrived>, AppError> {
    let told = form.all("map").map(str::to_owned).collect();
    let mut take = |field: &str| {
        let at = form.files.iter().position(|f| f.field == field)?;
        Some(form.files.remove(at))
    };
    let (file, photos) = (take("file"), take("photos"));
    let Some(file) = file else { return Ok(None) };
    let store = Store::of(app);
    let mut options = Options {
        told,
        ..Options::default()
    };
    let table = match &file.temp {
        Some(temp) => store::read_table(temp.path(), file.size)?,
        None => Err(Unreadable::TooLarge),
    };
    let mut zip = None;
    if table.is_ok() {
        if let Some(photos) = photos {
            zip = Some(match photos.temp {
                Some(temp) => {
                    let name = store.keep(temp, "zip")?;
                    let opened = store.zip(&name)?.unwrap_or(Err(ZipFault::Broken));
                    if opened.is_err() {
                        store.delete(&name);
                    }
                    options.zip = Some(name);
                    opened
                }
                None => Err(ZipFault::TooLarge),
            });
        }
        if zip.as_ref().is_none_or(Result::is_ok)
            && let Some(temp) = file.temp
        {
            options.file = store.keep(temp, "csv")?;
        }
    }
    Ok(Some(Arrived {
        title: file.name,
        table,
        zip,
        options,
    }))
}

/// The reason uploaded files cannot be imported.
pub enum Unusable {
    Table(Unreadable),
    Zip(ZipFault),
}

/// The parsed table and its stored rows, or the error; `Err(None)` means that no file was uploaded.
pub type Filling = Result<(Table, Filled), Option<Unusable>>;

/// Plans the import and stores its rows, before the transaction that creates the preview.
pub async fn fill(visit: &Visit<Box<Member>>, handle: &str, arrived: Option<Arrived>) -> Result<Filling, actix_web::Error> {
    let Some(Arrived {
        title,
        table,
        zip,
        options,
    }) = arrived
    else {
        return Ok(Err(None));
    };
    let table = match table {
        Ok(table) => table,
        Err(why) => return Ok(Err(Some(Unusable::Table(why)))),
    };
    let zip = match zip.transpose() {
        Ok(zip) => zip,
        Err(why) => return Ok(Err(Some(Unusable::Zip(why)))),
    };
    let (_, member) = visit.admit().await?;
    let (app, handle) = (visit.app.clone(), handle.to_owned());
    let filled = visit.app.db.work().run(Kind::Heavy, move || {
        let shop = app.db.read_now(|db| studio_shop(db, &member, &handle))?;
        let has = |name: &str| zip.as_ref().map_or(Err(ZipFault::Missing), |zip| zip.has(name));
        let input = Input {
            table: &table,
            zip: zip.as_ref().map(|_| -> InZip<'_> { &has }),
            origin: app.config.public_url.origin(),
        };
        let filled = actions::fill(&app, (shop.id, member.login_id), &title, &input, options)?;
        Ok((table, filled))
    });
    filled.await.map(Ok).map_err(|e| visit.refuse(e))
}

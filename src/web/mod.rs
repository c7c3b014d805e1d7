//! The web frame: what every page and act shares. `visit` runs a handler's
//! closure with who asks and a connection; `form` reads what was sent;
//! `page` is the frame around a page; `guard` is what stands before all of
//! it. Imports no feature.

pub mod address;
pub mod assets;
mod client;
pub mod cursor;
mod cx;
pub mod form;
pub mod format;
pub mod guard;
pub mod i18n;
pub mod local;
mod meta;
pub mod page;
pub mod reply;
mod shared;
pub mod site;
pub mod visit;

pub use form::{Errors, Form, UploadedFile};
pub use page::Frame;
pub use reply::Reply;
pub use visit::{Cx, Visit};

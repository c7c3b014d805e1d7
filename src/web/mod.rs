//! The web layer that every page and action shares. `request` runs a handler's closure with the
//! actor and a connection; `form` reads the body; `page` is the frame around a page; `middleware`
//! runs before all of it. Imports no feature.

pub mod address;
pub mod assets;
mod client;
mod compact;
mod cx;
pub mod form;
pub mod format;
pub mod i18n;
pub mod local;
pub mod middleware;
pub mod numbers;
pub mod page;
mod page_cache;
pub mod paging;
pub mod reply;
pub mod request;
pub mod request_meta;
pub mod well_known;

pub use form::{Errors, Form, UploadedFile};
pub use page::Frame;
pub use reply::Reply;
pub use request::{Cx, Visit};

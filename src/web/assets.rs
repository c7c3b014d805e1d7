//! Stylesheet, scripts, icons: embedded, served under a name that changes with
//! their content, so browsers keep them for ever.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::{HttpResponse, web};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use crate::access::load::hex;

static CSS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/css");
static JS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/js");
static IMG: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/img");

/// The addresses a page links to.
pub struct Assets {
    pub css: String,
    pub js: String,
    pub sprite: String,
    /// Folder of everything, for `{folder}/img/…`.
    pub folder: String,
    files: HashMap<String, (&'static str, Vec<u8>)>,
}

pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut files = HashMap::new();
    let mut sheets: Vec<_> = CSS.files().collect();
    sheets.sort_by_key(|f| f.path());
    let css: Vec<u8> = sheets
        .iter()
        .flat_map(|f| f.contents().iter().copied().chain([b'\n']))
        .collect();
    files.insert("app.css".to_owned(), ("text/css; charset=utf-8", css));
    for (folder, dir) in [("js", &JS), ("img", &IMG)] {
        for file in dir.files() {
            let name = file.path().to_string_lossy();
            let kind = match name.rsplit('.').next() {
                Some("js") => "text/javascript; charset=utf-8",
                Some("svg") => "image/svg+xml",
                Some("png") => "image/png",
                Some("webmanifest") => "application/manifest+json",
                _ => "application/octet-stream",
            };
            files.insert(format!("{folder}/{name}"), (kind, file.contents().to_vec()));
        }
    }
    let mut names: Vec<_> = files.keys().cloned().collect();
    names.sort();
    let mut sum = Sha256::new();
    for name in names {
        sum.update(name.as_bytes());
        if let Some((_, bytes)) = files.get(&name) {
            sum.update(bytes);
        }
    }
    let mut version = hex(&sum.finalize());
    version.truncate(12);
    let folder = format!("/assets/{version}");
    Assets {
        css: format!("{folder}/app.css"),
        js: format!("{folder}/js/app.js"),
        sprite: format!("{folder}/img/icons.svg"),
        folder,
        files,
    }
});

/// A file of the tree that has an address of its own as well (web/site.rs).
pub fn file(name: &str) -> Option<&'static [u8]> {
    ASSETS.files.get(name).map(|(_, bytes)| bytes.as_slice())
}

/// `GET /assets/{version}/{name}`: any version gives the file there is now.
pub async fn serve(path: web::Path<(String, String)>) -> HttpResponse {
    match ASSETS.files.get(&path.1) {
        Some((kind, bytes)) => HttpResponse::Ok()
            .insert_header(("content-type", *kind))
            .insert_header(("cache-control", "public, max-age=31536000, immutable"))
            .body(bytes.as_slice()),
        None => HttpResponse::NotFound().finish(),
    }
}

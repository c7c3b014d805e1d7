//! Stylesheet, scripts and icons. They are embedded, and served under a name that changes with
//! their content, so that browsers may cache them for ever. Compressed once, at the start.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, web};
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::request_meta::accepts_gzip;
use crate::text::hex;

static CSS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/css");
static JS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/js");
static IMG: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/img");

/// The asset addresses that a page links to.
pub struct Assets {
    pub css: String,
    pub js: String,
    pub sprite: String,
    /// Common folder of all assets, for `{folder}/img/…`.
    pub folder: String,
    files: HashMap<String, Asset>,
}

struct Asset {
    kind: &'static str,
    bytes: Vec<u8>,
    /// The bytes as gzip; `None` if that is not smaller.
    packed: Option<Vec<u8>>,
}

impl Asset {
    fn new(kind: &'static str, bytes: Vec<u8>) -> Self {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        // Writing into a Vec cannot fail.
        let packed = out.write_all(&bytes).and_then(|()| out.finish()).ok();
        let packed = packed.filter(|packed| packed.len() < bytes.len());
        Self { kind, bytes, packed }
    }
}

pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let mut files = HashMap::new();
    // `_layers.css` sorts before all others and declares the order of the layers.
    let mut sheets: Vec<_> = CSS.files().collect();
    sheets.sort_by_key(|f| f.path());
    let css: Vec<u8> = sheets
        .iter()
        .flat_map(|f| f.contents().iter().copied().chain([b'\n']))
        .collect();
    files.insert("app.css".to_owned(), Asset::new("text/css; charset=utf-8", css));
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
            files.insert(format!("{folder}/{name}"), Asset::new(kind, file.contents().to_vec()));
        }
    }
    let mut names: Vec<_> = files.keys().cloned().collect();
    names.sort();
    let mut sum = Sha256::new();
    for name in names {
        sum.update(name.as_bytes());
        if let Some(asset) = files.get(&name) {
            sum.update(&asset.bytes);
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

/// Returns a file that also has a fixed address (web/well_known.rs).
pub fn file(name: &str) -> Option<&'static [u8]> {
    ASSETS.files.get(name).map(|asset| asset.bytes.as_slice())
}

/// `GET /assets/{version}/{name}`: any version returns the current file.
pub async fn serve(req: HttpRequest, path: web::Path<(String, String)>) -> HttpResponse {
    let Some(asset) = ASSETS.files.get(&path.1) else {
        return HttpResponse::NotFound().finish();
    };
    let mut answer = HttpResponse::Ok();
    answer.insert_header(("content-type", asset.kind));
    answer.insert_header(("cache-control", "public, max-age=31536000, immutable"));
    answer.insert_header(("vary", "Accept-Encoding"));
    match asset.packed.as_ref().filter(|_| accepts_gzip(req.headers())) {
        Some(packed) => answer.insert_header(("content-encoding", "gzip")).body(packed.as_slice()),
        None => answer.body(asset.bytes.as_slice()),
    }
}

//! The frame around a page: title, viewer, language, the selected entry of the navigation. Each
//! Askama struct holds one, and templates/layout.html reads it.

use super::assets::{ASSETS, Assets};
use super::i18n::{Locale, Texts};
use crate::error::{AppError, Sentence};

/// The viewer, as the frame shows them.
#[derive(Debug, Clone)]
pub struct Viewer {
    pub handle: String,
    pub name: String,
    pub avatar: Option<String>,
    /// Handle and name of the shop in whose name the viewer acts.
    pub acting: Option<(String, String)>,
    pub unread: i64,
    pub moderator: bool,
}

/// Open Graph data for links that are shared elsewhere, and structured data.
#[derive(Debug, Clone, Default)]
pub struct Share {
    pub kind: &'static str,
    pub description: String,
    /// Absolute address.
    pub image: Option<String>,
    /// Absolute canonical address.
    pub url: String,
    /// JSON-LD, serialised and with `<` escaped (see `json_ld`).
    pub json_ld: Option<String>,
}

pub struct Frame {
    pub t: &'static Texts,
    pub locale: Locale,
    pub title: String,
    pub site_name: String,
    pub assets: &'static Assets,
    pub viewer: Option<Viewer>,
    pub theme: Option<String>,
    /// Path and query of this page, for the language switch and `next`.
    pub here: String,
    /// The selected entry of the navigation: home, search, compose, shops, me, bell, moderation.
    pub section: &'static str,
    pub flash: Option<String>,
    pub request_id: String,
    /// True if search engines may list the page.
    pub indexed: bool,
    pub share: Option<Share>,
    pub now: i64,
    /// The parent page, to which the arrow in a phone's bar leads. `None` on a page of the main
    /// navigation.
    pub parent: Option<String>,
    /// The operator's contact: the text, and the address that it links to.
    pub contact: Option<(String, Option<String>)>,
}

impl Frame {
    /// Sets a parent page other than the one derived from the address.
    pub fn under(mut self, parent: impl Into<String>) -> Self {
        self.parent = Some(parent.into());
        self
    }

    pub fn section(mut self, section: &'static str) -> Self {
        self.section = section;
        self
    }

    pub fn share(mut self, share: Share) -> Self {
        self.indexed = true;
        self.share = Some(share);
        self
    }

    /// Returns a new key for a form that creates something (`idempotency`).
    pub fn form_key(&self) -> String {
        crate::idempotency::new_key()
    }

    /// Formats a time for the reader.
    pub fn when(&self, ms: &i64) -> super::format::When {
        super::format::when(self.locale, *ms, self.now)
    }

    pub fn count(&self, n: &i64) -> String {
        super::numbers::count(self.locale, *n)
    }

    pub fn won(&self, amount: &i64) -> String {
        super::numbers::won(self.locale, *amount)
    }

    pub fn acting(&self) -> bool {
        self.acting_as().is_some()
    }

    /// Returns handle and name of the shop in whose name the viewer acts.
    pub fn acting_as(&self) -> Option<&(String, String)> {
        self.viewer.as_ref().and_then(|v| v.acting.as_ref())
    }

    pub fn own_handle(&self) -> &str {
        self.viewer.as_ref().map_or("", |v| v.handle.as_str())
    }

    /// Returns the query on a page of the search, so that it stays in the search box.
    pub fn searched(&self) -> String {
        let query = self.here.strip_prefix("/search?").unwrap_or_default();
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(k, _)| k == "q").map(|(_, v)| v.into_owned()).unwrap_or_default()
    }

    pub fn is(&self, section: &str) -> bool {
        self.section == section
    }
}

/// Returns the parent page, derived from the address alone, so that a phone's arrow also works
/// without scripts and after a link from outside.
pub fn parent_of(here: &str) -> Option<String> {
    let path = here.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
    let up = match parts.as_slice() {
        // Entries of the main navigation, and the pages to enter by.
        [] | ["search" | "discover" | "login" | "signup"] => return None,
        ["stories" | "products", id, _, ..] => format!("/{}/{id}", parts.first().copied().unwrap_or_default()),
        ["products", _] => "/discover".to_owned(),
        ["shops", "new"] | ["shops", _] => "/act-as".to_owned(),
        ["shops", shop, "catalog" | "import", _, ..] => format!("/shops/{shop}/catalog"),
        ["shops", shop, ..] => format!("/shops/{shop}"),
        ["settings", _, ..] => "/settings".to_owned(),
        ["moderation", _, ..] => "/moderation".to_owned(),
        ["statements", _] => "/statements".to_owned(),
        ["statements"] => "/notifications".to_owned(),
        [handle, _, ..] if handle.starts_with('@') || handle.starts_with("%40") => format!("/{handle}"),
        _ => "/".to_owned(),
    };
    Some(up)
}

/// Returns the link for the operator's contact: a web address, a mail address or a telephone
/// number. Returns `None` for any other text.
pub fn contact_link(words: &str) -> Option<String> {
    let one_word = !words.contains(char::is_whitespace);
    if one_word && (words.starts_with("https://") || words.starts_with("http://")) {
        return Some(words.to_owned());
    }
    if one_word && words.contains('@') && !words.contains(':') {
        return Some(format!("mailto:{words}"));
    }
    let digits: String = words.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let only_number = words
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' ' | '(' | ')'));
    (only_number && digits.len() >= 7).then(|| format!("tel:{digits}"))
}

/// Serialises JSON for a `<script type="application/ld+json">` block; no `<` in it can end the
/// block.
pub fn json_ld(value: &serde_json::Value) -> String {
    value
        .to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// The text of an error page or of a JSON error.
pub struct ErrorWords {
    pub title: String,
    pub sentence: String,
    pub help: Option<(String, String)>,
}

pub fn sentence(t: &Texts, s: &Sentence) -> String {
    let args: Vec<(&str, super::i18n::Value<'_>)> = s.args.iter().map(|(k, v)| (*k, v.as_str().into())).collect();
    t.with(s.key, &args)
}

pub fn error_words(t: &Texts, error: &AppError) -> ErrorWords {
    let status = error.status();
    let title = t.text(&format!("error-{status}-title"));
    let (words, help) = match error {
        AppError::Denied(s) | AppError::Rule(s) => (
            sentence(t, s),
            s.help.as_ref().map(|(path, label)| (path.clone(), t.text(label))),
        ),
        AppError::TooMany { retry_after } => {
            let seconds = *retry_after;
            let wait = t.with("error-wait-seconds", &[("seconds", seconds.into())]);
            (t.with("error-429-text", &[("wait", wait.into())]), None)
        }
        _ => (t.text(&format!("error-{status}-text")), None),
    };
    ErrorWords {
        title,
        sentence: words,
        help,
    }
}

#[derive(askama::Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    pub frame: Frame,
    pub status: u16,
    pub words: ErrorWords,
}

impl ErrorPage {
    /// Returns the name of the drawing for the status.
    fn drawing(&self) -> &'static str {
        match self.status {
            404 => "lost",
            401 | 403 | 409 | 422 => "gate",
            429 | 503 | 507 => "kettle",
            _ => "broken",
        }
    }
}

pub fn assets() -> &'static Assets {
    &ASSETS
}

#[cfg(test)]
mod tests {
    use super::{contact_link, parent_of};

    #[test]
    fn every_address_knows_the_page_above_it() {
        for (here, up) in [
            ("/", None),
            ("/?tab=shops", None),
            ("/search?q=%EC%BF%A0%ED%82%A4", None),
            ("/login?next=/friends", None),
            ("/stories/12", Some("/")),
            ("/stories/12/photos/3", Some("/stories/12")),
            ("/products/7/edit", Some("/products/7")),
            ("/@shop/products?sort=new", Some("/@shop")),
            ("/@shop", Some("/")),
            ("/shops/shop/products/new", Some("/shops/shop")),
            ("/shops/shop/catalog/import", Some("/shops/shop/catalog")),
            ("/shops/shop", Some("/act-as")),
            ("/settings/account", Some("/settings")),
            ("/moderation/cases/3", Some("/moderation")),
            ("/friends", Some("/")),
        ] {
            assert_eq!(parent_of(here).as_deref(), up, "{here}");
        }
    }

    #[test]
    fn a_contact_leads_where_it_can() {
        for (words, link) in [
            ("help@example.kr", Some("mailto:help@example.kr")),
            ("https://example.kr/help", Some("https://example.kr/help")),
            ("02-123-4567", Some("tel:021234567")),
            ("카카오톡 storyplus", None),
            ("javascript:alert(1)@x", None),
        ] {
            assert_eq!(contact_link(words).as_deref(), link, "{words}");
        }
    }
}

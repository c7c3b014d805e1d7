//! The only check of addresses that a request asks to return to: a form's `next`, the page before
//! (`Referer`), the page that required a log-in.

use url::{Position, Url};

/// Returns path, query and fragment as a browser would request them, or `None` if the text is not a
/// path on this site. It is parsed by the same rules as in browsers, so that no slashes,
/// backslashes, dots or line ends turn it into another host. Non-ASCII characters are returned
/// encoded, since the result becomes a header.
pub fn path(text: &str) -> Option<String> {
    if !text.starts_with('/') || text.contains('\\') || text.chars().any(char::is_control) {
        return None;
    }
    let base = Url::parse("http://this.invalid/").ok()?;
    let url = base.join(text).ok()?;
    let stays = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    // Dots may have left two slashes in front: a browser reads `//name` as a host.
    (stays && !url.path().starts_with("//")).then(|| url[Position::BeforePath..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_of_this_site_come_back_and_nothing_else() {
        for (text, expected) in [
            ("/", "/"),
            ("/stories/1?after=2#comments", "/stories/1?after=2#comments"),
            ("/@하늘", "/@%ED%95%98%EB%8A%98"),
            ("/search?q=귤 잼", "/search?q=%EA%B7%A4%20%EC%9E%BC"),
            ("/a/../b", "/b"),
            ("/a//b", "/a//b"),
            ("/@evil.com", "/@evil.com"),
        ] {
            assert_eq!(path(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "evil.com",
            "//evil.com",
            "///evil.com",
            "/\\evil.com",
            "\\/evil.com",
            "/a/..//evil.com",
            "/.//evil.com",
            "/%2e//evil.com",
            "/./..//evil.com/x",
            "/\t/evil.com",
            "\t//evil.com",
            " //evil.com",
            "/\r\n/evil.com",
            "/ok\r\nx: y",
            "http://evil.com",
            "https:/evil.com",
            "javascript:alert(1)",
        ] {
            assert_eq!(path(text), None, "{text:?}");
        }
    }
}

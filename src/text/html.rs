//! The only way for typed text to enter a page as HTML. Templates escape by themselves; this is for
//! bodies that contain links.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::pieces::{Segment, pieces_where};

/// HTML that is safe to write into a page: every constructor escapes its input, so the type is the
/// proof. Templates write it, and nothing else, with `|safe`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(String);

/// Every character except the unreserved ones of RFC 3986.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes one path segment or query value, Hangul included.
pub fn encode_component(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

impl SafeHtml {
    /// Escapes the text, so that none of it is read as HTML.
    pub fn escape(text: &str) -> Self {
        let mut html = Self(String::with_capacity(text.len() + text.len() / 8));
        html.push_escaped(text);
        html
    }

    /// Renders a cleaned body: links, hashtags that lead to the search, mentions to `/@handle`, and
    /// line breaks. Every well-formed mention becomes a link; see [`Self::body_where`].
    pub fn body(text: &str) -> Self {
        Self::body_where(text, |_| true)
    }

    /// Renders like [`Self::body`], but links only mentions of handles that `exists` accepts.
    pub fn body_where(text: &str, exists: impl Fn(&str) -> bool) -> Self {
        let mut html = Self(String::with_capacity(text.len() * 2));
        for piece in pieces_where(text, exists) {
            match piece {
                Segment::Text(text) => html.push_lines(text),
                Segment::Link { url, shown } => html.push_link(&url, " rel=\"nofollow ugc noopener\"", &shown),
                Segment::Hashtag { tag, shown } => html.push_link(&format!("/search?q=%23{}", encode_component(&tag)), "", shown),
                Segment::Mention { handle, shown } => html.push_link(&format!("/@{}", encode_component(&handle)), "", shown),
            }
        }
        html
    }

    /// Escapes text and wraps the byte ranges of `marks` in `<mark>`, for search snippets. Ranges
    /// that overlap or touch are merged; invalid ranges are left out.
    pub fn marked(text: &str, marks: &[std::ops::Range<usize>]) -> Self {
        let mut sorted: Vec<_> = marks
            .iter()
            .filter(|m| m.start < m.end && text.get(m.start..m.end).is_some())
            .cloned()
            .collect();
        sorted.sort_by_key(|m| m.start);
        let mut merged: Vec<std::ops::Range<usize>> = Vec::new();
        for mark in sorted {
            match merged.last_mut() {
                Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                _ => merged.push(mark),
            }
        }
        let mut html = Self::default();
        let mut from = 0;
        for mark in merged {
            html.push_escaped(text.get(from..mark.start).unwrap_or_default());
            html.0.push_str("<mark>");
            html.push_escaped(text.get(mark.clone()).unwrap_or_default());
            html.0.push_str("</mark>");
            from = mark.end;
        }
        html.push_escaped(text.get(from..).unwrap_or_default());
        html
    }

    /// Returns the HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns true if it is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn push_link(&mut self, href: &str, more: &str, shown: &str) {
        self.0.push_str("<a href=\"");
        self.push_escaped(href);
        self.0.push('"');
        self.0.push_str(more);
        self.0.push('>');
        self.push_escaped(shown);
        self.0.push_str("</a>");
    }

    fn push_lines(&mut self, text: &str) {
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.0.push_str("<br>");
            }
            self.push_escaped(line);
        }
    }

    fn push_escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_body() {
        assert_eq!(
            SafeHtml::body("<b>안녕</b>\n@쿠키 #귤 https://a.kr/?a=1&b=\"x").as_str(),
            "&lt;b&gt;안녕&lt;/b&gt;<br><a href=\"/@%EC%BF%A0%ED%82%A4\">@쿠키</a> <a href=\"/search?q=%23%EA%B7%A4\">#귤</a> \
             <a href=\"https://a.kr/?a=1&amp;b=\" rel=\"nofollow ugc noopener\">https://a.kr/?a=1&amp;b=</a>&quot;x"
        );
    }

    #[test]
    #[expect(
        clippy::single_range_in_vec_init,
        clippy::reversed_empty_ranges,
        reason = "ranges are the data here"
    )]
    fn marks() {
        assert_eq!(SafeHtml::marked("가나다<", &[0..3, 3..6]).as_str(), "<mark>가나</mark>다&lt;");
        assert_eq!(SafeHtml::marked("가나", &[1..2, 5..99, 3..3, 4..2]).as_str(), "가나");
        assert_eq!(SafeHtml::marked("a<b", &[1..2]).as_str(), "a<mark>&lt;</mark>b");
    }

    /// Removes the tags that we write ourselves. Returns what is left if it could open a tag.
    fn foreign_markup(html: &str) -> Option<String> {
        let mut left = html.replace("<br>", "").replace("</a>", "");
        while let Some(start) = left.find("<a href=\"") {
            let after = left.get(start + 9..)?;
            let quote = after.find('"')?;
            let href = after.get(..quote)?;
            if !(href.starts_with("/@")
                || href.starts_with("/search?q=%23")
                || href.starts_with("http://")
                || href.starts_with("https://"))
            {
                return Some(href.to_owned());
            }
            let tail = after.get(quote + 1..)?;
            let close = tail.find('>')?;
            if !matches!(tail.get(..close), Some("" | " rel=\"nofollow ugc noopener\"")) {
                return Some(tail.to_owned());
            }
            left = format!("{}{}", left.get(..start)?, tail.get(close + 1..)?);
        }
        left.contains(['<', '>', '"', '\'']).then_some(left)
    }

    proptest! {
        #[test]
        fn nothing_typed_becomes_markup(text in "([<>\"'&#@/:= a가\n]|https://|javascript:|a\\.kr|<script>|onerror=|\\PC){0,40}") {
            prop_assert_eq!(foreign_markup(SafeHtml::body(&text).as_str()), None);
            prop_assert!(!SafeHtml::escape(&text).as_str().contains(['<', '>', '"', '\'']));
        }
    }
}

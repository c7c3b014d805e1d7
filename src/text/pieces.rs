//! Splits a body into plain text, links, hashtags and mentions. Not here: the check that a
//! mentioned handle exists (the caller brings it), and the HTML of each piece (`html.rs`).

use std::collections::HashSet;

use url::Url;

use super::handle::{Handle, is_handle_char};

/// The most characters of a hashtag, without the `#`; a longer one is plain text.
pub const HASHTAG_MAX: usize = 50;

/// A stretch of a body; `shown` is what people read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Plain text, line breaks included.
    Text(&'a str),
    /// An `http` or `https` address without credentials; `url` is its ASCII form.
    Link { url: String, shown: String },
    /// A hashtag; `tag` is lower case and without the `#`.
    Hashtag { tag: String, shown: &'a str },
    /// A mention; `handle` is in stored form.
    Mention { handle: String, shown: &'a str },
}

/// An `@…` in a text. Korean attaches particles to it (`@수제쿠키님이`), so it may name several handles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Handles that it may name, in stored form, longest first: the first that exists is meant.
    pub candidates: Vec<String>,
}

/// Endings that Korean attaches to a name.
const PARTICLES: &str = "에게서 한테서 에서는 에서도 이라고 으로는 께서는 까지 부터 에게 한테 에서 \
    께서 이랑 으로 라고 처럼 보다 마다 조차 밖에 하고 이나 이라 이야 라는 님들 네 님 씨 은 는 이 가 을 를 과 와 \
    의 도 만 에 로 랑 야 아";

/// Splits a cleaned body. Every well-formed mention is a piece, with the whole run of letters as
/// its handle. Use [`pieces_where`] when the existing handles are known.
pub fn pieces(text: &str) -> Vec<Segment<'_>> {
    pieces_where(text, |_| true)
}

/// Splits a cleaned body. A mention is a piece only if one of its candidates `exists`; the longest
/// that does is its handle.
pub fn pieces_where<'a>(text: &'a str, exists: impl Fn(&str) -> bool) -> Vec<Segment<'a>> {
    let mut found = Vec::new();
    let mut plain_from = 0;
    let mut at = 0;
    let mut before = ' ';
    while let Some(rest) = text.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let piece = match c {
            '#' if !(before.is_alphanumeric() || matches!(before, '_' | '&' | '#' | '/' | '=')) => hashtag(rest),
            '@' if !(before.is_alphanumeric() || matches!(before, '_' | '.' | '/' | '@' | '-' | '+' | '%')) => {
                mention(rest, &exists)
            }
            'h' | 'H' if !before.is_ascii_alphanumeric() => link(rest),
            _ => None,
        };
        if let Some((piece, len)) = piece {
            push_plain(&mut found, text, plain_from, at);
            // Hashtags are often written without a space between them: `#쿠키#대구`.
            before = match piece {
                Segment::Hashtag { .. } => ' ',
                _ => rest.get(..len).and_then(|s| s.chars().next_back()).unwrap_or(' '),
            };
            found.push(piece);
            at += len;
            plain_from = at;
        } else {
            before = c;
            at += c.len_utf8();
        }
    }
    push_plain(&mut found, text, plain_from, text.len());
    found
}

/// Returns the hashtags of a cleaned body, in lower case, each once, in order.
pub fn hashtags(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    pieces_where(text, |_| false)
        .into_iter()
        .filter_map(|p| match p {
            Segment::Hashtag { tag, .. } => seen.insert(tag.clone()).then_some(tag),
            _ => None,
        })
        .collect()
}

/// Returns the mentions of a cleaned body, in order, each spelling once.
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut seen = HashSet::new();
    pieces(text)
        .into_iter()
        .filter_map(|p| match p {
            Segment::Mention { handle, .. } => seen.insert(handle.clone()).then(|| Mention {
                candidates: candidates(&handle),
            }),
            _ => None,
        })
        .collect()
}

fn push_plain<'a>(found: &mut Vec<Segment<'a>>, text: &'a str, from: usize, to: usize) {
    if let Some(plain) = text.get(from..to)
        && !plain.is_empty()
    {
        found.push(Segment::Text(plain));
    }
}

fn hashtag(rest: &str) -> Option<(Segment<'_>, usize)> {
    let word = rest.get(1..)?;
    let end = word.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(word.len());
    let tag = word.get(..end)?;
    let shown = rest.get(..end + 1)?;
    let named = tag.chars().any(|c| c.is_alphabetic());
    let tag = super::nfc(&tag.to_lowercase());
    (named && super::count(&tag) <= HASHTAG_MAX).then_some((Segment::Hashtag { tag, shown }, end + 1))
}

fn mention<'a>(rest: &'a str, exists: &impl Fn(&str) -> bool) -> Option<(Segment<'a>, usize)> {
    let word = rest.get(1..)?;
    let end = word
        .find(|c: char| !is_handle_char(c.to_ascii_lowercase()))
        .unwrap_or(word.len());
    // A letter outside the alphabet of handles continues the word, so this is no mention.
    if word
        .get(end..)
        .and_then(|s| s.chars().next())
        .is_some_and(char::is_alphanumeric)
    {
        return None;
    }
    let run = word.get(..end)?.trim_end_matches('.');
    let handle = candidates(run).into_iter().find(|h| exists(h))?;
    // Every character of a run has one stored form of the same length.
    let len = 1 + handle.len();
    Some((
        Segment::Mention {
            handle,
            shown: rest.get(..len)?,
        },
        len,
    ))
}

fn candidates(run: &str) -> Vec<String> {
    let run = run.to_ascii_lowercase();
    let mut found: Vec<String> = Handle::lookup(&run).into_iter().collect();
    let mut names = vec![run.as_str()];
    // Two rounds: `님`, and a particle after it.
    for _ in 0..2 {
        let shorter: Vec<&str> = names
            .iter()
            .flat_map(|n| PARTICLES.split_whitespace().filter_map(|p| n.strip_suffix(p)))
            .collect();
        found.extend(shorter.iter().filter_map(|n| Handle::lookup(n)));
        names = shorter;
    }
    found.sort_by_key(|h| std::cmp::Reverse(h.len()));
    found.dedup();
    found
}

fn link(rest: &str) -> Option<(Segment<'_>, usize)> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|s| rest.get(..s.len()).is_some_and(|r| r.eq_ignore_ascii_case(s)))?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '|' | '^' | '{' | '}'))
        .unwrap_or(rest.len());
    let shown = without_tail(rest.get(..end)?);
    if shown.len() <= scheme.len() || shown.len() > 2_000 {
        return None;
    }
    let url = Url::parse(shown).ok()?;
    let plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    if !plain || !url.host_str()?.contains('.') {
        return None;
    }
    // A host in letters that are neither ASCII nor Hangul is shown in its ASCII form: it may
    // imitate another.
    let host = shown.get(scheme.len()..)?.split(['/', '?', '#']).next()?;
    let honest = host.chars().all(|c| c.is_ascii() || matches!(c, '가'..='힣'));
    let (text, len) = (if honest { shown.to_owned() } else { url.to_string() }, shown.len());
    Some((
        Segment::Link {
            url: url.into(),
            shown: text,
        },
        len,
    ))
}

/// Removes punctuation that ends the sentence rather than the address. A closing bracket stays if
/// the address opened it.
fn without_tail(link: &str) -> &str {
    // Counted once, so that a crafted tail of thousands of brackets costs one pass.
    let surplus = |open: char, close: char| link.matches(close).count().saturating_sub(link.matches(open).count());
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    link.trim_end_matches(|last| match last {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '~' | '*' | '…' | '·' | '。' | '、' | '」' | '』' | '》' | '〉' | '”'
        | '’' => true,
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn links(text: &str) -> Vec<String> {
        pieces(text)
            .into_iter()
            .filter_map(|p| if let Segment::Link { url, .. } = p { Some(url) } else { None })
            .collect()
    }

    #[test]
    fn addresses() {
        assert_eq!(
            links("보세요 https://a.kr/길?x=1#y, 그리고 (http://b.co/w_(x))."),
            ["https://a.kr/%EA%B8%B8?x=1#y", "http://b.co/w_(x)"]
        );
        assert_eq!(links("HTTPS://A.KR"), ["https://a.kr/"]);
        assert_eq!(links("http://한글.kr/"), ["http://xn--bj0bj06e.kr/"]);
        for none in [
            "javascript:alert(1)",
            "https://",
            "https://user@evil.kr/",
            "https://google.com:x@evil.kr",
            "xhttps://a.kr",
            "ftp://a.kr",
            "https://localhost/",
            "data:text/html,x",
        ] {
            assert_eq!(links(none), Vec::<String>::new(), "{none}");
        }
        assert!(
            matches!(pieces("https://аpple.com/").as_slice(), [Segment::Link { shown, .. }] if shown.starts_with("https://xn--"))
        );
    }

    #[test]
    fn tags() {
        assert_eq!(
            hashtags("#쿠키 오늘의 #Cookie_2 그리고#아님 #1 #쿠키 #a#b &#39; https://a.kr/#frag (#괄호)"),
            ["쿠키", "cookie_2", "a", "b", "괄호"]
        );
        assert_eq!(hashtags(&format!("#{}", "가".repeat(51))), Vec::<String>::new());
    }

    #[test]
    fn names() {
        let all = mentions("@수제쿠키님이 @Bom.Cafe. a@b.kr @x @수제쿠키님이 @аbc");
        assert_eq!(all.len(), 2);
        assert_eq!(
            all.first().map(|m| m.candidates.clone()),
            Some(vec!["수제쿠키님이".into(), "수제쿠키님".into(), "수제쿠키".into()])
        );
        let cut = pieces_where("@수제쿠키님이 옴", |h| h == "수제쿠키");
        assert_eq!(
            cut,
            [
                Segment::Mention {
                    handle: "수제쿠키".into(),
                    shown: "@수제쿠키"
                },
                Segment::Text("님이 옴")
            ]
        );
        assert_eq!(pieces_where("@없는사람 옴", |_| false), [Segment::Text("@없는사람 옴")]);
        assert_eq!(
            pieces("@Bom.Cafe."),
            [
                Segment::Mention {
                    handle: "bom.cafe".into(),
                    shown: "@Bom.Cafe"
                },
                Segment::Text(".")
            ]
        );
    }

    #[test]
    fn a_long_hostile_body_is_quick() {
        let start = std::time::Instant::now();
        for text in [
            "https://)".repeat(600) + &")".repeat(5_000),
            "@가".repeat(5_000),
            "#가".repeat(5_000),
            "https://a.kr/".repeat(500),
            "h".repeat(20_000),
        ] {
            assert!(!pieces(&text).is_empty());
        }
        assert!(start.elapsed().as_secs() < 5);
    }

    proptest! {
        #[test]
        fn pieces_join_to_the_text(text in "([#@.h가쿠키님 a1_/:()\n]|https://|a\\.kr|\\PC){0,40}") {
            let mut joined = String::new();
            for piece in pieces(&text) {
                match piece {
                    Segment::Text(s) | Segment::Hashtag { shown: s, .. } | Segment::Mention { shown: s, .. } => joined.push_str(s),
                    Segment::Link { shown, url } => {
                        prop_assert!(url.starts_with("http://") || url.starts_with("https://"));
                        if !text.contains(&shown) { return Ok(()); }
                        joined.push_str(&shown);
                    }
                }
            }
            prop_assert_eq!(joined, text);
        }
    }
}

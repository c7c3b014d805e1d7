//! Category names as people and files write them. The tree itself is in rules/categories.rs.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::rules::{CATEGORIES, category_code, category_key, category_path, parent};
use crate::web::i18n::{Locale, Texts};

/// Other common names of top-level categories.
const ALSO: &[(&str, &str)] = &[
    ("식품", "food"),
    ("제과", "bakery"),
    ("베이커리", "bakery"),
    ("음료", "drinks"),
    ("의류", "clothes"),
    ("패션의류", "clothes"),
    ("잡화", "bags"),
    ("패션잡화", "bags"),
    ("주얼리", "jewelry"),
    ("뷰티", "beauty"),
    ("생활", "living"),
    ("생활용품", "living"),
    ("꽃", "flowers"),
    ("육아", "kids"),
    ("도서", "books"),
    ("공예", "crafts"),
    ("가전", "digital"),
    ("스포츠", "sports"),
    ("기타", "other"),
];

/// Returns the names of a category from the top down, as in `먹거리 > 과자`. Empty for an unknown code.
pub fn path_words(t: &Texts, code: &str) -> String {
    let names: Vec<String> = category_path(code)
        .into_iter()
        .filter_map(category_key)
        .map(|key| t.text(key))
        .collect();
    names.join(" > ")
}

/// Keeps only letters and digits, in lower case: `빵·과자`, `빵 / 과자` and `빵과자` are the same name.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Category codes by plain name.
struct Names {
    tops: HashMap<String, &'static str>,
    /// Second-level categories; several may share a name.
    below: HashMap<String, Vec<&'static str>>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut tops: HashMap<String, &'static str> = ALSO.iter().map(|(name, code)| (plain(name), *code)).collect();
    let mut below: HashMap<String, Vec<&'static str>> = HashMap::new();
    for (code, key) in CATEGORIES {
        let names = Locale::ALL.iter().map(|locale| plain(&Texts::get(*locale).text(key)));
        for name in names {
            if parent(code).is_none() {
                tops.insert(name, code);
            } else {
                below.entry(name).or_default().push(code);
            }
        }
    }
    Names { tops, below }
});

/// Finds the category for a code, a name in Korean or English, or a path of names (`식품 > 과자`). Of a
/// longer path the first two known levels count. Returns `None` if no part is known.
pub fn recognise(typed: &str) -> Option<&'static str> {
    let typed = crate::text::clean_line(typed);
    if let Some(code) = category_code(&typed.to_lowercase()) {
        return Some(code);
    }
    let Names { tops, below } = &*NAMES;
    let steps: Vec<String> = typed.split(['>', '›', '»']).map(plain).filter(|s| !s.is_empty()).collect();
    let mut top = None;
    for step in &steps {
        let candidates = below.get(step).map_or(&[][..], Vec::as_slice);
        let fits = match top {
            Some(top) => candidates.iter().find(|code| parent(code) == Some(top)),
            None => candidates.first(),
        };
        if let Some(code) = fits {
            return Some(code);
        }
        top = top.or_else(|| tops.get(step).copied());
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_paths_and_codes_are_recognised_in_both_languages() {
        for (code, key) in CATEGORIES {
            for locale in Locale::ALL {
                let t = Texts::get(locale);
                assert_eq!(recognise(&path_words(t, code)), Some(*code), "{code}");
                assert_eq!(recognise(&t.text(key).to_uppercase()), Some(*code), "{code}");
            }
            assert_eq!(recognise(code), Some(*code));
        }
        for (typed, code) in [
            ("식품 > 과자", Some("food/cookies")),
            ("식품>과자", Some("food/cookies")),
            ("식품 > 과자 > 르뱅쿠키", Some("food/cookies")),
            ("식품 > 우주식", Some("food")),
            ("Food > Kimchi", Some("food/kimchi")),
            ("그릇 · 컵", Some("living/tableware")),
            ("우주선", None),
            ("", None),
            (" > ", None),
        ] {
            assert_eq!(recognise(typed), code, "{typed}");
        }
    }
}

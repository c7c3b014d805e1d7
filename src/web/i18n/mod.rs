//! All text that people read: Fluent messages from `assets/locales/{ko,en}/*.ftl`, compiled in.
//!
//! Here: the choice of a locale, the lookup of messages, and the Korean particle function `JOSA`.
//! Not here: the format of numbers (`web/numbers.rs`) and times (`web/format/mod.rs`).
//!
//! A new locale file is added to `locale_files!` below. In a message, `{ JOSA($name, "은/는") }`
//! writes only the particle that fits the end of `$name`. Values are inserted unescaped: templates
//! escape the finished sentence.

mod josa;
pub(super) mod locale;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{LazyLock, Mutex};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;
use unic_langid::LanguageIdentifier;

use super::numbers;

pub use josa::particle;
pub use locale::Locale;

/// A file of one language: its name and its text.
type Source = (&'static str, &'static str);

macro_rules! locale_files {
    ($($name:literal),+ $(,)?) => {
        /// Names of the locale files, without `.ftl`; each exists for every locale.
        pub const LOCALE_FILES: &[&str] = &[$($name),+];
        const KO: &[Source] = &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales/ko/", $name, ".ftl")))),+];
        const EN: &[Source] = &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/locales/en/", $name, ".ftl")))),+];
    };
}

locale_files![
    "common",
    "accounts",
    "friends",
    "photos",
    "catalog",
    "catalog_files",
    "stories",
    "feed",
    "search",
    "moderation",
    "notices"
];

/// A value inserted into a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Text, inserted as it is.
    Text(Cow<'a, str>),
    /// A number, written in full with separators: `12,400`. Selects plural forms.
    Int(i64),
    /// A number, written short: `1.2만`, `12.4K`. Selects plural forms.
    Count(i64),
}

/// The messages of one locale.
pub struct Texts {
    locale: Locale,
    bundle: FluentBundle<FluentResource>,
    /// Messages without variables (most of them), formatted once.
    fixed: HashMap<String, String>,
    missing: Mutex<HashSet<String>>,
}

static TEXTS_KO: LazyLock<Texts> = LazyLock::new(|| Texts::load(Locale::Ko, KO));
static TEXTS_EN: LazyLock<Texts> = LazyLock::new(|| Texts::load(Locale::En, EN));

impl Texts {
    /// Returns the messages of a locale; they are parsed at first use.
    pub fn get(locale: Locale) -> &'static Self {
        match locale {
            Locale::Ko => &TEXTS_KO,
            Locale::En => &TEXTS_EN,
        }
    }

    /// Returns the locale of these messages.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// Returns a message without values. An unknown key is returned as it is, and logged once: a
    /// page with an odd word is better than none.
    pub fn text(&self, key: &str) -> String {
        match self.fixed.get(key) {
            Some(text) => text.clone(),
            None => self.with(key, &[]),
        }
    }

    /// Returns a message with values: `t.with("friend-limit", &[("limit", 500.into())])`.
    pub fn with(&self, key: &str, values: &[(&str, Value<'_>)]) -> String {
        if let Some(text) = self.fixed.get(key) {
            return text.clone();
        }
        let (id, attribute) = match key.split_once('.') {
            Some((id, attribute)) => (id, Some(attribute)),
            None => (key, None),
        };
        let message = self.bundle.get_message(id);
        let pattern = message.and_then(|m| match attribute {
            Some(name) => m.get_attribute(name).map(|a| a.value()),
            None => m.value(),
        });
        let Some(pattern) = pattern else {
            self.log_once(key, "no such message");
            return key.to_owned();
        };
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.fluent())).collect();
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if !errors.is_empty() {
            self.log_once(key, "a value is missing or of the wrong kind");
        }
        text
    }

    /// Returns true if the message exists, for keys made at run time.
    pub fn has(&self, key: &str) -> bool {
        self.fixed.contains_key(key) || self.bundle.has_message(key)
    }

    /// Returns all keys in the files, sorted.
    pub fn keys(&self) -> BTreeSet<String> {
        sources(self.locale)
            .iter()
            .flat_map(|(_, text)| message_ids(&resource(text).0))
            .collect()
    }

    fn load(locale: Locale, sources: &[Source]) -> Self {
        let language = locale.code().parse::<LanguageIdentifier>().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // Isolation marks would be invisible characters in titles, feeds and tests, and both
        // locales are written left to right.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match locale {
            Locale::Ko => |value, _| written(Locale::Ko, value),
            Locale::En => |value, _| written(Locale::En, value),
        }));
        let josa = bundle.add_function("JOSA", move |positional, _| match positional {
            [word, FluentValue::String(pair)] => {
                let word = match word {
                    FluentValue::String(text) => text.clone().into_owned(),
                    number => written(locale, number).unwrap_or_default(),
                };
                FluentValue::String(Cow::Owned(particle(&word, pair)))
            }
            _ => FluentValue::Error,
        });
        if josa.is_err() || bundle.add_builtins().is_err() {
            tracing::error!(locale = locale.code(), "a message function could not be added");
        }
        let mut ids = Vec::new();
        for (name, text) in sources {
            let (resource, broken) = resource(text);
            if broken {
                tracing::error!(
                    locale = locale.code(),
                    file = name,
                    "locale file has a message that cannot be read"
                );
            }
            ids.extend(message_ids(&resource));
            if bundle.add_resource(resource).is_err() {
                tracing::error!(locale = locale.code(), file = name, "locale file repeats a key");
            }
        }
        let fixed = ids
            .into_iter()
            .filter_map(|id| fixed_text(&bundle, &id).map(|text| (id, text)))
            .collect();
        Self {
            locale,
            bundle,
            fixed,
            missing: Mutex::default(),
        }
    }

    fn log_once(&self, key: &str, problem: &'static str) {
        /// Keys may be built from what people send, so only a bounded number is remembered.
        const REMEMBERED: usize = 1_000;
        let first = self
            .missing
            .lock()
            .is_ok_and(|mut seen| seen.len() < REMEMBERED && seen.insert(key.to_owned()));
        if first {
            tracing::warn!(locale = self.locale.code(), key, problem, "message");
        }
    }
}

/// Returns the text of a message without values, or `None` if it needs one.
fn fixed_text(bundle: &FluentBundle<FluentResource>, id: &str) -> Option<String> {
    let message = bundle.get_message(id)?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message.value()?, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}

fn sources(locale: Locale) -> &'static [Source] {
    match locale {
        Locale::Ko => KO,
        Locale::En => EN,
    }
}

/// Parses a file as far as possible. The flag is true if it has errors.
fn resource(text: &str) -> (FluentResource, bool) {
    match FluentResource::try_new(text.to_owned()) {
        Ok(resource) => (resource, false),
        Err((resource, _)) => (resource, true),
    }
}

fn message_ids(resource: &FluentResource) -> Vec<String> {
    let id = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => Some(message.id.name.to_owned()),
        _ => None,
    };
    resource.entries().filter_map(id).collect()
}

/// Marks a number to be written short, as a count of significant digits.
const SHORT: Option<usize> = Some(3);

/// Formats whole numbers in messages; returns `None` for anything that Fluent formats itself.
fn written(locale: Locale, value: &FluentValue<'_>) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    if number.value.fract() != 0.0 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number; `as` saturates at the ends of i64"
    )]
    let whole = number.value as i64;
    Some(if number.options.maximum_significant_digits == SHORT {
        numbers::count(locale, whole)
    } else {
        numbers::exact(whole)
    })
}

impl Value<'_> {
    fn fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => FluentValue::String(Cow::Borrowed(text)),
            Self::Int(n) => FluentValue::from(*n),
            Self::Count(n) => {
                let mut number = FluentNumber::from(*n);
                // Below this, both formats are the same, and a plain number can be selected by
                // `[0]`.
                if n.unsigned_abs() >= numbers::SHORT_FROM {
                    number.options.maximum_significant_digits = SHORT;
                }
                FluentValue::Number(number)
            }
        }
    }
}

impl<'a, T: AsRef<str> + ?Sized> From<&'a T> for Value<'a> {
    fn from(text: &'a T) -> Self {
        Self::Text(Cow::Borrowed(text.as_ref()))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

macro_rules! value_from_numbers {
    ($($number:ty),+) => {$(
        impl From<$number> for Value<'_> {
            fn from(n: $number) -> Self {
                Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
            }
        }
    )+};
}
value_from_numbers!(i64, i32, u64, u32, u16, u8, usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(locale: Locale) -> Texts {
        let text = "plain = 안녕\n\
            hello = { $name }{ JOSA($name, \"은/는\") } 왔어요\n\
            people =\n  { $n ->\n  [0] 없음\n  [one] one person\n  *[other] { $n } people\n  }\n\
            to = { JOSA($n, \"으로/로\") }\n\
            field = 이름\n    .help = 도움 { $max }\n";
        Texts::load(locale, &[("sample", text)])
    }

    #[test]
    fn messages() {
        let t = sample(Locale::Ko);
        assert_eq!(t.text("plain"), "안녕");
        assert_eq!(t.with("hello", &[("name", "수제쿠키".into())]), "수제쿠키는 왔어요");
        assert_eq!(t.with("hello", &[("name", String::from("봄").into())]), "봄은 왔어요");
        assert_eq!(t.with("field.help", &[("max", 12_000.into())]), "도움 12,000");
        assert_eq!(t.with("people", &[("n", Value::Count(12_345))]), "1.2만 people");
        assert_eq!(t.with("people", &[("n", Value::Count(0))]), "없음");
        assert_eq!(t.with("to", &[("n", 1.into())]), "로");
        assert_eq!(t.with("to", &[("n", 10.into())]), "으로");
        let t = sample(Locale::En);
        assert_eq!(t.with("people", &[("n", 1.into())]), "one person");
        assert_eq!(t.with("people", &[("n", Value::Count(12_345))]), "12.3K people");
    }

    #[test]
    fn what_is_missing_is_named() {
        let t = sample(Locale::Ko);
        for key in ["no-such", "no.such", "", ".", "plain.x", "한글 key"] {
            assert_eq!(t.text(key), key);
        }
        assert_eq!(t.with("hello", &[]), "{$name}은(는) 왔어요");
    }

    #[test]
    fn the_files_are_whole() {
        for locale in Locale::ALL {
            for (name, text) in sources(locale) {
                assert!(!resource(text).1, "{} {name}", locale.code());
            }
            let ids: Vec<String> = sources(locale)
                .iter()
                .flat_map(|(_, text)| message_ids(&resource(text).0))
                .collect();
            assert_eq!(
                ids.len(),
                Texts::get(locale).keys().len(),
                "a key is repeated in {}",
                locale.code()
            );
        }
        assert_eq!(Texts::get(Locale::Ko).keys(), Texts::get(Locale::En).keys());
    }
}

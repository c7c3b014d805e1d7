//! Both locales have the same messages, and every message that the program asks for exists.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};
use storyplus::web::i18n::{LOCALE_FILES, Locale};

type Messages = BTreeMap<String, BTreeSet<String>>;

/// Returns every message of one locale (`key`, and `key.attribute`) with the variables it takes.
fn messages(locale: Locale) -> Messages {
    let mut found = Messages::new();
    for name in LOCALE_FILES {
        let text = fs::read_to_string(folder(locale).join(format!("{name}.ftl"))).unwrap();
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{} {name}.ftl: {errors:?}", locale.code()));
        for entry in &resource.body {
            let Entry::Message(message) = entry else {
                continue;
            };
            let id = message.id.name.to_owned();
            for attribute in &message.attributes {
                found.insert(format!("{id}.{}", attribute.id.name), variables(&attribute.value));
            }
            if let Some(value) = &message.value {
                let twice = found.insert(id.clone(), variables(value));
                assert!(twice.is_none(), "{id} stands twice in {}", locale.code());
            }
        }
    }
    found
}

fn folder(locale: Locale) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("assets/locales")
        .join(locale.code())
}

fn variables(pattern: &Pattern<&str>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut BTreeSet<String>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &InlineExpression<&str>, found: &mut BTreeSet<String>) {
    match inline {
        InlineExpression::VariableReference { id } => {
            found.insert(id.name.to_owned());
        }
        InlineExpression::FunctionReference { arguments, .. } => in_arguments(arguments, found),
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, found: &mut BTreeSet<String>) {
    for argument in &arguments.positional {
        in_inline(argument, found);
    }
}

/// One use of a message in the source.
struct Use {
    place: String,
    key: String,
    /// The names of the given values, if they are in the call.
    given: Option<BTreeSet<String>>,
}

/// Returns every `.text("key")` and `.with("key", …)` in Rust files (without the tests at their end) and
/// templates.
fn uses() -> Vec<Use> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "templates"] {
        list(&root.join(folder), &mut files);
    }
    let mut found = Vec::new();
    for file in files {
        let whole = fs::read_to_string(&file).unwrap();
        let text = whole.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let place = file.strip_prefix(root).unwrap().display().to_string();
        // A call with values has a list; if the values come later, only the key is checked.
        let calls = [
            (".text(", false),
            (".with(", true),
            (".flash(", true),
            ("Sentence::new(", true),
            ("AppError::rule(", true),
            ("AppError::denied(", true),
        ];
        for (call, takes_values) in calls {
            for (at, _) in text.match_indices(call) {
                let line_start = text.get(..at).unwrap().rfind('\n').map_or(0, |n| n + 1);
                if text.get(line_start..at).unwrap().trim_start().starts_with("//") {
                    continue;
                }
                let rest = text.get(at + call.len()..).unwrap();
                // Keys made at run time are not visible here; `Texts::has` is for those.
                let Some((key, after)) = rest.trim_start().strip_prefix('"').and_then(|r| r.split_once('"')) else {
                    continue;
                };
                // `Sentence::with("name", value)` is not a message.
                if call == ".with(" && names_given(after).is_none() {
                    continue;
                }
                let line = text.get(..at).unwrap().matches('\n').count() + 1;
                let given = if takes_values {
                    names_given(after)
                } else {
                    Some(BTreeSet::new())
                };
                found.push(Use {
                    place: format!("{place}:{line}"),
                    key: key.to_owned(),
                    given,
                });
            }
        }
    }
    found
}

/// Returns the names in `, &[("name", …), …])`, or `None` if the values come from elsewhere.
fn names_given(after_key: &str) -> Option<BTreeSet<String>> {
    let list = after_key
        .trim_start_matches([',', ' ', '\n', '\t'])
        .trim_start_matches('&')
        .strip_prefix('[')?;
    let mut depth = 1;
    let end = list.find(|c| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let mut names = BTreeSet::new();
    for (at, _) in list.get(..end)?.match_indices("(\"") {
        let (name, after) = list.get(at + 2..)?.split_once('"')?;
        // `("name", value)`, not a call such as `f("x")`.
        if after.starts_with(',') {
            names.insert(name.to_owned());
        }
    }
    Some(names)
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() {
            list(&path, files);
        } else if path
            .extension()
            .is_some_and(|e| matches!(e.to_str(), Some("rs" | "html" | "xml" | "txt" | "atom")))
        {
            files.push(path);
        }
    }
    files.sort();
}

#[test]
fn both_locales_have_the_same_messages_with_the_same_values() {
    let (ko, en) = (messages(Locale::Ko), messages(Locale::En));
    let different: Vec<_> = ko
        .keys()
        .chain(en.keys())
        .filter(|k| ko.get(*k) != en.get(*k))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    assert!(
        different.is_empty(),
        "missing in one locale, or taking other values there: {different:?}"
    );
}

#[test]
fn every_locale_file_is_compiled_in() {
    for locale in Locale::ALL {
        let mut names: Vec<String> = fs::read_dir(folder(locale))
            .unwrap()
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let mut listed: Vec<String> = LOCALE_FILES.iter().map(|n| format!("{n}.ftl")).collect();
        listed.sort();
        assert_eq!(
            names,
            listed,
            "assets/locales/{} against locale_files! in src/web/i18n/mod.rs",
            locale.code()
        );
    }
}

#[test]
fn every_message_asked_for_exists_and_gets_its_values() {
    let known = messages(Locale::Ko);
    let problems: Vec<String> = uses()
        .into_iter()
        .filter_map(|asked| match known.get(&asked.key) {
            None => Some(format!("{}: no message {}", asked.place, asked.key)),
            Some(wanted) => match asked.given {
                Some(given) if !wanted.is_subset(&given) => {
                    Some(format!("{}: {} takes {wanted:?}, given {given:?}", asked.place, asked.key))
                }
                _ => None,
            },
        })
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// `HandleError`, sign-in errors and the like have keys: any string literal that a `fn key` returns.
#[test]
fn every_key_that_a_rule_names_exists() {
    let known = messages(Locale::Ko);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    list(&root.join("src"), &mut files);
    let mut missing = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for part in text.split("fn key(").skip(1) {
            let body = part.split("\n    }\n").next().unwrap();
            for key in body.split("=> \"").skip(1).filter_map(|s| s.split('"').next()) {
                if !known.contains_key(key) {
                    missing.push(format!("{}: {key}", file.display()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no message for {missing:?}");
}

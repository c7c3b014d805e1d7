//! Reads the fields of the account forms: cleans them, checks them against rules.rs, and collects
//! the mistakes. `words` turns those into sentences once the language is known.

use super::rules::{self, Mistake};
use crate::text::{HANDLE_MAX, HANDLE_MIN, Handle};
use crate::web::form::{Errors, Form, too_long};
use crate::web::i18n::Texts;

/// Mistakes by field, in the order of the form.
pub type Mistakes = Vec<(&'static str, Mistake)>;

/// Returns the value, or records the mistake and returns `None`.
pub fn note<T>(mistakes: &mut Mistakes, field: &'static str, judged: Result<T, Mistake>) -> Option<T> {
    match judged {
        Ok(value) => Some(value),
        Err(mistake) => {
            mistakes.push((field, mistake));
            None
        }
    }
}

pub fn email(form: &Form, mistakes: &mut Mistakes) -> String {
    let email = rules::normal_email(form.get("email"));
    note(mistakes, "email", rules::judge_email(&email));
    email
}

pub fn handle(form: &Form, mistakes: &mut Mistakes) -> Option<Handle> {
    let typed = form.get("handle");
    if typed.trim().is_empty() {
        mistakes.push(("handle", Mistake::Missing));
        return None;
    }
    // People write handles with a leading @.
    let typed = typed.trim().trim_start_matches('@');
    note(mistakes, "handle", Handle::parse(typed).map_err(Mistake::Handle))
}

/// Returns the handle if it differs from `old`; `None` keeps the old one.
pub fn new_handle(form: &Form, old: &str, mistakes: &mut Mistakes) -> Option<Handle> {
    let typed = form.get("handle").trim().trim_start_matches('@');
    if !form.has("handle") || Handle::lookup(typed).as_deref() == Some(old) {
        return None;
    }
    handle(form, mistakes)
}

/// Reads one field of the seller details.
pub fn detail(form: &Form, name: &'static str, mistakes: &mut Mistakes) -> String {
    let line = form.line(name);
    note(mistakes, name, rules::at_most(&line, rules::DETAIL_MAX));
    line
}

/// Reads the 사업자등록번호 (business registration number) and writes it as 123-45-67890, however it was
/// typed.
pub fn business_number(form: &Form, mistakes: &mut Mistakes) -> String {
    let line = form.line("business_number");
    note(mistakes, "business_number", rules::business_number(&line)).unwrap_or(line)
}

pub fn opening_hours(form: &Form, mistakes: &mut Mistakes) -> String {
    let text = form.body("opening_hours");
    note(mistakes, "opening_hours", rules::at_most(&text, rules::OPENING_HOURS_MAX));
    text
}

pub fn display_name(form: &Form, mistakes: &mut Mistakes) -> String {
    let name = form.line("display_name");
    note(mistakes, "display_name", rules::required(&name, rules::DISPLAY_NAME_MAX));
    name
}

pub fn bio(form: &Form, mistakes: &mut Mistakes) -> String {
    let bio = form.body("bio");
    note(mistakes, "bio", rules::at_most(&bio, rules::BIO_MAX));
    bio
}

/// Reads a category. Returns its code if the code or the name is known, or the text as typed.
pub fn category(form: &Form, mistakes: &mut Mistakes) -> String {
    let typed = form.line("category");
    note(mistakes, "category", rules::at_most(&typed, rules::CATEGORY_MAX));
    super::categories::category_code(&typed)
}

pub fn words(t: &Texts, mistakes: &Mistakes) -> Errors {
    let mut errors = Errors::default();
    for (field, mistake) in mistakes {
        errors.add(field, sentence(t, field, *mistake));
    }
    errors
}

fn sentence(t: &Texts, field: &str, mistake: Mistake) -> String {
    let label = || t.text(&format!("field-{field}"));
    match mistake {
        Mistake::Missing => t.with("form-required", &[("field", label().into())]),
        Mistake::TooLong { max, count } => too_long(t, &label(), max, count),
        Mistake::Email => t.text("form-email"),
        Mistake::PasswordShort => t.with("form-password-short", &[("min", rules::PASSWORD_MIN.into())]),
        Mistake::PasswordLong => t.with("form-password-long", &[("max", rules::PASSWORD_MAX.into())]),
        Mistake::PasswordCommon => t.text("form-password-common"),
        Mistake::Handle(why) => {
            let character = match why {
                crate::text::HandleError::Character(c) => crate::text::clean_line(&c.to_string()),
                _ => String::new(),
            };
            let character = if character.is_empty() {
                t.text("handle-invisible")
            } else {
                character
            };
            t.with(
                why.key(),
                &[
                    ("min", HANDLE_MIN.into()),
                    ("max", HANDLE_MAX.into()),
                    ("character", character.into()),
                ],
            )
        }
        Mistake::HandleTaken => t.text("handle-taken"),
        Mistake::EmailUnusable => t.text("signup-email-unusable"),
        Mistake::NoSuchLogin => t.text("login-wrong"),
        Mistake::WrongPassword => t.text("password-wrong"),
        Mistake::BusinessNumber => t.text("form-business-number"),
    }
}

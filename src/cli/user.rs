//! `storyplus user …`: manages people from outside the site, with the same actions as the pages.
//! The audit log records them as the command line's.

use std::io::Read;
use std::process::ExitCode;

use clap::{Subcommand, ValueEnum};

use super::open::open;
use crate::access::SiteRole;
use crate::accounts::actions::{self, NewPerson, Taken};
use crate::accounts::form_fields::Mistakes;
use crate::accounts::{form_fields, passwords, rules};
use crate::app::App;
use crate::config::Config;
use crate::error::AppError;
use crate::text::{Handle, clean_line};
use crate::web::i18n::{Locale, Texts};

#[derive(Subcommand)]
pub enum UserCommand {
    /// Create a login with its personal account
    #[command(
        after_help = "Examples:\n  storyplus user create haneul@example.kr --handle 하늘 --name 하늘\n  \
                      echo 'a long pass phrase' | storyplus user create haneul@example.kr --handle 하늘 --password-stdin"
    )]
    Create {
        /// Email to log in with
        email: String,
        /// Name in addresses: 2 to 30 characters of Hangul, a-z, 0-9, _ and .
        #[arg(long)]
        handle: String,
        /// Name to show [default: the handle]
        #[arg(long)]
        name: Option<String>,
        /// Read the password from standard input instead of generating one
        #[arg(long)]
        password_stdin: bool,
    },
    /// Give or take a role on the whole site
    #[command(after_help = "Examples:\n  storyplus user promote haneul@example.kr moderator\n  \
                      storyplus user promote haneul@example.kr member     (takes it back)")]
    Promote {
        /// Email to log in with
        email: String,
        role: RoleName,
    },
    /// Set a new password, and end every session of the person
    #[command(after_help = "Example:\n  storyplus user reset-password haneul@example.kr")]
    ResetPassword {
        /// Email to log in with
        email: String,
        /// Read the password from standard input instead of generating one
        #[arg(long)]
        password_stdin: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// No role on the site
    Member,
    /// Decides on reports
    Moderator,
    /// Also gives roles and sees the site's health
    Admin,
}

impl From<RoleName> for SiteRole {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Member => Self::Member,
            RoleName::Moderator => Self::Moderator,
            RoleName::Admin => Self::Admin,
        }
    }
}

pub fn run(config: Config, command: UserCommand) -> Result<ExitCode, AppError> {
    let (app, _lock) = open(config)?;
    match command {
        UserCommand::Create {
            email,
            handle,
            name,
            password_stdin,
        } => create(&app, &email, &handle, name.as_deref(), password_stdin),
        UserCommand::Promote { email, role } => {
            let email = rules::normal_email(&email);
            let role = SiteRole::from(role);
            let done = app.db.write_now(|tx| actions::promote(tx, &email, role))?;
            Ok(told(done, &email, &format!("{email} is now {}.", role.code())))
        }
        UserCommand::ResetPassword { email, password_stdin } => reset(&app, &email, password_stdin),
    }
}

fn create(app: &App, email: &str, handle: &str, name: Option<&str>, stdin: bool) -> Result<ExitCode, AppError> {
    let mut mistakes = Mistakes::new();
    let email = rules::normal_email(email);
    form_fields::note(&mut mistakes, "email", rules::judge_email(&email));
    let judged = Handle::parse(handle.trim_start_matches('@')).map_err(rules::Mistake::Handle);
    let parsed = form_fields::note(&mut mistakes, "handle", judged);
    let display_name = clean_line(name.unwrap_or(handle));
    let judged = rules::required(&display_name, rules::DISPLAY_NAME_MAX);
    form_fields::note(&mut mistakes, "display_name", judged);
    let (password, made_up) = password(stdin)?;
    form_fields::note(&mut mistakes, "password", rules::judge_password(&password, &email, handle));
    let Some(handle) = parsed.filter(|_| mistakes.is_empty()) else {
        return Ok(refuse(&mistakes));
    };
    let new = NewPerson {
        email: email.clone(),
        password_hash: passwords::hash_now(app.config.password_cost, &password)?,
        handle,
        display_name,
    };
    match app.db.write_now(|tx| actions::sign_up(tx, &new))? {
        Ok(_) => {
            println!("{email} can log in as @{}.", new.handle.as_str());
            show(&password, made_up);
            Ok(ExitCode::SUCCESS)
        }
        Err(Taken::Handle) => {
            eprintln!(
                "storyplus: the handle @{} is taken, or looks like one that is.",
                new.handle.as_str()
            );
            Ok(ExitCode::FAILURE)
        }
        Err(Taken::Email) => {
            eprintln!(
                "storyplus: {email} has a login already. To let the person in again: storyplus user reset-password {email}"
            );
            Ok(ExitCode::FAILURE)
        }
    }
}

fn reset(app: &App, email: &str, stdin: bool) -> Result<ExitCode, AppError> {
    let email = rules::normal_email(email);
    let (password, made_up) = password(stdin)?;
    let mut mistakes = Mistakes::new();
    form_fields::note(&mut mistakes, "password", rules::judge_password(&password, &email, ""));
    if !mistakes.is_empty() {
        return Ok(refuse(&mistakes));
    }
    let hash = passwords::hash_now(app.config.password_cost, &password)?;
    let done = app.db.write_now(|tx| actions::reset_password(tx, &email, &hash))?;
    let code = told(
        done,
        &email,
        &format!("{email} has a new password, and is logged out everywhere."),
    );
    if done {
        show(&password, made_up);
    }
    Ok(code)
}

fn told(done: bool, email: &str, sentence: &str) -> ExitCode {
    if done {
        println!("{sentence}");
        ExitCode::SUCCESS
    } else {
        eprintln!("storyplus: nobody logs in with {email}.");
        ExitCode::FAILURE
    }
}

fn refuse(mistakes: &Mistakes) -> ExitCode {
    for (field, sentence) in form_fields::words(Texts::get(Locale::En), mistakes).all() {
        eprintln!("storyplus: {field}: {sentence}");
    }
    ExitCode::FAILURE
}

fn show(password: &str, made_up: bool) {
    if made_up {
        println!("Password: {password}");
    }
}

/// Returns the password, and true if it was generated here.
fn password(stdin: bool) -> Result<(String, bool), AppError> {
    if !stdin {
        return Ok((make_up()?, true));
    }
    let mut typed = String::new();
    std::io::stdin().take(4096).read_to_string(&mut typed)?;
    Ok((typed.trim_end_matches(['\r', '\n']).to_owned(), false))
}

/// Generates four groups of letters and digits that cannot be mistaken for one another: 98 bits.
fn make_up() -> Result<String, AppError> {
    const LETTERS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(AppError::internal)?;
    let letters: Vec<char> = bytes
        .iter()
        .filter_map(|b| LETTERS.get(usize::from(*b) % LETTERS.len()))
        .map(|b| char::from(*b))
        .collect();
    let groups: Vec<String> = letters.chunks(5).map(|g| g.iter().collect()).collect();
    Ok(groups.join("-"))
}

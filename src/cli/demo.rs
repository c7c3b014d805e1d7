//! `storyplus demo`: an invented site in its own folder, and a server for it.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicUsize, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use super::serve::Address;
use crate::app::App;
use crate::config::{Config, ConfigError, Overrides, Settings};
use crate::demo::fill::{self, Found};
use crate::demo::world::{PASSWORD, World, world};
use crate::error::AppError;
use crate::server::lock::DataLock;

/// Returns the settings for a demo. It never mixes with a real site, so its data folder is `demo`
/// inside the usual one, unless the flag names another.
///
/// # Errors
/// As for [`Config::load`].
pub fn settings(mut flags: Overrides) -> Result<Settings, ConfigError> {
    if flags.data_dir.is_none() {
        let usual = Config::load(&flags)?.config;
        flags.data_dir = Some(usual.data_dir.join("demo").display().to_string());
    }
    Config::load(&flags)
}

/// Fills the demo if it does not exist, prints how to log in, and serves it.
pub fn run(config: Config) -> Result<(), AppError> {
    let _lock = DataLock::take(&config)?;
    let address = Address::take(&config)?;
    let app = App::open(config)?;
    let world = world();
    match fill::look(&app, &world)? {
        Found::Demo => {}
        Found::Nothing => make(&app, &world)?,
        Found::Others => {
            return Err(AppError::start(format!(
                "The database {} holds a site already, and the demo does not mix with it. \
                 Name an empty folder with --data-dir, or run `storyplus serve`.",
                app.config.database_url
            )));
        }
    }
    let words = greeting(&app, &world);
    address.serve(app, &words)
}

fn make(app: &App, world: &World) -> Result<(), AppError> {
    println!("데모 사이트를 만들고 있어요. 처음 한 번만 1분쯤 걸려요.");
    println!("Making the demo site; only the first start takes about a minute.");
    if std::io::stderr().is_terminal() {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} 그림 pictures · {eta}") {
            bar.set_style(style);
        }
        fill::fill(app, world, &|done, all| {
            bar.set_length(u64::try_from(all).unwrap_or(0));
            bar.set_position(u64::try_from(done).unwrap_or(0));
            if done == all {
                bar.finish_and_clear();
                eprintln!("이야기를 적고 있어요. Writing the stories.");
            }
        })
    } else {
        let told = AtomicUsize::new(0);
        fill::fill(app, world, &|done, all| {
            let tenth = done * 10 / all.max(1);
            if told.fetch_max(tenth, Ordering::Relaxed) < tenth {
                eprintln!("{done}/{all} pictures");
            }
        })
    }
}

/// Returns the address and the logins to try, in both languages.
fn greeting(app: &App, world: &World) -> String {
    let email = |person: usize| world.people.get(person).map_or("", |p| p.email.as_str());
    let them = world.personas;
    format!(
        "\n  Story Plus 데모 · demo\n  {address}\n\n  \
         로그인 · log in (비밀번호 · password: {PASSWORD})\n    \
         {owner:<26} 가게 주인 · owner of a shop\n    \
         {follower:<26} 친구와 가게 소식을 보는 사람 · has friends, follows shops\n    \
         {moderator:<26} 신고를 살피는 사람 · moderator\n\n  \
         멈추려면 Ctrl-C · stop it with Ctrl-C\n",
        address = app.config.public_url,
        owner = email(them.owner),
        follower = email(them.follower),
        moderator = email(them.moderator),
    )
}

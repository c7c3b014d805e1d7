//! Costs of a file of 10,000 products: preview, import, second preview, undo, export; and of an action on all
//! of them at once.
//!
//! `cargo bench --bench catalog_files` runs on SQLite in a folder of its own, or with
//! `STORYPLUS_BENCH_DATABASE_URL` on an empty PostgreSQL database. Goals: a preview in 5 s, an import in 60
//! s, at most 100 MB more memory (from /proc, on Linux). The ratio is to 10,000 plain inserts of the same
//! texts, each its own statement, in one transaction. `STORYPLUS_BENCH_ROWS` changes the size.
#![expect(clippy::unwrap_used, reason = "a measuring program stops at the first surprise")]

use std::time::Instant;

use diesel::prelude::*;
use storyplus::access::{Acting, Member, Role, SiteRole};
use storyplus::accounts::actions::{NewPerson, NewShop, open_shop, sign_up};
use storyplus::accounts::queries::by_handle;
use storyplus::app::App;
use storyplus::catalog::actions::bulk::{Act, Bulked, Chosen, begin};
use storyplus::catalog::batches::progress::Step;
use storyplus::catalog::batches::steps::{STEP, proceed};
use storyplus::catalog::batches::{Undo, queries as batches, undo};
use storyplus::catalog::export::csv;
use storyplus::catalog::import::actions::{Applied, Input, apply, check, fill, preview};
use storyplus::catalog::import::options::Options;
use storyplus::catalog::import::queries::known;
use storyplus::catalog::import::table::Table;
use storyplus::catalog::queries::product_list::Filter;
use storyplus::config::{Config, Overrides};
use storyplus::db::schema::products;
use storyplus::text::Handle;

const ORIGIN: &str = "http://127.0.0.1:8080";

fn main() {
    let rows: usize = std::env::var("STORYPLUS_BENCH_ROWS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10_000);
    let folder = std::env::temp_dir().join(format!("storyplus-bench-files-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut variables = vec![("STORYPLUS_DATA_DIR".to_owned(), folder.display().to_string())];
    if let Ok(url) = std::env::var("STORYPLUS_BENCH_DATABASE_URL") {
        variables.push(("STORYPLUS_DATABASE_URL".to_owned(), url));
    }
    let app = App::open(Config::from_parts(&Overrides::default(), &variables, None).unwrap().config).unwrap();
    let member = owner(&app);
    let file = file(rows);
    println!("{rows} rows, {} KB", file.len() / 1024);
    let (rest, started) = (memory("VmRSS:"), Instant::now());

    let shop = member.acting.as_ref().unwrap().account_id;
    let import = |name: &str, bytes: Vec<u8>| {
        let at = Instant::now();
        let table = Table::read(bytes).unwrap();
        let read = at.elapsed();
        let filled = fill(&app, (shop, member.login_id), "a.csv", &input(&table), Options::default()).unwrap();
        let (id, _) = app
            .db
            .write_now(|tx| {
                let shop = by_handle(tx, &Handle::lookup("쿠키가게").unwrap())?.unwrap();
                preview(tx, &member, &shop, &filled)
            })
            .unwrap();
        println!(
            "{name}: preview {:.2} s (reading {:.2} s), new, changed, same, wrong: {:?}",
            at.elapsed().as_secs_f64(),
            read.as_secs_f64(),
            filled.options.counts
        );
        let at = Instant::now();
        let batch = app.db.read_now(|db| batches::find(db, shop, id)).unwrap().unwrap();
        let checked = app.db.read_now(|db| check(db, &batch, &input(&table))).unwrap();
        println!("{name}: checked in {:.2} s", at.elapsed().as_secs_f64());
        let applied = app.db.write_now(|tx| apply(tx, &member, &batch, false, &checked, STEP));
        match applied.unwrap() {
            Applied::Done => {}
            Applied::Begun => to_the_end(&app, id),
            other => panic!("{other:?}"),
        }
        println!("{name}: import {:.2} s", at.elapsed().as_secs_f64());
        (id, at.elapsed().as_secs_f64())
    };
    let (_, new) = import("new products", file.clone().into_bytes());
    import("the same again", file.clone().into_bytes());
    let (changed, _) = import("all changed", file.replace("1000 KRW", "1100 KRW").into_bytes());
    let take_back = |batch: i64| match app.db.write_now(|tx| undo(tx, &member, shop, batch, STEP)).unwrap() {
        Undo::Begun => to_the_end(&app, batch),
        other => assert!(matches!(other, Undo::Done(_))),
    };
    let at = Instant::now();
    take_back(changed);
    println!("undo {:.2} s", at.elapsed().as_secs_f64());
    let at = Instant::now();
    let every = Chosen::Every(Filter::default(), i64::try_from(rows).unwrap());
    let begun = app
        .db
        .write_now(|tx| begin(tx, &member, shop, &every, &Act::Percent(10), STEP));
    let batch = match begun.unwrap() {
        Bulked::Begun(batch) => {
            to_the_end(&app, batch);
            batch
        }
        other => panic!("{other:?}"),
    };
    println!("ten percent on every price {:.2} s", at.elapsed().as_secs_f64());
    let at = Instant::now();
    take_back(batch);
    println!("and undone {:.2} s", at.elapsed().as_secs_f64());
    let at = Instant::now();
    let export = app.db.read_now(|db| Ok(csv::table(&known(db, shop)?, ORIGIN, ','))).unwrap();
    println!("export {:.2} s, {} KB", at.elapsed().as_secs_f64(), export.len() / 1024);
    println!(
        "memory: {} MB more at the peak (aim: at most 100); all in {:.1} s",
        (memory("VmHWM:") - rest) / 1024,
        started.elapsed().as_secs_f64()
    );
    println!("import over plain inserts: {:.1}", new / plain(&app, shop, rows));
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Does the remaining steps, and prints how long the longest held the writing connection.
fn to_the_end(app: &App, batch: i64) {
    let (mut longest, mut steps) = (0.0_f64, 1);
    loop {
        let at = Instant::now();
        let step = proceed(app, batch).unwrap();
        longest = longest.max(at.elapsed().as_secs_f64());
        steps += 1;
        match step {
            Step::More => {}
            Step::Done(_) => break,
            Step::Failed(error) => panic!("{error}"),
        }
    }
    println!("  {steps} steps, the longest {longest:.3} s");
}

fn input(table: &Table) -> Input<'_> {
    Input {
        table,
        zip: None,
        origin: ORIGIN,
    }
}

fn owner(app: &App) -> Member {
    let handle = |name: &str| Handle::parse(name).unwrap();
    let person = NewPerson {
        email: "a@example.kr".to_owned(),
        password_hash: "-".to_owned(),
        handle: handle("쿠키주인"),
        display_name: "쿠키주인".to_owned(),
    };
    let shop = NewShop {
        handle: handle("쿠키가게"),
        display_name: "쿠키가게".to_owned(),
        category: "dessert".to_owned(),
        bio: String::new(),
    };
    app.db
        .write_now(|tx| {
            let signed_up = sign_up(tx, &person)?.ok().unwrap();
            let shop_id = open_shop(tx, signed_up.login_id, 3, &shop)?.ok().unwrap();
            Ok(Member {
                login_id: signed_up.login_id,
                session: String::new(),
                account_id: signed_up.account_id,
                handle: "쿠키주인".to_owned(),
                name: "쿠키주인".to_owned(),
                avatar: None,
                site_role: SiteRole::Member,
                acting: Some(Acting {
                    account_id: shop_id,
                    handle: "쿠키가게".to_owned(),
                    name: "쿠키가게".to_owned(),
                    role: Role::Owner,
                }),
                unread: 0,
                locale: None,
                theme: None,
                last_seen_at: 0,
                renew: false,
            })
        })
        .unwrap()
}

/// Returns a file of variants in groups of four, with texts as long as those of real shops.
fn file(rows: usize) -> String {
    let mut file =
        "id,title,description,price,availability,quantity,product_type,item_group_id,color,custom_label_0\r\n".to_owned();
    for n in 0..rows {
        let words = "겉은 바삭하고 속은 촉촉해요. 당일 구운 것만 보내요. ".repeat(4 + n % 5);
        file.push_str(&format!(
            "SKU-{n:05},르뱅쿠키 {n}호,\"{words}\",1000 KRW,in_stock,{},먹거리 > 과자,G-{},색 {},섹션 {}\r\n",
            1 + n % 50,
            n / 4,
            n % 4,
            n % 20
        ));
    }
    file
}

/// Returns the seconds that as many plain inserts take.
fn plain(app: &App, shop: i64, rows: usize) -> f64 {
    let words = "겉은 바삭하고 속은 촉촉해요. 당일 구운 것만 보내요. ".repeat(6);
    let at = Instant::now();
    app.db
        .write_now(|tx| {
            for n in 0..rows {
                let id = tx.new_id();
                diesel::insert_into(products::table)
                    .values((
                        products::id.eq(id),
                        products::account_id.eq(shop),
                        products::sku.eq(Some(format!("P-{n}"))),
                        products::title.eq("르뱅쿠키"),
                        products::description.eq(&words),
                        products::price.eq(1_000_i64),
                        products::created_at.eq(0_i64),
                        products::updated_at.eq(0_i64),
                    ))
                    .execute(&mut **tx)?;
            }
            Ok(())
        })
        .unwrap();
    at.elapsed().as_secs_f64()
}

/// Returns a figure of this process in kilobytes, or 0 if the system has none.
fn memory(what: &str) -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

//! SAFETY-D1 under all load at once: the real program, or its PostgreSQL server, is killed at random moments
//! while several people write stories, comments and feelings, follow and unfollow, make and end friendships,
//! upload photos and import files. A ledger holds everything that was acknowledged. After each kill the
//! database holds all of it, the search index agrees with the database, and `doctor` finds nothing.
//!
//! `STORYPLUS_KILL_ROUNDS` (12, on PostgreSQL a third of it) sets the number of kills, `STORYPLUS_FUZZ_SEED`
//! (1) the seed of the randomness.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::prelude::*;
use reqwest::multipart::{Form, Part};
use storyplus::app::App;
use storyplus::config::{Config, Overrides};
use storyplus::db::schema::{
    comments, follows, friend_requests, friendships, photos, products, search_changes, stories, story_feelings, story_photos,
};
use storyplus::jobs::runner;
use storyplus::search;

use crate::search_kill::{found, number, public, random};
use crate::support::child::Program;
use crate::support::people::sign_up;
use crate::support::{Client, skipped};

/// A word that every story contains, to search for.
const WORD: &str = "감귤나무";
const KINDS: [&str; 5] = ["like", "cool", "happy", "sad", "cheer_up"];

/// A value that one writer changes: the last acknowledged value, and those requested since without a
/// response. After a kill either may be the true one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Cell {
    acknowledged: String,
    asked: Option<String>,
}

impl Cell {
    fn may_be(&self, found: &str) -> bool {
        found == self.acknowledged || self.asked.as_deref() == Some(found)
    }
}

/// Everything that was acknowledged.
#[derive(Debug, Default)]
struct Ledger {
    /// Stories that were written, and the state of their deletion (0 not requested, 1 requested, 2
    /// acknowledged).
    stories: BTreeMap<i64, u8>,
    /// Stories with a photo.
    with_photo: BTreeSet<i64>,
    comments: BTreeSet<i64>,
    /// The feeling of an account for a story.
    feelings: BTreeMap<(i64, i64), Cell>,
    /// True if the account follows the shop.
    follows: BTreeMap<i64, Cell>,
    /// The relation of two people: none, requested, friends.
    friends: BTreeMap<(i64, i64), Cell>,
    /// The price of each product by SKU.
    prices: BTreeMap<String, Cell>,
    acts: usize,
}

/// A writer, with the account that they act as.
struct Writer<'a> {
    client: Client,
    id: i64,
    handle: String,
    ledger: &'a Mutex<Ledger>,
    stop: &'a AtomicBool,
    state: u64,
}

impl Writer<'_> {
    fn pick(&mut self, n: usize) -> usize {
        (random(&mut self.state) % n as u64) as usize
    }

    fn ledger<T>(&self, f: impl FnOnce(&mut Ledger) -> T) -> T {
        f(&mut self.ledger.lock().unwrap())
    }

    /// Sends a form. Returns its JSON response if it was acknowledged. A refusal for a reason of its own (a
    /// friendship that exists already) is neither an acknowledgement nor a surprise.
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Option<serde_json::Value> {
        let answer = self.client.try_post(path, fields).await?;
        match answer.status {
            200 => serde_json::from_str(&answer.body).ok(),
            404 | 409 | 422 | 429 | 503 => None,
            status => panic!("{path} answered {status}: {}", answer.body),
        }
    }

    /// Requests a new value of a cell, and notes whether it was acknowledged.
    async fn set<K: Ord + Clone>(
        &self,
        cells: fn(&mut Ledger) -> &mut BTreeMap<K, Cell>,
        key: K,
        wanted: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) {
        // A request without a response may still be in progress, so nothing may be requested after it.
        let asked = self.ledger(|ledger| {
            let cell = cells(ledger).entry(key.clone()).or_default();
            let free = cell.asked.is_none();
            if free {
                cell.asked = Some(wanted.to_owned());
            }
            free
        });
        if asked && self.send(path, fields).await.is_some() {
            self.ledger(|ledger| {
                ledger.acts += 1;
                cells(ledger).insert(
                    key,
                    Cell {
                        acknowledged: wanted.to_owned(),
                        asked: None,
                    },
                );
            });
        }
    }

    async fn story(&self) -> Option<i64> {
        let body = format!("{WORD} 아래에서 씁니다");
        let answer = self
            .send("/stories", &[("body", body.as_str()), ("visibility", "public")])
            .await?;
        let id = answer["id"].as_str()?.parse().unwrap();
        self.ledger(|ledger| {
            ledger.acts += 1;
            ledger.stories.insert(id, 0);
        });
        Some(id)
    }

    async fn photo(&self) -> Option<()> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/photos/orientation-1.jpg");
        let form = Form::new()
            .text("body", format!("{WORD} 사진"))
            .text("visibility", "public")
            .part("photos", Part::bytes(std::fs::read(path).unwrap()).file_name("쿠키.jpg"));
        let answer = self.multipart("/stories", form).await?;
        let id = answer["id"].as_str()?.parse().unwrap();
        self.ledger(|ledger| {
            ledger.acts += 1;
            ledger.stories.insert(id, 0);
            ledger.with_photo.insert(id);
        });
        Some(())
    }

    async fn multipart(&self, path: &str, form: Form) -> Option<serde_json::Value> {
        let request = self
            .client
            .request(reqwest::Method::POST, path)
            .header("accept", "application/json");
        let response = request.multipart(form).send().await.ok()?;
        if response.status() != 200 {
            return None;
        }
        serde_json::from_str(&response.text().await.ok()?).ok()
    }

    /// Does a random action of a person on stories, a shop and another person.
    async fn act(&mut self, shop: &str, other: (i64, &str), asker: (i64, &str)) {
        let some = self.ledger(|ledger| {
            ledger
                .stories
                .iter()
                .filter(|(_, gone)| **gone == 0)
                .map(|(id, _)| *id)
                .collect::<Vec<_>>()
        });
        let some = (!some.is_empty()).then(|| some[self.pick(some.len())]);
        match (self.pick(12), some) {
            (0..=2, _) | (_, None) => drop(self.story().await),
            (3, _) => drop(self.photo().await),
            (4 | 5, Some(story)) => {
                if let Some(answer) = self
                    .send(&format!("/stories/{story}/comments"), &[("body", "맛있겠어요")])
                    .await
                {
                    let id = answer["id"].as_str().unwrap().parse().unwrap();
                    self.ledger(|ledger| {
                        ledger.acts += 1;
                        ledger.comments.insert(id)
                    });
                }
            }
            (6..=8, Some(story)) => {
                let kind = KINDS[self.pick(5)];
                let path = format!("/stories/{story}/feeling");
                self.set(|l| &mut l.feelings, (story, self.id), kind, &path, &[("kind", kind)])
                    .await;
            }
            (9, _) => {
                let (wanted, act) = [("follows", "follow"), ("", "unfollow")][self.pick(2)];
                self.set(|l| &mut l.follows, self.id, wanted, &format!("/@{shop}/{act}"), &[])
                    .await;
            }
            (10, _) => {
                // One of each pair requests, withdraws and ends the friendship; the other accepts.
                let (id, handle) = other;
                let (before, from) = asker;
                let theirs = self.ledger(|l| l.friends.get(&(before, self.id)).cloned().unwrap_or_default());
                if theirs.acknowledged == "asked" {
                    let path = format!("/@{from}/friend/accept");
                    self.set(|l| &mut l.friends, (before, self.id), "friends", &path, &[]).await;
                }
                let now = self.ledger(|l| l.friends.get(&(self.id, id)).cloned().unwrap_or_default());
                let (wanted, act) = match now.acknowledged.as_str() {
                    "" => ("asked", "request"),
                    "asked" => ("", "withdraw"),
                    _ => ("", "remove"),
                };
                self.set(
                    |l| &mut l.friends,
                    (self.id, id),
                    wanted,
                    &format!("/@{handle}/friend/{act}"),
                    &[],
                )
                .await;
            }
            (_, Some(story)) => {
                self.ledger(|ledger| ledger.stories.insert(story, 1));
                // Another person's story answers 404 or 403, so it was never at risk.
                let path = format!("/stories/{story}/delete");
                let done = self.client.try_post(&path, &[]).await;
                let now = match done.map(|answer| answer.status) {
                    Some(200) => 2,
                    Some(403 | 404) => 0,
                    _ => 1,
                };
                self.ledger(|ledger| ledger.stories.insert(story, now));
            }
        }
    }

    async fn live(mut self, shop: &str, other: (i64, &str), asker: (i64, &str)) {
        while !self.stop.load(Ordering::Relaxed) {
            self.act(shop, other, asker).await;
        }
    }

    /// Imports files for the shop: each changes all prices and adds some products.
    async fn bring_in(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            let known = self.ledger(|ledger| ledger.prices.len());
            let open = self.ledger(|ledger| ledger.prices.values().any(|cell| cell.asked.is_some()));
            if open {
                // An import without a response was applied, will be, or never is.
                return;
            }
            let price = 1000 + self.pick(90_000);
            let skus: Vec<String> = (0..(known + 3).min(60)).map(|n| format!("S{n}")).collect();
            let mut file = String::from("id,title,price,availability\n");
            for sku in &skus {
                file.push_str(&format!("{sku},감귤 {sku},{price} KRW,in_stock\n"));
            }
            let form = Form::new().part("file", Part::bytes(file.into_bytes()).file_name("상품.csv"));
            let Some(preview) = self.multipart(&format!("/shops/{}/catalog/import", self.handle), form).await else {
                continue;
            };
            let page = preview["location"].as_str().unwrap().to_owned();
            let price = price.to_string();
            self.ledger(|ledger| {
                for sku in &skus {
                    ledger.prices.entry(sku.clone()).or_default().asked = Some(price.clone());
                }
            });
            if self.send(&format!("{page}/apply"), &[]).await.is_some() {
                self.ledger(|ledger| {
                    ledger.acts += 1;
                    for sku in skus {
                        let cell = Cell {
                            acknowledged: price.clone(),
                            asked: None,
                        };
                        ledger.prices.insert(sku, cell);
                    }
                });
            }
        }
    }
}

/// Compares the ledger with the database, and sets uncertain values to the true ones.
fn compare(ledger: &mut Ledger, app: &App, shop: i64) {
    let lost = app
        .db
        .read_now(|db| {
            let mut lost: Vec<String> = Vec::new();
            let states: BTreeMap<i64, i32> = stories::table
                .select((stories::id, stories::state))
                .load::<(i64, i32)>(db)?
                .into_iter()
                .collect();
            for (id, gone) in &mut ledger.stories {
                let there = states.get(id).is_some_and(|state| *state == 0);
                match (*gone, there) {
                    (0, false) => lost.push(format!("story {id}")),
                    (2, true) => lost.push(format!("the deletion of story {id}")),
                    (1, there) => *gone = if there { 0 } else { 2 },
                    _ => {}
                }
            }
            let pictures: BTreeSet<i64> = story_photos::table
                .select(story_photos::story_id)
                .load(db)?
                .into_iter()
                .collect();
            lost.extend(
                ledger
                    .with_photo
                    .difference(&pictures)
                    .map(|id| format!("the photo of story {id}")),
            );
            let files: Vec<(String, String)> = photos::table.select((photos::hash, photos::sizes)).load(db)?;
            for (hash, sizes) in files {
                for size in sizes.split(',').filter_map(|size| size.trim().parse().ok()) {
                    if !app.media.path(&hash, size).is_some_and(|path| path.is_file()) {
                        lost.push(format!("the file {hash}-{size}"));
                    }
                }
            }
            let there: BTreeSet<i64> = comments::table.select(comments::id).load(db)?.into_iter().collect();
            lost.extend(ledger.comments.difference(&there).map(|id| format!("comment {id}")));
            let felt: BTreeMap<(i64, i64), String> = story_feelings::table
                .select((story_feelings::story_id, story_feelings::account_id, story_feelings::kind))
                .load::<(i64, i64, String)>(db)?
                .into_iter()
                .map(|(story, account, kind)| ((story, account), kind))
                .collect();
            settle(
                "feeling",
                &mut ledger.feelings,
                |key| felt.get(key).cloned().unwrap_or_default(),
                &mut lost,
            );
            let following: BTreeSet<i64> = follows::table.select(follows::follower_id).load(db)?.into_iter().collect();
            let follows_shop = |id: &i64| if following.contains(id) { "follows" } else { "" }.to_owned();
            settle("follow", &mut ledger.follows, follows_shop, &mut lost);
            let asked: BTreeSet<(i64, i64)> = friend_requests::table
                .select((friend_requests::from_id, friend_requests::to_id))
                .load(db)?
                .into_iter()
                .collect();
            let friends: BTreeSet<(i64, i64)> = friendships::table
                .select((friendships::account_id, friendships::friend_id))
                .load(db)?
                .into_iter()
                .collect();
            for (a, b) in &friends {
                if !friends.contains(&(*b, *a)) {
                    lost.push(format!("one side of the friendship of {a} and {b}"));
                }
            }
            let between = |pair: &(i64, i64)| {
                if friends.contains(pair) {
                    "friends"
                } else if asked.contains(pair) {
                    "asked"
                } else {
                    ""
                }
                .to_owned()
            };
            settle("friendship", &mut ledger.friends, between, &mut lost);
            let prices: BTreeMap<String, i64> = products::table
                .filter(products::account_id.eq(shop))
                .filter(products::state.eq(0))
                .select((products::sku, products::price))
                .load::<(Option<String>, i64)>(db)?
                .into_iter()
                .filter_map(|(sku, price)| Some((sku?, price)))
                .collect();
            // A file is applied completely or not at all.
            let open: BTreeSet<bool> = ledger
                .prices
                .iter()
                .filter(|(_, cell)| cell.asked.is_some() && cell.asked.as_deref() != Some(cell.acknowledged.as_str()))
                .map(|(sku, cell)| prices.get(sku).map(ToString::to_string) == cell.asked)
                .collect();
            if open.len() > 1 {
                lost.push("half of an import".to_owned());
            }
            let price = |sku: &String| prices.get(sku).map(ToString::to_string).unwrap_or_default();
            settle("price", &mut ledger.prices, price, &mut lost);
            Ok(lost)
        })
        .unwrap();
    assert!(lost.is_empty(), "{} of {} acts: {lost:?}", lost.len(), ledger.acts);
}

fn settle<K: std::fmt::Debug>(what: &str, cells: &mut BTreeMap<K, Cell>, found: impl Fn(&K) -> String, lost: &mut Vec<String>) {
    for (key, cell) in cells {
        let now = found(key);
        if !cell.may_be(&now) {
            lost.push(format!("{what} of {key:?}: {cell:?}, found {now:?}"));
        }
        *cell = Cell {
            acknowledged: now,
            asked: None,
        };
    }
}

/// The people of the site and their shop.
struct Cast {
    people: Vec<(Client, i64, String)>,
    shop: i64,
    shop_handle: String,
}

impl Cast {
    async fn sign_up(program: &Program) -> Self {
        let mut people = Vec::new();
        for handle in ["하늘", "바다", "구름", "농부"] {
            let person = sign_up(program.client(), handle).await;
            people.push((person.client.twin(), person.id, person.handle.clone()));
            if handle == "농부" {
                let shop = person.opens("jeju.farm").await;
                people.last_mut().unwrap().0 = person.client.twin();
                return Self {
                    people,
                    shop: shop.id,
                    shop_handle: shop.handle,
                };
            }
        }
        unreachable!()
    }

    /// Lets everybody act until `until` is over, which kills the program or the database.
    async fn act_until(&self, origin: &str, ledger: &Mutex<Ledger>, seed: u64, until: impl Future<Output = ()>) {
        let stop = AtomicBool::new(false);
        let (stop, people) = (&stop, &self.people);
        let shop = storyplus::text::encode_component(&self.shop_handle);
        let handles: Vec<String> = people.iter().map(|(_, _, h)| storyplus::text::encode_component(h)).collect();
        let writer = |n: usize, handle: &str| Writer {
            client: people[n].0.moved_to(origin),
            id: people[n].1,
            handle: handle.to_owned(),
            ledger,
            stop,
            state: seed.wrapping_add(n as u64),
        };
        let (shop, handles) = (&shop, &handles);
        let people_live = (0..3).map(|n| {
            let (next, before) = ((n + 1) % 3, (n + 2) % 3);
            writer(n, &handles[n]).live(shop, (people[next].1, &handles[next]), (people[before].1, &handles[before]))
        });
        let done = async {
            until.await;
            stop.store(true, Ordering::Relaxed);
        };
        tokio::join!(
            futures_util::future::join_all(people_live),
            writer(3, &self.shop_handle).bring_in(),
            done
        );
    }
}

fn open(data: &Path, url: Option<&str>) -> App {
    let mut variables = vec![("STORYPLUS_DATA_DIR".to_owned(), data.display().to_string())];
    variables.extend(url.map(|url| ("STORYPLUS_DATABASE_URL".to_owned(), url.to_owned())));
    App::open(Config::from_parts(&Overrides::default(), &variables, None).unwrap().config).unwrap()
}

/// Checks everything that must hold while nobody writes.
fn check(ledger: &Mutex<Ledger>, app: &App, shop: i64, round: u64) {
    runner::drain(app).unwrap();
    compare(&mut ledger.lock().unwrap(), app, shop);
    search::catch_up(app).unwrap();
    let node = search::indexing::node::of(app);
    let index = node.index().unwrap();
    // The program writes there next.
    index.finish_writing().unwrap();
    let (found, public) = (found(index, WORD), public(app));
    let differ: Vec<i64> = found.symmetric_difference(&public).copied().collect();
    let why = app.db.read_now(|db| {
        let states: Vec<(i64, i32, i32)> = stories::table
            .filter(stories::id.eq_any(&differ))
            .select((stories::id, stories::state, stories::visibility))
            .load(db)?;
        let changes: Vec<(i64, i64)> = search_changes::table
            .filter(search_changes::target_id.eq_any(&differ))
            .select((search_changes::seq, search_changes::target_id))
            .load(db)?;
        Ok(format!("states {states:?}, changes {changes:?}, index at {}", index.cursor()))
    });
    assert!(
        differ.is_empty(),
        "round {round}: index and database differ in {differ:?}: {}",
        why.unwrap()
    );
    let report = storyplus::cli::doctor::look(app, false).unwrap();
    assert_eq!(report.wrong(), 0, "round {round}: {report:?}");
}

/// Waits for a random moment by requesting so many pages.
async fn moment(program: &Program, pages: u64) {
    let visitor = program.client();
    for _ in 0..pages {
        visitor.get("/login").await.expect(200);
    }
}

#[actix_web::test]
async fn everything_acknowledged_outlives_kills_of_the_program() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let (mut state, ledger) = (number("STORYPLUS_FUZZ_SEED", 1), Mutex::default());
    let mut cast = None;
    for round in 0..number("STORYPLUS_KILL_ROUNDS", 12) {
        let program = Program::serve(&data, &[]);
        if cast.is_none() {
            cast = Some(Cast::sign_up(&program).await);
        }
        let cast = cast.as_ref().unwrap();
        let (origin, pages, seed) = (program.origin.clone(), random(&mut state) % 200, random(&mut state));
        let kill = async {
            moment(&program, pages).await;
            program.kill();
        };
        cast.act_until(&origin, &ledger, seed, kill).await;
        check(&ledger, &open(&data, None), cast.shop, round);
    }
    eprintln!("ledger: {} acts acknowledged, none lost", ledger.lock().unwrap().acts);
    assert!(ledger.lock().unwrap().acts > 20);
}

/// A PostgreSQL server for this test alone, with fsync on, which can be killed.
struct Postgres {
    bin: PathBuf,
    dir: PathBuf,
    port: u16,
    process: Option<Child>,
}

impl Postgres {
    /// Returns `None` if no server is installed.
    fn new(dir: PathBuf) -> Option<Self> {
        let find = Command::new("sh")
            .args(["-c", "ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1"])
            .output()
            .ok()?;
        let bin = PathBuf::from(String::from_utf8(find.stdout).ok()?.trim());
        if !bin.join("postgres").is_file() {
            skipped("no PostgreSQL server is installed");
            return None;
        }
        std::fs::create_dir(&dir).unwrap();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = Self {
            bin,
            dir,
            port,
            process: None,
        };
        if is_root() {
            let open = Command::new("chmod").arg("711").arg(server.dir.parent().unwrap()).status();
            let own = Command::new("chown").arg("postgres").arg(&server.dir).status();
            assert!(open.unwrap().success() && own.unwrap().success());
        }
        let data = server.dir.join("data");
        let mut initdb = server.command("initdb");
        initdb
            .args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-D"])
            .arg(data);
        assert!(initdb.stdout(Stdio::null()).status().unwrap().success());
        Some(server)
    }

    /// Returns a program of the server, run as the user postgres if this is root, which it refuses.
    fn command(&self, name: &str) -> Command {
        let program = self.bin.join(name);
        if !is_root() {
            return Command::new(program);
        }
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=postgres", "--regid=postgres", "--clear-groups"])
            .arg(program);
        command.current_dir("/");
        command
    }

    fn start(&mut self) {
        let mut command = self.command("postgres");
        command.arg("-D").arg(self.dir.join("data")).arg("-k").arg(&self.dir);
        command.args(["-h", "127.0.0.1", "-p", &self.port.to_string()]);
        self.process = Some(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let start = Instant::now();
        while PgConnection::establish(&self.url()).is_err() {
            assert!(start.elapsed() < Duration::from_secs(60), "PostgreSQL does not start");
            std::thread::yield_now();
        }
    }

    /// Sends SIGQUIT: every process of the server ends at once, without a checkpoint, and recovers at its
    /// start.
    fn crash(&mut self) {
        if let Some(mut process) = self.process.take() {
            let id = process.id().to_string();
            assert!(Command::new("kill").args(["-QUIT", &id]).status().unwrap().success());
            process.wait().unwrap();
        }
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.crash();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// The program stays while its database dies and comes back, and goes on by itself (SAFETY-D1).
#[actix_web::test]
async fn everything_acknowledged_outlives_crashes_of_postgresql() {
    let dir = tempfile::tempdir().unwrap();
    let Some(mut server) = Postgres::new(dir.path().join("postgres")) else {
        return;
    };
    server.start();
    let (data, url) = (dir.path().join("data"), server.url());
    let settings = [("database_url", url.as_str()), ("checkout_timeout", "1s")];
    let program = Program::serve(&data, &settings);
    let cast = Cast::sign_up(&program).await;
    let (mut state, ledger) = (number("STORYPLUS_FUZZ_SEED", 1), Mutex::default());
    let looking = dir.path().join("looking");
    for round in 0..number("STORYPLUS_KILL_ROUNDS", 12).div_ceil(3) {
        let (pages, seed) = (random(&mut state) % 200, random(&mut state));
        let crash = async {
            moment(&program, pages).await;
            server.crash();
            server.start();
        };
        cast.act_until(&program.origin, &ledger, seed, crash).await;
        let start = Instant::now();
        while program.client().get("/readyz").await.status != 200 {
            assert!(
                start.elapsed() < Duration::from_secs(60),
                "the program does not go on: {:#?}",
                program.log()
            );
        }
        // Photos are in the folder of the program.
        let _ = std::fs::remove_dir_all(&looking);
        std::fs::create_dir(&looking).unwrap();
        std::os::unix::fs::symlink(data.join("media"), looking.join("media")).unwrap();
        check(&ledger, &open(&looking, Some(&url)), cast.shop, round);
    }
    eprintln!("ledger: {} acts acknowledged, none lost", ledger.lock().unwrap().acts);
    assert!(ledger.lock().unwrap().acts > 10);
}

//! Costs of a page, a post and an idle site, as ratios within one run.
//!
//! `cargo bench --bench site` fills a SQLite site with 200,000 accounts and 500,000 stories, starts the real
//! program on it and requests pages over one keep-alive connection. CPU is the server's user and system time
//! from /proc (Linux only). The baseline is actix-files serving the same bytes from disk.
//! `STORYPLUS_BENCH_ACCOUNTS`, `…_STORIES`, `…_ROUNDS` change the size; `…_KEEP` leaves the data folder of
//! the site in the temporary folder.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::as_conversions,
    reason = "a measuring program stops at the first surprise"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use diesel::connection::SimpleConnection;
use storyplus::access::load::token_hash;
use storyplus::app::App;
use storyplus::config::{Config, Overrides};
use storyplus::feed::queries::{Tab, home};
use storyplus::stories::actions::{NewStory, publish};
use storyplus::stories::rules::Visibility;

/// Set in a child process that serves one file: `FILE PORT`.
const CHILD: &str = "STORYPLUS_BENCH_STATIC";
const TOKEN: &str = "bench-token";
/// The viewer, and two shops: one that everybody follows, and one with two followers.
const VIEWER: i64 = 1;
const FRIENDS: i64 = 50;
const SHOPS: i64 = 150;

fn number(name: &str, otherwise: i64) -> i64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    if let Ok(job) = std::env::var(CHILD) {
        return serve_file(&job);
    }
    let (accounts, stories) = (
        number("STORYPLUS_BENCH_ACCOUNTS", 200_000),
        number("STORYPLUS_BENCH_STORIES", 500_000),
    );
    let rounds = number("STORYPLUS_BENCH_ROUNDS", 3_000);
    let folder = std::env::temp_dir().join(format!("storyplus-bench-site-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();

    println!("== the feed query, 100,000 and 1,000,000 stories (median of 300)");
    let small = feed_median(&folder.join("small"), accounts / 5, 100_000);
    let large = feed_median(&folder.join("large"), accounts, 1_000_000);
    println!(
        "{small:.0} µs and {large:.0} µs; ratio {:.2} (aim: at most 1.2)",
        large / small
    );

    println!("== pages with {accounts} accounts and {stories} stories");
    let data = folder.join("site");
    let app = open(&data);
    fill(&app, accounts, stories);
    posting(&app);
    drop(app);
    let port = free_port();
    let mut server = Command::new(env!("CARGO_BIN_EXE_storyplus"));
    // The program refuses unknown settings, and this benchmark's are unknown to it.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("STORYPLUS_")) {
        server.env_remove(name);
    }
    let mut server = server
        .arg("serve")
        .env("STORYPLUS_BIND", format!("127.0.0.1:{port}"))
        .env("STORYPLUS_DATA_DIR", &data)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The index is built in the same process, and its work must not count for the pages.
    let mut log = BufReader::new(server.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("the search index is whole") {
        line.clear();
        assert!(log.read_line(&mut line).unwrap() > 0, "the server ended");
    }
    std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
    let mut home = Connection::open(port, Some(TOKEN));
    let page = home.get("/");
    println!(
        "a home page: {} KB, {} stories",
        page.len() / 1024,
        page.matches("<article").count()
    );
    pages("logged-in home feed", &mut server, &mut home, "/", &folder, rounds, 15.0);
    let mut visitor = Connection::open(port, None);
    pages(
        "anonymous shop page",
        &mut server,
        &mut visitor,
        "/@shop1",
        &folder,
        rounds,
        2.0,
    );
    println!(
        "memory at rest: {} MB resident, of which {} MB anonymous and {} MB of files (aim: at most 150)",
        status_kb(server.id(), "VmRSS") / 1024,
        status_kb(server.id(), "RssAnon") / 1024,
        status_kb(server.id(), "RssFile") / 1024,
    );
    server.kill().unwrap();
    server.wait().unwrap();
    if std::env::var_os("STORYPLUS_BENCH_KEEP").is_none() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

/// Prints the CPU of a page divided by the CPU of the same bytes from a file.
fn pages(name: &str, server: &mut Child, connection: &mut Connection, path: &str, folder: &Path, rounds: i64, aim: f64) {
    let body = connection.get(path);
    let file = folder.join("page.html");
    std::fs::write(&file, &body).unwrap();
    let ours = cpu_of(server.id(), rounds, || {
        connection.get(path);
    });
    let port = free_port();
    let mut fixed = Command::new(std::env::current_exe().unwrap())
        .env(CHILD, format!("{} {port}", file.display()))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut plain = Connection::open(port, None);
    plain.get("/");
    let theirs = cpu_of(fixed.id(), rounds, || {
        plain.get("/");
    });
    fixed.kill().unwrap();
    fixed.wait().unwrap();
    println!(
        "{name}: {ours:.0} µs of CPU, the same {} KB from a file {theirs:.0} µs; ratio {:.1} (aim: at most {aim})",
        body.len() / 1024,
        ours / theirs
    );
}

/// Returns the microseconds of user and system time per round.
fn cpu_of(pid: u32, rounds: i64, mut work: impl FnMut()) -> f64 {
    for _ in 0..100 {
        work();
    }
    let from = ticks(pid);
    for _ in 0..rounds {
        work();
    }
    // A tick of /proc is 10 ms on every Linux that matters.
    (ticks(pid) - from) as f64 * 10_000.0 / rounds as f64
}

fn ticks(pid: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap()
}

fn status_kb(pid: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find(|l| l.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn open(data: &Path) -> App {
    let variables = [("STORYPLUS_DATA_DIR".to_owned(), data.display().to_string())];
    App::open(Config::from_parts(&Overrides::default(), &variables, None).unwrap().config).unwrap()
}

/// Inserts the rows by recursive SQL: nineteen of twenty accounts are people, every twentieth is a shop.
fn fill(app: &App, accounts: i64, stories: i64) {
    let shops = accounts / 20;
    let people = accounts - shops;
    let viewer_session = token_hash(TOKEN);
    let now = app.clock.now();
    app.db
        .write_now(|tx| {
            let count = |n: i64| format!("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})");
            let sql = [
                format!("{} INSERT INTO accounts (id, kind, handle, handle_skeleton, display_name, bio, created_at) SELECT i, 'personal', 'person' || i, 'p' || i, '사람 ' || i, '', 1 FROM n", count(people)),
                format!("{} INSERT INTO accounts (id, kind, handle, handle_skeleton, display_name, bio, created_at) SELECT {people} + i, 'business', 'shop' || i, 's' || i, '가게 ' || i, '매일 굽는 두툼한 쿠키', 1 FROM n", count(shops)),
                format!("INSERT INTO logins (id, email, password_hash, created_at) VALUES (1, 'v@example.kr', 'x', 1); UPDATE accounts SET login_id = 1 WHERE id = {VIEWER}; INSERT INTO sessions (token_hash, login_id, device, created_at, last_seen_at) VALUES ('{viewer_session}', 1, '', {now}, {now})"),
                "INSERT INTO photos (id, account_id, hash, width, height, tint, sizes, created_at) VALUES (1, 1, 'a0000000000000000000000000000000000000000000000000000000000000a0', 1440, 1080, '#c9a69a', '320,720,1440', 1)".to_owned(),
                // Authors spread over everyone, with a long tail of shops that post more.
                format!("{} INSERT INTO stories (id, author_id, body, visibility, photo_count, like_count, created_at) SELECT (13000000000 + i * 600) << 22, CASE WHEN i % 3 = 0 THEN {people} + 1 + (i * 7919) % {shops} ELSE 1 + (i * 104729) % {people} END, '어제 비 와서 못 연 만큼 오늘은 일찍 열어요. 초코호두 르뱅은 11시, 말차는 1시에 나와요. #쿠키 ' || i, CASE WHEN i % 3 != 0 AND i % 11 = 0 THEN 1 ELSE 0 END, 1, i % 40, 1353369600000 + 13000000000 + i * 600 FROM n", count(stories)),
                "INSERT INTO story_photos (story_id, position, photo_id, alt) SELECT id, 0, 1, '종이 위의 쿠키' FROM stories".to_owned(),
                format!("{} INSERT INTO friendships SELECT {VIEWER}, 1 + i * 37, 1 FROM n", count(FRIENDS)),
                format!("{} INSERT INTO friendships SELECT 1 + i * 37, {VIEWER}, 1 FROM n", count(FRIENDS)),
                format!("{} INSERT INTO follows SELECT {VIEWER}, {people} + 2 + i * 13, 1 FROM n", count(SHOPS)),
                format!("{} INSERT OR IGNORE INTO follows SELECT i, {people} + 1, 1 FROM n", count(people)),
                format!("INSERT OR IGNORE INTO follows VALUES (2, {0}, 1), (3, {0}, 1)", people + 2),
                "UPDATE accounts SET friend_count = (SELECT count(*) FROM friendships f WHERE f.account_id = accounts.id) WHERE id < 2000".to_owned(),
                format!("UPDATE accounts SET following_count = (SELECT count(*) FROM follows f WHERE f.follower_id = accounts.id) WHERE id = {VIEWER}"),
                format!("UPDATE accounts SET follower_count = (SELECT count(*) FROM follows f WHERE f.business_id = accounts.id) WHERE id > {people}"),
                "UPDATE accounts SET last_story_id = coalesce((SELECT max(s.id) FROM stories s WHERE s.author_id = accounts.id), 0)".to_owned(),
            ];
            for statement in sql {
                tx.batch_execute(&statement)?;
            }
            Ok(())
        })
        .unwrap();
}

fn feed_median(data: &Path, accounts: i64, stories: i64) -> f64 {
    let app = open(data);
    fill(&app, accounts, stories);
    let mut times: Vec<f64> = (0..300)
        .map(|_| {
            app.db
                .read_now(|db| {
                    let start = Instant::now();
                    assert_eq!(home(db, VIEWER, Tab::All, i64::MAX, 21)?.len(), 21);
                    Ok(start.elapsed().as_secs_f64() * 1e6)
                })
                .unwrap()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    drop(app);
    std::fs::remove_dir_all(data).unwrap();
    times[150]
}

/// Compares posting as the shop that everybody follows with posting as the one that two follow.
fn posting(app: &App) {
    let accounts: i64 = number("STORYPLUS_BENCH_ACCOUNTS", 200_000);
    let people = accounts - accounts / 20;
    let post = |author_id: i64| {
        let start = Instant::now();
        app.db
            .write_now(|tx| {
                publish(
                    tx,
                    NewStory {
                        author_id,
                        login_id: None,
                        body: "오늘도 열어요".to_owned(),
                        visibility: Visibility::Public,
                        photos: Vec::new(),
                        products: Vec::new(),
                        share_of: None,
                    },
                )
            })
            .unwrap();
        start.elapsed().as_secs_f64() * 1e6
    };
    // In turns, so that a noisy moment of the machine affects both.
    let (mut many, mut few) = (Vec::new(), Vec::new());
    for _ in 0..200 {
        many.push(post(people + 1));
        few.push(post(people + 2));
    }
    many.sort_by(f64::total_cmp);
    few.sort_by(f64::total_cmp);
    println!(
        "posting to a shop with {people} followers {:.0} µs, with few {:.0} µs; ratio {:.2} (aim: at most 1.2)",
        many[100],
        few[100],
        many[100] / few[100]
    );
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A keep-alive connection that requests pages uncompressed.
struct Connection {
    stream: BufReader<TcpStream>,
    cookie: String,
    port: u16,
}

impl Connection {
    fn open(port: u16, token: Option<&str>) -> Self {
        let deadline = Instant::now() + std::time::Duration::from_secs(120);
        let stream = loop {
            match TcpStream::connect(("127.0.0.1", port)) {
                Ok(stream) => break stream,
                Err(e) if Instant::now() > deadline => panic!("the server did not start: {e}"),
                Err(_) => std::thread::yield_now(),
            }
        };
        stream.set_nodelay(true).unwrap();
        let cookie = token.map_or_else(String::new, |t| format!("Cookie: session={t}\r\n"));
        Self {
            stream: BufReader::new(stream),
            cookie,
            port,
        }
    }

    fn get(&mut self, path: &str) -> String {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nAccept-Language: ko\r\n{}\r\n",
            self.port, self.cookie
        );
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut length, mut line) = (0, String::new());
        self.stream.read_line(&mut line).unwrap();
        assert!(line.contains(" 200 "), "{path}: {line}");
        loop {
            line.clear();
            self.stream.read_line(&mut line).unwrap();
            if line == "\r\n" {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).unwrap();
        String::from_utf8(body).unwrap()
    }
}

/// The baseline: one file, served with actix-files as usual.
fn serve_file(job: &str) {
    let (file, port) = job.rsplit_once(' ').unwrap();
    let (file, port): (String, u16) = (file.to_owned(), port.parse().unwrap());
    actix_web::rt::System::new()
        .block_on(async move {
            actix_web::HttpServer::new(move || {
                let file = file.clone();
                actix_web::App::new().route(
                    "/",
                    actix_web::web::get().to(move || {
                        let file = file.clone();
                        async move { actix_files::NamedFile::open_async(file).await }
                    }),
                )
            })
            .workers(2)
            .bind(("127.0.0.1", port))?
            .run()
            .await
        })
        .unwrap();
}

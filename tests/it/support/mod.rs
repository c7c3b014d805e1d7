//! A site for each test: its own data folder, its own database (a SQLite file, or a scratch database on the
//! server that STORYPLUS_TEST_POSTGRES names), a real server on a loopback port, and clients with cookies.

pub mod child;
pub mod faults;
pub mod files;
pub mod goods;
pub mod people;
pub mod raw;
pub mod stories;

use std::sync::{Arc, Mutex};

use reqwest::{Method, header};
use storyplus::app::App;
use storyplus::config::{Config, Overrides, PasswordCost, PublicUrl};
use storyplus::db::clock::Clock;

pub struct Site {
    pub app: App,
    pub origin: String,
    pub dir: Arc<tempfile::TempDir>,
    handle: actix_web::dev::ServerHandle,
    scratch: Option<Scratch>,
}

impl Site {
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a site with settings, such as `("shops_per_login", "1")`.
    pub async fn start_with(settings: &[(&str, &str)]) -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let bind = listener.local_addr().unwrap();
        let dir = Arc::new(tempfile::tempdir().unwrap());
        let mut variables = vec![
            ("STORYPLUS_BIND".to_owned(), bind.to_string()),
            ("STORYPLUS_DATA_DIR".to_owned(), dir.path().join("data").display().to_string()),
            ("STORYPLUS_HASHES_AT_ONCE".to_owned(), "4".to_owned()),
        ];
        // Limits are off by default, since most tests are crowds behind one address or floods from one account.
        if !settings.iter().any(|(key, _)| *key == "rate_limits") {
            variables.push(("STORYPLUS_RATE_LIMITS".to_owned(), "off".to_owned()));
        }
        let scratch = Scratch::new();
        if let Some(Scratch { url, .. }) = &scratch {
            variables.push(("STORYPLUS_DATABASE_URL".to_owned(), url.clone()));
            variables.push(("STORYPLUS_DATABASE_POOL".to_owned(), "4".to_owned()));
        }
        for (key, value) in settings {
            variables.push((format!("STORYPLUS_{}", key.to_uppercase()), (*value).to_owned()));
        }
        let mut config = Config::from_parts(&Overrides::default(), &variables, None).unwrap().config;
        // The real cost has a test of its own; for the crowds here it would only take time.
        if !settings.iter().any(|(key, _)| *key == "password_cost") {
            config.password_cost = PasswordCost {
                memory_kib: 64,
                passes: 1,
            };
        }
        Self::on(config, Clock::start(), listener, dir, scratch)
    }

    fn on(
        config: Config,
        clock: Clock,
        listener: std::net::TcpListener,
        dir: Arc<tempfile::TempDir>,
        scratch: Option<Scratch>,
    ) -> Self {
        let origin = format!("http://{}", config.bind);
        let app = App::open_at(config, clock).unwrap();
        let server = storyplus::server::build(&app, listener).unwrap();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            app,
            origin,
            dir,
            handle,
            scratch,
        }
    }

    /// Restarts the server on the same data and port, with the wall clock off by so many milliseconds. The
    /// periodic tasks of the start have run when it returns.
    pub async fn restart(mut self, clock_off_by: i64) -> Self {
        self.handle.stop(true).await;
        let mut config = self.app.config.clone();
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        config.bind = listener.local_addr().unwrap();
        config.public_url = PublicUrl::parse(&format!("http://{}", config.bind)).unwrap();
        let clock = Clock::started_at(Clock::start().now() + clock_off_by);
        let site = Self::on(config, clock, listener, self.dir.clone(), self.scratch.take());
        for round in storyplus::jobs::registry::ROUNDS {
            (round.work)(&site.app).unwrap();
        }
        site
    }

    /// Ends the server. Its data folder stays as long as the first of these values.
    pub async fn close(self) -> (Arc<tempfile::TempDir>, Config) {
        self.handle.stop(true).await;
        let (dir, config) = (self.dir.clone(), self.app.config.clone());
        drop(self);
        // The last connection that closes removes the log, and workers may be a moment late.
        let start = std::time::Instant::now();
        while config.data_dir.join("storyplus.db-wal").exists() && start.elapsed().as_secs() < 10 {
            tokio::task::yield_now().await;
        }
        (dir, config)
    }

    pub fn client(&self) -> Client {
        Client::to(&self.origin)
    }

    /// Runs every job that is due.
    pub fn drain(&self) {
        let drained = storyplus::jobs::runner::drain(&self.app).unwrap();
        assert_eq!(drained.failed, 0, "a job failed");
    }

    /// Ends the server and drops the scratch database. Asserts that no job is left that is due or dead.
    pub async fn stop(self) {
        self.drain();
        let dead = self.app.db.read_now(|db| storyplus::jobs::queue::dead(db, 10)).unwrap();
        assert!(dead.is_empty(), "{dead:?}");
        self.handle.stop(true).await;
    }
}

/// A scratch database on the server that STORYPLUS_TEST_POSTGRES names, dropped with this value.
pub struct Scratch {
    admin: String,
    pub url: String,
}

impl Scratch {
    pub fn new() -> Option<Self> {
        Self::copy_of("template0")
    }

    /// Creates a copy of another database, to which nobody may be connected.
    pub fn copy_of(template: &str) -> Option<Self> {
        use std::sync::atomic::{AtomicU32, Ordering};
        static N: AtomicU32 = AtomicU32::new(0);
        let admin = std::env::var("STORYPLUS_TEST_POSTGRES").ok()?;
        let name = format!("storyplus_test_{}_{}", std::process::id(), N.fetch_add(1, Ordering::Relaxed));
        let mut conn = <diesel::PgConnection as diesel::Connection>::establish(&admin).expect("STORYPLUS_TEST_POSTGRES answers");
        diesel::connection::SimpleConnection::batch_execute(
            &mut conn,
            &format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8'"),
        )
        .unwrap();
        let base = admin.rsplit_once('/').unwrap().0;
        let url = format!("{base}/{name}");
        Some(Self { admin, url })
    }

    pub fn name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Ok(mut conn) = <diesel::PgConnection as diesel::Connection>::establish(&self.admin) {
            let _ = diesel::connection::SimpleConnection::batch_execute(
                &mut conn,
                &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name()),
            );
        }
    }
}

/// Reports that a test was not run, bypassing the test runner, which hides the output of passing tests. If
/// CI_STRICT is set, for machines that should be able to run everything, it is a failure.
pub fn skipped(why: &str) {
    use std::io::Write;
    assert!(std::env::var_os("CI_STRICT").is_none(), "not run: {why}");
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// A browser without scripts: it keeps cookies, sends its Origin, and follows no redirect.
pub struct Client {
    pub origin: String,
    pub http: reqwest::Client,
    cookies: Mutex<Vec<(String, String)>>,
}

pub struct Answer {
    pub status: u16,
    pub headers: header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |v| v.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(
            self.status,
            status,
            "location {:?}, body:\n{}",
            self.headers.get("location"),
            self.body
        );
        self
    }
}

impl Client {
    pub fn to(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
            cookies: Mutex::default(),
        }
    }

    /// Returns another browser with the same cookies that knows the site under another address.
    pub fn moved_to(&self, origin: &str) -> Self {
        let other = Self::to(origin);
        *other.cookies.lock().unwrap() = self.cookies.lock().unwrap().clone();
        other
    }

    /// Returns another browser with the same cookies.
    pub fn twin(&self) -> Self {
        self.moved_to(&self.origin)
    }

    /// Sends a form to a server that may die meanwhile. Returns its JSON response if it gave a complete one.
    pub async fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let request = self
            .request(Method::POST, path)
            .header("accept", "application/json")
            .form(fields);
        let response = request.send().await.ok()?;
        Some(Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.ok()?,
        })
    }

    /// Builds a request as a browser would send it: with the cookies, the origin, and Korean first.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let unsafe_method = method != Method::GET && method != Method::HEAD;
        let mut request = self
            .http
            .request(method, format!("{}{path}", self.origin))
            .header("accept-language", "ko");
        let cookies: Vec<String> = self.cookies.lock().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if unsafe_method {
            request = request.header("origin", &self.origin);
        }
        request
    }

    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            let (pair, rest) = text.split_once(';').unwrap_or((text, ""));
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            cookies.retain(|(k, _)| k != name);
            if !rest.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        Answer {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: String::from_utf8_lossy(&response.bytes().await.unwrap()).into_owned(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    pub async fn post_json(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(
            self.request(Method::POST, path)
                .header("accept", "application/json")
                .form(fields),
        )
        .await
    }

    pub async fn post_multipart(&self, path: &str, form: reqwest::multipart::Form) -> Answer {
        self.send(self.request(Method::POST, path).multipart(form)).await
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies
            .lock()
            .unwrap()
            .iter()
            .find(|(k, _)| k == name)
            .map(|(_, v)| v.clone())
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        let mut cookies = self.cookies.lock().unwrap();
        cookies.retain(|(k, _)| k != name);
        cookies.push((name.to_owned(), value.to_owned()));
    }
}

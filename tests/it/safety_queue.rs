//! Many requests at once take no more memory than a few, and nobody holds up the others.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use storyplus::photos::actions::prepare;
use storyplus::web::form::{Form, UploadedFile};
use storyplus::work_queue::Client as Asking;

use crate::safety_index::PREPARING;
use crate::support::child::Program;
use crate::support::{Client, Site};

/// Returns the number of threads of a process by name.
fn threads(pid: u32) -> HashMap<String, usize> {
    let mut threads = HashMap::new();
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap().flatten() {
        // A thread may have ended meanwhile.
        if let Ok(name) = std::fs::read_to_string(task.path().join("comm")) {
            *threads.entry(name.trim().to_owned()).or_default() += 1;
        }
    }
    threads
}

/// SAFETY-L5: in the real program, a hundred requests at once run on as many threads as there are database
/// connections.
#[actix_web::test]
async fn many_at_once_take_few_threads() {
    let dir = tempfile::tempdir().unwrap();
    let program = Program::serve(&dir.path().join("data"), &[("database_pool", "3")]);
    // The index is built with threads of its own, which have their parent's name until they are named.
    let start = Instant::now();
    while program.client().get("/search?q=a").await.body.contains(PREPARING) {
        assert!(start.elapsed() < Duration::from_secs(60), "the index does not get ready");
    }
    let (mut most, mut answered) = (HashMap::new(), 0);
    for _ in 0..5 {
        let asked = (0..100).map(|n| {
            let client = program.client();
            // Searches are not answered from the page cache.
            actix_web::rt::spawn(async move { client.get(&format!("/search?q=%EB%B9%B5{n}")).await.status })
        });
        let asked: Vec<_> = asked.collect();
        while !asked.iter().all(|one| one.is_finished()) {
            for (name, n) in threads(program.id()) {
                let seen = most.entry(name).or_insert(0);
                *seen = n.max(*seen);
            }
            actix_web::rt::task::yield_now().await;
        }
        // On a slow machine the end of the queue is refused; nobody is left without a response.
        for status in join_all(asked).await {
            let status = status.unwrap();
            assert!([200, 503].contains(&status), "{status}");
            answered += usize::from(status == 200);
        }
    }
    assert!(answered > 0);
    let pages = most.get("page").copied().unwrap_or(0);
    assert!((1..=3).contains(&pages), "{most:?}");
    // The background loops, and one check at a time for `/readyz`.
    let pool = most.get("tokio-rt-worker").copied().unwrap_or(0);
    assert!(pool <= 8, "{most:?}");
}

/// Holds the writing connection of SQLite until `free` is true.
fn hold_the_writer(site: &Site, free: &Arc<AtomicBool>) -> std::thread::JoinHandle<()> {
    let (app, free) = (site.app.clone(), free.clone());
    let (held, holding) = std::sync::mpsc::channel();
    let holder = std::thread::spawn(move || {
        let done = app.db.write_now(|_| {
            held.send(()).unwrap();
            while !free.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            Ok(())
        });
        done.unwrap();
    });
    holding.recv().unwrap();
    holder
}

/// SAFETY-L5: requests that wait for the writing connection take no thread from those that read.
#[actix_web::test]
async fn writers_that_wait_do_not_hold_readers() {
    let site = Site::start().await;
    let person = site.person("봄이").await;
    let session = person.client.cookie("session").unwrap();
    let free = Arc::new(AtomicBool::new(false));
    let holder = hold_the_writer(&site, &free);
    let posts: Vec<_> = (0..40)
        .map(|n| {
            let client = site.client();
            client.set_cookie("session", &session);
            actix_web::rt::spawn(async move {
                let body = format!("글 {n}");
                let fields = [("body", body.as_str()), ("visibility", "public")];
                client.post("/stories", &fields).await.status
            })
        })
        .collect();
    for n in 0..20 {
        person.client.get(&format!("/discover?n={n}")).await.expect(200);
    }
    if site.app.config.database_url.expose().starts_with("sqlite") {
        assert!(posts.iter().all(|post| !post.is_finished()));
    }
    free.store(true, Ordering::Relaxed);
    holder.join().unwrap();
    for post in join_all(posts).await {
        assert_eq!(post.unwrap(), 303);
    }
    site.stop().await;
}

fn form(site: &Site, files: usize) -> Form {
    let mut jpeg = Vec::new();
    let picture = image::RgbImage::from_pixel(64, 64, image::Rgb([90, 120, 40]));
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg)
        .encode_image(&picture)
        .unwrap();
    let mut form = Form::filled(&[]);
    for n in 0..files {
        let mut temp = tempfile::NamedTempFile::new_in(site.app.media.incoming()).unwrap();
        std::io::Write::write_all(&mut temp, &jpeg).unwrap();
        form.files.push(UploadedFile {
            field: "photos".into(),
            name: format!("{n}.jpg"),
            size: jpeg.len() as u64,
            temp: Some(temp),
        });
    }
    form
}

/// SAFETY-L3: an account with many photo forms waits for itself. Its fourth form is refused, and another
/// account's photos come before the ones that it still has.
#[actix_web::test]
async fn photos_go_in_turns_between_accounts() {
    let site = Site::start().await;
    let busy = site.app.decoding.try_enter(Asking::House, usize::MAX).unwrap();
    let mut greedy = Vec::new();
    for _ in 0..3 {
        let (app, mut form) = (site.app.clone(), form(&site, 10));
        let work = async move { prepare(&app, &mut form, "photos", 20).await.map(|p| p.count()) };
        greedy.push(actix_web::rt::spawn(Asking::Login(1).scope(work)));
    }
    while site.app.photo_forms.taken() < 3 {
        actix_web::rt::task::yield_now().await;
    }
    let mut fourth = form(&site, 1);
    let refused = Asking::Login(1).scope(prepare(&site.app, &mut fourth, "photos", 20)).await;
    assert!(matches!(refused, Err(storyplus::error::AppError::TooMany { retry_after }) if retry_after > 0));
    let mut other = form(&site, 1);
    let others = Asking::Login(2).scope(prepare(&site.app, &mut other, "photos", 20));
    drop(busy);
    assert_eq!(others.await.unwrap().count(), 1);
    assert!(
        greedy.iter().any(|one| !one.is_finished()),
        "the other account had to wait for all of them"
    );
    for one in greedy {
        assert_eq!(one.await.unwrap().unwrap(), 10);
    }
    assert_eq!(site.app.photo_forms.taken(), 0);
    site.stop().await;
}

/// SAFETY-L5: a feed of a catalog without a single valid product is read to its end and says how many were
/// left out, and so is one whose products are as long as they may be.
#[actix_web::test]
async fn feeds_of_any_catalog_come_to_their_end() {
    let site = Site::start().await;
    let owner = site.person("여름").await;
    let shop = site.shop(&owner, "여름가게").await;
    let long = "긴 설명 &amp; 더 ".repeat(300);
    let mut file = String::from("id,title,price,description\r\n");
    for n in 0..700 {
        let words = if n % 100 < 20 { &long } else { "짧다" };
        file.push_str(&format!("no-{n},상품 {n},{},{words}\r\n", 1000 + n));
    }
    import(&owner.client, &shop.handle, file).await;
    let feed = site.client().get("/@여름가게/products.xml").await.expect(200);
    assert!(feed.body.contains("700 left out") && feed.body.ends_with("</channel></rss>\n"));
    let table = site.client().get("/@여름가게/naver.tsv").await.expect(200);
    assert_eq!(table.body.lines().count(), 1);
    let export = owner.client.get("/shops/여름가게/catalog.csv").await.expect(200);
    assert_eq!(export.body.lines().count(), 701);
    let again = owner.client.get("/shops/여름가게/catalog.csv?part=1").await.expect(200);
    assert_eq!(export.body, again.body);
    owner.client.get("/shops/여름가게/catalog.csv?part=2").await.expect(404);
    site.stop().await;
}

async fn import(client: &Client, shop: &str, file: String) {
    use reqwest::multipart::{Form, Part};
    let form = Form::new().part("file", Part::text(file).file_name("goods.csv"));
    let path = format!("/shops/{shop}/catalog/import");
    let request = client.request(reqwest::Method::POST, &path);
    let request = request.header("accept", "application/json").multipart(form);
    let answer = client.send(request).await.expect(200);
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    client.post(&format!("{path}/{id}/apply"), &[]).await.expect(303);
}

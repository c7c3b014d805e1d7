//! Slow and greedy clients are cut, and nobody else notices.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use actix_web::middleware::from_fn;
use actix_web::{App as Service, test, web};
use reqwest::Method;
use storyplus::access::Anyone;
use storyplus::photos::actions::prepare;
use storyplus::web::form::{Form, UploadedFile};
use storyplus::web::middleware::guard;
use storyplus::web::request::{Answer, Visit};

use crate::support::{Client, Site};

/// Deadlines that are short enough for a test.
const SHORT: &[(&str, &str)] = &[
    ("header_timeout", "700ms"),
    ("response_timeout", "300ms"),
    ("body_rate", "1000000"),
];

/// SAFETY-L1: the head of a first request never ends.
#[actix_web::test]
async fn a_slow_head_is_cut() {
    let site = Site::start_with(SHORT).await;
    let mut slow = site.raw().await;
    slow.send("GET / HTTP/1.1\r\nhost: 127").await;
    assert!(slow.rest().await.starts_with("HTTP/1.1 408 "));
    // A client that sends nothing at all.
    let mut silent = site.raw().await;
    silent.rest().await;
    site.stop().await;
}

/// SAFETY-L1: the head of a later request on the same connection never ends (actix-web itself has no deadline
/// there).
#[actix_web::test]
async fn a_slow_second_head_is_cut() {
    let site = Site::start_with(SHORT).await;
    let mut slow = site.raw().await;
    slow.send(&site.head("GET /healthz", "")).await;
    assert!(slow.answer().await.ends_with("ok"));
    slow.send("GET / HTTP/1.1\r\nhost: 127").await;
    let start = Instant::now();
    slow.rest().await;
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "its own deadline, not that of idle connections"
    );
    // The same if its first bytes came together with the previous request.
    let mut slow = site.raw().await;
    slow.send(&(site.head("GET /healthz", "") + "GET / HT")).await;
    let answer = slow.answer().await;
    assert!(answer.ends_with("ok"), "{answer}");
    slow.send("T").await;
    slow.rest().await;
    site.stop().await;
}

/// SAFETY-L1: a body that comes byte by byte is answered with 408, and holds no worker meanwhile.
#[actix_web::test]
async fn a_slow_body_is_cut_and_others_are_served() {
    let site = Site::start_with(SHORT).await;
    let kind = "content-type: application/x-www-form-urlencoded\r\ncontent-length: 1000\r\n";
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut one = site.raw().await;
        one.send(&(site.head("POST /login", kind) + "email=a")).await;
        slow.push(one);
    }
    site.client().get("/login").await.expect(200);
    for mut one in slow {
        let answer = one.rest().await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
        assert!(answer.contains("시간이 너무 오래 걸렸어요"));
    }
    site.stop().await;
}

/// SAFETY-L1: a client that does not read its responses is cut, and its slot is free again.
#[actix_web::test]
async fn a_slow_reader_is_cut() {
    let settings = [SHORT, &[("max_connections_per_address", "1")]].concat();
    let site = Site::start_with(&settings).await;
    let sheet = &storyplus::web::page::assets().css;
    let mut slow = site.raw_small().await;
    // Far more than the buffers on both sides hold (4 MB and 4 KB).
    let request = site.head(&format!("GET {sheet}"), "");
    slow.send(&request.repeat(400)).await;
    let client = site.client();
    let start = Instant::now();
    loop {
        let answer = client.get("/healthz").await;
        if answer.status == 200 {
            break;
        }
        assert_eq!(answer.status, 429);
        assert!(
            start.elapsed() < Duration::from_secs(10),
            "the slow reader still holds its place"
        );
    }
    drop(slow);
    site.stop().await;
}

/// SAFETY-L1: a slow but steady reader is served, and pipelined requests are answered in order.
#[actix_web::test]
async fn many_requests_at_once_are_all_answered() {
    let site = Site::start_with(SHORT).await;
    let mut eager = site.raw_small().await;
    let sheet = &storyplus::web::page::assets().css;
    let request = site.head(&format!("GET {sheet}"), "");
    eager.send(&request.repeat(100)).await;
    for _ in 0..100 {
        assert!(eager.answer().await.starts_with("HTTP/1.1 200 "));
    }
    site.stop().await;
}

/// SAFETY-L1: connections of one address are counted; one too many is told why it is refused.
#[actix_web::test]
async fn connections_of_one_address_are_bounded() {
    let site = Site::start_with(&[("max_connections_per_address", "2")]).await;
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut one = site.raw().await;
        one.send(&site.head("GET /healthz", "")).await;
        one.answer().await;
        held.push(one);
    }
    let refused = site.client().get("/healthz").await.expect(429);
    assert_eq!(refused.headers["retry-after"], "5");
    assert!(refused.body.contains("연결이 너무 많아요"));
    drop(held.pop());
    let mut again = site.client().get("/healthz").await;
    let start = Instant::now();
    while again.status == 429 && start.elapsed() < Duration::from_secs(5) {
        again = site.client().get("/healthz").await;
    }
    again.expect(200);
    drop(held);
    site.stop().await;
}

/// SAFETY-L1: a request that waits for a database connection is answered 503 in time.
#[actix_web::test]
async fn waiting_for_the_database_has_an_end() {
    let site = Site::start_with(&[("checkout_timeout", "200ms"), ("database_pool", "1")]).await;
    let (app, free) = (site.app.clone(), Arc::new(AtomicBool::new(false)));
    let (held, holding) = std::sync::mpsc::channel();
    let until = free.clone();
    let holder = std::thread::spawn(move || {
        app.db.read_now(|_| {
            held.send(()).unwrap();
            while !until.load(Ordering::Relaxed) {
                std::thread::yield_now();
            }
            Ok(())
        })
    });
    holding.recv().unwrap();
    let client = site.client();
    let busy = client.get("/login").await.expect(503);
    assert_eq!(busy.headers["retry-after"], "5");
    assert!(busy.body.contains("지금은 바빠요"));
    client.get("/readyz").await.expect(503);
    client.get("/healthz").await.expect(200);
    free.store(true, Ordering::Relaxed);
    holder.join().unwrap().unwrap();
    client.get("/login").await.expect(200);
    client.get("/readyz").await.expect(200);
    site.stop().await;
}

/// SAFETY-L2: a body over its limit is refused before it is read.
#[actix_web::test]
async fn a_body_over_its_limit_is_refused_early() {
    let site = Site::start_with(SHORT).await;
    let form = "content-type: application/x-www-form-urlencoded\r\n";
    // With a length: before a byte of the body is sent.
    let mut told = site.raw().await;
    told.send(&site.head("POST /login", &format!("{form}content-length: 1000000000\r\n")))
        .await;
    let answer = told.answer().await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    // Without a length: as soon as the limit is passed.
    let mut endless = site.raw().await;
    endless
        .send(&site.head("POST /login", &format!("{form}transfer-encoding: chunked\r\n")))
        .await;
    let chunk = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
    for _ in 0..5 {
        endless.try_send(chunk.as_bytes()).await;
    }
    assert!(endless.answer().await.starts_with("HTTP/1.1 413 "));
    // The rest is discarded, and that has an end too.
    let start = Instant::now();
    while endless.try_send(chunk.as_bytes()).await {
        assert!(start.elapsed() < Duration::from_secs(10));
    }
    site.stop().await;
}

/// SAFETY-L2: the number of fields and parts, and the heads of parts.
#[actix_web::test]
async fn forms_are_bounded_in_number_too() {
    let site = Site::start().await;
    let client = site.client();
    let fields: Vec<(String, &str)> = (0..201).map(|n| (format!("f{n}"), "x")).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    client.post("/login", &fields).await.expect(400);
    client.post("/login", &fields[..200]).await.expect(422);

    let parts = |n: usize| (0..n).fold(reqwest::multipart::Form::new(), |form, i| form.text(format!("f{i}"), "x"));
    client.post_multipart("/login", parts(251)).await.expect(400);
    let files = |n: usize| {
        (0..n).fold(reqwest::multipart::Form::new(), |form, i| {
            form.part(
                format!("f{i}"),
                reqwest::multipart::Part::bytes(vec![0; 8]).file_name("a.jpg"),
            )
        })
    };
    client.post_multipart("/login", files(60)).await.expect(413);
    let wide = reqwest::multipart::Part::text("x").file_name("가".repeat(3_000));
    let wide = reqwest::multipart::Form::new().part("f", wide);
    client.post_multipart("/login", wide).await.expect(413);
    let long = reqwest::multipart::Form::new().text("email", "a".repeat(140_000));
    client.post_multipart("/login", long).await.expect(413);
    // A head over its limit.
    let mut greedy = site.raw().await;
    greedy
        .send(&site.head("GET /", &format!("x-long: {}\r\n", "a".repeat(200_000))))
        .await;
    assert!(greedy.rest().await.starts_with("HTTP/1.1 431 "));
    site.stop().await;
}

/// SAFETY-L4: pages stay fast while as many passwords are hashed as may be at once.
#[actix_web::test]
async fn pages_stay_fast_while_passwords_are_hashed() {
    let site = Site::start_with(&[("hashes_at_once", "1")]).await;
    let crowd: Vec<Client> = (0..12).map(|_| site.client()).collect();
    let tries = crowd.iter().enumerate().map(|(n, client)| async move {
        let email = format!("nobody{n}@example.kr");
        client
            .post("/login", &[("email", &email), ("password", "오늘도 좋은 하루")])
            .await
            .status
    });
    let pages = async {
        let client = site.client();
        for _ in 0..20 {
            client.get("/login").await.expect(200);
        }
    };
    let (statuses, ()) = tokio::join!(futures_util::future::join_all(tries), pages);
    assert!(statuses.iter().all(|s| matches!(s, 422 | 429)), "{statuses:?}");
    site.stop().await;
}

/// SAFETY-L7, SAFETY-I3: a panic anywhere in a handler is the page of status 500 with the request's id, and
/// the site goes on.
#[actix_web::test]
async fn a_panic_is_a_page() {
    async fn inside(visit: Visit<Anyone>) -> Answer {
        visit.write(|_| panic!("inside the closure")).await
    }
    async fn outside() -> &'static str {
        panic!("outside of it")
    }
    let site = Site::start().await;
    let service = Service::new()
        .app_data(web::Data::new(site.app.clone()))
        .wrap(from_fn(guard))
        .route("/inside", web::get().to(inside))
        .route("/outside", web::get().to(outside));
    let service = test::init_service(service).await;
    for path in ["/inside", "/outside"] {
        let request = test::TestRequest::get().uri(path).to_request();
        let response = match test::try_call_service(&service, request).await {
            Ok(response) => response.into_parts().1.map_into_boxed_body(),
            Err(error) => error.error_response(),
        };
        assert_eq!(response.status(), 500);
        assert!(response.headers().contains_key("content-security-policy"));
        let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
        let body = String::from_utf8_lossy(&body);
        assert!(body.contains("문제가 생겼어요"), "{path}");
        assert!(!body.contains("closure") && !body.contains("outside of it"));
    }
    // Its transaction is over, and the writing connection is free.
    site.person("하늘").await;
    site.stop().await;
}

/// SAFETY-L7: HEAD works wherever GET does; an unknown method gets 405 with the known ones.
#[actix_web::test]
async fn methods_are_answered_sensibly() {
    let site = Site::start().await;
    let client = site.client();
    let head = client.send(client.request(Method::HEAD, "/login")).await.expect(200);
    assert!(head.body.is_empty());
    assert!(head.headers["content-length"].to_str().unwrap().parse::<u64>().unwrap() > 500);
    client.send(client.request(Method::HEAD, "/nothing")).await.expect(404);

    let got = client.get("/logout").await.expect(405);
    assert_eq!(got.headers["allow"], "POST, OPTIONS");
    assert!(got.body.contains("이렇게는 열 수 없어요"));
    let posted = client.post("/healthz", &[]).await.expect(405);
    assert_eq!(posted.headers["allow"], "GET, HEAD, OPTIONS");
    for method in [
        Method::PUT,
        Method::DELETE,
        Method::PATCH,
        Method::from_bytes(b"BREW").unwrap(),
    ] {
        client.send(client.request(method.clone(), "/login")).await.expect(405);
        client.send(client.request(method, "/nothing")).await.expect(404);
    }
    let options = client.send(client.request(Method::OPTIONS, "/login")).await.expect(204);
    assert_eq!(options.headers["allow"], "GET, HEAD, POST, OPTIONS");
    site.stop().await;
}

/// SAFETY-L3: two photos are decoded at once, whoever sent them. A third waits, and pages are served as usual
/// meanwhile.
#[actix_web::test]
async fn a_third_photo_waits_for_one_of_two() {
    let site = Site::start().await;
    let (app, memory) = (&site.app, site.app.decoding.free());
    // Large enough to take a while.
    let picture = image::RgbImage::from_fn(4000, 3000, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x ^ y) % 255) as u8])
    });
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut jpeg)
        .encode_image(&picture)
        .unwrap();
    let mut seen = 0;
    for _ in 0..20 {
        let tasks: Vec<_> = (0..3)
            .map(|_| {
                let mut temp = tempfile::NamedTempFile::new_in(app.media.incoming()).unwrap();
                std::io::Write::write_all(&mut temp, &jpeg).unwrap();
                let mut form = Form::filled(&[]);
                form.files.push(UploadedFile {
                    field: "photos".into(),
                    name: "large.jpg".into(),
                    size: jpeg.len() as u64,
                    temp: Some(temp),
                });
                let app = app.clone();
                actix_web::rt::spawn(async move { prepare(&app, &mut form, "photos", 20).await.map(|p| p.count()) })
            })
            .collect();
        let client = site.client();
        while !tasks.iter().all(|t| t.is_finished()) {
            if app.photo_forms.taken() == 3 && app.decoding.free() == 0 {
                seen += 1;
            }
            // Somebody else's page, while the photos are decoded.
            client.get("/login").await.expect(200);
        }
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), 1);
        }
        assert_eq!((app.decoding.free(), app.photo_forms.taken()), (memory, 0));
        if seen > 0 {
            break;
        }
    }
    assert!(seen > 0, "never were two at work and one waiting");
    site.stop().await;
}

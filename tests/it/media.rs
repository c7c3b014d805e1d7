//! The addresses of photos: access, delivery and caching.

use diesel::prelude::*;
use reqwest::header::HeaderMap;
use reqwest::multipart::{Form, Part};
use reqwest::{Method, StatusCode};
use storyplus::accounts::url;
use storyplus::db::schema::{accounts, photos, product_photos};

use crate::photos::{fixture, picture};
use crate::support::people::Person;
use crate::support::{Client, Site};

const PUBLIC: &str = "public, max-age=31536000, s-maxage=60, immutable";
const GUARDED: &str = "private, no-store";

struct Bytes {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Bytes {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

async fn fetch_with(client: &Client, method: Method, address: &str, headers: &[(&str, &str)]) -> Bytes {
    let mut request = client.request(method, address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    Bytes {
        status: response.status(),
        headers: response.headers().clone(),
        body: response.bytes().await.unwrap().to_vec(),
    }
}

async fn fetch(client: &Client, address: &str) -> Bytes {
    fetch_with(client, Method::GET, address, &[]).await
}

/// Returns the `cache-control` of a photo, or `None` if it does not exist for this client.
async fn kept(client: &Client, address: &str) -> Option<String> {
    let answer = fetch(client, address).await;
    match answer.status.as_u16() {
        200 => {
            assert!(answer.body.starts_with(&[0xFF, 0xD8]));
            Some(answer.header("cache-control").to_owned())
        }
        404 => {
            assert_eq!(answer.header("cache-control"), "no-store");
            None
        }
        other => panic!("{other} for {address}"),
    }
}

fn newest(site: &Site) -> i64 {
    let id = site
        .app
        .db
        .read_now(|db| Ok(photos::table.select(diesel::dsl::max(photos::id)).first::<Option<i64>>(db)?));
    id.unwrap().unwrap()
}

/// Returns the addresses of a photo, smallest first.
fn addresses(site: &Site, id: i64) -> Vec<String> {
    let picture = site
        .app
        .db
        .read_now(|db| storyplus::photos::queries::pictures(db, &[id]))
        .unwrap();
    let sets = picture[&id]
        .srcset
        .split(", ")
        .map(|s| s.split(' ').next().unwrap().to_owned());
    sets.collect()
}

async fn story(site: &Site, person: &Person, file: &'static str, visibility: &'static str) -> (String, Vec<String>) {
    let form = Form::new().text("visibility", visibility).part("photos", picture(file));
    let done = person.client.post_multipart("/stories", form).await.expect(303);
    (done.location().to_owned(), addresses(site, newest(site)))
}

/// Holds SAFETY-W1 and SAFETY-W2.
#[actix_web::test]
async fn a_storys_photos_are_for_those_who_may_see_it() {
    let site = Site::start().await;
    let (author, friend, stranger) = (
        site.person("글쓴이").await,
        site.person("단짝").await,
        site.person("낯선이").await,
    );
    let visitor = site.client();
    let ids = (author.id, friend.id);
    let made = site.app.db.write_now(|tx| {
        assert!(storyplus::friends::actions::befriend(tx, ids.0, ids.1).is_ok());
        Ok(())
    });
    made.unwrap();

    let (page, sizes) = story(&site, &author, "metadata-gps.jpg", "friends").await;
    for address in &sizes {
        for client in [&author.client, &friend.client] {
            assert_eq!(kept(client, address).await.as_deref(), Some(GUARDED), "{address}");
        }
        for client in [&stranger.client, &visitor] {
            assert_eq!(kept(client, address).await, None, "{address}");
        }
    }
    // A hidden photo answers in the same words as one that never existed.
    let words = |answer: Bytes| {
        let text = String::from_utf8(answer.body).unwrap();
        let id = answer.headers.get("x-request-id").map(|v| v.to_str().unwrap().to_owned());
        let mut lines: Vec<&str> = text
            .lines()
            .filter(|l| !l.contains("/media/") && !l.contains("error-id"))
            .collect();
        lines.retain(|l| id.as_deref().is_none_or(|id| !l.contains(id)));
        (answer.status, lines.len(), answer.headers.len())
    };
    let hidden = words(fetch(&visitor, &sizes[0]).await);
    let never = sizes[0].replacen("/media/", "/media/1", 1);
    assert_eq!(hidden, words(fetch(&visitor, &never).await));

    // Invented addresses of a visible photo.
    let (front, size) = sizes[0].rsplit_once('-').unwrap();
    let (id, short) = front.rsplit_once('/').unwrap();
    for odd in [
        format!("{front}-321.jpg"),
        format!("{front}-1.jpg"),
        format!("{front}-{size}.jpg"),
        format!("{id}/000000000000-{size}"),
        format!("{id}/{}-{size}", short.to_uppercase() + "x"),
        format!("{id}/..%2F..%2Fstoryplus.db"),
        format!("{id}/%00"),
        format!("/media/0/{short}-{size}"),
        format!("/media/-1/{short}-{size}"),
        format!("/media/99999999999999999999/{short}-{size}"),
        format!("/media/x/{short}-{size}"),
    ] {
        assert_eq!(kept(&author.client, &odd).await, None, "{odd}");
    }

    // A change of visibility takes effect at the next request, also for a conditional one.
    let tag = fetch(&author.client, &sizes[0]).await.header("etag").to_owned();
    let fields = [
        ("body", "모두에게"),
        ("visibility", "public"),
        ("kept_photo", id.trim_start_matches("/media/")),
    ];
    author.client.post(&format!("{page}/edit"), &fields).await.expect(303);
    assert_eq!(kept(&visitor, &sizes[0]).await.as_deref(), Some(PUBLIC));
    assert_eq!(kept(&stranger.client, &sizes[0]).await.as_deref(), Some(PUBLIC));
    let again = |tag: String| {
        let (client, address) = (&visitor, &sizes[0]);
        async move {
            fetch_with(client, Method::GET, address, &[("if-none-match", &tag)])
                .await
                .status
                .as_u16()
        }
    };
    assert_eq!(again(tag.clone()).await, 304);
    stranger
        .client
        .post(&format!("{}/block", url("글쓴이")), &[])
        .await
        .expect(303);
    assert_eq!(kept(&stranger.client, &sizes[0]).await, None);
    let fields = [
        ("body", "나만"),
        ("visibility", "only_me"),
        ("kept_photo", id.trim_start_matches("/media/")),
    ];
    author.client.post(&format!("{page}/edit"), &fields).await.expect(303);
    assert_eq!(again(tag.clone()).await, 404);
    assert_eq!(kept(&friend.client, &sizes[0]).await, None);
    assert_eq!(kept(&author.client, &sizes[0]).await.as_deref(), Some(GUARDED));
    author.client.post(&format!("{page}/delete"), &[]).await.expect(303);
    assert_eq!(kept(&author.client, &sizes[0]).await, None);
    site.stop().await;
}

/// Holds SAFETY-W3.
#[actix_web::test]
async fn a_removal_bites_at_the_photos_address_and_is_undone_there() {
    let site = Site::start().await;
    let (author, reader) = (site.person("글쓴이").await, site.person("읽는이").await);
    let moderator = site.moderator().await;
    let (page, sizes) = story(&site, &author, "grey.jpg", "public").await;
    let (_, secret) = story(&site, &author, "alpha.png", "friends").await;
    let target = format!("story:{}", page.rsplit('/').next().unwrap());
    let report = [("target", target.as_str()), ("reason", "fraud"), ("text", "")];
    reader.client.post("/reports", &report).await.expect(303);
    let queue = moderator.client.get("/moderation").await.expect(200).body;
    let case = queue.split("/moderation/cases/").nth(1).unwrap();
    let case: String = case.chars().take_while(char::is_ascii_digit).collect();
    let act = format!("/moderation/cases/{case}/act");
    let removal = [("action", "remove"), ("ground", "deception"), ("text", "남의 사진이에요.")];
    moderator.client.post(&act, &removal).await.expect(303);
    for client in [&author.client, &reader.client, &site.client()] {
        assert_eq!(kept(client, &sizes[0]).await, None);
    }
    // The moderator who decides still sees the reported photo, and no other.
    assert_eq!(kept(&moderator.client, &sizes[0]).await.as_deref(), Some(GUARDED));
    assert_eq!(kept(&moderator.client, &secret[0]).await, None);
    moderator.client.post(&act, &[("action", "restore")]).await.expect(303);
    assert_eq!(kept(&site.client(), &sizes[0]).await.as_deref(), Some(PUBLIC));
    site.stop().await;
}

#[actix_web::test]
async fn faces_and_goods_are_public_and_the_unused_is_its_uploaders() {
    let site = Site::start().await;
    let (owner, other) = (site.person("민지").await, site.person("낯선이").await);
    let visitor = site.client();
    let upload = |name: &'static str| {
        Form::new()
            .text("body", "")
            .text("visibility", "nobody")
            .part("photos", picture(name))
    };
    // After a form with a mistake the photo exists, but nothing shows it.
    owner.client.post_multipart("/stories", upload("grey.jpg")).await.expect(422);
    let photo = newest(&site);
    let address = addresses(&site, photo)[0].clone();
    assert_eq!(kept(&owner.client, &address).await.as_deref(), Some(GUARDED));
    assert_eq!(kept(&other.client, &address).await, None);
    assert_eq!(kept(&visitor, &address).await, None);

    let face = |account: i64, photo: Option<i64>, state: &'static str| {
        let done = site.app.db.write_now(|tx| {
            let row = accounts::table.find(account);
            let set = (accounts::avatar_photo_id.eq(photo), accounts::state.eq(state));
            diesel::update(row).set(set).execute(&mut **tx)?;
            Ok(())
        });
        done.unwrap();
    };
    face(owner.id, Some(photo), "active");
    assert_eq!(kept(&visitor, &address).await.as_deref(), Some(PUBLIC));
    other.client.post(&format!("{}/block", url("민지")), &[]).await.expect(303);
    assert_eq!(kept(&other.client, &address).await, None);
    face(owner.id, Some(photo), "removed");
    assert_eq!(kept(&visitor, &address).await, None);
    face(owner.id, None, "active");
    assert_eq!(kept(&visitor, &address).await, None);

    // A product's photo is public while the product is for sale, and the shop's own otherwise.
    let shop = site.shop(&owner, "수제쿠키").await;
    let form = upload("alpha.png");
    owner.client.post_multipart("/stories", form).await.expect(422);
    let photo = newest(&site);
    let address = addresses(&site, photo)[0].clone();
    let product = owner.product(&shop, &[("title", "쿠키"), ("price", "3000")]).await;
    let pinned = site.app.db.write_now(|tx| {
        let row = (
            product_photos::product_id.eq(product),
            product_photos::position.eq(0),
            product_photos::photo_id.eq(photo),
        );
        diesel::insert_into(product_photos::table).values(row).execute(&mut **tx)?;
        Ok(())
    });
    pinned.unwrap();
    assert_eq!(kept(&visitor, &address).await.as_deref(), Some(PUBLIC));
    owner
        .client
        .post(&format!("/products/{product}/delete"), &[])
        .await
        .expect(303);
    assert_eq!(kept(&visitor, &address).await, None);
    assert_eq!(kept(&owner.client, &address).await.as_deref(), Some(GUARDED));
    // Acting as herself she does not see it.
    owner.act_as_self().await;
    assert_eq!(kept(&owner.client, &address).await, None);
    site.stop().await;
}

/// Holds SAFETY-I1.
#[actix_web::test]
async fn bytes_are_sent_whole_in_part_or_not_at_all() {
    let site = Site::start().await;
    let author = site.person("글쓴이").await;
    let client = site.client();
    // Noise makes the file longer than one piece.
    let mut noise = image::RgbImage::new(1440, 1080);
    let mut seed = 1_u32;
    for byte in noise.iter_mut() {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        *byte = seed.to_be_bytes()[0];
    }
    let mut png = std::io::Cursor::new(Vec::new());
    noise.write_to(&mut png, image::ImageFormat::Png).unwrap();
    let part = Part::bytes(png.into_inner()).file_name("noise.png");
    let form = Form::new().text("visibility", "public").part("photos", part);
    author.client.post_multipart("/stories", form).await.expect(303);
    let address = addresses(&site, newest(&site)).pop().unwrap();

    let whole = fetch(&client, &address).await;
    let len = whole.body.len();
    assert!(len > 200_000, "{len}");
    for (name, value) in [
        ("content-type", "image/jpeg"),
        ("x-content-type-options", "nosniff"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("accept-ranges", "bytes"),
        ("content-length", len.to_string().as_str()),
    ] {
        assert_eq!(whole.header(name), value);
    }
    assert!(!whole.headers.contains_key("set-cookie") && !whole.headers.contains_key("server"));
    let tag = whole.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with("-1440\""));
    let get = |name: &'static str, value: String| {
        let (client, address) = (&client, &address);
        async move { fetch_with(client, Method::GET, address, &[(name, &value)]).await }
    };

    let same = get("if-none-match", format!("\"other\", W/{tag}")).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    assert_eq!((same.header("etag"), same.header("cache-control")), (tag.as_str(), PUBLIC));
    assert_eq!(get("if-none-match", "\"other\"".into()).await.status, 200);

    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 1),
        ("bytes=100-199".to_owned(), 100, 200),
        (format!("bytes=65000-{}", len + 5), 65_000, len),
        ("bytes=-7".to_owned(), len - 7, len),
        ("bytes=150000-".to_owned(), 150_000, len),
    ] {
        let some = get("range", range.clone()).await;
        assert_eq!(some.status, 206, "{range}");
        assert_eq!(some.header("content-range"), format!("bytes {from}-{}/{len}", to - 1));
        assert!(some.body == whole.body[from..to], "{range}");
    }
    let none = get("range", format!("bytes={len}-")).await;
    assert_eq!(
        (none.status.as_u16(), none.header("content-range")),
        (416, format!("bytes */{len}").as_str())
    );
    for odd in ["bytes=5-1", "bytes=0-1,5-6", "pages=1", "bytes=x"] {
        let all = get("range", odd.into()).await;
        assert_eq!((all.status.as_u16(), all.body.len()), (200, len), "{odd}");
    }
    let stale = [("range", "bytes=0-9"), ("if-range", "\"other\"")];
    assert_eq!(fetch_with(&client, Method::GET, &address, &stale).await.status, 200);
    let fresh = [("range", "bytes=0-9"), ("if-range", tag.as_str())];
    assert_eq!(fetch_with(&client, Method::GET, &address, &fresh).await.body.len(), 10);

    let head = fetch_with(&client, Method::HEAD, &address, &[]).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), len.to_string());
    assert_eq!(
        fetch_with(&client, Method::DELETE, &address, &[("origin", &site.origin)])
            .await
            .status,
        405
    );

    // A photo whose file is gone is missing, and everything else goes on.
    let row = site.app.db.read_now(|db| {
        let hash: String = photos::table.select(photos::hash).first(db)?;
        Ok(hash)
    });
    site.app.media.delete(&row.unwrap(), 1440).unwrap();
    assert_eq!(fetch(&client, &address).await.status, 404);
    assert_eq!(fetch(&client, &address.replace("-1440.", "-720.")).await.status, 200);
    site.stop().await;
}

/// Holds SAFETY-I1.
#[actix_web::test]
async fn no_byte_that_is_served_tells_where_a_photo_was_taken() {
    let site = Site::start().await;
    let author = site.person("글쓴이").await;
    let original = fixture("metadata-gps.jpg");
    let traces: [&[u8]; 8] = [
        b"Exif",
        b"GPS",
        b"http://ns.adobe.com",
        b"photoshop",
        b"ICC_PROFILE",
        b"\xFF\xFE",
        b"\xFF\xE1",
        b"\xFF\xE2",
    ];
    let has = |bytes: &[u8], trace: &[u8]| bytes.windows(trace.len()).any(|w| w == trace);
    assert!(has(&original, b"Exif") && has(&original, b"http://ns.adobe.com"));
    let (_, sizes) = story(&site, &author, "metadata-gps.jpg", "public").await;
    for address in sizes {
        let bytes = fetch(&author.client, &address).await.body;
        // Looked for in the headers only: the coded picture behind them may hold any two bytes.
        let headers = bytes.windows(2).position(|w| w == [0xFF, 0xDA]).unwrap();
        for trace in traces {
            assert!(!has(&bytes[..headers], trace), "{}", String::from_utf8_lossy(trace));
        }
    }
    // The original is nowhere in the data folder either.
    let piece = &original[original.len() - 40..];
    let mut folders = vec![site.app.config.data_dir.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                assert!(!has(&std::fs::read(&path).unwrap(), piece), "{}", path.display());
            }
        }
    }
    site.stop().await;
}

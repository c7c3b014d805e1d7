//! Photos in forms, and by their addresses.

use std::io::Write;

use diesel::prelude::*;
use reqwest::multipart::{Form as Multipart, Part};
use storyplus::db::schema::{accounts, photos};
use storyplus::error::AppError;
use storyplus::photos::actions::{attach_photos, prepare};
use storyplus::web::form::{Errors, Form, UploadedFile};
use storyplus::web::i18n::{Locale, Texts};
use storyplus::work_queue::Client as Sender;

use crate::support::{Answer, Client, Site};

pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/photos")
        .join(name);
    std::fs::read(path).unwrap()
}

/// Returns a fixture as a file of a form, under its own name.
pub fn picture(name: &'static str) -> Part {
    Part::bytes(fixture(name)).file_name(name)
}

fn file(site: &Site, name: &str, bytes: &[u8]) -> UploadedFile {
    let mut temp = tempfile::NamedTempFile::new_in(site.app.media.incoming()).unwrap();
    temp.write_all(bytes).unwrap();
    UploadedFile {
        field: "photos".into(),
        name: name.into(),
        size: bytes.len() as u64,
        temp: Some(temp),
    }
}

fn account(site: &Site, handle: &'static str) -> i64 {
    site.app
        .db
        .write_now(move |tx| {
            let id = tx.new_id();
            diesel::insert_into(accounts::table)
                .values((
                    accounts::id.eq(id),
                    accounts::kind.eq("business"),
                    accounts::handle.eq(handle),
                    accounts::handle_skeleton.eq(handle),
                    accounts::display_name.eq(handle),
                    accounts::created_at.eq(0_i64),
                ))
                .execute(&mut **tx)?;
            Ok::<_, AppError>(id)
        })
        .unwrap()
}

#[actix_web::test]
async fn a_broken_file_is_named_and_the_rest_is_kept() {
    let site = Site::start().await;
    let (mine, other) = (account(&site, "mine"), account(&site, "other"));
    let mut form = Form::filled(&[]);
    for alt in ["첫째", "둘째", "셋째"] {
        form.push("alt", alt);
    }
    form.files = vec![
        file(&site, "a.jpg", &fixture("metadata-gps.jpg")),
        file(&site, "b.heic", &fixture("fake.heic")),
        file(&site, "c.png", &fixture("alpha.png")),
    ];
    let prepared = prepare(&site.app, &mut form, "photos", 20).await.unwrap();
    let mut errors = Errors::default();
    prepared.tell(Texts::get(Locale::Ko), &mut errors);
    assert!(errors.of("photos.1").unwrap().starts_with("b.heic: HEIC"), "{errors:?}");
    assert_eq!(errors.all().len(), 1);
    assert_eq!(prepared.spare_alts(), ["둘째"]);
    let kept = site.app.db.write_now(|tx| attach_photos(tx, &prepared, mine, &[])).unwrap();
    let alts: Vec<&str> = kept.photos.iter().map(|p| p.alt.as_str()).collect();
    assert_eq!(alts, ["첫째", "셋째"]);

    // The form comes back with the ids, without invented ones and those of other people.
    let ids = kept.ids();
    let mut again = Form::filled(&[("alt", "하나")]);
    for id in [ids[0], ids[1], 12345] {
        again.push("kept_photo", id.to_string());
    }
    again.push("move_down", ids[0].to_string());
    let prepared = prepare(&site.app, &mut again, "photos", 20).await.unwrap();
    assert!(prepared.rearranged);
    let second = site.app.db.write_now(|tx| attach_photos(tx, &prepared, mine, &[])).unwrap();
    assert_eq!(second.ids(), [ids[1], ids[0]]);
    assert_eq!(second.photos[1].alt, "하나");
    assert_eq!(second.gone, 1);
    let stolen = site.app.db.write_now(|tx| attach_photos(tx, &prepared, other, &[])).unwrap();
    assert_eq!((stolen.ids(), stolen.gone), (vec![], 3));

    // A photo that something shows cannot be used by anything else.
    site.app
        .db
        .write_now(|tx| {
            diesel::update(accounts::table.find(mine))
                .set(accounts::avatar_photo_id.eq(Some(ids[0])))
                .execute(&mut **tx)?;
            Ok(())
        })
        .unwrap();
    let third = site.app.db.write_now(|tx| attach_photos(tx, &prepared, mine, &[])).unwrap();
    assert_eq!(third.ids(), [ids[1]]);
    let own = site
        .app
        .db
        .write_now(|tx| attach_photos(tx, &prepared, mine, &[ids[0]]))
        .unwrap();
    assert_eq!(own.ids(), [ids[1], ids[0]]);
    let rows: i64 = site.app.db.read_now(|db| Ok(photos::table.count().get_result(db)?)).unwrap();
    assert_eq!(rows, 2);
    site.stop().await;
}

/// Returns the values of the inputs with this name on a page, in order.
fn values<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let input = format!("name=\"{name}\" value=\"");
    page.split(&input)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

async fn compose(client: &Client, fields: &[(&'static str, String)], files: Vec<Part>) -> Answer {
    let mut form = Multipart::new();
    for (name, value) in fields {
        form = form.text(*name, value.clone());
    }
    for file in files {
        form = form.part("photos", file);
    }
    client.post_multipart("/stories", form).await
}

fn count(site: &Site) -> i64 {
    site.app.db.read_now(|db| Ok(photos::table.count().get_result(db)?)).unwrap()
}

fn files(site: &Site) -> Vec<std::path::PathBuf> {
    let folders = std::fs::read_dir(site.app.media.root()).unwrap();
    folders
        .flat_map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect()
}

#[actix_web::test]
async fn a_form_comes_back_with_its_photos_and_they_are_moved_and_posted_without_scripts() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let fields = [
        ("body", "사진 셋".to_owned()),
        ("visibility", "public".into()),
        ("alt", "첫째".into()),
        ("alt", "둘째 <b>".into()),
        ("alt", "셋째".into()),
    ];
    let broken = Part::bytes(fixture("cut-progressive.jpg")).file_name("../\u{202e}깨진.jpg");
    let files = vec![picture("grey.jpg"), broken, picture("palette.png")];
    let page = compose(&haneul.client, &fields, files).await.expect(422).body;
    assert!(
        page.contains("깨진.jpg: 사진을 열 수 없어요") && !page.contains('\u{202e}'),
        "{page}"
    );
    assert!(page.contains("id=\"photos.1\"") && page.contains("href=\"#photos.1\"") && page.contains("사진 셋"));
    let kept: Vec<String> = values(&page, "kept_photo").into_iter().map(str::to_owned).collect();
    assert_eq!(kept.len(), 2);
    // The text beside the broken photo is kept for the next one.
    assert_eq!(values(&page, "alt")[..3], ["첫째", "셋째", "둘째 &#60;b&#62;"]);

    let again = |more: &[(&'static str, &str)]| {
        let mut fields = vec![("body", "사진 셋".to_owned()), ("visibility", "public".to_owned())];
        fields.extend(more.iter().map(|(k, v)| (*k, (*v).to_owned())));
        fields
    };
    let (a, b) = (kept[0].as_str(), kept[1].as_str());
    let both = [("kept_photo", a), ("alt", "첫째"), ("kept_photo", b), ("alt", "셋째")];
    let moved = again(&[&both[..], &[("move_down", a)]].concat());
    let page = compose(&haneul.client, &moved, vec![]).await.expect(200).body;
    assert_eq!(values(&page, "kept_photo"), [b, a]);
    assert_eq!(values(&page, "alt")[..2], ["셋째", "첫째"]);
    let removed = again(&[&both[..], &[("remove", a)]].concat());
    // A file that is sent along with a button is not lost either.
    let page = compose(&haneul.client, &removed, vec![picture("lossy.webp")])
        .await
        .expect(200)
        .body;
    let kept = values(&page, "kept_photo");
    assert_eq!((kept.len(), kept[0]), (2, b));

    let last = again(&[("kept_photo", b), ("alt", "셋째"), ("kept_photo", kept[1]), ("alt", "새것")]);
    let done = compose(&haneul.client, &last, vec![]).await.expect(303);
    let page = site.client().get(done.location()).await.expect(200).body;
    let order: Vec<_> = ["alt=\"셋째\"", "alt=\"새것\""].map(|alt| page.find(alt).unwrap()).into();
    assert!(order.is_sorted());
    // The photos are in use now: the same fields sent again bring none, and the page says so.
    let page = compose(&haneul.client, &last, vec![]).await.expect(422).body;
    assert!(page.contains("사진 2장이 사라졌어요"), "{page}");

    // Scripts get the same by the index of the file.
    let form = Multipart::new()
        .text("visibility", "public")
        .part("photos", picture("grey.jpg"))
        .part("photos", picture("fake.heic"));
    let request = haneul.client.request(reqwest::Method::POST, "/stories");
    let answer = haneul
        .client
        .send(request.header("accept", "application/json").multipart(form))
        .await;
    let json = answer.expect(422).json();
    assert!(
        json["fields"]["photos.1"].as_str().unwrap().starts_with("fake.heic: HEIC"),
        "{json}"
    );
    site.stop().await;
}

#[actix_web::test]
async fn photos_are_refused_beyond_their_limits_and_the_form_survives() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let fields = [("body", "큰 사진".to_owned()), ("visibility", "public".into())];
    let padded = |len: usize| {
        let mut bytes = fixture("orientation-1.jpg");
        bytes.resize(len, 0);
        bytes
    };
    let most = 20 * 1024 * 1024;
    let fits = vec![Part::bytes(padded(most)).file_name("딱맞음.jpg")];
    compose(&haneul.client, &fields, fits).await.expect(303);
    let over = Part::bytes(padded(most + 1)).file_name("큰것.jpg");
    let page = compose(&haneul.client, &fields, vec![picture("grey.jpg"), over])
        .await
        .expect(422)
        .body;
    assert!(page.contains("큰것.jpg: 사진이 너무 커요. 20MB보다") && page.contains("큰 사진"));
    assert_eq!(values(&page, "kept_photo").len(), 1);

    let many = (0..21).map(|_| picture("orientation-3.jpg")).collect();
    let page = compose(&haneul.client, &fields, many).await.expect(422).body;
    assert!(page.contains("사진은 20장까지 올릴 수 있어요. 나머지는 빼 두었어요."));
    let kept: Vec<String> = values(&page, "kept_photo").into_iter().map(str::to_owned).collect();
    assert_eq!(kept.len(), 20);
    let mut all = fields.to_vec();
    all.extend(kept.into_iter().map(|id| ("kept_photo", id)));
    let page = compose(&haneul.client, &all, vec![picture("grey.jpg")])
        .await
        .expect(422)
        .body;
    assert_eq!(values(&page, "kept_photo").len(), 20);
    compose(&haneul.client, &all, vec![]).await.expect(303);

    for (name, words) in [
        ("bomb-60000.png", "12,000픽셀보다"),
        ("empty.jpg", "파일이 비어 있어요"),
        ("drawing.svg", "올릴 수 없는 형식"),
        ("page.jpg", "올릴 수 없는 형식"),
    ] {
        let page = compose(&haneul.client, &fields, vec![picture(name)]).await.expect(422).body;
        assert!(page.contains(words) && page.contains(name), "{name}");
    }
    let long = [("alt", "가".repeat(1_500)), ("visibility", "public".into())];
    compose(&haneul.client, &long, vec![picture("grey.jpg")]).await.expect(303);
    let long = [("alt", "가".repeat(1_501)), ("visibility", "public".into())];
    let page = compose(&haneul.client, &long, vec![picture("grey.jpg")])
        .await
        .expect(422)
        .body;
    assert!(page.contains("1,500자까지") && page.contains(&"가".repeat(1_501)));
    site.stop().await;
}

/// Holds SAFETY-L3.
#[actix_web::test]
async fn photos_wait_their_turn_and_the_crowd_is_told_when_to_come_back() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let fields = [("body", "기다림".to_owned()), ("visibility", "public".into())];
    // All memory for decoding is in use.
    let free = site.app.decoding.free();
    let busy = site.app.decoding.try_enter(Sender::House, usize::MAX).unwrap();
    assert_eq!(site.app.decoding.free(), 0);
    let forms = site.app.photo_forms.clone();
    let waiting = async { compose(&haneul.client, &fields, vec![picture("grey.jpg")]).await };
    let meanwhile = async {
        while forms.taken() == 0 {
            tokio::task::yield_now().await;
        }
        // Others are served as usual, and the queue has a bound.
        site.client().get("/").await.expect(200);
        let crowd: Vec<_> = (0..).map_while(|n| forms.enter(Sender::Login(-n - 1))).collect();
        let other = site.client();
        other.set_cookie("session", &haneul.client.cookie("session").unwrap());
        let away = compose(&other, &fields, vec![picture("grey.jpg")]).await.expect(429);
        assert!(away.headers["retry-after"].to_str().unwrap().parse::<u32>().unwrap() > 0);
        compose(&other, &fields, vec![]).await.expect(303);
        drop(crowd);
        drop(busy);
    };
    let (answer, ()) = futures_util::join!(waiting, meanwhile);
    answer.expect(303);
    assert_eq!((forms.taken(), site.app.decoding.free()), (0, free));
    site.stop().await;
}

/// Holds SAFETY-D2.
#[actix_web::test]
async fn rows_name_files_that_are_there_and_nothing_half_done_stays() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let fields = [("body", "둘".to_owned()), ("visibility", "public".into())];
    let two = || vec![picture("grey.jpg"), picture("colour-display-p3.jpg")];
    compose(&haneul.client, &fields, two()).await.expect(303);
    let rows: Vec<(String, String)> = site
        .app
        .db
        .read_now(|db| Ok(photos::table.select((photos::hash, photos::sizes)).load(db)?))
        .unwrap();
    assert_eq!(rows.len(), 2);
    for (hash, sizes) in &rows {
        for size in sizes.split(',') {
            let bytes = std::fs::read(site.app.media.path(hash, size.parse().unwrap()).unwrap()).unwrap();
            assert!(bytes.ends_with(&[0xFF, 0xD9]));
        }
    }
    assert_eq!(std::fs::read_dir(site.app.media.incoming()).unwrap().count(), 0);

    // With the folder gone: a clear response, no row, no story. When it is back, everything goes on.
    let (root, away) = (site.app.media.root().to_owned(), site.dir.path().join("away"));
    std::fs::rename(&root, &away).unwrap();
    std::fs::write(&root, b"no folder").unwrap();
    let broken = compose(&haneul.client, &fields, vec![picture("palette.png")]).await;
    assert!(broken.status >= 500, "{}", broken.status);
    assert_eq!(count(&site), 2);
    assert_eq!(std::fs::read_dir(site.app.media.incoming()).unwrap().count(), 0);
    std::fs::remove_file(&root).unwrap();
    std::fs::rename(&away, &root).unwrap();
    compose(&haneul.client, &fields, vec![picture("palette.png")])
        .await
        .expect(303);
    site.stop().await;
}

/// Holds SAFETY-D2.
#[actix_web::test]
async fn what_nobody_uses_is_swept_after_a_day_and_nothing_else() {
    let site = Site::start().await;
    let (haneul, bada) = (site.person("하늘").await, site.person("바다").await);
    let shown = [("body", "보임".to_owned()), ("visibility", "public".into())];
    let wrong = [("body", "틀림".to_owned()), ("visibility", "nobody".into())];
    let done = compose(&haneul.client, &shown, vec![picture("grey.jpg")]).await.expect(303);
    // The same picture by somebody else who never posted it, and one that nothing else shows.
    compose(&bada.client, &wrong, vec![picture("grey.jpg"), picture("palette.png")])
        .await
        .expect(422);
    assert_eq!(count(&site), 3);
    let before = files(&site).len();
    let sweep = || storyplus::photos::jobs::sweep(&site.app, None).unwrap();
    assert_eq!(sweep(), storyplus::photos::jobs::Swept::default());

    // A file without a row, and an upload whose request was killed, are removed when old and left when young.
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 3600);
    let hash = "ab".repeat(32);
    site.app.media.put(&hash, 320, b"orphan").unwrap();
    let orphan = site.app.media.path(&hash, 320).unwrap();
    let killed = site.app.media.incoming().join(".tmpKilled");
    std::fs::write(&killed, b"half").unwrap();
    assert_eq!(sweep().files, 0);
    for path in [&orphan, &killed] {
        std::fs::File::open(path).unwrap().set_modified(old).unwrap();
    }
    // The file is put again: another form has just brought the same photo.
    site.app.media.put(&hash, 320, b"orphan").unwrap();
    assert_eq!(sweep().files, 1);
    assert!(orphan.exists() && !killed.exists());
    std::fs::File::open(&orphan).unwrap().set_modified(old).unwrap();
    assert_eq!(sweep().files, 1);
    assert!(!orphan.exists());

    site.app.clock.shift(25 * 3600 * 1000);
    let swept = sweep();
    assert_eq!(swept.rows, 2);
    assert_eq!((count(&site), files(&site).len() + swept.files), (1, before));
    let page = site.client().get(done.location()).await.expect(200).body;
    let address = page.split("src=\"/media/").nth(1).unwrap().split('"').next().unwrap();
    site.client().get(&format!("/media/{address}")).await.expect(200);
    assert_eq!(sweep(), storyplus::photos::jobs::Swept::default());
    site.stop().await;
}

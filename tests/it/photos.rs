//! Photos through the forms that take them, and by their addresses.

use std::io::Write;

use diesel::prelude::*;
use storyplus::db::schema::{accounts, photos};
use storyplus::error::AppError;
use storyplus::photos::actions::{keep, prepare};
use storyplus::web::form::{Errors, Form, UploadedFile};
use storyplus::web::i18n::{Locale, Texts};

use crate::support::Site;

pub fn fixture(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/photos")
        .join(name);
    std::fs::read(path).unwrap()
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
    let kept = site.app.db.write_now(|tx| keep(tx, &prepared, mine, &[])).unwrap();
    let alts: Vec<&str> = kept.photos.iter().map(|p| p.alt.as_str()).collect();
    assert_eq!(alts, ["첫째", "셋째"]);

    // The form comes back with the ids; a made-up one and one of somebody else are left out.
    let ids = kept.ids();
    let mut again = Form::filled(&[("alt", "하나")]);
    for id in [ids[0], ids[1], 12345] {
        again.push("kept_photo", id.to_string());
    }
    again.push("move_down", ids[0].to_string());
    let prepared = prepare(&site.app, &mut again, "photos", 20).await.unwrap();
    assert!(prepared.rearranged);
    let second = site.app.db.write_now(|tx| keep(tx, &prepared, mine, &[])).unwrap();
    assert_eq!(second.ids(), [ids[1], ids[0]]);
    assert_eq!(second.photos[1].alt, "하나");
    assert_eq!(second.gone, 1);
    let stolen = site.app.db.write_now(|tx| keep(tx, &prepared, other, &[])).unwrap();
    assert_eq!((stolen.ids(), stolen.gone), (vec![], 3));

    // What something shows cannot be used twice, but by the thing itself.
    site.app
        .db
        .write_now(|tx| {
            diesel::update(accounts::table.find(mine))
                .set(accounts::avatar_photo_id.eq(Some(ids[0])))
                .execute(&mut **tx)?;
            Ok(())
        })
        .unwrap();
    let third = site.app.db.write_now(|tx| keep(tx, &prepared, mine, &[])).unwrap();
    assert_eq!(third.ids(), [ids[1]]);
    let own = site.app.db.write_now(|tx| keep(tx, &prepared, mine, &[ids[0]])).unwrap();
    assert_eq!(own.ids(), [ids[1], ids[0]]);
    let rows: i64 = site.app.db.read_now(|db| Ok(photos::table.count().get_result(db)?)).unwrap();
    assert_eq!(rows, 2);
    site.stop().await;
}

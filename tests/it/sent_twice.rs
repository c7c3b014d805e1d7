//! SAFETY-D11: a form that creates something acts once, however often it is sent: pressed twice, sent again
//! because the response was lost, or on two connections at once. It works without scripts, because the form
//! contains the key. The same key at another address or from another person is another act.

use crate::support::files::imports;
use crate::support::{Answer, Client, Site};

/// Returns the key in the only form of the page that has one.
fn key_in(page: &str) -> String {
    let keys: Vec<&str> = page.split("name=\"key\" value=\"").skip(1).collect();
    assert_eq!(keys.len(), 1, "{page}");
    keys[0].split('"').next().unwrap().to_owned()
}

async fn send(client: &Client, path: &str, fields: &[(&str, &str)], key: &str) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key)]).collect();
    client.post(path, &fields).await
}

/// A form: its name, its page, its target, and its fields.
type Case<'a> = (&'a str, String, String, Vec<(&'a str, &'a str)>);

#[actix_web::test]
async fn the_same_form_sent_again_is_one_act_with_one_answer() {
    let site = Site::start().await;
    let person = site.person("하늘").await;
    let story = person.story("쿠키를 구웠어요", "public").await;
    let reader = site.person("바다").await;
    let owner = site.person("구름").await;
    let shop = owner.opens("오븐하루").await;
    let goods = format!("/shops/{}/products", storyplus::text::encode_component(&shop.handle));
    let cases: Vec<Case> = vec![
        (
            "story",
            "/compose".into(),
            "/stories".into(),
            vec![("body", "두 번 눌렀어요"), ("visibility", "public")],
        ),
        (
            "comment",
            format!("/stories/{story}"),
            format!("/stories/{story}/comments"),
            vec![("body", "맛있겠어요")],
        ),
        (
            "report",
            format!("/reports/new?target=story:{story}"),
            "/reports".into(),
            vec![("target", "TARGET"), ("reason", "spam"), ("text", "")],
        ),
        (
            "shop",
            "/shops/new".into(),
            "/shops".into(),
            vec![
                ("handle", "twice"),
                ("display_name", "두 번"),
                ("category", "dessert"),
                ("bio", ""),
            ],
        ),
        (
            "product",
            format!("{goods}/new"),
            goods.clone(),
            vec![("title", "수제 쿠키"), ("price", "19800")],
        ),
    ];
    let target = format!("story:{story}");
    for (what, form, act, fields) in cases {
        let client = if what == "product" { &owner.client } else { &reader.client };
        let fields: Vec<(&str, &str)> = fields
            .into_iter()
            .map(|(name, value)| (name, if value == "TARGET" { target.as_str() } else { value }))
            .collect();
        // A mistake does not use up the key: the form comes back and is sent again.
        let key = key_in(&client.get(&form).await.expect(200).body);
        let wrong: Vec<(&str, &str)> = fields.iter().map(|(name, _)| (*name, "")).collect();
        if what != "report" {
            send(client, &act, &wrong, &key).await.expect(422);
        }
        let first = send(client, &act, &fields, &key).await.expect(303);
        let again = send(client, &act, &fields, &key).await.expect(303);
        assert_eq!(first.location(), again.location(), "{what}");
        // On two connections at once, from a new form, also as a script.
        let page = client.get(&form).await;
        if page.status == 200 && what != "shop" {
            let key = key_in(&page.body);
            let (twin, other) = (client.twin(), client.twin());
            let pair = tokio::join!(send(&twin, &act, &fields, &key), send(&other, &act, &fields, &key));
            let (one, two) = (pair.0.expect(303), pair.1.expect(303));
            assert_eq!(one.location(), two.location(), "{what} at once");
            if what != "report" {
                assert_ne!(one.location(), first.location(), "{what}: another form is another act");
            }
            let script: Vec<(&str, &str)> = fields.iter().copied().chain([("key", key.as_str())]).collect();
            let json = client.post_json(&act, &script).await.expect(200).json();
            assert_eq!(json["location"].as_str().unwrap(), one.location(), "{what}");
        }
    }
    // The same key at another address, or from somebody else, is another act.
    let key = "0123456789abcdef";
    let body = [("body", "저도요"), ("visibility", "public")];
    let mine = send(&reader.client, "/stories", &body, key).await.expect(303);
    let theirs = send(&person.client, "/stories", &body, key).await.expect(303);
    assert_ne!(mine.location(), theirs.location());
    send(&reader.client, &format!("/stories/{story}/comments"), &body, key)
        .await
        .expect(303);
    let page = site.client().get(&format!("/stories/{story}")).await.expect(200).body;
    assert_eq!(page.matches("맛있겠어요").count(), 2, "two forms, two comments");
    assert_eq!(page.matches("저도요").count(), 1);
    let shown = site.client().get(&format!("/@{}", reader.handle)).await.expect(200).body;
    assert_eq!(shown.matches("두 번 눌렀어요").count(), 2, "two forms, two stories");
    // A key that no form of ours makes counts as none.
    for odd in ["", "short", "with space in it", &"k".repeat(65)] {
        let one = send(&reader.client, "/stories", &body, odd).await.expect(303);
        let two = send(&reader.client, "/stories", &body, odd).await.expect(303);
        assert_ne!(one.location(), two.location(), "{odd:?}");
    }
    site.stop().await;
}

/// SAFETY-D11: a file that is sent twice has one preview. Responses are kept for more than a day and then
/// forgotten.
#[actix_web::test]
async fn a_file_sent_twice_is_one_import_and_answers_are_kept_for_days() {
    let site = Site::start().await;
    let owner = site.person("구름").await;
    let shop = owner.opens("오븐하루").await;
    let key = key_in(&owner.client.get(&imports(&shop)).await.expect(200).body);
    let upload = || {
        let file = reqwest::multipart::Part::bytes("id,title,price\nA,귤,1000 KRW\n".as_bytes()).file_name("상품.csv");
        reqwest::multipart::Form::new().text("key", key.clone()).part("file", file)
    };
    let day = 24 * 3_600_000;
    let first = owner.client.post_multipart(&imports(&shop), upload()).await.expect(303);
    site.app.clock.shift(day + day / 2);
    storyplus::idempotency::sweep(&site.app).unwrap();
    let again = owner.client.post_multipart(&imports(&shop), upload()).await.expect(303);
    assert_eq!(first.location(), again.location());
    site.app.clock.shift(2 * day);
    storyplus::idempotency::sweep(&site.app).unwrap();
    let later = owner.client.post_multipart(&imports(&shop), upload()).await.expect(303);
    assert_ne!(first.location(), later.location());
    site.stop().await;
}

//! Stories: writing, reading, editing and deleting them, and the interactions of others.

use diesel::prelude::*;
use reqwest::multipart::{Form, Part};
use storyplus::db::schema::{accounts, audit_log, stories, story_feelings, story_hashtags, story_ups};
use storyplus::stories::actions;

use crate::support::Site;

#[actix_web::test]
async fn a_story_is_written_read_changed_and_deleted() {
    let site = Site::start().await;
    let (haneul, bada) = (site.person("하늘").await, site.person("바다").await);
    haneul.client.get("/compose").await.expect(200);
    let fields = [("body", "안녕 @바다님! #첫글\nhttps://example.kr"), ("visibility", "public")];
    let done = haneul.client.post("/stories", &fields).await.expect(303);
    let url = done.location().to_owned();
    let page = site.client().get(&url).await.expect(200).body;
    for part in [
        "<a href=\"/@%EB%B0%94%EB%8B%A4\">@바다</a>님!",
        "q=%23%EC%B2%AB%EA%B8%80",
        "rel=\"nofollow ugc noopener\"",
        "SocialMediaPosting",
        "og:title",
        "전체 공개",
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    // Somebody else's story can be read, but not edited.
    bada.client.get(&format!("{url}/edit")).await.expect(403);
    bada.client.post(&format!("{url}/delete"), &[]).await.expect(403);
    let edit = haneul.client.get(&format!("{url}/edit")).await.expect(200).body;
    assert!(edit.contains("안녕 @바다님!") && edit.contains("value=\"public\" checked"));
    let fields = [("body", "고친 글"), ("visibility", "friends")];
    haneul.client.post(&format!("{url}/edit"), &fields).await.expect(303);
    let page = haneul.client.get(&url).await.expect(200).body;
    assert!(page.contains("고친 글") && page.contains("수정됨") && page.contains("친구 공개"));
    assert!(!page.contains("og:title") && !page.contains("첫글"));
    bada.client.get(&url).await.expect(404);
    haneul.client.get(&format!("{url}/delete")).await.expect(200);
    haneul.client.post(&format!("{url}/delete"), &[]).await.expect(303);
    haneul.client.get(&url).await.expect(404);
    haneul.client.post(&format!("{url}/delete"), &[]).await.expect(404);
    site.stop().await;
}

#[actix_web::test]
async fn feelings_comments_ups_and_shares_are_counted() {
    let site = Site::start().await;
    let (haneul, bada) = (site.person("하늘").await, site.person("바다").await);
    let id = haneul.story("오늘은 쉬어요", "public").await;
    let feel = format!("/stories/{id}/feeling");
    let answer = bada.client.post_json(&feel, &[("kind", "cool")]).await.expect(200).json();
    assert_eq!((&answer["kind"], &answer["total"]), (&"cool".into(), &1.into()));
    let answer = bada.client.post_json(&feel, &[("kind", "sad")]).await.expect(200).json();
    assert_eq!((&answer["faces"], &answer["total"]), (&serde_json::json!(["sad"]), &1.into()));
    haneul.client.post_json(&feel, &[("kind", "sad")]).await.expect(200);
    let answer = bada.client.post_json(&feel, &[("kind", "")]).await.expect(200).json();
    assert_eq!((&answer["kind"], &answer["total"]), (&serde_json::Value::Null, &1.into()));
    bada.client.post(&feel, &[("kind", "angry")]).await.expect(422);
    let up = format!("/stories/{id}/up");
    for (on, count) in [("true", 1), ("true", 1), ("false", 0), ("false", 0), ("true", 1)] {
        let answer = bada.client.post_json(&up, &[("on", on)]).await.expect(200).json();
        assert_eq!(answer["count"], count);
    }
    bada.client.post(&up, &[("on", "yes")]).await.expect(422);
    let comment = bada.comment(id, "푹 쉬세요 <b>@하늘</b>").await;
    let shared = bada.share(id, "").await;
    let page = haneul.client.get(&format!("/stories/{id}")).await.expect(200).body;
    assert!(page.contains("&lt;b&gt;<a href=\"/@%ED%95%98%EB%8A%98\">@하늘</a>&lt;/b&gt;"));
    assert!(page.contains("댓글 1") && page.contains("공유 1") && page.contains("<span data-toggle-count>1</span>"));
    let page = haneul.client.get(&format!("/stories/{shared}")).await.expect(200).body;
    assert!(page.contains("class=\"quoted\"") && page.contains("오늘은 쉬어요"));
    haneul
        .client
        .post(&format!("/comments/{comment}/delete"), &[])
        .await
        .expect(303);
    let page = haneul.client.get(&format!("/stories/{id}")).await.expect(200).body;
    assert!(page.contains("댓글 0") && !page.contains("푹 쉬세요"));
    // Sharing a share without text quotes the story behind it.
    let again = haneul.share(shared, "").await;
    let page = bada.client.get(&format!("/stories/{again}")).await.expect(200).body;
    assert!(page.contains(&format!("href=\"/stories/{id}\"")));
    haneul.client.post(&format!("/stories/{id}/delete"), &[]).await.expect(303);
    let page = bada.client.get(&format!("/stories/{again}")).await.expect(200).body;
    assert!(page.contains("지금은 볼 수 없는 스토리예요.") && !page.contains("오늘은 쉬어요"));
    site.stop().await;
}

fn picture(name: &str) -> Part {
    Part::bytes(crate::photos::fixture("grey.jpg")).file_name(name.to_owned())
}

fn words(form: Form, fields: &[(&str, &str)]) -> Form {
    fields
        .iter()
        .fold(form, |form, (k, v)| form.text((*k).to_owned(), (*v).to_owned()))
}

/// Holds SAFETY-I5.
#[actix_web::test]
async fn limits_hold_from_both_sides() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    // 4,000 syllables of three characters each (NFD) are 4,000 characters.
    let nfd = "\u{1100}\u{1161}\u{11A8}";
    let longest = nfd.repeat(4_000);
    let done = haneul
        .client
        .post("/stories", &[("body", &longest), ("visibility", "public")])
        .await
        .expect(303);
    let page = haneul.client.get(done.location()).await.expect(200).body;
    assert!(page.contains(&"각".repeat(4_000)));
    let long = nfd.repeat(4_001);
    let back = haneul
        .client
        .post("/stories", &[("body", &long), ("visibility", "only_me")])
        .await
        .expect(422);
    assert!(back.body.contains("4,001자") && back.body.contains(&"각".repeat(4_001)));
    assert!(back.body.contains("value=\"only_me\" checked"));
    let back = haneul
        .client
        .post_json("/stories", &[("body", &long), ("visibility", "public")])
        .await
        .expect(422);
    assert!(back.json()["fields"]["body"].is_string());
    // An empty form, and an invented visibility.
    haneul
        .client
        .post("/stories", &[("body", " \n\u{200b} "), ("visibility", "public")])
        .await
        .expect(422);
    for visibility in ["", "everyone", "0"] {
        let back = haneul
            .client
            .post_json("/stories", &[("body", "안녕"), ("visibility", visibility)])
            .await
            .expect(422);
        assert!(back.json()["fields"]["visibility"].is_string());
    }
    // Comments.
    let id = haneul.story("댓글 달기", "public").await;
    let path = format!("/stories/{id}/comments");
    haneul.client.post(&path, &[("body", &nfd.repeat(1_000))]).await.expect(303);
    let back = haneul.client.post(&path, &[("body", &nfd.repeat(1_001))]).await.expect(422);
    assert!(back.body.contains("1,001자") && back.body.contains(&"각".repeat(1_001)));
    haneul.client.post(&path, &[("body", "\u{202e}")]).await.expect(422);
    haneul.client.post(&path, &[]).await.expect(422);
    // Ids.
    for id in ["0", "01", "-1", "abc", "99999999999999999999", "1e3", "%00", "1;", "1234567"] {
        haneul.client.get(&format!("/stories/{id}")).await.expect(404);
        let path = format!("/stories/{id}/feeling");
        haneul.client.post(&path, &[("kind", "like")]).await.expect(404);
        haneul.client.post(&format!("/comments/{id}/delete"), &[]).await.expect(404);
        let fields = [("body", ""), ("visibility", "public"), ("share_of", id)];
        haneul.client.post("/stories", &fields).await.expect(404);
    }
    for n in ["0", "1", "21", "x"] {
        haneul.client.get(&format!("/stories/{id}/photos/{n}")).await.expect(404);
    }
    haneul.client.get(&format!("/stories/{id}?after=x")).await.expect(404);
    site.stop().await;
}

#[actix_web::test]
async fn photos_stand_in_order_with_their_words_and_a_mistake_loses_none() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let mut form = words(Form::new(), &[("body", ""), ("visibility", "public")]);
    for n in 1..=20 {
        form = form
            .part("photos", picture(&format!("{n}.jpg")))
            .text("alt", format!("설명 {n}번"));
    }
    let done = haneul.client.post_multipart("/stories", form).await.expect(303);
    let url = done.location().to_owned();
    let page = haneul.client.get(&url).await.expect(200).body;
    assert!(page.contains("data-n=\"5\"") && page.contains("+15"));
    let last = haneul.client.get(&format!("{url}/photos/20")).await.expect(200).body;
    assert!(last.contains("설명 20번") && last.contains("20 / 20") && last.contains("rel=\"prev\""));
    assert!(!last.contains("rel=\"next\""));
    haneul.client.get(&format!("{url}/photos/21")).await.expect(404);
    // One photo too many, a broken one, and alt text that is too long: the form comes back with the good
    // ones.
    let mut form = words(Form::new(), &[("body", "글은 그대로"), ("visibility", "friends")]);
    for n in 1..=21 {
        form = form.part("photos", picture(&format!("{n}.jpg")));
    }
    let back = haneul.client.post_multipart("/stories", form).await.expect(422).body;
    assert_eq!(back.matches("name=\"kept_photo\"").count(), 20);
    assert!(back.contains("글은 그대로"));
    let form = words(Form::new(), &[("body", "글은 그대로"), ("visibility", "friends")])
        .part("photos", picture("좋은.jpg"))
        .text("alt", "가".repeat(1_500))
        .part("photos", Part::bytes(b"no photo".to_vec()).file_name("나쁜.jpg"))
        .text("alt", "나쁜 것");
    let back = haneul.client.post_multipart("/stories", form).await.expect(422).body;
    assert!(back.contains("나쁜.jpg") && back.contains(&"가".repeat(1_500)) && back.contains("나쁜 것"));
    let kept = between(&back, "name=\"kept_photo\" value=\"", "\"").to_owned();
    let fields = [
        ("body", "글은 그대로"),
        ("visibility", "friends"),
        ("kept_photo", kept.as_str()),
        ("alt", "가"),
    ];
    let done = haneul.client.post("/stories", &fields).await.expect(303);
    let url = done.location().to_owned();
    assert!(haneul.client.get(&url).await.body.contains("alt=\"가\""));
    // The edit form has it. Another one is added, both change places, and the first is removed.
    let version = between(
        &haneul.client.get(&format!("{url}/edit")).await.expect(200).body,
        "name=\"version\" value=\"",
        "\"",
    )
    .to_owned();
    let form = words(
        Form::new(),
        &[
            ("body", "글"),
            ("visibility", "friends"),
            ("version", &version),
            ("kept_photo", &kept),
            ("alt", "첫째"),
            ("alt", "둘째"),
        ],
    )
    .part("photos", picture("새.jpg"));
    haneul.client.post_multipart(&format!("{url}/edit"), form).await.expect(303);
    let page = haneul.client.get(&format!("{url}/edit")).await.expect(200).body;
    assert!(page.find("첫째").unwrap() < page.find("둘째").unwrap());
    let second = page.rsplit("name=\"kept_photo\" value=\"").next().unwrap();
    let second = second.split('"').next().unwrap().to_owned();
    let mut fields = vec![
        ("body", "고치는 중"),
        ("visibility", "friends"),
        ("kept_photo", kept.as_str()),
        ("kept_photo", second.as_str()),
        ("alt", "첫째"),
        ("alt", "둘째"),
        ("move_up", second.as_str()),
    ];
    let moved = haneul.client.post(&format!("{url}/edit"), &fields).await.expect(200).body;
    assert!(moved.find("둘째").unwrap() < moved.find("첫째").unwrap() && moved.contains("고치는 중"));
    fields.truncate(3);
    // An outdated form overwrites nothing.
    let stale = [fields.as_slice(), &[("version", version.as_str())]].concat();
    let back = haneul.client.post(&format!("{url}/edit"), &stale).await.expect(422).body;
    assert!(back.contains("그사이 다른 곳에서 바뀌었어요"));
    haneul.client.post(&format!("{url}/edit"), &fields).await.expect(303);
    let page = haneul.client.get(&url).await.expect(200).body;
    assert!(page.contains("data-n=\"1\"") && page.contains("고치는 중") && page.contains("수정됨"));
    // Another person's photo cannot be used.
    let bada = site.person("바다").await;
    let fields = [("body", "훔친 사진"), ("visibility", "public"), ("kept_photo", kept.as_str())];
    bada.client.post("/stories", &fields).await.expect(422);
    site.stop().await;
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

/// Holds SAFETY-I2.
#[actix_web::test]
async fn hostile_words_come_out_harmless() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)> javascript:alert(1) \
        \u{202e}뒤집기\u{2066} \u{200b}\u{feff}\u{0}\u{7}</textarea></script> @<b> #<i> https://a.kr/\"onclick=x";
    let id = haneul.story(hostile, "public").await;
    haneul.comment(id, hostile).await;
    let form = words(Form::new(), &[("body", hostile), ("visibility", "public"), ("alt", hostile)])
        .part("photos", picture("\"><script>.jpg"))
        .part("photos", Part::bytes(Vec::from(*b"x")).file_name("<script>x.jpg"));
    let back = haneul.client.post_multipart("/stories", form).await.expect(422).body;
    let pages = [
        haneul.client.get(&format!("/stories/{id}")).await.expect(200).body,
        haneul.client.get(&format!("/stories/{id}/edit")).await.expect(200).body,
        haneul.client.get(&format!("/stories/{id}/delete")).await.expect(200).body,
        back,
    ];
    for page in pages {
        for bad in [
            "<script>alert",
            "<img src=x",
            "href=\"javascript",
            "<script>x.jpg",
            "<script>.jpg",
            "\u{0}",
        ] {
            assert!(!page.contains(bad), "{bad} in\n{page}");
        }
        for hidden in ["\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}", "\u{7}"] {
            assert!(!page.contains(hidden), "{}", hidden.escape_unicode());
        }
    }
    site.stop().await;
}

#[actix_web::test]
async fn a_shop_posts_for_everyone_and_shows_its_own_products() {
    let site = Site::start().await;
    let halmang = site.person("귤할망").await;
    let shop = site.shop(&halmang, "귤밭").await;
    let fields = [("body", "첫 귤"), ("visibility", "friends")];
    halmang.client.post("/stories", &fields).await.expect(422);
    let page = halmang.client.get("/compose").await.expect(200).body;
    assert!(page.contains("귤밭으로 올려요") && page.contains("가게의 스토리는 누구나 볼 수 있어요."));
    let id = halmang.story("첫 귤 #감귤", "public").await;
    let page = site.client().get(&format!("/stories/{id}")).await.expect(200).body;
    assert!(page.contains("전체 공개") && page.contains("귤밭"));
    // Acting as oneself again, the shop's story is somebody else's.
    halmang.act_as_self().await;
    halmang.client.get(&format!("/stories/{id}/edit")).await.expect(403);
    // Only people give UPs.
    let up = format!("/stories/{id}/up");
    halmang.client.post(&up, &[("on", "true")]).await.expect(303);
    halmang.act_as("귤밭").await;
    halmang.client.post(&up, &[("on", "true")]).await.expect(403);
    let acts: Vec<String> = site
        .app
        .db
        .read_now(move |db| {
            Ok(audit_log::table
                .filter(audit_log::account_id.eq(shop.id))
                .filter(audit_log::target_kind.eq("story"))
                .select(audit_log::act)
                .load(db)?)
        })
        .unwrap();
    assert_eq!(acts, ["story.publish"]);
    site.stop().await;
}

#[actix_web::test]
async fn only_public_stories_are_shared_and_lifted() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let id = haneul.story("우리끼리", "friends").await;
    let fields = [("body", ""), ("visibility", "public"), ("share_of", &id.to_string())];
    haneul.client.post("/stories", &fields).await.expect(409);
    haneul.client.get(&format!("/compose?share_of={id}")).await.expect(409);
    haneul
        .client
        .post(&format!("/stories/{id}/up"), &[("on", "true")])
        .await
        .expect(409);
    let page = haneul.client.get(&format!("/stories/{id}")).await.expect(200).body;
    assert!(!page.contains("share_of="));
    site.stop().await;
}

/// Holds SAFETY-D13.
#[actix_web::test]
async fn counts_are_exact_when_sixteen_answer_at_once() {
    let site = Site::start().await;
    let mut people = Vec::new();
    for handle in ["하늘", "바다", "구름", "나무"] {
        people.push(site.person(handle).await);
    }
    let id = people[0].story("같이 눌러요", "public").await;
    // Sixteen tasks, four per account: each gives a feeling and an UP, comments, and deletes every other
    // comment.
    let tasks = (0..16_usize).map(|n| {
        let person = &people[n % 4];
        async move {
            for round in 0..4_usize {
                let kind = ["like", "cool", "", "happy", "sad"][(n + round) % 5];
                let path = format!("/stories/{id}/feeling");
                person.client.post_json(&path, &[("kind", kind)]).await.expect(200);
                let on = if (n / 4 + round) % 3 == 0 { "false" } else { "true" };
                let path = format!("/stories/{id}/up");
                person.client.post_json(&path, &[("on", on)]).await.expect(200);
                let comment = person.comment(id, &format!("{n}의 {round}번째 @하늘 @바다 @구름")).await;
                if round % 2 == 0 {
                    // Two deletions at once: one of them takes effect.
                    let path = format!("/comments/{comment}/delete");
                    let (a, b) = futures_util::join!(person.client.post(&path, &[]), person.client.post(&path, &[]));
                    let mut statuses = [a.status, b.status];
                    statuses.sort_unstable();
                    assert_eq!(statuses, [303, 404]);
                }
            }
        }
    });
    futures_util::future::join_all(tasks).await;
    type Felt = (i64, i64, i64, i64, i64);
    let ((like, cool, happy, sad, cheer), (ups, commented)): (Felt, (i64, i64)) = site
        .app
        .db
        .read_now(move |db| {
            Ok(stories::table
                .find(id)
                .select((
                    (
                        stories::like_count,
                        stories::cool_count,
                        stories::happy_count,
                        stories::sad_count,
                        stories::cheer_up_count,
                    ),
                    (stories::up_count, stories::comment_count),
                ))
                .first(db)?)
        })
        .unwrap();
    let count = |kind: &'static str| {
        site.app
            .db
            .read_now(move |db| {
                Ok(story_feelings::table
                    .filter(story_feelings::story_id.eq(id))
                    .filter(story_feelings::kind.eq(kind))
                    .count()
                    .get_result::<i64>(db)?)
            })
            .unwrap()
    };
    assert_eq!(
        [like, cool, happy, sad, cheer],
        [count("like"), count("cool"), count("happy"), count("sad"), 0]
    );
    let rows: i64 = site
        .app
        .db
        .read_now(move |db| Ok(story_ups::table.filter(story_ups::story_id.eq(id)).count().get_result(db)?))
        .unwrap();
    assert_eq!(ups, rows);
    assert_eq!(commented, 32);
    // The newest twenty, with a link to the others.
    let page = people[0].client.get(&format!("/stories/{id}")).await.expect(200).body;
    assert_eq!(page.matches("class=\"comment\"").count(), 20);
    let (_, tail) = page.split_once("?after=").unwrap();
    let after = tail.split('#').next().unwrap();
    let page = people[0]
        .client
        .get(&format!("/stories/{id}?after={after}"))
        .await
        .expect(200)
        .body;
    assert_eq!(page.matches("class=\"comment\"").count(), 12);
    assert!(page.contains("최근 댓글 보기"));
    site.stop().await;
}

#[actix_web::test]
async fn a_profile_counts_what_stands_and_a_removal_is_exact() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let known = |id: i64| {
        site.app
            .db
            .read_now(move |db| {
                Ok(accounts::table
                    .find(id)
                    .select((accounts::story_count, accounts::last_story_id))
                    .first::<(i64, i64)>(db)?)
            })
            .unwrap()
    };
    let tags = |id: i64| {
        site.app
            .db
            .read_now(move |db| {
                Ok(story_hashtags::table
                    .filter(story_hashtags::story_id.eq(id))
                    .select(story_hashtags::tag)
                    .load::<String>(db)?)
            })
            .unwrap()
    };
    let (first, second) = (haneul.story("하나 #봄", "public").await, haneul.story("둘", "friends").await);
    assert_eq!(known(haneul.id), (2, second));
    haneul
        .client
        .post(&format!("/stories/{second}/delete"), &[])
        .await
        .expect(303);
    assert_eq!(known(haneul.id), (1, first));
    let removed = |on: bool| site.app.db.write_now(move |tx| actions::set_removed(tx, first, on)).unwrap();
    assert!(removed(true) && !removed(true));
    assert_eq!((known(haneul.id), tags(first)), ((0, 0), vec![]));
    haneul.client.get(&format!("/stories/{first}")).await.expect(404);
    assert!(removed(false) && !removed(false));
    assert_eq!((known(haneul.id), tags(first)), ((1, first), vec!["봄".to_owned()]));
    haneul.client.get(&format!("/stories/{first}")).await.expect(200);
    // The same for a comment.
    let comment = haneul.comment(first, "댓글").await;
    let removed = |on: bool| {
        site.app
            .db
            .write_now(move |tx| actions::set_comment_removed(tx, comment, on))
            .unwrap()
    };
    assert!(removed(true) && !removed(true));
    let page = haneul.client.get(&format!("/stories/{first}")).await.body;
    assert!(page.contains("댓글 0"));
    haneul
        .client
        .post(&format!("/comments/{comment}/delete"), &[])
        .await
        .expect(404);
    assert!(removed(false));
    assert!(haneul.client.get(&format!("/stories/{first}")).await.body.contains("댓글 1"));
    site.stop().await;
}

#[actix_web::test]
async fn products_stand_on_a_story_while_they_are_offered() {
    let site = Site::start().await;
    let halmang = site.person("귤할망").await;
    let shop = site.shop(&halmang, "귤밭").await;
    let mut goods = Vec::new();
    for n in 1..=21 {
        let (title, price) = (format!("감귤 {n}호"), format!("{n}000"));
        let id = halmang
            .product(&shop, &[("title", title.as_str()), ("price", price.as_str())])
            .await;
        goods.push(id.to_string());
    }
    let form = |goods: &[String]| {
        let mut form = words(Form::new(), &[("body", "오늘 딴 귤"), ("visibility", "public")]);
        for id in goods {
            form = form.text("products", id.clone());
        }
        form
    };
    halmang.client.post_multipart("/stories", form(&goods)).await.expect(422);
    for made_up in ["1", "x", "-1", ""] {
        let back = halmang
            .client
            .post_multipart("/stories", form(&[made_up.to_owned()]))
            .await
            .expect(422);
        assert!(back.body.contains("내 가게에서 지금 보이는 상품만"));
    }
    let done = halmang
        .client
        .post_multipart("/stories", form(&goods[..20]))
        .await
        .expect(303);
    let url = done.location().to_owned();
    let visitor = site.client();
    let page = visitor.get(&url).await.expect(200).body;
    assert_eq!(page.matches("class=\"tag-card\"").count(), 20);
    assert!(page.find("감귤 1호").unwrap() < page.find("감귤 20호").unwrap() && page.contains("20,000원"));
    let product = visitor.get(&format!("/products/{}", goods[0])).await.expect(200).body;
    assert!(product.contains(&format!("href=\"{url}\"")));
    let form_page = halmang.client.get(&format!("{url}/edit")).await.expect(200).body;
    assert_eq!(form_page.matches("name=\"products\" value=").count(), 21);
    // A new price is shown at once, a deleted product no longer.
    let fields = [("title", "감귤 특"), ("price", "5500")];
    halmang
        .client
        .post(&format!("/products/{}/edit", goods[0]), &fields)
        .await
        .expect(303);
    halmang
        .client
        .post(&format!("/products/{}/delete", goods[1]), &[])
        .await
        .expect(303);
    let page = visitor.get(&url).await.expect(200).body;
    assert_eq!(page.matches("class=\"tag-card\"").count(), 19);
    assert!(page.contains("감귤 특") && page.contains("5,500원") && !page.contains("감귤 2호"));
    // A person has no catalog to show products from.
    let haneul = site.person("하늘").await;
    haneul.client.post_multipart("/stories", form(&goods[..1])).await.expect(422);
    site.stop().await;
}

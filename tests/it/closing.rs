//! Closing an account: its content is gone at the next request, places in other people's friend lists become
//! free, and the email may be used again.

use crate::support::Site;
use crate::support::people::{PASSWORD, sign_up};

/// Holds SAFETY-W3.
#[actix_web::test]
async fn who_leaves_is_gone_everywhere_at_once() {
    let site = Site::start().await;
    let (leaver, friend, owner) = (
        site.person("떠나는이").await,
        site.person("단짝").await,
        site.person("빵주인").await,
    );
    site.shop(&owner, "빵집하나").await;
    leaver.client.post("/@단짝/friend/request", &[]).await.expect(303);
    friend.client.post("/@떠나는이/friend/accept", &[]).await.expect(303);
    leaver.client.post("/@빵집하나/follow", &[]).await.expect(303);
    let story = leaver.story("마지막 글", "public").await;
    let theirs = friend.story("친구의 글", "public").await;
    leaver.comment(theirs, "떠나는 댓글").await;
    let phone = leaver.client.twin();

    let page = leaver.client.get("/settings/close").await.expect(200).body;
    assert!(page.contains("스토리 1개") && page.contains("친구 1명"));
    // The password is required.
    leaver.client.post("/settings/close", &[]).await.expect(422);
    leaver
        .client
        .post("/settings/close", &[("current_password", "틀린 비밀번호예요")])
        .await
        .expect(422);
    friend.client.get("/@떠나는이").await.expect(200);
    leaver
        .client
        .post("/settings/close", &[("current_password", PASSWORD)])
        .await
        .expect(303);

    assert!(phone.get("/friends").await.expect(303).location().starts_with("/login"));
    for path in ["/@떠나는이".to_owned(), format!("/stories/{story}")] {
        friend.client.get(&path).await.expect(404);
        site.client().get(&path).await.expect(404);
    }
    let seen = friend.client.get(&format!("/stories/{theirs}")).await.expect(200).body;
    assert!(!seen.contains("떠나는 댓글"));
    assert!(!friend.client.get("/friends").await.body.contains("떠나는이"));
    // The job after the commit frees the places in other people's lists.
    site.drain();
    let counts = site
        .app
        .db
        .read_now(|db| {
            use diesel::prelude::*;
            use storyplus::db::schema::{accounts, follows, friendships};
            let friends: i32 = accounts::table.find(friend.id).select(accounts::friend_count).first(db)?;
            let left: i64 = friendships::table.count().get_result(db)?;
            let follows: i64 = follows::table.count().get_result(db)?;
            Ok((friends, left, follows))
        })
        .unwrap();
    assert_eq!(counts, (0, 0, 0));

    // Logging in is impossible. The email is free again, the handle is not.
    let wrong = site
        .client()
        .post("/login", &[("email", leaver.email.as_str()), ("password", PASSWORD)])
        .await;
    assert_eq!(wrong.status, 422);
    let fields = [
        ("email", leaver.email.as_str()),
        ("password", PASSWORD),
        ("display_name", "새사람"),
    ];
    let mut taken = fields.to_vec();
    taken.push(("handle", "떠나는이"));
    site.client().post("/signup", &taken).await.expect(422);
    let mut fresh = fields.to_vec();
    fresh.push(("handle", "새사람"));
    site.client().post("/signup", &fresh).await.expect(303);
    sign_up(site.client(), "또한사람").await;
    site.stop().await;
}

#[actix_web::test]
async fn an_owner_closes_the_shop_first_and_only_the_owner_can() {
    let site = Site::start().await;
    let (owner, guest) = (site.person("빵주인").await, site.person("손님").await);
    let shop = site.shop(&owner, "빵집하나").await;
    let product = owner.product(&shop, &[("title", "식빵"), ("price", "3000")]).await;
    let story = owner.story("오늘 빵", "public").await;
    guest.client.post("/@빵집하나/follow", &[]).await.expect(303);
    assert!(
        owner
            .client
            .get("/settings/close")
            .await
            .expect(200)
            .body
            .contains("가게를 먼저 닫아")
    );
    owner
        .client
        .post("/settings/close", &[("current_password", PASSWORD)])
        .await
        .expect(409);

    let close = "/shops/빵집하나/close";
    guest.client.get(close).await.expect(404);
    guest.client.post(close, &[("current_password", PASSWORD)]).await.expect(404);
    assert!(owner.client.get(close).await.expect(200).body.contains("상품 1개"));
    owner
        .client
        .post(close, &[("current_password", "아니에요 아니에요")])
        .await
        .expect(422);
    guest.client.get("/@빵집하나").await.expect(200);
    owner.client.post(close, &[("current_password", PASSWORD)]).await.expect(303);
    for path in [
        "/@빵집하나".to_owned(),
        "/@빵집하나/products".to_owned(),
        format!("/products/{product}"),
        format!("/stories/{story}"),
        "/shops/빵집하나".to_owned(),
    ] {
        guest.client.get(&path).await.expect(404);
        owner.client.get(&path).await.expect(404);
    }
    assert!(!guest.client.get("/?tab=shops").await.expect(200).body.contains("오늘 빵"));
    // The owner acts as themselves again at once, and can leave now.
    assert!(!owner.client.get("/").await.expect(200).body.contains("is-acting"));
    owner
        .client
        .post("/settings/close", &[("current_password", PASSWORD)])
        .await
        .expect(303);
    site.stop().await;
}

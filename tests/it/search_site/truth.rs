//! SAFETY-W1, SAFETY-W3: hidden content is neither shown nor counted nor suggested, from the next request on.

use storyplus::accounts::takedown;
use storyplus::stories::actions::set_removed;
use storyplus::text::encode_component;

use super::suggest::{said, suggested};
use super::{Seen, facets, look, product, shop_with};
use crate::support::{Client, Site};

/// Looks before the index knows and after, and asserts the same content for everyone.
async fn same_twice(site: &Site, client: &Client, q: &str) -> Seen {
    let at_once = look(client, q, "").await;
    site.indexed();
    let later = look(client, q, "").await;
    assert_eq!((at_once.counts.clone(), &at_once.hits), (later.counts.clone(), &later.hits));
    later
}

#[actix_web::test]
async fn what_may_not_be_seen_is_neither_shown_nor_counted() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "감귤농장").await;
    let writer = site.person("글쓴이").await;
    let visitor = site.client();
    let goods = product(&owner, &shop, "노지 감귤 한 상자", "24900").await;
    let of_shop = owner.story("감귤 따기 시작했습니다", "public").await;
    let public = writer.story("감귤 먹고 싶은 밤", "public").await;
    let friends = writer.story("감귤 친구들에게만", "friends").await;
    let mine = writer.story("감귤 나만 보기", "only_me").await;
    site.indexed();
    let all = look(&visitor, "감귤", "").await;
    assert_eq!(all.counts(), [4, 2, 1, 1]);
    for client in [&visitor, &writer.client, &owner.client] {
        let seen = look(client, "감귤", "").await;
        assert!(!seen.has("stories", friends) && !seen.has("stories", mine));
        assert_eq!(seen.counts, all.counts);
    }

    // The author makes it visible to friends only.
    let fields = [("body", "감귤 먹고 싶은 밤"), ("visibility", "friends")];
    writer
        .client
        .post(&format!("/stories/{public}/edit"), &fields)
        .await
        .expect(303);
    assert_eq!(same_twice(&site, &visitor, "감귤").await.counts(), [3, 1, 1, 1]);
    let fields = [("body", "감귤 먹고 싶은 밤"), ("visibility", "public")];
    writer
        .client
        .post(&format!("/stories/{public}/edit"), &fields)
        .await
        .expect(303);
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await, all);

    // A moderator removes and restores it.
    site.write(|tx| set_removed(tx, public, true).map(|_| ()));
    let seen = same_twice(&site, &visitor, "감귤").await;
    assert!(!seen.has("stories", public) && seen.counts() == [3, 1, 1, 1]);
    site.write(|tx| set_removed(tx, public, false).map(|_| ()));
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await, all);

    // A block in either direction, for these two only, without the index.
    writer.client.post("/@감귤농장/block", &[]).await.expect(303);
    assert_eq!(look(&writer.client, "감귤", "").await.counts(), [1, 1, 0, 0]);
    assert_eq!(look(&visitor, "감귤", "").await, all);
    let facets = writer
        .client
        .get(&format!("/search?q={}", encode_component("감귤")))
        .await
        .expect(200);
    assert!(!facets.body.contains(">감귤농장<"), "not in a facet either");
    writer.client.post("/@감귤농장/unblock", &[]).await.expect(303);
    assert_eq!(look(&writer.client, "감귤", "").await, all);

    // The whole shop.
    let id = shop.id;
    site.write(|tx| takedown::remove(tx, id).map(|_| ()));
    let seen = same_twice(&site, &visitor, "감귤").await;
    assert!(!seen.has("products", goods) && !seen.has("stories", of_shop));
    assert_eq!(seen.counts(), [1, 1, 0, 0]);
    visitor.get("/search?q=x&shop=감귤농장").await.expect(404);
    site.write(|tx| takedown::put_back(tx, id).map(|_| ()));
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await, all);

    // It is deleted for good, and the corrected spelling must not reveal it.
    writer
        .client
        .post(&format!("/stories/{public}/delete"), &[])
        .await
        .expect(303);
    assert_eq!(same_twice(&site, &visitor, "감귤").await.counts(), [3, 1, 1, 1]);
    let secret = writer.story("비밀암호닷컴", "public").await;
    site.indexed();
    let typo = format!("/search?q={}", encode_component("비밀암허닷컴"));
    assert!(visitor.get(&typo).await.expect(200).body.contains("비밀암호닷컴"));
    site.write(|tx| set_removed(tx, secret, true).map(|_| ()));
    assert!(!visitor.get(&typo).await.expect(200).body.contains("비밀암호닷컴"));
    site.indexed();
    assert!(!visitor.get(&typo).await.expect(200).body.contains("비밀암호닷컴"));
    site.stop().await;
}

/// Returns everything that one client sees of a word: hits and counts, facets, and suggestions.
async fn all_of(client: &Client, q: &str) -> (Seen, Vec<String>, Vec<String>) {
    let body = client
        .get(&format!("/search?q={}", encode_component(q)))
        .await
        .expect(200)
        .body;
    let panel = facets(&body)
        .into_iter()
        .map(|f| format!("{} {}", f.words, f.count))
        .collect();
    (super::read(&body), panel, said(&suggested(client, q).await))
}

/// Every act goes over HTTP if there is a page for it. No job is run, and the index does not know.
#[actix_web::test]
async fn counts_facets_and_suggestions_forget_at_once() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "고래상점").await;
    let kept = product(&owner, &shop, "고래밥그릇", "2000").await;
    let gone = owner
        .product(
            &shop,
            &[("title", "고래등불 한정판"), ("price", "90000"), ("category", "living")],
        )
        .await;
    let writer = site.person("글쓴이").await;
    let told = writer.story("바다에서 #고래구경", "public").await;
    let visitor = site.client();
    site.indexed();
    let before = all_of(&visitor, "고래").await;
    assert_eq!(before.0.counts(), [4, 1, 2, 1]);
    assert_eq!(
        before.2,
        ["shop 고래상점", "words 고래밥그릇", "words 고래등불", "tag 고래구경"]
    );
    assert!(before.1.iter().any(|f| f == "고래상점 2"), "{:?}", before.1);

    // The story becomes visible to friends only.
    let fields = [("body", "바다에서 #고래구경"), ("visibility", "friends")];
    writer
        .client
        .post(&format!("/stories/{told}/edit"), &fields)
        .await
        .expect(303);
    let now = all_of(&visitor, "고래").await;
    assert_eq!(now.0.counts(), [3, 0, 2, 1]);
    assert_eq!(now.2, ["shop 고래상점", "words 고래밥그릇", "words 고래등불"]);
    let fields = [("body", "바다에서 #고래구경"), ("visibility", "public")];
    writer
        .client
        .post(&format!("/stories/{told}/edit"), &fields)
        .await
        .expect(303);
    site.write(|tx| set_removed(tx, told, true).map(|_| ()));
    assert_eq!(all_of(&visitor, "고래").await.2, now.2, "nor a story that was removed");

    // The product becomes a draft, is hidden, and is published again.
    for (status, products) in [("draft", 1), ("hidden", 1), ("published", 2)] {
        let fields = [
            ("title", "고래등불 한정판"),
            ("price", "90000"),
            ("category", "living"),
            ("status", status),
        ];
        owner
            .client
            .post(&format!("/products/{gone}/edit"), &fields)
            .await
            .expect(303);
        let seen = all_of(&visitor, "고래").await;
        assert_eq!(seen.0.counts(), [products + 1, 0, products, 1], "{status}");
        assert_eq!(
            seen.2.contains(&"words 고래등불".to_owned()),
            status == "published",
            "{status}: {:?}",
            seen.2
        );
    }

    // The product is deleted, the shop blocked, the shop suspended.
    owner.client.post(&format!("/products/{gone}/delete"), &[]).await.expect(303);
    let now = all_of(&visitor, "고래").await;
    assert!(!now.0.has("products", gone) && now.0.has("products", kept));
    assert_eq!(now.0.counts(), [2, 0, 1, 1]);
    assert_eq!(now.2, ["shop 고래상점", "words 고래밥그릇"]);
    assert!(
        now.1.iter().all(|f| !f.starts_with("생활") && f != "고래상점 2"),
        "{:?}",
        now.1
    );
    writer.client.post("/@고래상점/block", &[]).await.expect(303);
    let blocked = all_of(&writer.client, "고래").await;
    assert!(
        blocked.2.is_empty() && blocked.1.is_empty() && blocked.0.counts() == [0, 0, 0, 0],
        "{blocked:?}"
    );
    assert_eq!(all_of(&visitor, "고래").await, now, "a block is between two");
    let id = shop.id;
    site.write(|tx| takedown::remove(tx, id).map(|_| ()));
    let none = all_of(&visitor, "고래").await;
    assert!(
        none.2.is_empty() && none.1.is_empty() && none.0.counts() == [0, 0, 0, 0],
        "{none:?}"
    );
    // The same once the index knows.
    site.indexed();
    assert_eq!(all_of(&visitor, "고래").await, none);
    site.stop().await;
}

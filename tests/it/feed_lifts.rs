//! An UP brings a public story into the feeds of one's friends, over HTTP, with everything that takes it out
//! again.

use crate::support::people::Person;
use crate::support::{Client, Site};

/// Returns the ids of the stories on a page, in order.
fn shown(body: &str) -> Vec<i64> {
    body.split("<article class=\"card story\"")
        .skip(1)
        .map(|card| {
            let id = card.split("data-load-more-id=\"").nth(1).unwrap();
            id.split('"').next().unwrap().parse().unwrap()
        })
        .collect()
}

async fn feed(client: &Client, tab: &str) -> (Vec<i64>, String) {
    let body = client.get(&format!("/?tab={tab}")).await.expect(200).body;
    (shown(&body), body)
}

async fn friends(a: &Person, b: &Person) {
    a.client
        .post(&format!("/@{}/friend/request", b.handle), &[])
        .await
        .expect(303);
    b.client.post(&format!("/@{}/friend/accept", a.handle), &[]).await.expect(303);
}

async fn up(person: &Person, story: i64, on: bool) {
    let on = if on { "true" } else { "false" };
    let path = format!("/stories/{story}/up");
    person.client.post_json(&path, &[("on", on)]).await.expect(200);
}

#[actix_web::test]
async fn a_friends_up_shows_a_strangers_story_until_it_is_taken_back() {
    let site = Site::start().await;
    let (me, minji, stranger) = (
        site.person("나리").await,
        site.person("민지").await,
        site.person("모르는이").await,
    );
    friends(&me, &minji).await;
    let far = stranger.story("산 너머 노을", "public").await;
    let near = minji.story("오늘은 국수", "public").await;
    assert_eq!(feed(&me.client, "all").await.0, [near]);
    // A stranger's UP has no effect here.
    up(&me, near, true).await;
    let other = site.person("딴사람").await;
    up(&other, far, true).await;
    assert_eq!(feed(&me.client, "all").await.0, [near]);

    up(&minji, far, true).await;
    for tab in ["all", "friends"] {
        let (ids, body) = feed(&me.client, tab).await;
        assert_eq!(ids, [far, near]);
        let card = body.split("<article").nth(1).unwrap();
        assert!(
            card.contains("민지님이 UP했어요") && card.contains("/@%EB%AF%BC%EC%A7%80\">"),
            "{card}"
        );
        assert_eq!(body.matches("님이 UP했어요").count(), 1);
    }
    assert_eq!(feed(&me.client, "shops").await.0, [] as [i64; 0]);
    // The notice about new stories counts it, except for the person who gave the UP.
    let new = me.client.get(&format!("/feed/new?tab=all&since={near}")).await.expect(200);
    assert_eq!(new.json()["count"], 1);
    assert_eq!(feed(&minji.client, "all").await.0, [near]);
    // Elsewhere the story is shown without the line about the UP.
    let page = me.client.get(&format!("/stories/{far}")).await.expect(200).body;
    assert!(!page.contains("님이 UP했어요"));

    // A repeated UP keeps its place; one that is taken back and given again is new.
    let later = minji.story("국수 한 그릇 더", "friends").await;
    up(&minji, far, true).await;
    assert_eq!(feed(&me.client, "all").await.0, [later, far, near]);
    up(&minji, far, false).await;
    assert_eq!(feed(&me.client, "all").await.0, [later, near]);
    up(&minji, far, true).await;
    assert_eq!(feed(&me.client, "all").await.0, [far, later, near]);

    // If another friend's UP is newer, the story appears once, by the newer one.
    let hani = site.person("하니").await;
    friends(&me, &hani).await;
    up(&hani, far, true).await;
    let (ids, body) = feed(&me.client, "all").await;
    assert_eq!(ids, [far, later, near]);
    assert!(body.contains("하니님이 UP했어요") && !body.contains("민지님이 UP했어요"));
    // When that friendship ends, the other friend's UP counts again.
    me.client.post("/@하니/friend/remove", &[]).await.expect(303);
    let (ids, body) = feed(&me.client, "all").await;
    assert_eq!(ids, [far, later, near]);
    assert!(body.contains("민지님이 UP했어요"));
    site.stop().await;
}

/// Holds SAFETY-W1.
#[actix_web::test]
async fn a_lifted_story_obeys_its_author_and_every_block() {
    let site = Site::start().await;
    let (me, minji, stranger) = (
        site.person("나리").await,
        site.person("민지").await,
        site.person("모르는이").await,
    );
    let moderator = site.moderator().await;
    friends(&me, &minji).await;
    let far = stranger.story("산 너머 노을", "public").await;
    up(&minji, far, true).await;
    let there = async || feed(&me.client, "all").await.0 == [far];
    let set = async |visibility: &str| {
        let fields = [("body", "산 너머 노을"), ("visibility", visibility)];
        stranger
            .client
            .post(&format!("/stories/{far}/edit"), &fields)
            .await
            .expect(303);
    };
    assert!(there().await);
    // The author makes it private, for friends only, and public again.
    for visibility in ["friends", "only_me"] {
        set(visibility).await;
        assert!(!there().await);
        set("public").await;
        assert!(there().await);
    }
    // A block in either direction.
    for (by, of) in [(&me, &stranger), (&stranger, &me)] {
        by.client.post(&format!("/@{}/block", of.handle), &[]).await.expect(303);
        assert!(!there().await);
        by.client.post(&format!("/@{}/unblock", of.handle), &[]).await.expect(303);
        assert!(there().await);
    }
    // A moderator removes and restores it.
    let fields = [("target", format!("story:{far}")), ("reason", "spam".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    me.client.post("/reports", &fields).await.expect(303);
    let list = moderator.client.get("/moderation").await.expect(200).body;
    let case = list.split("/moderation/cases/").nth(1).unwrap();
    let case: String = case.chars().take_while(char::is_ascii_digit).collect();
    let act = format!("/moderation/cases/{case}/act");
    let fields = [("action", "remove"), ("ground", "spam"), ("text", "광고예요.")];
    moderator.client.post(&act, &fields).await.expect(303);
    assert!(!there().await);
    let fields = [("action", "restore"), ("text", "다시 보니 괜찮아요.")];
    moderator.client.post(&act, &fields).await.expect(303);
    assert!(there().await);
    // Between friends it appears by its author only.
    friends(&me, &stranger).await;
    let (ids, body) = feed(&me.client, "all").await;
    assert_eq!(ids, [far]);
    assert!(!body.contains("님이 UP했어요"));
    me.client.post("/@모르는이/friend/remove", &[]).await.expect(303);
    assert!(there().await);
    // One's own story with a friend's UP appears once and without the line.
    let mine = me.story("내 이야기", "public").await;
    up(&minji, mine, true).await;
    let (ids, body) = feed(&me.client, "all").await;
    assert_eq!(ids, [mine, far]);
    assert_eq!(body.matches("님이 UP했어요").count(), 1);
    stranger.client.post(&format!("/stories/{far}/delete"), &[]).await.expect(303);
    assert!(!there().await);
    site.stop().await;
}

#[actix_web::test]
async fn a_shops_story_is_lifted_where_the_shop_is_not_followed() {
    let site = Site::start().await;
    let (me, minji, owner) = (
        site.person("나리").await,
        site.person("민지").await,
        site.person("귤할망").await,
    );
    friends(&me, &minji).await;
    site.shop(&owner, "귤밭").await;
    let story = owner.story("첫 귤이에요", "public").await;
    // A shop gives no UPs, and is nobody's friend.
    owner
        .client
        .post(&format!("/stories/{story}/up"), &[("on", "true")])
        .await
        .expect(403);
    up(&minji, story, true).await;
    for tab in ["all", "friends"] {
        let (ids, body) = feed(&me.client, tab).await;
        assert!(ids == [story] && body.contains("민지님이 UP했어요"));
    }
    // Once the shop is followed, its story is there by itself; on the friends tab it still is there by the
    // friend's UP.
    me.client.post("/@귤밭/follow", &[]).await.expect(303);
    let (ids, body) = feed(&me.client, "all").await;
    assert!(ids == [story] && !body.contains("님이 UP했어요"));
    let (ids, body) = feed(&me.client, "friends").await;
    assert!(ids == [story] && body.contains("민지님이 UP했어요"));
    assert_eq!(feed(&me.client, "shops").await.0, [story]);
    site.stop().await;
}

#[actix_web::test]
async fn a_lifted_share_says_no_more_than_its_quote_may() {
    let site = Site::start().await;
    let (me, minji, author, sharer) = (
        site.person("나리").await,
        site.person("민지").await,
        site.person("글쓴이").await,
        site.person("나른이").await,
    );
    friends(&me, &minji).await;
    let behind = author.story("비밀이 될 이야기", "public").await;
    let share = sharer.share(behind, "이것 좀 보세요").await;
    up(&minji, share, true).await;
    let (ids, body) = feed(&me.client, "all").await;
    assert!(ids == [share] && body.contains("비밀이 될 이야기"));
    let fields = [("body", "비밀이 될 이야기"), ("visibility", "friends")];
    author
        .client
        .post(&format!("/stories/{behind}/edit"), &fields)
        .await
        .expect(303);
    let (ids, body) = feed(&me.client, "all").await;
    assert_eq!(ids, [share]);
    assert!(body.contains("지금은 볼 수 없는 스토리예요.") && !body.contains("비밀이 될"));
    site.stop().await;
}

/// Holds SAFETY-W1.
#[actix_web::test]
async fn a_feed_reader_meets_no_quote_that_went_out_of_sight() {
    let site = Site::start().await;
    let (author, owner) = (site.person("글쓴이").await, site.person("귤할망").await);
    let behind = author.story("비밀이 될 이야기", "public").await;
    site.shop(&owner, "귤밭").await;
    let share = owner.share(behind, "이웃 이야기예요").await;
    let atom = "/@귤밭/feed.atom";
    let visitor = site.client();
    assert!(visitor.get(atom).await.expect(200).body.contains("이웃 이야기예요"));
    let fields = [("body", "비밀이 될 이야기"), ("visibility", "friends")];
    author
        .client
        .post(&format!("/stories/{behind}/edit"), &fields)
        .await
        .expect(303);
    let feed = visitor.get(atom).await.expect(200).body;
    assert!(feed.contains("이웃 이야기예요") && !feed.contains("비밀이 될"));
    let page = visitor.get("/@귤밭").await.expect(200).body;
    assert!(page.contains("지금은 볼 수 없는 스토리예요.") && !page.contains("비밀이 될"));
    owner.client.post(&format!("/stories/{share}/delete"), &[]).await.expect(303);
    assert!(!visitor.get(atom).await.expect(200).body.contains("이웃 이야기예요"));
    site.stop().await;
}

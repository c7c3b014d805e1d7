//! Notifications: for the account that one acts as, grouped by kind, and read one by one or all at once.

use crate::support::Site;

fn main_of(body: &str) -> &str {
    body.split("<main").nth(1).unwrap()
}

/// Returns the number of unread notifications.
fn unread(body: &str) -> String {
    let at = body.find("알림, 새 알림 ").map(|at| at + "알림, 새 알림 ".len());
    at.map_or_else(String::new, |at| {
        body[at..].chars().take_while(char::is_ascii_digit).collect()
    })
}

#[actix_web::test]
async fn many_of_a_kind_are_one_line_and_read_as_one() {
    let site = Site::start().await;
    let me = site.person("글쓴이").await;
    let (first, second) = (me.story("첫 글", "public").await, me.story("둘째 글", "public").await);
    let others = [
        site.person("하나").await,
        site.person("두울").await,
        site.person("세엣").await,
    ];
    for other in &others {
        for story in [first, second] {
            let path = format!("/stories/{story}/feeling");
            other.client.post(&path, &[("kind", "like")]).await.expect(303);
        }
    }
    others[0].comment(first, "좋네요").await;
    let list = me.client.get("/notifications").await.expect(200).body;
    let lines = main_of(&list);
    let many = "세엣 님 외 2명이 내 스토리에 느낌을 남겼어요. <span";
    let words: Vec<&str> = lines.split_whitespace().collect();
    assert_eq!(words.join(" ").matches(many).count(), 2, "{lines}");
    assert_eq!(lines.matches("class=\"news-item\"").count(), 3);
    assert!(lines.contains(&format!("href=\"/stories/{first}#comment-")));
    assert!(list.contains(">7<"), "seven are new");

    // Reading one line reads its three notifications; the count follows, also for scripts.
    let read: Vec<String> = lines
        .match_indices("action=\"/notifications/")
        .map(|(at, marker)| lines[at + marker.len()..].split('"').next().unwrap().to_owned())
        .filter(|tail| tail != "read")
        .collect();
    assert_eq!(read.len(), 3);
    let of_feelings = format!("/notifications/{}", read[1]);
    let answer = me.client.post_json(&of_feelings, &[]).await.expect(200);
    assert_eq!(answer.json()["unread"], 4);
    // Reading it again changes nothing, and others cannot.
    assert_eq!(me.client.post_json(&of_feelings, &[]).await.expect(200).json()["unread"], 4);
    others[0].client.post(&of_feelings, &[]).await.expect(404);
    me.client
        .post("/notifications/4611686018427387904/read", &[])
        .await
        .expect(404);
    let list = me.client.get("/notifications").await.expect(200).body;
    assert_eq!(main_of(&list).matches("<li class=\"is-new\"").count(), 2);
    me.client.post("/notifications/read", &[]).await.expect(303);
    let list = me.client.get("/notifications").await.expect(200).body;
    assert_eq!(main_of(&list).matches("<li class=\"is-new\"").count(), 0);
    assert_eq!(unread(&list), "0");
    site.stop().await;
}

#[actix_web::test]
async fn the_bell_is_the_one_of_the_account_acted_as() {
    let site = Site::start().await;
    let (owner, guest) = (site.person("빵주인").await, site.person("손님").await);
    let mine = owner.story("내 글", "public").await;
    site.shop(&owner, "빵집하나").await;
    let shops = owner.story("가게의 글", "public").await;
    for (story, n) in [(mine, 1), (shops, 2)] {
        for k in 0..n {
            guest.comment(story, &format!("댓글 {k}")).await;
        }
    }
    assert!(owner.client.get("/notifications").await.body.contains(">2<"));
    owner.client.post("/notifications/read", &[]).await.expect(303);
    owner.act_as_self().await;
    let list = owner.client.get("/notifications").await.expect(200).body;
    assert!(list.contains(">1<") && main_of(&list).contains(&format!("/stories/{mine}#")));
    assert!(!main_of(&list).contains(&format!("/stories/{shops}#")));
    site.stop().await;
}

#[actix_web::test]
async fn an_empty_bell_says_so() {
    let site = Site::start().await;
    let me = site.person("새내기").await;
    let list = me.client.get("/notifications").await.expect(200).body;
    assert!(main_of(&list).contains("새 소식이 없어요") && !main_of(&list).contains("모두 읽음"));
    site.stop().await;
}

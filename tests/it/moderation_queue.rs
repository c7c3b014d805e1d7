//! The moderation queue: a constant number of statements, filters in the address, and a record of every
//! action and every look.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::{Connection, InstrumentationEvent};
use storyplus::moderation::queries::QueueFilter;
use storyplus::moderation::queue;

use crate::support::Site;
use crate::support::people::Person;

async fn report(reader: &Person, target: &str, reason: &str) {
    reader
        .client
        .post("/reports", &[("target", target), ("reason", reason)])
        .await
        .expect(303);
}

/// Returns the number of statements for one page of the queue, and its lines.
fn cost(site: &Site) -> (usize, usize) {
    let asked = Arc::new(AtomicUsize::new(0));
    let seen = asked.clone();
    let lines = site
        .app
        .db
        .read_now(move |db| {
            db.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                    seen.fetch_add(1, Ordering::Relaxed);
                }
            });
            let page = queue::page(db, QueueFilter::default());
            db.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            Ok(page?.0.len())
        })
        .unwrap();
    (asked.load(Ordering::Relaxed), lines)
}

/// Holds SAFETY-L8.
#[actix_web::test]
async fn a_long_queue_takes_as_many_statements_as_a_short_one() {
    let site = Site::start().await;
    let (author, reader, moderator) = (
        site.person("글쓴이").await,
        site.person("읽는이").await,
        site.moderator().await,
    );
    let owner = site.person("빵주인").await;
    let shop = site.shop(&owner, "빵집하나").await;
    // One case of each kind, then eighteen more.
    let story = author.story("신고될 글 하나", "public").await;
    let comment = author.comment(story, "신고될 댓글").await;
    let product = owner.product(&shop, &[("title", "빵"), ("price", "3000")]).await;
    for target in [
        format!("story:{story}"),
        format!("comment:{comment}"),
        format!("product:{product}"),
        "account:빵집하나".to_owned(),
    ] {
        report(&reader, &target, "spam").await;
    }
    let (few, lines) = cost(&site);
    assert_eq!(lines, 4);
    assert!(few > 0, "the statements were counted");
    for n in 0..16 {
        let story = author.story(&format!("긴 줄의 글 {n}"), "public").await;
        report(&reader, &format!("story:{story}"), "fraud").await;
        if n % 2 == 0 {
            let comment = author.comment(story, "댓글도 신고돼요").await;
            report(&reader, &format!("comment:{comment}"), "harm").await;
        }
    }
    assert_eq!(cost(&site), (few, 20));
    // The next page continues where this one ended.
    let first = moderator.client.get("/moderation").await.expect(200).body;
    let next = first
        .split("rel=\"next\"")
        .nth(1)
        .and_then(|s| s.split("href=\"").nth(1))
        .unwrap();
    let next = next.split('"').next().unwrap().replace("&#38;", "&").replace("&amp;", "&");
    let second = moderator.client.get(&next).await.expect(200).body;
    assert_eq!(first.matches("<th scope=\"row\">").count(), 20);
    assert_eq!(second.matches("<th scope=\"row\">").count(), 8, "{next}");
    site.stop().await;
}

/// Holds SAFETY-I5.
#[actix_web::test]
async fn filters_are_the_address_and_nonsense_filters_nothing() {
    let site = Site::start().await;
    let (author, moderator) = (site.person("글쓴이").await, site.moderator().await);
    let readers = [
        site.person("하나").await,
        site.person("두울").await,
        site.person("세엣").await,
    ];
    let (calm, hot) = (
        author.story("조용한 글", "public").await,
        author.story("뜨거운 글", "public").await,
    );
    let comment = author.comment(calm, "나쁜 댓글").await;
    report(&readers[0], &format!("story:{calm}"), "privacy").await;
    report(&readers[0], &format!("comment:{comment}"), "harm").await;
    for reader in &readers {
        report(reader, &format!("story:{hot}"), "spam").await;
    }
    for (query, there, not) in [
        ("", vec!["조용한 글", "뜨거운 글", "나쁜 댓글"], vec![]),
        ("?kind=comment", vec!["나쁜 댓글"], vec!["조용한 글", "뜨거운 글"]),
        ("?reason=privacy", vec!["조용한 글"], vec!["뜨거운 글", "나쁜 댓글"]),
        ("?only=urgent", vec!["뜨거운 글"], vec!["조용한 글", "나쁜 댓글"]),
        ("?kind=story&reason=spam&only=urgent", vec!["뜨거운 글"], vec!["조용한 글"]),
        ("?kind=planet&reason=%27&only=all", vec!["조용한 글", "뜨거운 글"], vec![]),
        ("?state=closed", vec!["신고가 없어요"], vec!["조용한 글"]),
    ] {
        let body = moderator.client.get(&format!("/moderation{query}")).await.expect(200).body;
        let main = body.split("<main").nth(1).unwrap().to_owned();
        for word in there {
            assert!(main.contains(word), "{query}: {word}");
        }
        for word in not {
            assert!(!main.contains(word), "{query}: {word}");
        }
    }
    moderator.client.get("/moderation?after=x").await.expect(404);
    site.stop().await;
}

/// Holds SAFETY-W10.
#[actix_web::test]
async fn looks_at_what_is_not_public_are_kept_and_the_log_leads_to_its_case() {
    let site = Site::start().await;
    let (author, friend, moderator) = (site.person("글쓴이").await, site.person("단짝").await, site.moderator().await);
    friend.client.post("/@글쓴이/friend/request", &[]).await.expect(303);
    author.client.post("/@단짝/friend/accept", &[]).await.expect(303);
    let open = author.story("모두 보는 글", "public").await;
    let hidden = author.story("친구만 보는 글", "friends").await;
    report(&friend, &format!("story:{open}"), "spam").await;
    report(&friend, &format!("story:{hidden}"), "spam").await;
    let queue = moderator.client.get("/moderation").await.expect(200).body;
    let cases: Vec<String> = queue
        .match_indices("class=\"what\" href=\"/moderation/cases/")
        .map(|(at, marker)| queue[at + marker.len()..].chars().take_while(char::is_ascii_digit).collect())
        .collect();
    assert_eq!(cases.len(), 2);
    moderator
        .client
        .get(&format!("/moderation/cases/{}", cases[0]))
        .await
        .expect(200);
    let log = moderator.client.get("/moderation/log?act=look").await.expect(200).body;
    assert!(
        log.contains("아직 기록이 없어요"),
        "a look at what is public is nothing to keep"
    );
    let page = moderator
        .client
        .get(&format!("/moderation/cases/{}", cases[1]))
        .await
        .expect(200)
        .body;
    assert!(page.contains("친구만 보는 글") && page.contains("열어 본 사실이 기록돼요"));
    let log = moderator.client.get("/moderation/log?act=look").await.expect(200).body;
    assert!(log.contains("열어 봄") && log.contains(&format!("/moderation/cases/{}", cases[1])));
    assert!(
        !moderator
            .client
            .get("/moderation/log?act=remove")
            .await
            .body
            .contains("열어 봄</th>")
    );

    // Earlier decisions about the same account are shown beside the next case.
    let act = format!("/moderation/cases/{}/act", cases[0]);
    moderator
        .client
        .post(&act, &[("action", "remove"), ("ground", "spam"), ("text", "광고예요.")])
        .await
        .expect(303);
    let page = moderator
        .client
        .get(&format!("/moderation/cases/{}", cases[1]))
        .await
        .expect(200)
        .body;
    assert!(page.contains("이 계정에 한 앞선 조치") && page.contains(&format!("/moderation/cases/{}\"", cases[0])));
    site.stop().await;
}

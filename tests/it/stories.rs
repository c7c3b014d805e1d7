//! Writing, reading, changing and deleting stories; what people answer to them.

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
    // Not one's own: seen, but not changed.
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
    assert!(page.contains("댓글 1") && page.contains("공유 1") && page.contains("<span data-count>1</span>"));
    let page = haneul.client.get(&format!("/stories/{shared}")).await.expect(200).body;
    assert!(page.contains("class=\"quoted\"") && page.contains("오늘은 쉬어요"));
    haneul
        .client
        .post(&format!("/comments/{comment}/delete"), &[])
        .await
        .expect(303);
    let page = haneul.client.get(&format!("/stories/{id}")).await.expect(200).body;
    assert!(page.contains("댓글 0") && !page.contains("푹 쉬세요"));
    // The share of a share without words quotes what is behind it.
    let again = haneul.share(shared, "").await;
    let page = bada.client.get(&format!("/stories/{again}")).await.expect(200).body;
    assert!(page.contains(&format!("href=\"/stories/{id}\"")));
    haneul.client.post(&format!("/stories/{id}/delete"), &[]).await.expect(303);
    let page = bada.client.get(&format!("/stories/{again}")).await.expect(200).body;
    assert!(page.contains("지금은 볼 수 없는 스토리예요.") && !page.contains("오늘은 쉬어요"));
    site.stop().await;
}

//! Reports, decisions and their undo: removed content is gone everywhere at the next request, the author is
//! told why, and it can be restored exactly.

use crate::support::Site;

/// Returns the first number after a marker in a page.
fn id_after(body: &str, marker: &str) -> String {
    let at = body.find(marker).unwrap_or_else(|| panic!("no {marker} in:\n{body}")) + marker.len();
    body[at..].chars().take_while(char::is_ascii_digit).collect()
}

/// Holds SAFETY-W3 and SAFETY-W10.
#[actix_web::test]
async fn a_reported_story_is_removed_explained_and_restored() {
    let site = Site::start().await;
    let (author, reader) = (site.person("글쓴이").await, site.person("읽는이").await);
    let moderator = site.moderator().await;
    let posted = author
        .client
        .post(
            "/stories",
            &[("body", "위조 상품 팝니다 연락 주세요"), ("visibility", "public")],
        )
        .await
        .expect(303);
    let story = posted.location().to_owned();
    let id = id_after(&story, "/stories/");
    reader.client.get(&story).await.expect(200);

    // The form shows the reported content, and keeps the text when the reason is missing.
    let target = format!("story:{id}");
    assert!(
        reader
            .client
            .get(&format!("/reports/new?target={target}"))
            .await
            .expect(200)
            .body
            .contains("위조 상품")
    );
    let again = reader
        .client
        .post("/reports", &[("target", &target), ("text", "돈만 받아요")])
        .await
        .expect(422);
    assert!(again.body.contains("돈만 받아요") && again.body.contains("무엇이 문제인지"));
    reader
        .client
        .post(
            "/reports",
            &[("target", &target), ("reason", "fraud"), ("text", "돈만 받아요")],
        )
        .await
        .expect(303);
    // Two reports by one person count once.
    reader
        .client
        .post("/reports", &[("target", &target), ("reason", "fraud")])
        .await
        .expect(303);

    let queue = moderator.client.get("/moderation").await.expect(200);
    assert!(queue.body.contains("위조 상품") && queue.body.contains("사기 같아요"));
    let case = id_after(&queue.body, "/moderation/cases/");
    let page = moderator.client.get(&format!("/moderation/cases/{case}")).await.expect(200);
    assert!(page.body.contains("신고 1건"));

    // A removal needs a ground and a text.
    let act = format!("/moderation/cases/{case}/act");
    moderator.client.post(&act, &[("action", "remove")]).await.expect(422);
    moderator.client.post(&act, &[("action", "burn")]).await.expect(422);
    moderator
        .client
        .post(
            &act,
            &[("action", "remove"), ("ground", "deception"), ("text", "남의 상표를 썼어요.")],
        )
        .await
        .expect(303);

    for client in [&reader.client, &author.client, &site.client(), &moderator.client] {
        let gone = client.get(&story).await;
        assert_eq!(gone.status, 404);
    }
    assert!(
        !reader
            .client
            .get("/@글쓴이?view=list")
            .await
            .expect(200)
            .body
            .contains("위조")
    );
    // Feelings and comments answer as if the story never existed.
    reader
        .client
        .post(&format!("{story}/feeling"), &[("kind", "like")])
        .await
        .expect(404);
    reader
        .client
        .post(&format!("{story}/comments"), &[("body", "?")])
        .await
        .expect(404);

    // The author reads why; others do not.
    let action: i64 = site
        .app
        .db
        .read_now(|db| {
            use diesel::prelude::*;
            use storyplus::db::schema::{moderation_actions, notifications};
            let told: i64 = notifications::table
                .filter(notifications::kind.eq("removed"))
                .count()
                .get_result(db)?;
            assert_eq!(told, 1, "the author is told once");
            Ok(moderation_actions::table
                .select(diesel::dsl::max(moderation_actions::id))
                .first::<Option<i64>>(db)?
                .unwrap())
        })
        .unwrap();
    let letter = author.client.get(&format!("/statements/{action}")).await.expect(200);
    assert!(letter.body.contains("남의 상표를 썼어요.") && letter.body.contains("위조 상품"));
    reader.client.get(&format!("/statements/{action}")).await.expect(404);

    // A second removal comes too late.
    moderator
        .client
        .post(&act, &[("action", "remove"), ("ground", "deception"), ("text", "다시")])
        .await
        .expect(409);
    moderator.client.post(&act, &[("action", "restore")]).await.expect(303);
    assert!(reader.client.get(&story).await.expect(200).body.contains("위조 상품"));
    assert!(
        reader
            .client
            .get("/@글쓴이?view=list")
            .await
            .expect(200)
            .body
            .contains("위조")
    );
    let log = moderator.client.get("/moderation/log").await.expect(200);
    assert!(log.body.contains("되돌림") && log.body.contains("내림"));
    site.stop().await;
}

/// Holds SAFETY-W10.
#[actix_web::test]
async fn only_what_one_sees_can_be_reported_and_nobody_decides_on_their_own() {
    let site = Site::start().await;
    let (author, reader) = (site.person("조용이").await, site.person("궁금이").await);
    let moderator = site.moderator().await;
    let posted = author
        .client
        .post("/stories", &[("body", "나만 보는 글"), ("visibility", "only_me")])
        .await
        .expect(303);
    let id = id_after(posted.location(), "/stories/");
    let hidden = reader
        .client
        .post("/reports", &[("target", &format!("story:{id}")), ("reason", "spam")])
        .await
        .expect(404);
    let never = reader
        .client
        .post("/reports", &[("target", "story:4611686018427387904"), ("reason", "spam")])
        .await
        .expect(404);
    assert_eq!(hidden.body.len(), never.body.len());
    for made_up in [
        "",
        "story",
        "story:",
        "story:-1",
        "story:abc",
        "planet:1",
        "account:nobody.here",
        "comment:99",
    ] {
        reader
            .client
            .post("/reports", &[("target", made_up), ("reason", "spam")])
            .await
            .expect(404);
    }
    reader
        .client
        .post("/reports", &[("target", "account:궁금이"), ("reason", "spam")])
        .await
        .expect(409);

    let own = moderator
        .client
        .post("/stories", &[("body", "담당자의 글"), ("visibility", "public")])
        .await
        .expect(303);
    let id = id_after(own.location(), "/stories/");
    reader
        .client
        .post("/reports", &[("target", &format!("story:{id}")), ("reason", "spam")])
        .await
        .expect(303);
    let case = id_after(&moderator.client.get("/moderation").await.body, "/moderation/cases/");
    moderator
        .client
        .post(&format!("/moderation/cases/{case}/act"), &[("action", "dismiss")])
        .await
        .expect(403);
    site.stop().await;
}

/// Holds SAFETY-W3.
#[actix_web::test]
async fn a_removed_account_is_gone_with_its_sessions_and_comes_back_whole() {
    let site = Site::start().await;
    let (bad, reader) = (site.person("말썽이").await, site.person("이웃").await);
    let moderator = site.moderator().await;
    let posted = bad
        .client
        .post("/stories", &[("body", "말썽 글"), ("visibility", "public")])
        .await
        .expect(303);
    reader
        .client
        .post("/reports", &[("target", "account:말썽이"), ("reason", "harm")])
        .await
        .expect(303);
    let case = id_after(&moderator.client.get("/moderation").await.body, "/moderation/cases/");
    let act = format!("/moderation/cases/{case}/act");
    moderator
        .client
        .post(&act, &[("action", "remove"), ("ground", "harm"), ("text", "괴롭힘")])
        .await
        .expect(303);
    reader.client.get("/@말썽이").await.expect(404);
    reader.client.get(posted.location()).await.expect(404);
    let out = bad.client.get("/friends").await.expect(303);
    assert!(out.location().starts_with("/login"));
    moderator.client.post(&act, &[("action", "restore")]).await.expect(303);
    reader.client.get("/@말썽이").await.expect(200);
    assert!(
        reader
            .client
            .get(posted.location())
            .await
            .expect(200)
            .body
            .contains("말썽 글")
    );
    site.stop().await;
}

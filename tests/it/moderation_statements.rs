//! Statements of reasons: a suspended person can read them and nothing else, and may appeal once, to another
//! moderator. Notifications of a shop reach its staff.

use storyplus::access::SiteRole;

use crate::support::people::{PASSWORD, Person};
use crate::support::{Answer, Client, Site};

fn id_after(body: &str, marker: &str) -> String {
    let at = body.find(marker).unwrap_or_else(|| panic!("no {marker} in:\n{body}")) + marker.len();
    body[at..].chars().take_while(char::is_ascii_digit).collect()
}

async fn log_in(site: &Site, person: &Person) -> (Client, Answer) {
    let client = site.client();
    let fields = [("email", person.email.as_str()), ("password", PASSWORD), ("next", "/friends")];
    let answer = client.post("/login", &fields).await;
    (client, answer)
}

async fn second_moderator(site: &Site) -> Person {
    let person = site.person("다른담당자").await;
    site.promote(&person, SiteRole::Moderator).await;
    person
}

/// Reports content and removes it. Returns the case and the address for actions on it.
async fn take_down(reader: &Person, moderator: &Person, target: &str, why: &str) -> (String, String) {
    reader
        .client
        .post("/reports", &[("target", target), ("reason", "harm")])
        .await
        .expect(303);
    let case = id_after(&moderator.client.get("/moderation").await.body, "/moderation/cases/");
    let act = format!("/moderation/cases/{case}/act");
    moderator
        .client
        .post(&act, &[("action", "remove"), ("ground", "harm"), ("text", why)])
        .await
        .expect(303);
    (case, act)
}

/// Holds SAFETY-W10.
#[actix_web::test]
async fn who_was_taken_down_reads_why_and_opens_nothing_else() {
    let site = Site::start_with(&[("operator_contact", "help@example.kr")]).await;
    let (bad, reader, moderator) = (site.person("말썽이").await, site.person("이웃").await, site.moderator().await);
    let story = bad.story("말썽 글", "public").await;
    let other = bad.story("친구만 보는 글", "friends").await;
    let (_, act) = take_down(&reader, &moderator, "account:말썽이", "이웃을 괴롭혔어요.").await;

    // The old session has ended. A new log-in leads to the reasons, wherever it was meant to lead.
    assert!(bad.client.get("/friends").await.expect(303).location().starts_with("/login"));
    let (held, entered) = log_in(&site, &bad).await;
    assert_eq!(entered.expect(303).location(), "/statements");
    let list = held.get("/statements").await.expect(200);
    assert!(list.body.contains("이용이 멈춘 계정이에요") && list.body.contains("mailto:help@example.kr"));
    let statement = format!("/statements/{}", id_after(&list.body, "href=\"/statements/"));
    let letter = held.get(&statement).await.expect(200).body;
    // The statement names the content, the ground, the reason, the person who asked, whether it was
    // automated, the duration, and the way to appeal.
    for part in [
        "말썽이",
        "괴롭힘과 해침",
        "이웃을 괴롭혔어요.",
        "이용자 신고 1건",
        "저절로 된 것이 아니에요",
        "정해진 끝이 없어요",
        "이의 내기",
        "mailto:help@example.kr",
        "법원이나",
    ] {
        assert!(letter.contains(part), "{part} is not in:\n{letter}");
    }
    // No other page accepts this session: pages of members ask for a log-in, and hidden content stays hidden.
    for page in [
        "/friends",
        "/compose",
        "/settings/account",
        "/notifications",
        "/moderation/log",
    ] {
        let answer = held.get(page).await;
        assert!(
            answer.status == 404 || answer.status == 303 && answer.location().starts_with("/login"),
            "{page}: {}",
            answer.status
        );
    }
    held.get(&format!("/stories/{other}")).await.expect(404);
    held.get("/@말썽이").await.expect(404);
    for (path, fields) in [
        ("/stories", vec![("body", "몰래"), ("visibility", "public")]),
        ("/@이웃/friend/request", vec![]),
        (
            "/settings/password",
            vec![("current_password", PASSWORD), ("password", "새 비밀번호 하나 둘")],
        ),
    ] {
        let refused = held.post(path, &fields).await.expect(303);
        assert!(refused.location().starts_with("/login"), "{path}");
    }
    // Statements of others do not exist for them, nor theirs for others.
    reader.client.get(&statement).await.expect(404);
    assert!(
        site.client()
            .get(&statement)
            .await
            .expect(303)
            .location()
            .starts_with("/login")
    );

    // After the restore, the session for reading the reasons is worth nothing; a new log-in is.
    moderator.client.post(&act, &[("action", "restore")]).await.expect(303);
    assert!(held.get("/friends").await.expect(303).location().starts_with("/login"));
    assert!(held.get("/statements").await.expect(303).location().starts_with("/login"));
    let (back, entered) = log_in(&site, &bad).await;
    assert_eq!(entered.expect(303).location(), "/friends");
    back.get(&format!("/stories/{other}")).await.expect(200);
    reader.client.get(&format!("/stories/{story}")).await.expect(200);
    let list = back.get("/statements").await.expect(200).body;
    assert!(list.contains("되돌렸어요") && !list.contains("이용이 멈춘"));
    site.stop().await;
}

#[actix_web::test]
async fn who_was_taken_down_can_log_out() {
    let site = Site::start().await;
    let (bad, reader, moderator) = (site.person("말썽이").await, site.person("이웃").await, site.moderator().await);
    take_down(&reader, &moderator, "account:말썽이", "괴롭힘").await;
    let (held, _) = log_in(&site, &bad).await;
    let thief = held.twin();
    held.get("/statements").await.expect(200);
    held.post("/logout", &[]).await.expect(303);
    assert!(thief.get("/statements").await.expect(303).location().starts_with("/login"));
    site.stop().await;
}

/// Holds SAFETY-W10.
#[actix_web::test]
async fn an_objection_is_decided_by_someone_else_once() {
    let site = Site::start().await;
    let (author, reader) = (site.person("글쓴이").await, site.person("읽는이").await);
    let (moderator, second) = (site.moderator().await, second_moderator(&site).await);
    let story = author.story("가게 광고 같지만 제 일기예요", "public").await;
    let (case, act) = take_down(&reader, &moderator, &format!("story:{story}"), "광고로 보여요.").await;
    let bell = author.client.get("/notifications").await.expect(200).body;
    let statement = format!("/statements/{}", id_after(&bell, "href=\"/statements/"));
    let object = format!("{statement}/appeal");

    assert!(
        moderator
            .client
            .get("/moderation?only=appeals")
            .await
            .body
            .contains("여기에 맞는 신고가 없어요")
    );
    // Only people who run the account may appeal, with a text, and once.
    reader.client.post(&object, &[("text", "제 것도 아닌데")]).await.expect(404);
    moderator.client.post(&object, &[("text", "담당자인데")]).await.expect(404);
    author.client.post(&object, &[("text", " ")]).await.expect(422);
    let long = "가".repeat(1001);
    assert!(
        author
            .client
            .post(&object, &[("text", &long)])
            .await
            .expect(422)
            .body
            .contains(&long)
    );
    author.client.post(&object, &[("text", "제 일기예요.")]).await.expect(303);
    author.client.post(&object, &[("text", "또요.")]).await.expect(409);
    assert!(author.client.get(&statement).await.expect(200).body.contains("제 일기예요."));

    // The case is open again and marked. The moderator who decided sees it and may not decide again.
    let queue = moderator.client.get("/moderation?only=appeals").await.expect(200).body;
    assert!(queue.contains(&format!("/moderation/cases/{case}")) && queue.contains("이의신청"));
    let page = moderator
        .client
        .get(&format!("/moderation/cases/{case}"))
        .await
        .expect(200)
        .body;
    assert!(page.contains("제 일기예요.") && page.contains("다른 담당자가 정해야") && !page.contains("<form class=\"form\""));
    moderator.client.post(&act, &[("action", "restore")]).await.expect(403);
    moderator
        .client
        .post(&act, &[("action", "dismiss"), ("text", "그대로")])
        .await
        .expect(403);

    // Upholding the decision needs an answer, which the author can read; nobody appeals twice.
    second.client.post(&act, &[("action", "dismiss")]).await.expect(422);
    second
        .client
        .post(&act, &[("action", "dismiss"), ("text", "다시 봐도 광고예요.")])
        .await
        .expect(303);
    author.client.get(&format!("/stories/{story}")).await.expect(404);
    let answer = author.client.get(&statement).await.expect(200).body;
    assert!(answer.contains("다시 봐도 광고예요.") && answer.contains("결정은 그대로예요"));
    assert!(author.client.get("/notifications").await.body.contains("결정은 그대로예요"));
    author.client.post(&object, &[("text", "그래도요.")]).await.expect(409);
    // A removal without an appeal cannot be upheld.
    second
        .client
        .post(&act, &[("action", "dismiss"), ("text", "또")])
        .await
        .expect(409);
    // The later restore is exact.
    second.client.post(&act, &[("action", "restore")]).await.expect(303);
    assert!(
        reader
            .client
            .get(&format!("/stories/{story}"))
            .await
            .expect(200)
            .body
            .contains("제 일기예요")
    );
    site.stop().await;
}

#[actix_web::test]
async fn a_shops_bell_rings_for_its_staff_and_its_statement_opens_for_them() {
    let site = Site::start().await;
    let (owner, reader, moderator) = (site.person("빵주인").await, site.person("손님").await, site.moderator().await);
    let shop = site.shop(&owner, "빵집하나").await;
    let product = owner.product(&shop, &[("title", "수상한 빵"), ("price", "3000")]).await;
    take_down(&reader, &moderator, &format!("product:{product}"), "사진이 남의 것이에요.").await;

    // The notification is there for the owner acting as the shop, and not as themselves.
    let bell = owner.client.get("/notifications").await.expect(200).body;
    assert!(bell.contains("내 상품을 내렸어요"), "{bell}");
    let statement = format!("/statements/{}", id_after(&bell, "href=\"/statements/"));
    owner.act_as_self().await;
    assert!(!owner.client.get("/notifications").await.body.contains("내 상품을 내렸어요"));
    // Staff can open the statement, whichever account they act as.
    assert!(
        owner
            .client
            .get(&statement)
            .await
            .expect(200)
            .body
            .contains("사진이 남의 것이에요.")
    );
    assert!(owner.client.get("/statements").await.expect(200).body.contains(&statement));

    // When the shop itself is suspended, nobody can act as it any more, so its owner is notified personally.
    take_down(&reader, &moderator, "account:빵집하나", "가짜 가게예요.").await;
    let bell = owner.client.get("/notifications").await.expect(200).body;
    assert!(bell.contains("내 계정을 내렸어요"), "{bell}");
    site.stop().await;
}

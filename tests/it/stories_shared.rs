//! SAFETY-W3: the page cache of visitors, valid as long as nothing changes and not one request longer. The
//! pages are the same on both engines; on PostgreSQL, where others may write, nothing is cached.

use crate::support::{Client, Site};

async fn page(client: &Client, path: &str) -> String {
    // Requested twice: the second response may come from the cache.
    let first = client.get(path).await.expect(200).body;
    let second = client.get(path).await.expect(200).body;
    assert_eq!(first, second);
    second
}

#[actix_web::test]
async fn a_story_that_visitors_read_changes_at_the_very_next_request() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let moderator = site.moderator().await;
    let id = haneul.story("처음 쓴 글", "public").await;
    let url = format!("/stories/{id}");
    let visitor = site.client();
    assert!(page(&visitor, &url).await.contains("처음 쓴 글"));
    // A comment, a feeling, an edit.
    haneul.comment(id, "첫 댓글").await;
    assert!(page(&visitor, &url).await.contains("첫 댓글"));
    let feel = format!("{url}/feeling");
    haneul.client.post_json(&feel, &[("kind", "cool")]).await.expect(200);
    assert!(page(&visitor, &url).await.contains("<span data-toggle-count>1</span>"));
    let edit = format!("{url}/edit");
    for (body, visibility, status) in [
        ("고친 글", "public", 200),
        ("우리끼리", "friends", 404),
        ("나만", "only_me", 404),
    ] {
        let fields = [("body", body), ("visibility", visibility)];
        haneul.client.post(&edit, &fields).await.expect(303);
        let answer = visitor.get(&url).await.expect(status);
        assert_eq!(answer.body.contains(body), status == 200);
        visitor.get(&url).await.expect(status);
    }
    let fields = [("body", "다시 모두에게"), ("visibility", "public")];
    haneul.client.post(&edit, &fields).await.expect(303);
    assert!(page(&visitor, &url).await.contains("다시 모두에게"));
    // A moderator removes and restores it.
    let fields = [("target", format!("story:{id}")), ("reason", "spam".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
    site.person("알린이").await.client.post("/reports", &fields).await.expect(303);
    page(&visitor, &url).await;
    let list = moderator.client.get("/moderation").await.expect(200).body;
    let case = list.split("/moderation/cases/").nth(1).unwrap();
    let case: String = case.chars().take_while(char::is_ascii_digit).collect();
    let act = format!("/moderation/cases/{case}/act");
    let fields = [("action", "remove"), ("ground", "spam"), ("text", "광고예요.")];
    moderator.client.post(&act, &fields).await.expect(303);
    visitor.get(&url).await.expect(404);
    let fields = [("action", "restore"), ("text", "다시 보니 괜찮아요.")];
    moderator.client.post(&act, &fields).await.expect(303);
    assert!(page(&visitor, &url).await.contains("다시 모두에게"));
    haneul.client.post(&format!("{url}/delete"), &[]).await.expect(303);
    visitor.get(&url).await.expect(404);
    site.stop().await;
}

#[actix_web::test]
async fn what_is_kept_for_visitors_is_nobodys_own() {
    let site = Site::start().await;
    let haneul = site.person("하늘").await;
    let id = haneul.story("모두에게", "public").await;
    let url = format!("/stories/{id}");
    let (visitor, dark) = (site.client(), site.client());
    dark.set_cookie("theme", "dark");
    // A logged-in person gets their own page, before and after a visitor's was cached.
    for _ in 0..2 {
        let mine = haneul.client.get(&url).await.expect(200);
        assert!(mine.body.contains(&format!("{url}/edit")));
        let theirs = page(&visitor, &url).await;
        assert!(!theirs.contains(&format!("{url}/edit")) && !theirs.contains("data-theme"));
        // The theme that a visitor chose applies to that visitor alone.
        assert!(page(&dark, &url).await.contains("data-theme=\"dark\""));
    }
    // The same holds for the language.
    let english = visitor
        .http
        .get(format!("{}{url}", visitor.origin))
        .header("accept-language", "en");
    assert!(visitor.send(english).await.expect(200).body.contains("<html lang=\"en\""));
    assert!(page(&visitor, &url).await.contains("<html lang=\"ko\""));
    site.stop().await;
}

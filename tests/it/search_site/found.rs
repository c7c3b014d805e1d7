//! Posted content is found however it is typed; people; hashtags.

use diesel::prelude::*;
use storyplus::db::schema::accounts;
use storyplus::jobs::changes;
use storyplus::text::encode_component;

use super::{look, product, read, shop_with};
use crate::support::Site;

#[actix_web::test]
async fn what_is_posted_is_found_however_it_is_typed() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "오븐하루").await;
    let cookie = product(&owner, &shop, "수제 쿠키 선물 세트", "19800").await;
    let story = owner
        .story("오늘 구운 수제쿠키가 나왔어요 <b>바삭</b> #디저트", "public")
        .await;
    let visitor = site.client();
    site.indexed();
    for typed in [
        "수제 쿠키",
        "수제쿠키",
        "수제쿠키를",
        "ㅅㅈㅋㅋ",
        "수제 쿸",
        "수재 쿠키",
        "tnwpznzl",
        "선물세트",
    ] {
        let seen = look(&visitor, typed, "").await;
        assert!(seen.has("products", cookie), "{typed}: {seen:?}");
    }
    let page = visitor
        .get(&format!("/search?q={}", encode_component("수제쿠키")))
        .await
        .expect(200);
    let seen = read(&page.body);
    assert!(seen.has("stories", story) && seen.marked, "{seen:?}");
    assert_eq!(seen.counts(), [2, 1, 1, 0]);
    assert!(page.body.contains("value=\"수제쿠키\""), "the box stays filled");
    assert!(
        page.body.contains("&lt;b&gt;") && !page.body.contains("<b>바삭"),
        "a snippet is text"
    );
    // The shop is found by its category, the story by its tag.
    assert!(look(&visitor, "#디저트", "").await.has("stories", story));
    assert_eq!(look(&visitor, "오븐하루", "").await.counts(), [3, 1, 1, 1]);
    let typo = visitor
        .get(&format!("/search?q={}", encode_component("수제쿠카")))
        .await
        .expect(200);
    assert!(typo.body.contains("혹시"), "what was meant is said");
    let nothing = visitor
        .get(&format!("/search?q={}", encode_component("우주정거장")))
        .await
        .expect(200);
    assert!(nothing.body.contains("우주정거장’으로는 찾지 못했어요") && nothing.body.contains("오븐하루"));
    visitor.get("/search").await.expect(200);
    site.stop().await;
}

#[actix_web::test]
async fn a_shop_that_is_renamed_is_found_with_all_it_has_by_the_new_name() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "순자네").await;
    let goods = product(&owner, &shop, "노지 상자", "24900").await;
    let story = owner.story("오늘 보내요", "public").await;
    let visitor = site.client();
    site.indexed();
    let id = shop.id;
    site.write(|tx| {
        let renamed = diesel::update(accounts::table.find(id)).set(accounts::display_name.eq("돌담과수원"));
        renamed.execute(&mut **tx)?;
        changes::record(tx, changes::Kind::Shop, id)
    });
    site.indexed();
    let seen = look(&visitor, "돌담과수원", "").await;
    assert!(seen.has("products", goods) && seen.has("stories", story));
    assert_eq!(seen.counts(), [3, 1, 1, 1]);
    site.stop().await;
}

#[actix_web::test]
async fn people_are_found_by_members_by_handle_and_name() {
    let site = Site::start().await;
    let (me, sky) = (site.person("나라").await, site.person("하늘마루").await);
    let _named = {
        let fields = [
            ("email", "mina@example.kr"),
            ("password", crate::support::people::PASSWORD),
            ("handle", "mina_k"),
            ("display_name", "하늘 김"),
        ];
        site.client().post_json("/signup", &fields).await.expect(200)
    };
    site.indexed();
    let people = |body: &str| -> Vec<String> {
        let shown = body.split("sec-people").nth(2).unwrap_or_default();
        let shown = shown.split("</section>").next().unwrap_or_default();
        shown
            .split("person-meta\">@")
            .skip(1)
            .map(|p| p.split('<').next().unwrap().to_owned())
            .collect()
    };
    let found = |q: &'static str| {
        let me = &me;
        async move {
            people(
                &me.client
                    .get(&format!("/search?q={}", encode_component(q)))
                    .await
                    .expect(200)
                    .body,
            )
        }
    };
    assert_eq!(found("하늘").await, ["mina_k", "하늘마루"]);
    assert_eq!(found("@하늘마루").await, ["하늘마루"]);
    assert_eq!(found("MINA").await, ["mina_k"]);
    assert!(found("%").await.is_empty() && found("_").await.is_empty());
    let page = site.client().get("/search?q=하늘").await.expect(200).body;
    assert!(people(&page).is_empty(), "visitors look up nobody");
    sky.client.post("/@나라/block", &[]).await.expect(303);
    assert_eq!(found("하늘").await, ["mina_k"]);
    site.stop().await;
}

#[actix_web::test]
async fn a_hashtag_has_a_page_with_its_stories_first() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "디저트가게").await;
    product(&owner, &shop, "디저트 상자", "1000").await;
    let told = owner.story("오늘도 구웠어요 #디저트", "public").await;
    let visitor = site.client();
    site.indexed();
    let body = visitor
        .get(&format!("/search?q={}", encode_component("#디저트")))
        .await
        .expect(200)
        .body;
    assert!(body.contains("<h1>#디저트</h1>") && read(&body).has("stories", told));
    let (stories, products) = (
        body.find("id=\"sec-stories\"").unwrap(),
        body.find("id=\"sec-products\"").unwrap(),
    );
    assert!(stories < products);
    site.stop().await;
}

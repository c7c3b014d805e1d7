//! Suggestions and recent searches.

use serde_json::Value;
use storyplus::text::encode_component;

use super::{product, shop_with};
use crate::support::{Client, Site};

pub async fn suggested(client: &Client, typed: &str) -> Value {
    let path = format!("/search/suggest?q={}", encode_component(typed));
    let answer = client.get(&path).await.expect(200);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["cache-control"], "no-store");
    answer.json()
}

/// Returns the lines as `kind words`.
pub fn said(answer: &Value) -> Vec<String> {
    let lines = answer["items"].as_array().unwrap().iter();
    lines
        .map(|line| {
            let parts: String = line["parts"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p.as_str().unwrap())
                .collect();
            assert_eq!(parts, line["words"].as_str().unwrap());
            format!("{} {parts}", line["kind"].as_str().unwrap())
        })
        .collect()
}

#[actix_web::test]
async fn each_key_on_the_way_to_a_word_suggests_it() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "오븐하루").await;
    product(&owner, &shop, "수제 쿠키 선물 세트", "19800").await;
    product(&owner, &shop, "수제 쿠키 한 봉지", "5800").await;
    product(&owner, &shop, "iPhone 케이스", "12000").await;
    owner.story("구웠어요 #수제간식 #디저트", "public").await;
    owner.story("수제라고 쓰기만 한 글", "public").await;
    let visitor = site.client();
    site.indexed();
    for typed in [
        "수",
        "숮",
        "수제",
        "수제ㅋ",
        "수제쿠",
        "수제쿸",
        "수제 쿠",
        "tnwp",
        "tnwpznz",
        "ㅅㅈㅋ",
        "ㅅㅈ",
    ] {
        let found = said(&suggested(&visitor, typed).await);
        assert!(found.iter().any(|line| line.starts_with("words 수제")), "{typed}: {found:?}");
    }
    assert_eq!(said(&suggested(&visitor, "수제쿠").await), ["words 수제 쿠키"], "said once");
    assert_eq!(
        said(&suggested(&visitor, "수제 쿠키").await),
        ["words 수제 쿠키 한 봉지", "words 수제 쿠키 선물"],
        "what may follow"
    );
    assert_eq!(said(&suggested(&visitor, "iph").await), ["words iPhone"]);
    assert_eq!(said(&suggested(&visitor, "디ㅈ").await), ["tag 디저트"]);
    assert_eq!(said(&suggested(&visitor, "#수").await), ["tag 수제간식"]);
    for typed in ["오", "오븐", "ㅇㅂ", "@오븐", "dhqms"] {
        let answer = suggested(&visitor, typed).await;
        let shop = &answer["items"][0];
        assert_eq!(
            (shop["kind"].as_str(), shop["words"].as_str()),
            (Some("shop"), Some("오븐하루")),
            "{typed}"
        );
        assert!(shop["url"].as_str().unwrap().starts_with("/@") && shop["note"].as_str().unwrap().starts_with("가게"));
    }
    // The middle part is what was typed.
    let parts = suggested(&visitor, "수제쿠").await["items"][0]["parts"].clone();
    assert_eq!(parts, serde_json::json!(["", "수제 쿠", "키"]));
    let url = suggested(&visitor, "디저").await["items"][0]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(visitor.get(&url).await.expect(200).body.contains("#디저트"));
    // Within a name, from the second syllable on.
    assert!(said(&suggested(&visitor, "하루").await).contains(&"shop 오븐하루".to_owned()));
    assert!(!said(&suggested(&visitor, "하").await).contains(&"shop 오븐하루".to_owned()));
    // Words of stories are not titles, and an empty box suggests nothing.
    assert!(said(&suggested(&visitor, "쓰기만").await).is_empty());
    for nothing in ["", " ", "!?", "우주정거장", "%", "_", &"가".repeat(300), "\u{0}", "^", "ㅏ"] {
        assert!(said(&suggested(&visitor, nothing).await).is_empty(), "{nothing:?}");
    }
    for raw in [
        "/search/suggest",
        "/search/suggest?q=%FF%00",
        "/search/suggest?q=%ED%A0%80&q=1",
    ] {
        visitor.get(raw).await.expect(200);
    }
    site.stop().await;
}

fn recent(answer: &Value) -> Vec<String> {
    said(answer)
        .into_iter()
        .filter_map(|line| line.strip_prefix("recent ").map(str::to_owned))
        .collect()
}

/// Holds SAFETY-W6.
#[actix_web::test]
async fn what_one_searched_for_is_kept_for_that_person_alone() {
    let site = Site::start().await;
    let (me, other) = (site.person("나라").await, site.person("하늘").await);
    let keep = |q: String| {
        let me = &me.client;
        async move { me.post_json("/search/recent", &[("q", q.as_str())]).await.expect(200) }
    };
    // SAFETY-W6: looking at results stores nothing, whoever asks. The page tells its script that it may store
    // the search.
    site.indexed();
    let page = me.client.get("/search?q=감귤").await.expect(200).body;
    assert!(page.contains("data-suggest-searched=\"감귤\""));
    assert!(
        !me.client
            .get("/search?q=감귤&stock=1")
            .await
            .expect(200)
            .body
            .contains("data-suggest-searched")
    );
    assert!(
        !site
            .client()
            .get("/search?q=감귤")
            .await
            .expect(200)
            .body
            .contains("data-suggest-searched")
    );
    assert!(recent(&suggested(&me.client, "").await).is_empty());

    for q in ["감귤", "머그컵", "감귤 상자"] {
        keep(q.to_owned()).await;
    }
    keep("머그 컵".to_owned()).await;
    for not_kept in ["", "   ", &"가".repeat(257), &"가 ".repeat(17)] {
        keep(not_kept.to_owned()).await;
    }
    assert_eq!(recent(&suggested(&me.client, "").await), ["머그 컵", "감귤 상자", "감귤"]);
    assert_eq!(
        recent(&suggested(&me.client, "감ㄱ").await),
        ["감귤 상자", "감귤"],
        "also while typing"
    );
    let page = me.client.get("/search").await.expect(200).body;
    assert!(page.contains("최근에 찾은 말") && page.contains("머그 컵"));
    for stranger in [&other.client, &site.client()] {
        assert!(recent(&suggested(stranger, "").await).is_empty());
        assert!(!stranger.get("/search").await.expect(200).body.contains("최근에 찾은 말"));
    }
    let refused = site.client().post("/search/recent", &[("q", "감귤")]).await.expect(303);
    assert!(refused.location().starts_with("/login"));

    for n in 0..12 {
        keep(format!("낱말{n}")).await;
    }
    let kept = recent(&suggested(&me.client, "").await);
    assert_eq!((kept.len(), kept[0].as_str(), kept[9].as_str()), (10, "낱말11", "낱말2"));
    me.client.post("/search/recent/delete", &[("q", "낱말11")]).await.expect(303);
    assert_eq!(recent(&suggested(&me.client, "").await)[0], "낱말10");
    other
        .client
        .post("/search/recent/delete", &[("all", "true")])
        .await
        .expect(303);
    assert_eq!(recent(&suggested(&me.client, "").await).len(), 9);
    me.client.post("/search/recent/delete", &[("all", "true")]).await.expect(303);
    assert!(recent(&suggested(&me.client, "").await).is_empty());
    site.stop().await;
}

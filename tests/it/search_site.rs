//! The search page over HTTP: what is posted is found however it is typed, what may not be seen is
//! neither shown nor counted from the next request on, and no address brings an error page.

use std::collections::BTreeSet;

use diesel::prelude::*;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use storyplus::accounts::removal;
use storyplus::db::schema::{accounts, products};
use storyplus::jobs::changes;
use storyplus::search::{self, node};
use storyplus::stories::actions::set_removed;
use storyplus::text::encode_component;

use crate::support::people::{Person, Shop};
use crate::support::{Client, Site};

impl Site {
    /// The index takes in all there is.
    fn indexed(&self) {
        search::catch_up(&self.app).unwrap();
    }

    fn write(&self, f: impl FnOnce(&mut storyplus::db::Tx<'_>) -> Result<(), storyplus::error::AppError>) {
        self.app.db.write_now(f).unwrap();
    }
}

/// What a search page shows.
#[derive(Debug, PartialEq, Eq, Clone, Default)]
struct Seen {
    /// All, stories, products, shops, as the tabs say; nothing where they say nothing.
    counts: Vec<String>,
    /// The stories and products in it, as `stories/1`.
    hits: BTreeSet<String>,
    marked: bool,
}

impl Seen {
    fn counts(&self) -> [i64; 4] {
        let n: Vec<i64> = self.counts.iter().map(|n| n.replace(',', "").parse().unwrap()).collect();
        n.try_into().unwrap()
    }

    fn has(&self, kind: &str, id: i64) -> bool {
        self.hits.contains(&format!("{kind}/{id}"))
    }
}

fn read(body: &str) -> Seen {
    let after = |mark: &str| -> Vec<String> {
        let parts = body.split(mark).skip(1);
        parts
            .map(|p| p.split(['<', '"', '/', '?', '#']).next().unwrap().to_owned())
            .collect()
    };
    let ids = |kind: &str| -> Vec<String> {
        let numbers = after(&format!("href=\"/{kind}/")).into_iter();
        numbers.map(|id| format!("{kind}/{id}")).collect()
    };
    Seen {
        counts: after("<span class=\"n\">"),
        hits: ids("stories").into_iter().chain(ids("products")).collect(),
        marked: body.contains("<mark>"),
    }
}

async fn look(client: &Client, q: &str, more: &str) -> Seen {
    read(
        &client
            .get(&format!("/search?q={}{more}", encode_component(q)))
            .await
            .expect(200)
            .body,
    )
}

async fn shop_with(site: &Site, handle: &str) -> (Person, Shop) {
    let owner = site.person(&format!("{handle}주인")).await;
    let shop = site.shop(&owner, handle).await;
    (owner, shop)
}

async fn product(owner: &Person, shop: &Shop, title: &str, price: &str) -> i64 {
    owner.product(shop, &[("title", title), ("price", price)]).await
}

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
    assert!(nothing.body.contains("우주정거장’로는 찾지 못했어요") && nothing.body.contains("오븐하루"));
    visitor.get("/search").await.expect(200);
    site.stop().await;
}

/// Before the index knows (the first look) and after (the second), for everyone alike.
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

    // Narrowed by its author.
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

    // Removed by a moderator and restored.
    site.write(|tx| set_removed(tx, public, true).map(|_| ()));
    let seen = same_twice(&site, &visitor, "감귤").await;
    assert!(!seen.has("stories", public) && seen.counts() == [3, 1, 1, 1]);
    site.write(|tx| set_removed(tx, public, false).map(|_| ()));
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await, all);

    // A block, whoever made it, for these two only, and without the index.
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
    site.write(|tx| removal::remove(tx, id).map(|_| ()));
    let seen = same_twice(&site, &visitor, "감귤").await;
    assert!(!seen.has("products", goods) && !seen.has("stories", of_shop));
    assert_eq!(seen.counts(), [1, 1, 0, 0]);
    visitor.get("/search?q=x&shop=감귤농장").await.expect(404);
    site.write(|tx| removal::put_back(tx, id).map(|_| ()));
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await, all);

    // Deleted for good, and what the suggested spelling may say then.
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
async fn filters_sorts_and_pages() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "귤집").await;
    let (other, elsewhere) = shop_with(&site, "다른귤집").await;
    let mut ids = Vec::new();
    for n in 1..=25 {
        let price = (n * 1000).to_string();
        let sale = (n * 500).to_string();
        let mut fields = vec![("title", "제주 귤 상자"), ("price", price.as_str()), ("category", "farm")];
        if n % 5 == 0 {
            fields.push(("sale_price", sale.as_str()));
        }
        if n > 20 {
            fields.push(("availability", "out_of_stock"));
        }
        ids.push(owner.product(&shop, &fields).await);
    }
    let foreign = product(&other, &elsewhere, "제주 귤 쿠키", "3800").await;
    let visitor = site.client();
    site.indexed();

    // Pages follow one another without gap or repeat, however they are sorted.
    for sort in ["relevance", "newest", "price_asc", "price_desc"] {
        let first = format!("/search?q={}&tab=products&sort={sort}", encode_component("제주 귤"));
        let page = visitor.get(&first).await.expect(200).body;
        let next = page
            .split("rel=\"next\" data-more href=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        let next = next.replace("&#38;", "&").replace("&amp;", "&");
        let second = read(&visitor.get(&next).await.expect(200).body);
        let first = read(&page);
        assert_eq!((first.hits.len(), second.hits.len()), (20, 6), "{sort}");
        assert!(first.hits.is_disjoint(&second.hits));
        assert_eq!(second.counts(), [26, 0, 26, 0], "counts are of the whole");
    }
    let order = |body: &str| -> Vec<i64> {
        let cards = body.split("<li class=\"product").skip(1);
        cards
            .map(|c| {
                c.split("/products/")
                    .nth(1)
                    .unwrap()
                    .split('"')
                    .next()
                    .unwrap()
                    .parse()
                    .unwrap()
            })
            .collect()
    };
    let cheapest = visitor.get("/search?q=귤&tab=products&sort=price_asc").await.expect(200).body;
    // A sale counts: 5,000 won is 2,500 now.
    assert_eq!(order(&cheapest)[..4], [ids[0], ids[1], ids[4], ids[2]]);

    let narrowed = |more: &'static str| {
        let visitor = &visitor;
        async move { look(visitor, "귤", more).await.counts()[2] }
    };
    assert_eq!(narrowed("&min=2,000&max=4000원").await, 5, "2000, 3000, 4000, 2500, 3800");
    assert_eq!(narrowed("&min=4000&max=2000").await, 5);
    assert_eq!(narrowed("&stock=1").await, 21);
    assert_eq!(narrowed("&sale=1").await, 5);
    assert_eq!(narrowed("&category=farm").await, 25);
    assert_eq!(narrowed("&shop=다른귤집").await, 1);
    assert_eq!(narrowed("&category=farm&stock=1&sale=1&max=2500").await, 1);
    let page = visitor
        .get("/search?q=귤&tab=products&stock=1&max=3000")
        .await
        .expect(200)
        .body;
    assert!(page.contains("3,000원까지") && page.contains("chip-remove") && page.contains("살 수 있는 것만"));
    assert!(look(&visitor, "귤", "&shop=다른귤집").await.has("products", foreign));

    // What no link of ours says.
    visitor.get("/search?q=귤&shop=없는가게").await.expect(404);
    visitor.get("/search?q=귤&tab=products&after=1.2.3").await.expect(404);
    for odd in [
        "&tab=everything",
        "&sort=luck",
        "&category=spaceships",
        "&stock=maybe",
        "&tab=&sort=&min=",
    ] {
        assert_eq!(narrowed(odd).await, 26, "{odd}");
    }
    let wrong = visitor.get("/search?q=귤&min=많이").await.expect(422).body;
    assert!(wrong.contains("value=\"귤\"") && wrong.contains("숫자"));
    for long in ["가".repeat(257), "가나 ".repeat(17)] {
        let page = visitor
            .get(&format!("/search?q={}", encode_component(&long)))
            .await
            .expect(422)
            .body;
        assert!(page.contains(long.trim()), "all that was typed is in the box");
    }
    look(&visitor, &"가".repeat(256), "").await;
    look(&visitor, &"가나 ".repeat(16), "").await;
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
async fn until_the_index_is_whole_the_page_says_so_and_tells_no_counts() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "준비가게").await;
    product(&owner, &shop, "감귤 상자", "1000").await;
    let visitor = site.client();
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(page.contains("검색을 다시 준비하고 있어요") && read(&page).counts.is_empty());
    site.indexed();
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(!page.contains("준비하고") && read(&page).counts() == [1, 0, 1, 0]);

    // More changes than can be looked at one by one: hits that SQL confirms, and no counts.
    let id = shop.id;
    site.write(|tx| (0..2_100).try_for_each(|_| changes::record(tx, changes::Kind::Shop, id)));
    let page = visitor.get("/search?q=감귤").await.expect(200).body;
    assert!(page.contains("준비하고") && read(&page).counts.is_empty() && read(&page).hits.len() == 1);
    site.indexed();
    assert_eq!(look(&visitor, "감귤", "").await.counts(), [1, 0, 1, 0]);
    site.stop().await;
}

#[actix_web::test]
async fn a_log_that_was_cut_off_behind_the_index_means_a_new_index() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "잘린가게").await;
    let visitor = site.client();
    site.indexed();
    let kept = product(&owner, &shop, "감귤 상자", "1000").await;
    let gone = product(&owner, &shop, "감귤 봉지", "1000").await;
    site.indexed();
    // Deleted behind the log's back, and the log cut off behind the cursor.
    site.write(|tx| {
        diesel::update(products::table.find(gone))
            .set(products::state.eq(3))
            .execute(&mut **tx)?;
        for _ in 0..3 {
            changes::record(tx, changes::Kind::Shop, 1)?;
        }
        assert!(changes::prune(tx, 1)? > 0);
        Ok(())
    });
    let cursor = node::of(&site.app).index().unwrap().cursor();
    site.indexed();
    let index = node::of(&site.app);
    assert!(index.index().unwrap().cursor() > cursor && index.is_whole());
    let seen = look(&visitor, "감귤", "").await;
    assert!(seen.has("products", kept) && seen.counts() == [1, 0, 1, 0], "{seen:?}");
    // On the operator's word, with what a command that waits is told at the end.
    let mut shown = 0;
    assert_eq!(search::reindex::here(&site.app, &mut |_| shown += 1).unwrap(), 2);
    assert_eq!(look(&visitor, "감귤", "").await, seen);
    site.stop().await;
}

/// SAFETY 8 and 19: any text, in any parameter.
#[actix_web::test]
async fn no_query_brings_an_error_page() {
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "튼튼가게").await;
    product(&owner, &shop, "감귤 & <상자> \"100%\"", "1000").await;
    site.indexed();
    let visitor = site.client();
    let mut runner = TestRunner::deterministic();
    let any = "\\PC{0,300}|[ㄱ-ㅣ가-힣 ]{0,80}|[a-zA-Z0-9 +\\-\"'()*~^:\\\\/\\[\\]{}!?.,#@%&|<>]{0,80}|(감귤|상자|ㄱㄱ|AND|OR|NOT| ){0,20}";
    for _ in 0..150 {
        let q = any.new_tree_of(&mut runner);
        let other = "\\PC{0,20}".new_tree_of(&mut runner);
        for path in [
            format!("/search?q={}", encode_component(&q)),
            format!(
                "/search?q={}&tab=products&sort={o}&category={o}&min={o}&stock={o}",
                encode_component(&q),
                o = encode_component(&other)
            ),
        ] {
            let answer = visitor.get(&path).await;
            assert!([200, 422].contains(&answer.status), "{} for {q:?} {other:?}", answer.status);
        }
    }
    for raw in [
        "/search?q=%00",
        "/search?q=%FF%FE",
        "/search?q=%ED%A0%80",
        "/search?q",
        "/search?=&&&q=",
        "/search?q=+",
        "/search?q=%E2%80%AE%EA%B7%A4",
    ] {
        visitor.get(raw).await.expect(200);
    }
    site.stop().await;
}

trait NewTree {
    fn new_tree_of(&self, runner: &mut TestRunner) -> String;
}

impl NewTree for str {
    fn new_tree_of(&self, runner: &mut TestRunner) -> String {
        proptest::string::string_regex(self)
            .unwrap()
            .new_tree(runner)
            .unwrap()
            .current()
    }
}

//! Any text in any parameter, and the number of statements of a page.

use std::cell::Cell;

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use storyplus::access::Actor;
use storyplus::search::results::{self, SearchRequest};
use storyplus::search::{Filters, Kind, Sort, suggest};
use storyplus::text::encode_component;

use super::{product, shop_with};
use crate::support::Site;

/// SAFETY-L2, SAFETY-I5: any text in any parameter.
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
            format!("/search/suggest?q={}", encode_component(&q)),
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

thread_local! {
    static STATEMENTS: Cell<usize> = const { Cell::new(0) };
}

fn counting() -> Option<Box<dyn Instrumentation>> {
    Some(Box::new(|event: InstrumentationEvent<'_>| {
        if let InstrumentationEvent::StartQuery { .. } = event {
            STATEMENTS.set(STATEMENTS.get() + 1);
        }
    }))
}

/// SAFETY-L8: twenty hits of each kind take as many statements as two.
#[actix_web::test]
async fn a_page_costs_the_same_number_of_statements_however_much_is_found() {
    set_default_instrumentation(counting).unwrap();
    let site = Site::start().await;
    let (owner, shop) = shop_with(&site, "셈가게").await;
    let mut asked = SearchRequest {
        text: "감귤".to_owned(),
        parts: vec![(Kind::Shop, 20), (Kind::Product, 20), (Kind::Story, 20)],
        sort: Sort::Relevance,
        filters: Filters::default(),
        collapse: 0,
        after: None,
        now_ms: site.app.clock.now(),
    };
    let mut seen = Vec::new();
    for round in [2, 18] {
        for n in 0..round {
            product(&owner, &shop, &format!("감귤 {n}"), "1000").await;
            owner.story(&format!("감귤 {n}"), "public").await;
        }
        site.indexed();
        for part in &mut asked.parts {
            part.1 = 20;
        }
        STATEMENTS.set(0);
        let found = site
            .app
            .db
            .read_now(|db| results::look(&site.app, db, &Actor::Visitor, &asked))
            .unwrap();
        seen.push((STATEMENTS.get(), found.products.len(), found.stories.len()));
        STATEMENTS.set(0);
        let lines = site
            .app
            .db
            .read_now(|db| suggest::suggest(&site.app, db, &Actor::Visitor, "감"));
        assert!(!lines.unwrap().is_empty());
        seen.push((STATEMENTS.get(), 0, 0));
    }
    assert_eq!((seen[0].1, seen[0].2, seen[2].1, seen[2].2), (2, 2, 20, 20));
    assert!(seen[0].0 > 3 && seen[1].0 > 1, "statements are counted: {seen:?}");
    assert_eq!((seen[0].0, seen[1].0), (seen[2].0, seen[3].0), "{seen:?}");
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

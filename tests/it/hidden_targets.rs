//! Content that someone may not see cannot be reported, deleted or answered. Every kind of content that a
//! report can name, hidden in every way, answers like content that never existed.

use diesel::prelude::*;
use storyplus::accounts::takedown;
use storyplus::db::Tx;
use storyplus::db::schema::{accounts, blocks, comments, products, stories};
use storyplus::error::AppError;

use crate::support::people::Person;
use crate::support::{Answer, Client, Site};

const NEVER: i64 = 1_234_567;

/// The people of the test, and the content between them.
struct Stage {
    site: Site,
    /// Looks as themselves.
    reader: Person,
    /// Looks while acting as a shop.
    clerk: Person,
    author: Person,
    seller: Person,
    shop: crate::support::people::Shop,
    /// A story of somebody else with a comment by the author.
    host_story: i64,
    comment: i64,
    story: i64,
    product: i64,
}

impl Stage {
    async fn build() -> Self {
        let site = Site::start().await;
        let (reader, clerk) = (site.person("바다").await, site.person("구름").await);
        let (author, host) = (site.person("하늘").await, site.person("나무").await);
        let seller = site.person("귤할망").await;
        let shop = site.shop(&seller, "귤밭").await;
        site.shop(&clerk, "구름빵").await;
        let host_story = host.story("모두에게", "public").await;
        let comment = author.comment(host_story, "여기만의 말").await;
        let story = author.story("모두의 이야기", "public").await;
        let fields = [
            ("title", "한라봉"),
            ("price", "12000"),
            ("availability", "in_stock"),
            ("condition", "new"),
        ];
        let made = seller
            .client
            .post_json(&format!("/shops/{}/products", shop.handle), &fields)
            .await;
        let product = made.expect(200).json()["id"].as_str().unwrap().parse().unwrap();
        Self {
            site,
            reader,
            clerk,
            author,
            seller,
            shop,
            host_story,
            comment,
            story,
            product,
        }
    }

    fn change(&self, change: impl FnOnce(&mut Tx<'_>) -> Result<(), AppError> + Clone) {
        self.site.app.db.write_now(|tx| change.clone()(tx)).unwrap();
    }

    fn block(&self, by: i64, whom: i64) {
        self.change(move |tx| {
            let row = (
                blocks::blocker_id.eq(by),
                blocks::blocked_id.eq(whom),
                blocks::created_at.eq(0_i64),
            );
            diesel::insert_into(blocks::table).values(row).execute(&mut **tx)?;
            Ok(())
        });
    }

    fn unblock_all(&self) {
        self.change(|tx| {
            diesel::delete(blocks::table).execute(&mut **tx)?;
            Ok(())
        });
    }

    fn targets(&self) -> Vec<(String, &'static str)> {
        vec![
            (format!("comment:{}", self.comment), "comment:"),
            (format!("story:{}", self.story), "story:"),
            (format!("product:{}", self.product), "product:"),
            (format!("account:{}", self.author.handle), "account:"),
            (format!("account:{}", self.shop.handle), "account:"),
        ]
    }
}

fn never(kind: &str) -> String {
    match kind {
        "account:" => "account:아무도".to_owned(),
        kind => format!("{kind}{NEVER}"),
    }
}

/// Asserts that both responses are equal, apart from the address itself.
#[track_caller]
fn alike(hidden: &Answer, missing: &Answer, pair: (&str, &str)) {
    assert_eq!((hidden.status, missing.status), (404, 404), "{}", pair.0);
    let plain = |body: &str| {
        let mut body = body.to_owned();
        for word in [pair.0, pair.1] {
            let (_, id) = word.split_once(':').unwrap_or(("", word));
            body = body.replace(&storyplus::text::encode_component(id), "X").replace(id, "X");
        }
        body
    };
    assert_eq!(plain(&hidden.body), plain(&missing.body), "{}", pair.0);
}

async fn cannot_report(client: &Client, target: &str, kind: &str) {
    let other = never(kind);
    let form = |t: &str| format!("/reports/new?target={}", storyplus::text::encode_component(t));
    let (hidden, missing) = (client.get(&form(target)).await, client.get(&form(&other)).await);
    alike(&hidden, &missing, (target, &other));
    // Also for a form with a mistake.
    for reason in ["spam", ""] {
        let fields = |t: &str| vec![("target", t.to_owned()), ("reason", reason.to_owned())];
        let send = |t: &str| client.send(client.request(reqwest::Method::POST, "/reports").form(&fields(t)));
        let (hidden, missing) = (send(target).await, send(&other).await);
        alike(&hidden, &missing, (target, &other));
    }
}

async fn cannot_delete(client: &Client, comment: i64) {
    let path = |id: i64| format!("/comments/{id}/delete");
    let (hidden, missing) = (client.post(&path(comment), &[]).await, client.post(&path(NEVER), &[]).await);
    alike(&hidden, &missing, (&comment.to_string(), &NEVER.to_string()));
}

async fn can_report(client: &Client, target: &str) {
    let form = format!("/reports/new?target={}", storyplus::text::encode_component(target));
    assert_eq!(client.get(&form).await.status, 200, "{target}");
}

/// Holds SAFETY-W2.
#[actix_web::test]
async fn across_a_block_there_is_nothing_to_report() {
    let stage = Stage::build().await;
    for (target, _) in stage.targets() {
        can_report(&stage.reader.client, &target).await;
        can_report(&stage.clerk.client, &target).await;
    }
    // It is visible, but somebody else's.
    let path = format!("/comments/{}/delete", stage.comment);
    stage.reader.client.post(&path, &[]).await.expect(403);
    for person in [&stage.reader, &stage.clerk] {
        for mine in [true, false] {
            stage.unblock_all();
            for other in [stage.author.id, stage.shop.id] {
                match mine {
                    true => stage.block(person.id, other),
                    false => stage.block(other, person.id),
                }
            }
            for (target, kind) in stage.targets() {
                cannot_report(&person.client, &target, kind).await;
            }
            cannot_delete(&person.client, stage.comment).await;
            for handle in [&stage.author.handle, &stage.shop.handle] {
                person.client.get(&format!("/@{handle}")).await.expect(404);
            }
            person.client.get(&format!("/products/{}", stage.product)).await.expect(404);
        }
    }
    // The person behind the shop is not blocked, but the shop that they act as is.
    stage.unblock_all();
    let acting = stage.clerk.client.get("/@구름빵").await.expect(200);
    assert!(acting.body.contains("구름빵"));
    let clerk_shop: i64 = stage
        .site
        .app
        .db
        .read_now(|db| {
            Ok(accounts::table
                .filter(accounts::handle.eq("구름빵"))
                .select(accounts::id)
                .first(db)?)
        })
        .unwrap();
    stage.block(stage.author.id, clerk_shop);
    cannot_report(&stage.clerk.client, &format!("comment:{}", stage.comment), "comment:").await;
    cannot_report(&stage.clerk.client, &format!("account:{}", stage.author.handle), "account:").await;
    cannot_delete(&stage.clerk.client, stage.comment).await;
    stage
        .clerk
        .client
        .get(&format!("/@{}", stage.author.handle))
        .await
        .expect(404);
    stage.site.stop().await;
}

/// Holds SAFETY-W2.
#[actix_web::test]
async fn of_accounts_that_are_gone_there_is_nothing_to_report() {
    let stage = Stage::build().await;
    for closed in [false, true] {
        let (author, shop) = (stage.author.id, stage.shop.id);
        let state = if closed { "closed" } else { "removed" };
        stage.change(move |tx| {
            for id in [author, shop] {
                if closed {
                    diesel::update(accounts::table.find(id))
                        .set(accounts::state.eq("active"))
                        .execute(&mut **tx)?;
                    assert!(takedown::close(tx, id)?);
                } else {
                    assert!(takedown::remove(tx, id)?);
                }
            }
            Ok(())
        });
        for (target, kind) in stage.targets() {
            cannot_report(&stage.reader.client, &target, kind).await;
        }
        cannot_delete(&stage.reader.client, stage.comment).await;
        let page = stage
            .reader
            .client
            .get(&format!("/stories/{}", stage.host_story))
            .await
            .expect(200);
        assert!(!page.body.contains("여기만의 말"), "{state}");
    }
    stage.site.stop().await;
}

/// Holds SAFETY-W2.
#[actix_web::test]
async fn what_was_hidden_itself_cannot_be_reported() {
    let stage = Stage::build().await;
    let (comment, story, host, product) = (stage.comment, stage.story, stage.host_story, stage.product);
    let comment_target = format!("comment:{comment}");
    // The story above the comment is hidden in every way.
    for (visibility, state) in [(2, 0), (1, 0), (0, 3), (0, 4)] {
        stage.change(move |tx| {
            diesel::update(stories::table.filter(stories::id.eq_any([host, story])))
                .set((stories::visibility.eq(visibility), stories::state.eq(state)))
                .execute(&mut **tx)?;
            Ok(())
        });
        cannot_report(&stage.reader.client, &comment_target, "comment:").await;
        cannot_report(&stage.reader.client, &format!("story:{story}"), "story:").await;
        cannot_delete(&stage.reader.client, comment).await;
    }
    stage.change(move |tx| {
        diesel::update(stories::table)
            .set((stories::visibility.eq(0), stories::state.eq(0)))
            .execute(&mut **tx)?;
        Ok(())
    });
    can_report(&stage.reader.client, &comment_target).await;
    for state in [3, 4] {
        stage.change(move |tx| {
            diesel::update(comments::table.find(comment))
                .set(comments::state.eq(state))
                .execute(&mut **tx)?;
            Ok(())
        });
        cannot_report(&stage.reader.client, &comment_target, "comment:").await;
        cannot_delete(&stage.reader.client, comment).await;
        // Its author cannot delete it either, because it is gone.
        cannot_delete(&stage.author.client, comment).await;
    }
    for state in [1, 2, 3, 4] {
        stage.change(move |tx| {
            diesel::update(products::table.find(product))
                .set(products::state.eq(state))
                .execute(&mut **tx)?;
            Ok(())
        });
        cannot_report(&stage.reader.client, &format!("product:{product}"), "product:").await;
    }
    assert!(stage.seller.id > 0);
    stage.site.stop().await;
}

#[actix_web::test]
async fn the_bell_keeps_quiet_of_comments_that_are_gone_and_shares_that_are_not_for_it() {
    let stage = Stage::build().await;
    let mine = stage.reader.story("바다의 글", "public").await;
    let comment = stage.author.comment(mine, "곧 사라질 말").await;
    let bell = || async { stage.reader.client.get("/notifications").await.expect(200).body };
    let anchor = format!("#comment-{comment}");
    assert!(bell().await.contains(&anchor));
    stage
        .author
        .client
        .post(&format!("/comments/{comment}/delete"), &[])
        .await
        .expect(303);
    assert!(!bell().await.contains(&anchor));
    // Somebody shares it privately, and its author is not notified.
    let unread = || {
        let id = stage.reader.id;
        let read = stage
            .site
            .app
            .db
            .read_now(move |db| Ok(accounts::table.find(id).select(accounts::unread_count).first::<i64>(db)?));
        read.unwrap()
    };
    let before = unread();
    let of = mine.to_string();
    for (visibility, told) in [("only_me", 0), ("friends", 0), ("public", 1)] {
        let fields = [("body", "나만"), ("visibility", visibility), ("share_of", of.as_str())];
        stage.author.client.post_json("/stories", &fields).await.expect(200);
        assert_eq!(unread(), before + told, "{visibility}");
    }
    stage.site.stop().await;
}

#[actix_web::test]
async fn a_shop_that_one_blocked_is_offered_nowhere() {
    let stage = Stage::build().await;
    let (reader, shop) = (&stage.reader, &stage.shop);
    // One hashtag in two public stories, both by the shop.
    stage.seller.story("#귤밭소식 하나", "public").await;
    stage.seller.story("#귤밭소식 둘", "public").await;
    // Somebody else, whom the reader knows, shows the shop's product.
    let (host_story, product) = (stage.host_story, stage.product);
    stage.change(move |tx| {
        use storyplus::db::schema::story_products as pins;
        let row = (
            pins::story_id.eq(host_story),
            pins::product_id.eq(product),
            pins::position.eq(0),
        );
        diesel::insert_into(pins::table).values(row).execute(&mut **tx)?;
        let story = diesel::update(stories::table.find(host_story));
        story
            .set((stories::product_count.eq(1), stories::version.eq(stories::version + 1)))
            .execute(&mut **tx)?;
        Ok(())
    });
    reader
        .client
        .post(&format!("/products/{product}/wish"), &[("on", "true")])
        .await
        .expect(303);
    let own = format!("/stories/{host_story}");
    let pages = [
        "/",
        "/discover",
        "/discover?category=dessert",
        "/search",
        "/wishes",
        own.as_str(),
    ];
    let names = ["귤밭", "한라봉", "/products/"];
    for page in pages {
        let body = reader.client.get(page).await.expect(200).body;
        assert!(names.iter().any(|n| body.contains(n)), "{page} offers it to begin with");
    }
    for by_the_shop in [false, true] {
        stage.unblock_all();
        match by_the_shop {
            false => stage.block(reader.id, shop.id),
            true => stage.block(shop.id, reader.id),
        }
        for page in pages {
            let body = reader.client.get(page).await.expect(200).body;
            // The navigation contains no shop and no product, so the whole body can be searched.
            let found: Vec<_> = names.iter().filter(|n| body.contains(**n)).collect();
            assert!(found.is_empty(), "{page}: {found:?}");
        }
        for query in ["귤", "한라", "귤밭", "ㄱㅂ"] {
            let q = storyplus::text::encode_component(query);
            let body = reader.client.get(&format!("/search/suggest?q={q}")).await.expect(200).body;
            assert!(!body.contains("한라봉") && !body.contains("/@"), "{query}: {body}");
        }
        // A visitor sees the same as before.
        let body = stage.site.client().get("/discover").await.expect(200).body;
        assert!(body.contains("한라봉"));
    }
    stage.site.stop().await;
}

/// Holds SAFETY-W1.
#[actix_web::test]
async fn numbers_count_only_what_the_viewer_may_see() {
    let stage = Stage::build().await;
    let (author, friend, host) = (&stage.author, &stage.reader, stage.host_story);
    author.story("친구들에게", "friends").await;
    for n in 0..3 {
        author.story(&format!("나만 {n}"), "only_me").await;
    }
    friend.client.post("/@하늘/friend/request", &[]).await.expect(303);
    author.client.post("/@바다/friend/accept", &[]).await.expect(303);
    let visitor = stage.site.client();
    let number = |body: &str| -> i64 {
        let facts = body
            .split("<ul class=\"facts\">")
            .nth(1)
            .unwrap()
            .split("</ul>")
            .next()
            .unwrap();
        facts
            .rsplit("<strong>")
            .next()
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .parse()
            .unwrap()
    };
    for (client, expected) in [
        (&visitor, 1),
        (&stage.clerk.client, 1),
        (&friend.client, 2),
        (&author.client, 5),
    ] {
        let body = client.get("/@하늘").await.expect(200).body;
        assert_eq!(number(&body), expected);
    }
    // Shares that are not public do not change the number that everyone sees.
    let shares = || -> i64 {
        let read = stage
            .site
            .app
            .db
            .read_now(move |db| Ok(stories::table.find(host).select(stories::share_count).first(db)?));
        read.unwrap()
    };
    let of = host.to_string();
    for (visibility, expected) in [("only_me", 0), ("friends", 0), ("public", 1)] {
        let fields = [("body", "나눠요"), ("visibility", visibility), ("share_of", of.as_str())];
        let made = friend.client.post_json("/stories", &fields).await.expect(200);
        assert_eq!(shares(), expected, "{visibility}");
        let url = format!("/stories/{}", made.json()["id"].as_str().unwrap());
        for (other, expected) in [
            ("public", 1),
            ("friends", 0),
            ("only_me", 0),
            ("public", 1),
            (visibility, expected),
        ] {
            let fields = [("body", "나눠요"), ("visibility", other)];
            friend.client.post(&format!("{url}/edit"), &fields).await.expect(303);
            assert_eq!(shares(), expected, "{visibility} {other}");
        }
        friend.client.post(&format!("{url}/delete"), &[]).await.expect(303);
        assert_eq!(shares(), 0);
    }
    // Comments: somebody who may not see the comment sees no number change.
    let shown = |body: &str| body.matches("id=\"comment-").count();
    let marked = |body: &str| {
        let json = body.split("application/ld+json\">").nth(1).unwrap();
        json.split("\"commentCount\":")
            .nth(1)
            .unwrap()
            .split([',', '}'])
            .next()
            .unwrap()
            .parse::<usize>()
            .unwrap()
    };
    let url = format!("/stories/{host}");
    for comments in 2..5 {
        author.comment(host, "또 한마디").await;
        let body = stage.clerk.client.get(&url).await.expect(200).body;
        assert_eq!((shown(&body), marked(&body)), (comments, comments));
    }
    stage.block(author.id, stage.clerk.id);
    let body = stage.clerk.client.get(&url).await.expect(200).body;
    assert_eq!((shown(&body), marked(&body)), (0, 0));
    let body = friend.client.get(&url).await.expect(200).body;
    assert_eq!((shown(&body), marked(&body)), (4, 4));
    stage.site.stop().await;
}

//! The home feed, compared with its plain definition on a real database.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;
use storyplus::db::Tx;
use storyplus::db::schema::{accounts, blocks, follows, friendships, stories, story_ups};
use storyplus::error::AppError;
use storyplus::feed::queries::{Tab, home};
use storyplus::stories::queries::interactions::set_up;

use crate::support::Site;

/// A small random generator with a fixed seed: the same graph every time.
struct Dice(u64);
impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % n
    }
}

/// A story: id, author, visibility, state.
type Written = (i64, i64, i32, i32);

/// The content of the database in the test's own terms.
struct World {
    viewer: i64,
    stories: Vec<Written>,
    /// UP id, story, and the account that gave it.
    ups: Vec<(i64, i64, i64)>,
    /// Accounts with a block between them and the viewer, in either direction.
    blocked: HashSet<i64>,
    /// Suspended accounts.
    gone: HashSet<i64>,
}

/// Creates some hundred sources of one viewer, so that every plan runs, with stories and UPs of every kind.
fn fill(site: &Site, friends: usize, shops: usize, strangers: usize, per: u64) -> World {
    let mut dice = Dice(7);
    site.app
        .db
        .write_now(|tx| {
            let make = |tx: &mut Tx<'_>, kind: &str, n: usize| -> Result<i64, AppError> {
                let (id, now) = (tx.new_id(), tx.now());
                diesel::insert_into(accounts::table)
                    .values((
                        accounts::id.eq(id),
                        accounts::kind.eq(kind),
                        accounts::handle.eq(format!("{kind}{n}")),
                        accounts::handle_skeleton.eq(format!("s-{kind}{n}")),
                        accounts::display_name.eq("x"),
                        accounts::created_at.eq(now),
                    ))
                    .execute(&mut **tx)?;
                Ok(id)
            };
            let viewer = make(tx, "personal", 0)?;
            let mut authors = vec![viewer];
            let mut shop_ids = Vec::new();
            for n in 1..=friends {
                let id = make(tx, "personal", n)?;
                for (a, b) in [(viewer, id), (id, viewer)] {
                    diesel::insert_into(friendships::table)
                        .values((
                            friendships::account_id.eq(a),
                            friendships::friend_id.eq(b),
                            friendships::created_at.eq(1),
                        ))
                        .execute(&mut **tx)?;
                }
                authors.push(id);
            }
            for n in 0..shops {
                let id = make(tx, "business", n)?;
                diesel::insert_into(follows::table)
                    .values((
                        follows::follower_id.eq(viewer),
                        follows::business_id.eq(id),
                        follows::created_at.eq(1),
                    ))
                    .execute(&mut **tx)?;
                authors.push(id);
                shop_ids.push(id);
            }
            let (mut blocked, mut gone) = (HashSet::new(), HashSet::new());
            for n in 0..strangers {
                let id = make(tx, "personal", 10_000 + n)?;
                authors.push(id);
                let (by, of) = match dice.below(8) {
                    0 => (viewer, id),
                    1 => (id, viewer),
                    _ => continue,
                };
                diesel::insert_into(blocks::table)
                    .values((blocks::blocker_id.eq(by), blocks::blocked_id.eq(of), blocks::created_at.eq(1)))
                    .execute(&mut **tx)?;
                blocked.insert(id);
            }
            diesel::update(accounts::table.find(viewer))
                .set((
                    accounts::friend_count.eq(i32::try_from(friends).unwrap()),
                    accounts::following_count.eq(i64::try_from(shops).unwrap()),
                ))
                .execute(&mut **tx)?;
            let (mut all, mut ups) = (Vec::<Written>::new(), Vec::<(i64, i64, i64)>::new());
            while (all.len() as u64) < per {
                // Three UPs per story, most of them by friends; some are taken back, given again or given
                // twice.
                if !all.is_empty() && dice.below(4) > 0 {
                    let among = if dice.below(4) > 0 { friends + 1 } else { authors.len() };
                    let by = authors[usize::try_from(dice.below(among as u64)).unwrap()];
                    let newest = all.len().saturating_sub(60) as u64;
                    let story = all[usize::try_from(newest + dice.below(all.len() as u64 - newest)).unwrap()].0;
                    if shop_ids.contains(&by) {
                        continue;
                    }
                    let on = dice.below(4) > 0;
                    set_up(tx, story, by, on)?;
                    let there = ups.iter().position(|(_, s, a)| (*s, *a) == (story, by));
                    match (there, on) {
                        (Some(at), false) => {
                            ups.remove(at);
                        }
                        (None, true) => {
                            let id = story_ups::table.find((story, by)).select(story_ups::id).first(&mut **tx)?;
                            ups.push((id, story, by));
                        }
                        _ => {}
                    }
                    continue;
                }
                let author = authors[usize::try_from(dice.below(authors.len() as u64)).unwrap()];
                // Shops are always public.
                let visibility = if shop_ids.contains(&author) {
                    0
                } else {
                    i32::try_from(dice.below(3)).unwrap()
                };
                let state = if dice.below(6) == 0 { 4 } else { 0 };
                let id = tx.new_id();
                diesel::insert_into(stories::table)
                    .values((
                        stories::id.eq(id),
                        stories::author_id.eq(author),
                        stories::visibility.eq(visibility),
                        stories::state.eq(state),
                        stories::created_at.eq(1),
                    ))
                    .execute(&mut **tx)?;
                if state == 0 && visibility < 2 {
                    diesel::update(accounts::table.find(author))
                        .set(accounts::last_story_id.eq(id))
                        .execute(&mut **tx)?;
                }
                all.push((id, author, visibility, state));
            }
            for author in &authors[1..] {
                if dice.below(12) == 0 {
                    diesel::update(accounts::table.find(author))
                        .set(accounts::state.eq("removed"))
                        .execute(&mut **tx)?;
                    gone.insert(*author);
                }
            }
            Ok(World {
                viewer,
                stories: all,
                ups,
                blocked,
                gone,
            })
        })
        .unwrap()
}

/// Returns the feed by its plain definition: id, story, and the account whose UP brought it.
fn plain(site: &Site, world: &World, tab: Tab) -> Vec<(i64, i64, Option<i64>)> {
    let viewer = world.viewer;
    let (friends, shops): (Vec<i64>, Vec<i64>) = site
        .app
        .db
        .read_now(|db| {
            Ok((
                friendships::table
                    .filter(friendships::account_id.eq(viewer))
                    .select(friendships::friend_id)
                    .load(db)?,
                follows::table
                    .filter(follows::follower_id.eq(viewer))
                    .select(follows::business_id)
                    .load(db)?,
            ))
        })
        .unwrap();
    let mut entries: Vec<(i64, i64, Option<i64>)> = Vec::new();
    for (id, author, visibility, state) in &world.stories {
        if *state != 0 || world.gone.contains(author) {
            continue;
        }
        let friend = friends.contains(author) || *author == viewer;
        let source = match tab {
            Tab::All => friend || shops.contains(author),
            Tab::Friends => friend,
            Tab::Shops => shops.contains(author),
        };
        if source {
            // One's own private stories are on the profile only, since the feed follows the counter column,
            // which leaves them out.
            if *visibility == 0 || *visibility == 1 && friend {
                entries.push((*id, *id, None));
            }
            continue;
        }
        if tab == Tab::Shops || *visibility != 0 || world.blocked.contains(author) {
            continue;
        }
        let by_friends = world
            .ups
            .iter()
            .filter(|(_, s, by)| s == id && friends.contains(by) && !world.gone.contains(by));
        if let Some((up, _, by)) = by_friends.max_by_key(|(up, ..)| *up) {
            entries.push((*up, *id, Some(*by)));
        }
    }
    entries.sort_unstable_by_key(|e| std::cmp::Reverse(e.0));
    entries
}

async fn agree(friends: usize, shops: usize, strangers: usize, stories: u64) {
    let site = Site::start().await;
    let world = fill(&site, friends, shops, strangers, stories);
    let ids: HashMap<String, i64> = site
        .app
        .db
        .read_now(|db| Ok(accounts::table.select((accounts::handle, accounts::id)).load(db)?))
        .unwrap()
        .into_iter()
        .collect();
    for tab in [Tab::All, Tab::Friends, Tab::Shops] {
        let want = plain(&site, &world, tab);
        let lifted = want.iter().filter(|e| e.2.is_some()).count();
        assert!(tab == Tab::Shops || lifted > 15, "{lifted} lifted");
        let (mut got, mut after) = (Vec::new(), i64::MAX);
        loop {
            let mut page = site.app.db.read_now(|db| home(db, world.viewer, tab, after, 21)).unwrap();
            let more = page.len() > 20;
            page.truncate(20);
            after = page.last().map_or(0, |e| e.id);
            got.extend(
                page.into_iter()
                    .map(|e| (e.id, e.story, e.boosted_by.map(|f| ids[&f.handle]))),
            );
            if !more {
                break;
            }
        }
        assert_eq!(got, want, "{tab:?} with {friends} friends, {shops} shops");
    }
    site.stop().await;
}

#[actix_web::test]
async fn few_sources() {
    agree(3, 4, 40, 400).await;
}

#[actix_web::test]
async fn more_sources_than_a_page() {
    agree(30, 40, 20, 700).await;
}

#[actix_web::test]
async fn many_sources() {
    agree(150, 170, 60, 900).await;
}

/// Friends who write nothing and give many UPs: the page has no lower bound.
#[actix_web::test]
async fn more_friends_than_a_page_and_few_stories_of_theirs() {
    agree(60, 0, 500, 420).await;
}

#[actix_web::test]
async fn the_home_page_tells_what_to_do_when_there_is_nothing() {
    let site = Site::start().await;
    let person = site.person("새사람").await;
    let page = person.client.get("/").await.expect(200);
    assert!(page.body.contains("아직 소식이 없어요"));
    person.client.get("/?tab=friends").await.expect(200);
    person.client.get("/?tab=planets").await.expect(404);
    person.client.get("/?after=abc").await.expect(404);
    person.client.get("/?after=99999999999999999999").await.expect(404);
    let new = person.client.get("/feed/new?tab=all&since=0").await.expect(200);
    assert_eq!(new.json()["count"], 0);
    site.client().get("/").await.expect(200);
    site.client().get("/discover").await.expect(200);
    site.client().get("/sitemap.xml").await.expect(200);
    site.stop().await;
}

#[actix_web::test]
async fn discover_shows_hashtags_and_what_is_new_in_the_category_that_was_chosen() {
    let site = Site::start().await;
    let baker = site.person("빵집주인").await;
    let bakery = site.shop(&baker, "동네빵집").await;
    baker.product(&bakery, &[("title", "소금빵"), ("price", "3000")]).await;
    let tailor = site.person("옷집주인").await;
    let fields = [
        ("handle", "바늘집"),
        ("display_name", "바늘집"),
        ("category", "clothes"),
        ("bio", ""),
    ];
    tailor.client.post_json("/shops", &fields).await.expect(200);
    tailor.act_as("바늘집").await;
    let dress = [("title", "리넨 원피스"), ("price", "49000")];
    tailor.client.post_json("/shops/바늘집/products", &dress).await.expect(200);
    for body in ["첫 빵 #성수동", "두 번째 빵 #성수동 #한번", "친구만 보는 빵 #숨은말"] {
        baker.story(body, "public").await;
    }
    baker.act_as_self().await;
    for body in ["하나 #숨은말", "둘 #숨은말"] {
        baker.story(body, "friends").await;
    }
    let visitor = site.client();
    let all = visitor.get("/discover").await.expect(200).body;
    assert!(all.contains("href=\"/search?q=%23%EC%84%B1%EC%88%98%EB%8F%99\">#성수동</a>"));
    assert!(
        !all.contains("#한번") && !all.contains("#숨은말"),
        "only what several say to everyone"
    );
    assert!(all.contains("소금빵") && all.contains("리넨 원피스"));
    let clothes = visitor.get("/discover?category=clothes").await.expect(200).body;
    assert!(clothes.contains("리넨 원피스") && !clothes.contains("소금빵"));
    assert!(
        !visitor
            .get("/discover?category=pets")
            .await
            .expect(200)
            .body
            .contains("리넨 원피스")
    );
    site.stop().await;
}

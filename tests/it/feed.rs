//! The home feed against the plain definition of it, on a real database.

use diesel::prelude::*;
use storyplus::db::schema::{accounts, follows, friendships, stories};
use storyplus::feed::queries::{Tab, home};

use crate::support::Site;

/// A small fixed generator: the same graph every time.
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

/// 320 sources of one viewer (so that both plans run), stories of every kind.
fn fill(site: &Site, friends: usize, shops: usize, strangers: usize, per: u64) -> (i64, Vec<(i64, i64, i32, i32)>) {
    let mut dice = Dice(7);
    site.app
        .db
        .write_now(|tx| {
            let make = |tx: &mut storyplus::db::Tx<'_>, kind: &str, n: usize| -> Result<i64, storyplus::error::AppError> {
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
            for n in 0..strangers {
                authors.push(make(tx, "personal", 10_000 + n)?);
            }
            diesel::update(accounts::table.find(viewer))
                .set((
                    accounts::friend_count.eq(i32::try_from(friends).unwrap()),
                    accounts::following_count.eq(i64::try_from(shops).unwrap()),
                ))
                .execute(&mut **tx)?;
            let mut all = Vec::new();
            for _ in 0..per {
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
            Ok((viewer, all))
        })
        .unwrap()
}

/// What the feed is, said plainly.
fn plain(site: &Site, viewer: i64, tab: Tab, all: &[(i64, i64, i32, i32)]) -> Vec<i64> {
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
    let mut ids: Vec<i64> = all
        .iter()
        .filter(|(_, author, visibility, state)| {
            let friend = friends.contains(author) || *author == viewer;
            let shop = shops.contains(author);
            let source = match tab {
                Tab::All => friend || shop,
                Tab::Friends => friend,
                Tab::Shops => shop,
            };
            // Of one's own, what only oneself sees stands on the profile, not in the feed, where the counter column goes by it.
            source && *state == 0 && (*visibility == 0 || *visibility == 1 && friend)
        })
        .map(|(id, ..)| *id)
        .collect();
    ids.sort_unstable_by(|a, b| b.cmp(a));
    ids
}

async fn agree(friends: usize, shops: usize, strangers: usize, stories: u64) {
    let site = Site::start().await;
    let (viewer, all) = fill(&site, friends, shops, strangers, stories);
    for tab in [Tab::All, Tab::Friends, Tab::Shops] {
        let want = plain(&site, viewer, tab, &all);
        let (mut got, mut after) = (Vec::<i64>::new(), i64::MAX);
        loop {
            let mut page = site.app.db.read_now(|db| home(db, viewer, tab, after, 21)).unwrap();
            let more = page.len() > 20;
            page.truncate(20);
            got.extend(&page);
            match page.last() {
                Some(last) if more => after = *last,
                _ => break,
            }
        }
        assert_eq!(got, want, "{tab:?} with {friends} friends, {shops} shops");
    }
    site.stop().await;
}

#[actix_web::test]
async fn few_sources() {
    agree(3, 4, 20, 400).await;
}

#[actix_web::test]
async fn more_sources_than_a_page() {
    agree(30, 40, 20, 700).await;
}

#[actix_web::test]
async fn many_sources() {
    agree(150, 170, 60, 900).await;
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

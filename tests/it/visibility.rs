//! SAFETY-W1, SAFETY-W2: visibility of stories in random graphs of friends and blocks, for every kind of
//! story and viewer, against a second implementation of the rule.

use std::collections::HashSet;

use diesel::prelude::*;
use storyplus::access::{Acting, Actor, Member, Role, SiteRole};
use storyplus::db::schema::{accounts, blocks, friendships, photos, stories};
use storyplus::error::AppError;
use storyplus::stories::actions::{self, NewStory};
use storyplus::stories::{Quote, Visibility, cards};

use crate::support::people::{Person, Shop};
use crate::support::{Client, Site};

/// A random generator with a fixed seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
}

#[derive(Debug, Clone, Copy)]
struct Told {
    id: i64,
    photo: i64,
    author: i64,
    visibility: Visibility,
    state: i32,
    share_of: Option<i64>,
}

#[derive(Debug, Default)]
struct World {
    friends: HashSet<(i64, i64)>,
    blocks: HashSet<(i64, i64)>,
    gone: HashSet<i64>,
    stories: Vec<Told>,
}

impl World {
    /// Returns true if the product's rule lets the viewer see the story.
    fn sees(&self, (viewer, person): (i64, i64), story: &Told) -> bool {
        if story.state != 0 {
            return false;
        }
        if viewer != 0 && viewer == story.author {
            return true;
        }
        let met = |a, b| self.blocks.contains(&(a, b)) || self.blocks.contains(&(b, a));
        if self.gone.contains(&story.author) || met(story.author, viewer) || met(story.author, person) {
            return false;
        }
        match story.visibility {
            Visibility::Public => true,
            Visibility::Friends => self.friends.contains(&(viewer, story.author)),
            Visibility::OnlyMe => false,
        }
    }

    fn story(&self, id: i64) -> &Told {
        self.stories.iter().find(|s| s.id == id).unwrap()
    }
}

/// Writes stories of every account, in every visibility and state, with a photo each, and shares of the
/// public ones.
fn write_stories(site: &Site, authors: &[i64], shop: i64) -> Vec<Told> {
    let authors = [authors, &[shop]].concat();
    site.app
        .db
        .write_now(move |tx| {
            let mut told: Vec<Told> = Vec::new();
            for author in authors {
                let mut publish = |tx: &mut storyplus::db::Tx<'_>, visibility, share_of, state: i32| {
                    let photo = tx.new_id();
                    diesel::insert_into(photos::table)
                        .values((
                            photos::id.eq(photo),
                            photos::account_id.eq(author),
                            photos::hash.eq("0".repeat(64)),
                            photos::width.eq(320),
                            photos::height.eq(320),
                            photos::tint.eq("#aabbcc"),
                            photos::sizes.eq("320"),
                            photos::created_at.eq(0_i64),
                        ))
                        .execute(&mut **tx)?;
                    let id = actions::publish(
                        tx,
                        NewStory {
                            author_id: author,
                            login_id: None,
                            body: format!("비밀{author}의{}글", told.len()),
                            visibility,
                            photos: vec![(photo, String::new())],
                            products: Vec::new(),
                            share_of,
                        },
                    )?;
                    if state != 0 {
                        diesel::update(stories::table.find(id))
                            .set(stories::state.eq(state))
                            .execute(&mut **tx)?;
                    }
                    told.push(Told {
                        id,
                        photo,
                        author,
                        visibility,
                        state,
                        share_of,
                    });
                    Ok::<i64, AppError>(id)
                };
                let public = publish(tx, Visibility::Public, None, 0)?;
                publish(tx, Visibility::Public, Some(public), 0)?;
                publish(tx, Visibility::Public, None, 3)?;
                publish(tx, Visibility::Public, None, 4)?;
                if author != shop {
                    let friends = publish(tx, Visibility::Friends, Some(public), 0)?;
                    publish(tx, Visibility::OnlyMe, None, 0)?;
                    // No form makes this, but a shared public story may have been restricted to friends
                    // later.
                    publish(tx, Visibility::Public, Some(friends), 0)?;
                }
            }
            Ok(told)
        })
        .unwrap()
}

/// Makes random friendships, blocks and closed accounts.
fn shake(site: &Site, world: &mut World, people: &[i64], shop: i64, dice: &mut Dice) {
    world.friends.clear();
    world.blocks.clear();
    world.gone.clear();
    for (i, a) in people.iter().enumerate() {
        for b in &people[i + 1..] {
            if dice.roll(2) == 0 {
                world.friends.extend([(*a, *b), (*b, *a)]);
            }
            match dice.roll(6) {
                0 => world.blocks.insert((*a, *b)),
                1 => world.blocks.insert((*b, *a)),
                _ => false,
            };
        }
        match dice.roll(6) {
            0 => world.blocks.insert((*a, shop)),
            1 => world.blocks.insert((shop, *a)),
            _ => false,
        };
    }
    // The last account is sometimes suspended; nobody is logged in as it here.
    let last = *people.last().unwrap();
    if dice.roll(3) == 0 {
        world.gone.insert(last);
    }
    let (friends, blocked, gone) = (world.friends.clone(), world.blocks.clone(), world.gone.contains(&last));
    site.app
        .db
        .write_now(move |tx| {
            diesel::delete(friendships::table).execute(&mut **tx)?;
            diesel::delete(blocks::table).execute(&mut **tx)?;
            for (a, b) in friends {
                diesel::insert_into(friendships::table)
                    .values((
                        friendships::account_id.eq(a),
                        friendships::friend_id.eq(b),
                        friendships::created_at.eq(0_i64),
                    ))
                    .execute(&mut **tx)?;
            }
            for (a, b) in blocked {
                diesel::insert_into(blocks::table)
                    .values((
                        blocks::blocker_id.eq(a),
                        blocks::blocked_id.eq(b),
                        blocks::created_at.eq(0_i64),
                    ))
                    .execute(&mut **tx)?;
            }
            diesel::update(accounts::table.find(last))
                .set(accounts::state.eq(if gone { "removed" } else { "active" }))
                .execute(&mut **tx)?;
            Ok::<_, AppError>(())
        })
        .unwrap();
}

fn member(person: &Person, acting: Option<&Shop>) -> Actor {
    Actor::Member(Box::new(Member {
        login_id: 1,
        session: String::new(),
        account_id: person.id,
        handle: person.handle.clone(),
        name: person.handle.clone(),
        avatar: None,
        site_role: SiteRole::Moderator,
        acting: acting.map(|s| Acting {
            account_id: s.id,
            handle: s.handle.clone(),
            name: s.handle.clone(),
            role: Role::Owner,
        }),
        unread: 0,
        locale: None,
        theme: None,
        renew: false,
        last_seen_at: 0,
    }))
}

struct Cast {
    people: Vec<Person>,
    /// Acts as the shop all the time.
    owner: Person,
    shop: Shop,
    ids: Vec<i64>,
}

async fn cast(site: &Site) -> Cast {
    let mut people = Vec::new();
    for handle in ["하늘", "바다", "구름", "나무"] {
        people.push(site.person(handle).await);
    }
    let owner = site.person("귤할망").await;
    let shop = site.shop(&owner, "귤밭").await;
    let ids = people.iter().map(|p| p.id).chain([owner.id]).collect();
    Cast {
        people,
        owner,
        shop,
        ids,
    }
}

#[actix_web::test]
async fn the_filter_follows_the_rule_in_random_worlds() {
    let site = Site::start().await;
    let cast = cast(&site).await;
    // One more account, which may be suspended.
    let last = site.person("떠난이").await;
    let ids = [cast.ids.as_slice(), &[last.id]].concat();
    let mut world = World {
        stories: write_stories(&site, &ids, cast.shop.id),
        ..World::default()
    };
    let mut dice = Dice(2012);
    let all: Vec<i64> = world.stories.iter().map(|s| s.id).collect();
    for _ in 0..16 {
        shake(&site, &mut world, &ids, cast.shop.id, &mut dice);
        let mut eyes: Vec<Actor> = cast.people.iter().map(|p| member(p, None)).collect();
        eyes.extend([
            Actor::Visitor,
            member(&cast.owner, None),
            member(&cast.owner, Some(&cast.shop)),
        ]);
        for actor in eyes {
            let who = (actor.posts_as(), actor.account_id());
            let expected: Vec<i64> = world.stories.iter().filter(|s| world.sees(who, s)).map(|s| s.id).collect();
            let (seen, shown, pictures) = site
                .app
                .db
                .read_now(|db| {
                    let seen = storyplus::stories::queries::visible::visible_ids(db, &actor, &all)?;
                    let shown = cards(&site.app, db, &actor, &all)?;
                    let mut pictures = Vec::new();
                    // A few of them one by one: the same filter in another statement.
                    for story in world.stories.iter().filter(|_| dice.roll(5) == 0) {
                        assert_eq!(
                            storyplus::stories::queries::visible::can_see(db, &actor, story.id)?.is_some(),
                            world.sees(who, story)
                        );
                        pictures.push((
                            story.id,
                            storyplus::stories::queries::visible::sees_photo(db, &actor, story.photo)?,
                        ));
                    }
                    Ok((seen, shown, pictures))
                })
                .unwrap();
            assert_eq!(seen, expected);
            for (id, seen) in pictures {
                assert_eq!(seen, expected.contains(&id));
            }
            assert_eq!(shown.iter().map(|c| c.id).collect::<Vec<_>>(), expected);
            for card in shown {
                let quoted = world.story(card.id).share_of.map(|of| world.story(of));
                match (&card.quote, quoted) {
                    (None, None) => {}
                    (Some(Quote::Shown(q)), Some(of)) => assert!(q.id == of.id && world.sees(who, of)),
                    (Some(Quote::Gone), Some(of)) => assert!(!world.sees(who, of)),
                    other => panic!("{other:?}"),
                }
            }
        }
    }
    site.stop().await;
}

/// Asserts that the response for a hidden story is the one for a story that never existed, in every byte but
/// the address.
async fn same_as_nothing(client: &Client, method: &str, path: &str, id: i64) {
    const NEVER: i64 = 1_234_567;
    let never = path.replace(&id.to_string(), &NEVER.to_string());
    let fields = [("kind", "like"), ("body", "안녕"), ("on", "true"), ("visibility", "public")];
    let (hidden, missing) = if method == "GET" {
        (client.get(path).await, client.get(&never).await)
    } else {
        (client.post(path, &fields).await, client.post(&never, &fields).await)
    };
    let (hidden, missing) = (hidden.expect(404), missing.expect(404));
    assert_eq!(hidden.body.replace(&id.to_string(), &NEVER.to_string()), missing.body);
    let names = |a: &crate::support::Answer| {
        let mut names: Vec<String> = a.headers.keys().map(|k| k.to_string()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&hidden), names(&missing));
}

#[actix_web::test]
async fn nobody_meets_a_story_that_is_not_for_them_at_any_address() {
    let site = Site::start().await;
    let cast = cast(&site).await;
    let mut world = World {
        stories: write_stories(&site, &cast.ids, cast.shop.id),
        ..World::default()
    };
    let visitor = site.client();
    let mut dice = Dice(7);
    {
        shake(&site, &mut world, &cast.ids, cast.shop.id, &mut dice);
        // The owner is logged in here, so the account has to stay.
        world.gone.clear();
        let owner = cast.owner.id;
        site.app
            .db
            .write_now(move |tx| {
                diesel::update(accounts::table.find(owner))
                    .set(accounts::state.eq("active"))
                    .execute(&mut **tx)?;
                Ok::<_, AppError>(())
            })
            .unwrap();
        let mut eyes: Vec<(&Client, (i64, i64))> = cast.people.iter().map(|p| (&p.client, (p.id, p.id))).collect();
        eyes.extend([(&visitor, (0, 0)), (&cast.owner.client, (cast.shop.id, cast.owner.id))]);
        for (client, who) in eyes {
            for story in &world.stories {
                let url = format!("/stories/{}", story.id);
                if world.sees(who, story) {
                    let page = client.get(&url).await.expect(200).body;
                    if let Some(of) = story.share_of {
                        let of = world.story(of);
                        let words = format!("/stories/{}\"", of.id);
                        assert_eq!(page.contains(&words), world.sees(who, of));
                        assert_eq!(page.contains("지금은 볼 수 없는 스토리예요."), !world.sees(who, of));
                    }
                    continue;
                }
                let id = story.id;
                same_as_nothing(client, "GET", &url, id).await;
                same_as_nothing(client, "GET", &format!("{url}/photos/1"), id).await;
                if who.0 == 0 {
                    client.post(&format!("{url}/feeling"), &[("kind", "like")]).await.expect(303);
                    continue;
                }
                if dice.roll(3) > 0 {
                    continue;
                }
                // One of the actions each time: they all use the same filter.
                let act = ["feeling", "comments", "up", "edit", "delete"][usize::try_from(dice.roll(5)).unwrap()];
                same_as_nothing(client, "POST", &format!("{url}/{act}"), id).await;
                same_as_nothing(client, "GET", &format!("/compose?share_of={id}"), id).await;
                let share = [("body", ""), ("visibility", "public"), ("share_of", &id.to_string())];
                client.post("/stories", &share).await.expect(404);
            }
        }
    }
    let counted: Vec<(i64, i64, i64)> = site
        .app
        .db
        .read_now(|db| {
            Ok(stories::table
                .select((stories::like_count, stories::comment_count, stories::up_count))
                .load(db)?)
        })
        .unwrap();
    assert!(counted.iter().all(|c| *c == (0, 0, 0)));
    site.stop().await;
}

#[actix_web::test]
async fn a_comment_and_a_mention_stay_within_the_story_they_belong_to() {
    let site = Site::start().await;
    let (haneul, bada, gureum) = (
        site.person("하늘").await,
        site.person("바다").await,
        site.person("구름").await,
    );
    let unread = |id: i64| {
        site.app
            .db
            .read_now(move |db| Ok(accounts::table.find(id).select(accounts::unread_count).first::<i64>(db)?))
            .unwrap()
    };
    // Only those who may see it are notified.
    haneul.story("@바다 @구름 우리끼리", "friends").await;
    assert_eq!((unread(bada.id), unread(gureum.id)), (0, 0));
    let id = haneul.story("@바다 어서 와요 @하늘 @바다", "public").await;
    assert_eq!((unread(bada.id), unread(haneul.id)), (1, 0));
    // The story's author is notified of the comment once, and so is the person it mentions.
    let comment = bada.comment(id, "@하늘 @구름 여기예요").await;
    assert_eq!((unread(haneul.id), unread(gureum.id), unread(bada.id)), (1, 1, 1));
    let url = format!("/stories/{id}");
    assert!(gureum.client.get(&url).await.body.contains("여기예요"));
    // Somebody else's comment can be seen but not deleted; its author and the story's author may delete it.
    let path = format!("/comments/{comment}/delete");
    gureum.client.post(&path, &[]).await.expect(403);
    let (a, b) = (gureum.id, bada.id);
    site.app
        .db
        .write_now(move |tx| {
            diesel::insert_into(blocks::table)
                .values((
                    blocks::blocker_id.eq(a),
                    blocks::blocked_id.eq(b),
                    blocks::created_at.eq(0_i64),
                ))
                .execute(&mut **tx)?;
            Ok::<_, AppError>(())
        })
        .unwrap();
    assert!(!gureum.client.get(&url).await.expect(200).body.contains("여기예요"));
    assert!(haneul.client.get(&url).await.expect(200).body.contains("여기예요"));
    // The story is hidden: one can still delete one's own comment there, and a stranger nothing.
    let fields = [("body", "이제 나만"), ("visibility", "only_me")];
    haneul.client.post(&format!("{url}/edit"), &fields).await.expect(303);
    gureum.client.post(&path, &[]).await.expect(404);
    let done = bada.client.post(&path, &[]).await.expect(303);
    assert_eq!(done.location(), "/");
    bada.client.post(&path, &[]).await.expect(404);
    site.stop().await;
}

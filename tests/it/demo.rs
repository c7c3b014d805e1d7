//! The demo: a small part of its world fills two sites, which come out equal and consistent.

use diesel::prelude::*;
use storyplus::db::Db;
use storyplus::db::schema::{accounts, comments, logins, photos, products, stories, story_feelings, story_photos};
use storyplus::demo::fill::{self, Found};
use storyplus::demo::world::{PASSWORD, World, world};
use storyplus::error::AppError;

use crate::support::child::{Program, run, said};
use crate::support::{Scratch, Site};

fn small() -> World {
    world().cut(1, 2, 6, 1)
}

/// Handle, name, bio, and the five counters.
type AccountFacts = (String, String, String, i32, i64, i64, i64, i64);

/// The facts that two fills have in common: everything but ids and times.
#[derive(Debug, PartialEq)]
struct Seen {
    accounts: Vec<AccountFacts>,
    products: Vec<(String, i64, i64)>,
    stories: Vec<(String, i32, i64, i64, i64, i64)>,
    comments: Vec<String>,
    photos: Vec<(String, i32, i32, String)>,
}

fn seen(db: &mut Db) -> Result<Seen, AppError> {
    use accounts as a;
    Ok(Seen {
        accounts: a::table
            .order(a::id)
            .select((
                a::handle,
                a::display_name,
                a::bio,
                a::friend_count,
                a::follower_count,
                a::following_count,
                a::story_count,
                a::product_count,
            ))
            .load(db)?,
        products: products::table
            .order(products::id)
            .select((products::title, products::price, products::wish_count))
            .load(db)?,
        stories: stories::table
            .order(stories::id)
            .select((
                stories::body,
                stories::visibility,
                stories::like_count,
                stories::comment_count,
                stories::up_count,
                stories::share_count,
            ))
            .load(db)?,
        comments: comments::table.order(comments::id).select(comments::body).load(db)?,
        photos: photos::table
            .order(photos::id)
            .select((photos::hash, photos::width, photos::height, photos::tint))
            .load(db)?,
    })
}

#[actix_web::test]
async fn a_demo_is_the_same_every_time_and_people_log_in_to_it() {
    let world = small();
    let (first, second) = (Site::start().await, Site::start().await);
    assert_eq!(fill::look(&first.app, &world).unwrap(), Found::Nothing);
    for site in [&first, &second] {
        fill::fill(&site.app, &world, &|_, _| {}).unwrap();
        assert_eq!(fill::look(&site.app, &world).unwrap(), Found::Demo);
    }
    let [one, two] = [&first, &second].map(|s| s.app.db.read_now(seen).unwrap());
    assert_eq!(one, two);
    assert_eq!(one.products.len(), 2);
    assert!(one.stories.len() > 4 && one.comments.len() > 4, "{}", one.stories.len());
    assert!(
        one.accounts.iter().all(|a| !a.2.is_empty()),
        "everyone says something of themselves"
    );

    // The counters are right and the past is in order.
    first
        .app
        .db
        .read_now(|db| {
            let feelings: i64 = story_feelings::table.count().get_result(db)?;
            type Counts = (i64, i64, i64, i64, i64);
            let counted: Vec<Counts> = stories::table
                .select((
                    stories::like_count,
                    stories::cool_count,
                    stories::happy_count,
                    stories::sad_count,
                    stories::cheer_up_count,
                ))
                .load(db)?;
            assert_eq!(counted.iter().map(|c| c.0 + c.1 + c.2 + c.3 + c.4).sum::<i64>(), feelings);
            let times: Vec<i64> = stories::table.order(stories::id).select(stories::created_at).load(db)?;
            assert!(times.is_sorted());
            let foreign: i64 = story_photos::table
                .inner_join(stories::table.on(stories::id.eq(story_photos::story_id)))
                .inner_join(photos::table.on(photos::id.eq(story_photos::photo_id)))
                .filter(photos::account_id.ne(stories::author_id))
                .count()
                .get_result(db)?;
            assert_eq!(foreign, 0);
            let moderators: i64 = logins::table
                .filter(logins::site_role.eq("moderator"))
                .count()
                .get_result(db)?;
            assert_eq!(moderators, 1);
            Ok(())
        })
        .unwrap();

    // The three people who are printed can log in.
    for who in [world.personas.owner, world.personas.follower, world.personas.moderator] {
        let client = first.client();
        let email = world.people[who].email.as_str();
        client
            .post("/login", &[("email", email), ("password", PASSWORD)])
            .await
            .expect(303);
        client.get("/compose").await.expect(200);
    }
    first.stop().await;
    second.stop().await;
}

#[actix_web::test]
async fn a_site_with_people_of_its_own_is_no_place_for_a_demo() {
    let site = Site::start().await;
    site.person("하늘").await;
    assert_eq!(fill::look(&site.app, &small()).unwrap(), Found::Others);
    site.stop().await;
}

/// The address is bound before the work begins, so a port in use is reported at once.
#[test]
fn a_taken_port_is_told_before_the_demo_is_made() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let bind = taken.local_addr().unwrap().to_string();
    for command in ["demo", "serve"] {
        let output = run(&data, &[command, "--bind", &bind]);
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(said.contains("cannot listen on") && said.contains("--bind"), "{said}");
        let made = [data.join("storyplus.db"), data.join("demo/storyplus.db")];
        assert!(!made.iter().any(|file| file.exists()), "{command}: nothing was begun");
    }
}

/// An existing demo is served at once, and its address answers when it is printed.
#[actix_web::test]
async fn a_later_start_serves_at_once_and_says_where_when_it_answers() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let scratch = Scratch::new();
    let url = scratch.as_ref().map(|s| ("database_url", s.url.as_str()));
    let settings: Vec<_> = url.into_iter().collect();
    // The demo is recognised by the owner of its first shop.
    let world = world();
    let email = world.people[world.personas.owner].email.as_str();
    let program = Program::serve(&data, &settings);
    let fields = [
        ("email", email),
        ("password", PASSWORD),
        ("handle", "주인장"),
        ("display_name", "주인장"),
    ];
    program.client().post("/signup", &fields).await.expect(303);
    program.terminate();
    assert!(program.ended());
    let program = Program::demo(&data, &settings);
    let client = program.client();
    client.get("/readyz").await.expect(200);
    client
        .post("/login", &[("email", email), ("password", PASSWORD)])
        .await
        .expect(303);
    assert!(program.greeting.contains(email) && program.greeting.contains(PASSWORD));
    assert!(program.greeting.contains(&program.origin));
    program.terminate();
    assert!(program.ended());
}

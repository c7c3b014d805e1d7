//! SAFETY-D3: the real program is killed at random moments while people write and delete. Each time the index
//! on disk continues at its own cursor, and holds what the database holds.
//!
//! `STORYPLUS_KILL_ROUNDS` (12) sets the number of kills, `STORYPLUS_FUZZ_SEED` (1) the seed of the
//! randomness.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::prelude::*;
use storyplus::app::App;
use storyplus::config::{Config, Overrides};
use storyplus::db::schema::stories;
use storyplus::search::{self, Cursor, Kind, Query, SearchIndex};

use crate::support::Client;
use crate::support::child::Program;
use crate::support::people::sign_up;

const WORD: &str = "감귤나무";

pub fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |n| n.parse().unwrap())
}

/// SplitMix64.
pub fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Writes until the server is gone. Every third story is edited, every fourth deleted.
async fn write(client: Client, from: u64) {
    for n in from.. {
        let body = format!("{WORD} 아래에서 {n}번째로 씁니다");
        let story = [("body", body.as_str()), ("visibility", "public")];
        let Some(answer) = client.try_post("/stories", &story).await else {
            return;
        };
        // A kill may also leave half a response.
        let Some(id) = answer.json()["id"].as_str().map(str::to_owned) else {
            return;
        };
        let more = match n % 12 {
            0 | 4 | 8 => client.try_post(&format!("/stories/{id}/delete"), &[]).await,
            3 | 9 => {
                let hidden = [("body", body.as_str()), ("visibility", "friends"), ("version", "1")];
                client.try_post(&format!("/stories/{id}/edit"), &hidden).await
            }
            _ => continue,
        };
        if more.is_none() {
            return;
        }
    }
}

/// Returns the public stories by the database.
pub fn public(app: &App) -> BTreeSet<i64> {
    let look = |db: &mut storyplus::db::Db| {
        let ids: Vec<i64> = stories::table
            .filter(stories::state.eq(0))
            .filter(stories::visibility.eq(0))
            .select(stories::id)
            .load(db)?;
        Ok(ids)
    };
    app.db.read_now(look).unwrap().into_iter().collect()
}

/// Returns the stories that the index finds, to the last page, and asserts that each appears once.
pub fn found(index: &SearchIndex, word: &str) -> BTreeSet<i64> {
    let mut ids = BTreeSet::new();
    let mut after: Option<Cursor> = None;
    loop {
        let page = index
            .search(&Query {
                kind: Some(Kind::Story),
                limit: 1000,
                after,
                ..Query::new(word, i64::MAX)
            })
            .unwrap();
        for hit in page.hits {
            assert!(ids.insert(hit.id), "{} stands twice in the index", hit.id);
        }
        match page.next {
            Some(next) => after = Some(next),
            None => {
                assert_eq!(page.counts.stories, ids.len() as u64);
                return ids;
            }
        }
    }
}

fn open(data: &Path) -> App {
    let variables = [("STORYPLUS_DATA_DIR".to_owned(), data.display().to_string())];
    App::open(Config::from_parts(&Overrides::default(), &variables, None).unwrap().config).unwrap()
}

#[actix_web::test]
async fn index_and_database_agree_after_kills_at_random_moments() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut state = number("STORYPLUS_FUZZ_SEED", 1);
    let (mut person, mut behind, mut cursor) = (None, 0, 0);
    for round in 0..number("STORYPLUS_KILL_ROUNDS", 12) {
        let program = Program::serve(&data, &[]);
        let client = match &person {
            None => sign_up(program.client(), "감귤").await.client,
            // The person is still logged in, since a session is a row.
            Some(client) => Client::moved_to(client, &program.origin),
        };
        let writers = (0..3).map(|n| write(client.twin(), round * 1000 + n));
        // The kill comes after so many page views: any moment between two commits of the index.
        let pages = random(&mut state) % 400;
        let killer = async {
            let visitor = program.client();
            for _ in 0..pages {
                visitor.get("/login").await.expect(200);
            }
            program.kill();
        };
        tokio::join!(futures_util::future::join_all(writers), killer);

        person = Some(client);

        // The index that the kill left is intact, and its cursor never goes back.
        let left = search::cursor_on_disk(&data.join("search"));
        assert!(left.unwrap_or(0) >= cursor, "round {round}: {left:?} after {cursor}");
        let app = open(&data);
        search::catch_up(&app).unwrap();
        let node = search::indexing::node::of(&app);
        let index = node.index().unwrap();
        // The program writes there next.
        index.finish_writing().unwrap();
        behind += usize::from(left.is_some_and(|left| left < index.cursor()));
        cursor = index.cursor();
        assert_eq!(found(index, WORD), public(&app), "round {round}, after {pages} pages");
    }
    assert!(behind > 0, "no kill came between a write and its commit to the index");
}

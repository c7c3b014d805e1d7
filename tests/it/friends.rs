//! Friends up to 500 under any race, follows without limit, blocks.

use std::sync::Arc;

use diesel::prelude::*;
use storyplus::db::schema::{accounts, friend_requests, friendships};
use storyplus::friends::rules::FRIEND_LIMIT;

use crate::support::Site;

/// Inserts `n` more people as a sign-up does, but without a login.
fn crowd(site: &Site, n: usize, prefix: &str) -> Vec<i64> {
    site.app
        .db
        .write_now(|tx| {
            let mut ids = Vec::new();
            for i in 0..n {
                let (id, now) = (tx.new_id(), tx.now());
                let handle = format!("{prefix}{i}");
                diesel::insert_into(accounts::table)
                    .values((
                        accounts::id.eq(id),
                        accounts::kind.eq("personal"),
                        accounts::handle.eq(&handle),
                        accounts::handle_skeleton.eq(format!("crowd-{handle}")),
                        accounts::display_name.eq(&handle),
                        accounts::created_at.eq(now),
                    ))
                    .execute(&mut **tx)?;
                ids.push(id);
            }
            Ok(ids)
        })
        .unwrap()
}

fn ask(site: &Site, from: &[i64], to: i64) {
    site.app
        .db
        .write_now(|tx| {
            for id in from {
                diesel::insert_into(friend_requests::table)
                    .values((
                        friend_requests::from_id.eq(id),
                        friend_requests::to_id.eq(to),
                        friend_requests::created_at.eq(1),
                    ))
                    .execute(&mut **tx)?;
            }
            Ok(())
        })
        .unwrap();
}

fn count(site: &Site, id: i64) -> (i32, i64, i64) {
    site.app
        .db
        .read_now(|db| {
            let counter: i32 = accounts::table.find(id).select(accounts::friend_count).first(db)?;
            let mine: i64 = friendships::table
                .filter(friendships::account_id.eq(id))
                .count()
                .get_result(db)?;
            let theirs: i64 = friendships::table
                .filter(friendships::friend_id.eq(id))
                .count()
                .get_result(db)?;
            Ok((counter, mine, theirs))
        })
        .unwrap()
}

/// 16 threads accept 520 requests for one account: exactly 500 become friends, both sides agree, and the
/// other requests remain. Holds SAFETY-D13.
#[actix_web::test]
async fn exactly_500_friends_are_left_when_16_threads_accept() {
    let site = Site::start().await;
    let popular = site.person("인기").await;
    let handle = popular.handle.clone();
    let crowd = crowd(&site, 520, "crowd");
    ask(&site, &crowd, popular.id);
    let site = Arc::new(site);
    let client = Arc::new(popular);
    let mut tasks = Vec::new();
    for worker in 0..16 {
        let client = client.clone();
        tasks.push(actix_web::rt::spawn(async move {
            let mut full = 0;
            for i in (worker..520).step_by(16) {
                let answer = client.client.post_json(&format!("/@crowd{i}/friend/accept"), &[]).await;
                match answer.status {
                    200 => {}
                    409 => {
                        assert!(answer.json()["error"].as_str().unwrap().contains("500"), "{}", answer.body);
                        full += 1;
                    }
                    other => panic!("{other}: {}", answer.body),
                }
            }
            full
        }));
    }
    let mut refused = 0;
    for task in tasks {
        refused += task.await.unwrap();
    }
    assert_eq!(refused, 20);
    assert_eq!(count(&site, client.id), (FRIEND_LIMIT, 500, 500));
    let left: i64 = site
        .app
        .db
        .read_now(|db| {
            Ok(friend_requests::table
                .filter(friend_requests::to_id.eq(client.id))
                .count()
                .get_result(db)?)
        })
        .unwrap();
    assert_eq!(left, 20, "the requests of those who found no place stay");
    // When one friend leaves, one more fits, and no second.
    client.client.post("/@crowd0/friend/remove", &[]).await.expect(303);
    let page = client.client.get("/friends").await.expect(200);
    assert!(page.body.contains("499"), "the meter shows the number");
    let _ = handle;
}

/// The same from the other side: one person with 499 friends has asked 16 others, who all accept at once.
/// Holds SAFETY-D13.
#[actix_web::test]
async fn the_last_place_is_given_once() {
    let site = Site::start().await;
    let popular = site.person("마당발").await;
    let crowd = crowd(&site, 499, "pal");
    site.app
        .db
        .write_now(|tx| {
            for id in &crowd {
                assert!(storyplus::friends::actions::befriend(tx, popular.id, *id).is_ok());
            }
            Ok(())
        })
        .unwrap();
    let mut others = Vec::new();
    for i in 0..16 {
        let other = site.person(&format!("이웃{i}")).await;
        popular
            .client
            .post(&format!("{}/friend/request", storyplus::accounts::url(&other.handle)), &[])
            .await
            .expect(303);
        others.push(other);
    }
    let url = storyplus::accounts::url(&popular.handle);
    let mut tasks = Vec::new();
    for other in others {
        let url = url.clone();
        tasks.push(actix_web::rt::spawn(async move {
            other.client.post_json(&format!("{url}/friend/accept"), &[]).await.status
        }));
    }
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.unwrap());
    }
    assert_eq!(statuses.iter().filter(|s| **s == 200).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|s| **s == 409).count(), 15, "{statuses:?}");
    assert_eq!(count(&site, popular.id), (FRIEND_LIMIT, 500, 500));
    site.stop().await;
}

#[actix_web::test]
async fn asking_declining_withdrawing_and_parting() {
    let site = Site::start().await;
    let (a, b) = (site.person("하늘").await, site.person("바다").await);
    let (to_a, to_b) = (storyplus::accounts::url(&a.handle), storyplus::accounts::url(&b.handle));
    a.client.post(&format!("{to_b}/friend/request"), &[]).await.expect(303);
    assert!(b.client.get("/friends").await.expect(200).body.contains("하늘"));
    b.client.post(&format!("{to_a}/friend/decline"), &[]).await.expect(303);
    assert!(!b.client.get("/friends").await.body.contains("하늘"));
    // A request is made and withdrawn.
    a.client.post(&format!("{to_b}/friend/request"), &[]).await.expect(303);
    a.client.post(&format!("{to_b}/friend/withdraw"), &[]).await.expect(303);
    b.client.post(&format!("{to_a}/friend/accept"), &[]).await.expect(409);
    // Both ask, which makes a friendship.
    a.client.post(&format!("{to_b}/friend/request"), &[]).await.expect(303);
    let both = b.client.post_json(&format!("{to_a}/friend/request"), &[]).await.expect(200);
    assert_eq!(both.json()["relation"], "friends");
    assert_eq!((count(&site, a.id), count(&site, b.id)), ((1, 1, 1), (1, 1, 1)));
    // Accepting twice from two windows makes one friendship.
    b.client.post(&format!("{to_a}/friend/accept"), &[]).await.expect(303);
    assert_eq!(count(&site, a.id), (1, 1, 1));
    a.client.post(&format!("{to_b}/friend/remove"), &[]).await.expect(303);
    a.client.post(&format!("{to_b}/friend/remove"), &[]).await.expect(303);
    assert_eq!((count(&site, a.id), count(&site, b.id)), ((0, 0, 0), (0, 0, 0)));
    // Invented actions, invented handles, and one's own handle.
    a.client.post(&format!("{to_b}/friend/steal"), &[]).await.expect(404);
    a.client.post("/@nobody-here/friend/request", &[]).await.expect(404);
    a.client.post(&format!("{to_a}/friend/request"), &[]).await.expect(409);
    site.client().post(&format!("{to_a}/friend/request"), &[]).await.expect(303);
    site.stop().await;
}

#[actix_web::test]
async fn a_block_hides_both_and_undoes_what_was() {
    let site = Site::start().await;
    let (a, b) = (site.person("가람").await, site.person("나래").await);
    let (to_a, to_b) = (storyplus::accounts::url(&a.handle), storyplus::accounts::url(&b.handle));
    a.client.post(&format!("{to_b}/friend/request"), &[]).await.expect(303);
    b.client.post(&format!("{to_a}/friend/accept"), &[]).await.expect(303);
    a.client.post(&format!("{to_b}/block"), &[]).await.expect(303);
    assert_eq!(count(&site, b.id), (0, 0, 0));
    let missing = b.client.get("/@nobody-here").await.expect(404);
    let hidden = b.client.get(&to_a).await.expect(404);
    assert!(hidden.body.contains("찾을 수 없어요") && missing.body.contains("찾을 수 없어요"));
    a.client.get(&to_b).await.expect(404);
    b.client.post(&format!("{to_a}/friend/request"), &[]).await.expect(404);
    a.client.post(&format!("{to_b}/unblock"), &[]).await.expect(303);
    b.client.get(&to_a).await.expect(200);
    site.stop().await;
}

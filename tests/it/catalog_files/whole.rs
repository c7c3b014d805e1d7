//! Imports are applied completely or not at all, whatever a file holds, whoever else applies one, and
//! wherever the database fails or the program is killed (SAFETY-D10).

use std::fmt::Write;
use std::time::{Duration, Instant};

use diesel::prelude::*;
use storyplus::catalog::batches;
use storyplus::catalog::import::actions::{Applied, Input, apply, check};
use storyplus::catalog::import::table::Table;
use storyplus::db::schema::{jobs, shop_sections};

use super::{break_at, mend, rows, site_with_shop};
use crate::support::child::Program;
use crate::support::files::counts;
use crate::support::people::{Shop, sign_up};
use crate::support::{Client, Site};

/// SplitMix64.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(std::env::var("STORYPLUS_FUZZ_SEED").map_or(1, |n| n.parse().unwrap()))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from(z ^ (z >> 31)).unwrap() % bound
    }
}

/// Generates a file with correct and wrong rows: new SKUs, known ones, repeated ones, values that mean
/// nothing, quotes that are never closed. Some files have no wrong row.
fn file(random: &mut Random, round: usize) -> String {
    let mut file = "id,title,price,sale_price,availability,custom_label_0,quantity\n".to_owned();
    let faults = random.below(3) > 0;
    for n in 0..1 + random.below(40) {
        let id = match random.below(4) {
            0 | 1 => format!("K-{}", random.below(20)),
            2 => String::new(),
            _ => format!("N-{round}-{n}"),
        };
        let fault = if faults { random.below(12) } else { 99 };
        let title = if fault == 0 {
            "\"열린".to_owned()
        } else {
            format!("쿠키 {}", random.below(5))
        };
        let price = match fault {
            1 => "만원".to_owned(),
            2 => "12 USD".to_owned(),
            _ => format!("{}", 1_000 + random.below(5) * 100),
        };
        let sale = match random.below(3) {
            0 if fault == 3 => "99999".to_owned(),
            0 => "900 KRW".to_owned(),
            _ => String::new(),
        };
        let stock = if fault == 4 {
            "곧"
        } else {
            ["in stock", "품절", "preorder"][random.below(3)]
        };
        let section = ["", "쿠키", "선물", "새 칸"][random.below(4)];
        let more = if fault == 5 { ",남는 칸" } else { "" };
        writeln!(
            file,
            "{id},{title},{price},{sale},{stock},{section},{}{more}",
            random.below(9)
        )
        .unwrap();
    }
    file
}

fn sections(site: &Site) -> Vec<String> {
    let found = site.app.db.read_now(|db| {
        Ok(shop_sections::table
            .order(shop_sections::id)
            .select(shop_sections::name)
            .load(db)?)
    });
    found.unwrap()
}

#[actix_web::test]
async fn no_generated_file_is_ever_done_by_half() {
    let (site, owner, shop) = site_with_shop().await;
    let mut start = "id,title,price\n".to_owned();
    for n in 0..20 {
        writeln!(start, "K-{n},쿠키 {n},1000").unwrap();
    }
    owner.bring_in(&shop, start).await;
    let mut random = Random::new();
    let (mut broken, mut refused) = (0, 0);
    for round in 0..24 {
        let file = file(&mut random, round);
        let (before, export, kept) = (rows(&site), owner.export(&shop).await, sections(&site));
        let page = owner.preview(&shop, file.clone()).await;
        let [new, changed, _, wrong] = counts(&owner.import(&page).await).map(|n| usize::try_from(n).unwrap());
        let untouched = async |what: &str| {
            assert!(rows(&site) == before, "{what}\n{file}");
            assert!(owner.export(&shop).await == export, "{what}\n{file}");
            assert_eq!(sections(&site), kept, "{what}\n{file}");
        };
        untouched("a preview").await;
        if wrong > 0 {
            owner.apply(&page).await.expect(422);
            untouched("a file with wrong rows").await;
            refused += 1;
        }
        if new + changed == 0 {
            continue;
        }
        let only = [("only_right", "true")];
        if new > 0 {
            // The database fails at a random one of the new rows.
            break_at(&site, before.len() + random.below(new));
            let answer = owner.client.post(&format!("{page}/apply"), &only).await;
            assert!(answer.status >= 500, "{}", answer.status);
            untouched("a failing database").await;
            mend(&site);
            broken += 1;
        }
        owner.client.post(&format!("{page}/apply"), &only).await.expect(303);
        let after = rows(&site);
        assert_eq!(after.len(), before.len() + new, "{file}");
        let touched = before.iter().zip(&after).filter(|(b, a)| b != a).count();
        assert_eq!(touched, changed, "{file}");
        // The undo restores it to the last byte.
        if random.below(2) == 0 {
            owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
            assert!(owner.export(&shop).await == export, "an undo\n{file}");
            assert_eq!(sections(&site), kept, "an undo\n{file}");
        }
    }
    assert!(broken > 5 && refused > 5, "{broken} {refused}");
    site.stop().await;
}

/// Returns a file with so many rows that it takes several transactions.
fn long_file(rows: usize, price: usize) -> String {
    let mut file = "id,title,price,custom_label_0\n".to_owned();
    for n in 0..rows {
        writeln!(file, "L-{n},쿠키 {n},{price},칸 {}", n % 3).unwrap();
    }
    file
}

#[actix_web::test]
async fn a_long_file_that_fails_late_is_taken_back() {
    let (site, owner, shop) = site_with_shop().await;
    owner
        .bring_in(
            &shop,
            "id,title,price,custom_label_0\nL-0,쿠키,1000,처음\nL-1,쿠키 하나,1000,\n",
        )
        .await;
    let (export, kept) = (owner.export(&shop).await, sections(&site));
    let page = owner.preview(&shop, long_file(700, 1200)).await;
    break_at(&site, 2 + 600);
    let answer = owner.client.post(&format!("{page}/apply"), &[]).await;
    assert!(answer.status >= 500, "{}", answer.status);
    assert!(owner.export(&shop).await == export);
    assert_eq!(sections(&site), kept);
    let import = owner.import(&page).await;
    assert_eq!((import["state"].as_str(), counts(&import)), (Some("preview"), [698, 2, 0, 0]));
    mend(&site);
    // The two rows were written and restored. Pressing again shows the preview again, and then it is applied.
    owner.client.post(&format!("{page}/apply"), &[]).await.expect(422);
    owner.client.post(&format!("{page}/apply"), &[]).await.expect(303);
    let import = owner.import(&page).await;
    assert_eq!((import["state"].as_str(), counts(&import)), (Some("applied"), [698, 2, 0, 0]));
    let undone = owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
    assert_eq!(undone.location(), page);
    assert!(owner.export(&shop).await == export);
    assert_eq!(sections(&site), kept);
    site.stop().await;
}

/// Makes the job that finishes interrupted batches due.
fn end_what_was_begun(site: &Site) {
    let due = site.app.db.write_now(|tx| {
        let of_steps = jobs::table.filter(jobs::kind.eq("catalog.bulk"));
        Ok(diesel::update(of_steps).set(jobs::run_at.eq(0)).execute(&mut **tx)?)
    });
    assert_eq!(due.unwrap(), 1);
    site.drain();
}

#[actix_web::test]
async fn a_file_and_an_undo_that_were_cut_off_are_ended_by_a_job() {
    let (site, owner, shop) = site_with_shop().await;
    owner
        .bring_in(
            &shop,
            "id,title,price,custom_label_0\nL-0,쿠키,1000,처음\nL-1,쿠키 하나,1000,\n",
        )
        .await;
    let (export, kept) = (owner.export(&shop).await, sections(&site));
    let file = long_file(300, 1200);
    let page = owner.preview(&shop, file.clone()).await;
    let id: i64 = page.rsplit('/').next().unwrap().parse().unwrap();
    let (token, time) = (owner.client.cookie("session"), site.app.clock.now());
    let member = site
        .app
        .db
        .read_now(|db| storyplus::access::load::actor(db, token.as_deref(), time));
    let member = member.unwrap().member().unwrap().clone();
    let table = Table::read(file.into_bytes()).unwrap();
    let input = Input {
        table: &table,
        zip: None,
        origin: site.app.config.public_url.origin(),
    };
    let batch = site.app.db.read_now(|db| batches::queries::by_id(db, id)).unwrap().unwrap();
    let checked = site.app.db.read_now(|db| check(db, &batch, &input)).unwrap();
    let begun = site.app.db.write_now(|tx| apply(tx, &member, &batch, false, &checked, 100));
    assert_eq!(begun.unwrap(), Applied::Begun);
    let import = owner.import(&page).await;
    assert_eq!(
        (import["state"].as_str(), counts(&import)),
        (Some("applying"), [298, 2, 0, 0])
    );
    let shown = owner.client.get(&page).await.expect(200).body;
    assert!(
        shown.contains("적용하는 중") && shown.contains("300개 가운데 100개"),
        "{shown}"
    );
    // Pressing again shows the same page, and the shop can begin nothing else meanwhile.
    let again = owner.client.post(&format!("{page}/apply"), &[]).await.expect(303);
    assert_eq!(again.location(), page);
    for (address, fields) in [
        (format!("{page}/undo"), vec![]),
        (format!("{page}/drop"), vec![]),
        (format!("{page}/columns"), vec![("map", "")]),
        (
            format!("/shops/{}/catalog/bulk", shop.handle),
            vec![("every", "102"), ("act", "price"), ("value", "7000")],
        ),
        (
            format!("/shops/{}/catalog/sections", shop.handle),
            vec![("do", "make"), ("name", "새 칸")],
        ),
        (
            format!("/shops/{}/products", shop.handle),
            vec![("title", "쿠키"), ("price", "1000"), ("sku", "L-299")],
        ),
    ] {
        let refused = owner.client.post(&address, &fields).await;
        assert_eq!(refused.status, 409, "{address}: {}", refused.body);
    }
    end_what_was_begun(&site);
    let import = owner.import(&page).await;
    assert_eq!(import["state"], "applied");
    assert_eq!(owner.export(&shop).await.lines().count(), 301);

    let shop_id = shop.id;
    let begun = site.app.db.write_now(|tx| batches::undo(tx, &member, shop_id, id, 100));
    assert_eq!(begun.unwrap(), batches::Undo::Begun);
    assert_eq!(owner.import(&page).await["state"], "undoing");
    let again = owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
    assert_eq!(again.location(), page);
    end_what_was_begun(&site);
    let import = owner.import(&page).await;
    assert_eq!((import["state"].as_str(), &import["restored"]), (Some("undone"), &300.into()));
    assert!(owner.export(&shop).await == export);
    assert_eq!(sections(&site), kept);
    site.stop().await;
}

#[actix_web::test]
async fn of_those_who_apply_at_once_one_does_it() {
    let (site, owner, shop) = site_with_shop().await;
    owner.bring_in(&shop, "id,title,price\nA,쿠키,1000\n").await;
    let before = owner.export(&shop).await;
    let mut file = "id,title,price,custom_label_0\nA,르뱅쿠키,1200,쿠키\n".to_owned();
    for n in 0..200 {
        writeln!(file, "B-{n},쿠키 {n},1000,선물").unwrap();
    }
    let page = owner.preview(&shop, file).await;
    let apply = format!("{page}/apply");
    let twins: Vec<Client> = (0..4).map(|_| owner.client.twin()).collect();
    let columns = owner.client.twin();
    let all = futures_util::future::join_all(twins.iter().map(|client| client.post_json(&apply, &[])));
    let told = format!("{page}/columns");
    let (answers, _) = tokio::join!(all, columns.post_json(&told, &[("map", "")]));
    let mut statuses: Vec<u16> = answers.iter().map(|a| a.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409, 409, 409]);
    assert_eq!(rows(&site).len(), 201);
    // The batch records what this import did, not what a second one would have found.
    let import = owner.import(&page).await;
    assert_eq!((import["state"].as_str(), counts(&import)), (Some("applied"), [200, 1, 0, 0]));
    owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
    assert!(owner.export(&shop).await == before);
    assert!(sections(&site).is_empty(), "the sections it made go with it");
    site.stop().await;
}

#[actix_web::test]
async fn sections_that_an_import_made_stay_where_they_are_used_or_named_anew() {
    let (site, owner, shop) = site_with_shop().await;
    let page = owner
        .bring_in(
            &shop,
            "id,title,price,custom_label_0\nA,가,1000,빈 칸\nB,나,1000,쓰는 칸\nC,다,1000,바꿀 칸\n",
        )
        .await;
    let more = [("title", "따로 넣은 것"), ("price", "1000"), ("section", "쓰는 칸")];
    owner.product(&shop, &more).await;
    let found = site.app.db.read_now(|db| {
        Ok(shop_sections::table
            .filter(shop_sections::name.eq("바꿀 칸"))
            .select(shop_sections::id)
            .first::<i64>(db)?)
    });
    let id = found.unwrap().to_string();
    let rename = [("do", "rename"), ("id", id.as_str()), ("name", "바꾼 칸")];
    owner
        .client
        .post(&format!("/shops/{}/catalog/sections", shop.handle), &rename)
        .await
        .expect(303);
    owner.client.post(&format!("{page}/undo"), &[]).await.expect(303);
    assert_eq!(sections(&site), ["쓰는 칸", "바꾼 칸"]);
    site.stop().await;
}

#[actix_web::test]
async fn a_kill_while_a_file_is_applied_leaves_all_of_it_or_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut random = Random::new();
    let mut known: Option<(Client, Shop)> = None;
    let (mut whole, mut nothing, mut cut_off) = (0, 0, 0);
    for round in 0..10 {
        let program = Program::serve(&data, &[]);
        let (person, shop) = match known {
            None => {
                let person = sign_up(program.client(), "감귤").await;
                let shop = person.opens("감귤밭").await;
                (person.client, shop)
            }
            Some((client, shop)) => (client.moved_to(&program.origin), shop),
        };
        let export = format!("/shops/{}/catalog.csv", shop.handle);
        let before = person.get(&export).await.expect(200).body.lines().count();
        let mut file = "id,title,price\n".to_owned();
        for n in 0..500 {
            writeln!(file, "{round}-{n},감귤 {n},1000").unwrap();
        }
        let form =
            reqwest::multipart::Form::new().part("file", reqwest::multipart::Part::bytes(file.into_bytes()).file_name("a.csv"));
        let request = person.request(reqwest::Method::POST, &format!("/shops/{}/catalog/import", shop.handle));
        let preview = person
            .send(request.header("accept", "application/json").multipart(form))
            .await
            .expect(200);
        let page = preview.json()["location"].as_str().unwrap().to_owned();
        // The program is killed after so many page views: before, while or after the rows are written.
        let pages = random.below(60);
        let killer = async {
            let visitor = program.client();
            for _ in 0..pages {
                visitor.get("/login").await.expect(200);
            }
            program.kill();
        };
        let twin = person.twin();
        let apply = format!("{page}/apply");
        tokio::join!(twin.try_post(&apply, &[]), killer);

        let program = Program::serve(&data, &[]);
        let client = person.moved_to(&program.origin);
        // An import that was cut off between two transactions says so until the new process has finished it.
        let start = Instant::now();
        let state = loop {
            let request = client
                .request(reqwest::Method::GET, &page)
                .header("accept", "application/json");
            let import = client.send(request).await.expect(200).json();
            let state = import["state"].as_str().unwrap().to_owned();
            if state != "applying" {
                break state;
            }
            cut_off += 1;
            assert!(start.elapsed() < Duration::from_secs(60), "nobody ends it");
        };
        let after = client.get(&export).await.expect(200).body.lines().count();
        match after - before {
            0 => {
                assert_eq!(state, "preview", "round {round}, after {pages} pages");
                // It can still be applied.
                client.post_json(&apply, &[]).await.expect(200);
                nothing += 1;
            }
            500 => {
                assert_eq!(state, "applied", "round {round}, after {pages} pages");
                whole += 1;
            }
            n => panic!("{n} rows of 500 in round {round}, after {pages} pages"),
        }
        known = Some((client, shop));
    }
    eprintln!("{whole} whole, {nothing} not at all; seen {cut_off} times while it was ended");
    assert!(whole + nothing == 10 && nothing > 0, "{whole} whole, {nothing} not at all");
}

//! SAFETY-D3: the search index is a cache. With the index missing, cut, empty or full of nonsense, the real
//! program starts, rebuilds it by itself, and finds everything. (Kills are in search_core.rs and
//! search_kill.rs.)

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use storyplus::text::encode_component;

use crate::support::Client;
use crate::support::child::{Program, succeed};
use crate::support::people::sign_up;

pub const PREPARING: &str = "검색을 다시 준비하고 있어요";

/// Returns every file of the index but the marker files.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { all.push(path) }
        }
    }
    all.sort();
    all
}

/// Overwrites a file with nonsense of the same length, the same at every run.
fn garble(file: &Path) {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut bytes = fs::read(file).unwrap();
    for byte in &mut bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        *byte = state.to_le_bytes()[3];
    }
    fs::write(file, bytes).unwrap();
}

async fn search(client: &Client, q: &str) -> String {
    client
        .get(&format!("/search?q={}", encode_component(q)))
        .await
        .expect(200)
        .body
}

/// Returns the hits once the page no longer says that the index is being prepared.
async fn found(client: &Client, what: &str) -> Vec<String> {
    let start = Instant::now();
    loop {
        let page = search(client, "쿠키").await;
        let mut ids = Vec::new();
        for kind in ["/stories/", "/products/"] {
            for rest in page.split(&format!("href=\"{kind}")).skip(1) {
                ids.push(format!("{kind}{}", rest.split(['"', '#', '?', '/']).next().unwrap()));
            }
        }
        ids.sort();
        ids.dedup();
        if !page.contains(PREPARING) && ids.len() == 3 {
            return ids;
        }
        assert!(start.elapsed() < Duration::from_secs(60), "{what}: {ids:?}\n{page}");
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn an_index_that_is_gone_cut_or_nonsense_is_built_anew() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let folder = data.join("search");
    let program = Program::serve(&data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    person.story("쿠키를 구웠어요", "public").await;
    let hidden = person.story("쿠키는 비밀이에요", "friends").await;
    let removed = person.story("쿠키가 탔어요", "public").await;
    let shop = person.opens("오븐하루").await;
    person.product(&shop, &[("title", "수제 쿠키"), ("price", "19800")]).await;
    let sold = person.product(&shop, &[("title", "버터 쿠키"), ("price", "9800")]).await;
    person.act_as_self().await;
    person
        .client
        .post(&format!("/stories/{removed}/delete"), &[])
        .await
        .expect(303);
    let right = found(&program.client(), "at first").await;
    assert!(right.contains(&format!("/products/{sold}")) && !right.contains(&format!("/stories/{hidden}")));
    program.terminate();
    assert!(program.ended());

    type Damage = (&'static str, Box<dyn Fn(&Path)>);
    let damages: Vec<Damage> = vec![
        ("missing", Box::new(|folder| fs::remove_dir_all(folder).unwrap())),
        (
            "empty",
            Box::new(|folder| {
                fs::remove_dir_all(folder).unwrap();
                fs::create_dir(folder).unwrap();
            }),
        ),
        (
            "emptied files",
            Box::new(|folder| files(folder).iter().for_each(|f| fs::write(f, b"").unwrap())),
        ),
        (
            "cut",
            Box::new(|folder| {
                for file in files(folder) {
                    let whole = fs::read(&file).unwrap();
                    fs::write(file, &whole[..whole.len() / 2]).unwrap();
                }
            }),
        ),
        (
            "nonsense",
            Box::new(|folder| {
                files(folder).iter().for_each(|file| garble(file));
            }),
        ),
    ];
    for (what, damage) in &damages {
        damage(&folder);
        let program = Program::serve(&data, &[]);
        program.client().get("/healthz").await.expect(200);
        assert_eq!(found(&program.client(), what).await, right, "{what}");
        program.terminate();
        assert!(program.ended(), "{what}");
        succeed(&data, &["doctor"]);
    }

    // The same under a running server, which goes on writing: new content is found too. The folder is moved
    // first, since the server goes on creating files while a folder is emptied.
    let away = data.join("away");
    let takes = |then: fn(&Path)| {
        fs::rename(&folder, &away).unwrap();
        then(&folder);
        fs::remove_dir_all(&away).unwrap();
    };
    type Then = fn(&Path);
    let thens: [(&str, Then); 3] = [
        ("호두", |_| {}),
        ("아몬드", |folder| fs::create_dir(folder).unwrap()),
        ("캐슈넛", |folder| fs::write(folder, b"not a folder").unwrap()),
    ];
    let program = Program::serve(&data, &[]);
    let client = person.client.moved_to(&program.origin);
    for (word, then) in thens {
        takes(then);
        let body = format!("{word} 파이를 구웠어요");
        let story = [("body", body.as_str()), ("visibility", "public")];
        let answer = client.post_json("/stories", &story).await.expect(200).json();
        let address = format!("/stories/{}", answer["id"].as_str().unwrap());
        let start = Instant::now();
        while !search(&client, word).await.contains(&address) {
            assert!(start.elapsed() < Duration::from_secs(60), "{word} is not found");
            tokio::task::yield_now().await;
        }
        assert_eq!(found(&program.client(), word).await, right);
    }
    program.terminate();
    assert!(program.ended());

    // Each file by itself.
    let all = files(&folder);
    assert!(all.len() > 5, "{all:?}");
    for nth in 0..all.len() {
        let now = files(&folder);
        let Some(file) = now.get(nth) else { break };
        let what = file.strip_prefix(&folder).unwrap().display().to_string();
        garble(file);
        let program = Program::serve(&data, &[]);
        assert_eq!(found(&program.client(), &what).await, right, "{what}");
        program.terminate();
        assert!(program.ended(), "{what}");
    }
}

/// SAFETY-D3: the folder of the index cannot be created. Pages and writes go on, the search page says that it is being
/// prepared, and the index is built by itself when that is possible again.
#[actix_web::test]
async fn while_there_is_no_index_the_search_page_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    fs::create_dir(&data).unwrap();
    // The obstacle cannot be moved aside either.
    let aside = data.join("search.not-an-index");
    fs::create_dir_all(aside.join("taken")).unwrap();
    fs::write(data.join("search"), b"not a folder").unwrap();
    let program = Program::serve(&data, &[]);
    let client = program.client();
    let person = sign_up(program.client(), "하늘").await;
    let story = person.story("쿠키를 구웠어요", "public").await;
    for _ in 0..3 {
        let page = search(&client, "쿠키").await;
        assert!(page.contains(PREPARING), "{page}");
        client.get(&format!("/stories/{story}")).await.expect(200);
    }
    fs::remove_dir_all(aside).unwrap();
    let start = Instant::now();
    loop {
        let page = search(&client, "쿠키").await;
        if !page.contains(PREPARING) && page.contains(&format!("/stories/{story}")) {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(120), "{page}");
        tokio::task::yield_now().await;
    }
    program.terminate();
    assert!(program.ended());
}

/// SAFETY-D3: people write without a pause, so there always is a next change. A requested rebuild finishes
/// all the same.
#[actix_web::test]
async fn a_new_index_is_made_while_people_write_without_a_pause() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let program = Program::serve(&data, &[]);
    let person = sign_up(program.client(), "하늘").await;
    let stop = AtomicBool::new(false);
    let writers = (0..3).map(|_| {
        let (client, stop) = (person.client.twin(), &stop);
        async move {
            while !stop.load(Ordering::Relaxed) {
                let story = [("body", "쉬지 않고 써요"), ("visibility", "public")];
                client.post("/stories", &story).await.expect(303);
            }
        }
    });
    let ask = async {
        let said: Vec<String> = actix_web::rt::task::spawn_blocking({
            let data = data.clone();
            move || (0..2).map(|_| succeed(&data, &["reindex"])).collect()
        })
        .await
        .unwrap();
        stop.store(true, Ordering::Relaxed);
        said
    };
    let (said, _) = futures_util::future::join(ask, futures_util::future::join_all(writers)).await;
    assert_eq!(said.len(), 2);
    program.terminate();
    assert!(program.ended());
}

#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

use std::collections::HashSet;
use std::sync::mpsc;

use super::line::Line;
use super::*;
use crate::config::Overrides;

fn queue(pool: u32) -> WorkQueue {
    let pool = ("STORYPLUS_DATABASE_POOL".to_owned(), pool.to_string());
    let settings = Config::from_parts(&Overrides::default(), &[pool], None);
    WorkQueue::new(&settings.unwrap().config)
}

#[test]
fn a_line_goes_round_by_client() {
    let mut line = Line::new(10);
    let (greedy, other) = (Client::Login(1), Client::Login(2));
    for n in 0..5 {
        line.push(greedy, n);
    }
    line.push(other, 100);
    let taken: Vec<i32> = std::iter::from_fn(|| line.take()).map(|(_, n)| n).collect();
    assert_eq!(taken, [0, 100, 1, 2, 3, 4]);
    assert_eq!(line.len(), 0);
}

#[test]
fn one_client_never_has_all_the_threads() {
    let mut line = Line::new(2);
    let (greedy, other) = (Client::Login(1), Client::Login(2));
    for n in 0..3 {
        line.push(greedy, n);
    }
    assert!(line.take().is_some() && line.take().is_some());
    assert!(!line.has_turn());
    line.push(other, 100);
    assert_eq!(line.take(), Some((other, 100)));
    line.done(greedy);
    assert_eq!(line.take(), Some((greedy, 2)));
}

#[test]
fn who_leaves_gives_the_place_up() {
    let mut line = Line::new(1);
    let client = Client::House;
    let (first, second) = (line.push(client, 1), line.push(client, 2));
    assert_eq!(line.remove(client, first), Some(1));
    assert_eq!(line.remove(client, first), None);
    assert!(line.holds(client, second) && !line.holds(client, first));
    assert_eq!(line.take(), Some((client, 2)));
    assert_eq!(line.remove(client, second), None);
    assert!(!line.has_turn());
}

#[tokio::test]
async fn threads_are_bounded_however_many_ask() {
    let queue = queue(4);
    let asked = (0..200).map(|n| {
        let queue = queue.clone();
        Client::Login(n % 7).scope(async move { queue.run(Kind::Page, || Ok(thread::current().id())).await })
    });
    let ran = futures_util::future::join_all(asked).await;
    let threads: HashSet<_> = ran.into_iter().map(Result::unwrap).collect();
    assert!((1..=4).contains(&threads.len()), "{}", threads.len());
}

#[tokio::test]
async fn a_request_that_is_given_up_never_runs() {
    let queue = queue(1);
    let (go, wait) = mpsc::channel::<()>();
    let holding = queue.clone();
    let held = tokio::spawn(async move { holding.run(Kind::Page, move || Ok(wait.recv().is_ok())).await });
    while queue.0.pages.lock().line.has_turn() || queue.0.pages.lock().threads == 0 {
        tokio::task::yield_now().await;
    }
    let (ran, run) = mpsc::channel();
    let mut given_up = Box::pin(queue.run(Kind::Page, move || Ok(ran.send(()).is_ok())));
    assert!(futures_util::poll!(given_up.as_mut()).is_pending());
    assert_eq!(queue.0.pages.lock().line.len(), 1);
    drop(given_up);
    assert_eq!(queue.0.pages.lock().line.len(), 0);
    go.send(()).unwrap();
    assert!(held.await.unwrap().unwrap());
    assert!(run.recv().is_err());
}

#[tokio::test]
async fn a_panic_is_an_error_and_the_thread_goes_on() {
    let queue = queue(1);
    for _ in 0..3 {
        let failed = queue.run::<()>(Kind::Write, || panic!("on purpose")).await;
        assert!(matches!(failed, Err(AppError::Internal { .. })));
    }
    assert_eq!(queue.run(Kind::Write, || Ok(7)).await.unwrap(), 7);
}

#[tokio::test]
async fn a_long_line_of_pages_ends_in_a_refusal() {
    let queue = queue(1);
    let (go, wait) = mpsc::channel::<()>();
    let asking = queue.clone();
    let held = tokio::spawn(async move { asking.run(Kind::Page, move || Ok(wait.recv().is_ok())).await });
    while queue.0.pages.lock().line.has_turn() || queue.0.pages.lock().threads == 0 {
        tokio::task::yield_now().await;
    }
    let asked: Vec<_> = (0..LONG + 1)
        .map(|_| {
            let queue = queue.clone();
            tokio::spawn(async move { queue.run(Kind::Page, || Ok(())).await })
        })
        .collect();
    // Requests are refused only while the queue is long; the rest keep waiting.
    let mut refused = 0;
    while refused == 0 {
        tokio::time::sleep(PAGE_PATIENCE / 8).await;
        refused = LONG + 1 - queue.0.pages.lock().line.len();
    }
    go.send(()).unwrap();
    assert!(held.await.unwrap().unwrap());
    let answers = futures_util::future::join_all(asked).await;
    let busy = answers.iter().filter(|a| matches!(a, Ok(Err(AppError::Busy)))).count();
    assert_eq!(busy, 1);
    assert_eq!(answers.len() - busy, LONG);
}

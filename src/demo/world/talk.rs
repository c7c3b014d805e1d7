//! The texts about stories: shares, comments with replies, and reports.

use std::collections::BTreeMap;

use super::model::{Author, Comment, HOUR, Photo, Report, Story, StoryIx, Target, Visibility, World};
use super::ties::after;
use crate::demo::draw::Scene;
use crate::demo::draw::rng::Rng;

fn fields(line: &str) -> Vec<&str> {
    line.split(" | ").map(str::trim).collect()
}
fn data(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
}

/// Returns the `nth` story of the person or shop with this handle, newest
/// first, not counting shares.
fn nth_story(w: &World, handle: &str, nth: usize) -> Option<StoryIx> {
    let author = w
        .shop(handle)
        .map(Author::Shop)
        .or_else(|| w.person(handle).map(Author::Person))?;
    w.stories
        .iter()
        .enumerate()
        .filter(|(_, s)| s.author == author && s.share_of.is_none())
        .nth(nth)
        .map(|(i, _)| i)
}

pub(super) fn shares(w: &mut World, text: &str) {
    let mut r = Rng::new(83);
    for line in data(text) {
        let [who, whose, nth, body] = fields(line)[..] else {
            w.problem(format!("share: {line}"));
            continue;
        };
        let found = w.person(who).zip(nth.parse().ok().and_then(|n| nth_story(w, whose, n)));
        let Some((person, of)) = found else {
            w.problem(format!("share of nothing: {line}"));
            continue;
        };
        let Some(original) = w.stories.get(of).filter(|s| s.visibility == Visibility::Public) else {
            w.problem(format!("share of what is not public: {line}"));
            continue;
        };
        let age_ms = after(&mut r, original.age_ms);
        w.stories.push(Story {
            author: Author::Person(person),
            body: body.to_owned(),
            visibility: Visibility::Public,
            photos: vec![],
            products: vec![],
            share_of: Some(of),
            age_ms,
        });
    }
}

/// A line of `comments.txt`, and the number of times it was used.
struct Line<'a> {
    body: &'a str,
    answer: Option<&'a str>,
    used: usize,
}

/// Returns the similarity of two texts: the number of pairs of adjacent Hangul
/// syllables that both contain.
fn kinship(a: &str, b: &str) -> usize {
    let hangul = |c: &char| ('가'..='힣').contains(c);
    let pairs = |t: &str| -> Vec<(char, char)> {
        t.split(|c: char| !hangul(&c))
            .flat_map(|word| word.chars().zip(word.chars().skip(1)).collect::<Vec<_>>())
            .collect()
    };
    let (a, b) = (pairs(a), pairs(b));
    a.iter().filter(|p| b.contains(p)).count()
}

fn place_key(w: &World, photos: &[Photo]) -> String {
    let first = photos.iter().find_map(|p| match w.pictures.get(p.picture) {
        Some(Scene::Place { place, .. }) => Some(*place),
        _ => None,
    });
    first.map_or_else(|| "none".to_owned(), |place| format!("place:{}", place.key()))
}

pub(super) fn comments(w: &mut World, text: &str) {
    let mut pools: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
    let mut key = "";
    for line in data(text) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            key = name;
            continue;
        }
        let (body, answer) = line.split_once(" => ").map_or((line, None), |(b, a)| (b, Some(a)));
        pools.entry(key).or_default().push(Line { body, answer, used: 0 });
    }
    let mut r = Rng::new(97);
    let mut made: Vec<Comment> = Vec::new();
    for i in 0..w.stories.len() {
        let Some(s) = w.stories.get(i) else { continue };
        if s.visibility == Visibility::OnlyMe || s.share_of.is_some() || shady(w, s.author) {
            continue;
        }
        let (own, any, most) = match s.author {
            Author::Shop(shop) => (w.shops.get(shop).map(|s| s.handle.clone()).unwrap_or_default(), "any-shop", 4),
            Author::Person(_) => (place_key(w, &s.photos), "any-person", 4),
        };
        let wanted = r.below(most)
            + usize::from(r.chance(0.75))
            + if matches!(s.author, Author::Shop(x) if x == w.personas.owner_shop) {
                2
            } else {
                0
            };
        let mut said: Vec<&str> = Vec::new();
        let mut spoke: Vec<usize> = Vec::new();
        let mut age = s.age_ms;
        for n in 0..wanted {
            let specific = n == 0 || r.chance(0.55);
            let pool = if specific && pools.contains_key(own.as_str()) {
                own.as_str()
            } else {
                any
            };
            let Some(lines) = pools.get_mut(pool) else {
                continue;
            };
            let limit = if pool == any { 8 } else { 3 };
            // The line that fits the story best, with a preference for unused
            // ones. Equal lines are decided by chance.
            let best = lines
                .iter_mut()
                .filter(|l| l.used < limit && !said.contains(&l.body))
                .max_by_key(|l| {
                    (kinship(l.body, &s.body).min(6) * 3 + r.below(3)).saturating_sub(l.used * 5)
                        + usize::from(l.used == 0) * 2
                        + r.below(2)
                });
            let Some(line) = best else { continue };
            let locale = if line.body.is_ascii() { "en" } else { "ko" };
            let crowd: Vec<usize> = (0..w.people.len())
                .filter(|p| {
                    let Some(person) = w.people.get(*p) else { return false };
                    let writes_it = s.author == Author::Person(*p)
                        || matches!(s.author, Author::Shop(x) if w.shops.get(x).is_some_and(|s| s.owner == *p));
                    person.locale == locale && !person.is_spammer && !writes_it && !spoke.contains(p) && w.sees(*p, s)
                })
                .collect();
            let Some(&speaker) = r.pick(&crowd) else {
                continue;
            };
            line.used += 1;
            said.push(line.body);
            spoke.push(speaker);
            age = later(&mut r, age);
            made.push(Comment {
                story: i,
                author: Author::Person(speaker),
                body: line.body.to_owned(),
                age_ms: age,
            });
            let handle = w.people.get(speaker).map(|p| p.handle.clone()).unwrap_or_default();
            if let Some(answer) = line.answer {
                age = later(&mut r, age);
                made.push(Comment {
                    story: i,
                    author: s.author,
                    body: format!("@{handle} {answer}"),
                    age_ms: age,
                });
            } else if matches!(s.author, Author::Person(_))
                && locale == "ko"
                && r.chance(0.22)
                && let Some(reply) = pools.get("reply").and_then(|l| r.pick(l))
            {
                age = later(&mut r, age);
                made.push(Comment {
                    story: i,
                    author: s.author,
                    body: reply.body.replace("{h}", &format!("@{handle}")),
                    age_ms: age,
                });
            }
        }
    }
    w.comments = made;
}

fn shady(w: &World, author: Author) -> bool {
    let person = match author {
        Author::Person(p) => Some(p),
        Author::Shop(s) => w.shops.get(s).map(|s| s.owner),
    };
    person.and_then(|p| w.people.get(p)).is_some_and(|p| p.is_spammer)
}

/// Returns the age of the next comment, between the last comment's age and now.
fn later(r: &mut Rng, age: i64) -> i64 {
    let step = super::ties::some_of(r, (age / 3).min(9 * HOUR)) + 1;
    (age - step).max(1)
}

pub(super) fn reports(w: &mut World, text: &str) {
    let mut r = Rng::new(101);
    for line in data(text) {
        let [who, kind, whose, nth, reason, words] = fields(line)[..] else {
            w.problem(format!("report: {line}"));
            continue;
        };
        let mut parts = words.split(" :: ");
        let text = parts.next().unwrap_or("").to_owned();
        let Some((reporter, nth)) = w.person(who).zip(nth.parse::<usize>().ok()) else {
            w.problem(format!("report by nobody: {line}"));
            continue;
        };
        let target = match kind {
            "account" => w.person(whose).map(Target::Person),
            "story" => nth_story(w, whose, nth).map(Target::Story),
            "product" => {
                let shop = w.shop(whose);
                w.products
                    .iter()
                    .enumerate()
                    .filter(|(_, p)| Some(p.shop) == shop)
                    .nth(nth)
                    .map(|(i, _)| Target::Product(i))
            }
            _ => reported_comment(w, whose, nth, parts.next(), parts.next()),
        };
        match target {
            Some(target) => w.reports.push(Report {
                reporter,
                target,
                reason: reason.to_owned(),
                text,
                age_ms: HOUR / 6 + super::ties::some_of(&mut r, 50 * HOUR),
            }),
            None => w.problem(format!("report of nothing: {line}")),
        }
    }
    // Nothing is reported before it exists.
    for i in 0..w.reports.len() {
        let born = match w.reports.get(i).map(|r| r.target) {
            Some(Target::Story(s)) => w.stories.get(s).map(|s| s.age_ms),
            Some(Target::Comment(c)) => w.comments.get(c).map(|c| c.age_ms),
            _ => None,
        };
        if let (Some(report), Some(born)) = (w.reports.get_mut(i), born) {
            report.age_ms = report.age_ms.min(born - born / 3);
        }
    }
}

fn reported_comment(w: &mut World, whose: &str, nth: usize, author: Option<&str>, body: Option<&str>) -> Option<Target> {
    let story = nth_story(w, whose, nth)?;
    let author = w.person(author?)?;
    let it = w.stories.get(story)?;
    if it.visibility != Visibility::Public {
        return None;
    }
    let age_ms = it.age_ms / 2;
    w.comments.push(Comment {
        story,
        author: Author::Person(author),
        body: body?.to_owned(),
        age_ms,
    });
    Some(Target::Comment(w.comments.len() - 1))
}

//! Friendships, follows, feelings, UPs and wishes, derived from fixed seeds.

use super::model::{
    Author, DAY, Feeling, FeelingKind, Follow, FriendRequest, Friendship, HOUR, Role, Staff, Up, Visibility, Wish, World,
};
use crate::catalog::rules::Status;
use crate::demo::draw::rng::Rng;

/// Returns a time from 0 up to but not including `span`, in milliseconds.
pub(super) fn some_of(r: &mut Rng, span: i64) -> i64 {
    i64::try_from(r.below_u64(u64::try_from(span.max(1)).unwrap_or(1))).unwrap_or(0)
}
/// Returns the age of an event after the one that happened `age` ago, mostly soon after it.
pub(super) fn after(r: &mut Rng, age: i64) -> i64 {
    let within = age.min(if r.chance(0.7) { 20 * HOUR } else { 6 * DAY });
    (age - 60_000 - some_of(r, within)).max(20_000).min(age - 1)
}

/// Puts each author's newest story at its own moment of the last days, and the
/// older ones before it. The files list the newest first.
pub(super) fn spread_stories(w: &mut World) {
    let mut r = Rng::new(11);
    let mut authors: Vec<Author> = Vec::new();
    for s in &w.stories {
        if !authors.contains(&s.author) {
            authors.push(s.author);
        }
    }
    r.shuffle(&mut authors);
    for (i, author) in authors.into_iter().enumerate() {
        let start = i64::try_from(i).unwrap_or(0);
        let mut age = 7 * 60_000 + start * 34 * 60_000 + some_of(&mut r, 25 * 60_000);
        for s in w.stories.iter_mut().filter(|s| s.author == author) {
            s.age_ms = age;
            age += 11 * HOUR + some_of(&mut r, 10 * DAY);
        }
    }
}

pub(super) fn staff(w: &mut World) {
    let plan = [
        ("오븐하루", "김봄이", Role::Analyst),
        ("오븐하루", "지은이의부엌", Role::Editor),
        ("오븐하루", "소금빵지도", Role::Manager),
        ("느린페이지", "책먹는하나", Role::Editor),
        ("실마리뜨개", "광주사람", Role::Manager),
        ("흙손도예", "그림일기해솔", Role::Editor),
        ("두바퀴", "자전거로출근", Role::Editor),
        ("귤빛농장", "제주사는현우", Role::Manager),
    ];
    for (shop, person, role) in plan {
        match (w.shop(shop), w.person(person)) {
            (Some(shop), Some(person)) => w.staff.push(Staff { shop, person, role }),
            _ => w.problem(format!("staff: {shop} {person}")),
        }
    }
}

pub(super) fn friends(w: &mut World) {
    let mut r = Rng::new(23);
    let me = w.personas.follower;
    let real: Vec<usize> = (0..w.people.len())
        .filter(|p| w.people.get(*p).is_some_and(|p| !p.is_spammer))
        .collect();
    // The follower persona has thirty-five friends, those who write most among them.
    let mut others: Vec<usize> = real
        .iter()
        .copied()
        .filter(|p| *p != me && *p != w.personas.moderator)
        .collect();
    let stories = |p: usize| w.stories.iter().filter(|s| s.author == Author::Person(p)).count();
    others.sort_by_key(|p| std::cmp::Reverse(stories(*p)));
    let chosen: Vec<usize> = others.iter().copied().take(35).collect();
    let warmth: Vec<f32> = w.people.iter().map(|_| r.range(0.12, 0.62)).collect();
    let warm = |p: usize| warmth.get(p).copied().unwrap_or(0.3);
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (i, &a) in real.iter().enumerate() {
        for &b in real.iter().skip(i + 1) {
            let befriended = if a == me || b == me {
                chosen.contains(&a) || chosen.contains(&b)
            } else {
                r.chance(warm(a) * warm(b) * 1.6)
            };
            if befriended {
                pairs.push((a, b));
            }
        }
    }
    for (a, b) in pairs {
        let age_ms = 130 * DAY + some_of(&mut r, 260 * DAY);
        w.friendships.push(Friendship { a, b, age_ms });
    }
    let strangers: Vec<usize> = others.into_iter().skip(35).take(3).collect();
    for (i, from) in strangers.into_iter().enumerate() {
        w.friend_requests.push(FriendRequest {
            from,
            to: me,
            age_ms: (2 + 19 * i64::try_from(i).unwrap_or(0)) * HOUR,
        });
    }
}

pub(super) fn follows(w: &mut World) {
    let mut r = Rng::new(37);
    let crowd: Vec<f32> = w
        .shops
        .iter()
        .enumerate()
        .map(|(i, _)| if i == w.personas.owner_shop { 0.82 } else { r.range(0.1, 0.5) })
        .collect();
    for person in 0..w.people.len() {
        let Some(p) = w.people.get(person) else {
            continue;
        };
        if p.is_spammer {
            continue;
        }
        let keen = r.range(0.4, 1.3);
        for shop in 0..w.shops.len() {
            let own = w.shops.get(shop).is_some_and(|s| s.owner == person);
            let shady = w
                .shops
                .get(shop)
                .is_some_and(|s| w.people.get(s.owner).is_some_and(|o| o.is_spammer));
            let chance = crowd.get(shop).copied().unwrap_or(0.2) * if person == w.personas.follower { 1.6 } else { keen };
            if !own && !shady && r.chance(chance) {
                w.follows.push(Follow {
                    person,
                    shop,
                    age_ms: 125 * DAY + some_of(&mut r, 180 * DAY),
                });
            }
        }
    }
}

const COMFORT: [&str; 14] = [
    "쉽니다",
    "죄송",
    "고장",
    "말썽",
    "혼자",
    "떨어",
    "미안",
    "무르",
    "놓치",
    "늦",
    "아파",
    "정전",
    "비 예보",
    "그만둘까",
];

pub(super) fn feelings(w: &mut World) {
    let mut r = Rng::new(51);
    let mut feelings = Vec::new();
    let mut ups = Vec::new();
    for (i, s) in w.stories.iter().enumerate() {
        if s.visibility == Visibility::OnlyMe {
            continue;
        }
        let liked = r.range(0.15, 0.75);
        let comfort = COMFORT.iter().any(|c| s.body.contains(c));
        for (person, p) in w.people.iter().enumerate() {
            if p.is_spammer || s.author == Author::Person(person) || !w.sees(person, s) {
                continue;
            }
            let near = match s.author {
                Author::Shop(shop) => w.follows.iter().any(|f| f.shop == shop && f.person == person),
                Author::Person(author) => w.are_friends(person, author),
            };
            let shady = match s.author {
                Author::Shop(shop) => w
                    .shops
                    .get(shop)
                    .is_some_and(|s| w.people.get(s.owner).is_some_and(|o| o.is_spammer)),
                Author::Person(author) => w.people.get(author).is_some_and(|a| a.is_spammer),
            };
            if shady || !r.chance(if near { liked } else { 0.03 }) {
                continue;
            }
            let kind = match (comfort, r.below(100)) {
                (false, 0..=57) | (true, 0..=29) => FeelingKind::Like,
                (false, 58..=74) => FeelingKind::Happy,
                (false, 75..=90) => FeelingKind::Cool,
                (false, 91..=97) | (true, 30..=79) => FeelingKind::CheerUp,
                _ => FeelingKind::Sad,
            };
            feelings.push(Feeling {
                story: i,
                person,
                kind,
                age_ms: after(&mut r, s.age_ms),
            });
            if s.visibility == Visibility::Public && r.chance(0.05) {
                ups.push(Up {
                    story: i,
                    person,
                    age_ms: after(&mut r, s.age_ms),
                });
            }
        }
    }
    w.feelings = feelings;
    w.ups = ups;
}

pub(super) fn wishes(w: &mut World) {
    let mut r = Rng::new(67);
    let mut wishes: Vec<Wish> = Vec::new();
    for (person, p) in w.people.iter().enumerate() {
        if p.is_spammer {
            continue;
        }
        let n = if person == w.personas.follower { 18 } else { 2 + r.below(11) };
        let followed: Vec<usize> = w.follows.iter().filter(|f| f.person == person).map(|f| f.shop).collect();
        let near: Vec<usize> = w
            .products
            .iter()
            .enumerate()
            .filter(|(_, p)| followed.contains(&p.shop) && p.status == Status::Published)
            .map(|(i, _)| i)
            .collect();
        for _ in 0..n {
            let Some(&product) = r.pick(&near) else {
                continue;
            };
            if !wishes.iter().any(|x| x.person == person && x.product == product) {
                wishes.push(Wish {
                    person,
                    product,
                    age_ms: some_of(&mut r, 38 * DAY) + HOUR,
                });
            }
        }
    }
    w.wishes = wishes;
}

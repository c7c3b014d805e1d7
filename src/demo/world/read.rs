//! Reads the demo's text files. The format is made for writing much prose
//! quickly. Its marks are at line starts: `@shop …` or `@handle` begins an
//! author, `+ …` a product (its description follows), `> …` a story (its text
//! follows).

use super::model::{
    Author, Availability, Condition, DAY, Person, PersonIx, Personas, Photo, Product, Seller, Shop, Story, TaggedProduct,
    Visibility, World,
};
use super::options::{Extra, dress, options};
use super::shelf::{Bench, good_photo, place_photo, shelves, sku_prefix, small};
use crate::catalog::rules::Status;
use crate::demo::draw::{Good, Mood, Place, Scene, Setting};

fn fields(line: &str) -> Vec<&str> {
    line.split('|').map(str::trim).collect()
}

pub(super) fn people(w: &mut World, text: &str) {
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let [handle, name, locale, look, role, bio] = fields(line)[..] else {
            w.problem(format!("people: {line}"));
            continue;
        };
        let n = w.people.len();
        let grey = look.ends_with('g');
        let Ok(look) = look.trim_end_matches('g').parse::<u8>() else {
            w.problem(format!("look: {line}"));
            continue;
        };
        let avatar = w.picture(Scene::Face {
            look,
            grey,
            seed: 700 + small(n) * 13,
        });
        match role {
            "owner" => w.personas.owner = n,
            "follower" => w.personas.follower = n,
            "moderator" => w.personas.moderator = n,
            _ => {}
        }
        let email = match role {
            "owner" | "follower" | "moderator" => format!("{role}@demo.example"),
            _ => format!("person{:02}@demo.example", n + 1),
        };
        let known = i64::try_from(n * 37 % 400).unwrap_or(0);
        w.people.push(Person {
            handle: handle.to_owned(),
            name: name.to_owned(),
            email,
            locale: locale.to_owned(),
            bio: bio.to_owned(),
            avatar,
            age_ms: (if role == "spam" { 9 } else { 420 + known }) * DAY,
            is_spammer: role == "spam",
        });
    }
}

pub(super) fn shops(w: &mut World, text: &str) {
    let mut bench: Option<Bench> = None;
    let mut later: Vec<Product> = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(head) = line.strip_prefix("@shop ") {
            let about = lines.next().and_then(|l| l.strip_prefix("bio: ")).unwrap_or("");
            let rep = lines.next().and_then(|l| l.strip_prefix("rep: ")).unwrap_or("");
            bench = open_shop(w, head, about, rep);
            if bench.is_none() {
                w.problem(format!("shop: {head}"));
            }
            continue;
        }
        let Some(b) = bench.as_mut() else { continue };
        let mut body = Vec::new();
        while let Some(next) =
            lines.next_if(|l| !l.is_empty() && !l.starts_with("+ ") && !l.starts_with("> ") && !l.starts_with("@"))
        {
            body.push(next);
        }
        if let Some(head) = line.strip_prefix("+ ") {
            if !product(w, b, &mut later, head, &body.join(" ")) {
                w.problem(format!("product: {head}"));
            }
        } else if let Some(spec) = line.strip_prefix("> ") {
            story(w, Author::Shop(b.shop), Some(b), spec, &body.join("\n"));
        }
    }
    // Variants come last, because stories name a shop's products by their position.
    w.products.append(&mut later);
    dress_shops(w);
}

fn open_shop(w: &mut World, head: &str, about: &str, rep: &str) -> Option<Bench> {
    let [handle, name, category, mood, sign] = fields(head)[..] else {
        return None;
    };
    let [who, address, phone, hours] = fields(rep)[..] else {
        return None;
    };
    let (representative, owner_handle) = who.split_once(" @")?;
    let owner = w.person(owner_handle)?;
    let mood = Mood::parse(mood)?;
    let good = Good::parse(sign)?;
    let shop = w.shops.len();
    // A second palette, quite different from the first, for every third picture.
    let day: Vec<Mood> = Mood::ALL
        .iter()
        .copied()
        .filter(|m| *m != Mood::Night && *m != mood)
        .collect();
    let second = day.get((shop * 5 + 3) % day.len().max(1)).copied().unwrap_or(mood);
    let sign = w.picture(Scene::Sign {
        good,
        mood,
        seed: small(shop) + 40,
    });
    if handle == "오븐하루" {
        w.personas = Personas {
            owner_shop: shop,
            ..w.personas
        };
    }
    let district = address.split_whitespace().take(2).collect::<String>();
    w.shops.push(Shop {
        handle: handle.to_owned(),
        name: name.to_owned(),
        category: category.to_owned(),
        bio: about.to_owned(),
        owner,
        sign,
        cover: sign,
        seller: Seller {
            business_name: name.to_owned(),
            representative: representative.to_owned(),
            address: address.to_owned(),
            phone: phone.to_owned(),
            email: format!("shop{:02}@demo.example", shop + 1),
            business_number: format!("000-{:02}-{:05}", shop % 90 + 10, 10_007 + shop * 391),
            mail_order_number: format!("제{}-{district}-0{:04}호", 2018 + shop % 8, 100 + shop * 17),
            hours: hours.to_owned(),
        },
        mood,
        age_ms: (330 + i64::try_from(shop).unwrap_or(0) * 11) * DAY,
    });
    Some(Bench {
        shop,
        goods: vec![],
        first: w.products.len(),
        moods: [mood, second],
    })
}

/// Removes the sections of a shop whose products would all be in one.
fn sort_shelves(w: &mut World) {
    for shop in 0..w.shops.len() {
        let own = || w.products.iter().filter(|p| p.shop == shop);
        let first = own().next().map(|p| p.section.clone());
        if own().all(|p| Some(&p.section) == first.as_ref()) {
            for p in w.products.iter_mut().filter(|p| p.shop == shop) {
                p.section.clear();
            }
        }
    }
}

/// Makes the covers once all products are known, because a cover shows the shop's own ones.
fn dress_shops(w: &mut World) {
    sort_shelves(w);
    for shop in 0..w.shops.len() {
        let Some(it) = w.shops.get(shop) else {
            continue;
        };
        let (mood, done) = (it.mood, it.cover != it.sign);
        if done {
            continue;
        }
        let mut goods: Vec<Good> = Vec::new();
        for p in w.products.iter().filter(|p| p.shop == shop) {
            if let Some(Scene::Product { good, .. }) = p.photos.first().and_then(|f| w.pictures.get(f.picture))
                && !goods.contains(good)
            {
                goods.push(*good);
            }
        }
        goods.truncate(6);
        let cover = w.picture(Scene::Cover {
            goods,
            mood,
            seed: small(shop) * 3 + 1,
        });
        if let Some(it) = w.shops.get_mut(shop) {
            it.cover = cover;
        }
    }
}

fn product(w: &mut World, b: &mut Bench, later: &mut Vec<Product>, head: &str, body: &str) -> bool {
    let parts = fields(head);
    let [title, price, good, setting, flags @ ..] = &parts[..] else {
        return false;
    };
    let (Ok(price_won), Some(good), Some(setting)) = (price.parse::<i64>(), Good::parse(good), Setting::parse(setting)) else {
        return false;
    };
    let (description, tail) = body.split_once(" | ").unwrap_or((body, ""));
    let mut p = Product {
        shop: b.shop,
        sku: format!("{}-{:03}", sku_prefix(b.shop), b.goods.len() + 1),
        title: (*title).to_owned(),
        description: description.trim().to_owned(),
        price_won,
        sale_price_won: None,
        availability: Availability::InStock,
        condition: Condition::New,
        brand: w.shops.get(b.shop).map(|s| s.name.clone()).unwrap_or_default(),
        category: shelves(good.kind).0.to_owned(),
        section: shelves(good.kind).1.to_owned(),
        group: String::new(),
        color: String::new(),
        size: String::new(),
        stock: None,
        sale_in_ms: None,
        sale_ends_in_ms: None,
        status: Status::Published,
        link: None,
        photos: vec![],
        age_ms: (40 + i64::try_from((b.goods.len() * 53 + b.shop * 7) % 260).unwrap_or(0)) * DAY,
    };
    let mut extra = Extra::default();
    for flag in flags
        .iter()
        .copied()
        .chain(tail.split(" | "))
        .map(str::trim)
        .filter(|f| !f.is_empty())
    {
        match flag {
            "preorder" => p.availability = Availability::Preorder,
            "stock=out" => p.availability = Availability::OutOfStock,
            "cond=used" => p.condition = Condition::Used,
            "cond=refurbished" => p.condition = Condition::Refurbished,
            _ => match flag.strip_prefix("sale=").and_then(|s| s.parse().ok()) {
                Some(sale) => p.sale_price_won = Some(sale),
                None if extra.read(&mut p, flag) => {}
                None => return false,
            },
        }
    }
    if b.goods.len() % 4 == 1 {
        p.link = Some(format!(
            "https://shop{:02}.example/goods/{}",
            b.shop + 1,
            p.sku.to_lowercase()
        ));
    }
    b.goods.push(good);
    let n = b.goods.len();
    p.photos.push(good_photo(w, b, n - 1, setting, 0));
    if n == 1 {
        // A closer look at the product for which the shop is known.
        let other = if setting == Setting::Close {
            Setting::Single
        } else {
            Setting::Close
        };
        p.photos.push(good_photo(w, b, n - 1, other, 1));
    }
    dress(&mut p, n);
    later.extend(options(&mut p, &extra));
    w.products.push(p);
    true
}

fn story(w: &mut World, author: Author, bench: Option<&Bench>, spec: &str, body: &str) {
    let mut s = Story {
        author,
        body: body.to_owned(),
        visibility: Visibility::Public,
        photos: vec![],
        products: vec![],
        share_of: None,
        age_ms: 0,
    };
    let n = w.stories.len();
    for word in spec.split_whitespace() {
        if let Some(key) = word.strip_prefix("place:") {
            match Place::parse(key) {
                Some(place) => s.photos.push(place_photo(w, place)),
                None => w.problem(format!("place: {word}")),
            }
            continue;
        }
        match word {
            "-" => {}
            "friends" => s.visibility = Visibility::Friends,
            "only_me" => s.visibility = Visibility::OnlyMe,
            _ => match (bench, goods_word(word)) {
                (Some(b), Some((p, setting))) if p >= 1 && p <= b.goods.len() => {
                    let ix = b.first + p - 1;
                    let photo = match setting {
                        Some(setting) => good_photo(w, b, p - 1, setting, 2 + n % 5),
                        None => w.products.get(ix).and_then(|p| p.photos.first().cloned()).unwrap_or(Photo {
                            picture: 0,
                            alt: String::new(),
                        }),
                    };
                    if !s.products.iter().any(|t| t.product == ix) {
                        s.products.push(TaggedProduct {
                            product: ix,
                            photo: Some(s.photos.len()),
                            at: Some((500, 540)),
                        });
                    }
                    if !s.photos.contains(&photo) {
                        s.photos.push(photo);
                    }
                }
                _ => w.problem(format!("story: {word} in {spec}")),
            },
        }
    }
    if s.body.is_empty() {
        w.problem(format!("story without text: {spec}"));
    }
    w.stories.push(s);
}

/// Parses `p3` or `p3~shelf`: a product's number and an optional setting.
fn goods_word(word: &str) -> Option<(usize, Option<Setting>)> {
    let word = word.strip_prefix('p')?;
    match word.split_once('~') {
        Some((n, setting)) => Some((n.parse().ok()?, Some(Setting::parse(setting)?))),
        None => Some((word.parse().ok()?, None)),
    }
}

pub(super) fn people_stories(w: &mut World, text: &str) {
    let mut who: Option<PersonIx> = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(handle) = line.strip_prefix('@') {
            who = w.person(handle);
            if who.is_none() {
                w.problem(format!("story of nobody: {handle}"));
            }
        } else if let (Some(spec), Some(author)) = (line.strip_prefix("> "), who) {
            let mut body = Vec::new();
            while let Some(next) = lines.next_if(|l| !l.is_empty() && !l.starts_with("> ") && !l.starts_with('@')) {
                body.push(next);
            }
            story(w, Author::Person(author), None, spec, &body.join("\n"));
        }
    }
}

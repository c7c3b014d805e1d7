//! A small part of the world, for tests that cannot draw all of it.

use std::collections::HashMap;

use super::model::{Author, Story, StoryIx, Target, World};

impl World {
    /// Reduces the world to all people, the first `shops` shops with `goods`
    /// products each, the newest `each` stories of those shops and of the first
    /// `people`, and everything that belongs to them.
    pub fn cut(mut self, shops: usize, goods: usize, people: usize, each: usize) -> World {
        self.shops.truncate(shops);
        self.staff.retain(|s| s.shop < shops);
        self.follows.retain(|f| f.shop < shops);
        let mut of_shop: HashMap<usize, usize> = HashMap::new();
        let products = keep(&mut self.products, |_, p| {
            p.shop < shops && seldom(of_shop.entry(p.shop).or_default(), goods)
        });
        self.wishes.retain_mut(|w| moved(&products, &mut w.product));
        let mut of_author: HashMap<Author, usize> = HashMap::new();
        let mut there: Vec<StoryIx> = Vec::new();
        let stories = keep(&mut self.stories, |ix, s: &Story| {
            let known = match s.author {
                Author::Shop(shop) => shop < shops,
                Author::Person(person) => person < people,
            };
            let original = s.share_of.is_none_or(|of| there.contains(&of));
            let stays = known && original && seldom(of_author.entry(s.author).or_default(), each);
            if stays {
                there.push(ix);
            }
            stays
        });
        for story in &mut self.stories {
            story.products.retain_mut(|t| moved(&products, &mut t.product));
            story.share_of = story.share_of.and_then(|of| stories.get(&of).copied());
        }
        self.feelings.retain_mut(|f| moved(&stories, &mut f.story));
        self.ups.retain_mut(|u| moved(&stories, &mut u.story));
        let comments = keep(&mut self.comments, |_, c| stories.contains_key(&c.story));
        for comment in &mut self.comments {
            moved(&stories, &mut comment.story);
        }
        self.reports.retain_mut(|r| match &mut r.target {
            Target::Story(ix) => moved(&stories, ix),
            Target::Comment(ix) => moved(&comments, ix),
            Target::Product(ix) => moved(&products, ix),
            Target::Person(_) => true,
        });
        self
    }
}

/// Keeps some elements. Returns their new indices by their old ones.
fn keep<T>(all: &mut Vec<T>, mut stays: impl FnMut(usize, &T) -> bool) -> HashMap<usize, usize> {
    let mut places = HashMap::new();
    let mut at = 0..;
    all.retain(|thing| {
        let ix = at.next().unwrap_or(usize::MAX);
        let stays = stays(ix, thing);
        if stays {
            places.insert(ix, places.len());
        }
        stays
    });
    places
}

fn moved(places: &HashMap<usize, usize>, ix: &mut usize) -> bool {
    match places.get(ix) {
        Some(new) => {
            *ix = *new;
            true
        }
        None => false,
    }
}

/// Counts one more, and returns true if at most `most` were counted.
fn seldom(seen: &mut usize, most: usize) -> bool {
    *seen += 1;
    *seen <= most
}

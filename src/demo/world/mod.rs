//! The demo world: shops, products, people, their stories and interactions. The
//! texts are in `assets/demo/*.txt`, written by hand. This module reads them
//! (`read`), spreads them over time (`age_ms` is always milliseconds before
//! now), and works out relations (`ties`) and comments (`talk`).
//!
//! Not here: ids, password hashes and files, which are made when the world is
//! loaded into a site.

mod cut;
mod model;
mod options;
mod read;
mod shelf;
mod talk;
mod ties;

pub use model::*;

/// The password of everyone in the demo. It is printed at the start.
pub const PASSWORD: &str = "storyplus-demo";

/// Returns the whole world, which is the same every time.
pub fn world() -> World {
    let mut world = World::default();
    read::people(&mut world, include_str!("../../../assets/demo/people.txt"));
    let shops = [
        include_str!("../../../assets/demo/shops_sweet.txt"),
        include_str!("../../../assets/demo/shops_home.txt"),
        include_str!("../../../assets/demo/shops_wear.txt"),
        include_str!("../../../assets/demo/shops_play.txt"),
    ];
    for text in shops {
        read::shops(&mut world, text);
    }
    read::people_stories(&mut world, include_str!("../../../assets/demo/people_stories.txt"));
    ties::spread_stories(&mut world);
    ties::staff(&mut world);
    ties::friends(&mut world);
    ties::follows(&mut world);
    talk::shares(&mut world, include_str!("../../../assets/demo/shares.txt"));
    ties::feelings(&mut world);
    ties::wishes(&mut world);
    talk::comments(&mut world, include_str!("../../../assets/demo/comments.txt"));
    talk::reports(&mut world, include_str!("../../../assets/demo/reports.txt"));
    world
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "a test may fail")]
    use super::*;
    use crate::catalog::rules::Status;

    #[test]
    fn the_world_is_whole() {
        let w = world();
        assert_eq!(w.problems, Vec::<String>::new());
        assert!(
            w.shops.len() >= 24 && w.products.len() >= 300 && w.people.len() >= 60,
            "{} {} {}",
            w.shops.len(),
            w.products.len(),
            w.people.len()
        );
        assert!(w.stories.len() >= 500, "{} stories", w.stories.len());
        assert!(w.comments.len() >= 900, "{} comments", w.comments.len());
        assert!(w.reports.len() >= 8);
        assert!(w.pictures.len() <= 750, "{} pictures", w.pictures.len());
        let friends = w
            .friendships
            .iter()
            .filter(|f| f.a == w.personas.follower || f.b == w.personas.follower)
            .count();
        assert!((30..=40).contains(&friends), "{friends} friends of the follower");
    }

    #[test]
    fn nobody_reacts_to_what_they_cannot_see_or_before_it_was_there() {
        let w = world();
        for f in &w.feelings {
            let story = &w.stories[f.story];
            assert!(w.sees(f.person, story) && f.age_ms < story.age_ms);
        }
        for c in &w.comments {
            let story = &w.stories[c.story];
            assert!(c.age_ms < story.age_ms, "{}", c.body);
            if let Author::Person(p) = c.author {
                assert!(c.author == story.author || w.sees(p, story), "{}", c.body);
            }
        }
        for s in &w.stories {
            if let Some(of) = s.share_of {
                assert_eq!(w.stories[of].visibility, Visibility::Public);
                assert!(s.age_ms < w.stories[of].age_ms);
            }
            assert!(s.photos.len() <= 20 && s.products.len() <= 20 && s.body.chars().count() <= 4_000);
        }
        for p in &w.products {
            assert!(
                p.sale_price_won.is_none_or(|s| s < p.price_won) && !p.photos.is_empty(),
                "{}",
                p.title
            );
        }
    }

    #[test]
    fn shops_show_options_sections_stock_and_sales_of_every_kind() {
        let w = world();
        let some = |f: fn(&Product) -> bool| w.products.iter().filter(|p| f(p)).count();
        assert!(some(|p| !p.group.is_empty()) >= 12);
        assert!(some(|p| !p.section.is_empty()) * 2 > w.products.len());
        assert!(some(|p| p.stock.is_some()) > 50 && some(|p| p.sale_ends_in_ms.is_some()) > 5);
        let own = |p: &&Product| p.shop == w.personas.owner_shop && p.status != Status::Published;
        assert_eq!(w.products.iter().filter(own).count(), 2);
        for wish in &w.wishes {
            assert_eq!(w.products[wish.product].status, Status::Published);
        }
    }

    #[test]
    fn the_same_every_time() {
        assert_eq!(format!("{:?}", world()), format!("{:?}", world()));
    }
}

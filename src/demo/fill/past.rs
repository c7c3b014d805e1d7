//! The history of the demo world, written as if everything had been done at its
//! own time: first accounts and their relations, then stories and interactions
//! in the order of time, since ids only rise.
//!
//! Everybody acts through the features' own actions with their own rights, so
//! that counters, notifications, logs and the search's change log are as on a
//! live site.

use super::pictures::Drawn;
use crate::access::{Acting, Actor, Member, Role as StaffRole, SiteRole};
use crate::accounts::actions::{NewPerson, NewShop, open_shop, promote, sign_up};
use crate::accounts::queries::profiles::{self, Details};
use crate::accounts::queries::{logins, pictures};
use crate::db::Tx;
use crate::demo::world::{Author, CommentIx, HOUR, Photo, PictureIx, Role, ShopIx, Story, StoryIx, TaggedProduct, World};
use crate::error::AppError;
use crate::friends::actions::{Befriend, befriend, request};
use crate::friends::queries::insert_follow;
use crate::photos;
use crate::stories::actions::{self as stories, NewStory};
use crate::stories::rules::{Feeling, Visibility};
use crate::stories::{ProductTag, TagPosition};
use crate::text::Handle;

/// Notifications older than this have been read.
const READ_AFTER: i64 = 20 * HOUR;

/// Writes the whole world into an empty database.
pub fn write(tx: &mut Tx<'_>, world: &World, drawn: &Drawn, password_hash: &str) -> Result<(), AppError> {
    let mut past = Past {
        now: tx.now(),
        tx,
        world,
        drawn,
        people: Vec::new(),
        shops: Vec::new(),
        products: vec![0; world.products.len()],
        stories: vec![0; world.stories.len()],
        comments: vec![0; world.comments.len()],
    };
    past.accounts(password_hash)?;
    past.ties()?;
    let mut read = false;
    for (age, event) in events(world) {
        if age < READ_AFTER && !read {
            past.catch_up()?;
            read = true;
        }
        past.go_to(age);
        past.happen(event)
            .map_err(|e| AppError::internal(format!("the demo's {event:?}: {e}")))?;
    }
    let end = past.now;
    past.tx.travel_to(end);
    Ok(())
}

/// An event after all accounts exist, by its index in the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Product(usize),
    Story(usize),
    Feeling(usize),
    Up(usize),
    Comment(usize),
    Wish(usize),
    FriendRequest(usize),
    Report(usize),
}

/// Returns the ages of the products. Each is older than the first story that shows it.
fn born(w: &World) -> Vec<i64> {
    let mut ages: Vec<i64> = w.products.iter().map(|p| p.age_ms).collect();
    for story in &w.stories {
        for tag in &story.products {
            if let Some(age) = ages.get_mut(tag.product) {
                *age = (*age).max(story.age_ms + HOUR);
            }
        }
    }
    ages
}

/// Returns all events, oldest first. At the same moment, a product or story
/// comes before its interactions.
fn events(w: &World) -> Vec<(i64, Event)> {
    let mut all: Vec<(i64, Event)> = Vec::new();
    let mut add = |ages: &mut dyn Iterator<Item = i64>, event: fn(usize) -> Event| {
        all.extend(ages.enumerate().map(|(i, age)| (age, event(i))));
    };
    add(&mut born(w).into_iter(), Event::Product);
    add(&mut w.stories.iter().map(|x| x.age_ms), Event::Story);
    add(&mut w.feelings.iter().map(|x| x.age_ms), Event::Feeling);
    add(&mut w.ups.iter().map(|x| x.age_ms), Event::Up);
    add(&mut w.comments.iter().map(|x| x.age_ms), Event::Comment);
    add(&mut w.wishes.iter().map(|x| x.age_ms), Event::Wish);
    add(&mut w.friend_requests.iter().map(|x| x.age_ms), Event::FriendRequest);
    add(&mut w.reports.iter().map(|x| x.age_ms), Event::Report);
    all.sort_by_key(|(age, event)| (std::cmp::Reverse(*age), *event));
    all
}

pub(super) struct Past<'a, 'tx> {
    pub(super) tx: &'a mut Tx<'tx>,
    pub(super) world: &'a World,
    drawn: &'a Drawn,
    pub(super) now: i64,
    /// The actors: every person as themselves, every shop through its owner.
    people: Vec<Actor>,
    shops: Vec<Actor>,
    /// Ids by their index in the world, 0 until the row is written.
    pub(super) products: Vec<i64>,
    pub(super) stories: Vec<i64>,
    pub(super) comments: Vec<i64>,
}

pub(super) fn missing() -> AppError {
    AppError::internal("something of the demo is not there yet")
}

/// Returns the id of a row that must already be written.
pub(super) fn id_of(ids: &[i64], ix: usize) -> Result<i64, AppError> {
    ids.get(ix).copied().filter(|id| *id != 0).ok_or_else(missing)
}

impl Past<'_, '_> {
    fn go_to(&mut self, age: i64) {
        self.tx.travel_to(self.now - age);
    }

    pub(super) fn person(&self, ix: usize) -> Result<(Actor, Member), AppError> {
        acting(&self.people, ix)
    }

    pub(super) fn shop(&self, ix: ShopIx) -> Result<(Actor, Member), AppError> {
        acting(&self.shops, ix)
    }

    fn author(&self, author: Author) -> Result<(Actor, Member), AppError> {
        match author {
            Author::Person(p) => self.person(p),
            Author::Shop(s) => self.shop(s),
        }
    }

    /// Inserts a photo row for each use of a picture, as if it had been uploaded for it.
    pub(super) fn upload(&mut self, account: i64, picture: PictureIx) -> Result<i64, AppError> {
        let photo = self.drawn.get(&picture).ok_or_else(missing)?;
        Ok(photos::queries::insert(self.tx, account, photo)?.id)
    }

    pub(super) fn uploads(&mut self, account: i64, photos: &[Photo]) -> Result<Vec<(i64, String)>, AppError> {
        photos
            .iter()
            .map(|p| Ok((self.upload(account, p.picture)?, p.alt.clone())))
            .collect()
    }

    /// Signs up people and opens shops in the order of their age.
    fn accounts(&mut self, password_hash: &str) -> Result<(), AppError> {
        let world = self.world;
        let nobody = || Actor::Visitor;
        self.people = world.people.iter().map(|_| nobody()).collect();
        self.shops = world.shops.iter().map(|_| nobody()).collect();
        let mut people: Vec<usize> = (0..world.people.len()).collect();
        people.sort_by_key(|p| world.people.get(*p).map(|p| std::cmp::Reverse(p.age_ms)));
        for ix in people {
            let Some(person) = world.people.get(ix) else { continue };
            self.go_to(person.age_ms);
            let signed = sign_up(
                self.tx,
                &NewPerson {
                    email: person.email.clone(),
                    password_hash: password_hash.to_owned(),
                    handle: handle(&person.handle)?,
                    display_name: person.name.clone(),
                },
            )?
            .map_err(|taken| AppError::internal(format!("{}: {taken:?}", person.handle)))?;
            let avatar = self.upload(signed.account_id, person.avatar)?;
            pictures::set(self.tx, signed.account_id, Some(avatar), None)?;
            profiles::set_profile(self.tx, signed.account_id, &person.name, &person.bio, "")?;
            logins::set_display(self.tx, signed.login_id, Some(&person.locale), None)?;
            let is_moderator = ix == world.personas.moderator;
            if is_moderator {
                promote(self.tx, &person.email, SiteRole::Moderator)?;
            }
            let member = Member {
                login_id: signed.login_id,
                session: String::new(),
                account_id: signed.account_id,
                handle: person.handle.clone(),
                name: person.name.clone(),
                avatar: None,
                site_role: if is_moderator { SiteRole::Moderator } else { SiteRole::Member },
                acting: None,
                unread: 0,
                locale: Some(person.locale.clone()),
                theme: None,
                last_seen_at: 0,
                renew: false,
            };
            if let Some(place) = self.people.get_mut(ix) {
                *place = Actor::Member(Box::new(member));
            }
        }
        let mut shops: Vec<ShopIx> = (0..world.shops.len()).collect();
        shops.sort_by_key(|s| world.shops.get(*s).map(|s| std::cmp::Reverse(s.age_ms)));
        for ix in shops {
            let Some(shop) = world.shops.get(ix) else { continue };
            let (_, mut owner) = self.person(shop.owner)?;
            self.go_to(shop.age_ms);
            let new = NewShop {
                handle: handle(&shop.handle)?,
                display_name: shop.name.clone(),
                category: crate::accounts::categories::category_code(&shop.category),
                bio: shop.bio.clone(),
            };
            let id = open_shop(self.tx, owner.login_id, u32::MAX, &new)?
                .map_err(|taken| AppError::internal(format!("{}: {taken:?}", shop.handle)))?;
            let (sign, cover) = (self.upload(id, shop.sign)?, self.upload(id, shop.cover)?);
            pictures::set(self.tx, id, Some(sign), Some(cover))?;
            let seller = &shop.seller;
            let details = Details {
                legal_name: seller.business_name.clone(),
                representative: seller.representative.clone(),
                address: seller.address.clone(),
                phone: seller.phone.clone(),
                business_number: seller.business_number.clone(),
                mail_order_number: seller.mail_order_number.clone(),
                opening_hours: seller.hours.clone(),
            };
            profiles::set_details(self.tx, id, &details)?;
            owner.acting = Some(Acting {
                account_id: id,
                handle: shop.handle.clone(),
                name: shop.name.clone(),
                role: StaffRole::Owner,
            });
            if let Some(place) = self.shops.get_mut(ix) {
                *place = Actor::Member(Box::new(owner));
            }
        }
        Ok(())
    }

    /// Writes staff, friendships and follows. They have no ids, so each is written at its own time.
    fn ties(&mut self) -> Result<(), AppError> {
        let world = self.world;
        for staff in &world.staff {
            let (shop, person) = (self.shop(staff.shop)?.1, self.person(staff.person)?.1);
            let role = match staff.role {
                Role::Manager => StaffRole::Manager,
                Role::Editor => StaffRole::Editor,
                Role::Analyst => StaffRole::Analyst,
            };
            logins::insert_staff(self.tx, shop.posts_as(), person.login_id, role.code())?;
        }
        for friendship in &world.friendships {
            let (a, b) = (self.person(friendship.a)?.1, self.person(friendship.b)?.1);
            self.go_to(friendship.age_ms);
            befriend(self.tx, a.account_id, b.account_id).map_err(|why| match why {
                Befriend::Full(_) => AppError::internal("a friend too many in the demo"),
                Befriend::Failed(error) => error,
            })?;
        }
        for follow in &world.follows {
            let (person, shop) = (self.person(follow.person)?.1, self.shop(follow.shop)?.1);
            self.go_to(follow.age_ms);
            insert_follow(self.tx, person.account_id, shop.posts_as())?;
        }
        Ok(())
    }

    fn happen(&mut self, event: Event) -> Result<(), AppError> {
        let world = self.world;
        match event {
            Event::Story(ix) => self.story(ix),
            Event::Comment(ix) => self.comment(ix),
            Event::Feeling(ix) => {
                let feeling = world.feelings.get(ix).ok_or_else(missing)?;
                let (actor, member) = self.person(feeling.person)?;
                let story = id_of(&self.stories, feeling.story)?;
                let kind = Feeling::from_code(feeling.kind.spelling());
                stories::feel(self.tx, &actor, &member, story, kind).map(drop)
            }
            Event::Up(ix) => {
                let up = world.ups.get(ix).ok_or_else(missing)?;
                let (actor, member) = self.person(up.person)?;
                let story = id_of(&self.stories, up.story)?;
                stories::up(self.tx, &actor, &member, story, true).map(drop)
            }
            Event::FriendRequest(ix) => {
                let asked = world.friend_requests.get(ix).ok_or_else(missing)?;
                let (from, to) = (self.person(asked.from)?.1, self.person(asked.to)?.1);
                let to = crate::accounts::queries::by_id(self.tx, to.account_id)?.ok_or_else(missing)?;
                request(self.tx, &from, &to)
            }
            Event::Product(ix) => self.product(ix),
            Event::Wish(ix) => self.wish(ix),
            Event::Report(ix) => self.report(ix),
        }
    }

    fn story(&mut self, ix: StoryIx) -> Result<(), AppError> {
        let story = self.world.stories.get(ix).ok_or_else(missing)?;
        let (actor, member) = self.author(story.author)?;
        let visibility = match story.visibility {
            crate::demo::world::Visibility::Public => Visibility::Public,
            crate::demo::world::Visibility::Friends => Visibility::Friends,
            crate::demo::world::Visibility::OnlyMe => Visibility::OnlyMe,
        };
        let photos = self.uploads(member.posts_as(), &story.photos)?;
        let new = NewStory {
            body: story.body.clone(),
            visibility,
            photos,
            products: story
                .products
                .iter()
                .map(|tag| self.pin(story, tag))
                .collect::<Result<_, _>>()?,
            share_of: story.share_of.map(|of| id_of(&self.stories, of)).transpose()?,
            ..NewStory::default()
        };
        let id = stories::write(self.tx, &actor, &member, new)?;
        set(&mut self.stories, ix, id);
        Ok(())
    }

    /// Returns the product tag of a story's product, with its position on the photo.
    fn pin(&self, story: &Story, tag: &TaggedProduct) -> Result<ProductTag, AppError> {
        let product = id_of(&self.products, tag.product)?;
        let photo = tag
            .photo
            .filter(|n| *n < story.photos.len())
            .and_then(|n| i32::try_from(n).ok());
        let place = match (photo, tag.at) {
            (Some(photo), Some((x, y))) => Some(TagPosition {
                photo,
                x: i32::from(x) * 10,
                y: i32::from(y) * 10,
            }),
            _ => None,
        };
        Ok(ProductTag { product, place })
    }

    fn comment(&mut self, ix: CommentIx) -> Result<(), AppError> {
        let comment = self.world.comments.get(ix).ok_or_else(missing)?;
        let (actor, member) = self.author(comment.author)?;
        let story = id_of(&self.stories, comment.story)?;
        let id = stories::comment(self.tx, &actor, &member, story, &comment.body)?;
        set(&mut self.comments, ix, id);
        Ok(())
    }

    /// Marks everybody's notifications until now as read.
    fn catch_up(&mut self) -> Result<(), AppError> {
        self.go_to(READ_AFTER);
        for actor in self.people.iter().chain(&self.shops) {
            crate::notifications::queries::read_all(self.tx, actor.posts_as())?;
        }
        Ok(())
    }
}

fn acting(all: &[Actor], ix: usize) -> Result<(Actor, Member), AppError> {
    let actor = all.get(ix).ok_or_else(missing)?;
    let member = actor.member().ok_or_else(missing)?.clone();
    Ok((actor.clone(), member))
}

pub(super) fn set(ids: &mut [i64], ix: usize, id: i64) {
    if let Some(place) = ids.get_mut(ix) {
        *place = id;
    }
}

fn handle(typed: &str) -> Result<Handle, AppError> {
    Handle::parse(typed).map_err(|e| AppError::internal(format!("the handle {typed}: {e:?}")))
}

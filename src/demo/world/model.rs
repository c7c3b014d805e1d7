//! The types of the demo's world.

use crate::catalog::rules::Status;
use crate::demo::draw::{Mood, Scene};

pub const HOUR: i64 = 3_600_000;

pub const DAY: i64 = 24 * HOUR;

/// An index into the list of the same name in [`World`].
pub type PersonIx = usize;

pub type ShopIx = usize;

pub type ProductIx = usize;

pub type StoryIx = usize;

pub type CommentIx = usize;

pub type PictureIx = usize;

#[derive(Clone, Debug, Default)]
pub struct World {
    pub pictures: Vec<Scene>,
    pub people: Vec<Person>,
    pub shops: Vec<Shop>,
    pub staff: Vec<Staff>,
    pub products: Vec<Product>,
    /// Newest first for each author; sort by `age_ms` to insert in order. A
    /// share always comes after its original.
    pub stories: Vec<Story>,
    pub friendships: Vec<Friendship>,
    /// Requests without an answer yet.
    pub friend_requests: Vec<FriendRequest>,
    pub follows: Vec<Follow>,
    pub feelings: Vec<Feeling>,
    pub ups: Vec<Up>,
    pub comments: Vec<Comment>,
    pub wishes: Vec<Wish>,
    pub reports: Vec<Report>,
    pub personas: Personas,
    /// Errors in the data files. A test requires that there are none.
    pub problems: Vec<String>,
}

/// The three people to log in as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Personas {
    pub owner: PersonIx,
    pub owner_shop: ShopIx,
    pub follower: PersonIx,
    pub moderator: PersonIx,
}

#[derive(Clone, Debug)]
pub struct Person {
    pub handle: String,
    pub name: String,
    pub email: String,
    /// `ko` or `en`.
    pub locale: String,
    pub bio: String,
    pub avatar: PictureIx,
    pub age_ms: i64,
    /// Sends advertisements and has no friends.
    pub is_spammer: bool,
}

#[derive(Clone, Debug)]
pub struct Shop {
    pub handle: String,
    pub name: String,
    pub category: String,
    pub bio: String,
    pub owner: PersonIx,
    pub sign: PictureIx,
    pub cover: PictureIx,
    pub seller: Seller,
    pub mood: Mood,
    pub age_ms: i64,
}

/// The details that Korean law requires of a seller. All of them are invented:
/// 000 is never assigned.
#[derive(Clone, Debug, Default)]
pub struct Seller {
    pub business_name: String,
    pub representative: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub business_number: String,
    pub mail_order_number: String,
    pub hours: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Manager,
    Editor,
    Analyst,
}

#[derive(Clone, Copy, Debug)]
pub struct Staff {
    pub shop: ShopIx,
    pub person: PersonIx,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    InStock,
    OutOfStock,
    Preorder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    New,
    Refurbished,
    Used,
}

impl Availability {
    /// Returns its spelling in catalog files.
    pub fn spelling(self) -> &'static str {
        match self {
            Availability::InStock => "in_stock",
            Availability::OutOfStock => "out_of_stock",
            Availability::Preorder => "preorder",
        }
    }
}

impl Condition {
    pub fn spelling(self) -> &'static str {
        match self {
            Condition::New => "new",
            Condition::Refurbished => "refurbished",
            Condition::Used => "used",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Product {
    pub shop: ShopIx,
    pub sku: String,
    pub title: String,
    pub description: String,
    pub price_won: i64,
    pub sale_price_won: Option<i64>,
    pub availability: Availability,
    pub condition: Condition,
    pub brand: String,
    pub category: String,
    pub link: Option<String>,
    pub photos: Vec<Photo>,
    pub age_ms: i64,
    /// The key that its variants share, or empty for a product without variants.
    pub group: String,
    pub color: String,
    pub size: String,
    pub stock: Option<i64>,
    /// The shop's section for it, or empty for none.
    pub section: String,
    /// Beginning and end of the sale, counted from now. A time in the past is negative.
    pub sale_in_ms: Option<i64>,
    pub sale_ends_in_ms: Option<i64>,
    pub status: Status,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    pub picture: PictureIx,
    pub alt: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Author {
    Person(PersonIx),
    Shop(ShopIx),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    Public,
    Friends,
    OnlyMe,
}

impl Visibility {
    pub fn spelling(self) -> &'static str {
        match self {
            Visibility::Public => "public",
            Visibility::Friends => "friends",
            Visibility::OnlyMe => "only_me",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Story {
    pub author: Author,
    pub body: String,
    pub visibility: Visibility,
    pub photos: Vec<Photo>,
    pub products: Vec<TaggedProduct>,
    pub share_of: Option<StoryIx>,
    pub age_ms: i64,
}

/// A product tag on a story. `photo` is the index among the story's photos,
/// `at` the position in thousandths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaggedProduct {
    pub product: ProductIx,
    pub photo: Option<usize>,
    pub at: Option<(u16, u16)>,
}

#[derive(Clone, Copy, Debug)]
pub struct Friendship {
    pub a: PersonIx,
    pub b: PersonIx,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct FriendRequest {
    pub from: PersonIx,
    pub to: PersonIx,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Follow {
    pub person: PersonIx,
    pub shop: ShopIx,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeelingKind {
    Like,
    Cool,
    Happy,
    Sad,
    CheerUp,
}

impl FeelingKind {
    pub fn spelling(self) -> &'static str {
        match self {
            FeelingKind::Like => "like",
            FeelingKind::Cool => "cool",
            FeelingKind::Happy => "happy",
            FeelingKind::Sad => "sad",
            FeelingKind::CheerUp => "cheer_up",
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Feeling {
    pub story: StoryIx,
    pub person: PersonIx,
    pub kind: FeelingKind,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Up {
    pub story: StoryIx,
    pub person: PersonIx,
    pub age_ms: i64,
}

#[derive(Clone, Debug)]
pub struct Comment {
    pub story: StoryIx,
    pub author: Author,
    pub body: String,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub person: PersonIx,
    pub product: ProductIx,
    pub age_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Story(StoryIx),
    Comment(CommentIx),
    Product(ProductIx),
    Person(PersonIx),
}

/// A report. `reason` is spam, counterfeit, fraud, harassment, misleading, copyright or privacy.
#[derive(Clone, Debug)]
pub struct Report {
    pub reporter: PersonIx,
    pub target: Target,
    pub reason: String,
    pub text: String,
    pub age_ms: i64,
}

impl World {
    pub fn person(&self, handle: &str) -> Option<PersonIx> {
        self.people.iter().position(|p| p.handle == handle)
    }
    pub fn shop(&self, handle: &str) -> Option<ShopIx> {
        self.shops.iter().position(|s| s.handle == handle)
    }
    /// Returns true if the two are friends. Nobody is their own friend.
    pub fn are_friends(&self, a: PersonIx, b: PersonIx) -> bool {
        self.friendships.iter().any(|f| (f.a, f.b) == (a, b) || (f.a, f.b) == (b, a))
    }
    /// Returns true if a person other than the author sees the story.
    pub fn sees(&self, person: PersonIx, story: &Story) -> bool {
        match (story.visibility, story.author) {
            (Visibility::Public, _) => true,
            (Visibility::Friends, Author::Person(author)) => self.are_friends(person, author),
            _ => false,
        }
    }
    /// Returns the index of the scene in `pictures` and adds it if it is new,
    /// so that a picture is drawn only once.
    pub(super) fn picture(&mut self, scene: Scene) -> PictureIx {
        if let Some(i) = self.pictures.iter().position(|s| *s == scene) {
            return i;
        }
        self.pictures.push(scene);
        self.pictures.len() - 1
    }
    pub(super) fn problem(&mut self, text: String) {
        self.problems.push(text);
    }
}

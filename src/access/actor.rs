//! The actor behind a request. Roles are read for each request (load.rs), so that removing one
//! takes effect at once. A handler states in its type whom it admits: `Visit<Anyone>`,
//! `Visit<Box<Member>>`, `Visit<Moderator>`, `Visit<Admin>`.

use crate::error::AppError;

/// A login's role on the whole site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum SiteRole {
    Member,
    Moderator,
    Admin,
}

impl SiteRole {
    pub fn from_code(code: &str) -> Self {
        code.parse().unwrap_or(Self::Member)
    }

    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// A login's role in a business account, ordered by power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    Analyst,
    Editor,
    Manager,
    Owner,
}

impl Role {
    pub fn from_code(code: &str) -> Option<Self> {
        code.parse().ok()
    }

    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// The business account in whose name a member is acting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acting {
    pub account_id: i64,
    pub handle: String,
    pub name: String,
    pub role: Role,
}

/// A person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub login_id: i64,
    /// SHA-256 of the session's token: the key of the session's row.
    pub session: String,
    /// The personal account.
    pub account_id: i64,
    pub handle: String,
    pub name: String,
    pub avatar: Option<(i64, String)>,
    pub site_role: SiteRole,
    pub acting: Option<Acting>,
    /// Unread notifications of the account acted as.
    pub unread: i64,
    pub locale: Option<String>,
    pub theme: Option<String>,
    pub last_seen_at: i64,
    /// The session gets a new token with the response to this request.
    pub renew: bool,
}

impl Member {
    /// Returns the account that posts and is shown: the shop while acting as one.
    pub fn posts_as(&self) -> i64 {
        self.acting.as_ref().map_or(self.account_id, |a| a.account_id)
    }

    /// Returns the two accounts from which a block may hide content: the one acted as, and the
    /// person's own.
    pub fn eyes(&self) -> [i64; 2] {
        [self.posts_as(), self.account_id]
    }

    /// Returns the role in a business account; it is known only for the one acted as.
    pub fn role_in(&self, business_id: i64) -> Option<Role> {
        self.acting.as_ref().filter(|a| a.account_id == business_id).map(|a| a.role)
    }

    pub fn is_moderator(&self) -> bool {
        self.site_role >= SiteRole::Moderator
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    Visitor,
    Member(Box<Member>),
}

impl Actor {
    pub fn member(&self) -> Option<&Member> {
        match self {
            Self::Visitor => None,
            Self::Member(m) => Some(m),
        }
    }

    /// Returns the personal account for queries to filter by, or 0, which no account has as its id.
    pub fn account_id(&self) -> i64 {
        self.member().map_or(0, |m| m.account_id)
    }

    /// Returns the eyes of the member; for a visitor, ids that no account has.
    pub fn eyes(&self) -> [i64; 2] {
        self.member().map_or([0, 0], Member::eyes)
    }

    /// Returns the account acted as, or 0.
    pub fn posts_as(&self) -> i64 {
        self.member().map_or(0, Member::posts_as)
    }
}

/// A logged-in person whose account is suspended. Treated as a visitor everywhere except on the
/// statements of reasons (moderation/).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SuspendedUser {
    pub login_id: i64,
    pub name: String,
}

/// A kind of actor that a handler admits: the `W` of `Visit<W>`.
pub trait Entrant: Sized + Send + 'static {
    fn admit(actor: Actor) -> Result<Self, AppError>;
}

/// Everybody, including visitors.
#[derive(Debug, Clone)]
pub struct Anyone(pub Actor);
/// Moderators and admins. For everybody else these pages do not exist: 404.
#[derive(Debug, Clone)]
pub struct Moderator(pub Box<Member>);
#[derive(Debug, Clone)]
pub struct Admin(pub Box<Member>);

impl Entrant for Anyone {
    fn admit(actor: Actor) -> Result<Self, AppError> {
        Ok(Self(actor))
    }
}

impl Entrant for Box<Member> {
    fn admit(actor: Actor) -> Result<Self, AppError> {
        match actor {
            Actor::Visitor => Err(AppError::SignIn),
            Actor::Member(m) => Ok(m),
        }
    }
}

impl Entrant for Moderator {
    fn admit(actor: Actor) -> Result<Self, AppError> {
        match actor {
            Actor::Member(m) if m.site_role >= SiteRole::Moderator => Ok(Self(m)),
            _ => Err(AppError::NotFound),
        }
    }
}

impl Entrant for Admin {
    fn admit(actor: Actor) -> Result<Self, AppError> {
        match actor {
            Actor::Member(m) if m.site_role >= SiteRole::Admin => Ok(Self(m)),
            _ => Err(AppError::NotFound),
        }
    }
}

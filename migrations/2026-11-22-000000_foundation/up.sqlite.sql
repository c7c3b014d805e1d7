-- The first schema. The PostgreSQL twin has the same tables, columns, keys and checks,
-- which tests/it/structure/schema_twins.rs verifies. Times are milliseconds since 1970
-- UTC; ids are made by the program (src/db/ids.rs). In SQLite only: an INTEGER id is
-- the rowid itself, and WITHOUT ROWID stores a row in the order of its key. Otherwise
-- SQLite looks up each row twice.

CREATE TABLE logins (
    id INTEGER NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    locale TEXT,
    theme TEXT,
    site_role TEXT NOT NULL DEFAULT 'member' CHECK (site_role IN ('member', 'moderator', 'admin')),
    suspended_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE accounts (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('personal', 'business')),
    login_id BIGINT UNIQUE REFERENCES logins (id),
    handle TEXT NOT NULL UNIQUE,
    handle_skeleton TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    avatar_photo_id BIGINT,
    cover_photo_id BIGINT,
    -- 'removed' is a moderator's decision and reversible; 'closed' is the owner's.
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'removed', 'closed')),
    renames INTEGER NOT NULL DEFAULT 0,
    -- The limit is enforced in friends/queries.rs; this check is the second line.
    friend_count INTEGER NOT NULL DEFAULT 0 CHECK (friend_count BETWEEN 0 AND 500),
    follower_count BIGINT NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
    following_count BIGINT NOT NULL DEFAULT 0 CHECK (following_count >= 0),
    story_count BIGINT NOT NULL DEFAULT 0 CHECK (story_count >= 0),
    product_count BIGINT NOT NULL DEFAULT 0 CHECK (product_count >= 0),
    unread_count BIGINT NOT NULL DEFAULT 0,
    last_story_id BIGINT NOT NULL DEFAULT 0,
    -- Seller details that a Korean shop must show.
    legal_name TEXT NOT NULL DEFAULT '',
    representative TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    business_number TEXT NOT NULL DEFAULT '',
    mail_order_number TEXT NOT NULL DEFAULT '',
    opening_hours TEXT NOT NULL DEFAULT '',
    -- Incremented with every change of the row that a card or a page shows.
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);
CREATE INDEX accounts_popular ON accounts (kind, follower_count, id);
-- People by the beginning of their name (search/queries/mod.rs). Handles have their unique key.
CREATE INDEX accounts_name ON accounts (lower(display_name));

CREATE TABLE staff (
    business_id BIGINT NOT NULL REFERENCES accounts (id),
    login_id BIGINT NOT NULL REFERENCES logins (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'editor', 'analyst')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (business_id, login_id)
) WITHOUT ROWID;
CREATE INDEX staff_login ON staff (login_id, business_id);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL PRIMARY KEY,
    login_id BIGINT NOT NULL REFERENCES logins (id),
    acting_as BIGINT REFERENCES accounts (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    -- The login's rights have changed, so the token is replaced at the next request.
    renew BOOLEAN NOT NULL DEFAULT FALSE
) WITHOUT ROWID;
CREATE INDEX sessions_login ON sessions (login_id);

-- Wrong passwords by hashed key ('email' or 'address' and its value).
CREATE TABLE login_failures (
    key_hash TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at BIGINT NOT NULL
) WITHOUT ROWID;

CREATE TABLE friend_requests (
    from_id BIGINT NOT NULL REFERENCES accounts (id),
    to_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (from_id, to_id)
) WITHOUT ROWID;
CREATE INDEX friend_requests_to ON friend_requests (to_id, created_at);

-- Two rows for each friendship, one from each side.
CREATE TABLE friendships (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    friend_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, friend_id)
) WITHOUT ROWID;

CREATE TABLE follows (
    follower_id BIGINT NOT NULL REFERENCES accounts (id),
    business_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (follower_id, business_id)
) WITHOUT ROWID;
CREATE INDEX follows_business ON follows (business_id, follower_id);

CREATE TABLE blocks (
    blocker_id BIGINT NOT NULL REFERENCES accounts (id),
    blocked_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id)
) WITHOUT ROWID;
CREATE INDEX blocks_blocked ON blocks (blocked_id, blocker_id);

CREATE TABLE photos (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    hash TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    tint TEXT NOT NULL,
    -- The widths on disk, ascending, separated by commas.
    sizes TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX photos_hash ON photos (hash);
CREATE INDEX photos_account ON photos (account_id, id);

CREATE TABLE products (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    login_id BIGINT REFERENCES logins (id),
    sku TEXT,
    title TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '',
    price BIGINT NOT NULL CHECK (price >= 0),
    sale_price BIGINT CHECK (sale_price >= 0),
    currency TEXT NOT NULL DEFAULT 'KRW',
    availability TEXT NOT NULL DEFAULT 'in_stock' CHECK (availability IN ('in_stock', 'out_of_stock', 'preorder', 'backorder')),
    condition TEXT NOT NULL DEFAULT 'new' CHECK (condition IN ('new', 'refurbished', 'used')),
    brand TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    -- 0 published, 3 deleted by the shop, 4 removed by a moderator (as in stories).
    state INTEGER NOT NULL DEFAULT 0,
    wish_count BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (account_id, sku)
);
CREATE INDEX products_account ON products (account_id, id);

CREATE TABLE product_photos (
    product_id BIGINT NOT NULL REFERENCES products (id),
    position INTEGER NOT NULL,
    photo_id BIGINT NOT NULL REFERENCES photos (id),
    alt TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (product_id, position)
) WITHOUT ROWID;
CREATE INDEX product_photos_photo ON product_photos (photo_id);

CREATE TABLE wishes (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    product_id BIGINT NOT NULL REFERENCES products (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, product_id)
) WITHOUT ROWID;

CREATE TABLE stories (
    id INTEGER NOT NULL PRIMARY KEY,
    author_id BIGINT NOT NULL REFERENCES accounts (id),
    -- The person who wrote it, even if the author is a shop.
    login_id BIGINT REFERENCES logins (id),
    body TEXT NOT NULL DEFAULT '',
    -- 0 public, 1 friends, 2 only me.
    visibility INTEGER NOT NULL CHECK (visibility BETWEEN 0 AND 2),
    -- 0 published, 1 draft, 2 scheduled, 3 deleted by the author, 4 removed by a moderator.
    state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
    share_of BIGINT REFERENCES stories (id),
    photo_count INTEGER NOT NULL DEFAULT 0,
    product_count INTEGER NOT NULL DEFAULT 0,
    comment_count BIGINT NOT NULL DEFAULT 0,
    like_count BIGINT NOT NULL DEFAULT 0,
    cool_count BIGINT NOT NULL DEFAULT 0,
    happy_count BIGINT NOT NULL DEFAULT 0,
    sad_count BIGINT NOT NULL DEFAULT 0,
    cheer_up_count BIGINT NOT NULL DEFAULT 0,
    up_count BIGINT NOT NULL DEFAULT 0,
    share_count BIGINT NOT NULL DEFAULT 0,
    -- Incremented with every change of the row or of its photos and products: cards are
    -- cached by (id, version).
    version BIGINT NOT NULL DEFAULT 1,
    edited_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX stories_author ON stories (author_id, id);
CREATE INDEX stories_recent ON stories (id, author_id, state, visibility);

CREATE TABLE story_photos (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    position INTEGER NOT NULL,
    photo_id BIGINT NOT NULL REFERENCES photos (id),
    alt TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (story_id, position)
) WITHOUT ROWID;
CREATE INDEX story_photos_photo ON story_photos (photo_id);

CREATE TABLE story_products (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    position INTEGER NOT NULL,
    product_id BIGINT NOT NULL REFERENCES products (id),
    PRIMARY KEY (story_id, position)
) WITHOUT ROWID;
CREATE INDEX story_products_product ON story_products (product_id, story_id);

CREATE TABLE story_hashtags (
    tag TEXT NOT NULL,
    story_id BIGINT NOT NULL REFERENCES stories (id),
    PRIMARY KEY (tag, story_id)
) WITHOUT ROWID;
CREATE INDEX story_hashtags_story ON story_hashtags (story_id, tag);

CREATE TABLE story_feelings (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL CHECK (kind IN ('like', 'cool', 'happy', 'sad', 'cheer_up')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, account_id)
) WITHOUT ROWID;

CREATE TABLE story_ups (
    story_id BIGINT NOT NULL REFERENCES stories (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (story_id, account_id)
) WITHOUT ROWID;
CREATE INDEX story_ups_account ON story_ups (account_id, story_id);

CREATE TABLE comments (
    id INTEGER NOT NULL PRIMARY KEY,
    story_id BIGINT NOT NULL REFERENCES stories (id),
    author_id BIGINT NOT NULL REFERENCES accounts (id),
    login_id BIGINT REFERENCES logins (id),
    body TEXT NOT NULL,
    -- 0 shown, 3 deleted, 4 removed by a moderator (as in stories).
    state INTEGER NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);
CREATE INDEX comments_story ON comments (story_id, id);
CREATE INDEX comments_author ON comments (author_id, id);

CREATE TABLE notifications (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    actor_id BIGINT REFERENCES accounts (id),
    story_id BIGINT,
    comment_id BIGINT,
    product_id BIGINT,
    action_id BIGINT,
    read_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX notifications_account ON notifications (account_id, id);

-- One case for each reported target. A new report opens a closed case again.
CREATE TABLE moderation_cases (
    id INTEGER NOT NULL PRIMARY KEY,
    target_kind TEXT NOT NULL CHECK (target_kind IN ('story', 'comment', 'product', 'account')),
    target_id BIGINT NOT NULL,
    -- The account that the target belongs to.
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    report_count INTEGER NOT NULL DEFAULT 0,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    UNIQUE (target_kind, target_id)
);
CREATE INDEX moderation_cases_queue ON moderation_cases (state, report_count, id);

CREATE TABLE reports (
    id INTEGER NOT NULL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_cases (id),
    reporter_id BIGINT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    UNIQUE (case_id, reporter_id)
);

CREATE TABLE moderation_actions (
    id INTEGER NOT NULL PRIMARY KEY,
    case_id BIGINT NOT NULL REFERENCES moderation_cases (id),
    moderator_login_id BIGINT NOT NULL REFERENCES logins (id),
    action TEXT NOT NULL CHECK (action IN ('remove', 'restore', 'dismiss')),
    ground TEXT NOT NULL DEFAULT '',
    body TEXT NOT NULL DEFAULT '',
    -- The target's text at the time of the action.
    snapshot TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX moderation_actions_case ON moderation_actions (case_id, id);

-- Every action of a moderator, and every action of staff for a shop.
CREATE TABLE audit_log (
    id INTEGER NOT NULL PRIMARY KEY,
    login_id BIGINT REFERENCES logins (id),
    -- The shop for which it was done; NULL for moderators and the command line.
    account_id BIGINT REFERENCES accounts (id),
    act TEXT NOT NULL,
    target_kind TEXT NOT NULL,
    target_id BIGINT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
);
CREATE INDEX audit_log_account ON audit_log (account_id, id);

CREATE TABLE jobs (
    id INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease BIGINT NOT NULL DEFAULT 0,
    last_error TEXT,
    dead_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (dead_at, run_at, id);

-- The change log that the search index of every node follows (src/jobs/changes.rs).
CREATE TABLE search_changes (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL CHECK (kind IN ('story', 'product', 'shop')),
    target_id BIGINT NOT NULL
);

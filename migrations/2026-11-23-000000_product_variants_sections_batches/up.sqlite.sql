-- Variants, sections, stock, sale times and drafts of products; imports and bulk
-- actions with their undo; positions of product tags on photos; ids of UPs; and recent
-- searches.

-- A shop's sections of products, in the order in which it shows them.
CREATE TABLE shop_sections (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    position INTEGER NOT NULL,
    UNIQUE (account_id, name)
);

-- Variants of one product share this within their shop. Empty for a product without variants.
ALTER TABLE products ADD COLUMN item_group_id TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN color TEXT NOT NULL DEFAULT '';
ALTER TABLE products ADD COLUMN size TEXT NOT NULL DEFAULT '';
-- The number left; NULL if the shop does not count.
ALTER TABLE products ADD COLUMN stock BIGINT CHECK (stock >= 0);
ALTER TABLE products ADD COLUMN section_id BIGINT REFERENCES shop_sections (id);
-- The sale price is valid from `sale_from` until just before `sale_until`. NULL means no bound.
ALTER TABLE products ADD COLUMN sale_from BIGINT;
ALTER TABLE products ADD COLUMN sale_until BIGINT;
-- True if lists and search show this product. One variant represents its group.
ALTER TABLE products ADD COLUMN is_front BOOLEAN NOT NULL DEFAULT TRUE;
CREATE INDEX products_group ON products (account_id, item_group_id, id);
CREATE INDEX products_section ON products (section_id, id);

-- An import of a file, or a bulk action: the changes, so that they can be undone as a whole.
CREATE TABLE catalog_batches (
    id INTEGER NOT NULL PRIMARY KEY,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    login_id BIGINT REFERENCES logins (id),
    kind TEXT NOT NULL CHECK (kind IN ('import', 'bulk')),
    state TEXT NOT NULL CHECK (state IN ('preview', 'applied', 'undone', 'dropped')),
    -- The name of the file, or the action.
    title TEXT NOT NULL,
    -- The person's choices as JSON: column mapping, treatment of photos.
    options TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    applied_at BIGINT,
    undone_at BIGINT
);
CREATE INDEX catalog_batches_account ON catalog_batches (account_id, id);

CREATE TABLE catalog_batch_rows (
    batch_id BIGINT NOT NULL REFERENCES catalog_batches (id),
    -- The line of the file on which the row begins; 1, 2, 3 for an action.
    line INTEGER NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('new', 'changed', 'same', 'wrong')),
    product_id BIGINT REFERENCES products (id),
    -- The product before and after, as JSON; empty if there is none.
    old TEXT NOT NULL DEFAULT '',
    new TEXT NOT NULL DEFAULT '',
    -- The problems as JSON: a list of column, reason and value.
    problems TEXT NOT NULL DEFAULT '',
    -- The product's version after the row was applied. A product changed since then is not undone.
    version_after BIGINT,
    PRIMARY KEY (batch_id, line)
) WITHOUT ROWID;
CREATE INDEX catalog_batch_rows_product ON catalog_batch_rows (product_id);

-- Photos of an import that are yet to be taken from its zip, and those that failed.
CREATE TABLE catalog_batch_photos (
    batch_id BIGINT NOT NULL REFERENCES catalog_batches (id),
    line INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'wrong')),
    problem TEXT NOT NULL DEFAULT '',
    photo_id BIGINT REFERENCES photos (id),
    PRIMARY KEY (batch_id, line, position)
) WITHOUT ROWID;
CREATE INDEX catalog_batch_photos_state ON catalog_batch_photos (batch_id, state, line, position);

-- The position of a product tag on a photo: the photo's index, and x and y in
-- hundredths of a percent of its width and height from the top left.
ALTER TABLE story_products ADD COLUMN photo_position INTEGER;
ALTER TABLE story_products ADD COLUMN x INTEGER CHECK (x BETWEEN 0 AND 10000);
ALTER TABLE story_products ADD COLUMN y INTEGER CHECK (y BETWEEN 0 AND 10000);

-- The time of an UP as an id, which is its position in friends' feeds. An UP from
-- before this migration keeps its time: ids count milliseconds since 2012-11-20 in
-- their upper 41 bits (src/db/ids.rs).
ALTER TABLE story_ups ADD COLUMN id BIGINT NOT NULL DEFAULT 0;
UPDATE story_ups SET id = (created_at - 1353369600000) * 4194304;
CREATE INDEX story_ups_recent ON story_ups (account_id, id, story_id);
ALTER TABLE accounts ADD COLUMN last_up_id BIGINT NOT NULL DEFAULT 0;
UPDATE accounts SET last_up_id = COALESCE((SELECT MAX(id) FROM story_ups WHERE story_ups.account_id = accounts.id), 0);

CREATE TABLE recent_searches (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    query TEXT NOT NULL,
    searched_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, query)
) WITHOUT ROWID;
CREATE INDEX recent_searches_when ON recent_searches (account_id, searched_at);

-- An author's newest stories, with the columns that decide visibility, so that the rows
-- need not be read.
DROP INDEX stories_author;
CREATE INDEX stories_author ON stories (author_id, id, state, visibility);

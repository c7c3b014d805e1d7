-- The browsers and addresses from which a login has been used before, by hashed key
-- ('device' or 'place' and its value). A stranger's wrong guesses do not delay these.
CREATE TABLE login_places (
    login_id BIGINT NOT NULL REFERENCES logins (id),
    key_hash TEXT NOT NULL,
    last_at BIGINT NOT NULL,
    PRIMARY KEY (login_id, key_hash)
);
CREATE INDEX login_places_last ON login_places (last_at);

-- The theoretical arrival time (GCRA) of each limited key, in nanoseconds since 1970.
CREATE TABLE rate_limits (
    key_hash TEXT NOT NULL PRIMARY KEY,
    tat BIGINT NOT NULL
);
CREATE INDEX rate_limits_tat ON rate_limits (tat);

-- Counts as a viewer may see them: an author's stories by audience, and the comments on
-- the stories of a page that a block hides.
CREATE INDEX stories_audience ON stories (author_id, state, visibility);
CREATE INDEX comments_story_author ON comments (story_id, author_id);

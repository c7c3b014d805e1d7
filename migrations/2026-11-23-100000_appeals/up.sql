-- The author's answer to a removal: one for each action, decided by another moderator.
CREATE TABLE appeals (
    id BIGINT NOT NULL PRIMARY KEY,
    action_id BIGINT NOT NULL UNIQUE REFERENCES moderation_actions (id),
    -- The person who wrote it, who may be one of a shop's staff.
    login_id BIGINT NOT NULL REFERENCES logins (id),
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

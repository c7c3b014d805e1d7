-- Answers of forms that create something, by the key that was made with the form: the
-- same form sent twice is one action with one answer. `key_hash` hashes the address and
-- the key.
CREATE TABLE idempotency_keys (
    login_id BIGINT NOT NULL REFERENCES logins (id),
    key_hash TEXT NOT NULL,
    location TEXT NOT NULL,
    flash TEXT NOT NULL,
    json TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (login_id, key_hash)
) WITHOUT ROWID;
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

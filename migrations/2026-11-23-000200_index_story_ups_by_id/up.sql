-- The newest id of an UP, found without reading all of them, because new ids continue
-- from the newest stored one (src/db/ids.rs).
CREATE INDEX story_ups_newest ON story_ups (id);

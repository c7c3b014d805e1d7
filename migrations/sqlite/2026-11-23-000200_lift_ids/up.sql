-- The newest id of a lift, found without reading them all: ids are made on from
-- the newest that is stored (src/db/ids.rs).
CREATE INDEX story_ups_newest ON story_ups (id);

-- The state of a product before it was deleted or removed, so that a draft is restored as a draft.
ALTER TABLE products ADD COLUMN state_before INTEGER NOT NULL DEFAULT 0;

-- What a product was before it was deleted or removed: a draft comes back as a draft.
ALTER TABLE products ADD COLUMN state_before INTEGER NOT NULL DEFAULT 0;

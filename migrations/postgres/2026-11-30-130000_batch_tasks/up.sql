-- What is under way with a batch, a transaction at a time, and how far it came, as JSON; nothing where
-- nothing is.
ALTER TABLE catalog_batches ADD COLUMN task TEXT;
CREATE INDEX catalog_batches_task ON catalog_batches (account_id) WHERE task IS NOT NULL;
UPDATE catalog_batches SET task = '{"is":"acting"}'
WHERE kind = 'bulk' AND state = 'applied' AND options LIKE '%"to_do":%';

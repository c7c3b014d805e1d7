-- The task in progress on a batch and its progress, as JSON, done one transaction at a
-- time; NULL if there is none.
ALTER TABLE catalog_batches ADD COLUMN task TEXT;
CREATE INDEX catalog_batches_task ON catalog_batches (account_id) WHERE task IS NOT NULL;
UPDATE catalog_batches SET task = '{"is":"acting"}'
WHERE kind = 'bulk' AND state = 'applied' AND options LIKE '%"to_do":%';

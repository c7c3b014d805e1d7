DROP INDEX catalog_batches_task;
ALTER TABLE catalog_batches DROP COLUMN task;

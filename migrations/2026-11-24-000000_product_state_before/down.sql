ALTER TABLE products DROP COLUMN state_before;

-- The states stay as many as they were made, which harms nobody; what they call the new one is told in old words.
UPDATE concern SET state = 'proposed' WHERE state = 'referred';
ALTER TABLE concern DROP COLUMN reply_before;
ALTER TABLE concern DROP COLUMN is_first_week;
ALTER TABLE concern DROP COLUMN confirmed_in;
ALTER TABLE concern DROP COLUMN proposed_in;
ALTER TABLE concern DROP COLUMN answered_in;
DROP TABLE agreement;

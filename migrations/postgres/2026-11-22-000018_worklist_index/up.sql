-- What the list of one member or of one kind asks about stands in the index too, so that it reads no rows.
DROP INDEX work_item_by_time;
CREATE INDEX work_item_by_time ON work_item (vendor_id, since, until, sale_id, place, kind, member_id, code);

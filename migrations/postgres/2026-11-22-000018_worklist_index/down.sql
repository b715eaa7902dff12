DROP INDEX work_item_by_time;
CREATE INDEX work_item_by_time ON work_item (vendor_id, since, until, sale_id, place);

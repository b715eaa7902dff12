DROP TABLE contact_sheet;
DROP TABLE work_item;

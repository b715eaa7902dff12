DROP TABLE sale_customer;
DROP TABLE sale_event;
DROP TABLE sale_snapshot;
DROP TABLE sale;

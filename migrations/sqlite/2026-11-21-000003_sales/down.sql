DROP TABLE sale_customer;
DROP TABLE sale_event;
DROP TABLE sale;

DROP TABLE secret_link;

DROP TABLE touchpoint;

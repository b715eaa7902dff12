DROP TABLE allowed_origin;
DROP TABLE signing_key;
DROP TABLE api_key;
DROP TABLE member;
DROP TABLE policy;
DROP TABLE template;
DROP TABLE calendar;
DROP TABLE vendor;

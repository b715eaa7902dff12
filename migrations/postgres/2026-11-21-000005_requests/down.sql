DROP TABLE import_run;
DROP TABLE rate_bucket;
DROP TABLE idempotency;

-- The addresses under which calendars read what is planned with a customer. Only the SHA-256 of a secret is
-- stored.
CREATE TABLE calendar_feed (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
) STRICT;

CREATE INDEX calendar_feed_by_customer ON calendar_feed (vendor_id, customer_id, id);

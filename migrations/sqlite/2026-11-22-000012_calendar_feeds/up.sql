-- The addresses under which calendars read what is planned with a customer.
CREATE TABLE calendar_feed (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- SHA-256 of the secret, in hexadecimal, for looking it up.
    secret_hash TEXT NOT NULL,
    -- The secret itself, sealed, for telling the address again to who repeats the request that made it.
    sealed_secret TEXT,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
) STRICT;

CREATE INDEX calendar_feed_by_customer ON calendar_feed (vendor_id, customer_id, id);

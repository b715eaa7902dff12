-- The addresses that open something without a sign-in: a calendar reads a customer's agenda, whoever an address was
-- passed on to sees where a sale stands. The prefix of the id tells which.
CREATE TABLE secret_link (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    -- The one sale that it shows; none for all of the customer's.
    sale_id TEXT,
    name TEXT NOT NULL,
    -- SHA-256 of the secret, in hexadecimal, for looking it up.
    secret_hash TEXT NOT NULL,
    -- The secret itself, sealed, for telling the address again to who repeats the request that made it.
    sealed_secret TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
) STRICT;

CREATE INDEX secret_link_by_customer ON secret_link (vendor_id, customer_id, sale_id, id);
CREATE INDEX secret_link_by_sale ON secret_link (vendor_id, sale_id, id);

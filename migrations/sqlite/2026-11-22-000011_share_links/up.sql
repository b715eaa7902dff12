-- The addresses under which a customer shows somebody where a sale stands.
CREATE TABLE share_link (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- SHA-256 of the secret, in hexadecimal, for looking it up.
    secret_hash TEXT NOT NULL,
    -- The secret itself, sealed, for telling the address again to who repeats the request that made it.
    sealed_secret TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
) STRICT;

CREATE INDEX share_link_by_sale ON share_link (vendor_id, sale_id, id);

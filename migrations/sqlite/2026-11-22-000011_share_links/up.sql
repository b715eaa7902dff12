-- The addresses under which a customer shows somebody where a sale stands. Only the SHA-256 of a secret is
-- stored.
CREATE TABLE share_link (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT NOT NULL,
    secret_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
) STRICT;

CREATE INDEX share_link_by_sale ON share_link (vendor_id, sale_id, id);

-- The persons at the customer's side: versioned records, found by the vendor's own id of them.

CREATE TABLE customer (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id),
    CONSTRAINT customer_external_id_key UNIQUE (vendor_id, external_id)
) STRICT;

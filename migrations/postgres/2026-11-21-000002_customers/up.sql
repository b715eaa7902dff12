-- The persons at the customer's side: versioned records, found by the vendor's own id of them.

CREATE TABLE customer (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    id TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id),
    CONSTRAINT customer_external_id_key UNIQUE (vendor_id, external_id)
);

-- What the vendor pledges to every customer, in their languages; the newest version counts.
CREATE TABLE pledge (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

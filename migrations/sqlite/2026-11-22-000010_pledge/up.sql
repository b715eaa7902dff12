-- What the vendor pledges to every customer, in their languages; the newest version counts.
CREATE TABLE pledge (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, version)
) STRICT;

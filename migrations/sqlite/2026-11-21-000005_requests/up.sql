-- What keeps requests honest: answers to be given again, limits, and imports.

CREATE TABLE idempotency (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    subject TEXT NOT NULL,
    operation TEXT NOT NULL,
    key TEXT NOT NULL,
    -- SHA-256 of what was asked, in hexadecimal.
    fingerprint TEXT NOT NULL,
    -- The answer, without status only within the transaction that gives it. Either what was said or the id of what
    -- was shown is kept: a view grows with the sale, and one that is asked for again is shown as it is then.
    status INTEGER,
    etag TEXT,
    body TEXT,
    shown TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, subject, operation, key)
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- How many writes somebody made in a window of time, counted by all servers together.
CREATE TABLE rate_bucket (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    bucket TEXT NOT NULL,
    -- The number of the window since 1970.
    time_window INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, bucket, time_window)
) STRICT, WITHOUT ROWID;

CREATE INDEX rate_bucket_by_age ON rate_bucket (time_window);

CREATE TABLE import_run (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'stopped')),
    lines_read INTEGER NOT NULL,
    accepted INTEGER NOT NULL,
    unchanged INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER,
    PRIMARY KEY (vendor_id, id)
) STRICT;

-- What keeps requests honest: answers to be given again, limits, and imports.

CREATE TABLE idempotency (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    subject TEXT COLLATE "C" NOT NULL,
    operation TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    -- SHA-256 of what was asked, in hexadecimal.
    fingerprint TEXT NOT NULL,
    -- The answer, without status only within the transaction that gives it. Either what was said or the id of what
    -- was shown is kept: a view grows with the sale, and one that is asked for again is shown as it is then.
    status BIGINT,
    etag TEXT,
    body TEXT,
    shown TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, subject, operation, key)
);

CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- How many writes somebody made in a window of time, counted by all servers together.
CREATE TABLE rate_bucket (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    bucket TEXT COLLATE "C" NOT NULL,
    -- The number of the window since 1970.
    time_window BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, bucket, time_window)
);

CREATE INDEX rate_bucket_by_age ON rate_bucket (time_window);

CREATE TABLE import_run (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    id TEXT COLLATE "C" NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'stopped')),
    lines_read BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    PRIMARY KEY (vendor_id, id)
);

-- The aggregate: its events are the truth, its row is a cache of what they add up to.

CREATE TABLE sale (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    -- The `seq` of the newest event.
    version INTEGER NOT NULL,
    reference TEXT NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'closed', 'cancelled')),
    -- The vendor's own word for where the order stands.
    status TEXT,
    purchased_at INTEGER NOT NULL,
    -- The day, in the zone of the sale.
    delivered_on TEXT,
    -- The instant of the first delivery; a survey sent before it came too early.
    delivered_at INTEGER,
    -- Whether a payment has cleared and was not reversed.
    is_paid INTEGER NOT NULL CHECK (is_paid IN (0, 1)),
    -- A digest of what has to be done about it, so that its rows need not be read to be found unchanged.
    items INTEGER NOT NULL,
    -- When time brings the next change, in the vendor's time; the worker looks here.
    next_due_at INTEGER,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id),
    CONSTRAINT sale_reference_key UNIQUE (vendor_id, reference)
) STRICT;

CREATE INDEX sale_due ON sale (vendor_id, next_due_at);

CREATE INDEX sale_by_state ON sale (vendor_id, state, id);

-- The fold of a log, written down every so many events: what has happened since is folded onto it.
CREATE TABLE sale_snapshot (
    vendor_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    -- The `seq` of the newest event that it holds.
    version INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (vendor_id, sale_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

-- Append-only.
CREATE TABLE sale_event (
    vendor_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    -- The vendor's time, which a test clock may have moved, and the real one.
    at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    actor TEXT NOT NULL CHECK (json_valid(actor)),
    kind TEXT NOT NULL,
    -- How `body` is written, so that an old event can still be read when its form changes.
    format INTEGER NOT NULL,
    body TEXT NOT NULL CHECK (json_valid(body)),
    PRIMARY KEY (vendor_id, sale_id, seq),
    CONSTRAINT sale_event_id_key UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE TABLE sale_customer (
    vendor_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    PRIMARY KEY (vendor_id, customer_id, sale_id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX sale_customer_by_sale ON sale_customer (vendor_id, sale_id);

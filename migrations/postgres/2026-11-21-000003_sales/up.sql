-- The aggregate: its events are the truth, its row is a cache of what they add up to.

CREATE TABLE sale (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    id TEXT COLLATE "C" NOT NULL,
    -- The `seq` of the newest event.
    version BIGINT NOT NULL,
    reference TEXT COLLATE "C" NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('active', 'closed', 'cancelled')),
    -- The vendor's own word for where the order stands.
    status TEXT,
    purchased_at BIGINT NOT NULL,
    -- The day, in the zone of the sale.
    delivered_on TEXT,
    -- The instant of the first delivery; a survey sent before it came too early.
    delivered_at BIGINT,
    -- Whether a payment has cleared and was not reversed.
    is_paid BIGINT NOT NULL CHECK (is_paid IN (0, 1)),
    -- A digest of what has to be done about it, so that its rows need not be read to be found unchanged.
    items BIGINT NOT NULL,
    -- When time brings the next change, in the vendor's time; the worker looks here.
    next_due_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id),
    CONSTRAINT sale_reference_key UNIQUE (vendor_id, reference)
);

CREATE INDEX sale_due ON sale (vendor_id, next_due_at);

CREATE INDEX sale_by_state ON sale (vendor_id, state, id);

-- The fold of a log, written down every so many events: what has happened since is folded onto it.
CREATE TABLE sale_snapshot (
    vendor_id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    -- The `seq` of the newest event that it holds.
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (vendor_id, sale_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

-- Append-only.
CREATE TABLE sale_event (
    vendor_id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    -- The vendor's time, which a test clock may have moved, and the real one.
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- How `body` is written, so that an old event can still be read when its form changes.
    format BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (vendor_id, sale_id, seq),
    CONSTRAINT sale_event_id_key UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE TABLE sale_customer (
    vendor_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (vendor_id, customer_id, sale_id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX sale_customer_by_sale ON sale_customer (vendor_id, sale_id);

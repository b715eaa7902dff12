-- Flat rows for lists and reports, written together with the events and made anew from them by `rebuild`.

-- One row per asking of a check; the ledger by which the frequency rules look over all sales of a customer.
CREATE TABLE ask (
    vendor_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    check_name TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
    counts BIGINT NOT NULL CHECK (counts IN (0, 1)),
    PRIMARY KEY (vendor_id, customer_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX ask_by_sale ON ask (vendor_id, sale_id);

-- The newest revision of each answer.
CREATE TABLE answer (
    vendor_id TEXT COLLATE "C" NOT NULL,
    ask_id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    customer_id TEXT COLLATE "C",
    check_name TEXT NOT NULL,
    revision BIGINT NOT NULL,
    choice TEXT NOT NULL,
    score BIGINT,
    is_negative BIGINT NOT NULL CHECK (is_negative IN (0, 1)),
    words TEXT,
    answered_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, ask_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX answer_by_sale ON answer (vendor_id, sale_id);

CREATE INDEX answer_by_check ON answer (vendor_id, check_name, ask_id);

CREATE TABLE concern (
    vendor_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    state TEXT NOT NULL,
    summary TEXT NOT NULL,
    owner_id TEXT COLLATE "C",
    raised_at BIGINT NOT NULL,
    due_at BIGINT,
    ended_at BIGINT,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX concern_by_sale ON concern (vendor_id, sale_id);

CREATE INDEX concern_by_state ON concern (vendor_id, state, id);

CREATE TABLE promise (
    vendor_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    statement TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- The date that was promised first, which never changes, and the one that counts now.
    original_due TEXT NOT NULL,
    current_due TEXT NOT NULL,
    original_due_at BIGINT NOT NULL,
    current_due_at BIGINT NOT NULL,
    kept_at BIGINT,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX promise_by_sale ON promise (vendor_id, sale_id);

CREATE INDEX promise_by_state ON promise (vendor_id, state, id);

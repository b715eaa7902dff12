-- How concerns are handled: the vendor's standard agreement, and how long customers waited.

CREATE TABLE agreement (
    vendor_id TEXT COLLATE "C" NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

-- A customer who does not accept the final answer is referred outside. SQLite changes no CHECK, so the table is
-- made anew.
CREATE TABLE concern_new (
    vendor_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'request', 'change', 'problem', 'complaint')),
    severity TEXT NOT NULL CHECK (severity IN ('stops', 'big', 'small', 'question')),
    state TEXT NOT NULL CHECK (state IN (
        'raised', 'acknowledged', 'in_progress', 'awaiting_customer', 'proposed', 'confirmed', 'withdrawn', 'lapsed', 'referred'
    )),
    state_since BIGINT NOT NULL,
    round BIGINT NOT NULL,
    owner_id TEXT COLLATE "C" NOT NULL,
    words TEXT,
    raised_at BIGINT NOT NULL,
    next_word_by BIGINT,
    -- Working minutes until the first answer, the first proposal, and the customer's word that it is sorted.
    answered_in BIGINT,
    proposed_in BIGINT,
    confirmed_in BIGINT,
    -- Whether it was raised in the week after the order, the yardstick of those that come later.
    is_first_week BIGINT NOT NULL CHECK (is_first_week IN (0, 1)),
    -- The vendor's own figure of the time before the signature, the same for all concerns of a sale.
    reply_before BIGINT,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

INSERT INTO concern_new
SELECT concern.vendor_id, concern.id, concern.sale_id, concern.number, concern.kind, concern.severity, concern.state, concern.state_since, concern.round, concern.owner_id, concern.words, concern.raised_at, concern.next_word_by,
    NULL, NULL, NULL, CASE WHEN concern.raised_at < sale.purchased_at + 604800000000 THEN 1 ELSE 0 END, NULL
FROM concern JOIN sale ON sale.vendor_id = concern.vendor_id AND sale.id = concern.sale_id;

DROP TABLE concern;
ALTER TABLE concern_new RENAME TO concern;

CREATE INDEX concern_by_sale ON concern (vendor_id, sale_id, id);

CREATE INDEX concern_by_state ON concern (vendor_id, state, id);

ALTER TABLE answer DROP COLUMN channel;

ALTER TABLE answer DROP COLUMN recorded_by;

DROP TABLE asking;

DROP INDEX promise_by_sale;

DROP INDEX promise_by_state;

ALTER TABLE promise RENAME TO promise_after;

ALTER TABLE promise_after RENAME CONSTRAINT promise_pkey TO promise_after_pkey;

CREATE TABLE promise (
    vendor_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('delivery', 'date', 'training', 'service', 'fix', 'other')),
    statement TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('made', 'claimed_kept', 'kept', 'disputed', 'broken', 'released')),
    -- How it counts in the rates, always against the original date.
    outcome TEXT NOT NULL CHECK (outcome IN ('on_original', 'on_agreed', 'late', 'broken', 'released', 'open')),
    -- Days in the zone of the sale. The original one never changes.
    original_due TEXT,
    current_due TEXT,
    kept_on TEXT,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

-- What the older form has no word for is left out; `rebuild` tells.
INSERT INTO promise (vendor_id, id, sale_id, kind, statement, state, outcome, original_due, current_due, kept_on, made_at)
SELECT vendor_id, id, sale_id, kind, statement, state, outcome, original_due, current_due, kept_on, made_at FROM promise_after
WHERE kind NOT IN ('price', 'document') AND state NOT IN ('at_risk', 'made_good');

DROP TABLE promise_after;

CREATE INDEX promise_by_sale ON promise (vendor_id, sale_id, id);

CREATE INDEX promise_by_state ON promise (vendor_id, state, id);

-- Promises may be at risk and made good, and tell whose word their end is; every asking of a question has a
-- fate, so that what was never answered can be told from what was never asked.

DROP INDEX promise_by_sale;

DROP INDEX promise_by_state;

ALTER TABLE promise RENAME TO promise_before;

CREATE TABLE promise (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'delivery', 'date', 'training', 'service', 'price', 'document', 'fix', 'other'
    )),
    statement TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN (
        'made', 'at_risk', 'claimed_kept', 'kept', 'disputed', 'broken', 'made_good', 'released'
    )),
    -- How it counts in the rates, always against the original date.
    outcome TEXT NOT NULL CHECK (outcome IN (
        'on_original', 'on_agreed', 'late', 'broken', 'made_good', 'released', 'open'
    )),
    -- Whether that it was kept, or was not, is the customer's own word.
    is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
    -- Days in the zone of the sale. The original one never changes.
    original_due TEXT,
    current_due TEXT,
    kept_on TEXT,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

DROP TABLE promise_before;

CREATE INDEX promise_by_sale ON promise (vendor_id, sale_id, id);

CREATE INDEX promise_by_state ON promise (vendor_id, state, id);

-- Every asking of a check, whatever became of it.
CREATE TABLE asking (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    fate TEXT NOT NULL CHECK (fate IN (
        'waiting', 'open', 'answered', 'declined', 'expired', 'suppressed', 'dropped'
    )),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE INDEX asking_by_sale ON asking (vendor_id, sale_id, id);

CREATE INDEX asking_by_check ON asking (vendor_id, check_name, fate);

-- The member who wrote the answer down for the customer, and how the customer gave it.
ALTER TABLE answer ADD COLUMN recorded_by TEXT;

ALTER TABLE answer ADD COLUMN channel TEXT;

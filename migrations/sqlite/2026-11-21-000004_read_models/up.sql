-- Flat rows for lists and reports, written together with the events and made anew from them by `rebuild`.

-- One row per asking of a check; the ledger by which the frequency rules look over all sales of a customer.
CREATE TABLE ask (
    vendor_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    offered_at INTEGER NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    PRIMARY KEY (vendor_id, customer_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX ask_by_sale ON ask (vendor_id, sale_id, id);

-- The answer that counts of each ask.
CREATE TABLE answer (
    vendor_id TEXT NOT NULL,
    ask_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    -- How often it was corrected, plus one.
    revision INTEGER NOT NULL,
    choice TEXT NOT NULL,
    -- The choice as a number, on scales that have numbers.
    score INTEGER,
    mood TEXT NOT NULL CHECK (mood IN ('good', 'neutral', 'bad', 'not_yet')),
    words TEXT,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, ask_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE INDEX answer_by_sale ON answer (vendor_id, sale_id, ask_id);

CREATE INDEX answer_by_check ON answer (vendor_id, check_name, ask_id);

CREATE TABLE concern (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'request', 'change', 'problem', 'complaint')),
    severity TEXT NOT NULL CHECK (severity IN ('stops', 'big', 'small', 'question')),
    state TEXT NOT NULL CHECK (state IN (
        'raised', 'acknowledged', 'in_progress', 'awaiting_customer', 'proposed', 'confirmed', 'withdrawn', 'lapsed'
    )),
    state_since INTEGER NOT NULL,
    round INTEGER NOT NULL,
    owner_id TEXT NOT NULL,
    words TEXT,
    raised_at INTEGER NOT NULL,
    next_word_by INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE INDEX concern_by_sale ON concern (vendor_id, sale_id, id);

CREATE INDEX concern_by_state ON concern (vendor_id, state, id);

CREATE TABLE promise (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('delivery', 'date', 'training', 'service', 'fix', 'other')),
    statement TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('made', 'claimed_kept', 'kept', 'disputed', 'broken', 'released')),
    -- How it counts in the rates, always against the original date.
    outcome TEXT NOT NULL CHECK (outcome IN ('on_original', 'on_agreed', 'late', 'broken', 'released', 'open')),
    -- Days in the zone of the sale. The original one never changes.
    original_due TEXT,
    current_due TEXT,
    kept_on TEXT,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE INDEX promise_by_sale ON promise (vendor_id, sale_id, id);

CREATE INDEX promise_by_state ON promise (vendor_id, state, id);

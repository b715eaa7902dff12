-- One text for both databases: TEXT, BIGINT and JSON are the words of backend/src/db/migrations.rs, which says what
-- each is called where. Ids are TEXT, instants BIGINT microseconds, days TEXT like 2026-12-01, whether BIGINT 0 or 1.

-- A vendor and what it has set: the versioned records that sales pin, and its people.

CREATE TABLE vendor (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Whom customers call when the widget cannot help.
    phone TEXT,
    mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
    -- Microseconds that the clock of a test vendor is ahead of the real time.
    clock_offset BIGINT NOT NULL CHECK (clock_offset = 0 OR (mode = 'test' AND clock_offset > 0)),
    default_calendar_id TEXT NOT NULL,
    default_template_id TEXT NOT NULL,
    settings_version BIGINT NOT NULL,
    -- Customer tokens that were issued before this instant are no longer accepted.
    tokens_valid_after BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE calendar (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id, version)
);

CREATE TABLE template (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id, version)
);

-- A vendor without a row has the policy that is compiled in; of these four the newest version counts.
CREATE TABLE policy (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

-- How concerns are handled where nothing else is agreed.
CREATE TABLE agreement (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

CREATE TABLE contact_sheet (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

-- What the vendor pledges to every customer, in their languages.
CREATE TABLE pledge (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, version)
);

CREATE TABLE member (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id)
);

-- Who may ask: keys, origins, and the name of the key that seals what must be told again.

CREATE TABLE api_key (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes JSON NOT NULL,
    -- The member that acts when a request names none.
    member_id TEXT,
    -- SHA-256 of the secret, in hexadecimal. The secret itself is nowhere.
    secret_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, member_id) REFERENCES member (vendor_id, id)
);

CREATE TABLE signing_key (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    alg TEXT NOT NULL CHECK (alg IN ('HS256', 'EdDSA')),
    -- HS256: the secret in base64url, sealed.
    sealed_secret TEXT CHECK ((alg = 'HS256') = (sealed_secret IS NOT NULL)),
    -- EdDSA: the public key in base64url (32 bytes).
    public_key TEXT CHECK ((alg = 'EdDSA') = (public_key IS NOT NULL)),
    status TEXT NOT NULL CHECK (status IN ('active', 'retired')),
    not_after BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id)
);

-- Which key secrets are sealed with at present: its name, for the key itself is never in a database. One row.
CREATE TABLE sealing_key (
    slot BIGINT NOT NULL PRIMARY KEY CHECK (slot = 1),
    key_id TEXT NOT NULL
);

CREATE TABLE allowed_origin (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, origin)
) WITHOUT ROWID;

-- The persons at the customer's side: versioned records, found by the vendor's own id of them.

CREATE TABLE customer (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    external_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    record JSON NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id),
    CONSTRAINT customer_external_id_key UNIQUE (vendor_id, external_id)
);

-- The aggregate: its events are the truth, its row is a cache of what they add up to.

CREATE TABLE sale (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    -- The `seq` of the newest event.
    version BIGINT NOT NULL,
    reference TEXT NOT NULL,
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

-- Append-only.
CREATE TABLE sale_event (
    vendor_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    -- The vendor's time, which a test clock may have moved, and the real one.
    at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    actor JSON NOT NULL,
    kind TEXT NOT NULL,
    -- How `body` is written, so that an old event can still be read when its form changes.
    format BIGINT NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (vendor_id, sale_id, seq),
    CONSTRAINT sale_event_id_key UNIQUE (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

-- For whoever looks for what is new.
CREATE INDEX sale_event_by_age ON sale_event (recorded_at);

-- The place of each event among all of its vendor, from 1 and without gaps, given after it was committed. No foreign key:
-- it would lock rows of the log.
CREATE TABLE event_position (
    vendor_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    sale_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, position),
    CONSTRAINT event_position_event_key UNIQUE (vendor_id, sale_id, seq)
) WITHOUT ROWID;

-- The last position that a vendor has given. Who holds the row gives the next ones.
CREATE TABLE sequencer (
    vendor_id TEXT NOT NULL PRIMARY KEY REFERENCES vendor (id),
    position BIGINT NOT NULL
);

-- How far somebody has read who reads all events of a vendor. Who takes it gets the next `term`, by which one whose time
-- was over is told from them.
CREATE TABLE event_cursor (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    reader TEXT NOT NULL,
    position BIGINT NOT NULL,
    term BIGINT NOT NULL,
    held_until BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, reader)
);

-- The fold of a log, written down every so many events: what has happened since is folded onto it.
CREATE TABLE sale_snapshot (
    vendor_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    -- The `seq` of the newest event that it holds.
    version BIGINT NOT NULL,
    body JSON NOT NULL,
    PRIMARY KEY (vendor_id, sale_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

-- Read models: flat rows for lists and reports, written together with the events and made anew from them by `rebuild`.

CREATE TABLE sale_customer (
    vendor_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    PRIMARY KEY (vendor_id, customer_id, sale_id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) WITHOUT ROWID;

CREATE INDEX sale_customer_by_sale ON sale_customer (vendor_id, sale_id);

-- One row per asking of a check that went out: the ledger by which the frequency rules look over all sales of a customer.
CREATE TABLE ask (
    vendor_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    offered_at BIGINT NOT NULL,
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
    counts BIGINT NOT NULL CHECK (counts IN (0, 1)),
    PRIMARY KEY (vendor_id, customer_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) WITHOUT ROWID;

CREATE INDEX ask_by_sale ON ask (vendor_id, sale_id, id);

-- Every asking of a check, whatever became of it: what was never answered is told from what was never asked.
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
);

CREATE INDEX asking_by_sale ON asking (vendor_id, sale_id, id);
CREATE INDEX asking_by_check ON asking (vendor_id, check_name, fate);

-- The answer that counts of each ask.
CREATE TABLE answer (
    vendor_id TEXT NOT NULL,
    ask_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    check_name TEXT NOT NULL,
    -- How often it was corrected, plus one.
    revision BIGINT NOT NULL,
    choice TEXT NOT NULL,
    -- The choice as a number, on scales that have numbers.
    score BIGINT,
    mood TEXT NOT NULL CHECK (mood IN ('good', 'neutral', 'bad', 'not_yet')),
    words TEXT,
    answered_at BIGINT NOT NULL,
    -- The member who wrote the answer down for the customer, and how the customer gave it.
    recorded_by TEXT,
    channel TEXT,
    PRIMARY KEY (vendor_id, ask_id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX answer_by_sale ON answer (vendor_id, sale_id, ask_id);
CREATE INDEX answer_by_check ON answer (vendor_id, check_name, ask_id);

-- Every contact with a customer, and what became of it.
CREATE TABLE touchpoint (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN (
        'planned', 'done_confirmed', 'done_unconfirmed', 'disputed', 'missed_by_vendor', 'missed_by_customer',
        'cancelled'
    )),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX touchpoint_by_sale ON touchpoint (vendor_id, sale_id, id);
CREATE INDEX touchpoint_by_outcome ON touchpoint (vendor_id, outcome);

CREATE TABLE concern (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('question', 'request', 'change', 'problem', 'complaint')),
    severity TEXT NOT NULL CHECK (severity IN ('stops', 'big', 'small', 'question')),
    state TEXT NOT NULL CHECK (state IN (
        'raised', 'acknowledged', 'in_progress', 'awaiting_customer', 'proposed', 'confirmed', 'withdrawn', 'lapsed',
        'referred'
    )),
    state_since BIGINT NOT NULL,
    round BIGINT NOT NULL,
    owner_id TEXT NOT NULL,
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

CREATE INDEX concern_by_sale ON concern (vendor_id, sale_id, id);
CREATE INDEX concern_by_state ON concern (vendor_id, state, id);

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
    is_confirmed BIGINT NOT NULL CHECK (is_confirmed IN (0, 1)),
    -- Days in the zone of the sale. The original one never changes.
    original_due TEXT,
    current_due TEXT,
    kept_on TEXT,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX promise_by_sale ON promise (vendor_id, sale_id, id);
CREATE INDEX promise_by_state ON promise (vendor_id, state, id);

-- The vendor's library of testimonials: what customers let it show, while they do.
CREATE TABLE testimonial (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    success_id TEXT NOT NULL,
    -- The kind of reason that it speaks to.
    reason_kind TEXT CHECK (reason_kind IN ('need', 'comparison', 'price', 'trust', 'other')),
    asked_for JSON NOT NULL,
    asked_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'declined', 'revoked', 'withdrawn')),
    state_since BIGINT NOT NULL,
    -- What was given; none without consent.
    words TEXT,
    shown_as TEXT,
    uses JSON,
    -- Whether other customers see it beside their reasons.
    is_shown BIGINT NOT NULL CHECK (is_shown IN (0, 1)),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX testimonial_by_sale ON testimonial (vendor_id, sale_id, id);
CREATE INDEX testimonial_by_shown ON testimonial (vendor_id, is_shown, state_since);

-- The files that sales hold: whose bytes must be there, and what they add up to.
CREATE TABLE file (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    -- With whom it is erased.
    customer_id TEXT NOT NULL,
    bytes BIGINT NOT NULL CHECK (bytes >= 0),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX file_by_sale ON file (vendor_id, sale_id, id);
CREATE INDEX file_by_customer ON file (vendor_id, customer_id, id);

-- One row per reason to look at a sale, with the time in which it counts; which of them count now is a
-- comparison of instants, so the list stays right while nothing happens.
CREATE TABLE work_item (
    vendor_id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    -- The reason, and the id of what it is about.
    key TEXT NOT NULL,
    -- The first customer of the sale.
    customer_id TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    member_id TEXT NOT NULL,
    about_id TEXT,
    title TEXT NOT NULL,
    -- Rank in the high bits, the instant of `since` in the low 52: the order of the list.
    place BIGINT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    due_at BIGINT,
    -- Whether it counts now, and when time changes that; the worker looks here.
    counts BIGINT NOT NULL CHECK (counts IN (0, 1)),
    turns_at BIGINT,
    PRIMARY KEY (vendor_id, sale_id, key),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

-- The list in its order, of everybody, of one member, of one kind.
CREATE INDEX work_item_by_place ON work_item (vendor_id, place, sale_id, key) WHERE counts = 1;
CREATE INDEX work_item_by_member ON work_item (vendor_id, member_id, place, sale_id, key) WHERE counts = 1;
CREATE INDEX work_item_by_kind ON work_item (vendor_id, kind, place, sale_id, key) WHERE counts = 1;
CREATE INDEX work_item_by_turn ON work_item (vendor_id, turns_at) WHERE turns_at IS NOT NULL;

-- The addresses that open something without a sign-in: a calendar reads a customer's agenda, whoever an address was
-- passed on to sees where a sale stands. The prefix of the id tells which.

CREATE TABLE secret_link (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    -- The one sale that it shows; none for all of the customer's.
    sale_id TEXT,
    name TEXT NOT NULL,
    -- SHA-256 of the secret, in hexadecimal, for looking it up.
    secret_hash TEXT NOT NULL,
    -- The secret itself, sealed, for telling the address again to who repeats the request that made it.
    sealed_secret TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id),
    FOREIGN KEY (vendor_id, customer_id) REFERENCES customer (vendor_id, id)
);

CREATE INDEX secret_link_by_customer ON secret_link (vendor_id, customer_id, sale_id, id);
CREATE INDEX secret_link_by_sale ON secret_link (vendor_id, sale_id, id);

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
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    bucket TEXT NOT NULL,
    -- The number of the window since 1970.
    time_window BIGINT NOT NULL,
    used BIGINT NOT NULL,
    PRIMARY KEY (vendor_id, bucket, time_window)
) WITHOUT ROWID;

CREATE INDEX rate_bucket_by_age ON rate_bucket (time_window);

CREATE TABLE import_run (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
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

-- Contact discipline: what has to be done about each sale, and the standards of the vendor that count for all.

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
    place INTEGER NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    due_at INTEGER,
    -- Whether it counts now, and when time changes that; the worker looks here.
    counts INTEGER NOT NULL CHECK (counts IN (0, 1)),
    turns_at INTEGER,
    PRIMARY KEY (vendor_id, sale_id, key),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

-- The list in its order, of everybody, of one member, of one kind.
CREATE INDEX work_item_by_place ON work_item (vendor_id, place, sale_id, key) WHERE counts = 1;

CREATE INDEX work_item_by_member ON work_item (vendor_id, member_id, place, sale_id, key) WHERE counts = 1;

CREATE INDEX work_item_by_kind ON work_item (vendor_id, kind, place, sale_id, key) WHERE counts = 1;

CREATE INDEX work_item_by_turn ON work_item (vendor_id, turns_at) WHERE turns_at IS NOT NULL;

-- The vendor's standard contact sheet; the newest version counts.
CREATE TABLE contact_sheet (
    vendor_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, version),
    FOREIGN KEY (vendor_id) REFERENCES vendor (id)
) STRICT;

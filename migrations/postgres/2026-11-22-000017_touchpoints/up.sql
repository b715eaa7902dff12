-- Every contact with a customer, and what became of it.
CREATE TABLE touchpoint (
    vendor_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    sale_id TEXT COLLATE "C" NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN (
        'planned', 'done_confirmed', 'done_unconfirmed', 'disputed', 'missed_by_vendor', 'missed_by_customer',
        'cancelled'
    )),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
);

CREATE INDEX touchpoint_by_sale ON touchpoint (vendor_id, sale_id, id);

CREATE INDEX touchpoint_by_outcome ON touchpoint (vendor_id, outcome);

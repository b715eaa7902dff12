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
) STRICT;

CREATE INDEX touchpoint_by_sale ON touchpoint (vendor_id, sale_id, id);

CREATE INDEX touchpoint_by_outcome ON touchpoint (vendor_id, outcome);

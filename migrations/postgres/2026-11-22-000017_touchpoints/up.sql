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

INSERT INTO touchpoint (vendor_id, id, sale_id, outcome)
SELECT s.vendor_id, one #>> '{id}', s.id,
    CASE one #>> '{state}'
        WHEN 'planned' THEN 'planned'
        WHEN 'confirmed' THEN 'planned'
        WHEN 'cancelled' THEN 'cancelled'
        WHEN 'disputed' THEN 'disputed'
        WHEN 'missed' THEN CASE WHEN one #>> '{missed_by}' = 'customer' THEN 'missed_by_customer' ELSE 'missed_by_vendor' END
        ELSE CASE WHEN (one #>> '{is_agreed}') = 'true' THEN 'done_confirmed' ELSE 'done_unconfirmed' END END
FROM sale s, json_array_elements(s.snapshot::json -> 'touchpoints') one
WHERE one #>> '{plan,kind}' NOT IN ('check', 'customer_step');

CREATE INDEX touchpoint_by_sale ON touchpoint (vendor_id, sale_id, id);

CREATE INDEX touchpoint_by_outcome ON touchpoint (vendor_id, outcome);

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

INSERT INTO touchpoint (vendor_id, id, sale_id, outcome)
SELECT s.vendor_id, json_extract(one.value, '$.id'), s.id,
    CASE json_extract(one.value, '$.state')
        WHEN 'planned' THEN 'planned'
        WHEN 'confirmed' THEN 'planned'
        WHEN 'cancelled' THEN 'cancelled'
        WHEN 'disputed' THEN 'disputed'
        WHEN 'missed' THEN CASE WHEN json_extract(one.value, '$.missed_by') = 'customer' THEN 'missed_by_customer' ELSE 'missed_by_vendor' END
        ELSE CASE WHEN json_extract(one.value, '$.is_agreed') THEN 'done_confirmed' ELSE 'done_unconfirmed' END END
FROM sale s, json_each(s.snapshot, '$.touchpoints') one
WHERE json_extract(one.value, '$.plan.kind') NOT IN ('check', 'customer_step');

CREATE INDEX touchpoint_by_sale ON touchpoint (vendor_id, sale_id, id);

CREATE INDEX touchpoint_by_outcome ON touchpoint (vendor_id, outcome);

-- The vendor's library of testimonials: what customers let it show, while they do. Those that were asked for before
-- this table stand in it after `followthrough rebuild`.
CREATE TABLE testimonial (
    vendor_id TEXT NOT NULL,
    id TEXT NOT NULL,
    sale_id TEXT NOT NULL,
    success_id TEXT NOT NULL,
    -- The kind of reason that it speaks to.
    reason_kind TEXT CHECK (reason_kind IN ('need', 'comparison', 'price', 'trust', 'other')),
    asked_for TEXT NOT NULL CHECK (json_valid(asked_for)),
    asked_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'declined', 'revoked', 'withdrawn')),
    state_since INTEGER NOT NULL,
    -- What was given; none without consent.
    words TEXT,
    shown_as TEXT,
    uses TEXT CHECK (json_valid(uses)),
    -- Whether other customers see it beside their reasons.
    is_shown INTEGER NOT NULL CHECK (is_shown IN (0, 1)),
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, sale_id) REFERENCES sale (vendor_id, id)
) STRICT;

CREATE INDEX testimonial_by_sale ON testimonial (vendor_id, sale_id, id);

CREATE INDEX testimonial_by_shown ON testimonial (vendor_id, is_shown, state_since);

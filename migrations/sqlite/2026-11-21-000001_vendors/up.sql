-- A vendor and what it has set: keys, origins, and the versioned records that sales pin.

CREATE TABLE vendor (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    -- Whom customers call when the widget cannot help.
    phone TEXT,
    mode TEXT NOT NULL CHECK (mode IN ('live', 'test')),
    -- Microseconds that the clock of a test vendor is ahead of the real time.
    clock_offset INTEGER NOT NULL CHECK (clock_offset = 0 OR (mode = 'test' AND clock_offset > 0)),
    default_calendar_id TEXT NOT NULL,
    default_template_id TEXT NOT NULL,
    settings_version INTEGER NOT NULL,
    -- Customer tokens that were issued before this instant are no longer accepted.
    tokens_valid_after INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE calendar (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id, version)
) STRICT;

CREATE TABLE template (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    name TEXT NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id, version)
) STRICT;

-- A vendor without a row has the policy that is compiled in.
CREATE TABLE policy (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    version INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, version)
) STRICT;

CREATE TABLE member (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    record TEXT NOT NULL CHECK (json_valid(record)),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id)
) STRICT;

CREATE TABLE api_key (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    -- The member that acts when a request names none.
    member_id TEXT,
    -- SHA-256 of the secret, in hexadecimal. The secret itself is nowhere.
    secret_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    revoked_at INTEGER,
    PRIMARY KEY (vendor_id, id),
    FOREIGN KEY (vendor_id, member_id) REFERENCES member (vendor_id, id)
) STRICT;

CREATE TABLE signing_key (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    id TEXT NOT NULL,
    alg TEXT NOT NULL CHECK (alg IN ('HS256', 'EdDSA')),
    -- HS256: the secret in base64url, sealed.
    sealed_secret TEXT CHECK ((alg = 'HS256') = (sealed_secret IS NOT NULL)),
    -- EdDSA: the public key in base64url (32 bytes).
    public_key TEXT CHECK ((alg = 'EdDSA') = (public_key IS NOT NULL)),
    status TEXT NOT NULL CHECK (status IN ('active', 'retired')),
    not_after INTEGER,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, id)
) STRICT;

-- Which key secrets are sealed with at present: its name, for the key itself is never in a database. One row.
CREATE TABLE sealing_key (
    slot INTEGER NOT NULL PRIMARY KEY CHECK (slot = 1),
    key_id TEXT NOT NULL
) STRICT;

CREATE TABLE allowed_origin (
    vendor_id TEXT NOT NULL REFERENCES vendor (id),
    origin TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (vendor_id, origin)
) STRICT, WITHOUT ROWID;

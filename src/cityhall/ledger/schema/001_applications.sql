-- The city hall's book: applications exactly as they came, their parts, and what happened to them.
-- Nothing in it is ever changed, save counters, the place of a device, and parts that arrive.

CREATE TABLE city_hall (
    id           INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),   -- one row
    epoch        TEXT    NOT NULL,      -- random name of this database: by it a kiosk notices that another one answers
    last_receipt INTEGER NOT NULL,      -- counters, moved in the transaction that uses the number:
    last_event   INTEGER NOT NULL       -- so numbers have no gaps and events lie in the order of their commits
) STRICT;

INSERT INTO city_hall (id, epoch, last_receipt, last_event) VALUES (1, lower(hex(randomblob(16))), 0, 0);

CREATE TABLE application (
    id                 TEXT    NOT NULL PRIMARY KEY,     -- UUIDv7 made by the kiosk; never forgotten, or a late repeat would count twice
    receipt            INTEGER NOT NULL UNIQUE,
    application_number TEXT    NOT NULL,                 -- 12 digits; for people, comes again every year
    item               TEXT    NOT NULL,
    point              TEXT    NOT NULL,
    device             TEXT    NOT NULL,
    supplements        TEXT,                             -- the application that a 补正 answers for
    digest             TEXT    NOT NULL,                 -- sha-256:<hex> of the body
    body               BLOB    NOT NULL,                 -- the very bytes that were digested
    arrived_at         TEXT    NOT NULL                  -- RFC 3339, our clock
) STRICT;

CREATE INDEX application_by_number ON application (application_number);

-- A part that the document declares; its bytes are NULL until they arrive.
-- Parts belong to one application and are never shared: a common store would tell strangers what others have sent.
CREATE TABLE blob (
    application TEXT NOT NULL REFERENCES application (id),
    digest      TEXT NOT NULL,                           -- sha-256:<hex>
    arrived_at  TEXT,
    bytes       BLOB,
    PRIMARY KEY (application, digest)                    -- the same picture in two places of a form is one part
) STRICT;

CREATE TABLE event (
    seq               INTEGER NOT NULL PRIMARY KEY,      -- from city_hall.last_event
    application       TEXT    NOT NULL REFERENCES application (id),
    point             TEXT    NOT NULL,                  -- whose kiosks are told
    kind              TEXT    NOT NULL CHECK (kind IN ('received', 'accepted', 'correction_asked', 'refused', 'concluded')),
    at                TEXT    NOT NULL,                  -- RFC 3339
    acceptance_number TEXT    UNIQUE,
    reason            TEXT,
    fields            TEXT,                              -- JSON array of field keys
    last_date         TEXT,                              -- 2026-12-04
    granted           INTEGER CHECK (granted IN (0, 1))
) STRICT;

CREATE INDEX event_by_point ON event (point, seq);
CREATE INDEX event_by_application ON event (application, seq);
CREATE UNIQUE INDEX received_once ON event (application) WHERE kind = 'received';
CREATE UNIQUE INDEX accepted_once ON event (application) WHERE kind = 'accepted';

-- Where a machine stands, learned from the documents it made.
CREATE TABLE device (
    device TEXT NOT NULL PRIMARY KEY,
    point  TEXT NOT NULL
) STRICT;

CREATE TABLE acceptance_day (
    day           TEXT    NOT NULL PRIMARY KEY,          -- the business date, 2026-11-24
    last_sequence INTEGER NOT NULL                       -- of the 受理编号, from 1
) STRICT;

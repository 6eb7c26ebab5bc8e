-- The kiosk's memory: what was sealed, what happened to it, and what is still to be sent.

CREATE TABLE application (
  id                 TEXT PRIMARY KEY,   -- UUIDv7
  application_number TEXT NOT NULL,      -- 12 digits, for people; repeats yearly
  item               TEXT NOT NULL,      -- id of the service item
  card_key           BLOB NOT NULL,      -- HMAC-SHA-256(point secret, identity number)
  body               BLOB NOT NULL,      -- the exact bytes that are sent
  receipt            TEXT NOT NULL,      -- facts of the slip, masked, JSON
  created_at         TEXT NOT NULL       -- RFC 3339, real clock
) STRICT;

CREATE INDEX application_by_card ON application (card_key);

CREATE TABLE blob (
  application_id TEXT NOT NULL REFERENCES application (id),
  digest         TEXT NOT NULL,          -- sha-256:<hex>
  media_type     TEXT NOT NULL,
  bytes          BLOB NOT NULL,
  PRIMARY KEY (application_id, digest)
) STRICT;

-- Append-only: the stage is computed from it.
CREATE TABLE journal (
  seq            INTEGER PRIMARY KEY AUTOINCREMENT,
  application_id TEXT NOT NULL REFERENCES application (id),
  at             TEXT NOT NULL,          -- RFC 3339
  entry          TEXT NOT NULL           -- JSON
) STRICT;

CREATE INDEX journal_by_application ON journal (application_id);

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_is_never_cut BEFORE DELETE ON journal
BEGIN SELECT RAISE (ABORT, 'the journal is append-only'); END;

CREATE TRIGGER body_is_frozen BEFORE UPDATE OF body ON application
BEGIN SELECT RAISE (ABORT, 'a sealed request is never changed'); END;

-- Bookkeeping of the sender; can be rebuilt from the journal at any time.
CREATE TABLE delivery (
  application_id TEXT PRIMARY KEY REFERENCES application (id),
  tries          INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The last sequence handed out on a business date; gaps are allowed, repeats are not.
CREATE TABLE number_sequence (
  day  TEXT PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,                -- change_cursor
  value TEXT NOT NULL
) STRICT;

-- 好差评: once for an application, refused a second time; the exact bytes that are sent.

CREATE TABLE rating (
  application_id TEXT PRIMARY KEY REFERENCES application (id),
  body           BLOB NOT NULL,
  tries          INTEGER NOT NULL DEFAULT 0,
  settled        INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))  -- the city hall has it, or will not take it
) STRICT;

CREATE TRIGGER rating_is_frozen BEFORE UPDATE OF body ON rating
BEGIN SELECT RAISE (ABORT, 'a rating is never changed'); END;

CREATE TRIGGER rating_is_never_taken_back BEFORE DELETE ON rating
BEGIN SELECT RAISE (ABORT, 'a rating is never taken back'); END;

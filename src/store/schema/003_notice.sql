-- 一次告知单: the newest of each item of a person, so that the same card brings it back.
-- Forgotten when the item is filed, and after 90 days (domain/notice.rs).

CREATE TABLE notice (
  card_key BLOB NOT NULL,                -- HMAC-SHA-256(point secret, identity number)
  item     TEXT NOT NULL,                -- id of the service item
  day      TEXT NOT NULL,                -- business date on which it was made
  answers  TEXT NOT NULL,                -- answers of the situation questions, JSON; nothing else of the person
  PRIMARY KEY (card_key, item)
) STRICT;

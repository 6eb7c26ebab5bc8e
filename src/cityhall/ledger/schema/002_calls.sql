-- Somebody at a point asked for a person (叫人). Says where, never who; changed once, when an officer answers.

CREATE TABLE call (
    id          TEXT NOT NULL PRIMARY KEY,   -- UUIDv7 made by the kiosk
    digest      TEXT NOT NULL,               -- sha-256:<hex> of the body: a repetition has the same
    point       TEXT NOT NULL,
    point_name  TEXT NOT NULL,
    device      TEXT NOT NULL,
    screen      TEXT NOT NULL,               -- fill_form, …
    created_at  TEXT NOT NULL,               -- RFC 3339, the kiosk's clock
    received_at TEXT NOT NULL,               -- RFC 3339, our clock
    answered_at TEXT                         -- RFC 3339; NULL while nobody has answered
) STRICT;

CREATE INDEX open_call ON call (received_at) WHERE answered_at IS NULL;

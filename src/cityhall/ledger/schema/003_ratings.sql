-- 好差评: what somebody thought of how it went; once for an application, never changed.

CREATE TABLE rating (
    application TEXT NOT NULL PRIMARY KEY REFERENCES application (id),
    digest      TEXT NOT NULL,               -- sha-256:<hex> of the body: a repetition has the same
    level       TEXT NOT NULL,               -- very_satisfied … very_dissatisfied
    reasons     TEXT NOT NULL,               -- JSON array of words
    day         TEXT NOT NULL,               -- 2026-11-24, the kiosk's clock
    received_at TEXT NOT NULL                -- RFC 3339, our clock
) STRICT;

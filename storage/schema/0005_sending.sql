-- Taking in without gaps, sending in order, and what is kept of what was sent.

CREATE INDEX inbox_waiting ON inbox (update_id) WHERE state = 'new';

CREATE TABLE intake (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    last_update_id INTEGER NOT NULL,    -- numbers restart at random after a week of silence
    received_at INTEGER NOT NULL
) STRICT;

CREATE INDEX outbox_talk ON outbox (id) WHERE state = 'owed' AND priority <= 1;
CREATE INDEX outbox_later ON outbox (due_at) WHERE state = 'owed' AND due_at > 0;
CREATE INDEX outbox_dead ON outbox (id) WHERE state IN ('failed', 'unknown');

CREATE TABLE outbox_files (
    outbox_id INTEGER NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    filename TEXT NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (outbox_id, name)
) STRICT;

CREATE TABLE outbox_daily (
    day INTEGER NOT NULL,               -- UTC days since 1970
    priority INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'unknown', 'failed')),
    count INTEGER NOT NULL,
    PRIMARY KEY (day, priority, kind, state)
) STRICT;

-- Days that an entry's text names: until when to apply, when something happens.

CREATE TABLE entry_facts (
    entry_id INTEGER NOT NULL REFERENCES entries (id),
    kind TEXT NOT NULL CHECK (kind IN ('deadline', 'event_date')),
    day TEXT NOT NULL,                  -- local, 2026-12-31
    last_day TEXT,                      -- of an event of several days
    clock TEXT,                         -- local, 15:00
    sentence TEXT NOT NULL,             -- the one that names the day
    PRIMARY KEY (entry_id, kind, day)
) STRICT;
CREATE INDEX entry_facts_day ON entry_facts (day);

-- Chats the bot knows, and which of them are subscribers.

CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup', 'channel')),
    language TEXT NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    language_chosen INTEGER NOT NULL DEFAULT 0 CHECK (language_chosen IN (0, 1)),
    district TEXT,                      -- remembered for the next question
    blocked_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE preferences (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL UNIQUE           -- canonical JSON: equal wishes share a row, and so an edition
) STRICT;

CREATE TABLE schedules (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL UNIQUE           -- canonical JSON: minutes of the local day, days, zone
) STRICT;

CREATE TABLE subscribers (
    chat_id INTEGER PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    preferences_id INTEGER NOT NULL REFERENCES preferences (id),
    schedule_id INTEGER NOT NULL REFERENCES schedules (id),
    state TEXT NOT NULL CHECK (state IN ('joining', 'active', 'paused', 'blocked', 'left')),
    next_due_at INTEGER,
    seen_through INTEGER NOT NULL,      -- the last story number offered; later ones are news to her
    last_edition_id INTEGER,            -- what was sent last, for /why; the edition may be gone
    created_at INTEGER NOT NULL,
    CHECK ((state = 'active') = (next_due_at IS NOT NULL))
) STRICT;
CREATE INDEX subscribers_due
    ON subscribers (next_due_at, preferences_id, schedule_id, seen_through)
    WHERE next_due_at IS NOT NULL;

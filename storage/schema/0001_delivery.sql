-- What came in and is not yet acted upon; what is owed to Telegram; where each conversation stands.

CREATE TABLE inbox (
    update_id INTEGER PRIMARY KEY,
    lane INTEGER NOT NULL,              -- chat id (0: none); order is kept within a lane
    body TEXT NOT NULL,                 -- the update as Telegram sent it, emptied once it is done
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'done', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_try_at INTEGER NOT NULL DEFAULT 0,
    settled_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX inbox_new ON inbox (lane, update_id) WHERE state = 'new';
CREATE INDEX inbox_settled ON inbox (settled_at) WHERE state = 'done';
CREATE INDEX inbox_failed ON inbox (update_id) WHERE state = 'failed';

CREATE TABLE editions (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL UNIQUE,   -- preferences, first and last story: equal ones share a text
    body TEXT NOT NULL,                 -- JSON of the call without its chat_id
    stories TEXT NOT NULL,              -- JSON list of story ids, as shown
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,           -- 0: a call that belongs to no chat
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 4),
    kind TEXT NOT NULL,
    method TEXT NOT NULL,
    body TEXT NOT NULL,                 -- JSON, sent as stored; with an edition: only what differs
    edition_id INTEGER REFERENCES editions (id),
    case_id INTEGER,                    -- the case in whose thread it stands: made first if missing
    effect TEXT,                        -- what to record when the outcome is known
    effect_data TEXT,                   -- JSON
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'owed'
        CHECK (state IN ('owed', 'sending', 'sent', 'unknown', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER,
    settled_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX outbox_owed ON outbox (priority, id) WHERE state = 'owed';
CREATE INDEX outbox_owed_chat ON outbox (chat_id, id) WHERE state = 'owed';
CREATE INDEX outbox_sending ON outbox (id) WHERE state = 'sending';
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE conversations (
    key TEXT PRIMARY KEY,               -- bot:chat:user:thread
    state TEXT,
    data TEXT NOT NULL,                 -- JSON
    updated_at INTEGER NOT NULL
) STRICT;

-- What an administrator announces: its words, to whom, who agreed, and what became of it.

CREATE TABLE announcements (
    id INTEGER PRIMARY KEY,
    author_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'going', 'stopped', 'done', 'dropped')),
    kk TEXT,                            -- JSON of the message: method and body without a chat
    ru TEXT,
    audience TEXT NOT NULL,             -- JSON: languages, topics, districts; empty lists: everybody
    created_at INTEGER NOT NULL,
    proposed_at INTEGER,
    approved_by INTEGER,
    approved_at INTEGER,
    last_chat_id INTEGER NOT NULL DEFAULT 0, -- up to this chat it has been owed
    owed_all INTEGER NOT NULL DEFAULT 0 CHECK (owed_all IN (0, 1)),
    owed INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    unknown INTEGER NOT NULL DEFAULT 0,
    progress_message_id INTEGER,
    progress_at INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX announcements_draft ON announcements (author_id) WHERE state = 'draft';
CREATE INDEX announcements_going ON announcements (id) WHERE state IN ('going', 'stopped');
CREATE INDEX subscribers_audience ON subscribers (preferences_id) WHERE state = 'active';

-- What is taken back: clearing a chat, exports, and the log of who looked, changed and took.

ALTER TABLE inbox ADD COLUMN message_id INTEGER;    -- of a private chat, so that it can be cleared
CREATE INDEX inbox_said ON inbox (lane, received_at) WHERE message_id IS NOT NULL;
CREATE INDEX outbox_said ON outbox (chat_id, settled_at)
    WHERE message_id IS NOT NULL AND priority <= 1;

CREATE TABLE exports (
    chat_id INTEGER PRIMARY KEY,
    asked_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id INTEGER,                   -- NULL: the bot, or a citizen about her own
    what TEXT NOT NULL,                 -- exported, deleted, expired, sensitive, …
    case_id INTEGER,
    count INTEGER                       -- of cases or rows; never a text
) STRICT;
CREATE INDEX audit_at ON audit (at);

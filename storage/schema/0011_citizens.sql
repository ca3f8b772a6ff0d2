-- Who asks is kept apart from what was asked: one row joins them, and forgetting removes it.

CREATE TABLE citizens (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL UNIQUE,
    name TEXT,                          -- as Telegram shows it, kept for cases that are not anonymous
    since INTEGER NOT NULL
) STRICT;
INSERT INTO citizens (chat_id, since)
    SELECT citizen_chat_id, min(created_at) FROM cases GROUP BY citizen_chat_id;

ALTER TABLE cases ADD COLUMN citizen_id INTEGER REFERENCES citizens (id) ON DELETE SET NULL;
UPDATE cases SET citizen_id = (SELECT id FROM citizens WHERE chat_id = citizen_chat_id);
DROP INDEX cases_of_citizen;
ALTER TABLE cases DROP COLUMN citizen_chat_id;
CREATE INDEX cases_of_citizen ON cases (citizen_id, id);

-- A chat above zero is from here on a citizens' row, below zero a group.
UPDATE case_messages SET author_id = 0 WHERE side = 'citizen';
UPDATE case_messages SET chat_id = (
    SELECT citizens.id FROM citizens WHERE citizens.chat_id = case_messages.chat_id
) WHERE chat_id > 0;
UPDATE case_posts SET chat_id = (
    SELECT citizens.id FROM citizens WHERE citizens.chat_id = case_posts.chat_id
) WHERE chat_id > 0;

ALTER TABLE cases ADD COLUMN linked_to INTEGER REFERENCES cases (id);
ALTER TABLE cases ADD COLUMN covered INTEGER NOT NULL DEFAULT 0;    -- answers wait behind a button
ALTER TABLE cases ADD COLUMN consented_at INTEGER;
ALTER TABLE cases ADD COLUMN erased_at INTEGER;                     -- texts and identity are gone
ALTER TABLE cases ADD COLUMN help_asked_at INTEGER;                 -- "did it help?"

ALTER TABLE drafts ADD COLUMN sensitive INTEGER NOT NULL DEFAULT 0;
ALTER TABLE drafts ADD COLUMN calm INTEGER NOT NULL DEFAULT 0;      -- she said: a false alarm
ALTER TABLE drafts ADD COLUMN covered INTEGER;                      -- NULL: she was not asked yet
ALTER TABLE drafts ADD COLUMN linked_to INTEGER;
ALTER TABLE drafts ADD COLUMN screen_row INTEGER;                   -- the outbox row of a screen to come
ALTER TABLE drafts ADD COLUMN screen_id INTEGER;                    -- the message of the last screen

CREATE TABLE case_ratings (
    case_id INTEGER PRIMARY KEY REFERENCES cases (id),
    good INTEGER NOT NULL CHECK (good IN (0, 1)),
    words TEXT,
    at INTEGER NOT NULL
) STRICT;

-- What the staff need in their own group: notes, awaited replies, earlier threads, duty, conflicts, waiting, words.

ALTER TABLE cases ADD COLUMN forwarded_to TEXT;     -- an id of bodies.yaml, or a name as the staff wrote it
ALTER TABLE cases ADD COLUMN forwarded_at INTEGER;

ALTER TABLE staff ADD COLUMN on_duty INTEGER NOT NULL DEFAULT 0 CHECK (on_duty IN (0, 1));
ALTER TABLE staff ADD COLUMN away_until INTEGER;    -- UTC seconds: back at work from then on

ALTER TABLE case_messages ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0;    -- the version that case_words knows
CREATE INDEX case_messages_unread ON case_messages (id) WHERE indexed < version;

CREATE TABLE case_notes (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL,           -- where it was written; never shown to the citizen
    message_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    html TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (chat_id, message_id)
) STRICT;
CREATE INDEX case_notes_of ON case_notes (case_id, id);

CREATE TABLE case_prompts (             -- messages of the bot to which a reply means something of its own
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL CHECK (purpose IN ('reason', 'body', 'template')),
    html TEXT NOT NULL DEFAULT '',      -- of a template: what will be sent
    PRIMARY KEY (chat_id, message_id)
) STRICT;
CREATE INDEX case_prompts_of ON case_prompts (case_id);

CREATE TABLE case_places (              -- threads in which a case stood before it was transferred
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    chat_id INTEGER NOT NULL,
    thread_id INTEGER NOT NULL,         -- 0: a plain group
    closing INTEGER,                    -- the outbox row that closes the thread
    PRIMARY KEY (case_id, chat_id)
) STRICT;

CREATE TABLE case_conflicts (           -- who must not work on a case
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    user_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (case_id, user_id)
) STRICT;

CREATE TABLE case_disputes (            -- two sides of one dispute
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    other_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    PRIMARY KEY (case_id, other_id),
    CHECK (case_id < other_id)
) STRICT;
CREATE INDEX case_disputes_other ON case_disputes (other_id);

CREATE TABLE case_waits (               -- cases that wait for their citizen
    case_id INTEGER PRIMARY KEY REFERENCES cases (id) ON DELETE CASCADE,
    since INTEGER NOT NULL,
    remind_at INTEGER NOT NULL,
    close_at INTEGER NOT NULL,
    reminded INTEGER NOT NULL DEFAULT 0 CHECK (reminded IN (0, 1))
) STRICT;
CREATE INDEX case_waits_remind ON case_waits (remind_at) WHERE reminded = 0;
CREATE INDEX case_waits_close ON case_waits (close_at);

CREATE TABLE case_words (               -- stems of what people wrote, for the staff's search
    word TEXT NOT NULL,
    message_id INTEGER NOT NULL REFERENCES case_messages (id) ON DELETE CASCADE,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    times INTEGER NOT NULL,
    PRIMARY KEY (word, message_id)
) STRICT;
CREATE INDEX case_words_of ON case_words (message_id);
CREATE INDEX case_words_case ON case_words (case_id);

CREATE TABLE morning_lists (            -- one list a day for each staff chat
    chat_id INTEGER NOT NULL,
    day INTEGER NOT NULL,               -- of the office: days since 1970
    PRIMARY KEY (chat_id, day)
) STRICT;

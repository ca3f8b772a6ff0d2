-- The consultation desk: offices and their staff chats, drafts, cases, what was written and where it went.

CREATE TABLE offices (
    id TEXT PRIMARY KEY,                -- an id of offices.yaml
    chat_id INTEGER UNIQUE,             -- the staff chat; NULL: none is bound, cases wait
    layout TEXT NOT NULL DEFAULT 'forum' CHECK (layout IN ('forum', 'plain')),
    language TEXT NOT NULL DEFAULT 'kk' CHECK (language IN ('kk', 'ru', 'en')),
    bound_at INTEGER,
    bound_by INTEGER,
    lost_reason TEXT,                   -- why the last staff chat is bound no more
    CHECK ((chat_id IS NULL) = (bound_at IS NULL))
) STRICT;

CREATE TABLE binding_codes (
    id INTEGER PRIMARY KEY,
    office_id TEXT NOT NULL,
    code_hash TEXT NOT NULL UNIQUE,     -- the code itself is shown once and kept nowhere
    created_by INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    used_chat_id INTEGER,
    CHECK ((used_at IS NULL) = (used_chat_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX binding_codes_open ON binding_codes (office_id) WHERE used_at IS NULL;

CREATE TABLE binding_attempts (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX binding_attempts_at ON binding_attempts (at);

CREATE TABLE staff (
    office_id TEXT NOT NULL REFERENCES offices (id),
    user_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'staff' CHECK (role IN ('staff', 'coordinator')),
    since INTEGER NOT NULL,
    PRIMARY KEY (office_id, user_id)
) STRICT;

CREATE TABLE drafts (
    chat_id INTEGER PRIMARY KEY REFERENCES chats (id) ON DELETE CASCADE,
    district TEXT,
    category TEXT,
    undecided INTEGER NOT NULL DEFAULT 0 CHECK (undecided IN (0, 1)),
    urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
    anonymous INTEGER NOT NULL DEFAULT 1 CHECK (anonymous IN (0, 1)),
    screen_at INTEGER,
    emergency_at INTEGER,
    put_away_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE draft_messages (
    chat_id INTEGER NOT NULL REFERENCES drafts (chat_id) ON DELETE CASCADE,
    message_id INTEGER NOT NULL,
    album TEXT,
    content TEXT NOT NULL,              -- JSON
    PRIMARY KEY (chat_id, message_id)
) STRICT;

CREATE TABLE cases (
    id INTEGER PRIMARY KEY,             -- the number people see: 1, 2, 3 …
    citizen_chat_id INTEGER NOT NULL REFERENCES chats (id),
    office_id TEXT NOT NULL REFERENCES offices (id),
    district TEXT NOT NULL,
    category TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    sensitive INTEGER NOT NULL CHECK (sensitive IN (0, 1)),
    urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    anonymous INTEGER NOT NULL CHECK (anonymous IN (0, 1)),
    consent_version INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN
        ('accepted', 'working', 'waiting', 'forwarded', 'answered', 'closed')),
    thread_chat_id INTEGER,             -- the chat in which the thread stands
    thread_id INTEGER,                  -- NULL: to be made; 0: a plain group
    taken_by INTEGER,
    created_at INTEGER NOT NULL,
    answer_due_at INTEGER NOT NULL,
    first_answer_at INTEGER,
    emergency_at INTEGER,
    closed_at INTEGER,
    outcome TEXT CHECK (outcome IN ('solved', 'advised', 'forwarded', 'no_need')),
    CHECK ((thread_id IS NULL) = (thread_chat_id IS NULL)),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CHECK ((state = 'closed') = (outcome IS NOT NULL))
) STRICT;
CREATE INDEX cases_of_citizen ON cases (citizen_chat_id, id);
CREATE INDEX cases_open ON cases (office_id, id) WHERE state <> 'closed';
CREATE UNIQUE INDEX cases_thread ON cases (thread_chat_id, thread_id) WHERE thread_id > 0;

CREATE TABLE case_messages (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    side TEXT NOT NULL CHECK (side IN ('citizen', 'staff')),
    chat_id INTEGER NOT NULL,           -- where its author wrote it
    message_id INTEGER NOT NULL,
    author_id INTEGER NOT NULL,
    album TEXT,
    version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0),
    way TEXT NOT NULL CHECK (way IN ('waiting', 'owed', 'held', 'delivered', 'refused')),
    content TEXT NOT NULL,              -- JSON of the newest version
    owed_as INTEGER,                    -- the outbox row of an album that is still being gathered
    created_at INTEGER NOT NULL,
    UNIQUE (chat_id, message_id)
) STRICT;
CREATE INDEX case_messages_of ON case_messages (case_id, id);
CREATE INDEX case_messages_album ON case_messages (chat_id, album) WHERE album IS NOT NULL;
CREATE INDEX case_messages_stuck ON case_messages (case_id) WHERE way IN ('waiting', 'held');

CREATE TABLE case_posts (
    chat_id INTEGER NOT NULL,
    message_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    role TEXT NOT NULL CHECK (role IN ('card', 'copy', 'note')),
    origin_id INTEGER REFERENCES case_messages (id),
    PRIMARY KEY (chat_id, message_id),
    CHECK ((role = 'copy') = (origin_id IS NOT NULL))
) STRICT;
CREATE INDEX case_posts_of ON case_posts (case_id, role);
CREATE INDEX case_posts_origin ON case_posts (origin_id) WHERE origin_id IS NOT NULL;

CREATE TABLE case_events (
    id INTEGER PRIMARY KEY,
    case_id INTEGER NOT NULL REFERENCES cases (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,                 -- opened, taken, answered, added, edited, closed, …
    actor_id INTEGER,                   -- NULL: the bot or the citizen
    data TEXT NOT NULL DEFAULT '{}'     -- JSON of ids and reasons; never a text
) STRICT;
CREATE INDEX case_events_of ON case_events (case_id, id);

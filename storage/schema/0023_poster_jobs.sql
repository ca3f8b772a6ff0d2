-- Posters that were asked for and are made outside of any update.

CREATE TABLE poster_jobs (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,           -- where the poster is to go
    kind TEXT NOT NULL CHECK (kind IN ('office', 'topic')),
    about TEXT NOT NULL,                -- id of the office or topic
    language TEXT NOT NULL CHECK (language IN ('kk', 'ru')),
    asked_at INTEGER NOT NULL,
    done_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX poster_jobs_open ON poster_jobs (id) WHERE done_at IS NULL;

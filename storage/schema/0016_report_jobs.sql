-- Reports that were asked for and are made outside of any update; the month's cases by their opening.

CREATE TABLE report_jobs (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,           -- where the report is to go
    office_id TEXT,                     -- NULL: all offices
    month TEXT NOT NULL,                -- 2026-11
    language TEXT NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    asked_at INTEGER NOT NULL,          -- later events are not looked at
    done_at INTEGER,
    error TEXT
) STRICT;
CREATE INDEX report_jobs_open ON report_jobs (id) WHERE done_at IS NULL;
CREATE INDEX case_events_opened ON case_events (at) WHERE kind = 'opened';

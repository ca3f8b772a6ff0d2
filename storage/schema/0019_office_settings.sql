-- What coordinators change in chat, over what offices.yaml says.

CREATE TABLE office_settings (
    office_id TEXT PRIMARY KEY REFERENCES offices (id),
    hours TEXT NOT NULL DEFAULT '{}',       -- JSON: ISO weekday to intervals in minutes of the day
    days_off TEXT NOT NULL DEFAULT '[]',    -- JSON: days such as 2026-12-31 beside the holidays
    changed_by INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- What Telegram has been told of the bot itself, so that a start repeats nothing.

CREATE TABLE profile (
    part TEXT PRIMARY KEY,              -- method, scope and language
    fingerprint TEXT NOT NULL           -- hash of what was said
) STRICT;

-- Groups and channels that receive the digest, and who arranges it for them.

CREATE TABLE places (
    id INTEGER PRIMARY KEY,             -- short enough for a button
    chat_id INTEGER NOT NULL UNIQUE REFERENCES chats (id),
    title TEXT NOT NULL,
    owner_id INTEGER NOT NULL,          -- who set it: told in private when it is lost
    thread_id INTEGER,                  -- the forum thread it was set in; NULL: the chat itself
    checked_at INTEGER NOT NULL,        -- when Telegram last said that the owner administers it
    lost_at INTEGER                     -- since when the bot may not write there
) STRICT;
CREATE INDEX places_of_owner ON places (owner_id);

-- Feeds that an administrator proposes, and those that she switched.

CREATE TABLE feed_proposals (
    id INTEGER PRIMARY KEY,
    chat_id INTEGER NOT NULL,           -- where the answer goes
    language TEXT NOT NULL,             -- of the answer
    address TEXT NOT NULL,              -- a feed's or a site's
    region TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'found', 'taken', 'closed')),
    look_at INTEGER NOT NULL,           -- not before; later while somebody is looking
    url TEXT,                           -- the feed's own, once it was found
    langs TEXT                          -- JSON list, the weightiest first
) STRICT;
CREATE INDEX feed_proposals_asked ON feed_proposals (look_at) WHERE state = 'asked';

-- What an administrator said last; NULL: as feeds.yaml says.
ALTER TABLE feeds ADD COLUMN switched TEXT CHECK (switched IN ('on', 'off'));

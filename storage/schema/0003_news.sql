-- What is polled, what came of it, and which entries tell the same event.

CREATE TABLE feeds (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    langs TEXT NOT NULL,                -- JSON list, the weightiest first
    region TEXT NOT NULL,
    url TEXT NOT NULL,
    site TEXT,
    zone TEXT NOT NULL,
    page TEXT,                          -- JSON of the selectors of a page without a feed
    origin TEXT NOT NULL CHECK (origin IN ('file', 'admin')),
    enabled INTEGER NOT NULL CHECK (enabled IN (0, 1)), -- 0: off or no longer listed; entries stay
    moved_to TEXT,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    memory BLOB NOT NULL,
    id_kind TEXT NOT NULL,
    next_poll_at INTEGER NOT NULL,
    interval_s INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    first_poll_done INTEGER NOT NULL CHECK (first_poll_done IN (0, 1)),
    last_poll_at INTEGER,
    last_success_at INTEGER,
    last_error TEXT,
    notes TEXT NOT NULL,                -- JSON list
    arrivals TEXT NOT NULL              -- JSON list of UTC seconds
) STRICT;
CREATE INDEX feeds_due ON feeds (next_poll_at) WHERE enabled = 1;

-- One row: whoever writes stories takes it first, so story numbers are committed in their order.
CREATE TABLE story_numbers (
    id INTEGER PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;
INSERT INTO story_numbers (id, last) VALUES (1, 0);

CREATE TABLE stories (
    id INTEGER PRIMARY KEY,             -- grows with each new story; subscribers.seen_through
    tier TEXT NOT NULL CHECK (tier IN ('core', 'adjacent')),
    topics TEXT NOT NULL,               -- JSON list, the surest first
    regions TEXT NOT NULL,              -- JSON list; empty: the whole country
    districts TEXT NOT NULL,            -- JSON list
    quiet INTEGER NOT NULL CHECK (quiet IN (0, 1)), -- 1: old when first seen; no digest announces it
    happened_at INTEGER NOT NULL,       -- its earliest entry
    updated_at INTEGER NOT NULL         -- its latest entry
) STRICT;
CREATE INDEX stories_recent ON stories (updated_at);
CREATE INDEX stories_happened ON stories (happened_at);

CREATE TABLE entries (
    id INTEGER PRIMARY KEY,
    feed_id TEXT NOT NULL REFERENCES feeds (id),
    identity TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    story_id INTEGER REFERENCES stories (id), -- NULL: no news for us; kept so as not to judge it twice
    tier TEXT NOT NULL CHECK (tier IN ('core', 'adjacent', 'none')),
    link TEXT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    language TEXT NOT NULL,
    terms TEXT NOT NULL,                -- what the matching of stories reads; empty without a story
    decision TEXT NOT NULL,             -- JSON: topics, regions, districts, reasons
    published_at INTEGER,
    seen_at INTEGER NOT NULL,
    UNIQUE (feed_id, identity),
    CHECK ((tier = 'none') = (story_id IS NULL))
) STRICT;
CREATE INDEX entries_of_story ON entries (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX entries_seen ON entries (seen_at);

CREATE INDEX outbox_edition ON outbox (edition_id) WHERE edition_id IS NOT NULL;

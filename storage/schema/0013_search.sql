-- Where each word stands, so that /search finds every form of it, its translation and its misspelling.

CREATE TABLE search_words (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE           -- in the letters that Kazakh and Russian share
) STRICT;

CREATE TABLE search_keys (
    key TEXT NOT NULL,                  -- a possible stem, a ~meaning, or a *spelling less a letter
    word_id INTEGER NOT NULL REFERENCES search_words (id),
    PRIMARY KEY (key, word_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_postings (
    word_id INTEGER NOT NULL REFERENCES search_words (id),
    entry_id INTEGER NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    weight INTEGER NOT NULL,            -- more in a title
    PRIMARY KEY (word_id, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_postings_entry ON search_postings (entry_id);

ALTER TABLE entries ADD COLUMN indexed INTEGER NOT NULL DEFAULT 0 CHECK (indexed IN (0, 1));
CREATE INDEX entries_to_index ON entries (id) WHERE indexed = 0 AND story_id IS NOT NULL;
CREATE INDEX entries_link ON entries (link);       -- /why is asked by a link

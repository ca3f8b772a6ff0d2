-- Where a word stands, packed: a row for each word and 4,096 entries instead of one for each entry.

DROP TABLE search_postings;
CREATE TABLE search_postings (
    word_id INTEGER NOT NULL REFERENCES search_words (id),
    block INTEGER NOT NULL,             -- the entries' ids without their last 12 bits
    titles BLOB NOT NULL,               -- those 12 bits, 16 for each entry whose title says it
    leads BLOB NOT NULL,                -- the same of entries that say it elsewhere
    PRIMARY KEY (word_id, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_entries (
    entry_id INTEGER PRIMARY KEY REFERENCES entries (id) ON DELETE CASCADE,
    words BLOB NOT NULL                 -- numbers of its words, 32 bits each
) STRICT;

UPDATE entries SET indexed = 0 WHERE indexed = 1;

-- Knowledge cards that the staff made of good answers; those of the catalogue stand in knowledge_cards.yaml.

CREATE TABLE knowledge_cards (
    id INTEGER PRIMARY KEY,
    case_id INTEGER REFERENCES cases (id) ON DELETE SET NULL,   -- forgotten once the card is read
    office_id TEXT NOT NULL REFERENCES offices (id),
    category TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('kk', 'ru', 'en')),
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published', 'dropped')),
    made_by INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    reviewed_at INTEGER,
    chat_id INTEGER,                    -- where it is read; a reply there writes it anew
    message_id INTEGER,
    CHECK ((state = 'published') <= (reviewed_at IS NOT NULL)),
    CHECK (state = 'draft' OR case_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX knowledge_cards_of_case ON knowledge_cards (case_id) WHERE case_id IS NOT NULL;
CREATE UNIQUE INDEX knowledge_cards_read_at ON knowledge_cards (chat_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX knowledge_cards_published ON knowledge_cards (reviewed_at) WHERE state = 'published';

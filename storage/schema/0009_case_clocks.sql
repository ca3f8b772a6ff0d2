-- How long cases may take: working time allowed, used up, and which step is to be said next.

CREATE TABLE case_clocks (
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'solution')),
    round INTEGER NOT NULL,             -- 1; higher once the case was moved, asked on or reopened
    allowed_s INTEGER NOT NULL CHECK (allowed_s > 0),   -- seconds of the office's working time
    spent_s INTEGER NOT NULL,           -- of these, used up before running_since
    running_since INTEGER,              -- NULL: it rests, or was met
    due_at INTEGER NOT NULL,            -- moves by the working time of each rest
    promised_at INTEGER NOT NULL,       -- what the citizen was told last: due_at, or a later date
    said INTEGER NOT NULL,              -- the highest step said in this round, per cent; 0: none
    next_at INTEGER,                    -- when the next step is due; NULL: none is
    met_at INTEGER,
    PRIMARY KEY (case_id, kind),
    CHECK (next_at IS NULL OR running_since IS NOT NULL),
    CHECK (met_at IS NULL OR running_since IS NULL)
) STRICT;
CREATE INDEX case_clocks_due ON case_clocks (next_at) WHERE next_at IS NOT NULL;

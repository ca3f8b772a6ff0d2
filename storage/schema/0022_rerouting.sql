-- Who answers a district in place of its office, over what offices.yaml says.

CREATE TABLE reroutes (
    area_id TEXT NOT NULL,              -- a district or region of the catalogue
    office_id TEXT NOT NULL REFERENCES offices (id),    -- whose it is by offices.yaml
    to_office_id TEXT NOT NULL REFERENCES offices (id), -- who answers in its place
    changed_by INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (area_id, office_id),
    CHECK (office_id <> to_office_id)
) STRICT;

ALTER TABLE office_settings ADD COLUMN categories TEXT;  -- JSON: ids in place of the catalogue's

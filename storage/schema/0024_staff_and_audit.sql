-- Who left an office keeps a row, so that the log can name her; the log says of which office it speaks.

ALTER TABLE staff ADD COLUMN left_at INTEGER;       -- UTC seconds; NULL: she answers there

ALTER TABLE audit ADD COLUMN office_id TEXT;
ALTER TABLE audit ADD COLUMN subject_id INTEGER;    -- the person it was about, such as who was added
CREATE INDEX audit_of_office ON audit (office_id, id) WHERE office_id IS NOT NULL;

ALTER TABLE binding_codes ADD COLUMN created_name TEXT NOT NULL DEFAULT '';

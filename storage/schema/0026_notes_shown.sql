-- In which chat a colleague's note was shown, so that one that had not arrived comes with the next chat.

ALTER TABLE case_notes ADD COLUMN shown_in INTEGER;     -- NULL: only where it was written
UPDATE case_notes SET shown_in = (SELECT thread_chat_id FROM cases WHERE cases.id = case_id);

-- Pauses with an end, alerts, saved stories, and what found no room in an edition.

ALTER TABLE subscribers ADD COLUMN rests_until INTEGER;      -- she paused until then
ALTER TABLE subscribers ADD COLUMN alert_due_at INTEGER;     -- not before; NULL: wants no alerts now
ALTER TABLE subscribers ADD COLUMN alerted_through INTEGER NOT NULL DEFAULT 0; -- story weighed last
-- JSON list of stories beyond seen_through that came as alerts: no digest offers them again
ALTER TABLE subscribers ADD COLUMN alerted TEXT NOT NULL DEFAULT '[]';
DROP INDEX subscribers_due;
CREATE INDEX subscribers_due
    ON subscribers (next_due_at, preferences_id, schedule_id, seen_through, alerted)
    WHERE next_due_at IS NOT NULL;
CREATE INDEX subscribers_alerts
    ON subscribers (alert_due_at, preferences_id, schedule_id, seen_through, alerted_through, alerted)
    WHERE alert_due_at IS NOT NULL;

ALTER TABLE editions ADD COLUMN rest TEXT NOT NULL DEFAULT '[]'; -- JSON list: fitting, without room

CREATE TABLE saved_stories (
    chat_id INTEGER NOT NULL REFERENCES chats (id) ON DELETE CASCADE ON UPDATE CASCADE,
    story_id INTEGER NOT NULL REFERENCES stories (id) ON DELETE CASCADE,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (chat_id, story_id)
) STRICT;

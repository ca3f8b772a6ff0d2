-- What may stand in a chat twice: calls that were made again because their outcome was unknown.

ALTER TABLE outbox ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0;   -- times its outcome was unknown
CREATE INDEX outbox_unsure ON outbox (chat_id) WHERE unsure > 0;

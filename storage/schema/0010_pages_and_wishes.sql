-- A proposal may be a page without a feed, and a feed's own wish outlives the body that said it.

ALTER TABLE feed_proposals ADD COLUMN page TEXT; -- JSON of the selectors of a page without a feed
ALTER TABLE feeds ADD COLUMN ttl_s INTEGER;      -- seconds that the feed wishes between two polls

"""From feeds to stories, from stories to digests."""

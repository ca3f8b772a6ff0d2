"""Pure decisions about entries, stories and digests."""

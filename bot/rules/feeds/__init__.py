"""Pure reading of feeds: bytes to entries, identity, when to ask again."""

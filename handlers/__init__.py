"""Doors: an update in, one service call, what to say out."""

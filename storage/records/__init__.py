"""Frozen records: the shapes that travel between the floors."""

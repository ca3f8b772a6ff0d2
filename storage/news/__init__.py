"""News: its stores."""

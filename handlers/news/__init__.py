"""News: its doors."""

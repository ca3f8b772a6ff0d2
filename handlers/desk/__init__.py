"""The consultation desk: its doors."""

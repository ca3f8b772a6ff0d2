"""The consultation desk: its stores."""

"""Taking in and sending: its stores."""

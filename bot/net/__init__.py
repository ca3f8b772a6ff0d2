"""Adapters to what we cannot own: feeds over HTTP, parsing processes, Telegram."""

"""Telegram for one machine: a Bot API on loopback with a chat page. Imports nothing of ours."""

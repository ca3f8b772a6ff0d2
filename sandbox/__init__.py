"""Telegram for one machine: a Bot API on loopback with a chat page; imports nothing of ours."""

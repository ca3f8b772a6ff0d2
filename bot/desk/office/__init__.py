"""Offices: their chats, hours, people, districts and reports."""

"""What the places of digests ask of the doors: lines for groups, pages for who arranges them."""

from typing import Protocol

from storage.records.delivery import Call
from storage.records.people import Subscriber
from storage.records.places import Door, Place


class PlaceView(Protocol):
    """Words and calls of places; implemented by handlers/news/place_screens.py."""

    def told(self, chat_id: int, language: str, key: str, title: str) -> Call:
        """Say a line about a place in a private chat."""

    def said_there(self, door: Door, key: str) -> Call:
        """Say a line in the place itself, in its thread."""

    def page(
        self, chat_id: int, language: str, place: Place, subscriber: Subscriber, message_id: int
    ) -> Call:
        """Show everything about a place to who arranges it, in place of that message (0: anew)."""

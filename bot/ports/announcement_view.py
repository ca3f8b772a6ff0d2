"""What announcing asks of the doors: the messages in which administrators watch and agree."""

from typing import Protocol

from storage.records.announcements import Announcement
from storage.records.delivery import Call
from storage.records.people import Chat


class AnnouncementView(Protocol):
    """Words and calls for administrators; implemented by handlers/news/announce_screens.py."""

    def proposal(self, announcement: Announcement, people: int, admin: Chat) -> list[Call]:
        """Show another administrator its words as people will get them, and ask her to agree."""

    def progress(self, announcement: Announcement, language: str) -> Call:
        """Begin to show how far it is, with a button that stops it. Effect: announcement_shown."""

    def progressed(self, announcement: Announcement, language: str) -> Call:
        """The same message as it stands now; without the button once it has ended."""

    def refused(self, announcement: Announcement, language: str) -> Call:
        """Tell the author that nobody will get it."""

    def report(self, announcement: Announcement, language: str) -> Call:
        """Say what became of it."""

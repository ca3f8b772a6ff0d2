"""What the digest services ask of the doors: the call that shows a finished text."""

from typing import Protocol

from storage.records.delivery import Call


class DigestView(Protocol):
    """Wraps a text into a call, with the buttons beneath it."""

    def edition(
        self, html: str, edition_id: int, language: str, rest: int, *, shared: bool = False
    ) -> Call:
        """Return the call without any chat: its body is shared by all who read it.

        `rest` is how many stories found no room in the text; `shared`: it is read in a group or
        channel, so its button is no person's.
        """
        ...

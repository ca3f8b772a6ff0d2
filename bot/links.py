"""Links that open the bot: what they carry is one short word of Telegram's own alphabet."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

# core.telegram.org/bots/features#deep-linking: A-Z a-z 0-9 _ -, at most 64
PAYLOAD = re.compile(r"([a-z]+)-([A-Za-z0-9_-]{1,48})")
PLACES = "places"
KINDS = ("topic", "office", "story", "region", "district")


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a link invites to: `kind` is one of KINDS, `about` its id."""

    kind: str
    about: str

    @property
    def payload(self) -> str:
        """What the link carries."""
        return f"{self.kind}-{self.about}"


def read_invitation(payload: str) -> Invitation | None:
    """Read what a link carried; None: it is none of ours, or of another version."""
    found = PAYLOAD.fullmatch(payload)
    return Invitation(*found.groups()) if found and found.group(1) in KINDS else None


@dataclass(frozen=True, slots=True)
class DeepLinks:
    """Links to the bot of that username."""

    username: str

    def plain(self) -> str:
        """Return a link that opens the bot."""
        return f"https://t.me/{self.username}?start=hello"

    def places(self) -> str:
        """Return a link that opens the list of the places she arranges."""
        return f"https://t.me/{self.username}?start={PLACES}"

    def to(self, invitation: Invitation) -> str:
        """Return a link that invites to something."""
        return f"https://t.me/{self.username}?start={invitation.payload}"

    def pass_on(self, invitation: Invitation, words: str) -> str:
        """Return a link that lets a person choose to whom she sends the invitation."""
        return "https://t.me/share/url?" + urlencode({"url": self.to(invitation), "text": words})

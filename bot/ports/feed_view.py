"""What the feed services ask of the doors: the call that shows what was found at an address."""

from typing import Protocol

from storage.records.delivery import Call
from storage.records.feed_proposals import Finding, Proposal


class FeedView(Protocol):
    """Puts a finding into words."""

    def found(self, proposal: Proposal, finding: Finding) -> Call:
        """Return the call to the administrator who asked, with buttons if there is a feed."""
        ...

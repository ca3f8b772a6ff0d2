"""Puts the parts of an album together again."""

from collections.abc import Sequence
from itertools import groupby

from storage.records.consultation import CaseMessage


def albums(messages: Sequence[CaseMessage]) -> list[list[CaseMessage]]:
    """Neighbouring parts of one album together, every other message alone."""
    keyed = groupby(messages, key=lambda one: (one.side, one.album or f"#{one.id}"))
    return [list(group) for _, group in keyed]

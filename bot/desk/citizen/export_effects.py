"""Removes the files of an export once it was sent, or could not be."""

from collections.abc import Sequence

from storage.records.delivery import Call, Outcome, Owed
from storage.stores import Stores


async def export_sent(stores: Stores, owed: Owed, _outcome: Outcome, _now: int) -> Sequence[Call]:
    """Her texts do not stay in the outbox."""
    await stores.erasing.forget_files(owed.id)
    return ()


EFFECTS = {"export_sent": export_sent}

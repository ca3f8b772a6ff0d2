"""Gathers what is kept of who asked for it, outside of her update, and owes it to her as files."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.ports.delivery import Clock
from storage.database import Database
from storage.records.delivery import Call
from storage.records.privacy import Everything
from storage.stores import stores


class ExportView(Protocol):
    """Writes the files; implemented by handlers/desk/citizen/export_view.py."""

    def export(self, everything: Everything, language: str, now: int) -> Sequence[Call]:
        """One file for people and one for machines, owed to her chat. Effect: export_sent."""


class Exports:
    """Works off the exports that were asked for, one transaction each."""

    def __init__(
        self, database: Database, view: ExportView, now: Clock, owed: Callable[[], None]
    ) -> None:
        self._database, self._view, self._now, self._owed = database, view, now, owed

    async def run(self) -> int:
        """Make every export that is asked for; return how many."""
        made = 0
        while await self._one():
            made += 1
            self._owed()
        return made

    async def _one(self) -> bool:
        now = self._now()
        async with self._database.transaction() as transaction:
            opened = stores(transaction)
            chat_id = await opened.erasing.take()
            if chat_id is None:
                return False
            chat = await opened.chats.get(chat_id)
            everything = await opened.erasing.everything(chat_id)
            language = chat.language if chat else "kk"
            await opened.outbox.owe(self._view.export(everything, language, now), now)
            await opened.audit.note("exported", now)
        return True

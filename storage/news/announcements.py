"""Store of announcements: drafts, agreement, how far each has been owed, what became of it."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from storage.database import Row, Transaction
from storage.news.canonical_wishes import read_preferences
from storage.records.announcements import (
    Announcement,
    AnnouncementState,
    Audience,
    Recipient,
    Tally,
    Words,
)
from storage.records.delivery import Priority
from storage.records.people import Preferences

# beyond any second that a row may wait for
FOREVER = 2**40
COUNTS = ("owed", "delivered", "blocked", "failed", "unknown")


class Announcements:
    """Statements on announcements within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def begin(self, author_id: int, now: int) -> int:
        """Begin a draft in place of the author's last one; return its number."""
        await self._transaction.run(
            """
            UPDATE announcements SET state = 'dropped'
            WHERE author_id = :author_id AND state = 'draft'
            """,
            author_id=author_id,
        )
        number: int = await self._transaction.value(
            """
            INSERT INTO announcements (author_id, state, audience, created_at)
            VALUES (:author_id, 'draft', '{}', :now) RETURNING id
            """,
            author_id=author_id,
            now=now,
        )
        return number

    async def get(self, number: int) -> Announcement | None:
        """Return an announcement by its number."""
        row = await self._transaction.one(
            "SELECT * FROM announcements WHERE id = :number", number=number
        )
        return _announcement(row) if row else None

    async def draft_of(self, author_id: int) -> Announcement | None:
        """Return what an administrator is drafting."""
        row = await self._transaction.one(
            "SELECT * FROM announcements WHERE author_id = :author_id AND state = 'draft'",
            author_id=author_id,
        )
        return _announcement(row) if row else None

    async def say(self, number: int, language: str, words: Words | None) -> None:
        """Keep a draft's words in kk or ru; None: it has none in that language."""
        column = {"kk": "kk", "ru": "ru"}[language]
        await self._transaction.run(
            f"UPDATE announcements SET {column} = :words WHERE id = :number AND state = 'draft'",  # noqa: S608 - one of two names
            number=number,
            words=json.dumps(asdict(words), ensure_ascii=False) if words else None,
        )

    async def address(self, number: int, audience: Audience) -> None:
        """Keep to whom a draft goes."""
        await self._transaction.run(
            "UPDATE announcements SET audience = :audience WHERE id = :number AND state = 'draft'",
            number=number,
            audience=json.dumps(asdict(audience)),
        )

    async def turn(
        self, number: int, before: AnnouncementState, after: AnnouncementState, now: int, by: int
    ) -> bool:
        """Take it from one state to another, once; False: it was not in the first one."""
        noted = {
            AnnouncementState.PROPOSED: ", proposed_at = :now",
            AnnouncementState.GOING: ", approved_at = :now, approved_by = :by",
        }.get(after, "")
        named: dict[str, Any] = {"now": now} if noted else {}
        if after is AnnouncementState.GOING:
            named["by"] = by
        touched = await self._transaction.run(
            f"""
            UPDATE announcements SET state = :after{noted}
            WHERE id = :number AND state = :before
            """,  # noqa: S608 - constants
            number=number,
            before=before.value,
            after=after.value,
            **named,
        )
        return touched > 0

    async def unfinished(self) -> list[int]:
        """Return the numbers of those that go, or are stopped and not yet counted to the end."""
        rows = await self._transaction.all(
            "SELECT id FROM announcements WHERE state IN ('going', 'stopped') ORDER BY id"
        )
        return [row["id"] for row in rows]

    async def hold(self, number: int) -> Announcement | None:
        """Return it as nobody else can change it until this transaction ends."""
        row = await self._transaction.one(
            "UPDATE announcements SET state = state WHERE id = :number RETURNING *", number=number
        )
        return _announcement(row) if row else None

    async def owed_to(self, number: int, last_chat_id: int, count: int, *, all_of: bool) -> None:
        """Note up to which chat it has been owed, to how many more, and whether that is all."""
        await self._transaction.run(
            """
            UPDATE announcements SET last_chat_id = :last, owed = owed + :count,
                owed_all = CASE WHEN :all_of > 0 THEN 1 ELSE owed_all END WHERE id = :number
            """,
            number=number,
            last=last_chat_id,
            count=count,
            all_of=int(all_of),
        )

    async def count(self, number: int, what: str) -> None:
        """Count one settled row: delivered, blocked, failed or unknown."""
        column = {name: name for name in COUNTS[1:]}[what]
        await self._transaction.run(
            f"UPDATE announcements SET {column} = {column} + 1 WHERE id = :number",  # noqa: S608 - one of four names
            number=number,
        )

    async def showing(self, number: int, message_id: int) -> None:
        """Remember the message in which the author watches the progress."""
        await self._transaction.run(
            "UPDATE announcements SET progress_message_id = :message_id WHERE id = :number",
            number=number,
            message_id=message_id,
        )

    async def shown(self, number: int, now: int) -> None:
        """Note when the progress was last shown."""
        await self._transaction.run(
            "UPDATE announcements SET progress_at = :now WHERE id = :number",
            number=number,
            now=now,
        )

    async def editions(self, number: int) -> list[int]:
        """Return the editions that hold its words, one for each language that was owed."""
        rows = await self._transaction.all(
            "SELECT id FROM editions WHERE fingerprint IN (:kk, :ru)",
            kk=edition_name(number, "kk"),
            ru=edition_name(number, "ru"),
        )
        return [row["id"] for row in rows]

    async def owe(
        self,
        number: int,
        edition_id: int,
        method: str,
        chats: Sequence[tuple[int, int]],
        now: int,
    ) -> None:
        """Owe its words by reference, as urgent as a digest, to each of (chat, not before).

        Effect: announced.
        """
        data = json.dumps({"announcement": number})
        await self._transaction.run_many(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, edition_id, effect,
                effect_data, created_at, due_at)
            VALUES (:chat_id, :priority, 'announcement', :method, '{}', :edition_id, 'announced',
                :data, :now, :due_at)
            """,
            [
                {
                    "chat_id": chat_id,
                    "priority": int(Priority.DIGEST),
                    "method": method,
                    "edition_id": edition_id,
                    "data": data,
                    "now": now,
                    "due_at": due_at,
                }
                for chat_id, due_at in chats
            ],
        )

    async def withdraw(self, number: int, edition_ids: Sequence[int]) -> int:
        """Take back every row of these editions that has not left; return how many."""
        taken = 0
        for edition_id in edition_ids:
            taken += await self._transaction.run(
                "DELETE FROM outbox WHERE edition_id = :edition_id AND state = 'owed'",
                edition_id=edition_id,
            )
        await self._transaction.run(
            "UPDATE announcements SET owed = owed - :taken WHERE id = :number",
            number=number,
            taken=taken,
        )
        return taken

    async def waiting(self, edition_ids: Sequence[int], due_by: int = FOREVER) -> int:
        """Return how many rows of these editions, due by that UTC second, have not left yet."""
        found = 0
        for edition_id in edition_ids:
            found += await self._transaction.value(
                """
                SELECT count(*) FROM outbox
                WHERE edition_id = :id AND settled_at IS NULL AND due_at <= :due_by
                """,
                id=edition_id,
                due_by=due_by,
            )
        return found

    async def wishes(self) -> dict[int, tuple[Preferences, int]]:
        """Return (wishes, active people) by the row of wishes."""
        rows = await self._transaction.all(
            """
            SELECT preferences_id AS id, count(*) AS people,
                (SELECT body FROM preferences WHERE preferences.id = preferences_id) AS body
            FROM subscribers WHERE state = 'active' GROUP BY preferences_id
            """
        )
        return {row["id"]: (read_preferences(row["body"]), row["people"]) for row in rows}

    async def recipients(self, after: int, limit: int) -> list[Recipient]:
        """Return active subscribers in private chats beyond that chat, in the order of chats."""
        rows = await self._transaction.all(
            """
            SELECT chat_id, preferences_id, schedule_id FROM subscribers
            WHERE chat_id > :after AND state = 'active' ORDER BY chat_id LIMIT :limit
            """,
            after=max(0, after),
            limit=limit,
        )
        return [Recipient(**row) for row in rows]


def edition_name(number: int, language: str) -> str:
    """Name the edition that holds its words in kk or ru."""
    return f"announcement:{number}:{language}"


def _announcement(row: Row) -> Announcement:
    said = json.loads(row["audience"])
    return Announcement(
        id=row["id"],
        author_id=row["author_id"],
        state=AnnouncementState(row["state"]),
        kk=_words(row["kk"]),
        ru=_words(row["ru"]),
        audience=Audience(**{name: tuple(ids) for name, ids in said.items()}),
        proposed_at=row["proposed_at"],
        approved_by=row["approved_by"],
        last_chat_id=row["last_chat_id"],
        owed_all=bool(row["owed_all"]),
        tally=Tally(*(row[name] for name in COUNTS)),
        progress_message_id=row["progress_message_id"],
        progress_at=row["progress_at"],
    )


def _words(text: str | None) -> Words | None:
    return Words(**json.loads(text)) if text else None

"""Store of facts: the days that entries name, by story and by day."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from storage.database import Row, Transaction
from storage.records.facts import Fact

COLUMNS = "entry_facts.kind, day, last_day, clock, sentence"


class Facts:
    """Statements on facts within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def write(self, feed_id: str, identity: str, facts: Sequence[Fact]) -> None:
        """Make these the facts of a stored entry."""
        entry = {"feed_id": feed_id, "identity": identity}
        await self._transaction.run(
            """
            DELETE FROM entry_facts WHERE entry_id IN (
                SELECT id FROM entries WHERE feed_id = :feed_id AND identity = :identity)
            """,
            **entry,
        )
        for fact in facts:
            await self._transaction.run(
                """
                INSERT INTO entry_facts (entry_id, kind, day, last_day, clock, sentence)
                SELECT id, :kind, :day, :last_day, :clock, :sentence FROM entries
                WHERE feed_id = :feed_id AND identity = :identity
                """,
                **entry,
                **_columns(fact),
            )

    async def of_story(self, number: int) -> tuple[Fact, ...]:
        """Return what the entries of a story name, the earliest day first, each day once."""
        rows = await self._transaction.all(
            f"""
            SELECT {COLUMNS} FROM entry_facts JOIN entries ON entries.id = entry_id
            WHERE story_id = :number ORDER BY day, entry_facts.kind, entries.id
            """,  # noqa: S608 - constants above
            number=number,
        )
        found: dict[tuple[str, str], Fact] = {}
        for row in rows:
            found.setdefault((row["kind"], row["day"]), _fact(row))
        return tuple(found.values())

    async def of_stories(self, condition: str, **params: Any) -> dict[int, tuple[Fact, ...]]:
        """Return the facts of stories that meet a condition on the table, each day once."""
        rows = await self._transaction.all(
            f"""
            SELECT story_id, {COLUMNS} FROM entry_facts JOIN entries ON entries.id = entry_id
            WHERE story_id IN (SELECT id FROM stories WHERE {condition})
            ORDER BY day, entry_facts.kind, entries.id
            """,  # noqa: S608 - constants of the stores
            **params,
        )
        found: dict[int, dict[tuple[str, str], Fact]] = {}
        for row in rows:
            found.setdefault(row["story_id"], {}).setdefault((row["kind"], row["day"]), _fact(row))
        return {number: tuple(days.values()) for number, days in found.items()}

    async def between(self, first: date, last: date) -> list[tuple[int, Fact]]:
        """Return (story, fact) of the days from `first` to `last`: what reminders ask for."""
        rows = await self._transaction.all(
            f"""
            SELECT story_id, {COLUMNS} FROM entry_facts JOIN entries ON entries.id = entry_id
            WHERE day >= :first AND day <= :last AND story_id IS NOT NULL
            ORDER BY day, story_id, entries.id
            """,  # noqa: S608 - constants above
            first=first.isoformat(),
            last=last.isoformat(),
        )
        return [(row["story_id"], _fact(row)) for row in rows]


def _columns(fact: Fact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "day": fact.day.isoformat(),
        "last_day": fact.last_day.isoformat() if fact.last_day else None,
        "clock": f"{fact.clock:%H:%M}" if fact.clock else None,
        "sentence": fact.sentence,
    }


def _fact(row: Row) -> Fact:
    return Fact(
        row["kind"],
        date.fromisoformat(row["day"]),
        row["sentence"],
        time.fromisoformat(row["clock"]) if row["clock"] else None,
        date.fromisoformat(row["last_day"]) if row["last_day"] else None,
    )

"""Store of alerts: who wants stories at once, and which of them each has been sent."""

from collections.abc import Sequence

from storage.database import Transaction
from storage.news.subscribers import numbers_text, read_numbers
from storage.records.people import AlertGroup


class Alerts:
    """Statements on subscribers' alerts within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def begin(self, chat_id: int, through: int, due_at: int) -> None:
        """Let alerts be looked for from that UTC second on, of stories after that number."""
        await self._transaction.run(
            """
            UPDATE subscribers SET alert_due_at = :due_at, alerted_through =
                CASE WHEN alert_due_at IS NULL THEN :through ELSE alerted_through END
            WHERE chat_id = :chat_id
            """,
            chat_id=chat_id,
            through=through,
            due_at=due_at,
        )

    async def end(self, chat_id: int) -> None:
        """Look for no more alerts for her."""
        await self._transaction.run(
            "UPDATE subscribers SET alert_due_at = NULL WHERE chat_id = :chat_id", chat_id=chat_id
        )

    async def groups(self, now: int, last: int, limit: int) -> list[AlertGroup]:
        """Return who may be alerted now and has not been told of stories up to number `last`."""
        rows = await self._transaction.all(
            """
            SELECT preferences_id, schedule_id, seen_through, alerted_through, alerted,
                count(*) AS people
            FROM subscribers
            WHERE alert_due_at <= :now AND alerted_through < :last
            GROUP BY preferences_id, schedule_id, seen_through, alerted_through, alerted
            ORDER BY preferences_id, schedule_id, seen_through, alerted_through, alerted
            LIMIT :limit
            """,
            now=now,
            last=last,
            limit=limit,
        )
        return [AlertGroup(**{**row, "alerted": read_numbers(row["alerted"])}) for row in rows]

    async def wait(self, group: AlertGroup, now: int, until: int) -> None:
        """Look for no alert for the group before that UTC second: her quiet hours."""
        await self._transaction.run(
            f"UPDATE subscribers SET alert_due_at = :until WHERE {OF_GROUP}",  # noqa: S608 - constant
            **_named(group, now),
            until=until,
        )

    async def advance(
        self, group: AlertGroup, now: int, last: int, sent: Sequence[int], limit: int
    ) -> list[int]:
        """Note for up to `limit` of the group that stories up to `last` were weighed; return them.

        `sent` are those of which they are alerted with it.
        """
        rows = await self._transaction.all(
            f"""
            UPDATE subscribers SET alerted_through = :last, alerted = :after
            WHERE {OF_GROUP} AND chat_id IN (
                SELECT chat_id FROM subscribers WHERE {OF_GROUP} LIMIT :limit)
            RETURNING chat_id
            """,  # noqa: S608 - a constant condition
            **_named(group, now),
            last=last,
            after=numbers_text((*group.alerted, *sent)),
            limit=limit,
        )
        return [row["chat_id"] for row in rows]

    async def unsend(self, chat_id: int, numbers: Sequence[int]) -> None:
        """Take back that these stories came as alerts: the next digest offers them."""
        text = await self._transaction.value(
            "SELECT alerted FROM subscribers WHERE chat_id = :chat_id", chat_id=chat_id
        )
        if text is None:
            return
        left = [number for number in read_numbers(text) if number not in numbers]
        await self._transaction.run(
            "UPDATE subscribers SET alerted = :alerted WHERE chat_id = :chat_id",
            chat_id=chat_id,
            alerted=numbers_text(left),
        )


OF_GROUP = """
    alert_due_at <= :now AND preferences_id = :preferences_id AND schedule_id = :schedule_id
        AND seen_through = :seen AND alerted_through = :through AND alerted = :alerted
"""


def _named(group: AlertGroup, now: int) -> dict[str, int | str]:
    return {
        "now": now,
        "preferences_id": group.preferences_id,
        "schedule_id": group.schedule_id,
        "seen": group.seen_through,
        "through": group.alerted_through,
        "alerted": numbers_text(group.alerted),
    }

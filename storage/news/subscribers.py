"""Store of subscribers: their wishes, when each is due, how far each has been told."""

import json
from collections.abc import Sequence

from storage.database import Row, Transaction
from storage.news.canonical_wishes import canonical, read_preferences, read_schedule
from storage.records.people import (
    DueGroup,
    Onward,
    Preferences,
    Schedule,
    Subscriber,
    SubscriberState,
)

SUBSCRIBER = """
    SELECT chat_id, state, next_due_at, seen_through, last_edition_id, preferences_id,
        schedule_id, rests_until, alerted, preferences.body AS preferences,
        schedules.body AS schedule
    FROM subscribers
    JOIN preferences ON preferences.id = preferences_id
    JOIN schedules ON schedules.id = schedule_id
"""


class Subscribers:
    """Statements on subscribers within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber of that chat."""
        row = await self._transaction.one(f"{SUBSCRIBER} WHERE chat_id = :id", id=chat_id)
        return _subscriber(row) if row else None

    async def join(
        self, chat_id: int, preferences: Preferences, schedule: Schedule, now: int
    ) -> None:
        """Begin a subscription that is due at no time yet; one that stands is left as it is."""
        await self._transaction.run(
            """
            INSERT INTO subscribers (chat_id, preferences_id, schedule_id, state, next_due_at,
                seen_through, created_at)
            VALUES (:chat_id, :preferences_id, :schedule_id, 'joining', NULL, 0, :now)
            ON CONFLICT DO NOTHING
            """,
            chat_id=chat_id,
            preferences_id=await self._preferences_id(preferences),
            schedule_id=await self._schedule_id(schedule),
            now=now,
        )

    async def prefer(self, chat_id: int, preferences: Preferences) -> None:
        """Write what the subscriber wants to read."""
        await self._transaction.run(
            "UPDATE subscribers SET preferences_id = :wishes WHERE chat_id = :chat_id",
            chat_id=chat_id,
            wishes=await self._preferences_id(preferences),
        )

    async def arrange(
        self,
        chat_id: int,
        schedule: Schedule,
        state: SubscriberState,
        next_due_at: int | None,
        rests_until: int | None = None,
    ) -> None:
        """Write when the subscriber reads; `next_due_at` is None unless the state is active.

        `rests_until` is None unless she paused up to a day.
        """
        await self._transaction.run(
            """
            UPDATE subscribers SET schedule_id = :schedule_id, state = :state,
                next_due_at = :next_due_at, rests_until = :rests_until,
                alert_due_at = CASE WHEN :state = 'active' THEN alert_due_at ELSE NULL END
            WHERE chat_id = :chat_id
            """,
            chat_id=chat_id,
            schedule_id=await self._schedule_id(schedule),
            state=state.value,
            next_due_at=next_due_at,
            rests_until=rests_until,
        )

    async def told(self, chat_id: int, seen_through: int, edition_id: int | None) -> None:
        """Note what was offered to this one subscriber, up to which story number."""
        await self._transaction.run(
            """
            UPDATE subscribers SET last_edition_id = coalesce(:edition_id, last_edition_id),
                seen_through = CASE WHEN seen_through < :number THEN :number ELSE seen_through END
            WHERE chat_id = :chat_id
            """,
            chat_id=chat_id,
            number=seen_through,
            edition_id=edition_id,
        )

    async def untold(self, chat_id: int, edition_id: int, number: int) -> None:
        """Take back that the stories from that number on were offered, if the edition was the last.

        Whoever was shown another edition since has seen them there or by asking.
        """
        await self._transaction.run(
            """
            UPDATE subscribers SET seen_through = :through
            WHERE chat_id = :chat_id AND last_edition_id = :edition_id
                AND seen_through > :through
            """,
            chat_id=chat_id,
            edition_id=edition_id,
            through=number - 1,
        )

    async def migrate(self, old: int, new: int) -> None:
        """Move a subscription to the chat's new id, which must be known to the chats."""
        await self._transaction.run("DELETE FROM subscribers WHERE chat_id = :new", new=new)
        await self._transaction.run(
            "UPDATE subscribers SET chat_id = :new WHERE chat_id = :old", old=old, new=new
        )

    async def due_beyond(self, at: int, rest: int, limit: int) -> list[Subscriber]:
        """Return some of those who are due later than that UTC second and do not rest till then.

        `rest` is how many seconds after a rest at most somebody is due.
        """
        rows = await self._transaction.all(
            f"""
            {SUBSCRIBER} WHERE next_due_at > :at
                AND (rests_until IS NULL OR next_due_at > rests_until + :rest)
            ORDER BY next_due_at LIMIT :limit
            """,
            at=at,
            rest=rest,
            limit=limit,
        )
        return [_subscriber(row) for row in rows]

    async def due_groups(self, now: int, limit: int) -> list[DueGroup]:
        """Return who is due, grouped by what they will be told, the longest waiting first."""
        rows = await self._transaction.all(
            """
            SELECT next_due_at, preferences_id, schedule_id, seen_through, alerted,
                count(*) AS people
            FROM subscribers WHERE next_due_at <= :now
            GROUP BY next_due_at, preferences_id, schedule_id, seen_through, alerted
            ORDER BY next_due_at, preferences_id, schedule_id, seen_through, alerted LIMIT :limit
            """,
            now=now,
            limit=limit,
        )
        return [DueGroup(**{**row, "alerted": read_numbers(row["alerted"])}) for row in rows]

    async def advance(self, group: DueGroup, onward: Onward, limit: int) -> list[int]:
        """Move up to `limit` of the group on; return their chats, each once and for all.

        Whoever changed wishes or was moved on by another process is not among them.
        """
        rows = await self._transaction.all(
            f"""
            UPDATE subscribers SET next_due_at = :next, seen_through = :through,
                alerted = :still_alerted,
                last_edition_id = coalesce(:edition_id, last_edition_id)
            WHERE {OF_GROUP} AND chat_id IN (
                SELECT chat_id FROM subscribers WHERE {OF_GROUP} LIMIT :limit)
            RETURNING chat_id
            """,  # noqa: S608 - a constant condition
            next=onward.next_due_at,
            through=onward.seen_through,
            edition_id=onward.edition_id,
            limit=limit,
            due=group.next_due_at,
            preferences_id=group.preferences_id,
            schedule_id=group.schedule_id,
            seen=group.seen_through,
            alerted=numbers_text(group.alerted),
            still_alerted=still_alerted(group),
        )
        return [row["chat_id"] for row in rows]

    async def preferences(self, preferences_id: int) -> Preferences:
        """Return wishes by their row; KeyError when there is none."""
        body = await self._transaction.value(
            "SELECT body FROM preferences WHERE id = :id", id=preferences_id
        )
        if body is None:
            raise KeyError(preferences_id)
        return read_preferences(body)

    async def schedule(self, schedule_id: int) -> Schedule:
        """Return hours by their row; KeyError when there is none."""
        body = await self._transaction.value(
            "SELECT body FROM schedules WHERE id = :id", id=schedule_id
        )
        if body is None:
            raise KeyError(schedule_id)
        return read_schedule(body)

    async def _preferences_id(self, preferences: Preferences) -> int:
        return await self._shared_row("preferences", canonical(preferences))

    async def _schedule_id(self, schedule: Schedule) -> int:
        return await self._shared_row("schedules", canonical(schedule))

    async def _shared_row(self, table: str, body: str) -> int:
        # a no-op update makes RETURNING answer for a row that was there already
        row_id: int = await self._transaction.value(
            f"""
            INSERT INTO {table} (body) VALUES (:body)
            ON CONFLICT (body) DO UPDATE SET body = excluded.body RETURNING id
            """,  # noqa: S608 - one of two constant names
            body=body,
        )
        return row_id


OF_GROUP = """
    next_due_at = :due AND preferences_id = :preferences_id AND schedule_id = :schedule_id
        AND seen_through = :seen AND alerted = :alerted
"""


def read_numbers(text: str) -> tuple[int, ...]:
    """Read a JSON list of story numbers."""
    return tuple(json.loads(text))


def still_alerted(group: DueGroup) -> str:
    """Return the alerts that are kept once the group is moved on.

    A digest of which nobody knows whether it came may be offered again: those before it.
    """
    return numbers_text([number for number in group.alerted if number > group.seen_through])


def numbers_text(numbers: Sequence[int]) -> str:
    """Write story numbers as the one text that equal lists share."""
    return json.dumps(sorted(numbers), separators=(",", ":"))


def _subscriber(row: Row) -> Subscriber:
    return Subscriber(
        chat_id=row["chat_id"],
        state=SubscriberState(row["state"]),
        preferences=read_preferences(row["preferences"]),
        preferences_id=row["preferences_id"],
        schedule=read_schedule(row["schedule"]),
        schedule_id=row["schedule_id"],
        next_due_at=row["next_due_at"],
        seen_through=row["seen_through"],
        last_edition_id=row["last_edition_id"],
        rests_until=row["rests_until"],
        alerted=read_numbers(row["alerted"]),
    )

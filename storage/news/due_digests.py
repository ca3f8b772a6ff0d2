"""Store of a round of digests: many groups and editions in a few statements."""

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.news.canonical_wishes import read_preferences, read_schedule
from storage.news.subscribers import numbers_text, still_alerted
from storage.records.delivery import Priority
from storage.records.people import DueGroup, Onward, Preferences, Schedule

Move = tuple[DueGroup, Onward]


class DueDigests:
    """Statements on due groups and their editions within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def wishes(self, ids: Collection[int]) -> dict[int, Preferences]:
        """Return wishes by their rows."""
        return {
            row["id"]: read_preferences(row["body"]) for row in await self._in("preferences", ids)
        }

    async def hours(self, ids: Collection[int]) -> dict[int, Schedule]:
        """Return hours by their rows."""
        return {row["id"]: read_schedule(row["body"]) for row in await self._in("schedules", ids)}

    async def reserve(
        self, drafts: Mapping[str, Sequence[int]], now: int
    ) -> dict[str, tuple[int, bool]]:
        """Return the edition of each fingerprint, and whether it is new and empty.

        `drafts` are the stories that each shows.
        """
        if not drafts:
            return {}
        values, named = _values([(name, json.dumps(list(shown))) for name, shown in drafts.items()])
        made = await self._transaction.all(
            f"""
            WITH drafts (fingerprint, stories) AS (VALUES {values})
            INSERT INTO editions (fingerprint, body, stories, created_at)
            SELECT fingerprint, '', stories, CAST(:now AS BIGINT) FROM drafts WHERE 1 = 1
            ON CONFLICT (fingerprint) DO NOTHING RETURNING id, fingerprint
            """,  # noqa: S608 - names of parameters
            now=now,
            **named,
        )
        found = {row["fingerprint"]: (row["id"], True) for row in made}
        old = await self._in(
            "editions", [name for name in drafts if name not in found], "fingerprint"
        )
        return found | {row["fingerprint"]: (row["id"], False) for row in old}

    async def write(self, bodies: Sequence[tuple[int, Mapping[str, Any], Sequence[int]]]) -> None:
        """Fill reserved editions: (id, the call's JSON without a chat, stories without room)."""
        await self._transaction.run_many(
            "UPDATE editions SET body = :body, rest = :rest WHERE id = :id",
            [
                {
                    "id": number,
                    "body": json.dumps(dict(body), ensure_ascii=False),
                    "rest": json.dumps(list(rest)),
                }
                for number, body, rest in bodies
            ],
        )

    async def advance(self, moves: Sequence[Move]) -> list[tuple[int, int | None]]:
        """Move whole groups on; return (chat, edition it is owed), each chat once and for all.

        Whoever changed wishes or was moved on by another process is not among them.
        """
        told = [move for move in moves if move[1].edition_id is not None]
        silent = [move for move in moves if move[1].edition_id is None]
        owed = [(row["chat_id"], row["last_edition_id"]) for row in await self._advance(told)]
        return owed + [(row["chat_id"], None) for row in await self._advance(silent)]

    async def _advance(self, moves: Sequence[Move]) -> list[Row]:
        if not moves:
            return []
        values, named = _values([_columns(*move) for move in moves])
        return await self._transaction.all(
            f"""
            WITH moves (due, wishes, hours, seen, alerted, next, through, still, edition)
            AS (VALUES {values})
            UPDATE subscribers SET next_due_at = moves.next, seen_through = moves.through,
                alerted = moves.still,
                last_edition_id = CASE WHEN moves.edition > 0 THEN moves.edition
                    ELSE last_edition_id END
            FROM moves
            WHERE next_due_at = moves.due AND preferences_id = moves.wishes
                AND schedule_id = moves.hours AND seen_through = moves.seen
                AND subscribers.alerted = moves.alerted
            RETURNING chat_id, last_edition_id
            """,  # noqa: S608 - names of parameters
            **named,
        )

    async def owe(
        self, owed: Sequence[tuple[int, int]], threads: Mapping[int, int | None], now: int
    ) -> None:
        """Owe (chat, edition) by reference: the rows carry no text of their own.

        `threads` are of groups and channels. Effect for those: place_told.
        """
        digest = {"priority": int(Priority.DIGEST), "now": now}
        await self._transaction.run_many(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, edition_id, effect,
                effect_data, created_at, due_at)
            VALUES (:chat_id, :priority, 'digest', 'sendMessage', :body, :edition_id, :effect,
                :effect_data, :now, 0)
            """,
            [
                {"chat_id": chat, "edition_id": edition, **digest, **_where(chat, threads)}
                for chat, edition in owed
            ],
        )

    async def _in(self, table: str, keys: Collection[Any], column: str = "id") -> list[Row]:
        if not keys:
            return []
        named = {f"k{place}": key for place, key in enumerate(keys)}
        listed = ", ".join(f":{name}" for name in named)
        return await self._transaction.all(
            f"SELECT * FROM {table} WHERE {column} IN ({listed})",  # noqa: S608 - constant names
            **named,
        )


def _columns(group: DueGroup, onward: Onward) -> tuple[int | str, ...]:
    return (
        group.next_due_at,
        group.preferences_id,
        group.schedule_id,
        group.seen_through,
        numbers_text(group.alerted),
        onward.next_due_at,
        onward.seen_through,
        still_alerted(group),
        onward.edition_id or 0,
    )


def _values(rows: Sequence[Sequence[int | str]]) -> tuple[str, dict[str, int | str]]:
    """Return the rows as a VALUES list of typed parameters, and the parameters."""
    named: dict[str, int | str] = {}
    lines = []
    for row in rows:
        cells = []
        for value in row:
            name = f"v{len(named)}"
            named[name] = value
            cells.append(f"CAST(:{name} AS {'BIGINT' if isinstance(value, int) else 'TEXT'})")
        lines.append(f"({', '.join(cells)})")
    return ", ".join(lines), named


NOWHERE: Mapping[str, str | None] = {"body": "{}", "effect": None, "effect_data": None}


def _where(chat: int, threads: Mapping[int, int | None]) -> Mapping[str, str | None]:
    if chat not in threads:
        return NOWHERE
    thread = threads[chat]
    body = json.dumps({"message_thread_id": thread} if thread else {})
    return {"body": body, "effect": "place_told", "effect_data": json.dumps({"thread": thread})}

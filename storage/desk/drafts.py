"""Store of drafts: questions being written, with everything sent before Send."""

import json
from collections.abc import Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.records.consultation import Draft, DraftMessage, Written

CHANGEABLE = frozenset(
    {
        *("district", "category", "undecided", "anonymous", "screen_at", "put_away_at"),
        *("sensitive", "urgent", "calm", "covered", "linked_to", "emergency_at"),
        *("screen_row", "screen_id"),
    }
)


class Drafts:
    """Statements on drafts within one transaction. A private chat has at most one."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, chat_id: int) -> Draft | None:
        """Return the draft, put away or not."""
        rows = await self._transaction.all(
            """
            SELECT drafts.*, said.message_id, said.album, said.content
            FROM drafts LEFT JOIN draft_messages AS said ON said.chat_id = drafts.chat_id
            WHERE drafts.chat_id = :chat_id ORDER BY said.message_id
            """,
            chat_id=chat_id,
        )
        return _draft(rows) if rows else None

    async def begin(self, chat_id: int, district: str | None, undecided: bool, now: int) -> Draft:
        """Begin an empty draft; what was there is dropped."""
        await self.drop(chat_id)
        await self._transaction.run(
            """
            INSERT INTO drafts (chat_id, district, undecided, created_at)
            VALUES (:chat_id, :district, :undecided, :now)
            """,
            chat_id=chat_id,
            district=district,
            undecided=int(undecided),
            now=now,
        )
        return Draft(chat_id, district, None, undecided, False, True, None, None, None, now)

    async def change(self, chat_id: int, **values: Any) -> None:
        """Set columns of the draft, such as `district` or `screen_at`."""
        if not values.keys() <= CHANGEABLE:
            raise ValueError(f"a draft has no {values.keys() - CHANGEABLE}")
        assignments = ", ".join(f"{name} = :{name}" for name in values)
        plain = {name: int(v) if isinstance(v, bool) else v for name, v in values.items()}
        await self._transaction.run(
            f"UPDATE drafts SET {assignments} WHERE chat_id = :chat_id",  # noqa: S608 - names checked above
            chat_id=chat_id,
            **plain,
        )

    async def add(self, written: Written) -> None:
        """Keep a message; an edited one replaces its earlier version."""
        await self._transaction.run(
            """
            INSERT INTO draft_messages (chat_id, message_id, album, content)
            VALUES (:chat_id, :message_id, :album, :content)
            ON CONFLICT (chat_id, message_id) DO UPDATE SET content = excluded.content
            """,
            chat_id=written.chat_id,
            message_id=written.message_id,
            album=written.album,
            content=json.dumps(dict(written.content), ensure_ascii=False),
        )

    async def remove(self, chat_id: int, message_id: int) -> bool:
        """Remove one message; False: it is not there."""
        touched = await self._transaction.run(
            "DELETE FROM draft_messages WHERE chat_id = :chat_id AND message_id = :message_id",
            chat_id=chat_id,
            message_id=message_id,
        )
        return touched > 0

    async def forget_left(self, before: int) -> None:
        """Remove every draft to which nothing was added since that UTC second."""
        await self._transaction.run(
            "DELETE FROM drafts WHERE coalesce(screen_at, created_at) < :before", before=before
        )

    async def drop(self, chat_id: int) -> None:
        """Remove the draft; its messages go with it."""
        await self._transaction.run("DELETE FROM drafts WHERE chat_id = :chat_id", chat_id=chat_id)


def _draft(rows: Sequence[Row]) -> Draft:
    """A row for each message, one with empty places where there is none."""
    row = rows[0]
    return Draft(
        chat_id=row["chat_id"],
        district=row["district"],
        category=row["category"],
        undecided=bool(row["undecided"]),
        urgent=bool(row["urgent"]),
        anonymous=bool(row["anonymous"]),
        screen_at=row["screen_at"],
        emergency_at=row["emergency_at"],
        put_away_at=row["put_away_at"],
        created_at=row["created_at"],
        messages=tuple(
            DraftMessage(one["message_id"], one["album"], json.loads(one["content"]))
            for one in rows
            if one["content"] is not None
        ),
        sensitive=bool(row["sensitive"]),
        calm=bool(row["calm"]),
        covered=None if row["covered"] is None else bool(row["covered"]),
        linked_to=row["linked_to"],
        screen_row=row["screen_row"],
        screen_id=row["screen_id"],
    )

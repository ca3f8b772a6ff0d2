"""Store of what people wrote in cases, and of the outbox row that still gathers an album."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.desk.citizens import HERE, place
from storage.records.consultation import CaseMessage, Side, Way, Written

COLUMNS = """
    id, case_id, side, message_id, author_id, album, version, way, content, created_at,
    coalesce((SELECT citizens.chat_id FROM citizens WHERE citizens.id = case_messages.chat_id),
        case_messages.chat_id) AS chat_id
"""

# Every album but the message's own that may still take a part.
EARLIER_ALBUMS = """
    case_messages.case_id = :case_id AND side = :side AND owed_as IS NOT NULL
    AND album <> coalesce(:album, '')
"""


class CaseMessages:
    """Statements on messages of cases within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(
        self, case_id: int, side: Side, written: Written, way: Way, now: int
    ) -> CaseMessage | None:
        """Keep what was written; None when this message is kept already."""
        row = await self._transaction.one(
            f"""
            INSERT INTO case_messages
                (case_id, side, chat_id, message_id, author_id, album, way, content, created_at)
            VALUES (:case_id, :side, {place(written.chat_id)}, :message_id, :author_id, :album,
                :way, :content, :now)
            ON CONFLICT DO NOTHING RETURNING {COLUMNS}
            """,  # noqa: S608 - a constant list of columns
            case_id=case_id,
            side=side,
            chat_id=written.chat_id,
            message_id=written.message_id,
            author_id=written.author_id if side is Side.STAFF else 0,
            album=written.album,
            way=way,
            content=_json(written.content),
            now=now,
        )
        return _message(row) if row else None

    async def get(self, ids: Iterable[int]) -> list[CaseMessage]:
        """Return messages by their ids, in the order written."""
        found = [await self._many("id = :id", id=one) for one in sorted(ids)]
        return [message for part in found for message in part]

    async def written(self, chat_id: int, message_id: int) -> CaseMessage | None:
        """Return the message that its author wrote there."""
        rows = await self._many(
            f"chat_id = {place(chat_id)} AND message_id = :message_id",
            chat_id=chat_id,
            message_id=message_id,
        )
        return rows[0] if rows else None

    async def album(self, chat_id: int, album: str) -> list[CaseMessage]:
        """Return the parts of an album that are known, in order."""
        return await self._many(
            f"chat_id = {place(chat_id)} AND album = :album ORDER BY message_id",
            chat_id=chat_id,
            album=album,
        )

    async def of_case(self, case_id: int) -> list[CaseMessage]:
        """Return the whole conversation in the order written."""
        return await self._many("case_id = :case_id ORDER BY id", case_id=case_id)

    async def held_for(self, chat_id: int) -> list[CaseMessage]:
        """Return answers kept for a citizen who had blocked the bot."""
        return await self._many(
            f"""
            way = 'held' AND side = 'staff' AND case_id IN
                (SELECT id FROM cases WHERE citizen_id = {HERE}) ORDER BY id
            """,  # noqa: S608 - a constant
            chat_id=chat_id,
        )

    async def answers_owed(self, chat_id: int) -> list[tuple[int, list[int]]]:
        """Return (outbox row, ids of messages) of each answer owed to a citizen, in their order."""
        rows = await self._transaction.all(
            """
            SELECT id, effect_data FROM outbox
            WHERE state = 'owed' AND chat_id = :chat_id AND effect = 'case_answered' ORDER BY id
            """,
            chat_id=chat_id,
        )
        return [(row["id"], json.loads(row["effect_data"])["messages"]) for row in rows]

    async def brought_after(self, row_id: int, messages: Sequence[CaseMessage]) -> set[int]:
        """Return the ids of those that an outbox row newer than that one brings or has brought."""
        rows = await self._transaction.all(
            """
            SELECT effect_data FROM outbox WHERE id > :row_id AND case_id = :case_id
                AND effect = 'case_copied' AND state IN ('owed', 'sending', 'sent')
            """,
            row_id=row_id,
            case_id=messages[0].case_id,
        )
        return {one for row in rows for one in json.loads(row["effect_data"])["messages"]}

    async def go(self, ids: Iterable[int], way: Way) -> None:
        """Note where the messages are on their way."""
        await self._transaction.run_many(
            "UPDATE case_messages SET way = :way WHERE id = :id",
            [{"id": one, "way": str(way)} for one in ids],
        )

    async def stop_all(self, office_id: str) -> None:
        """The office's chat is lost: what had not arrived there waits, of closed cases too."""
        await self._transaction.run(
            """
            UPDATE case_messages SET way = 'waiting' WHERE side = 'citizen' AND way = 'owed'
                AND case_id IN (SELECT id FROM cases WHERE office_id = :office_id)
            """,
            office_id=office_id,
        )

    async def stop(self, case_id: int) -> None:
        """The case leaves its office's chat: what had not arrived there waits."""
        await self._transaction.run(
            """
            UPDATE case_messages SET way = 'waiting'
            WHERE case_id = :case_id AND side = 'citizen' AND way = 'owed'
            """,
            case_id=case_id,
        )

    async def change(self, message: CaseMessage, content: Mapping[str, Any]) -> CaseMessage:
        """Keep a new version."""
        row = await self._transaction.one(
            f"""
            UPDATE case_messages SET version = version + 1, content = :content WHERE id = :id
            RETURNING {COLUMNS}
            """,  # noqa: S608 - a constant list of columns
            id=message.id,
            content=_json(content),
        )
        return _message(row) if row else message

    async def owed_as(self, ids: Iterable[int], outbox_id: int) -> None:
        """Note the outbox row that carries these parts of an album."""
        await self._transaction.run_many(
            "UPDATE case_messages SET owed_as = :outbox_id WHERE id = :id",
            [{"id": one, "outbox_id": outbox_id} for one in ids],
        )

    async def gathering(self, chat_id: int, album: str) -> int | None:
        """Return the outbox row of an album that has not been sent yet and can take a part."""
        value: int | None = await self._transaction.value(
            f"""
            SELECT outbox.id FROM case_messages JOIN outbox ON outbox.id = owed_as
            WHERE case_messages.chat_id = {place(chat_id)} AND album = :album
                AND outbox.state = 'owed' ORDER BY outbox.id DESC LIMIT 1
            """,  # noqa: S608 - a constant of storage/desk/citizens.py
            chat_id=chat_id,
            album=album,
        )
        return value

    async def gathered(self, message: CaseMessage) -> None:
        """The albums before a message of a case are whole: they leave now, and before it.

        Also where their second has come and the sender has not looked back for them yet.
        """
        about = {"case_id": message.case_id, "side": str(message.side), "album": message.album}
        rows = await self._transaction.all(
            f"""
            SELECT DISTINCT outbox.id FROM case_messages JOIN outbox ON outbox.id = owed_as
            WHERE {EARLIER_ALBUMS} AND outbox.state = 'owed' AND due_at > 0
                AND attempts = 0 AND error IS NULL ORDER BY outbox.id
            """,  # noqa: S608 - a constant
            **about,
        )
        for row in rows:
            await self._leaves_next(row["id"])
        await self._transaction.run(
            f"UPDATE case_messages SET owed_as = NULL WHERE {EARLIER_ALBUMS}",  # noqa: S608 - a constant
            **about,
        )

    async def _leaves_next(self, outbox_id: int) -> None:
        # a row of its own: the sender looks for new ones, not for those that it left for later
        await self._transaction.run(
            """
            INSERT INTO outbox (chat_id, priority, kind, method, body, case_id, effect,
                effect_data, created_at, due_at)
            SELECT chat_id, priority, kind, method, body, case_id, effect, effect_data,
                created_at, 0 FROM outbox WHERE id = :id
            """,
            id=outbox_id,
        )
        await self._transaction.run("DELETE FROM outbox WHERE id = :id", id=outbox_id)

    async def owed_in(self, outbox_id: int) -> list[CaseMessage]:
        """Return the parts of an album that one outbox row carries."""
        return await self._many("owed_as = :outbox_id ORDER BY message_id", outbox_id=outbox_id)

    async def _many(self, where: str, **params: Any) -> list[CaseMessage]:
        rows = await self._transaction.all(
            f"SELECT {COLUMNS} FROM case_messages WHERE {where}",  # noqa: S608 - conditions of this file
            **params,
        )
        return [_message(row) for row in rows]


def _json(content: Mapping[str, Any]) -> str:
    return json.dumps(dict(content), ensure_ascii=False)


def _message(row: Row) -> CaseMessage:
    return CaseMessage(
        id=row["id"],
        case_id=row["case_id"],
        side=Side(row["side"]),
        chat_id=row["chat_id"],
        message_id=row["message_id"],
        author_id=row["author_id"],
        album=row["album"],
        version=row["version"],
        way=Way(row["way"]),
        content=json.loads(row["content"]),
        created_at=row["created_at"],
    )

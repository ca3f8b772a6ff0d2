"""Store of what the bot put into chats for cases: cards, copies, notes. Links both sides."""

from typing import Any

from storage.database import Transaction
from storage.desk.citizens import Citizens, place
from storage.records.consultation import Post

COLUMNS = """
    message_id, case_id, role, origin_id,
    coalesce((SELECT citizens.chat_id FROM citizens WHERE citizens.id = case_posts.chat_id),
        case_posts.chat_id) AS chat_id
"""


class CasePosts:
    """Statements on posts within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def record(self, post: Post) -> None:
        """Keep a post; one that is known stays as it is, one of a forgotten citizen is not kept."""
        if post.chat_id > 0 and not await Citizens(self._transaction).knows(post.chat_id):
            return
        await self._transaction.run(
            f"""
            INSERT INTO case_posts (chat_id, message_id, case_id, role, origin_id)
            VALUES ({place(post.chat_id)}, :message_id, :case_id, :role, :origin_id)
            ON CONFLICT DO NOTHING
            """,  # noqa: S608 - a constant of storage/desk/citizens.py
            chat_id=post.chat_id,
            message_id=post.message_id,
            case_id=post.case_id,
            role=post.role,
            origin_id=post.origin_id,
        )

    async def find(self, chat_id: int, message_id: int) -> Post | None:
        """Return what the bot put there."""
        return await self._last(
            f"chat_id = {place(chat_id)} AND message_id = :message_id",
            chat_id=chat_id,
            message_id=message_id,
        )

    async def copy_of(self, origin_id: int, chat_id: int) -> Post | None:
        """Return the newest copy of a message in that chat."""
        return await self._last(
            f"origin_id = :origin_id AND chat_id = {place(chat_id)}",
            origin_id=origin_id,
            chat_id=chat_id,
        )

    async def card(self, case_id: int, chat_id: int) -> Post | None:
        """Return the case's newest card in that chat."""
        return await self._last(
            f"case_id = :case_id AND role = 'card' AND chat_id = {place(chat_id)}",
            case_id=case_id,
            chat_id=chat_id,
        )

    async def _last(self, where: str, **params: Any) -> Post | None:
        row = await self._transaction.one(
            f"SELECT {COLUMNS} FROM case_posts WHERE {where} ORDER BY message_id DESC LIMIT 1",  # noqa: S608 - conditions of this file
            **params,
        )
        return Post(**dict(row)) if row else None

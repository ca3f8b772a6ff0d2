"""Store of the stories that people keep for later."""

from storage.database import Transaction


class SavedStories:
    """Statements on saved stories within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def keep(self, chat_id: int, number: int, now: int) -> None:
        """Keep a story; one that is kept already stays where it is."""
        await self._transaction.run(
            """
            INSERT INTO saved_stories (chat_id, story_id, saved_at)
            VALUES (:chat_id, :number, :now) ON CONFLICT DO NOTHING
            """,
            chat_id=chat_id,
            number=number,
            now=now,
        )

    async def drop(self, chat_id: int, number: int) -> None:
        """Keep the story no longer."""
        await self._transaction.run(
            "DELETE FROM saved_stories WHERE chat_id = :chat_id AND story_id = :number",
            chat_id=chat_id,
            number=number,
        )

    async def numbers(self, chat_id: int) -> list[int]:
        """Return the numbers of her stories, the one she saved last first."""
        rows = await self._transaction.all(
            """
            SELECT story_id FROM saved_stories WHERE chat_id = :chat_id
            ORDER BY saved_at DESC, story_id DESC
            """,
            chat_id=chat_id,
        )
        return [row["story_id"] for row in rows]

    async def follow_merge(self, number: int, into: int) -> None:
        """Whoever keeps a story that became part of another keeps that one."""
        await self._transaction.run(
            """
            INSERT INTO saved_stories (chat_id, story_id, saved_at)
            SELECT chat_id, :into, saved_at FROM saved_stories WHERE story_id = :number
            ON CONFLICT DO NOTHING
            """,
            number=number,
            into=into,
        )

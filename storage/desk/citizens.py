"""Store of citizens: the one row that joins a person to her cases. Forgetting removes it."""

from storage.database import Transaction

# Tables of cases hold a citizens' row above zero where her chat would stand; groups are below.
HERE = "(SELECT id FROM citizens WHERE chat_id = :chat_id)"


def place(chat_id: int) -> str:
    """Return the SQL of what stands for the chat `:chat_id` in the tables of cases."""
    return HERE if chat_id > 0 else ":chat_id"


class Citizens:
    """Statements on citizens within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def meet(self, chat_id: int, now: int) -> int:
        """Return the row of the person who writes there, begun at her first case."""
        row_id: int = await self._transaction.value(
            """
            INSERT INTO citizens (chat_id, since) VALUES (:chat_id, :now)
            ON CONFLICT (chat_id) DO UPDATE SET since = citizens.since RETURNING id
            """,
            chat_id=chat_id,
            now=now,
        )
        return row_id

    async def knows(self, chat_id: int) -> bool:
        """Tell whether that person has a case that is still hers."""
        found = await self._transaction.value(
            "SELECT id FROM citizens WHERE chat_id = :chat_id", chat_id=chat_id
        )
        return found is not None

    async def call(self, chat_id: int, name: str, now: int) -> None:
        """Keep the name that she shows to those who answer."""
        await self._transaction.run(
            "UPDATE citizens SET name = :name WHERE id = :id",
            id=await self.meet(chat_id, now),
            name=name,
        )

    async def speak(self, chat_id: int, language: str) -> None:
        """She is told of her cases in that language from here on; reports keep the first."""
        await self._transaction.run(
            f"UPDATE cases SET language = :language WHERE citizen_id = {HERE}",  # noqa: S608 - a constant
            chat_id=chat_id,
            language=language,
        )

    async def forget(self, chat_id: int) -> None:
        """Remove the row: her cases belong to nobody from here on."""
        await self._transaction.run(
            "DELETE FROM citizens WHERE chat_id = :chat_id", chat_id=chat_id
        )

    async def forget_idle(self) -> None:
        """Remove everybody who has no case that still holds a text."""
        await self._transaction.run(
            """
            DELETE FROM citizens WHERE NOT EXISTS
                (SELECT 1 FROM cases WHERE citizen_id = citizens.id AND erased_at IS NULL)
            """
        )

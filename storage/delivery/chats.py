"""Store of chats: language, remembered district, whether the bot may write there."""

from storage.database import Row, Transaction
from storage.records.people import Chat


class Chats:
    """Statements on chats within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def meet(self, chat_id: int, kind: str, language: str, now: int) -> Chat:
        """Return the chat, remembering it on the first meeting with that language as a guess."""
        found = await self.get(chat_id)
        if found is not None:
            return found
        await self._transaction.run(
            """
            INSERT INTO chats (id, kind, language, created_at)
            VALUES (:chat_id, :kind, :language, :now) ON CONFLICT DO NOTHING
            """,
            chat_id=chat_id,
            kind=kind,
            language=language,
            now=now,
        )
        return Chat(chat_id, kind, language, False, None, None)

    async def get(self, chat_id: int) -> Chat | None:
        """Return the chat if the bot has met it."""
        row = await self._transaction.one("SELECT * FROM chats WHERE id = :id", id=chat_id)
        return _chat(row) if row else None

    async def choose_language(self, chat_id: int, language: str) -> None:
        """Keep the language she chose."""
        await self._transaction.run(
            "UPDATE chats SET language = :language, language_chosen = 1 WHERE id = :chat_id",
            chat_id=chat_id,
            language=language,
        )

    async def remember_district(self, chat_id: int, district: str) -> None:
        """Keep the district for her next question."""
        await self._transaction.run(
            "UPDATE chats SET district = :district WHERE id = :chat_id",
            chat_id=chat_id,
            district=district,
        )

    async def blocked(self, chat_id: int, at: int | None) -> None:
        """Note since when the bot may not write there (None: it may again)."""
        await self._transaction.run(
            "UPDATE chats SET blocked_at = :at WHERE id = :chat_id", chat_id=chat_id, at=at
        )

    async def move(self, old: int, new: int) -> None:
        """Know a group under its new id, as it was known under the old one, which stays."""
        await self._transaction.run(
            """
            INSERT INTO chats (id, kind, language, language_chosen, district, created_at)
            SELECT CAST(:new AS BIGINT), 'supergroup', language, language_chosen, district,
                created_at
            FROM chats WHERE id = :old ON CONFLICT DO NOTHING
            """,
            old=old,
            new=new,
        )


def _chat(row: Row) -> Chat:
    return Chat(
        row["id"],
        row["kind"],
        row["language"],
        bool(row["language_chosen"]),
        row["district"],
        row["blocked_at"],
    )

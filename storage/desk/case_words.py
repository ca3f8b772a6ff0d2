"""Store of the stems of what people wrote in cases: an index that the staff search."""

import json
from collections.abc import Collection, Mapping

from storage.database import Transaction
from storage.records.staff_desk import WordUse


class CaseWords:
    """Statements on the index within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def unread(self, limit: int) -> list[tuple[int, int, str]]:
        """Return messages whose newest version is not indexed: id, case, its HTML."""
        rows = await self._transaction.all(
            """
            SELECT id, case_id, content FROM case_messages WHERE indexed < version
            ORDER BY id LIMIT :limit
            """,
            limit=limit,
        )
        return [
            (row["id"], row["case_id"], str(json.loads(row["content"]).get("html") or ""))
            for row in rows
        ]

    async def read(self, message_id: int, case_id: int, words: Mapping[str, int]) -> None:
        """Keep the stems of a message in place of those of an earlier version."""
        await self._transaction.run("DELETE FROM case_words WHERE message_id = :id", id=message_id)
        await self._transaction.run_many(
            """
            INSERT INTO case_words (word, message_id, case_id, times)
            VALUES (:word, :message_id, :case_id, :times)
            """,
            [
                {"word": word, "message_id": message_id, "case_id": case_id, "times": times}
                for word, times in words.items()
            ],
        )
        await self._transaction.run(
            "UPDATE case_messages SET indexed = version WHERE id = :id", id=message_id
        )

    async def uses(self, words: Collection[str]) -> list[WordUse]:
        """Return where any of these stems stands."""
        found: list[WordUse] = []
        for word in sorted(words):
            rows = await self._transaction.all(
                """
                SELECT word, case_words.case_id, case_words.message_id, side, times FROM case_words
                JOIN case_messages ON case_messages.id = case_words.message_id
                WHERE word = :word
                """,
                word=word,
            )
            found += [WordUse(**dict(row)) for row in rows]
        return found

    async def cases(self) -> int:
        """Return how many cases the index knows."""
        value: int = await self._transaction.value("SELECT count(DISTINCT case_id) FROM case_words")
        return value

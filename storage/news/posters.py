"""Store of posters: who waits for one."""

from storage.database import Transaction
from storage.records.posters import PosterJob


class Posters:
    """Statements on posters within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(self, chat_id: int, kind: str, about: str, language: str, now: int) -> bool:
        """Keep what was asked for; False: the same is being made for this chat already."""
        changed = await self._transaction.run(
            """
            INSERT INTO poster_jobs (chat_id, kind, about, language, asked_at)
            SELECT :chat_id, :kind, :about, :language, :now WHERE NOT EXISTS (
                SELECT 1 FROM poster_jobs WHERE done_at IS NULL AND chat_id = :chat_id
                    AND kind = :kind AND about = :about AND language = :language
            )
            """,
            chat_id=chat_id,
            kind=kind,
            about=about,
            language=language,
            now=now,
        )
        return changed > 0

    async def next(self) -> PosterJob | None:
        """Return the poster that waits longest."""
        rows = await self._transaction.claim(
            """
            SELECT id, chat_id, kind, about, language FROM poster_jobs
            WHERE done_at IS NULL ORDER BY id LIMIT 1
            """
        )
        return PosterJob(**rows[0]) if rows else None

    async def done(self, job_id: int, now: int, error: str | None = None) -> bool:
        """Settle it; False when it was settled already."""
        changed = await self._transaction.run(
            """
            UPDATE poster_jobs SET done_at = :now, error = :error
            WHERE id = :job_id AND done_at IS NULL
            """,
            job_id=job_id,
            now=now,
            error=error,
        )
        return changed > 0

    async def forget_done(self, before: int) -> int:
        """Remove what was settled before then; return how many."""
        return await self._transaction.run(
            "DELETE FROM poster_jobs WHERE done_at < :before", before=before
        )

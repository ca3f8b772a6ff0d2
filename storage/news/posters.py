"""Store of posters: who waits for one."""

from storage.database import Transaction
from storage.jobs import Jobs
from storage.records.posters import PosterJob


class Posters(Jobs[PosterJob]):
    """Statements on posters within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction, "poster_jobs", PosterJob)

    async def ask(self, chat_id: int, kind: str, about: str, language: str, now: int) -> bool:
        """Keep what was asked for; False: the same is being made for this chat already."""
        return await self.put(now, chat_id=chat_id, kind=kind, about=about, language=language)

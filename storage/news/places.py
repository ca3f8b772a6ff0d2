"""Store of places: groups and channels that receive the digest, and who arranges it."""

from storage.database import Row, Transaction
from storage.records.places import Door, Place

PLACE = """
    SELECT places.id, chat_id, kind, title, owner_id, thread_id, checked_at, lost_at
    FROM places JOIN chats ON chats.id = chat_id
"""


class Places:
    """Statements on places within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def keep(self, door: Door, now: int) -> int:
        """Keep a place whose chat is known, or who arranges it from now on; return its number."""
        number: int = await self._transaction.value(
            """
            INSERT INTO places (chat_id, title, owner_id, thread_id, checked_at)
            VALUES (:chat_id, :title, :owner_id, :thread_id, :now)
            ON CONFLICT (chat_id) DO UPDATE SET title = excluded.title,
                owner_id = excluded.owner_id, thread_id = excluded.thread_id,
                checked_at = excluded.checked_at, lost_at = NULL
            RETURNING id
            """,
            chat_id=door.chat_id,
            title=door.title,
            owner_id=door.owner_id,
            thread_id=door.thread_id,
            now=now,
        )
        return number

    async def get(self, number: int) -> Place | None:
        """Return a place by its number."""
        return _place(await self._transaction.one(f"{PLACE} WHERE places.id = :id", id=number))

    async def in_chat(self, chat_id: int) -> Place | None:
        """Return the place that is this chat."""
        return _place(await self._transaction.one(f"{PLACE} WHERE chat_id = :id", id=chat_id))

    async def of_owner(self, owner_id: int) -> list[Place]:
        """Return the places that a person arranges, by title."""
        rows = await self._transaction.all(
            f"{PLACE} WHERE owner_id = :owner_id ORDER BY title, places.id", owner_id=owner_id
        )
        return [place for place in map(_place, rows) if place]

    async def threads(self) -> dict[int, int | None]:
        """Return the thread of every place by its chat; None: the chat itself."""
        rows = await self._transaction.all("SELECT chat_id, thread_id FROM places")
        return {row["chat_id"]: row["thread_id"] for row in rows}

    async def checked(self, number: int, now: int) -> None:
        """Note that Telegram says the owner administers it still."""
        await self._transaction.run(
            "UPDATE places SET checked_at = :now WHERE id = :id", id=number, now=now
        )

    async def leave_thread(self, number: int) -> None:
        """The thread is gone: digests come into the chat itself."""
        await self._transaction.run("UPDATE places SET thread_id = NULL WHERE id = :id", id=number)

    async def lose(self, number: int, now: int) -> bool:
        """Note that the bot may not write there; False: that was known."""
        touched = await self._transaction.run(
            "UPDATE places SET lost_at = :now WHERE id = :id AND lost_at IS NULL",
            id=number,
            now=now,
        )
        return touched > 0

    async def found(self, number: int) -> None:
        """The bot may write there again."""
        await self._transaction.run("UPDATE places SET lost_at = NULL WHERE id = :id", id=number)

    async def move(self, old: int, new: int) -> None:
        """The chat has a new id, which must be known to the chats."""
        await self._transaction.run("DELETE FROM places WHERE chat_id = :new", new=new)
        await self._transaction.run(
            "UPDATE places SET chat_id = :new WHERE chat_id = :old", old=old, new=new
        )

    async def remove(self, number: int) -> None:
        """Forget a place."""
        await self._transaction.run("DELETE FROM places WHERE id = :id", id=number)


def _place(row: Row | None) -> Place | None:
    return Place(**row) if row else None

"""Shows the administrator what is owed, how fast it goes, and what could not be delivered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import BotError
from bot.ports.delivery import Stores
from bot.rules.delivery.bodies import untagged
from storage.delivery.outbox_desk import OutboxDesk
from storage.records.delivery import DeadLetter, Depth, Priority

MINUTE_S = 60
LETTERS, TROUBLES = 5, 5
# a retry is found when it falls due: it stands before all that the sender has read
SOON_S = 2
MAILINGS = (Priority.ALERT, Priority.DIGEST)


class NoLetter(BotError):  # noqa: N818 - named by what happened
    """The dead letter was retried, dropped or folded meanwhile."""

    key = "error.no_letter"


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """`per_second` is over the last minute; `mailed` of `to_mail` rows of the mailing under way
    are settled (0 of 0: none is); `troubles` are (error, rows that wait because of it)."""

    depths: Sequence[Depth]
    per_second: float
    mailed: int
    to_mail: int
    troubles: Sequence[tuple[str, int]]
    dead: int
    letters: Sequence[DeadLetter]


@dataclass(frozen=True, slots=True)
class LetterPage:
    """`chat` is the kind of its chat, None where the bot does not know it."""

    letter: DeadLetter
    chat: str | None


class OutboxWatch:
    """Looks at the outbox as of `now`; repeats and drops what the administrator chooses."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now
        self._desk = OutboxDesk(stores.transaction)

    async def look(self) -> OutboxPage:
        """Return the state of the outbox."""
        desk = self._desk
        depths = await desk.depth()
        mailings = [one for one in depths if one.priority in MAILINGS]
        since = min((one.oldest_at for one in mailings), default=self._now)
        mailed = await desk.mailed(since) if mailings else 0
        sent = await desk.sent_between(self._now - MINUTE_S, self._now + 1)
        return OutboxPage(
            depths=depths,
            per_second=sent / MINUTE_S,
            mailed=mailed,
            to_mail=mailed + sum(one.rows for one in mailings),
            troubles=await desk.troubles(TROUBLES),
            dead=await desk.dead(),
            letters=await desk.dead_letters(LETTERS),
        )

    async def letter(self, row_id: int) -> LetterPage:
        """Return a dead letter without what it says. Raises NoLetter."""
        letter = await self._desk.letter(row_id)
        if letter is None:
            raise NoLetter
        chat = await self._stores.chats.get(letter.chat_id) if letter.chat_id else None
        return LetterPage(letter, chat.kind if chat else None)

    async def words(self, row_id: int) -> str:
        """Return what a dead letter says, without formatting."""
        return untagged(await self._desk.words(row_id))

    async def retry(self, row_id: int) -> None:
        """Owe a dead letter again. Raises NoLetter."""
        if not await self._desk.retry(row_id, self._now + SOON_S):
            raise NoLetter

    async def drop(self, row_id: int) -> None:
        """Forget a dead letter. Raises NoLetter."""
        if not await self._desk.drop(row_id):
            raise NoLetter

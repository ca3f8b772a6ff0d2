"""Offices: binding a staff chat by a one-time code, and what happens when the chat is lost."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.case_carrier import Carrier
from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.routing import route
from storage.records.consultation import Case, Office, StaffPerson
from storage.records.delivery import Call
from storage.records.office_settings import CodeOut
from storage.stores import Stores

CODE_VALID_S = 24 * 3600
ATTEMPTS_PER_HOUR = 5
# No letter or digit that is mistaken for another; 30 to the 8th power is 6.5e11 codes.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ2345679"
CODE_LENGTH = 8


class WrongCode(BotError):  # noqa: N818 - named by what happened
    """No such code, or it is spent or too old."""

    key = "office.wrong_code"


class TooManyCodes(BotError):  # noqa: N818 - named by what happened
    """Somebody guesses codes."""

    key = "office.too_many_codes"


class ChatTaken(BotError):  # noqa: N818 - named by what happened
    """This group is the staff chat of another office already."""

    key = "office.chat_taken"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A valid code, hashed, and the office it binds."""

    office_id: str
    code_hash: str


@dataclass(frozen=True, slots=True)
class Door:
    """A group that wants to become a staff chat."""

    chat_id: int
    is_forum: bool
    language: str
    by: int
    name: str


class Offices:
    """Offices within one transaction; `choose` picks one character of a code at random."""

    def __init__(
        self,
        stores: Stores,
        knowledge: Knowledge,
        view: CaseView,
        choose: Callable[[str], str],
        now: int,
    ) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now
        self._choose = choose
        self._carrier = Carrier(stores, view, now)

    async def in_chat(self, chat_id: int) -> Office | None:
        """The office whose staff chat that is."""
        return await self._stores.offices.in_chat(chat_id)

    async def all(self) -> list[Office]:
        """Every office of the catalogue, in its order."""
        return [await self._stores.offices.get(office_id) for office_id in self._knowledge.offices]

    async def issue_code(self, office_id: str, by: StaffPerson) -> str:
        """A new one-time code, valid for a day; it is shown once and cannot be read again."""
        code = "".join(self._choose(CODE_LETTERS) for _ in range(CODE_LENGTH))
        await self._stores.binding_codes.issue(
            office_id, _hash(code), by, self._now, self._now + CODE_VALID_S
        )
        await self._stores.audit.note("code_issued", self._now, by.id, office_id=office_id)
        return code

    async def codes_out(self) -> list[CodeOut]:
        """The codes that could still bind a group, of offices that the catalogue has."""
        out = await self._stores.binding_codes.out(self._now)
        return [one for one in out if one.office_id in self._knowledge.offices]

    async def revoke_code(self, code_id: int, by: int) -> None:
        """The code binds nothing any more; one that is spent stays so."""
        office_id = await self._stores.binding_codes.revoke(code_id)
        if office_id is not None:
            await self._stores.audit.note("code_revoked", self._now, by, office_id=office_id)

    async def check_code(self, code: str, door: Door) -> Ticket:
        """What the code would bind. Raises TooManyCodes, ChatTaken or WrongCode.

        A wrong code must be counted even though it is refused: see `miss`.
        """
        since = self._now - 3600
        tried = await self._stores.binding_codes.attempts(door.chat_id, door.by, since)
        if tried >= ATTEMPTS_PER_HOUR:
            raise TooManyCodes
        code_hash = _hash(code)
        office_id = await self._stores.binding_codes.office_of(code_hash, self._now)
        if office_id is None or office_id not in self._knowledge.offices:
            raise WrongCode
        here = await self._stores.offices.in_chat(door.chat_id)
        if here is not None and here.id != office_id:
            raise ChatTaken
        return Ticket(office_id, code_hash)

    async def miss(self, door: Door) -> None:
        """Count a wrong code."""
        await self._stores.binding_codes.attempt(door.chat_id, door.by, self._now)

    async def bind(self, ticket: Ticket, door: Door) -> list[Call]:
        """Spend the code: the group is the office's staff chat; what waited comes into it.

        Raises WrongCode when it was spent meanwhile.
        """
        office_id = ticket.office_id
        if not await self._stores.binding_codes.use(ticket.code_hash, door.chat_id, self._now):
            raise WrongCode
        before = await self._stores.offices.get(office_id)
        if before.chat_id is not None and before.chat_id != door.chat_id:
            await self._leave(before)
        layout = "forum" if door.is_forum else "plain"
        offices = self._stores.offices
        await offices.bind(office_id, door.chat_id, layout, door.language, door.by, self._now)
        await offices.seen(office_id, door.by, door.name, "coordinator", self._now)
        await self._stores.audit.note("bound", self._now, door.by, office_id=office_id)
        office = await offices.get(office_id)
        said = await self._view.admins_told(self._stores, "office.admin.bound", office_id)
        return said + await self._bring_waiting(office)

    async def _bring_waiting(self, office: Office) -> list[Call]:
        for case in await self._stores.cases.without_chat():
            if await self._answers_now(office, case):
                await self._stores.cases.route_to(case.id, office.id)
                await self._stores.cases.note(
                    case.id, "routed", self._now, data={"office": office.id}
                )
        said: list[Call] = []
        for case in await self._stores.cases.to_bring(office.id):
            said += await self._carrier.settle(case)
        return said

    async def _answers_now(self, office: Office, case: Case) -> bool:
        area = self._knowledge.area(case.district)
        category = self._knowledge.categories.get(case.category)
        if area is None or category is None:
            return office.id == self._knowledge.fallback  # the catalogue changed meanwhile
        bound = {one.id for one in await self._stores.offices.bound()}
        overrides = await self._stores.office_settings.overrides()
        return route(self._knowledge, area, category, bound, overrides).office == office.id

    async def removed(self, chat_id: int) -> list[Call]:
        """The bot was taken out of a group."""
        await self._stores.chats.blocked(chat_id, self._now)
        return await self.lose(chat_id, "removed")

    async def let_in(self, chat_id: int) -> bool:
        """The bot came into a group, or may do other things there; whether it is a staff chat."""
        await self._stores.chats.blocked(chat_id, None)
        return await self.in_chat(chat_id) is not None

    async def lose(self, chat_id: int, reason: str) -> list[Call]:
        """The staff chat is closed to us: its cases wait, the administrators are told, once."""
        office = await self._stores.offices.in_chat(chat_id)
        if office is None:
            return []
        await self._leave(office)
        await self._stores.offices.lose(office.id, reason)
        return await self._view.admins_told(self._stores, "office.admin.lost", office.id)

    async def _leave(self, office: Office) -> None:
        await self._stores.case_messages.stop_all(office.id)
        await self._stores.offices.withdraw(office.chat_id or 0)

    async def move(self, old_chat_id: int, new_chat_id: int) -> list[Call]:
        """The group became a supergroup: cases are shown there anew, old messages stay behind."""
        office = await self._stores.offices.in_chat(old_chat_id)
        if office is None:
            return []  # no staff chat, or both sides of the migration told of it
        await self._stores.offices.move(old_chat_id, new_chat_id)
        said: list[Call] = []
        for case in await self._stores.cases.open_of(office.id):
            said += await self._carrier.settle(case)
        return said

    async def forum_is(self, office: Office, is_forum: bool) -> None:
        """Threads were switched on or off in the staff chat."""
        layout = "forum" if is_forum else "plain"
        if office.layout != layout:
            await self._stores.offices.set_layout(office.id, layout)


def _hash(code: str) -> str:
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()

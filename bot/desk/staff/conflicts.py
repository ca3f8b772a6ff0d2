"""Keeps people away from cases: a conflict of interest, and the two sides of one dispute."""

from dataclasses import dataclass

from bot.errors import BotError
from storage.records.consultation import Case, StaffPerson
from storage.stores import Stores

# An anonymous administrator of a group: nobody can tell who she is.
NOBODY = 0


class Barred(BotError):  # noqa: N818 - named by what is so
    """Somebody of the staff must not work on this case."""

    key = "staff.barred"


class NoOtherSide(BotError):  # noqa: N818 - named by what is so
    """There is no such case to be the other side."""

    key = "staff.no_other_side"


@dataclass(frozen=True, slots=True)
class Apart:
    """Cases that lost their taker; `names` are those who may not work on them any more."""

    released: tuple[int, ...]
    people: frozenset[int]


class Conflicts:
    """Who must not work on which case, within one transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def barred(self, case: Case) -> frozenset[int]:
        """Everybody who must not work on the case; NOBODY is among them when anybody is."""
        staff = self._stores.staff
        found = set(await staff.flagged(case.id))
        sides = await staff.other_sides(case.id)
        for other in sides:
            found |= await staff.worked_on(other) - await staff.flagged(other)
        return frozenset(found | {NOBODY}) if found or sides else frozenset()

    async def check(self, case: Case, person: StaffPerson) -> None:
        """Raises Barred."""
        if person.id in await self.barred(case):
            raise Barred

    async def flag(self, case: Case, person: StaffPerson) -> bool:
        """Somebody says that she must not work on the case; False: it is known. Raises Barred."""
        if person.id == NOBODY:
            raise Barred
        if not await self._stores.staff.flag(case.id, person.id, self._now):
            return False
        await self._stores.cases.note(case.id, "conflict", self._now, person.id)
        await self._release(case.id, frozenset({person.id}))
        return True

    async def unflag(self, case: Case, person: StaffPerson) -> bool:
        """She said so by mistake; False: she had not."""
        gone = await self._stores.staff.unflag(case.id, person.id)
        if gone:
            await self._stores.cases.note(case.id, "no_conflict", self._now, person.id)
        return gone

    async def link(self, case: Case, other_id: int, person: StaffPerson) -> Apart | None:
        """Two cases are the sides of one dispute: whoever worked on both keeps the older one.

        None: it is known. Raises NoOtherSide.
        """
        other = await self._stores.cases.get(other_id)
        if other is None or other.id == case.id or other.citizen_chat_id == case.citizen_chat_id:
            raise NoOtherSide
        if not await self._stores.staff.link(case.id, other.id, self._now):
            return None
        for one, side in ((case.id, other.id), (other.id, case.id)):
            await self._stores.cases.note(
                one, "dispute", self._now, person.id, {"other_side": side}
            )
        newer, older = max(case.id, other.id), min(case.id, other.id)
        staff = self._stores.staff
        both = (await staff.worked_on(newer) & await staff.worked_on(older)) - {NOBODY}
        for one in both:
            await staff.flag(newer, one, self._now)
        released = await self._release(newer, both)
        return Apart((newer,) if released else (), both)

    async def _release(self, case_id: int, people: frozenset[int]) -> bool:
        case = await self._stores.cases.get(case_id)
        if case is None or case.taken_by not in people:
            return False
        await self._stores.case_work.release(case_id)
        return True

"""Counts the working time of cases: to the first answer and to the solution, with rests."""

from collections.abc import Callable

from bot.rules.desk import clocks
from bot.rules.desk.desk_catalog import Knowledge, OfficeFacts
from bot.rules.desk.office_hours import as_changed
from bot.rules.desk.working_time import WorkingCalendar, working_days
from storage.records.case_clocks import ANSWER, SOLUTION, Clock
from storage.records.consultation import Case
from storage.stores import Stores

Moved = Callable[[Clock, WorkingCalendar, int], Clock]


class CaseClock:
    """The clocks of cases within one transaction. An unknown case is a LookupError.

    Every change of the answer's clock is seen in `cases.answer_due_at`.
    """

    def __init__(self, stores: Stores, knowledge: Knowledge, now: int) -> None:
        self._stores, self._knowledge, self._now = stores, knowledge, now

    async def start(self, case: Case) -> None:
        """Both clocks begin: the case was opened, or opened again."""
        await self._begin(case, case.office_id, (ANSWER, SOLUTION))

    async def asked(self, case: Case) -> None:
        """The citizen wrote on after an answer: another one is due; a rest ends."""
        await self.resume(case.id)
        if any(one.kind == ANSWER and one.met_at is None for one in await self._of(case.id)):
            return
        await self._begin(case, case.office_id, (ANSWER,))

    async def pause(self, case_id: int) -> None:
        """Both rest: the citizen or another body has the word."""
        await self._move(case_id, clocks.resting)

    async def resume(self, case_id: int) -> None:
        """Both go on; what was due moves by the working time they rested."""
        await self._move(case_id, clocks.running)

    async def restart(self, case_id: int, office_id: str) -> int:
        """Another office answers: both begin anew by its hours. Return when its answer is due."""
        [answer, _] = await self._begin(await self._case(case_id), office_id, (ANSWER, SOLUTION))
        return answer.due_at

    async def hurry(self, case_id: int) -> None:
        """The case became urgent: an answer is due within the minutes of urgent ones."""
        case = await self._case(case_id)
        await self._begin(case, case.office_id, (ANSWER,))

    async def hasten(self, before: Case) -> None:
        """It is about something else now: where that is answered sooner, so is what is owed."""
        case = await self._case(before.id)
        allowed = (await self.office(case.office_id)).first_answer
        mine = [one for one in await self._of(case.id) if one.kind == ANSWER and one.met_at is None]
        if not mine or allowed[self.pace(case)] >= allowed[self.pace(before)]:
            return
        await self._begin(case, case.office_id, (ANSWER,))
        if mine[0].running_since is None:
            await self._move(case.id, clocks.resting, ANSWER)

    async def answered(self, case_id: int) -> None:
        """An answer was delivered. The solution's clock runs on: it ends when the case closes."""
        await self._move(case_id, clocks.met, ANSWER)

    async def closed(self, case_id: int) -> None:
        """Nothing is due any more."""
        await self._move(case_id, clocks.met)

    async def _begin(self, case: Case, office_id: str, kinds: tuple[str, ...]) -> list[Clock]:
        office = await self.office(office_id)
        pace = self.pace(case)
        rounds = {one.kind: one.round for one in await self._of(case.id)}
        calendar = office.calendar_for(pace)
        allowed = {
            ANSWER: office.first_answer[pace] * 60,
            SOLUTION: working_days(calendar, self._now, office.solution_days[pace]),
        }
        begun = [
            clocks.begun(case.id, kind, rounds.get(kind, 0) + 1, allowed[kind], calendar, self._now)
            for kind in kinds
        ]
        await self._stores.case_clocks.keep(begun)
        return begun

    async def _move(self, case_id: int, move: Moved, kind: str | None = None) -> None:
        case = await self._case(case_id)
        calendar = await self.calendar(case)
        before = [one for one in await self._of(case_id) if kind in (None, one.kind)]
        after = [move(one, calendar, self._now) for one in before]
        await self._stores.case_clocks.keep(after)
        for one, moved in zip(before, after, strict=True):
            if one.met_at is None and moved.met_at is not None:
                await self._log(moved)

    async def _log(self, met: Clock) -> None:
        """What a report says of times is read from here: hours may be changed later."""
        data = {"kind": met.kind, "round": met.round}
        data |= {"spent_s": met.spent_s, "allowed_s": met.allowed_s}
        await self._stores.cases.note(met.case_id, "met", self._now, data=data)

    async def _of(self, case_id: int) -> list[Clock]:
        return await self._stores.case_clocks.of(case_id)

    async def _case(self, case_id: int) -> Case:
        case = await self._stores.cases.get(case_id)
        if case is None:
            raise LookupError(f"no case {case_id}")
        return case

    async def calendar(self, case: Case) -> WorkingCalendar:
        """The hours in which the case is worked on."""
        return (await self.office(case.office_id)).calendar_for(self.pace(case))

    async def office(self, office_id: str) -> OfficeFacts:
        """The office's facts; those of the fallback for one that the catalogue lost."""
        offices = self._knowledge.offices
        facts = offices.get(office_id) or offices[self._knowledge.fallback]
        return as_changed(facts, await self._stores.office_settings.get(facts.id))

    def pace(self, case: Case) -> str:
        """Normal, social or urgent."""
        category = self._knowledge.categories.get(case.category)
        if case.urgent:
            return "urgent"
        return category.pace if category else "normal"

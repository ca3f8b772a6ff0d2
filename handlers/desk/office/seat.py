"""The seat at the pages of an office: who presses, for which office, and what serves it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Router

from bot.desk.office.categories import OfficeCategories
from bot.desk.office.office_desk import OfficeDesk
from bot.desk.office.people import OfficePeople
from bot.desk.office.rerouting import Rerouting
from bot.rules.desk.desk_catalog import Knowledge
from bot.texts import Voice
from handlers.desk.staff.room import presser
from storage.records.consultation import StaffPerson

Handler = Callable[[Any, dict[str, Any]], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Seat:
    """One press by `who`, who may act for the office."""

    office_id: str
    who: StaffPerson
    office_desk: OfficeDesk
    office_categories: OfficeCategories
    office_people: OfficePeople
    rerouting: Rerouting
    knowledge: Knowledge
    voice: Voice


def _its_own(button: Any) -> Sequence[str]:
    return (button.office,)


def office_router(name: str, whose: Callable[[Any], Sequence[str]] = _its_own) -> Router:
    """Return a router whose handlers of buttons are given a `seat`.

    `whose` names the offices whose coordinators may press a button: the first one that she may
    act for is hers. A button of no office that we know is stale. Raises OnlyCoordinator.
    """

    async def seated(handler: Handler, query: Any, data: dict[str, Any]) -> Any:
        known = [one for one in whose(data["callback_data"]) if one in data["knowledge"].offices]
        if not known:
            return query.answer(data["voice"].plain("error.button_stale"), show_alert=True)
        who = presser(query.from_user)
        mine = await data["office_rights"].watched(known, who.id)
        given = {name: data[name] for name in Seat.__dataclass_fields__ if name in data}
        return await handler(query, {**data, "seat": Seat(office_id=mine, who=who, **given)})

    router = Router(name=name)
    router.callback_query.middleware(seated)
    return router

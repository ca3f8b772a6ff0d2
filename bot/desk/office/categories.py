"""What a coordinator changes of the categories her office answers; the other office is told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.errors import BotError
from bot.ports.consultation import CaseView
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.serving import Refusal, Turned, answering, turn
from storage.records.delivery import Call
from storage.stores import Stores


class CategoryTaken(BotError):  # noqa: N818 - named by what happened
    """Another office of the same places names the category: its coordinator gives it up first."""

    key = "office.category_taken"


class LastCategory(BotError):  # noqa: N818 - named by what happened
    """The office would answer nothing at all."""

    key = "office.category_last"


class NobodyElse(BotError):  # noqa: N818 - named by what happened
    """No other office would answer the category, so it stays."""

    key = "office.category_only"


REFUSALS: Mapping[Refusal, type[BotError]] = {
    "taken": CategoryTaken,
    "last": LastCategory,
    "only": NobodyElse,
}


@dataclass(frozen=True, slots=True)
class Served:
    """By category: the office that answers it; `bound` are offices with a staff chat."""

    office_id: str
    offices: Mapping[str, str]
    bound: frozenset[str]


class OfficeCategories:
    """Categories of offices within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, view: CaseView, now: int) -> None:
        self._stores, self._knowledge, self._view, self._now = stores, knowledge, view, now

    async def page(self, office_id: str) -> Served:
        """Who answers what in the places of that office."""
        overrides = await self._stores.office_settings.overrides()
        bound = frozenset(one.id for one in await self._stores.offices.bound())
        return Served(office_id, answering(self._knowledge, office_id, overrides), bound)

    async def turn(self, office_id: str, category: str, by: int, chat_id: int) -> list[Call]:
        """Take a category or give it up; open cases stay where they are.

        Returns what the other office is told, unless the tap came from its chat. Raises
        CategoryTaken, LastCategory or NobodyElse.
        """
        overrides = await self._stores.office_settings.overrides()
        turned = turn(self._knowledge, office_id, category, overrides)
        if not isinstance(turned, Turned):
            raise REFUSALS[turned]
        settings = await self._stores.office_settings.get(office_id)
        await self._stores.offices.ensure(office_id)
        changed = replace(settings, categories=turned.categories)
        await self._stores.office_settings.keep(office_id, changed, by, self._now)
        await self._stores.audit.note("categories_changed", self._now, by, office_id=office_id)
        return await self._told(turned, category, chat_id)

    async def _told(self, turned: Turned, category: str, chat_id: int) -> list[Call]:
        offices = [await self._stores.offices.get(one) for one in (turned.before, turned.after)]
        return [
            self._view.category_moved(office, category, turned.after)
            for office in offices
            if office.chat_id not in (None, chat_id)
        ]

"""Which categories an office answers by its settings, and what a tap on one of them changes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from bot.rules.desk.desk_catalog import Area, Category, Knowledge
from bot.rules.desk.routing import route, served_by
from storage.records.office_settings import Overrides

Refusal = Literal[
    "taken",  # another office of the same places names it: its coordinator gives it up first
    "last",  # the office would answer nothing at all
    "only",  # no other office would answer it
]


@dataclass(frozen=True, slots=True)
class Turned:
    """What a tap leads to: `categories` None is what the catalogue says; who answered, who will."""

    categories: frozenset[str] | None
    before: str
    after: str


def answering(knowledge: Knowledge, office_id: str, overrides: Overrides) -> Mapping[str, str]:
    """By category: the office that answers it in the places of this one, itself where it can.

    As if every office had a staff chat and no district were given away: by settings alone.
    """
    plain = replace(overrides, rerouted={})
    areas = served_by(knowledge, knowledge.offices[office_id])
    every = knowledge.categories.values()
    return {one.id: _answers(knowledge, areas, one, office_id, plain) for one in every}


def turn(
    knowledge: Knowledge, office_id: str, category: str, overrides: Overrides
) -> Turned | Refusal:
    """Let the office answer the category from now on, or no longer.

    A Refusal changes nothing: every category keeps somebody who answers.
    """
    before = answering(knowledge, office_id, overrides)
    own = frozenset(name for name, office in before.items() if office == office_id)
    chosen = own ^ {category}
    if not chosen:
        return "last"
    if category in chosen and _named_elsewhere(knowledge, office_id, category, overrides):
        return "taken"
    after = _with(knowledge, office_id, overrides, chosen)
    if category not in chosen and after[category] == office_id:
        return "only"
    kept = None if _as_written(knowledge, office_id, overrides) == chosen else chosen
    return Turned(kept, before[category], after[category])


def _named_elsewhere(
    knowledge: Knowledge, office_id: str, category: str, overrides: Overrides
) -> bool:
    here = {area.id for area in served_by(knowledge, knowledge.offices[office_id])}
    return any(
        category in overrides.categories.get(one.id, one.categories)
        and any(area.id in here for area in served_by(knowledge, one))
        for one in knowledge.offices.values()
        if one.id != office_id and not one.team
    )


def _with(
    knowledge: Knowledge, office_id: str, overrides: Overrides, chosen: frozenset[str]
) -> Mapping[str, str]:
    changed = {**overrides.categories, office_id: chosen}
    return answering(knowledge, office_id, replace(overrides, categories=changed))


def _as_written(knowledge: Knowledge, office_id: str, overrides: Overrides) -> frozenset[str]:
    """What the office would answer with no settings of its own."""
    rest = {name: one for name, one in overrides.categories.items() if name != office_id}
    found = answering(knowledge, office_id, replace(overrides, categories=rest))
    return frozenset(name for name, office in found.items() if office == office_id)


def _answers(
    knowledge: Knowledge,
    areas: list[Area],
    category: Category,
    office_id: str,
    overrides: Overrides,
) -> str:
    offices = [
        route(knowledge, area, category, knowledge.offices, overrides).office for area in areas
    ]
    return office_id if office_id in offices or not offices else offices[0]

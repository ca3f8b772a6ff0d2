"""Decides which office answers: area and category in, an office and each hop's reason out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.rules.desk.desk_catalog import Area, Category, Knowledge, OfficeFacts
from storage.records.office_settings import Overrides

AS_WRITTEN = Overrides()

HopReason = Literal[
    "team",  # the trained people of the area, for whoever is in danger, if they have a chat
    "rerouted",  # an office that answers in place of the next one, by its coordinator's word
    "names_category",  # an office of the area that names this category
    "serves_area",  # an office of the area that answers everything else
    "fallback",  # no office for this cell: the coordinator's one
    "waits",  # no office of the way has a staff chat: the case waits for the first of them
]


@dataclass(frozen=True, slots=True)
class Hop:
    """One office considered, and why; `has_chat` tells whether its staff can be reached now."""

    office: str
    reason: HopReason
    has_chat: bool


@dataclass(frozen=True, slots=True)
class Route:
    """The office that answers and the way to it, in order; `waits`: nobody can be reached yet."""

    office: str
    hops: tuple[Hop, ...]
    waits: bool


def route(
    knowledge: Knowledge,
    area: Area,
    category: Category,
    bound: Collection[str],
    overrides: Overrides = AS_WRITTEN,
    *,
    danger: bool = False,
) -> Route:
    """Every area and category resolves to an office. `bound` are offices with a staff chat.

    `overrides` are what coordinators changed, over what the catalogue says.
    `danger`: somebody may be hurt, so a trained team with a chat of its own goes before all others.
    """
    hops: list[Hop] = []
    if danger:
        team = _team(knowledge, area, bound)
        if team is not None:
            return Route(team, (Hop(team, "team", has_chat=True),), waits=False)
    for office, reason in _way(knowledge, area, category, overrides):
        hops.append(Hop(office, reason, office in bound))
        if office in bound:
            return Route(office, tuple(hops), waits=False)
    first = hops[0].office
    return Route(first, (*hops, Hop(first, "waits", has_chat=False)), waits=True)


def areas_of(knowledge: Knowledge, office_id: str) -> list[str]:
    """The districts and regions whose questions may come to that office, as the catalogue says."""
    every = (*knowledge.districts.values(), *knowledge.regions.values())
    return [area.id for area in every if office_id in _offices_of(knowledge, area)]


def served_by(knowledge: Knowledge, office: OfficeFacts) -> list[Area]:
    """The districts and regions that the office serves by its own name, not as the fallback."""
    every = (*knowledge.districts.values(), *knowledge.regions.values())
    return [area for area in every if _serves(office, area)]


def _offices_of(knowledge: Knowledge, area: Area) -> list[str]:
    offices = (office for office in knowledge.offices.values() if not office.team)
    return [office.id for office in offices if _serves(office, area)] or [knowledge.fallback]


def _way(
    knowledge: Knowledge, area: Area, category: Category, overrides: Overrides
) -> Iterator[tuple[str, HopReason]]:
    for office, reason in _written(knowledge, area, category, overrides):
        instead = _instead(knowledge, area, office, overrides)
        if instead != office:
            yield instead, "rerouted"
        yield office, reason


def _instead(knowledge: Knowledge, area: Area, office: str, overrides: Overrides) -> str:
    seen = {office}
    while (to := overrides.rerouted.get((area.id, office))) in knowledge.offices:
        if to is None or to in seen:
            break  # two offices gave the district to one another: the last of them keeps it
        seen.add(to)
        office = to
    return office


def _written(
    knowledge: Knowledge, area: Area, category: Category, overrides: Overrides
) -> Iterator[tuple[str, HopReason]]:
    offices = (office for office in knowledge.offices.values() if not office.team)
    here = [office for office in offices if _serves(office, area)]
    # an office that names the district goes before one that serves the whole region
    here.sort(key=lambda office: area.id not in office.areas)
    named = [office for office in here if category.id in _named(office, overrides)]
    rest = [office for office in here if not _named(office, overrides)]
    yield from ((office.id, "names_category") for office in named)
    yield from ((office.id, "serves_area") for office in rest)
    if all(office.id != knowledge.fallback for office in (*named, *rest)):
        yield knowledge.fallback, "fallback"


def _named(office: OfficeFacts, overrides: Overrides) -> frozenset[str]:
    return overrides.categories.get(office.id, office.categories)


def _team(knowledge: Knowledge, area: Area, bound: Collection[str]) -> str | None:
    teams = (office for office in knowledge.offices.values() if office.team)
    return next((one.id for one in teams if one.id in bound and _serves(one, area)), None)


def _serves(office: OfficeFacts, area: Area) -> bool:
    return area.id in office.areas or area.region in office.areas

"""Finds which of the twenty regions, and which districts of Aktobe, a text speaks of."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.rules.news.news_catalog import District, NewsCatalog, Region
from bot.rules.text.patterns import Match
from bot.rules.text.sightings import Sightings
from storage.records.news import Reason


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """Region codes and district ids in the order of the text, with a reason for each."""

    regions: tuple[str, ...]
    districts: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    match: Match
    region: Region
    district: District | None


def places(seen: Sightings, catalog: NewsCatalog, feed_region: str | None) -> PlacesFound:
    """Places named in the text; without any, the feed's own region.

    A feed of the whole country ("KZ") gives no region: an empty tuple means everywhere.
    """
    named = _longest(_named(seen, catalog))
    sure = {place.region.code for place in named if not _needs_context(place)} | {feed_region}
    kept = [place for place in named if not _needs_context(place) or place.region.code in sure]
    codes = tuple(dict.fromkeys(place.region.code for place in kept))
    if not codes and any(region.code == feed_region for region in catalog.regions):
        codes = (feed_region,) if feed_region else ()
    districts = dict.fromkeys(place.district.id for place in kept if place.district)
    reasons = dict.fromkeys(_reason(seen, place) for place in kept)
    return PlacesFound(codes, tuple(districts), tuple(reasons))


def _named(seen: Sightings, catalog: NewsCatalog) -> Iterator[_Place]:
    hidden = seen.covered(catalog.region_mask)
    for region in catalog.regions:
        for match in _unhidden(seen, region.stems, hidden):
            yield _Place(match, region, None)
        for district in region.districts:
            for match in _unhidden(seen, district.stems, hidden):
                yield _Place(match, region, district)


def _unhidden(seen: Sightings, stems: Sequence[str], hidden: frozenset[int]) -> Iterator[Match]:
    """Places ignore the gate's masks: a word hidden as a false friend of NGOs may be a place."""
    if seen.by_pattern.keys().isdisjoint(stems):
        return
    for stem in stems:
        for match in seen.by_pattern.get(stem, ()):
            if hidden.isdisjoint(match.positions):
                yield match


def _longest(named: Iterable[_Place]) -> list[_Place]:
    """«Алматы облысы» is not also the city: a match inside a longer one is dropped."""
    by_length = sorted(
        named, key=lambda place: (-len(place.match.positions), place.match.positions)
    )
    kept: list[_Place] = []
    for place in by_length:
        inside = set(place.match.positions)
        if not any(inside < set(longer.match.positions) for longer in kept):
            kept.append(place)
    return sorted(kept, key=lambda place: place.match.positions)


def _needs_context(place: _Place) -> bool:
    return place.district is not None and place.district.shared_name


def _reason(seen: Sightings, place: _Place) -> Reason:
    if place.district is not None:
        return seen.reason("district", place.match, place.district.id)
    return seen.reason("region", place.match, place.region.code)

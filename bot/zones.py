"""Names time zones in the bot's languages and finds them by a city or a country that was typed."""

from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.core import get_global

from bot.rules.news.story_terms import folded
from bot.texts import LANGUAGES

# One time in all of Kazakhstan since March 2024: its seven zones are one choice.
HOME, HOME_TERRITORY = "Asia/Aqtobe", "KZ"
# Where people from the region live, work and study most.
OFTEN = (
    HOME, "Europe/Moscow", "Asia/Tashkent", "Asia/Bishkek", "Asia/Shanghai", "Asia/Seoul",
    "Europe/Istanbul", "Europe/Berlin",
)  # fmt: skip
MOST_FOUND = 8
SHORTEST = 2


def zone_name(zone: str, language: str) -> str:
    """Return a zone as people call it: its city, or the country where it has one time."""
    territory = _territories().get(zone, "")
    locale = Locale(language)
    if territory == HOME_TERRITORY:
        return str(locale.territories[HOME_TERRITORY])
    city = locale.time_zones.get(zone, {}).get("city")
    return city or zone.rpartition("/")[2].replace("_", " ")


def find_zones(typed: str) -> list[str]:
    """Return the zones whose city, country or IANA name begins with what was typed."""
    begin = _plain(typed)
    if len(begin) < SHORTEST:
        return []
    found = dict.fromkeys(zone for name, zone in _names() if name.startswith(begin))
    return list(found)[:MOST_FOUND]


def is_zone(zone: str) -> bool:
    """Whether the zone is one that find_zones() may return."""
    return zone in _offered()


@cache
def _territories() -> dict[str, str]:
    return dict(get_global("zone_territories"))


@cache
def _offered() -> frozenset[str]:
    known = _territories()
    return frozenset(zone for zone in available_timezones() if zone in known)


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Cities first, then countries: who types «Париж» means no country."""
    return (*sorted(set(_cities())), *sorted(set(_countries())))


def _cities() -> Iterator[tuple[str, str]]:
    for zone in _offered():
        yield _plain(zone), _choice(zone)
        yield _plain(zone.rpartition("/")[2]), _choice(zone)
    for language in LANGUAGES:
        names = dict(Locale(language).time_zones)
        for zone in _offered() & names.keys():
            if city := names[zone].get("city"):
                yield _plain(city), _choice(zone)


def _countries() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        names = dict(Locale(language).territories)
        for zone in _offered():
            if name := names.get(_territories()[zone]):
                yield _plain(name), _choice(zone)


def _choice(zone: str) -> str:
    return HOME if _territories()[zone] == HOME_TERRITORY else zone


def _plain(words: str) -> str:
    return " ".join(folded(words.replace("_", " ")).split())

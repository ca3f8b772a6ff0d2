"""Speaks kk, ru and en: gettext catalogues by key, plural forms and dates by Babel."""

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import date as CalendarDay  # noqa: N812 - Voice.date is a sentence
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_day_names
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.numbers import format_decimal

from bot.problems import CatalogProblems, Problem

LANGUAGES = ("kk", "ru", "en")
LOCALES_FOLDER = Path(__file__).parent / "locales"

# The associations write «2026 жылғы 27 ақпан»; Babel's own long form abbreviates the word.
LONG_DATE = {"kk": "y 'жылғы' d MMMM", "ru": "d MMMM y 'г.'", "en": "d MMMM y"}
SHORT_DATE = {"kk": "d MMMM", "ru": "d MMMM", "en": "d MMMM"}


class Html(str):
    """Text that is already Telegram HTML and is not escaped again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """Sentences in one language. `voice("ask.sent", number=7)` gives Telegram HTML."""

    language: str
    _translations: gettext.NullTranslations

    def __call__(self, key: str, *, n: int | None = None, **params: Any) -> Html:
        """Return the sentence; parameters are escaped unless they are Html. KeyError: no such."""
        safe = {name: _escaped(value) for name, value in params.items()}
        return Html(self._sentence(key, n).format(n=n, **safe))

    def plain(self, key: str, *, n: int | None = None, **params: Any) -> str:
        """Return the sentence unescaped, for buttons, thread titles and notifications."""
        return self._sentence(key, n).format(n=n, **params)

    def _sentence(self, key: str, n: int | None) -> str:
        if n is None:
            sentence = self._translations.gettext(key)
        else:
            sentence = self._translations.ngettext(key, key, n)
        if sentence == key:
            raise KeyError(f"{self.language}: {key}")
        return sentence

    def date(self, at: int, zone: str) -> str:
        """Return a day such as «2026 жылғы 27 ақпан»; `at` is UTC seconds."""
        return format_date(_local(at, zone), LONG_DATE[self.language], locale=self.language)

    def day(self, at: int, zone: str) -> str:
        """Return a day without its year, such as «27 ақпан»."""
        return format_date(_local(at, zone), SHORT_DATE[self.language], locale=self.language)

    def long_day(self, day: CalendarDay) -> str:
        """Return a day of the calendar such as «2026 жылғы 27 ақпан»."""
        return format_date(day, LONG_DATE[self.language], locale=self.language)

    def weekday(self, day: int) -> str:
        """Return an ISO weekday in short, such as «дс»; 1 is Monday."""
        name: str = get_day_names("abbreviated", "stand-alone", self.language)[day - 1]
        return name.rstrip(".")

    def month(self, at: int, zone: str) -> str:
        """Return a month such as «қараша 2026»."""
        return format_date(_local(at, zone), "LLLL y", locale=self.language)

    def decimal(self, value: float) -> str:
        """Return a number with at most one digit after the comma: «3», «12,4»."""
        return format_decimal(round(value, 1), format="#,##0.#", locale=self.language)

    def clock(self, at: int, zone: str) -> str:
        """Return the local time as 09:05."""
        return format_time(_local(at, zone), "HH:mm", locale=self.language)

    def moment(self, at: int, zone: str) -> str:
        """Return weekday, day and time: «дс, 23 қараша, 10:00»."""
        pattern = f"EEE, {SHORT_DATE[self.language]}, HH:mm"
        return format_datetime(_local(at, zone), pattern, locale=self.language)


@dataclass(frozen=True, slots=True)
class Texts:
    """All voices, by language."""

    voices: Mapping[str, Voice]

    def voice(self, language: str | None) -> Voice:
        """Return the voice of a language; an unknown one is answered in Kazakh."""
        return self.voices.get(language or "kk", self.voices["kk"])


def load_texts(folder: Path = LOCALES_FOLDER) -> Texts:
    """Read kk.po, ru.po and en.po. Raises CatalogProblems with all that is wrong in them."""
    problems: list[Problem] = []
    read = {language: _read(folder, language, problems) for language in LANGUAGES}
    catalogs = {language: found for language, found in read.items() if found is not None}
    keys = {language: _keys(found) for language, found in catalogs.items()}
    for language, own in keys.items():
        for missing in sorted(set().union(*keys.values()) - own):
            what = f"has no sentence for {missing}"
            problems.append(Problem(str(folder / f"{language}.po"), None, what))
    if problems:
        raise CatalogProblems(problems)
    return Texts({language: _voice(language, found) for language, found in catalogs.items()})


def _read(folder: Path, language: str, problems: list[Problem]) -> Catalog | None:
    file = str(folder / f"{language}.po")
    try:
        return read_catalog(folder, language)
    except PoFileError as error:
        problems.append(Problem(file, (error.lineno or 0) + 1, f"is not gettext: {error.args[0]}"))
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(file, None, f"cannot be read: {error}"))
    return None


def _keys(catalog: Catalog) -> set[str]:
    """The keys for which a catalogue says something; a plural sentence has its key twice."""
    return {
        one.id if isinstance(one.id, str) else one.id[0]
        for one in catalog
        if one.id and one.string and any(one.string)
    }


def read_catalog(folder: Path, language: str) -> Catalog:
    """Read one .po file with Babel; a malformed line raises babel's PoFileError."""
    with (folder / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _voice(language: str, catalog: Catalog) -> Voice:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Voice(language, gettext.GNUTranslations(compiled))


def _escaped(value: Any) -> Any:
    return value if isinstance(value, Html) or not isinstance(value, str) else escape(value, False)


def _local(at: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))

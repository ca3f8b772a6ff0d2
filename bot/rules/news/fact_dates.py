"""Finds days written in a Kazakh or Russian sentence; says nothing of what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

_RUSSIAN = (
    "январ[яьюе] янв", "феврал[яьюе] фев", "марта?у?е? мар", "апрел[яьюе] апр", "ма[яйюе]",
    "июн[яьюе] июн", "июл[яьюе] июл", "августа?у?е? авг", "сентябр[яьюе] сент?", "октябр[яьюе] окт",
    "ноябр[яьюе] ноя", "декабр[яьюе] дек",
)  # fmt: skip
_KAZAKH = (
    "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан",
    "қараша", "желтоқсан",
)  # fmt: skip
# plural, possessive, case, «-дағы»; not «-лық» (желтоқсандық), which makes another word
_SUFFIXES = (
    r"(?:(?:[дт]ың|[дт]ің|ның|нің|[нғқ]а|[нгк]е|[дтн]ан|[дтн]ен|[дт]а|[дт]е|н[дт]?а|н[дт]?е|"
    r"с?ы|с?і|сын|сін|ын|ін|ына|іне|сына|сіне|ында|інде|сында|сінде|ынан|інен|ының|інің)?"
    r"(?:[дт]ағы|[дт]егі|ғы|гі)?)"
)
_MONTH_OF = {
    re.compile(f"(?:{form})", re.I): number
    for months in (_RUSSIAN, _KAZAKH)
    for number, forms in enumerate(months, start=1)
    for form in forms.split()
}
_RU = "|".join(form for forms in _RUSSIAN for form in forms.split())
_MONTH = rf"(?:(?:{_RU})\b\.?|(?:{'|'.join(_KAZAKH)}){_SUFFIXES}\b)"
_NUMBER = r"(?:0?[1-9]|[12]\d|3[01])(?:-?(?:го|е|му|м|ші|шы|інші|ыншы|нші|ншы)\b)?"
_DAY = rf"(?<![\d.,:/№-]){_NUMBER}"
_YEAR = r"(?:\s*,?\s*(?P<{0}>20\d\d|19\d\d)(?:\s*-?\s*(?:год\w*|г\b\.?|жыл\w*|ж\b\.?))?)?"
_DASH = r"\s*(?:[-–—]|по|до|және|и|бен|мен|пен)\s*"
_KK_YEAR = r"(?:(?P<{0}>20\d\d|19\d\d)\s*(?:-\s*)?(?:жыл\w*|ж\.?)\s*,?\s*)?"

# «с 28 февраля по 3 марта 2026 года», «2026 жылғы 28 ақпаннан 3 наурызға дейін»
_TWO_MONTHS = re.compile(
    rf"{_KK_YEAR.format('y0')}(?P<d1>{_DAY})\s+(?P<m1>{_MONTH}){_YEAR.format('y1')}"
    rf"(?:\s*(?:[-–—]|\bпо\b|\bдо\b|\b[бмп]ен\b)\s*|(?<=[ае]н)\s+(?:бастап\s+)?)(?:(?P<y3>2\d{{3}})\s*жыл\w*\s+)?(?P<d2>{_DAY})\s+(?P<m2>{_MONTH}){_YEAR.format('y2')}",
    re.I,
)
# «12–14 марта», «с 12 по 14 марта», «12 и 13 марта», «4, 5 и 6 марта», «1-15 наурыз аралығында»
_TWO_DAYS = re.compile(
    rf"{_KK_YEAR.format('y0')}(?P<d1>{_DAY})(?:,\s*{_NUMBER})*{_DASH}(?P<d2>{_NUMBER})[\s-]+"
    rf"(?P<m2>{_MONTH}){_YEAR.format('y2')}",
    re.I,
)
_ONE = re.compile(
    rf"{_KK_YEAR.format('y0')}(?P<d2>{_DAY})[\s-]+(?P<m2>{_MONTH}){_YEAR.format('y2')}", re.I
)
# «наурыздың 10-ынан 15-іне дейін», «2026 жылғы наурыз айының 15-інде»
_MONTH_FIRST = re.compile(
    rf"{_KK_YEAR.format('y0')}(?P<m2>(?:{'|'.join(_KAZAKH)}){_SUFFIXES})(?:\s+ай\w*)?\s+"
    rf"(?:(?P<d1>\d{{1,2}}-[ыінша-яәі]+н?[ае]н)\s+(?:бастап\s+)?)?(?P<d2>\d{{1,2}}-[сшыіңнаедқкғг]+)\b",
    re.I,
)
_NUMBERS = re.compile(
    r"(?<![\d.,/-])(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>20\d\d|\d\d)(?![\d/]|\.\d)"
)
_NUMBER_RANGE = re.compile(
    r"(?<![\d.,/-])(?P<d1>\d{1,2})[./](?P<m1>\d{1,2})(?:[./](?P<y1>20\d\d|\d\d))?"
    r"\s*(?:[-–—]|по|до)\s*"
    r"(?P<d2>\d{1,2})[./](?P<m2>\d{1,2})[./](?P<y2>20\d\d|\d\d)(?![\d/]|\.\d)"
)
_ISO = re.compile(r"(?<![\d-])(?P<y2>20\d\d)([-.])(?P<m2>\d\d)\2(?P<d2>\d\d)(?![\d-])")
# «до 20.12»: without a year only where nothing but a day can be meant
_BARE = re.compile(
    r"(?:(?<=\bдо\s)|(?<=\bдедлайн\s)|(?<=\bдедлайн:\s))(?P<d2>\d\d)\.(?P<m2>[01]\d)"
    r"(?!\d|[.,]\d|\s*(?:%|тенге|тг|млн|час))",
    re.I,
)
_BARE_KK = re.compile(r"(?<![\d.,])(?P<d2>\d\d)\.(?P<m2>[01]\d)(?=[-\s]*(?:[гқкғ][ае]\s*)?дейін)")
# the last day of a month or a year: «конца ноября», «қараша айының соңына», «жыл соңына»
_MONTH_END = re.compile(
    rf"\bконца\s+(?P<m2>(?:{_RU})\b){_YEAR.format('y2')}"
    rf"|{_KK_YEAR.format('y0')}\b(?P<m3>(?:{'|'.join(_KAZAKH)}){_SUFFIXES})(?:\s+ай\w*)?\s+(?:соңына|аяғына)\b",
    re.I,
)
_YEAR_END = re.compile(
    r"\bконца\s+(?:(?:этого|текущего|нынешнего)\s+)?(?:(?P<y2>20\d\d)\s+)?года\b"
    r"|\b(?:(?P<y0>20\d\d)\s+)?жыл(?:дың)?\s+(?:соңына|аяғына)\b",
    re.I,
)
_ENDS = (_MONTH_END, _YEAR_END)
_LAST_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FORMS = (
    _TWO_MONTHS, _TWO_DAYS, _ONE, _MONTH_FIRST, _NUMBER_RANGE, _NUMBERS, _ISO, _BARE, _BARE_KK,
)  # fmt: skip
_COLON = re.compile(r"(?<![\d:.,])(?P<h>[01]?\d|2[0-4]):(?P<m>[0-5]\d)(?![\d:])")
_DOT = re.compile(
    r"(?:\b(?:в|к|с|до|сағат)\s+|начал[оа]\w*\s+)(?P<h>[01]?\d|2[0-3])[.-](?P<m>[0-5]0|1[3-9]|[2-5]\d)(?![\d.])",
    re.I,
)
_HOURS = re.compile(r"\b(?:в|к|с|до)\s+(?P<h>[01]?\d|2[0-3])(?P<m>)\s+(?:час|ч\b)", re.I)
_SAGAT = re.compile(r"\bсағат\s+(?P<h>[01]?\d|2[0-3])(?P<m>)(?:-|\s|\b)(?![.:\d])", re.I)


@dataclass(frozen=True, slots=True)
class Mention:
    """A day or a range as written at start:end; a year that is not written is 0."""

    start: int
    end: int
    first: tuple[int, int, int]
    last: tuple[int, int, int]

    @property
    def ranged(self) -> bool:
        """Whether two days are named."""
        return self.first != self.last


def mentions(sentence: str) -> Iterator[Mention]:
    """The days of a sentence in its order; forms that name more come before those within them."""
    taken: list[tuple[int, int]] = []
    found: list[Mention] = []
    for form in _FORMS:
        for match in form.finditer(sentence):
            start, end = match.span()
            if all(end <= one or two <= start for one, two in taken):
                taken.append((start, end))
                found.extend(_mention(match))
    found.extend(_last_day(match) for form in _ENDS for match in form.finditer(sentence))
    yield from sorted(found, key=lambda one: one.start)


def clock_near(sentence: str, mention: Mention) -> time | None:
    """The hour written nearest to the day, if one is within forty characters."""
    near: list[tuple[int, time]] = []
    for form in (_COLON, _DOT, _HOURS, _SAGAT):
        for match in form.finditer(sentence):
            away = max(match.start() - mention.end, mention.start - match.end())
            hour = int(match["h"])
            if -1 <= away <= 40 and hour < 24:
                near.append((away, time(hour, int(match["m"] or 0))))
    return min(near)[1] if near else None


def day_of(written: tuple[int, int, int], year: int) -> date | None:
    """The day; `year` is taken where none is written. None for 31 April."""
    try:
        return date(written[0] or year, written[1], written[2])
    except ValueError:
        return None


def _last_day(match: re.Match[str]) -> Mention:
    parts = match.groupdict()
    written = parts.get("m2") or parts.get("m3")
    month = _month(written) if written else 12
    day = (_year(parts.get("y2") or parts.get("y0")), month, _LAST_DAYS[month - 1])
    return Mention(match.start(), match.end(), day, day)


def _mention(match: re.Match[str]) -> Iterator[Mention]:
    parts = match.groupdict()
    early = _year(parts.get("y1")) or _year(parts.get("y0"))
    year = _year(parts.get("y2")) or _year(parts.get("y3")) or early
    if year == early and parts.get("m1") and _month(parts["m1"]) > _month(parts["m2"]):
        # «с 20 декабря 2026 года по 10 января»
        year = early + 1 if early else 0
    last = (year, _month(parts["m2"]), _number(parts["d2"]))
    first = last
    if parts.get("d1"):
        month = _month(parts["m1"]) if parts.get("m1") else last[1]
        # «28 декабря – 10 января 2027 года»
        before = year - 1 if year and month > last[1] else year
        first = (early or before, month, _number(parts["d1"]))
    if all(1 <= one[1] <= 12 and 1 <= one[2] <= 31 for one in (first, last)):
        yield Mention(match.start(), match.end(), first, last)


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else 0


def _year(text: str | None) -> int:
    """The year of four digits or two; 0 where none is written."""
    number = int(text or 0)
    return number + 2000 if 0 < number < 100 else number


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return next(number for form, number in _MONTH_OF.items() if form.match(text))

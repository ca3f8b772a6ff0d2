"""Makes the monthly report of a log of events alone; knows no names and no texts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from statistics import median
from typing import Any

from bot.rules.desk.suppression import ALL, SMALL, Key, cube, hidden
from storage.records.case_clocks import ANSWER, SOLUTION

LATE = 100  # per cent of a target


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case's log; `at` is a UTC second, `data` ids and reasons."""

    case_id: int
    at: int
    kind: str
    data: Mapping[str, Any]


@dataclass(slots=True)
class CaseLine:
    """What the log says of one case. `times`: working seconds used and allowed, by target."""

    district: str = ""
    category: str = ""
    language: str = ""
    office: str = ""
    outcome: str | None = None
    good: bool | None = None
    helped: bool | None = None
    forwarded: bool = False
    moved: bool = False
    withdrawn: bool = False
    times: dict[str, tuple[int, int]] = field(default_factory=dict)
    late: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast `cases` reached the target: `median_s` working seconds; `share` in time, 0 to 1.

    `share` None: it would tell how many were late, or in time, and these are fewer than SMALL, here
    or in another category by what is left of all.
    """

    cases: int
    median_s: float
    share: float | None


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts with their totals, and which of them are hidden."""

    counts: Mapping[Key, int]
    hidden: frozenset[Key]

    def shown(self, *key: str) -> int | None:
        """The count; None: it is hidden."""
        return None if key in self.hidden else self.counts.get(key, 0)


@dataclass(frozen=True, slots=True)
class Report:
    """One month. `cases` by district, category, language; `marks` by what became of cases.

    `paces` by (target, category or ALL), only where at least SMALL cases reached the target.
    """

    cases: Counted
    outcomes: Counted
    ratings: Counted
    helped: Counted
    forwarded: Counted
    moved: Counted
    late: Counted
    paces: Mapping[tuple[str, str], Pace]

    @property
    def total(self) -> int | None:
        """How many cases were opened; None: hidden."""
        return self.cases.shown(ALL, ALL, ALL)

    def values(self, place: int) -> list[str]:
        """The districts (0), categories (1) or languages (2) that occur, most cases first."""
        totals: Counter[str] = Counter()
        for key, count in self.cases.counts.items():
            if key[place] != ALL and all(part == ALL for at, part in enumerate(key) if at != place):
                totals[key[place]] = count
        return [name for name, _ in sorted(totals.items(), key=lambda one: (-one[1], one[0]))]


def read_cases(log: Iterable[Happened]) -> list[CaseLine]:
    """One line for each case of a log that is ordered by case and time; unopened ones are none."""
    lines = []
    for _, events in groupby(log, key=lambda event: event.case_id):
        line = CaseLine()
        for event in events:
            _note(line, event)
        if line.category:
            lines.append(line)
    return lines


def _note(line: CaseLine, event: Happened) -> None:
    data = event.data
    match event.kind:
        case "opened":
            for name in ("district", "category", "language", "office"):
                setattr(line, name, str(data.get(name, "")))
        case "met" if data["kind"] not in line.times:
            line.times[data["kind"]] = (int(data["spent_s"]), int(data["allowed_s"]))
        case "step" if int(data["percent"]) >= LATE:
            line.late.add(str(data["kind"]))
        case "closed":
            line.outcome = str(data["outcome"])
        case "reopened":
            line.outcome = None
            line.times.pop(SOLUTION, None)
        case "rated":
            line.good = bool(data["good"])
        case "helped":
            line.helped = bool(data["yes"])
        case "forwarded":
            line.forwarded = True
        case "transferred":
            line.moved = True
            line.office = str(data.get("to", line.office))
        case "withdrawn":
            line.withdrawn = True


def make_report(cases: Sequence[CaseLine]) -> Report:
    """Count everything; numbers from 1 to SMALL - 1 are hidden with what would reveal them."""
    return Report(
        cases=_counted((one.district, one.category, one.language) for one in cases),
        outcomes=_counted((one.outcome or "open",) for one in cases),
        ratings=_counted((_yes(one.good),) for one in cases),
        helped=_counted((_yes(one.helped),) for one in cases),
        forwarded=_counted((_yes(one.forwarded),) for one in cases),
        moved=_counted((_yes(one.moved),) for one in cases),
        late=_counted((_yes(ANSWER in one.late),) for one in cases),
        paces=_paces(cases),
    )


def _counted(keys: Iterable[Key]) -> Counted:
    counts = cube(keys)
    return Counted(counts, hidden(counts))


def _yes(value: bool | None) -> str:
    return "none" if value is None else ("yes" if value else "no")


def _paces(cases: Sequence[CaseLine]) -> dict[tuple[str, str], Pace]:
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for one in cases:
        for target, times in one.times.items():
            for category in (one.category, ALL):
                found.setdefault((target, category), []).append(times)
    secret = {target: _secret_shares(cases, target) for target, _ in found}
    return {
        (target, category): _pace(times, tells=category in secret[target])
        for (target, category), times in found.items()
        if len(times) >= SMALL
    }


def _secret_shares(cases: Sequence[CaseLine], target: str) -> frozenset[str]:
    """The categories whose share would tell a small number of late cases, its own or another's."""
    reached = [(one.category, one.times[target]) for one in cases if target in one.times]
    keys = ((category, _yes(spent <= allowed)) for category, (spent, allowed) in reached)
    return frozenset(category for category, in_time in hidden(cube(keys)) if in_time != ALL)


def _pace(times: Sequence[tuple[int, int]], *, tells: bool) -> Pace:
    in_time = sum(spent <= allowed for spent, allowed in times)
    return Pace(
        len(times), median(spent for spent, _ in times), None if tells else in_time / len(times)
    )

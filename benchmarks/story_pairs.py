"""Reads the labelled tellings of training/stories into pairs, and counts what was joined."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "training" / "stories"
NEWS = tuple(
    Path(__file__).parents[2] / "shared" / "data" / f"news_{name}_dev.jsonl"
    for name in ("labelled", "fresh")
)
NOON = "T12:00+00:00"
# what the tellings' hours count from
START = 1_795_000_000
KINDS = ("kk-kk", "ru-ru", "kk-ru")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One telling; those of one family and event tell the same, of one family look alike."""

    number: int
    family: str
    event: str
    language: str
    at: int
    title: str
    lead: str
    link: str = ""

    @property
    def text(self) -> str:
        """All its words."""
        return f"{self.title} {self.lead}"


@dataclass(frozen=True, slots=True)
class Pair:
    """The earlier telling and the later one."""

    known: Labelled
    new: Labelled

    @property
    def same(self) -> bool:
        """Whether both tell one event."""
        return (self.known.family, self.known.event) == (self.new.family, self.new.event)

    @property
    def kind(self) -> str:
        """kk-kk, ru-ru or kk-ru."""
        return "-".join(sorted((self.known.language, self.new.language)))


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over some pairs."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Share of joined pairs that belong together."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of pairs that belong together and were joined."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def tellings(part: str) -> list[Labelled]:
    """The tellings of one file, in the order of their time."""
    with (FOLDER / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    read = [
        Labelled(
            number, row["family"], row["event"], row["language"],
            START + round(float(row["hours"]) * 3600), row["title"], row["lead"],
            row.get("link") or "",
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    return sorted(read, key=lambda one: one.at)


def labelled_news(*, dated: bool) -> list[Labelled]:
    """News of others, read from beside the repository; none where they are missing.

    Half of them bear no date: either all are taken as told in one hour, which is harder than life,
    or those that are `dated` at noon of their day and the others in that hour.
    """
    lines = (line for file in NEWS if file.exists() for line in _lines(file))
    read = [
        Labelled(
            number, "news", row.get("dup_group") or row["id"], row["lang"],
            _noon(row.get("date")) if dated else START, row["title"], row.get("summary") or "",
            row.get("source") or "",
        )
        for number, row in enumerate(map(json.loads, lines))
    ]  # fmt: skip
    return sorted(read, key=lambda one: one.at)


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()


def _noon(day: str | None) -> int:
    return int(datetime.fromisoformat(day + NOON).astimezone(UTC).timestamp()) if day else START


def pairs_of(told: Iterable[Labelled]) -> Iterator[Pair]:
    """Every pair within a family: what is told alike is what is hard to tell apart."""
    for known, new in combinations(told, 2):
        if known.family == new.family:
            yield Pair(known, new)


def counted(pairs: Iterable[Pair], joined: Callable[[Pair], bool]) -> Score:
    """How a decision does on the pairs."""
    found = [(pair.same, joined(pair)) for pair in pairs]
    return Score(found.count((True, True)), found.count((False, True)), found.count((True, False)))

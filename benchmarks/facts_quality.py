"""Measures which deadlines and event dates are found in the sentences of training/facts.

`python -m benchmarks.facts_quality [--misses]` - precision and recall of each kind, each sitting
and language apart; a fact counts only with its day, its last day and its hour.
"""

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.rules.news.facts import facts_of
from storage.records.facts import Fact

FOLDER = Path(__file__).parents[1] / "training" / "facts"
KAZAKH = frozenset("әғқңөұүһі")
KINDS = {"D": "deadline", "E": "event_date"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence published that day and the facts that a reader finds in it, as `short` says."""

    published: date
    expected: frozenset[str]
    text: str

    @property
    def language(self) -> str:
        """kk or ru."""
        return "ru" if KAZAKH.isdisjoint(self.text.lower()) else "kk"


def main() -> None:
    """Print a table for each sitting."""
    for file in sorted(FOLDER.glob("*.tsv")):
        some = sentences(file)
        print(f"\n{file.stem}: {len(some)} sentences")
        for language in ("kk", "ru"):
            ours = [one for one in some if one.language == language]
            print(f"  {language}  " + "   ".join(shown(kind, ours) for kind in KINDS))
        if "--misses" in sys.argv:
            misses(some)


def sentences(file: Path) -> list[Sentence]:
    """The lines of one table."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Sentence(
            date.fromisoformat(row["published"]),
            frozenset(filter(None, row["expected"].split("; "))),
            row["sentence"],
        )
        for row in rows
    ]


def found(one: Sentence) -> frozenset[str]:
    """What the rules find in it."""
    return frozenset(short(fact) for fact in facts_of("", one.text, one.published))


def short(fact: Fact) -> str:
    """`D 2026-12-15 18:00`, `E 2026-12-12..2026-12-14`."""
    last = f"..{fact.last_day}" if fact.last_day else ""
    clock = f" {fact.clock:%H:%M}" if fact.clock else ""
    return f"{fact.kind[0].upper()} {fact.day}{last}{clock}"


def counted(kind: str, some: Iterable[Sentence]) -> tuple[int, int, int]:
    """Facts of a kind that are right, wrong and missed."""
    right = wrong = missed = 0
    for one in some:
        ours, theirs = (
            {fact for fact in facts if fact[0] == kind} for facts in (found(one), one.expected)
        )
        right += len(ours & theirs)
        wrong += len(ours - theirs)
        missed += len(theirs - ours)
    return right, wrong, missed


def shown(kind: str, some: Iterable[Sentence]) -> str:
    """Precision and recall of one kind."""
    right, wrong, missed = counted(kind, some)
    precision, recall = right / max(1, right + wrong), right / max(1, right + missed)
    counts = f"({right} right, {wrong} wrong, {missed} missed)"
    return f"{KINDS[kind]}: {precision:.3f} / {recall:.3f} {counts}"


def misses(some: Iterable[Sentence]) -> None:
    """Print what was decided wrongly."""
    for one in some:
        if found(one) != one.expected:
            print("   ", sorted(found(one)), "wanted", sorted(one.expected), one.text)


if __name__ == "__main__":
    main()

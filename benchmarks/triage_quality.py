"""Measures triage on the tables kept apart from training, beside the list of phrases alone.

Prints recall and false alarms by kind of language, how often the right category is among the first
three, and milliseconds a message. Needs the catalogue and training/triage/kept_apart*.tsv.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bot.desk.knowledge import load_knowledge  # noqa: E402 - after the path of the repository
from bot.news.catalog_news import load_news_catalog  # noqa: E402 - as above
from bot.rules.desk.desk_catalog import GUESSES, Knowledge  # noqa: E402 - as above

TABLES = ROOT / "training" / "triage"
KEPT = TABLES / "kept_apart.tsv"
KEPT_LATER = TABLES / "kept_apart_2.tsv"  # written before sitting 23, never looked into
KEPT_LAST = TABLES / "kept_apart_3.tsv"  # written before sitting 28 by one who had read no line
KEPT_EVERYDAY = TABLES / "kept_apart_4.tsv"  # ordinary lines and danger without its words
KEPT_BLIND = TABLES / "kept_apart_5.tsv"  # by one who had read no line, no word and not this page
KEPT_ALL = (KEPT, KEPT_LATER, KEPT_LAST, KEPT_EVERYDAY, KEPT_BLIND)
CATALOG = ROOT / "bot" / "catalog"
ROUNDS = 5

Alarm = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Message:
    """A labelled message; `kind` is kk, ru, mixed, bare (no Kazakh letters), latin or typos."""

    text: str
    category: str
    sensitive: bool
    kind: str


def kept_apart(path: Path = KEPT) -> list[Message]:
    """The messages that training never reads."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
    return [Message(text, category, flag == "1", kind) for text, category, flag, kind in rows]


def shipped_knowledge() -> Knowledge:
    """The catalogue as it ships."""
    return load_knowledge(CATALOG, load_news_catalog(CATALOG))


def share(of: Sequence[bool]) -> float:
    """How many are true, 0 to 1."""
    return sum(of) / max(1, len(of))


def recall(messages: Sequence[Message], alarm: Alarm) -> float:
    """Of the sensitive messages, how many are noticed."""
    return share([alarm(one.text) for one in messages if one.sensitive])


def false_alarms(messages: Sequence[Message], alarm: Alarm) -> float:
    """Of the harmless messages, how many are taken for sensitive."""
    return share([alarm(one.text) for one in messages if not one.sensitive])


def among_first(messages: Sequence[Message], knowledge: Knowledge, count: int) -> float:
    """Of the harmless messages, how many have their category among the first `count`."""
    return share(
        [
            one.category in [name for name, _ in knowledge.triage(one.text).categories[:count]]
            for one in messages
            if not one.sensitive
        ]
    )


def milliseconds(messages: Sequence[Message], knowledge: Knowledge) -> list[float]:
    """How long each message took, the quickest of ROUNDS, ascending."""
    took = []
    for one in messages:
        rounds = []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            knowledge.triage(one.text)
            rounds.append(time.perf_counter() - begun)
        took.append(min(rounds) * 1000)
    return sorted(took)


def print_quality(messages: Sequence[Message], knowledge: Knowledge) -> None:
    """Prints recall and false alarms by kind of language, then how often the category is right."""
    peers: dict[str, Alarm] = {
        "model and list": lambda text: knowledge.triage(text).sensitive,
        "list alone": lambda text: knowledge.urgent.phrase(text) is not None,
    }
    print(f"{'kind':8} {'sensitive':>9} {'harmless':>8}", *(f"{name:>22}" for name in peers))
    for kind in ("all", *sorted({one.kind for one in messages})):
        here = [one for one in messages if kind in ("all", one.kind)]
        danger = sum(one.sensitive for one in here)
        told = [
            f"{recall(here, alarm):7.3f} /{false_alarms(here, alarm):6.3f} FA".rjust(22)
            for alarm in peers.values()
        ]
        print(f"{kind:8} {danger:9} {len(here) - danger:8}", *told)
    print(
        f"right category among the first {GUESSES}: {among_first(messages, knowledge, GUESSES):.3f}"
    )
    print(f"right category first: {among_first(messages, knowledge, 1):.3f}")


def main() -> None:
    knowledge = shipped_knowledge()
    for path in KEPT_ALL:
        print(f"\n{path.name}")
        print_quality(kept_apart(path), knowledge)
    print("\nall together")
    print_quality([one for path in KEPT_ALL for one in kept_apart(path)], knowledge)
    took = milliseconds(kept_apart(), knowledge)
    print(
        f"\nms a message: median {took[len(took) // 2]:.2f}, p99 {took[len(took) * 99 // 100]:.2f}"
    )


if __name__ == "__main__":
    main()

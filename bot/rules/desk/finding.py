"""Ranks cases by the words they share with a search (BM25), and hides who people are."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from storage.records.staff_desk import WordUse

# Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009): the usual values; lengths
# are not compared, since a case grows with every letter of its conversation.
SATURATION = 1.2
LEAD = 160
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bt\.me/\S+|@\w{4,}")
_NUMBER = re.compile(r"\+?\d[\d \-()]{3,}\d|\d{4,}")


def ranked(
    uses: Iterable[WordUse], asked: Sequence[tuple[str, ...]], cases: int
) -> list[tuple[int, float]]:
    """Cases with their scores, the best first.

    `asked` are words by their possible stems; `cases` is how many there are at all. A case that
    has more of the words goes before one that repeats a single word.
    """
    times: dict[str, Counter[int]] = defaultdict(Counter)
    for use in uses:
        times[use.word][use.case_id] += use.times
    words: Counter[int] = Counter()
    total: dict[int, float] = defaultdict(float)
    for stems in asked:
        found: Counter[int] = Counter()
        for stem in stems:
            found |= times.get(stem, Counter())
        rarity = math.log(1 + (cases - len(found) + 0.5) / (len(found) + 0.5))
        for case_id, count in found.items():
            total[case_id] += max(rarity, 0.05) * count * (SATURATION + 1) / (count + SATURATION)
            words[case_id] += 1
    return sorted(total.items(), key=lambda one: (-words[one[0]], -one[1], -one[0]))


def hidden(text: str) -> str:
    """The text without numbers, addresses and links by which a person could be known."""
    return _NUMBER.sub("…", _ADDRESS.sub("…", text))


def lead(text: str, length: int = LEAD) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"

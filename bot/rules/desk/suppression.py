"""Hides small numbers of a table with totals, and as many others as would give them away."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

Key = tuple[str, ...]
ALL = "*"  # in place of a value: all of them together
SMALL = 5


def cube(keys: Iterable[Key]) -> Counter[Key]:
    """How many keys there are of each kind, with every total: ALL stands for "all of them"."""
    counts: Counter[Key] = Counter()
    for key, many in Counter(keys).items():
        for total in product(*((part, ALL) for part in key)):
            counts[total] += many
    return counts


def hidden(counts: Mapping[Key, int], small: int = SMALL) -> frozenset[Key]:
    """The cells that must not be shown: those of 1 to `small` - 1, and what would reveal them.

    In each line (values and their total) either nothing is hidden, or at least two cells whose
    sum leaves every one of them open: a total less the shown ones must not name a small number.
    """
    secret = {key for key, count in counts.items() if 0 < count < small}
    lines = list(_lines(counts))
    changed = True
    while changed:
        changed = False
        for line in lines:
            extra = _lacking(line, secret, counts, small)
            if extra is not None:
                secret.add(extra)
                changed = True
    return frozenset(secret)


def _lines(counts: Mapping[Key, int]) -> Iterator[Sequence[Key]]:
    """Every line that adds up: the cells that differ in one place, their total last."""
    lines: dict[tuple[int, Key], list[Key]] = {}
    for key in counts:
        for place in range(len(key)):
            rest = (*key[:place], *key[place + 1 :])
            lines.setdefault((place, rest), []).append(key)
    for (place, _), keys in lines.items():
        yield sorted(keys, key=lambda key, at=place: (key[at] == ALL, key))  # type: ignore[misc]


def _lacking(
    line: Sequence[Key], secret: set[Key], counts: Mapping[Key, int], small: int
) -> Key | None:
    """The cell to hide beside those of this line, None where they are safe."""
    gone = [key for key in line if key in secret]
    if not gone:
        return None
    parts = [key for key in gone if key != line[-1]]
    total_gone = line[-1] in secret
    uncertain = len(gone) >= 2 and (total_gone or sum(counts[key] for key in parts) >= small)
    shown = [key for key in line if key not in secret and counts[key] > 0]
    if uncertain or not shown:
        return None
    # cells before the total; the smallest one tells least by going
    return min(shown, key=lambda key: (key == line[-1], counts[key], key))

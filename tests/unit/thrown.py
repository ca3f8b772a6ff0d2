"""Texts and bytes thrown by a seeded die: three times as many as Hypothesis throws, in less time.

Where nothing is to be shrunk (the promise is only that reading never fails) the die is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

THROWS = 300
T = TypeVar("T")


def texts(letters: str, longest: int) -> Iterator[str]:
    """Yield texts of these letters, and now and then of all others."""
    for dice in map(Random, range(THROWS)):
        others = "".join(chr(dice.randrange(0xD800)) for _ in range(9))
        yield "".join(_some(dice, letters if dice.random() < 0.9 else letters + others, longest))


def bodies(longest: int) -> Iterator[bytes]:
    """Yield bytes, of few values or of many."""
    for dice in map(Random, range(THROWS)):
        yield bytes(_some(dice, range(256), longest))


def _some(dice: Random, values: Sequence[T], longest: int) -> list[T]:
    few = dice.choices(values, k=dice.randint(1, len(values)))
    return dice.choices(few, k=dice.randint(0, longest))

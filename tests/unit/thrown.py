"""Texts and bytes thrown by a seeded die: twice as many as Hypothesis throws, in less time.

Where nothing is to be shrunk (the promise is only that reading never fails) the die is enough.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

THROWS = 200


def texts(letters: str, longest: int) -> Iterator[str]:
    """Yield texts of these letters, and now and then of all others."""
    for dice in map(Random, range(THROWS)):
        others = "".join(chr(dice.randrange(0xD800)) for _ in range(9))
        values = letters if dice.random() < 0.9 else letters + others
        few = dice.choices(values, k=dice.randint(1, len(values)))
        yield "".join(dice.choices(few, k=dice.randint(0, longest)))


def bodies(longest: int) -> Iterator[bytes]:
    """Yield bytes, of few values or of many."""
    for dice in map(Random, range(THROWS)):
        few = dice.randbytes(dice.randint(1, 256))
        longer = dice.randbytes(dice.randint(0, longest))
        yield bytes(few[value % len(few)] for value in longer)

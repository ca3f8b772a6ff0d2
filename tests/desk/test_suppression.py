"""Small numbers of a report are hidden, and cannot be computed from what is shown."""

from collections.abc import Mapping
from itertools import product
from random import Random

from bot.rules.desk.suppression import ALL, Key, cube, hidden

DISTRICTS, CATEGORIES, LANGUAGES = ("alga", "temir", "oyil"), ("labour", "grants"), ("kk", "ru")


def random_cases(seed: int) -> list[Key]:
    dice = Random(seed)
    found: list[Key] = []
    for key in product(DISTRICTS, CATEGORIES, LANGUAGES):
        found += [key] * dice.choice((0, 0, 1, 3, 4, 5, 8, 20))
    return found


def bounds(counts: Mapping[Key, int], secret: frozenset[Key]) -> dict[Key, tuple[int, int]]:
    """What a reader can work out: the least and the most that each hidden cell may hold."""
    known = {key: (0, 10_000) if key in secret else (n, n) for key, n in counts.items()}
    for _ in range(12):
        for key in counts:
            for place in range(3):
                if key[place] != ALL:
                    continue
                parts = [
                    one
                    for one in counts
                    if one[place] != ALL and (*one[:place], ALL, *one[place + 1 :]) == key
                ]
                low, high = known[key]
                lows, highs = ([known[one][at] for one in parts] for at in (0, 1))
                known[key] = max(low, sum(lows)), min(high, sum(highs))
                for one in parts:
                    mine = known[one]
                    rest_low = sum(known[other][0] for other in parts if other != one)
                    rest_high = sum(known[other][1] for other in parts if other != one)
                    known[one] = (
                        max(mine[0], known[key][0] - rest_high),
                        min(mine[1], known[key][1] - rest_low),
                    )
    return known


def test_every_small_number_is_hidden_and_large_ones_mostly_are_not() -> None:
    counts = cube([("alga", "labour", "kk")] * 30 + [("temir", "labour", "kk")] * 3)
    secret = hidden(counts)
    assert ("temir", "labour", "kk") in secret
    assert ("alga", "labour", "kk") in secret  # the total less the shown one would be 3
    assert (ALL, ALL, ALL) not in secret


def test_a_table_without_small_numbers_hides_nothing() -> None:
    counts = cube(key for key in product(DISTRICTS, CATEGORIES, LANGUAGES) for _ in range(5))
    assert hidden(counts) == frozenset()


def test_no_hidden_number_can_be_computed_from_what_is_shown() -> None:
    for seed in range(25):
        counts = cube(random_cases(seed))
        secret = hidden(counts)
        assert all(key in secret for key, n in counts.items() if 0 < n < 5)
        for key, (low, high) in bounds(counts, secret).items():
            assert key not in secret or low < high, (seed, key, counts[key])


def test_totals_add_up() -> None:
    counts = cube(random_cases(1))
    assert counts[(ALL, ALL, ALL)] == len(random_cases(1))
    assert counts[(ALL, "labour", ALL)] == sum(
        counts[(ALL, "labour", language)] for language in LANGUAGES
    )

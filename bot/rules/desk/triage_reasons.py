"""Names the words of a message that weighed most in a decision."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from bot.rules.desk.triage_features import Meanings, pieces, spelt

SPAN = 6  # words that are shown at most


def loudest(words: Sequence[str], weights: Mapping[str, float], meanings: Meanings) -> str | None:
    """The stretch of at most SPAN words with the greatest weight, as typed; None without words.

    `weights` are what each feature of the message added. A meaning's weight falls upon the words
    that gave it, a piece's upon the first word that has it.
    """
    shares = [0.0] * len(words)
    seen: set[str] = set()
    for position, word in enumerate(words):
        fresh = set(pieces(spelt(word))) - seen
        seen |= fresh
        shares[position] += sum(weights.get(piece, 0.0) for piece in fresh)
    given = sorted(meanings.names(words).items())
    for name, positions in given:
        _spread(shares, weights.get(f"@{name}", 0.0), positions)
    for (one, here), (two, there) in combinations(given, 2):
        _spread(shares, weights.get(f"@{one}@{two}", 0.0), here + there)
    return " ".join(words[slice(*_best(shares))]) or None


def _spread(shares: list[float], weight: float, positions: Sequence[int]) -> None:
    for position in positions:
        shares[position] += weight / len(positions)


def _best(shares: Sequence[float]) -> tuple[int, int]:
    """Where the stretch of greatest sum begins and ends; the shorter of equals."""
    spans = [
        (start, end)
        for start in range(len(shares))
        for end in range(start + 1, min(start + SPAN, len(shares)) + 1)
    ]
    return max(
        spans, key=lambda span: (sum(shares[slice(*span)]), span[0] - span[1]), default=(0, 0)
    )

"""What the news model reads: beginnings of words, pairs of them, meanings, what patterns saw.

A title says what an entry is about, so its words weigh more than those of the lead.

Training and use both come here, so that they cannot drift apart.
"""

from collections.abc import Iterator
from itertools import pairwise

from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.relevance import tier_by_patterns
from bot.rules.news.topics import topics_by_patterns
from bot.rules.text.patterns import Match
from bot.rules.text.sightings import LEAD_TOKENS, Sightings

SHORT, LONG, PAIR = 4, 6, 5  # letters of a word's beginning; measured best of six settings
WORDS_WEIGH, PATTERNS_WEIGH, MEANINGS_WEIGH = 5.0, 0.5, 1.0
TITLE_WEIGHS = 2.0  # times a word of the lead; by models of fewer writers, docs/models/news.md
MEANING = "means:"


def features(seen: Sightings, catalog: NewsCatalog) -> dict[str, float]:
    """Values by name: words share one length, so that long texts do not shout.

    A false friend that a mask hides is hidden here too.
    """
    found: dict[str, float] = {}
    for name, weight in _of_words(seen):
        found[name] = max(weight, found.get(name, 0.0))
    length = max(1.0, sum(weight * weight for weight in found.values()) ** 0.5)
    values = {name: WORDS_WEIGH * weight / length for name, weight in found.items()}
    values |= _of_patterns(seen, catalog)
    told = _meanings(seen, catalog)
    weight = MEANINGS_WEIGH / max(1.0, len(told) ** 0.5)
    values.update((MEANING + meaning, weight) for meaning in told)
    return values


def _of_patterns(seen: Sightings, catalog: NewsCatalog) -> dict[str, float]:
    tier, _ = tier_by_patterns(seen, catalog)
    names = [f"tier:{tier}"]
    for topic in topics_by_patterns(seen, catalog, "core"):
        names.append(f"topic:{topic.id}")
        if topic.in_title:
            names.append(f"title:{topic.id}")
    return dict.fromkeys(names, PATTERNS_WEIGH)


def _meanings(seen: Sightings, catalog: NewsCatalog) -> set[str]:
    return {
        meaning
        for pattern, matches in seen.by_pattern.items()
        if pattern in catalog.meanings and any(_is_read(match, seen) for match in matches)
        for meaning in catalog.meanings[pattern]
    }


def _words_of_meaning(meaning: str, seen: Sightings, catalog: NewsCatalog) -> str:
    return next(
        match.words(seen.tokens)
        for pattern, matches in seen.by_pattern.items()
        if meaning in catalog.meanings.get(pattern, ())
        for match in matches
        if _is_read(match, seen)
    )


def _is_read(match: Match, seen: Sightings) -> bool:
    return match.positions[-1] < LEAD_TOKENS and seen.hidden.isdisjoint(match.positions)


def _of_words(seen: Sightings) -> Iterator[tuple[str, float]]:
    """Names and weights; a pair that begins in the title and ends in the lead is the lead's."""
    read = [
        (seen.tokens[position].folded, TITLE_WEIGHS if position < seen.title_length else 1.0)
        for position in seen.telling
    ]
    for word, weight in read:
        yield word[:SHORT], weight
        if len(word) >= LONG:
            yield word[:LONG], weight
    for (first, _), (second, weight) in pairwise(read):
        yield f"{first[:PAIR]} {second[:PAIR]}", weight


def words_behind(feature: str, seen: Sightings, catalog: NewsCatalog) -> str:
    """The words of the text that a feature stands for, as published; empty for a pattern's."""
    if feature.startswith(MEANING):
        return _words_of_meaning(feature.removeprefix(MEANING), seen, catalog)
    tokens, read = seen.tokens, seen.telling
    first, _, second = feature.partition(" ")
    spans = pairwise(read) if second else zip(read, read, strict=True)
    return next(
        (
            " ".join(token.raw for token in tokens[begin : end + 1])
            for begin, end in spans
            if tokens[begin].folded.startswith(first) and tokens[end].folded.startswith(second)
        ),
        "",
    )

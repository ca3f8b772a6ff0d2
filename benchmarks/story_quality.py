"""Measures which tellings are joined into stories, beside two plain peers, in one run.

`python -m benchmarks.story_quality [--misses]` - precision and recall on the labelled pairs of
training/stories, kk and ru apart: each pair alone, and all tellings of a part in one stream; then
on all pairs of the labelled news, whose `dup_group`s are the same events.
"""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.story_pairs import KINDS, Labelled, Pair, counted, labelled_news, pairs_of, tellings
from bot.news.catalog_stories import load_story_words
from bot.rules.news.stories import Recent
from bot.rules.news.story_telling import Telling, telling
from bot.rules.news.story_terms import StoryWords, terms_of
from storage.records.stories import Told

CATALOG = Path(__file__).parents[1] / "bot" / "catalog"
PARTS = tuple(f"sitting_{number}" for number in range(1, 11))
COSINE, RATIO = 0.5, 65

Joined = Callable[[Pair], bool]


def main() -> None:
    """Print a table for each part."""
    words = load_story_words(CATALOG)
    for part in PARTS:
        told = tellings(part)
        ways: dict[str, Joined] = {
            "ours, pair alone": alone(words),
            "ours, in the stream": in_stream(told, words),
            f"TF-IDF cosine >= {COSINE}": cosine_of(told),
            f"rapidfuzz token_set_ratio >= {RATIO}": by_ratio,
        }
        show(part, list(pairs_of(told)), ways)
        if "--misses" in sys.argv:
            misses(list(pairs_of(told)), ways["ours, pair alone"])
    for name, dated in (("by their dates", True), ("all in one hour", False)):
        news = labelled_news(dated=dated)
        if not news:
            print("\nlabelled news: skipped, they lie beside the repository")
            return
        ours = in_stream(news, words)
        show(f"labelled news, {name}", list(pairs_of(news)), {"ours, in the stream": ours})
        if "--misses" in sys.argv:
            misses(list(pairs_of(news)), ours)


def show(part: str, pairs: Sequence[Pair], ways: dict[str, Joined]) -> None:
    """Precision / recall of each way on each kind of pairs."""
    print(f"\n{part}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of the same event")
    counts = [f"{kind} ({sum(pair.kind == kind for pair in pairs)})" for kind in KINDS]
    print(f"{'precision / recall':38}{'all':16}" + "".join(f"{count:16}" for count in counts))
    for name, joined in ways.items():
        groups = [pairs, *([pair for pair in pairs if pair.kind == kind] for kind in KINDS)]
        scores = [counted(group, joined) for group in groups]
        cells = (f"{score.precision:.3f} / {score.recall:.3f}" for score in scores)
        print(f"{name:38}" + "".join(f"{cell:16}" for cell in cells))


def misses(pairs: Sequence[Pair], joined: Joined) -> None:
    """Print the pairs that were decided wrongly."""
    for pair in pairs:
        if joined(pair) != pair.same:
            print("MISSED" if pair.same else "WRONG ", pair.known.text, "<>", pair.new.text)


def seen(one: Labelled, story: int, words: StoryWords) -> Telling:
    """The telling as the bot keeps it; each comes from a feed of its own."""
    terms = terms_of(one.title, one.lead, words, one.link)
    return telling(Told(story, f"feed{one.number}", one.language, one.at, terms))


def alone(words: StoryWords) -> Joined:
    """Each pair in an index that holds nothing else."""
    return lambda pair: (
        Recent([seen(pair.known, 1, words)]).story_of(seen(pair.new, 0, words)) is not None
    )


def in_stream(told: Sequence[Labelled], words: StoryWords) -> Joined:
    """All tellings one after the other, as they come to the bot: a pair shares a story or not."""
    recent, story_of = Recent(), dict[int, int]()
    for one in told:
        number = recent.story_of(seen(one, 0, words)) or one.number + 1
        story_of[one.number] = number
        recent.add(seen(one, number, words))
    return lambda pair: story_of[pair.known.number] == story_of[pair.new.number]


def cosine_of(told: Sequence[Labelled]) -> Joined:
    """The textbook: TF-IDF over whole words, one threshold."""
    frequency = Counter(word for one in told for word in set(one.text.lower().split()))
    vectors: dict[int, dict[str, float]] = defaultdict(dict)
    for one in told:
        for word, times in Counter(one.text.lower().split()).items():
            vectors[one.number][word] = times * math.log(1 + len(told) / frequency[word])

    def joined(pair: Pair) -> bool:
        some, others = vectors[pair.known.number], vectors[pair.new.number]
        shared = sum(weight * others.get(word, 0.0) for word, weight in some.items())
        return shared >= COSINE * math.hypot(*some.values()) * math.hypot(*others.values())

    return joined


def by_ratio(pair: Pair) -> bool:
    """Words in common, whatever their order."""
    return fuzz.token_set_ratio(pair.known.text.lower(), pair.new.text.lower()) >= RATIO


if __name__ == "__main__":
    main()

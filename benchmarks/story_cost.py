"""Measures what classifying one entry and finding its story costs beside 10,000 recent entries.

`python -m benchmarks.story_cost` - CPU of the median entry and of the 99th of a hundred; the peer,
rapidfuzz, compares the same text with the same 10,000. Texts are made of the labelled tellings.
"""

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles

from rapidfuzz import fuzz, process

from benchmarks.story_pairs import Labelled, tellings
from benchmarks.story_quality import PARTS
from bot.news.catalog_news import load_news_catalog
from bot.news.catalog_stories import load_story_words
from bot.rules.news.classify import classify
from bot.rules.news.stories import LIFE_S, Recent
from bot.rules.news.story_telling import Telling, telling
from bot.rules.news.story_terms import terms_of
from storage.records.news import EntryText
from storage.records.stories import Told

CATALOG = Path(__file__).parents[1] / "bot" / "catalog"
RECENT, MEASURED, LIMIT_MS = 10_000, 300, 5.0


def main() -> None:
    """Print the costs."""
    dice = random.Random(1)
    told = [one for part in PARTS for one in tellings(part)]
    catalog, words = load_news_catalog(CATALOG), load_story_words(CATALOG)
    texts = [mixed(told, dice) for _ in range(RECENT + MEASURED)]

    def seen(place: int) -> Telling:
        title, lead = texts[place]
        language = "kk" if set(title) & set("әғқңөұүһі") else "ru"
        at = place * LIFE_S // len(texts)
        return telling(
            Told(place + 1, f"f{place % 200}", language, at, terms_of(title, lead, words))
        )

    recent = Recent(seen(place) for place in range(RECENT))

    def ours(place: int) -> None:
        title, lead = texts[place]
        classify(EntryText(title, lead), "KZ-15", catalog)
        recent.story_of(seen(place))

    whole = [" ".join(text) for text in texts]

    def peer(place: int) -> None:
        process.extractOne(whole[place], whole[:RECENT], scorer=fuzz.token_set_ratio)

    show("classify + find its story", [cost(ours, RECENT + n) for n in range(MEASURED)])
    show("rapidfuzz, finding only", [cost(peer, RECENT + n) for n in range(20)])


def mixed(told: Sequence[Labelled], dice: random.Random) -> tuple[str, str]:
    """A title and a lead of two tellings in one language, with a number of its own."""
    first = dice.choice(told)
    second = dice.choice([one for one in told if one.language == first.language])
    return f"{first.title} {dice.randrange(10_000)}", f"{second.title}. {second.lead}"


def cost(work: Callable[[int], None], place: int) -> float:
    """CPU milliseconds of one entry."""
    before = time.process_time()
    work(place)
    return (time.process_time() - before) * 1000


def show(name: str, costs: Sequence[float]) -> None:
    """One line; the limit is the issue's."""
    worst = quantiles(costs, n=100)[98]
    print(f"{name:28} median {median(costs):7.2f} ms   p99 {worst:7.2f} ms   (limit {LIMIT_MS} ms)")


if __name__ == "__main__":
    main()

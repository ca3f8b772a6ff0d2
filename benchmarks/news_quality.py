"""News quality beside its peer, the patterns alone, on labelled news kept outside the repository.

Prints precision, recall and F1 of relevance, micro-F1 of topics and the share of right languages,
Kazakh and Russian apart, borderline entries apart; then how often television sentences fire and
the processor time of one entry.
"""

import gzip
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.news.catalog_news import load_news_catalog
from bot.rules.news.classify import classify
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.relevance import foreign, tier_by_patterns
from bot.rules.news.topics import topics_by_patterns
from bot.rules.text.language import language_of
from bot.rules.text.sightings import look
from storage.records.news import EntryText

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
LABELLED = ("news_labelled_dev.jsonl", "news_fresh_dev.jsonl")
SENTENCES = "kaznerd_sentences_dev.txt.gz"

Judge = Callable[[EntryText, NewsCatalog], tuple[str, frozenset[str], str]]


@dataclass(frozen=True)
class Labelled:
    """One real entry and what a person says of it."""

    text: EntryText
    language: str
    relevant: bool
    borderline: bool
    topics: frozenset[str]


def read_labelled() -> list[Labelled]:
    rows = [
        json.loads(line)
        for name in LABELLED
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    ]
    return [
        Labelled(
            EntryText(row["title"], row["summary"] or ""),
            row["lang"] if row["lang"] in ("kk", "ru") else "other",
            row["relevant"],
            bool(row.get("borderline")),
            frozenset(row["topics"]),
        )
        for row in rows
    ]


def ours(text: EntryText, catalog: NewsCatalog) -> tuple[str, frozenset[str], str]:
    """Tier, topics and language as the bot decides them."""
    decision = classify(text, None, catalog)
    return decision.tier, frozenset(decision.topics), decision.language


def patterns(text: EntryText, catalog: NewsCatalog) -> tuple[str, frozenset[str], str]:
    """The same by the patterns of topics.yaml alone."""
    seen = look(text, catalog)
    language = language_of(f"{text.title}\n{text.summary}")
    tier, _ = tier_by_patterns(seen, catalog)
    if language == "other" or foreign(seen, catalog, None):
        return "none", frozenset(), language
    topics = frozenset(found.id for found in topics_by_patterns(seen, catalog, tier))
    default = frozenset({catalog.default_topic}) if tier == "core" else frozenset()
    return tier, topics or default, language


def score(rows: Iterable[Labelled], judge: Judge, catalog: NewsCatalog) -> str:
    """One line of the table."""
    taken = wanted = right = core = core_right = 0
    given = labelled = agreed = languages = count = 0
    for row in rows:
        tier, topics, language = judge(row.text, catalog)
        relevant = tier != "none"
        count += 1
        taken += relevant
        wanted += row.relevant
        right += relevant and row.relevant
        core += tier == "core"
        core_right += tier == "core" and row.relevant
        given += len(topics)
        labelled += len(row.topics)
        agreed += len(topics & row.topics)
        languages += language == row.language
    precision, recall = right / max(1, taken), right / max(1, wanted)
    f1 = 2 * right / max(1, taken + wanted)
    return (
        f"{count:5d}  P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}"
        f"  core P {core_right / max(1, core):.3f} R {core_right / max(1, wanted):.3f}"
        f"  topics F1 {2 * agreed / max(1, given + labelled):.3f}  language {languages / count:.4f}"
    )


def table(catalog: NewsCatalog) -> Iterable[str]:
    rows = read_labelled()
    clear = [row for row in rows if not row.borderline]
    groups = {
        "kk": [row for row in clear if row.language == "kk"],
        "ru": [row for row in clear if row.language == "ru"],
        "all": clear,
        "borderline": [row for row in rows if row.borderline],
    }
    for name, group in groups.items():
        for who, judge in (("ours", ours), ("patterns", patterns)):
            yield f"{name:10s} {who:8s} {score(group, judge, catalog)}"


def sentences(catalog: NewsCatalog) -> str:
    with gzip.open(DATA / SENTENCES, "rt", encoding="utf-8") as lines:
        texts = [EntryText(line.strip()) for line in lines]
    began = time.process_time()
    tiers = [classify(text, None, catalog).tier for text in texts]
    spent = time.process_time() - began
    return (
        f"television sentences: core {tiers.count('core') / len(tiers):.2%}, "
        f"adjacent {tiers.count('adjacent') / len(tiers):.2%} of {len(tiers)}; "
        f"{spent / len(tiers) * 1000:.2f} ms each"
    )


def cost(catalog: NewsCatalog) -> str:
    rows = read_labelled()
    began = time.process_time()
    for row in rows:
        classify(row.text, None, catalog)
    return f"one entry: {(time.process_time() - began) / len(rows) * 1000:.2f} ms of processor time"


def main() -> None:
    if not DATA.is_dir():
        print("skipped: the labelled news lie outside of the repository, in ../shared/data")
        return
    catalog = load_news_catalog(ROOT / "bot" / "catalog")
    for line in table(catalog):
        print(line)
    print(sentences(catalog))
    print(cost(catalog))


if __name__ == "__main__":
    main()

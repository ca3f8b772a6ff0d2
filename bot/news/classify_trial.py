"""Judges texts from a file of JSON lines and says why, in JSON lines; stores nothing."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, BinaryIO

from bot.json_lines import Line, judge_file, text_of
from bot.rules.news.classify import classify
from bot.rules.news.news_catalog import NewsCatalog
from storage.records.news import Decision, EntryText


def said_of(decision: Decision) -> dict[str, Any]:
    """A decision by the names of its record."""
    return asdict(decision)


def classify_file(
    name: str, standard_input: BinaryIO, catalog: NewsCatalog, say: Callable[[str], object]
) -> int:
    """Say each object with `title` and `summary` judged; 1 when a line was none, else 0.

    Added are tier, topics, language, regions, districts and reasons. `region` of an object is that
    of its feed, as in feeds.yaml. Raises Refusal for a file that cannot be read.
    """
    return judge_file(name, standard_input, lambda given: said_of(_judged(given, catalog)), say)


def _judged(given: Line, catalog: NewsCatalog) -> Decision:
    if not given.keys() & {"title", "summary"}:
        raise ValueError("has neither `title` nor `summary`")
    title, summary = text_of(given, "title"), text_of(given, "summary")
    region = given.get("region")
    if not isinstance(region, str | None):
        raise ValueError("`region` is not a text")
    return classify(EntryText(title, summary), region, catalog)

"""Reads everything that people write — settings, feeds, catalogues — before anything is opened."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.desk.knowledge import load_knowledge
from bot.news.catalog_news import load_news_catalog
from bot.news.catalog_stories import load_story_words
from bot.news.feed_list import load_feed_list
from bot.problems import CatalogProblems, Problem
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.news.news_catalog import NewsCatalog
from bot.rules.news.story_terms import StoryWords
from bot.settings import Settings, read_settings
from bot.texts import LOCALES_FOLDER, Texts, load_texts
from storage.records.feeds import FeedSpec

CATALOG = Path(__file__).parent / "catalog"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the bot is to do, found in order."""

    settings: Settings
    feeds: tuple[FeedSpec, ...]
    news: NewsCatalog
    words: StoryWords
    knowledge: Knowledge
    texts: Texts


def read_plan(
    environ: Mapping[str, str],
    env_file: Path,
    catalog: Path = CATALOG,
    locales: Path = LOCALES_FOLDER,
) -> Plan:
    """Return the plan. Raises CatalogProblems with every problem of every file at once."""
    problems: list[Problem] = []
    settings = read_settings(environ, env_file, problems)
    feeds = _read(problems, lambda: load_feed_list(settings.feeds_file))
    news = _read(problems, lambda: load_news_catalog(catalog))
    words = _read(problems, lambda: load_story_words(catalog))
    knowledge = _read(problems, lambda: load_knowledge(catalog, news)) if news else None
    texts = _read(problems, lambda: load_texts(locales))
    if problems or feeds is None or not (news and words and knowledge and texts):
        raise CatalogProblems(problems)
    return Plan(settings, feeds, news, words, knowledge, texts)


def _read(problems: list[Problem], load: Callable[[], T]) -> T | None:
    try:
        return load()
    except CatalogProblems as found:
        problems.extend(found.problems)
        return None

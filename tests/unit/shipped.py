"""The news catalogue that ships, read once for all tests that ask it."""

from functools import cache
from pathlib import Path

from bot.news.catalog_news import load_news_catalog
from bot.rules.news.news_catalog import NewsCatalog


@cache
def catalog() -> NewsCatalog:
    return load_news_catalog(Path(__file__).parents[2] / "bot" / "catalog")

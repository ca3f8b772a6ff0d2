"""What ships, read once for all tests that ask it: catalogues, sentences, the empty database."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.desk.knowledge import load_knowledge
from bot.news.catalog_news import load_news_catalog
from bot.news.catalog_stories import load_story_words
from bot.texts import Texts, load_texts

if TYPE_CHECKING:
    from bot.rules.desk.desk_catalog import Knowledge
    from bot.rules.news.news_catalog import NewsCatalog
    from bot.rules.news.story_terms import StoryWords
    from storage.database import Database

CATALOG = Path(__file__).parents[1] / "bot" / "catalog"


@cache
def catalog() -> NewsCatalog:
    return load_news_catalog(CATALOG)


@cache
def story_words() -> StoryWords:
    return load_story_words(CATALOG)


@cache
def knowledge() -> Knowledge:
    return load_knowledge(CATALOG, catalog())


@cache
def texts() -> Texts:
    return load_texts()


EMPTY: list[bytes] = []


async def opened_database(file: Path) -> Database:
    """The database in that file, begun where there is none; the migrations run once a session."""
    from storage.opening import open_database

    if not EMPTY:
        EMPTY.append(await _migrated())
    if not file.exists():
        file.write_bytes(EMPTY[0])
    return await open_database(f"sqlite:///{file}")


async def _migrated() -> bytes:
    from storage.opening import open_database

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        await (await open_database(f"sqlite:///{file}")).close()
        return file.read_bytes()

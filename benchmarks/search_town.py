"""Stories made of the sentences of training/news, in a database, and the peers that search it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage.database import Database

NOW = 1_795_327_200
SOURCES = Path("training/news")
PLACES = (
    "Ақтөбеде",
    "в Шалкаре",
    "Хромтауда",
    "в Алге",
    "Темірде",
    "в Уиле",
    "Мәртөкте",
    "в Иргизе",
)
AT_ONCE = 5_000
MOST_FOUND = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A story with one entry, both of this number."""

    number: int
    title: str
    lead: str


def told_stories(count: int, dice: random.Random) -> list[Found]:
    """Return stories: a title, a lead of two others, a place and a number that vary."""
    lines = [
        line.split("\t")
        for path in sorted(SOURCES.glob("*.tsv"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "\t" in line
    ]
    titles = [line[1] for line in lines if len(line) > 1]
    leads = [line[2] for line in lines if len(line) > 2 and line[2]]
    return [
        Found(
            number,
            f"{dice.choice(titles)} {dice.choice(PLACES)}",
            f"{dice.choice(leads)} {dice.choice(leads)} {dice.randrange(100_000)}",
        )
        for number in range(1, count + 1)
    ]


@dataclass(frozen=True, slots=True)
class Town:
    """The database of the measure, with a full-text table beside the bot's own."""

    database: Database

    async def fill(self, told: Sequence[Found]) -> None:
        """Write the stories as the gathering does, words not yet indexed."""
        async with self.database.transaction() as transaction:
            await transaction.run(
                """
                INSERT INTO feeds (id, name, langs, region, url, zone, origin, enabled, memory,
                    id_kind, next_poll_at, interval_s, failures, first_poll_done, notes, arrivals)
                VALUES ('f', 'Feed', '["kk"]', 'KZ', 'https://f.kz', 'Asia/Aqtobe', 'file', 1, x'',
                    'guid', 0, 900, 0, 1, '[]', '[]')
                """
            )
            await transaction.run(
                "CREATE VIRTUAL TABLE peer USING fts5 (title, lead, tokenize = 'unicode61')"
            )
        for start in range(0, len(told), AT_ONCE):
            await self._write(told[start : start + AT_ONCE])

    async def _write(self, told: Sequence[Found]) -> None:
        rows = [
            {"id": one.number, "title": one.title, "lead": one.lead, "now": NOW + one.number}
            for one in told
        ]
        async with self.database.transaction() as transaction:
            await transaction.run_many(
                """
                INSERT INTO stories (id, tier, topics, regions, districts, quiet, happened_at,
                    updated_at) VALUES (:id, 'core', '["grants"]', '[]', '[]', 0, :now, :now)
                """,
                rows,
            )
            await transaction.run_many(
                """
                INSERT INTO entries (id, feed_id, identity, content_hash, story_id, tier, link,
                    title, lead, language, terms, decision, published_at, seen_at)
                VALUES (:id, 'f', CAST(:id AS TEXT), '', :id, 'core', 'https://f.kz/' || :id,
                    :title, :lead, 'kk', '', '{}', :now, :now)
                """,
                rows,
            )
            await transaction.run_many(
                "INSERT INTO peer (rowid, title, lead) VALUES (:id, lower(:title), :lead)", rows
            )

    async def size(self) -> str:
        """Return how many rows the index has."""
        async with self.database.reading() as transaction:
            counts = [
                f"{await transaction.value(f'SELECT count(*) FROM search_{name}')} {name}"
                for name in ("words", "keys", "postings")
            ]
        return ", ".join(counts)

    async def full_text(self, query: str) -> Sequence[int]:
        """Ask FTS5 for stories that have every word."""
        words = " ".join(f'"{word}"' for word in query.split())
        async with self.database.reading() as transaction:
            rows = await transaction.all(
                "SELECT rowid AS id FROM peer WHERE peer MATCH :words ORDER BY rank "
                f"LIMIT {MOST_FOUND}",
                words=words,
            )
        return [row["id"] for row in rows]

    async def like(self, query: str) -> Sequence[int]:
        """Ask LIKE for entries with every word, the newest first; it does not fold Cyrillic."""
        words = {f"w{place}": f"%{word}%" for place, word in enumerate(query.split())}
        every = " AND ".join(f"(title LIKE :{name} OR lead LIKE :{name})" for name in words)
        async with self.database.reading() as transaction:
            rows = await transaction.all(
                f"SELECT id FROM entries WHERE {every} ORDER BY id DESC LIMIT {MOST_FOUND}", **words
            )
        return [row["id"] for row in rows]

"""Store of the search: the words of entries, the keys they are found by, and where they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Transaction

# SQLite takes 32,766 parameters and PostgreSQL 65,535: far below both.
AT_ONCE = 500
MOST_FORMS = 400


@dataclass(frozen=True, slots=True)
class Unindexed:
    """An entry of a story whose words are not written yet."""

    id: int
    title: str
    lead: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a query: the numbers of words that are it, and of those that mean it."""

    near: tuple[int, ...]
    far: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A story that was found; `met` is how many words of the query an entry of it says."""

    story: int
    met: int


class SearchIndex:
    """Statements on the search within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def unindexed(self, limit: int) -> list[Unindexed]:
        """Return entries whose words are to be written, the oldest first."""
        rows = await self._transaction.all(
            """
            SELECT id, title, lead FROM entries WHERE indexed = 0 AND story_id IS NOT NULL
            ORDER BY id LIMIT :limit
            """,
            limit=limit,
        )
        return [Unindexed(row["id"], row["title"], row["lead"]) for row in rows]

    async def unknown(self, words: Iterable[str]) -> list[str]:
        """Return those of the words that no entry has said yet."""
        wanted = list(words)
        known = await self._numbers(wanted)
        return [word for word in wanted if word not in known]

    async def learn(self, keys: Mapping[str, Iterable[str]]) -> None:
        """Write words that are new, each with the keys that find it."""
        words = [{"word": word} for word in keys]
        await self._transaction.run_many(
            "INSERT INTO search_words (word) VALUES (:word) ON CONFLICT DO NOTHING", words
        )
        numbers = await self._numbers(list(keys))
        rows = [
            {"key": key, "word_id": numbers[word]} for word, found in keys.items() for key in found
        ]
        await self._transaction.run_many(
            "INSERT INTO search_keys (key, word_id) VALUES (:key, :word_id) ON CONFLICT DO NOTHING",
            rows,
        )

    async def write(self, entries: Mapping[int, Mapping[str, int]]) -> None:
        """Make these the words of the entries, with their weights; the words are known."""
        numbers = await self._numbers({word for said in entries.values() for word in said})
        ids = [{"id": entry_id} for entry_id in entries]
        await self._transaction.run_many("DELETE FROM search_postings WHERE entry_id = :id", ids)
        await self._transaction.run_many(
            """
            INSERT INTO search_postings (word_id, entry_id, weight)
            VALUES (:word_id, :entry_id, :weight)
            """,
            [
                {"word_id": numbers[word], "entry_id": entry_id, "weight": weight}
                for entry_id, said in entries.items()
                for word, weight in said.items()
            ],
        )
        await self._transaction.run_many("UPDATE entries SET indexed = 1 WHERE id = :id", ids)

    async def with_keys(self, keys: Sequence[str]) -> dict[int, str]:
        """Return the words, by number, that any of the keys finds."""
        names = _named("k", keys)
        rows = await self._transaction.all(
            f"""
            SELECT DISTINCT id, word FROM search_keys JOIN search_words ON id = word_id
            WHERE key IN ({_marks(names)}) LIMIT {MOST_FORMS}
            """,  # noqa: S608 - placeholders only
            **names,
        )
        return {row["id"]: row["word"] for row in rows}

    async def beginning(self, letters: str) -> tuple[int, ...]:
        """Return the numbers of words that begin with these letters or digits."""
        rows = await self._transaction.all(
            f"SELECT id FROM search_words WHERE word LIKE :begin LIMIT {MOST_FORMS}",  # noqa: S608 - a number
            begin=f"{letters}%",
        )
        return tuple(row["id"] for row in rows)

    async def find(self, asked: Sequence[Asked], limit: int) -> list[Hit]:
        """Return stories, best first: most words met, those in titles, the newest."""
        parts, params = [], {}
        for place, one in enumerate(asked):
            near, far = _named(f"n{place}_", one.near), _named(f"f{place}_", one.far)
            params.update({**near, **far})
            twice = f"CASE WHEN word_id IN ({_marks(near)}) THEN 2 * weight ELSE weight END"
            parts.append(
                f"SELECT entry_id, max({twice if near else 'weight'}) AS best FROM search_postings "  # noqa: S608 - placeholders only
                f"WHERE word_id IN ({_marks({**near, **far})}) GROUP BY entry_id"
            )
        if not parts:
            return []
        rows = await self._transaction.all(
            f"""
            SELECT story_id, met FROM (
                SELECT entry_id, count(*) AS met, sum(best) AS weight
                FROM ({" UNION ALL ".join(parts)}) AS said GROUP BY entry_id
                ORDER BY met DESC, weight DESC, entry_id DESC LIMIT :limit) AS found
            JOIN entries ON entries.id = entry_id
            ORDER BY met DESC, weight DESC, entry_id DESC
            """,  # noqa: S608 - placeholders only
            **params,
            limit=limit,
        )
        return [Hit(row["story_id"], row["met"]) for row in rows if row["story_id"]]

    async def _numbers(self, words: Iterable[str]) -> dict[str, int]:
        wanted, found = list(words), {}
        for start in range(0, len(wanted), AT_ONCE):
            names = _named("w", wanted[start : start + AT_ONCE])
            rows = await self._transaction.all(
                f"SELECT id, word FROM search_words WHERE word IN ({_marks(names)})",  # noqa: S608 - placeholders only
                **names,
            )
            found.update({row["word"]: row["id"] for row in rows})
        return found


def _named(prefix: str, values: Iterable[Any]) -> dict[str, Any]:
    return {f"{prefix}{place}": value for place, value in enumerate(values)}


def _marks(names: Mapping[str, Any]) -> str:
    return ", ".join(f":{name}" for name in names)

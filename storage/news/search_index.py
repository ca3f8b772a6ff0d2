"""Store of the search: the words of entries, the keys they are found by, and where they stand."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storage.database import Transaction
from storage.news.postings import Postings, Stands, best_entries

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

    async def write(self, entries: Mapping[int, Mapping[str, bool]]) -> None:
        """Make these the words of the entries, whether a title says them; the words are known."""
        numbers = await self._numbers({word for said in entries.values() for word in said})
        said = {
            entry_id: {numbers[word]: in_title for word, in_title in words.items()}
            for entry_id, words in entries.items()
        }
        await Postings(self._transaction).write(said)
        ids = [{"id": entry_id} for entry_id in entries]
        await self._transaction.run_many("UPDATE entries SET indexed = 1 WHERE id = :id", ids)

    async def with_keys(self, keys: Sequence[str]) -> dict[int, str]:
        """Return the words, by number, that any of the keys finds."""
        if not keys:
            return {}
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

    async def find(self, asked: Sequence[Asked], limit: int) -> list[int]:
        """Return stories whose entries say the most of the words, the best first.

        Best: most words, more of them in titles and in their own form, the newest.
        """
        stands = await Postings(self._transaction).of(
            {number for one in asked for number in (*one.near, *one.far)}
        )
        entries = best_entries([_weighed(one, stands) for one in asked], limit)
        if not entries:
            return []
        names = _named("e", entries)
        rows = await self._transaction.all(
            f"SELECT id, story_id FROM entries WHERE id IN ({_marks(names)})",  # noqa: S608 - placeholders only
            **names,
        )
        story_of = {row["id"]: row["story_id"] for row in rows}
        found = (story_of.get(entry) for entry in entries)
        return list(dict.fromkeys(number for number in found if number is not None))

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


def _weighed(asked: Asked, stands: Mapping[int, Stands]) -> list[tuple[int, set[int]]]:
    """The entries that say a word, by how well they do: title, own form; then the rest."""
    tiers: dict[int, set[int]] = {}
    for numbers, title, elsewhere in ((asked.near, 6, 2), (asked.far, 3, 1)):
        for number in numbers:
            if number in stands:
                tiers.setdefault(title, set()).update(stands[number].titles)
                tiers.setdefault(elsewhere, set()).update(stands[number].leads)
    return sorted(tiers.items(), reverse=True)


def _named(prefix: str, values: Iterable[Any]) -> dict[str, Any]:
    return {f"{prefix}{place}": value for place, value in enumerate(values)}


def _marks(names: Mapping[str, Any]) -> str:
    return ", ".join(f":{name}" for name in names)

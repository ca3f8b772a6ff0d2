"""Store of packed postings: which entries say a word, 4,096 entries to a row."""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from storage.database import Transaction

BLOCK_BITS = 12
# Of very common words the newest entries are enough.
MOST_WEIGHED = 1_500
AT_ONCE = 500
PLACES, NUMBERS = "H", "I"

Tiers = Sequence[tuple[int, set[int]]]


@dataclass(slots=True)
class Stands:
    """The entries whose title says a word, and those that say it elsewhere."""

    titles: list[int] = field(default_factory=list)
    leads: list[int] = field(default_factory=list)


class Postings:
    """Statements on postings within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of(self, words: Collection[int]) -> dict[int, Stands]:
        """Return where these words stand."""
        found: dict[int, Stands] = {}
        for row in await self._rows(words, ""):
            stands = found.setdefault(row["word_id"], Stands())
            first = row["block"] << BLOCK_BITS
            stands.titles += [first + place for place in _read(row["titles"], PLACES)]
            stands.leads += [first + place for place in _read(row["leads"], PLACES)]
        return found

    async def write(self, entries: Mapping[int, Mapping[int, bool]]) -> None:
        """Make these the words of the entries, by number, with whether the title says them."""
        before = await self._before(entries)
        blocks = sorted({entry >> BLOCK_BITS for entry in entries})
        for block in blocks:
            here = [entry for entry in entries if entry >> BLOCK_BITS == block]
            words = {word for entry in here for word in (*entries[entry], *before.get(entry, ()))}
            await self._write_block(block, here, words, entries)
        await self._transaction.run_many(
            """
            INSERT INTO search_entries (entry_id, words) VALUES (:entry, :words)
            ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words
            """,
            [
                {"entry": entry, "words": array(NUMBERS, said).tobytes()}
                for entry, said in entries.items()
            ],
        )

    async def _write_block(
        self,
        block: int,
        here: Sequence[int],
        words: Collection[int],
        entries: Mapping[int, Mapping[int, bool]],
    ) -> None:
        first = block << BLOCK_BITS
        gone = {entry - first for entry in here}
        titles: dict[int, set[int]] = {word: set() for word in words}
        leads: dict[int, set[int]] = {word: set() for word in words}
        for row in await self._rows(words, f" AND block = {block:d}"):
            titles[row["word_id"]].update(set(_read(row["titles"], PLACES)) - gone)
            leads[row["word_id"]].update(set(_read(row["leads"], PLACES)) - gone)
        for entry in here:
            for word, in_title in entries[entry].items():
                (titles if in_title else leads)[word].add(entry - first)
        await self._transaction.run_many(
            """
            INSERT INTO search_postings (word_id, block, titles, leads)
            VALUES (:word, :block, :titles, :leads)
            ON CONFLICT (word_id, block) DO UPDATE SET titles = excluded.titles,
                leads = excluded.leads
            """,
            [
                {
                    "word": word,
                    "block": block,
                    "titles": array(PLACES, sorted(titles[word])).tobytes(),
                    "leads": array(PLACES, sorted(leads[word])).tobytes(),
                }
                for word in words
            ],
        )

    async def _before(self, entries: Iterable[int]) -> dict[int, Sequence[int]]:
        """The words that entries had when they were indexed last."""
        names = {f"e{place}": entry for place, entry in enumerate(entries)}
        if not names:
            return {}
        rows = await self._transaction.all(
            f"""
            SELECT entry_id, words FROM search_entries
            WHERE entry_id IN ({", ".join(f":{name}" for name in names)})
            """,  # noqa: S608 - placeholders only
            **names,
        )
        return {row["entry_id"]: _read(row["words"], NUMBERS) for row in rows}

    async def _rows(self, words: Collection[int], condition: str) -> list[Mapping[str, Any]]:
        wanted, rows = list(words), []
        for start in range(0, len(wanted), AT_ONCE):
            part = wanted[start : start + AT_ONCE]
            names = {f"w{place}": word for place, word in enumerate(part)}
            rows += await self._transaction.all(
                f"""
                SELECT word_id, block, titles, leads FROM search_postings
                WHERE word_id IN ({", ".join(f":{name}" for name in names)}){condition}
                """,  # noqa: S608 - placeholders and a number
                **names,
            )
        return rows


def best_entries(words: Sequence[Tiers], limit: int) -> list[int]:
    """Return the entries that most of the words lead to, the best first.

    A word's tiers are entries by weight; one entry counts in the heaviest tier it is in.
    """
    every = [set().union(*(entries for _, entries in tiers)) for tiers in words]
    every = [entries for entries in every if entries]
    if not every:
        return []
    both = set.intersection(*sorted(every, key=len)) or _met_most(every)
    newest = nlargest(MOST_WEIGHED, both) if len(both) > MOST_WEIGHED else both
    return nlargest(limit, newest, key=lambda entry: (_weight(entry, words), entry))


def _met_most(every: Iterable[set[int]]) -> set[int]:
    met = Counter(entry for entries in every for entry in entries)
    most = max(met.values())
    return {entry for entry, count in met.items() if count == most}


def _weight(entry: int, words: Sequence[Tiers]) -> int:
    return sum(
        next((weight for weight, entries in tiers if entry in entries), 0) for tiers in words
    )


def _read(packed: bytes, kind: str) -> Sequence[int]:
    unpacked = array(kind)
    unpacked.frombytes(packed)
    return unpacked

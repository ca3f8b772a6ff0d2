"""Store of entries and stories: what was judged, which entries tell the same event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from itertools import islice
from typing import Any

from storage.database import Row, Transaction
from storage.news.facts import Facts
from storage.news.judgements import decision_of
from storage.records.facts import Fact
from storage.records.stories import KnownEntry, Member, NewEntry, NewStory, Story, StoryEntry, Told

ENTRY_COLUMNS = """
    story_id, feed_id, feeds.name AS feed_name, language, link, title, lead,
    coalesce(published_at, seen_at) AS at, published_at IS NOT NULL AS dated
"""


class Stories:
    """Statements on entries and stories within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def last_number(self) -> int:
        """Return the number of the newest story, 0 before the first."""
        number: int = await self._transaction.value("SELECT last FROM story_numbers WHERE id = 1")
        return number

    async def hold_numbers(self) -> None:
        """Make other writers of stories wait until this transaction ends.

        Without it a lower number could be committed after a digest passed it.
        """
        await self._transaction.run("UPDATE story_numbers SET last = last WHERE id = 1")

    async def begin(self, story: NewStory) -> int:
        """Store a new story under the next number; return the number."""
        number: int = await self._transaction.value(
            "UPDATE story_numbers SET last = last + 1 WHERE id = 1 RETURNING last"
        )
        await self._transaction.run(
            """
            INSERT INTO stories (id, tier, topics, regions, districts, quiet, happened_at,
                updated_at)
            VALUES (:number, :tier, :topics, :regions, :districts, :quiet, :at, :at)
            """,
            number=number,
            **_story_columns(story),
        )
        return number

    async def grow(self, number: int, story: NewStory) -> None:
        """Write what a story is now that another entry tells it; `at` is that entry's time."""
        await self._transaction.run(
            """
            UPDATE stories SET tier = :tier, topics = :topics, regions = :regions,
                districts = :districts, quiet = :quiet,
                happened_at = CASE WHEN happened_at < :at THEN happened_at ELSE :at END,
                updated_at = CASE WHEN updated_at > :at THEN updated_at ELSE :at END
            WHERE id = :number
            """,
            number=number,
            **_story_columns(story),
        )

    async def known(self, feed_id: str, identities: Sequence[str]) -> dict[str, KnownEntry]:
        """Return by identity those entries of the feed that are stored."""
        names = {f"i{position}": identity for position, identity in enumerate(identities)}
        if not names:
            return {}
        rows = await self._transaction.all(
            f"""
            SELECT identity, content_hash, story_id, seen_at FROM entries
            WHERE feed_id = :feed_id AND identity IN ({", ".join(f":{name}" for name in names)})
            """,  # noqa: S608 - placeholders only
            feed_id=feed_id,
            **names,
        )
        return {
            row["identity"]: KnownEntry(row["content_hash"], row["story_id"], row["seen_at"])
            for row in rows
        }

    async def add_entry(self, entry: NewEntry) -> None:
        """Store an entry; one that is known is left as it is."""
        await self.add_entries([entry])

    async def add_entries(self, entries: Iterable[NewEntry]) -> None:
        """Store entries in their order; those that are known are left as they are."""
        left = iter(entries)
        # the event loop turns between the parts
        while part := [_entry_columns(entry) for entry in islice(left, 100)]:
            await self._transaction.run_many(
                """
                INSERT INTO entries (feed_id, identity, content_hash, story_id, tier, link, title,
                    lead, language, terms, decision, published_at, seen_at)
                VALUES (:feed_id, :identity, :content_hash, :story, :tier, :link, :title, :lead,
                    :language, :terms, :decision, :published_at, :seen_at)
                ON CONFLICT DO NOTHING
                """,
                part,
            )

    async def edit_entry(self, entry: NewEntry) -> int | None:
        """Write the new text of a known entry; it stays in its story, whose number is returned.

        What was decided about a story's entry stands when its new text says nothing of NGOs.
        """
        columns = _entry_columns(entry)
        kept = ("feed_id", "identity", "content_hash", "link", "title", "lead", "terms", "decision")
        number: int | None = await self._transaction.value(
            """
            UPDATE entries SET content_hash = :content_hash, link = :link, title = :title,
                lead = :lead, terms = CASE WHEN tier = 'none' THEN '' ELSE :terms END,
                decision = CASE WHEN tier <> 'none' AND :judged = 'none' THEN decision
                    ELSE :decision END,
                tier = CASE WHEN tier = 'none' OR :judged = 'none' THEN tier ELSE :judged END,
                indexed = 0
            WHERE feed_id = :feed_id AND identity = :identity RETURNING story_id
            """,
            judged=entry.decision.tier,
            **{name: columns[name] for name in kept},
        )
        return number

    async def forget_entry(self, feed_id: str, identity: str) -> None:
        """Forget an entry that tells no story: it is to be told anew."""
        await self._transaction.run(
            """
            DELETE FROM entries
            WHERE feed_id = :feed_id AND identity = :identity AND story_id IS NULL
            """,
            feed_id=feed_id,
            identity=identity,
        )

    async def last_before(self, since: int) -> int:
        """Return the number of an entry before all those seen since that UTC second."""
        first = await self._transaction.value(
            "SELECT min(id) FROM entries WHERE seen_at >= :since", since=since
        )
        if first is None:
            first = await self._transaction.value("SELECT max(id) + 1 FROM entries")
        return (first or 1) - 1

    async def told_after(self, entry: int, limit: int) -> list[Told]:
        """Return the entries of stories with a higher number, in their order."""
        rows = await self._transaction.all(
            """
            SELECT story_id, feed_id, language, coalesce(published_at, seen_at) AS at, terms, id
            FROM entries WHERE id > :entry AND story_id IS NOT NULL ORDER BY id LIMIT :limit
            """,
            entry=entry,
            limit=limit,
        )
        return [Told(*(row[name] for name in row.keys())) for row in rows]  # noqa: SIM118 - a Row

    async def story(self, number: int) -> Story | None:
        """Return one story."""
        found = await self._stories("id = :number", number=number)
        return found[0] if found else None

    async def after(self, number: int, since: int) -> list[Story]:
        """Return stories with a higher number whose last telling is at or after `since`."""
        return await self._stories(
            "id > :number AND updated_at >= :since", number=number, since=since
        )

    async def numbered(self, numbers: Sequence[int]) -> list[Story]:
        """Return these stories in this order; one that is gone is left out."""
        if not numbers:
            return []
        names = {f"n{place}": number for place, number in enumerate(numbers)}
        condition = f"id IN ({', '.join(f':{name}' for name in names)})"
        found = {story.number: story for story in await self._stories(condition, **names)}
        return [found[number] for number in numbers if number in found]

    async def _stories(self, condition: str, **params: Any) -> list[Story]:
        heads = await self._transaction.all(
            f"SELECT * FROM stories WHERE {condition} ORDER BY id",  # noqa: S608 - constants above
            **params,
        )
        if not heads:
            return []
        rows = await self._transaction.all(
            f"""
            SELECT {ENTRY_COLUMNS} FROM entries JOIN feeds ON feeds.id = feed_id
            WHERE story_id IN (SELECT id FROM stories WHERE {condition}) ORDER BY at, entries.id
            """,  # noqa: S608 - constants above
            **params,
        )
        facts = await Facts(self._transaction).of_stories(condition, **params)
        return list(_with_entries(heads, rows, facts))

    async def members(self, number: int) -> list[Member]:
        """Return the entries of a story, the earliest first."""
        rows = await self._transaction.all(
            """
            SELECT entries.id, title, link, name, tier, language, decision,
                coalesce(published_at, seen_at) AS at
            FROM entries JOIN feeds ON feeds.id = feed_id
            WHERE story_id = :number ORDER BY at, entries.id
            """,
            number=number,
        )
        return [
            Member(row["id"], row["title"], row["link"], row["name"], row["at"], decision_of(row))
            for row in rows
        ]

    async def story_of_entry(self, entry_id: int) -> int | None:
        """Return the story that an entry tells."""
        number: int | None = await self._transaction.value(
            "SELECT story_id FROM entries WHERE id = :id", id=entry_id
        )
        return number

    async def move(self, entry_id: int, number: int) -> None:
        """Let an entry tell another story."""
        await self._transaction.run(
            "UPDATE entries SET story_id = :number WHERE id = :id", number=number, id=entry_id
        )

    async def restate(self, number: int, story: NewStory, happened_at: int) -> None:
        """Write what a story is after entries left or joined it; `at` is its latest entry's."""
        await self._transaction.run(
            """
            UPDATE stories SET tier = :tier, topics = :topics, regions = :regions,
                districts = :districts, quiet = :quiet, happened_at = :happened_at,
                updated_at = :at
            WHERE id = :number
            """,
            number=number,
            happened_at=happened_at,
            **_story_columns(story),
        )

    async def remove(self, number: int) -> None:
        """Forget a story that no entry tells any more."""
        await self._transaction.run("DELETE FROM stories WHERE id = :number", number=number)

    async def forget_texts(self, before: int) -> int:
        """Empty the texts of other people's entries seen before that second; ids stay known."""
        return await self._transaction.run(
            """
            UPDATE entries SET title = '', lead = '', terms = '', decision = '{}'
            WHERE seen_at < :before AND story_id IS NULL AND decision <> '{}'
            """,
            before=before,
        )


def _story_columns(story: NewStory) -> dict[str, Any]:
    lists = {name: json.dumps(getattr(story, name)) for name in ("topics", "regions", "districts")}
    return {**lists, "tier": story.tier, "quiet": int(story.quiet), "at": story.at}


def _entry_columns(entry: NewEntry) -> dict[str, Any]:
    names = (
        "feed_id", "identity", "content_hash", "link", "title", "lead", "language", "terms",
        "published_at", "seen_at", "story",
    )  # fmt: skip
    columns = {name: getattr(entry, name) for name in names}
    columns["tier"] = entry.decision.tier if entry.story else "none"
    said = {name: getattr(entry.decision, name) for name in ("topics", "regions", "districts")}
    reasons = [asdict(reason) for reason in entry.decision.reasons]
    columns["decision"] = json.dumps({**said, "reasons": reasons}, ensure_ascii=False)
    return columns


def _with_entries(
    heads: Iterable[Row], rows: Iterable[Row], facts: Mapping[int, tuple[Fact, ...]]
) -> Iterable[Story]:
    by_story: dict[int, list[StoryEntry]] = {}
    for row in rows:
        by_story.setdefault(row["story_id"], []).append(_entry(row))
    for head in heads:
        yield Story(
            number=head["id"],
            tier=head["tier"],
            topics=tuple(json.loads(head["topics"])),
            regions=tuple(json.loads(head["regions"])),
            districts=tuple(json.loads(head["districts"])),
            quiet=bool(head["quiet"]),
            happened_at=head["happened_at"],
            updated_at=head["updated_at"],
            entries=tuple(by_story.get(head["id"], ())),
            facts=facts.get(head["id"], ()),
        )


def _entry(row: Row) -> StoryEntry:
    names = ("feed_id", "feed_name", "language", "link", "title", "lead", "at")
    return StoryEntry(**{name: row[name] for name in names}, dated=bool(row["dated"]))

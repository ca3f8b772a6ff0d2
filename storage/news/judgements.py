"""Store of what was decided about entries, and why: for whoever asks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from storage.database import Row, Transaction
from storage.records.news import Decision, Reason
from storage.records.stories import Judged


class Judgements:
    """Statements on judged entries within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_story(self, number: int) -> list[Judged]:
        """Return why each entry of a story was taken."""
        rows = await self._transaction.all(
            """
            SELECT title, link, name, tier, language, decision FROM entries
            JOIN feeds ON feeds.id = feed_id WHERE story_id = :number ORDER BY entries.id
            """,
            number=number,
        )
        return [Judged(row["title"], row["link"], row["name"], decision_of(row)) for row in rows]

    async def with_link(self, links: Sequence[str]) -> tuple[int | None, Judged] | None:
        """Return the story (None: no news of ours) of the newest entry with one of these links."""
        names = {f"l{position}": link for position, link in enumerate(links)}
        if not names:
            return None
        row = await self._transaction.one(
            f"""
            SELECT story_id, title, link, name, tier, language, decision FROM entries
            JOIN feeds ON feeds.id = feed_id
            WHERE link IN ({", ".join(f":{name}" for name in names)}) ORDER BY entries.id DESC
            """,  # noqa: S608 - placeholders only
            **names,
        )
        if row is None:
            return None
        judged = Judged(row["title"], row["link"], row["name"], decision_of(row))
        return row["story_id"], judged


def decision_of(row: Row) -> Decision:
    """Read a row of entries with its tier, language and decision."""
    said: Mapping[str, Any] = json.loads(row["decision"])
    return Decision(
        tier=row["tier"],
        topics=tuple(said.get("topics", ())),
        language=row["language"],
        regions=tuple(said.get("regions", ())),
        districts=tuple(said.get("districts", ())),
        reasons=tuple(Reason(**reason) for reason in said.get("reasons", ())),
    )

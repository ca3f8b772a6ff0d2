"""Store of proposals: addresses that administrators want looked at, until they are decided."""

import json
from dataclasses import asdict

from storage.database import Row, Transaction
from storage.records.feed_proposals import Finding, Proposal
from storage.records.feeds import PageSelectors


class FeedProposals:
    """Statements on proposals within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def ask(self, chat_id: int, language: str, address: str, region: str, now: int) -> int:
        """Store an address to be looked at; return the proposal's number."""
        number: int = await self._transaction.value(
            """
            INSERT INTO feed_proposals (chat_id, language, address, region, state, look_at)
            VALUES (:chat_id, :language, :address, :region, 'asked', :now) RETURNING id
            """,
            chat_id=chat_id,
            language=language,
            address=address,
            region=region,
            now=now,
        )
        return number

    async def claim(self, now: int, lease_s: int) -> Proposal | None:
        """Return one that waits; until `lease_s` is over nobody else gets it."""
        rows = await self._transaction.claim(
            """
            SELECT * FROM feed_proposals WHERE state = 'asked' AND look_at <= :now
            ORDER BY look_at, id LIMIT 1
            """,
            now=now,
        )
        if not rows:
            return None
        await self._transaction.run(
            "UPDATE feed_proposals SET look_at = :until WHERE id = :id",
            until=now + lease_s,
            id=rows[0]["id"],
        )
        return _proposal(rows[0])

    async def answered(self, number: int, finding: Finding) -> bool:
        """Keep what was found; False when somebody else was quicker."""
        touched = await self._transaction.run(
            """
            UPDATE feed_proposals SET state = :state, url = :url, langs = :langs,
                page = :page
            WHERE id = :id AND state = 'asked'
            """,
            id=number,
            state="found" if finding.url else "closed",
            url=finding.url,
            langs=json.dumps(finding.langs),
            page=json.dumps(asdict(finding.page)) if finding.page else None,
        )
        return touched > 0

    async def get(self, number: int) -> Proposal | None:
        """Return one proposal."""
        row = await self._transaction.one("SELECT * FROM feed_proposals WHERE id = :id", id=number)
        return _proposal(row) if row else None

    async def decide(self, number: int, state: str) -> None:
        """Write what the administrator decided: taken or closed."""
        await self._transaction.run(
            "UPDATE feed_proposals SET state = :state WHERE id = :id", state=state, id=number
        )


def _proposal(row: Row) -> Proposal:
    names = ("id", "chat_id", "language", "address", "region", "state", "url")
    langs = tuple(json.loads(row["langs"] or "[]"))
    page = PageSelectors(**json.loads(row["page"])) if row["page"] else None
    return Proposal(**{name: row[name] for name in names}, langs=langs, page=page)

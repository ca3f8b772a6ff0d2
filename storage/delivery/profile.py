"""Store of the profile: what Telegram has been told of the bot itself."""

from storage.database import Transaction


class Profile:
    """Statements on the profile within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def told(self) -> dict[str, str]:
        """Return the fingerprint of what was said, by part."""
        rows = await self._transaction.all("SELECT part, fingerprint FROM profile")
        return {row["part"]: row["fingerprint"] for row in rows}

    async def remember(self, part: str, fingerprint: str) -> None:
        """Note that Telegram has accepted this text for this part."""
        await self._transaction.run(
            """
            INSERT INTO profile (part, fingerprint) VALUES (:part, :fingerprint)
            ON CONFLICT (part) DO UPDATE SET fingerprint = excluded.fingerprint
            """,
            part=part,
            fingerprint=fingerprint,
        )

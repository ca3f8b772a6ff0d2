"""Store of what coordinators changed about their offices, over what the catalogue says."""

import json

from storage.database import Transaction
from storage.records.office_settings import OfficeSettings, Overrides


class OfficeSettingsStore:
    """Statements on offices' settings within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, office_id: str) -> OfficeSettings:
        """Return what was changed; nothing for an office that is as the catalogue says."""
        row = await self._transaction.one(
            "SELECT hours, days_off, categories FROM office_settings WHERE office_id = :office_id",
            office_id=office_id,
        )
        if row is None:
            return OfficeSettings({}, ())
        hours = {
            int(day): tuple((begin, end) for begin, end in intervals)
            for day, intervals in json.loads(row["hours"]).items()
        }
        chosen = row["categories"]
        categories = None if chosen is None else frozenset(json.loads(chosen))
        return OfficeSettings(hours, tuple(json.loads(row["days_off"])), categories)

    async def keep(self, office_id: str, settings: OfficeSettings, by: int, now: int) -> None:
        """Keep the settings in place of the earlier ones."""
        categories = settings.categories
        await self._transaction.run(
            """
            INSERT INTO office_settings
                (office_id, hours, days_off, categories, changed_by, changed_at)
            VALUES (:office_id, :hours, :days_off, :categories, :by, :now)
            ON CONFLICT (office_id) DO UPDATE SET hours = excluded.hours,
                days_off = excluded.days_off, categories = excluded.categories,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            office_id=office_id,
            hours=json.dumps({str(day): part for day, part in settings.hours.items()}),
            days_off=json.dumps(sorted(settings.days_off)),
            categories=None if categories is None else json.dumps(sorted(categories)),
            by=by,
            now=now,
        )

    async def overrides(self) -> Overrides:
        """Return all that routing reads over offices.yaml."""
        given = await self._transaction.all("SELECT area_id, office_id, to_office_id FROM reroutes")
        chosen = await self._transaction.all(
            "SELECT office_id, categories FROM office_settings WHERE categories IS NOT NULL"
        )
        return Overrides(
            {(row["area_id"], row["office_id"]): row["to_office_id"] for row in given},
            {row["office_id"]: frozenset(json.loads(row["categories"])) for row in chosen},
        )

    async def reroute(self, area_id: str, office_id: str, to: str, by: int, now: int) -> None:
        """Let another office answer that area in place of its own; both must be known."""
        await self._transaction.run(
            """
            INSERT INTO reroutes (area_id, office_id, to_office_id, changed_by, changed_at)
            VALUES (:area_id, :office_id, :to, :by, :now)
            ON CONFLICT (area_id, office_id) DO UPDATE SET to_office_id = excluded.to_office_id,
                changed_by = excluded.changed_by, changed_at = excluded.changed_at
            """,
            area_id=area_id,
            office_id=office_id,
            to=to,
            by=by,
            now=now,
        )

    async def route_back(self, area_id: str, office_id: str) -> None:
        """Let the area's own office answer it again."""
        await self._transaction.run(
            "DELETE FROM reroutes WHERE area_id = :area_id AND office_id = :office_id",
            area_id=area_id,
            office_id=office_id,
        )

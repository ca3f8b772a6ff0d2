"""Store of what coordinators changed about their offices, over what the catalogue says."""

import json

from storage.database import Transaction
from storage.records.office_settings import OfficeSettings


class OfficeSettingsStore:
    """Statements on offices' settings within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, office_id: str) -> OfficeSettings:
        """Return what was changed; nothing for an office that is as the catalogue says."""
        row = await self._transaction.one(
            "SELECT hours, days_off FROM office_settings WHERE office_id = :office_id",
            office_id=office_id,
        )
        if row is None:
            return OfficeSettings({}, ())
        hours = {
            int(day): tuple((begin, end) for begin, end in intervals)
            for day, intervals in json.loads(row["hours"]).items()
        }
        return OfficeSettings(hours, tuple(json.loads(row["days_off"])))

    async def keep(self, office_id: str, settings: OfficeSettings, by: int, now: int) -> None:
        """Keep the settings in place of the earlier ones."""
        await self._transaction.run(
            """
            INSERT INTO office_settings (office_id, hours, days_off, changed_by, changed_at)
            VALUES (:office_id, :hours, :days_off, :by, :now)
            ON CONFLICT (office_id) DO UPDATE SET hours = excluded.hours,
                days_off = excluded.days_off, changed_by = excluded.changed_by,
                changed_at = excluded.changed_at
            """,
            office_id=office_id,
            hours=json.dumps({str(day): part for day, part in settings.hours.items()}),
            days_off=json.dumps(sorted(settings.days_off)),
            by=by,
            now=now,
        )

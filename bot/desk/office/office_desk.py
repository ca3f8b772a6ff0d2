"""What a coordinator sees of her office and changes of its hours and days off."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.errors import BotError
from bot.rules.desk.days_named import named_day
from bot.rules.desk.desk_catalog import Knowledge, OfficeFacts
from bot.rules.desk.office_hours import as_changed, intervals
from storage.records.consultation import Office, StaffMember
from storage.records.office_settings import OfficeSettings
from storage.stores import Stores

MOST_DAYS_OFF = 40


class BadHours(BotError):  # noqa: N818 - named by what happened
    """Not hours such as 09:00-13:00, 14:00-18:00, or no hours in the whole week."""

    key = "office.bad_hours"


class BadDay(BotError):  # noqa: N818 - named by what happened
    """Not a day such as 31.12.2026, one that has passed, or too many of them."""

    key = "office.bad_day"


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office as it works now; `days_off` are those of its own, beside the holidays."""

    facts: OfficeFacts
    office: Office
    staff: tuple[StaffMember, ...]
    days_off: tuple[str, ...]


class OfficeDesk:
    """Offices within one transaction; an office that the catalogue lost is a KeyError."""

    def __init__(self, stores: Stores, knowledge: Knowledge, now: int) -> None:
        self._stores, self._knowledge, self._now = stores, knowledge, now

    async def page(self, office_id: str) -> OfficePage:
        """Everything about one office."""
        settings = await self._stores.office_settings.get(office_id)
        return OfficePage(
            as_changed(self._knowledge.offices[office_id], settings),
            await self._stores.offices.get(office_id),
            tuple(await self._stores.staff.of_office(office_id)),
            settings.days_off,
        )

    async def set_hours(self, office_id: str, weekday: int, text: str, by: int) -> None:
        """Change one weekday's hours from now on; dates promised before stay. Raises BadHours."""
        try:
            hours = intervals(text)
        except ValueError as error:
            raise BadHours from error
        settings = await self._stores.office_settings.get(office_id)
        changed = replace(settings, hours={**settings.hours, weekday: hours})
        calendar = as_changed(self._knowledge.offices[office_id], changed).calendar
        if not any(calendar.hours.values()):
            raise BadHours
        await self._keep(office_id, changed, by)

    async def turn_day_off(self, office_id: str, text: str, by: int) -> bool:
        """Make a day off, or take that back; True: it is off now. Raises BadDay."""
        day = self._day(office_id, text.strip())
        settings = await self._stores.office_settings.get(office_id)
        off = day not in settings.days_off
        days = {*settings.days_off, day} if off else {*settings.days_off} - {day}
        if len(days) > MOST_DAYS_OFF:
            raise BadDay
        await self._keep(office_id, replace(settings, days_off=tuple(sorted(days))), by)
        return off

    def _day(self, office_id: str, text: str) -> str:
        """A day as the staff write it; one of a button may have passed."""
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            zone = ZoneInfo(self._knowledge.offices[office_id].calendar.zone)
            found = named_day(text, datetime.fromtimestamp(self._now, zone).date())
            if found is None:
                raise BadDay from error
            return found.isoformat()

    async def _keep(self, office_id: str, settings: OfficeSettings, by: int) -> None:
        await self._stores.offices.ensure(office_id)
        await self._stores.office_settings.keep(office_id, settings, by, self._now)
        await self._stores.audit.note("hours_changed", self._now, by, office_id=office_id)

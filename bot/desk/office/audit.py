"""Who did what and when in an office, page by page: from the log of cases and the audit log."""

from dataclasses import dataclass

from storage.records.privacy import AuditLine
from storage.stores import Stores

ON_A_PAGE = 15


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines, the newest first; `number` counts pages from 0, `more`: an older one follows.

    `office_id` None: of every office; `case_id` None: of every case.
    """

    office_id: str | None
    case_id: int | None
    number: int
    lines: tuple[AuditLine, ...]
    more: bool


class OfficeAudit:
    """Reads both logs within one transaction; neither holds a text of anybody."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    async def page(self, office_id: str | None, case_id: int | None, number: int) -> AuditPage:
        """One page; a case that the office does not answer has no lines."""
        skip = max(number, 0) * ON_A_PAGE
        found = await self._stores.audit.happened(office_id, case_id, skip, ON_A_PAGE + 1)
        lines = tuple(found[:ON_A_PAGE])
        return AuditPage(office_id, case_id, max(number, 0), lines, len(found) > ON_A_PAGE)

"""Store of the audit log: who looked at, changed or took what, and when; never a text."""

from storage.database import Transaction
from storage.records.privacy import AuditLine

# Each log is read from its end and no further than the page; only then are the two put together.
HAPPENED = """
    SELECT at, actor_id, what, case_id, count, subject_id, office_id,
        (SELECT max(name) FROM staff WHERE user_id = actor_id) AS actor_name,
        (SELECT max(name) FROM staff WHERE user_id = subject_id) AS subject_name
    FROM (
        SELECT * FROM (
            SELECT 1 AS log, event.id, at, actor_id, kind AS what, case_id,
                CAST(NULL AS BIGINT) AS count, CAST(NULL AS BIGINT) AS subject_id, office_id
            FROM case_events AS event JOIN cases ON cases.id = event.case_id
            WHERE (:office_id = '' OR office_id = :office_id)
                AND (:case_id = 0 OR event.case_id = :case_id)
                AND kind NOT IN ('consented', 'met', 'thread_remade', 'routed', 'answered')
            ORDER BY event.id DESC LIMIT :reach
        ) AS events
        UNION ALL
        SELECT * FROM (
            SELECT 2 AS log, id, at, actor_id, what, case_id, count, subject_id, office_id
            FROM audit
            WHERE (:office_id = '' OR office_id = :office_id)
                AND (:case_id = 0 OR case_id = :case_id) AND what <> 'sensitive'
            ORDER BY id DESC LIMIT :reach
        ) AS noted
    ) AS happened
    ORDER BY at DESC, log, id DESC LIMIT :limit OFFSET :skip
"""


class Audit:
    """Statements on the log within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def note(
        self,
        what: str,
        at: int,
        actor_id: int | None = None,
        case_id: int | None = None,
        count: int | None = None,
        office_id: str | None = None,
        subject_id: int | None = None,
    ) -> None:
        """Add a line; `actor_id`: a person or a staff chat; None: the bot, or a citizen.

        `subject_id` is the person it was about, such as who was added to the staff.
        """
        await self._transaction.run(
            """
            INSERT INTO audit (at, actor_id, what, case_id, count, office_id, subject_id)
            VALUES (:at, :actor_id, :what, :case_id, :count, :office_id, :subject_id)
            """,
            office_id=office_id,
            subject_id=subject_id,
            at=at,
            actor_id=actor_id,
            what=what,
            case_id=case_id,
            count=count,
        )

    async def happened(
        self, office_id: str | None, case_id: int | None, skip: int, limit: int
    ) -> list[AuditLine]:
        """Return lines of this log and of the cases' events, the newest first.

        None: of every office, of every case. What only machines did is left out.
        """
        limits = {"skip": skip, "limit": limit, "reach": skip + limit}
        rows = await self._transaction.all(
            HAPPENED, office_id=office_id or "", case_id=case_id or 0, **limits
        )
        return [AuditLine(**dict(row)) for row in rows]

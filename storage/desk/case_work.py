"""Store of the work on cases: who has one, which office answers it, and what is in hand."""

from typing import Any

from storage.database import Transaction
from storage.desk.cases import COLUMNS, case_of
from storage.records.consultation import Case, CaseState
from storage.records.staff_desk import Due


class CaseWork:
    """Statements on work in hand within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def take(self, case_id: int, user_id: int, state: CaseState, of: int | None) -> bool:
        """Note who works on it in place of `of` (None: nobody); False: somebody was faster."""
        changed = await self._transaction.run(
            """
            UPDATE cases SET taken_by = :user_id, state = :state
            WHERE id = :case_id AND coalesce(taken_by, -1) = :before
            """,
            case_id=case_id,
            user_id=user_id,
            state=state,
            before=-1 if of is None else of,
        )
        return changed > 0

    async def release(self, case_id: int) -> None:
        """Nobody works on it any more."""
        await self._transaction.run(
            "UPDATE cases SET taken_by = NULL WHERE id = :case_id", case_id=case_id
        )

    async def forward(self, case_id: int, body: str, at: int) -> bool:
        """Another body has it now; False: the case is closed."""
        changed = await self._transaction.run(
            """
            UPDATE cases SET state = 'forwarded', forwarded_to = :body, forwarded_at = :at
            WHERE id = :case_id AND state <> 'closed'
            """,
            case_id=case_id,
            body=body,
            at=at,
        )
        return changed > 0

    async def transfer(
        self, case_id: int, from_office: str, office_id: str, category: str, state: CaseState
    ) -> bool:
        """Give the case to another office, to be taken anew; False: it has left already."""
        changed = await self._transaction.run(
            """
            UPDATE cases SET office_id = :office_id, category = :category, state = :state,
                taken_by = NULL, thread_chat_id = NULL, thread_id = NULL
            WHERE id = :case_id AND office_id = :from_office
            """,
            case_id=case_id,
            from_office=from_office,
            office_id=office_id,
            category=category,
            state=state,
        )
        return changed > 0

    async def rename(self, case_id: int, category: str) -> None:
        """It is about something else."""
        await self._transaction.run(
            "UPDATE cases SET category = :category WHERE id = :case_id",
            case_id=case_id,
            category=category,
        )

    async def of_taker(self, office_id: str, user_id: int) -> list[Case]:
        """Return somebody's open cases in an office, those with the earliest deadline first."""
        return await self._many(
            """
            office_id = :office_id AND taken_by = :user_id AND state <> 'closed'
            ORDER BY answer_due_at, id
            """,
            office_id=office_id,
            user_id=user_id,
        )

    async def untaken(self, office_id: str) -> list[Case]:
        """Return the office's open cases that nobody has, the earliest deadline first."""
        return await self._many(
            """
            office_id = :office_id AND taken_by IS NULL AND state <> 'closed'
            ORDER BY answer_due_at, id
            """,
            office_id=office_id,
        )

    async def due(self, office_id: str, before: int) -> list[Due]:
        """Return what of the office's is due before then, the earliest first; each case once."""
        rows = await self._transaction.all(
            f"""
            SELECT {COLUMNS}, kind, due_at FROM cases JOIN (
                SELECT case_id, kind, due_at FROM case_clocks
                WHERE running_since IS NOT NULL AND met_at IS NULL AND due_at < :before
            ) AS clock ON clock.case_id = cases.id
            WHERE office_id = :office_id AND state <> 'closed'
            ORDER BY due_at, id, kind
            """,  # noqa: S608 - a constant list of columns
            office_id=office_id,
            before=before,
        )
        found = [Due(case_of(row), row["kind"], row["due_at"]) for row in rows]
        return list({one.case.id: one for one in reversed(found)}.values())[::-1]

    async def last_said_by(self, case_id: int) -> str | None:
        """Return whose delivered message is the newest: citizen or staff; None: there is none."""
        value: str | None = await self._transaction.value(
            """
            SELECT side FROM case_messages WHERE case_id = :case_id AND
                (side = 'citizen' OR way = 'delivered') ORDER BY id DESC LIMIT 1
            """,
            case_id=case_id,
        )
        return value

    async def _many(self, where: str, **params: Any) -> list[Case]:
        rows = await self._transaction.all(
            f"SELECT {COLUMNS} FROM cases WHERE {where}",  # noqa: S608 - conditions of this file
            **params,
        )
        return [case_of(row) for row in rows]

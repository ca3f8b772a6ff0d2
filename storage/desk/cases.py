"""Store of cases: their state, their thread, and the log of what happened (never a text)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from storage.database import Row, Transaction
from storage.desk.citizens import HERE, Citizens
from storage.records.consultation import Case, CaseState, NewCase

COLUMNS = """
    id, office_id, district, category, language, sensitive, urgent, anonymous, covered, linked_to,
    state, thread_chat_id, thread_id, taken_by, created_at, answer_due_at, first_answer_at,
    emergency_at, closed_at, outcome, forwarded_to, forwarded_at,
    coalesce((SELECT chat_id FROM citizens WHERE citizens.id = citizen_id), 0) AS citizen_chat_id,
    (SELECT name FROM citizens WHERE citizens.id = citizen_id AND anonymous = 0) AS citizen_name
"""


class Cases:
    """Statements on cases within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def open(self, new: NewCase, now: int) -> Case:
        """Open a case; its number is the next one."""
        values = asdict(new)
        for flag in ("sensitive", "urgent", "anonymous", "covered"):
            values[flag] = int(values[flag])
        chat_id = values.pop("citizen_chat_id")
        values["citizen_id"] = await Citizens(self._transaction).meet(chat_id, now)
        row = await self._transaction.one(
            f"""
            INSERT INTO cases (citizen_id, office_id, district, category, language, sensitive,
                urgent, anonymous, consent_version, consented_at, answer_due_at, emergency_at,
                covered, linked_to, created_at)
            VALUES (:citizen_id, :office_id, :district, :category, :language, :sensitive,
                :urgent, :anonymous, :consent_version, :now, :answer_due_at, :emergency_at,
                :covered, :linked_to, :now)
            RETURNING {COLUMNS}
            """,  # noqa: S608 - a constant list of columns
            now=now,
            **values,
        )
        if row is None:
            raise LookupError("the database returned no case")
        return case_of(row)

    async def get(self, case_id: int) -> Case | None:
        """Return the case of that number."""
        return await self._one("id = :case_id", case_id=case_id)

    async def in_thread(self, chat_id: int, thread_id: int) -> Case | None:
        """Return the case whose thread that is."""
        return await self._one(
            "thread_chat_id = :chat_id AND thread_id = :thread_id AND thread_id > 0",
            chat_id=chat_id,
            thread_id=thread_id,
        )

    async def of_citizen(self, chat_id: int, limit: int = 20) -> list[Case]:
        """Return her cases, the newest first."""
        return await self._many(
            f"citizen_id = {HERE} ORDER BY id DESC LIMIT :limit", chat_id=chat_id, limit=limit
        )

    async def open_of(self, office_id: str) -> list[Case]:
        """Return the office's cases that are not closed, the oldest first."""
        return await self._many(
            "office_id = :office_id AND state <> 'closed' ORDER BY id", office_id=office_id
        )

    async def to_bring(self, office_id: str) -> list[Case]:
        """Return what the office's new chat is to see, the oldest first.

        Open cases, and those of which words wait that were not taken back: said when a case was
        closed already, or closed by somebody before they arrived.
        """
        return await self._many(
            """
            office_id = :office_id AND (state <> 'closed' OR
                EXISTS (SELECT * FROM case_messages WHERE case_id = cases.id
                    AND side = 'citizen' AND way = 'waiting')
                AND NOT EXISTS (SELECT * FROM case_events WHERE case_id = cases.id
                    AND kind = 'withdrawn' AND at = cases.closed_at))
            ORDER BY id
            """,
            office_id=office_id,
        )

    async def without_chat(self) -> list[Case]:
        """Return open cases whose office has no staff chat, the oldest first."""
        return await self._many(
            """
            state <> 'closed' AND office_id IN (SELECT id FROM offices WHERE chat_id IS NULL)
            ORDER BY id
            """
        )

    async def route_to(self, case_id: int, office_id: str) -> None:
        """Give the case to another office; its thread there is still to be made."""
        await self._transaction.run(
            """
            UPDATE cases SET office_id = :office_id, thread_chat_id = NULL, thread_id = NULL
            WHERE id = :case_id
            """,
            case_id=case_id,
            office_id=office_id,
        )

    async def set_state(self, case_id: int, state: CaseState) -> None:
        """Move an open case on, or open a closed one again."""
        await self._transaction.run(
            """
            UPDATE cases SET state = :state, closed_at = NULL, outcome = NULL WHERE id = :case_id
            """,
            case_id=case_id,
            state=state,
        )

    async def answered(self, case_id: int, at: int) -> None:
        """Note the first answer; later ones change nothing."""
        await self._transaction.run(
            """
            UPDATE cases SET first_answer_at = :at
            WHERE id = :case_id AND first_answer_at IS NULL
            """,
            case_id=case_id,
            at=at,
        )

    async def close(self, case_id: int, outcome: str, at: int) -> bool:
        """Close the case; False when it was closed already."""
        changed = await self._transaction.run(
            """
            UPDATE cases SET state = 'closed', outcome = :outcome, closed_at = :at
            WHERE id = :case_id AND state <> 'closed'
            """,
            case_id=case_id,
            outcome=outcome,
            at=at,
        )
        return changed > 0

    async def emergency_shown(self, case_id: int, at: int) -> None:
        """Note when the emergency block was shown last."""
        await self._transaction.run(
            "UPDATE cases SET emergency_at = :at WHERE id = :case_id", case_id=case_id, at=at
        )

    async def make_sensitive(self, case_id: int) -> None:
        """Hide what it is about; its answers wait behind a button."""
        await self._transaction.run(
            "UPDATE cases SET sensitive = 1, covered = 1 WHERE id = :case_id", case_id=case_id
        )

    async def set_urgent(self, case_id: int, urgent: bool) -> None:
        """Note a direct threat to life, or that there is none."""
        await self._transaction.run(
            "UPDATE cases SET urgent = :urgent WHERE id = :case_id",
            case_id=case_id,
            urgent=int(urgent),
        )

    async def set_covered(self, case_id: int, covered: bool) -> None:
        """Note whether answers wait behind a button."""
        await self._transaction.run(
            "UPDATE cases SET covered = :covered WHERE id = :case_id",
            case_id=case_id,
            covered=int(covered),
        )

    async def set_thread(self, case_id: int, chat_id: int | None, thread_id: int | None) -> None:
        """Keep where the case stands; None and None: nowhere yet."""
        await self._transaction.run(
            """
            UPDATE cases SET thread_chat_id = :chat_id, thread_id = :thread_id WHERE id = :case_id
            """,
            case_id=case_id,
            chat_id=chat_id,
            thread_id=thread_id,
        )

    async def note(
        self,
        case_id: int,
        kind: str,
        at: int,
        actor_id: int | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        """Log an event; `data` holds ids and reasons."""
        await self._transaction.run(
            """
            INSERT INTO case_events (case_id, at, kind, actor_id, data)
            VALUES (:case_id, :at, :kind, :actor_id, :data)
            """,
            case_id=case_id,
            at=at,
            kind=kind,
            actor_id=actor_id,
            data=json.dumps(dict(data or {}), ensure_ascii=False),
        )

    async def events(self, case_id: int) -> list[str]:
        """Return the kinds of what happened to the case, in order."""
        rows = await self._transaction.all(
            "SELECT kind FROM case_events WHERE case_id = :case_id ORDER BY id", case_id=case_id
        )
        return [row["kind"] for row in rows]

    async def _one(self, where: str, **params: Any) -> Case | None:
        found = await self._many(where, **params)
        return found[0] if found else None

    async def _many(self, where: str, **params: Any) -> list[Case]:
        rows = await self._transaction.all(
            f"SELECT {COLUMNS} FROM cases WHERE {where}",  # noqa: S608 - conditions of this file
            **params,
        )
        return [case_of(row) for row in rows]


def case_of(row: Row) -> Case:
    """Return the case of a row that has all COLUMNS."""
    return Case(
        id=row["id"],
        citizen_chat_id=row["citizen_chat_id"],
        citizen_name=row["citizen_name"],
        covered=bool(row["covered"]),
        linked_to=row["linked_to"],
        office_id=row["office_id"],
        district=row["district"],
        category=row["category"],
        language=row["language"],
        sensitive=bool(row["sensitive"]),
        urgent=bool(row["urgent"]),
        anonymous=bool(row["anonymous"]),
        state=CaseState(row["state"]),
        thread_chat_id=row["thread_chat_id"],
        thread_id=row["thread_id"],
        taken_by=row["taken_by"],
        created_at=row["created_at"],
        answer_due_at=row["answer_due_at"],
        first_answer_at=row["first_answer_at"],
        emergency_at=row["emergency_at"],
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        forwarded_to=row["forwarded_to"],
        forwarded_at=row["forwarded_at"],
    )

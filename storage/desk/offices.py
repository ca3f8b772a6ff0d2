"""Store of offices: their staff chats, the one-time codes that bind them, and who acts there."""

from typing import Any

from storage.database import Row, Transaction
from storage.records.consultation import Office, StaffMember

COLUMNS = "id, chat_id, layout, language, bound_at, lost_reason"


class Offices:
    """Statements on offices within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, office_id: str) -> Office:
        """Return the office; one that was never bound has no chat."""
        rows = await self._many("id = :office_id", office_id=office_id)
        return rows[0] if rows else Office(office_id, None, "forum", "kk", None, None)

    async def ensure(self, office_id: str) -> None:
        """Make the office's row, which cases and staff refer to."""
        await self._transaction.run(
            "INSERT INTO offices (id) VALUES (:id) ON CONFLICT DO NOTHING", id=office_id
        )

    async def in_chat(self, chat_id: int) -> Office | None:
        """Return the office whose staff chat that is."""
        rows = await self._many("chat_id = :chat_id", chat_id=chat_id)
        return rows[0] if rows else None

    async def bound(self) -> list[Office]:
        """Return the offices that have a staff chat."""
        return await self._many("chat_id IS NOT NULL ORDER BY id")

    async def bind(
        self, office_id: str, chat_id: int, layout: str, language: str, by: int, now: int
    ) -> None:
        """Make the chat the office's staff chat, in place of what it had."""
        await self.ensure(office_id)
        await self._transaction.run(
            """
            UPDATE offices SET chat_id = :chat_id, layout = :layout, language = :language,
                bound_at = :now, bound_by = :by, lost_reason = NULL WHERE id = :office_id
            """,
            office_id=office_id,
            chat_id=chat_id,
            layout=layout,
            language=language,
            by=by,
            now=now,
        )

    async def lose(self, office_id: str, reason: str) -> None:
        """Unbind: the chat cannot be written to any more."""
        await self._transaction.run(
            """
            UPDATE offices SET chat_id = NULL, bound_at = NULL, bound_by = NULL,
                lost_reason = :reason WHERE id = :office_id
            """,
            office_id=office_id,
            reason=reason,
        )

    async def move(self, old_chat_id: int, new_chat_id: int) -> None:
        """The group became a supergroup with another id; it begins as a plain one."""
        await self._transaction.run(
            "UPDATE offices SET chat_id = :new, layout = 'plain' WHERE chat_id = :old",
            old=old_chat_id,
            new=new_chat_id,
        )

    async def set_layout(self, office_id: str, layout: str) -> None:
        """Threads were switched on (forum) or off (plain)."""
        await self._transaction.run(
            "UPDATE offices SET layout = :layout WHERE id = :office_id",
            office_id=office_id,
            layout=layout,
        )

    async def withdraw(self, chat_id: int) -> None:
        """Take back what is owed to a staff chat for cases: it is owed to another one now.

        What is on its way may still arrive; refused, it is not owed again.
        """
        await self._transaction.run(
            """
            UPDATE outbox SET state = 'failed', error = 'office_moved',
                unsure = CASE WHEN state = 'sending' THEN unsure + 1 ELSE unsure END
            WHERE state IN ('owed', 'sending') AND chat_id = :chat_id AND case_id IS NOT NULL
            """,
            chat_id=chat_id,
        )

    async def seen(self, office_id: str, user_id: int, name: str, role: str, now: int) -> None:
        """Remember somebody who acted in the staff chat; a coordinator stays one."""
        await self._transaction.run(
            """
            INSERT INTO staff (office_id, user_id, name, role, since)
            VALUES (:office_id, :user_id, :name, :role, :now)
            ON CONFLICT (office_id, user_id) DO UPDATE SET name = excluded.name, left_at = NULL,
                role = CASE WHEN excluded.role = 'coordinator' THEN excluded.role
                    ELSE staff.role END
            """,
            office_id=office_id,
            user_id=user_id,
            name=name,
            role=role,
            now=now,
        )

    async def member(self, office_id: str, user_id: int) -> StaffMember | None:
        """Return what is known of somebody of the staff, also when she has left."""
        row = await self._transaction.one(
            """
            SELECT office_id, user_id, name, role, on_duty, away_until FROM staff
            WHERE office_id = :office_id AND user_id = :user_id
            """,
            office_id=office_id,
            user_id=user_id,
        )
        return StaffMember(**{**dict(row), "on_duty": bool(row["on_duty"])}) if row else None

    async def coordinators(self, office_id: str) -> list[StaffMember]:
        """Return who coordinates the office, by name."""
        rows = await self._transaction.all(
            """
            SELECT office_id, user_id, name, role FROM staff
            WHERE office_id = :office_id AND role = 'coordinator' AND user_id > 0 ORDER BY name
            """,
            office_id=office_id,
        )
        return [StaffMember(**dict(row)) for row in rows]

    async def set_role(self, office_id: str, user_id: int, role: str) -> None:
        """Make somebody of the staff a coordinator, or no longer."""
        await self._transaction.run(
            "UPDATE staff SET role = :role WHERE office_id = :office_id AND user_id = :user_id",
            role=role,
            office_id=office_id,
            user_id=user_id,
        )

    async def coordinated_by(self, user_id: int) -> list[str]:
        """Return the offices that somebody coordinates."""
        rows = await self._transaction.all(
            """
            SELECT office_id FROM staff WHERE user_id = :user_id AND role = 'coordinator'
            ORDER BY office_id
            """,
            user_id=user_id,
        )
        return [row["office_id"] for row in rows]

    async def _many(self, where: str, **params: Any) -> list[Office]:
        rows = await self._transaction.all(
            f"SELECT {COLUMNS} FROM offices WHERE {where}",  # noqa: S608 - conditions of this file
            **params,
        )
        return [_office(row) for row in rows]


def _office(row: Row) -> Office:
    return Office(
        row["id"],
        row["chat_id"],
        row["layout"],
        row["language"],
        row["bound_at"],
        row["lost_reason"],
    )

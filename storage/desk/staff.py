"""Store of the staff's days and limits: duty, vacation, conflicts of interest, disputes."""

from storage.database import Row, Transaction
from storage.records.consultation import StaffMember

COLUMNS = "office_id, user_id, name, role, on_duty, away_until"


class Staff:
    """Statements on people of the staff within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def of_office(self, office_id: str) -> list[StaffMember]:
        """Return who answers in the office's staff chat, by name."""
        rows = await self._transaction.all(
            f"""
            SELECT {COLUMNS} FROM staff WHERE office_id = :office_id AND left_at IS NULL
            ORDER BY name, user_id
            """,  # noqa: S608 - a constant list of columns
            office_id=office_id,
        )
        return [_member(row) for row in rows]

    async def leave(self, office_id: str, user_id: int, now: int) -> bool:
        """Note that somebody answers there no more, until she is seen again; False: she did not."""
        gone = await self._transaction.run(
            """
            UPDATE staff SET left_at = :now, role = 'staff', on_duty = 0, away_until = NULL
            WHERE office_id = :office_id AND user_id = :user_id AND left_at IS NULL
            """,
            office_id=office_id,
            user_id=user_id,
            now=now,
        )
        return gone > 0

    async def on_duty(self, office_id: str, now: int) -> list[StaffMember]:
        """Return who is on duty and not away."""
        return [
            one
            for one in await self.of_office(office_id)
            if one.on_duty and not (one.away_until or 0) > now
        ]

    async def set_duty(self, office_id: str, user_id: int, on_duty: bool) -> None:
        """Put somebody on duty, or off it."""
        await self._transaction.run(
            """
            UPDATE staff SET on_duty = :on_duty
            WHERE office_id = :office_id AND user_id = :user_id
            """,
            office_id=office_id,
            user_id=user_id,
            on_duty=int(on_duty),
        )

    async def set_away(self, user_id: int, until: int | None) -> None:
        """Somebody is away until then, in every office; None: back at work."""
        await self._transaction.run(
            "UPDATE staff SET away_until = :until WHERE user_id = :user_id",
            user_id=user_id,
            until=until,
        )

    async def flag(self, case_id: int, user_id: int, now: int) -> bool:
        """Keep that somebody must not work on a case; False: it is known."""
        added = await self._transaction.run(
            """
            INSERT INTO case_conflicts (case_id, user_id, at) VALUES (:case_id, :user_id, :now)
            ON CONFLICT DO NOTHING
            """,
            case_id=case_id,
            user_id=user_id,
            now=now,
        )
        return added > 0

    async def unflag(self, case_id: int, user_id: int) -> bool:
        """Take a flag back; False: there was none."""
        gone = await self._transaction.run(
            "DELETE FROM case_conflicts WHERE case_id = :case_id AND user_id = :user_id",
            case_id=case_id,
            user_id=user_id,
        )
        return gone > 0

    async def flagged(self, case_id: int) -> frozenset[int]:
        """Return who must not work on the case by a flag."""
        rows = await self._transaction.all(
            "SELECT user_id FROM case_conflicts WHERE case_id = :case_id", case_id=case_id
        )
        return frozenset(row["user_id"] for row in rows)

    async def link(self, case_id: int, other_id: int, now: int) -> bool:
        """Keep that two cases are the sides of one dispute; False: it is known."""
        low, high = sorted((case_id, other_id))
        added = await self._transaction.run(
            """
            INSERT INTO case_disputes (case_id, other_id, at) VALUES (:low, :high, :now)
            ON CONFLICT DO NOTHING
            """,
            low=low,
            high=high,
            now=now,
        )
        return added > 0

    async def other_sides(self, case_id: int) -> list[int]:
        """Return the cases of the other sides."""
        rows = await self._transaction.all(
            """
            SELECT CASE WHEN case_id = :case_id THEN other_id ELSE case_id END AS other
            FROM case_disputes WHERE case_id = :case_id OR other_id = :case_id ORDER BY other
            """,
            case_id=case_id,
        )
        return [row["other"] for row in rows]

    async def worked_on(self, case_id: int) -> frozenset[int]:
        """Return who has taken the case or answered in it."""
        rows = await self._transaction.all(
            """
            SELECT taken_by AS who FROM cases WHERE id = :case_id AND taken_by IS NOT NULL
            UNION SELECT author_id FROM case_messages WHERE case_id = :case_id AND side = 'staff'
            UNION SELECT actor_id FROM case_events
                WHERE case_id = :case_id AND kind = 'taken' AND actor_id IS NOT NULL
            """,
            case_id=case_id,
        )
        return frozenset(row["who"] for row in rows)


def _member(row: Row) -> StaffMember:
    return StaffMember(
        row["office_id"],
        row["user_id"],
        row["name"],
        row["role"],
        bool(row["on_duty"]),
        row["away_until"],
    )

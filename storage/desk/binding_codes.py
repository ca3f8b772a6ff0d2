"""Store of the one-time codes that bind a staff chat, hashed, and of attempts to enter one."""

from storage.database import Transaction
from storage.records.consultation import StaffPerson
from storage.records.office_settings import CodeOut


class BindingCodes:
    """Statements on binding codes within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def issue(
        self, office_id: str, code_hash: str, by: StaffPerson, now: int, expires_at: int
    ) -> None:
        """Keep a new code's hash; an unused one of the same office is void."""
        await self._transaction.run(
            "DELETE FROM binding_codes WHERE office_id = :office_id AND used_at IS NULL",
            office_id=office_id,
        )
        await self._transaction.run(
            """
            INSERT INTO binding_codes
                (office_id, code_hash, created_by, created_name, created_at, expires_at)
            VALUES (:office_id, :code_hash, :by, :name, :now, :expires_at)
            """,
            office_id=office_id,
            code_hash=code_hash,
            by=by.id,
            name=by.name,
            now=now,
            expires_at=expires_at,
        )

    async def out(self, now: int) -> list[CodeOut]:
        """Return the codes that could still bind a group, the newest first."""
        rows = await self._transaction.all(
            """
            SELECT id, office_id, created_by, created_name, created_at, expires_at
            FROM binding_codes WHERE used_at IS NULL AND expires_at > :now ORDER BY id DESC
            """,
            now=now,
        )
        return [CodeOut(**dict(row)) for row in rows]

    async def revoke(self, code_id: int) -> str | None:
        """Void an unused code; return its office, None: it was spent or void already."""
        row = await self._transaction.one(
            "DELETE FROM binding_codes WHERE id = :id AND used_at IS NULL RETURNING office_id",
            id=code_id,
        )
        return row["office_id"] if row else None

    async def office_of(self, code_hash: str, now: int) -> str | None:
        """Return the office that a valid, unused code binds."""
        value: str | None = await self._transaction.value(
            """
            SELECT office_id FROM binding_codes
            WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now
            """,
            code_hash=code_hash,
            now=now,
        )
        return value

    async def use(self, code_hash: str, chat_id: int, now: int) -> bool:
        """Spend the code; False when it was spent or is no longer valid."""
        changed = await self._transaction.run(
            """
            UPDATE binding_codes SET used_at = :now, used_chat_id = :chat_id
            WHERE code_hash = :code_hash AND used_at IS NULL AND expires_at > :now
            """,
            code_hash=code_hash,
            chat_id=chat_id,
            now=now,
        )
        return changed > 0

    async def attempt(self, chat_id: int, user_id: int, now: int) -> None:
        """Note that somebody entered a wrong code."""
        await self._transaction.run(
            "INSERT INTO binding_attempts (chat_id, user_id, at) VALUES (:chat_id, :user_id, :now)",
            chat_id=chat_id,
            user_id=user_id,
            now=now,
        )

    async def attempts(self, chat_id: int, user_id: int, since: int) -> int:
        """Return how many wrong codes came from that chat or person since then."""
        value: int = await self._transaction.value(
            """
            SELECT count(*) FROM binding_attempts
            WHERE at > :since AND (chat_id = :chat_id OR user_id = :user_id)
            """,
            chat_id=chat_id,
            user_id=user_id,
            since=since,
        )
        return value

"""Store of notes for colleagues, of messages that await a reply, and of threads a case has left."""

from typing import Any

from storage.database import Transaction
from storage.records.staff_desk import Note, Place, Prompt


class CaseNotes:
    """Statements on what only the staff see, within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def add(self, note: Note) -> bool:
        """Keep a note; False: this message is kept already."""
        added = await self._transaction.run(
            """
            INSERT INTO case_notes (case_id, chat_id, message_id, author_id, name, html, at)
            VALUES (:case_id, :chat_id, :message_id, :author_id, :name, :html, :at)
            ON CONFLICT DO NOTHING
            """,
            case_id=note.case_id,
            chat_id=note.chat_id,
            message_id=note.message_id,
            author_id=note.author_id,
            name=note.name,
            html=note.html,
            at=note.at,
        )
        return added > 0

    async def shown(self, chat_id: int, message_id: int, shown_in: int) -> None:
        """Note where the bot has shown the note that was written as that message."""
        await self._transaction.run(
            """
            UPDATE case_notes SET shown_in = :shown_in
            WHERE chat_id = :chat_id AND message_id = :message_id
            """,
            chat_id=chat_id,
            message_id=message_id,
            shown_in=shown_in,
        )

    async def change(self, chat_id: int, message_id: int, html: str) -> bool:
        """Keep what its author made of a note; False: no note stands there."""
        changed = await self._transaction.run(
            """
            UPDATE case_notes SET html = :html
            WHERE chat_id = :chat_id AND message_id = :message_id
            """,
            chat_id=chat_id,
            message_id=message_id,
            html=html,
        )
        return changed > 0

    async def of_case(self, case_id: int) -> list[Note]:
        """Return the notes of a case, the oldest first."""
        rows = await self._transaction.all(
            """
            SELECT case_id, chat_id, message_id, author_id, name, html, at, shown_in
            FROM case_notes
            WHERE case_id = :case_id ORDER BY id
            """,
            case_id=case_id,
        )
        return [Note(**dict(row)) for row in rows]

    async def ask(self, prompt: Prompt) -> None:
        """Keep that a reply to this message is awaited."""
        await self._transaction.run(
            """
            INSERT INTO case_prompts (chat_id, message_id, case_id, purpose, html)
            VALUES (:chat_id, :message_id, :case_id, :purpose, :html) ON CONFLICT DO NOTHING
            """,
            chat_id=prompt.chat_id,
            message_id=prompt.message_id,
            case_id=prompt.case_id,
            purpose=prompt.purpose,
            html=prompt.html,
        )

    async def asked(self, chat_id: int, message_id: int) -> Prompt | None:
        """Return what a reply to that message means."""
        row = await self._transaction.one(
            """
            SELECT chat_id, message_id, case_id, purpose, html FROM case_prompts
            WHERE chat_id = :chat_id AND message_id = :message_id
            """,
            chat_id=chat_id,
            message_id=message_id,
        )
        return Prompt(**dict(row)) if row else None

    async def leave(self, place: Place) -> None:
        """Keep the thread that a case leaves."""
        await self._transaction.run(
            """
            INSERT INTO case_places (case_id, chat_id, thread_id, closing)
            VALUES (:case_id, :chat_id, :thread_id, :closing)
            ON CONFLICT (case_id, chat_id) DO UPDATE
                SET thread_id = excluded.thread_id, closing = excluded.closing
            """,
            case_id=place.case_id,
            chat_id=place.chat_id,
            thread_id=place.thread_id,
            closing=place.closing,
        )

    async def stood(self, case_id: int, chat_id: int) -> Place | None:
        """Return where the case stood in that chat before it left."""
        row = await self._transaction.one(
            """
            SELECT case_id, chat_id, thread_id, closing FROM case_places
            WHERE case_id = :case_id AND chat_id = :chat_id
            """,
            case_id=case_id,
            chat_id=chat_id,
        )
        return Place(**dict(row)) if row else None

    async def come_back(self, case_id: int, chat_id: int) -> Place | None:
        """Return where the case stood in that chat before, and forget it."""
        row = await self._transaction.one(
            """
            DELETE FROM case_places WHERE case_id = :case_id AND chat_id = :chat_id
            RETURNING case_id, chat_id, thread_id, closing
            """,
            case_id=case_id,
            chat_id=chat_id,
        )
        return Place(**dict(row)) if row else None

    async def left_owed(self, case_id: int, chat_id: int) -> list[dict[str, Any]]:
        """Return what is still owed to a chat for a case: id, effect and body (JSON text)."""
        rows = await self._transaction.all(
            """
            SELECT id, effect, body FROM outbox
            WHERE state = 'owed' AND chat_id = :chat_id AND case_id = :case_id
            """,
            chat_id=chat_id,
            case_id=case_id,
        )
        return [dict(row) for row in rows]

    async def not_again(self, case_id: int, chat_id: int) -> None:
        """Copies on their way to a chat that the case leaves are not owed to it again."""
        await self._transaction.run(
            """
            UPDATE outbox SET state = 'failed', error = 'office_moved', unsure = unsure + 1
            WHERE state = 'sending' AND chat_id = :chat_id AND case_id = :case_id
                AND effect = 'case_copied'
            """,
            chat_id=chat_id,
            case_id=case_id,
        )

    async def say_apart(self, row_id: int, body: str) -> None:
        """Let an owed line be said where the case was, no matter where it stands later."""
        await self._transaction.run(
            """
            UPDATE outbox SET body = :body, case_id = NULL, effect = NULL, effect_data = NULL
            WHERE id = :id AND state = 'owed'
            """,
            id=row_id,
            body=body,
        )

"""Removes what is kept of a case or a person for good, and gathers it before, for who asks."""

from collections.abc import Iterable
from typing import Any

from storage.database import Row, Transaction
from storage.desk.citizens import HERE
from storage.records.privacy import Everything

# Everything that a person may take with her, by the name of its table; `:chat_id` is hers.
HERS: dict[str, str] = {
    "chat": "SELECT * FROM chats WHERE id = :chat_id",
    "subscription": """
        SELECT state, next_due_at, created_at, preferences.body AS preferences,
            schedules.body AS schedule
        FROM subscribers JOIN preferences ON preferences.id = preferences_id
        JOIN schedules ON schedules.id = schedule_id WHERE chat_id = :chat_id
    """,
    "saved": "SELECT story_id, saved_at FROM saved_stories WHERE chat_id = :chat_id",
    "draft": """
        SELECT district, category, anonymous, sensitive, urgent, covered, created_at FROM drafts
        WHERE chat_id = :chat_id
    """,
    "draft_messages": """
        SELECT message_id, content FROM draft_messages WHERE chat_id = :chat_id ORDER BY message_id
    """,
    "name_shown": "SELECT name, since FROM citizens WHERE chat_id = :chat_id",
    "staff": """
        SELECT office_id, name, role, on_duty, away_until, since FROM staff
        WHERE user_id = :chat_id ORDER BY office_id
    """,
    "places": "SELECT title, checked_at FROM places WHERE owner_id = :chat_id ORDER BY title",
    "cases": f"""
        SELECT id, office_id, district, category, language, sensitive, urgent, anonymous, state,
            covered, created_at, answer_due_at, first_answer_at, emergency_at, closed_at, outcome,
            forwarded_to, forwarded_at, consent_version, consented_at, linked_to
        FROM cases WHERE citizen_id = {HERE} ORDER BY id
    """,  # noqa: S608 - a constant
    "messages": f"""
        SELECT case_id, side, created_at, version, content FROM case_messages
        WHERE case_id IN (SELECT id FROM cases WHERE citizen_id = {HERE}) ORDER BY id
    """,  # noqa: S608 - a constant
    "events": f"""
        SELECT case_id, at, kind, data FROM case_events
        WHERE case_id IN (SELECT id FROM cases WHERE citizen_id = {HERE}) ORDER BY id
    """,  # noqa: S608 - a constant
    "ratings": f"""
        SELECT case_id, good, words, at FROM case_ratings
        WHERE case_id IN (SELECT id FROM cases WHERE citizen_id = {HERE}) ORDER BY case_id
    """,  # noqa: S608 - a constant
}

# What is removed with a case; a card that somebody published belongs to none.
OF_CASE = (
    *("case_words", "case_messages", "case_notes", "case_prompts", "case_waits"),
    "knowledge_cards",
)
# Calls whose text is still there: what was sent has none.
KEPT = "('owed', 'failed', 'unknown')"


class Erasing:
    """Statements on all tables that know a person, within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def everything(self, chat_id: int) -> Everything:
        """Return all that is kept of that person."""
        tables = {
            name: [dict(row) for row in await self._transaction.all(sql, chat_id=chat_id)]
            for name, sql in HERS.items()
        }
        return Everything(chat_id, tables)

    async def ask(self, chat_id: int, now: int) -> bool:
        """Ask for an export; False: one is on its way."""
        touched = await self._transaction.run(
            """
            INSERT INTO exports (chat_id, asked_at) VALUES (:chat_id, :now) ON CONFLICT DO NOTHING
            """,
            chat_id=chat_id,
            now=now,
        )
        return touched > 0

    async def take(self) -> int | None:
        """Return the person whose export was asked for first, None when nobody waits."""
        rows = await self._transaction.claim(
            "SELECT chat_id FROM exports ORDER BY asked_at, chat_id LIMIT 1"
        )
        if not rows:
            return None
        chat_id: int = rows[0]["chat_id"]
        await self._run("DELETE FROM exports WHERE chat_id = :chat_id", chat_id=chat_id)
        return chat_id

    async def copies(self, case_id: int) -> dict[int, list[int]]:
        """Return the copies of her messages by group: those of earlier offices too.

        And the cards that a newer one has replaced: her name may stand on them.
        """
        rows = await self._transaction.all(
            """
            SELECT case_posts.chat_id, case_posts.message_id FROM case_posts
            LEFT JOIN case_messages ON case_messages.id = origin_id
            WHERE case_posts.case_id = :case_id AND case_posts.chat_id < 0
                AND (side = 'citizen' OR (role = 'card' AND EXISTS (
                    SELECT 1 FROM case_posts AS newer WHERE newer.case_id = case_posts.case_id
                        AND newer.chat_id = case_posts.chat_id AND newer.role = 'card'
                        AND newer.message_id > case_posts.message_id)))
            ORDER BY case_posts.message_id
            """,
            case_id=case_id,
        )
        return _by_group(rows)

    async def message(self, id_: int) -> dict[int, list[int]]:
        """Remove one message of hers for good; return its copies by group."""
        rows = await self._transaction.all(
            "SELECT chat_id, message_id FROM case_posts WHERE origin_id = :id AND chat_id < 0",
            id=id_,
        )
        await self._run("DELETE FROM case_posts WHERE origin_id = :id", id=id_)
        await self._run("DELETE FROM case_messages WHERE id = :id", id=id_)
        return _by_group(rows)

    async def case(self, case_id: int, at: int) -> None:
        """Remove a case's texts and its tie to a person; its number, events and counts stay."""
        await self._run(
            "DELETE FROM case_posts WHERE case_id = :case_id AND (role = 'copy' OR chat_id > 0)",
            case_id=case_id,
        )
        await self._run(
            f"DELETE FROM outbox WHERE case_id = :case_id AND state IN {KEPT}",  # noqa: S608 - a constant
            case_id=case_id,
        )
        for table in OF_CASE:
            await self._run(
                f"DELETE FROM {table} WHERE case_id = :case_id",  # noqa: S608 - constant names
                case_id=case_id,
            )
        await self._run(
            "UPDATE case_ratings SET words = NULL WHERE case_id = :case_id", case_id=case_id
        )
        await self._run(
            "UPDATE cases SET citizen_id = NULL, erased_at = :at WHERE id = :case_id",
            case_id=case_id,
            at=at,
        )

    async def person(self, chat_id: int) -> None:
        """Remove everything else that knows her; her cases must have been erased."""
        await self._run(
            f"DELETE FROM outbox WHERE chat_id = :chat_id AND state IN {KEPT}",  # noqa: S608 - a constant
            chat_id=chat_id,
        )
        for table in ("drafts", "exports", "citizens", "subscribers"):
            await self._run(
                f"DELETE FROM {table} WHERE chat_id = :chat_id",  # noqa: S608 - constant names
                chat_id=chat_id,
            )
        # the place stays with its readers; another of its administrators may take it over
        await self._run("UPDATE places SET owner_id = 0 WHERE owner_id = :chat_id", chat_id=chat_id)
        await self._run(
            "DELETE FROM conversations WHERE key LIKE :key", key=f"%:{chat_id}:{chat_id}%"
        )
        await self._run("DELETE FROM chats WHERE id = :chat_id", chat_id=chat_id)

    async def said_to(self, chat_id: int, since: int) -> list[int]:
        """Return the bot's messages in a private chat since that UTC second.

        An edit names a message that may be older: Telegram would then remove none of them. A row
        knows only the first part of an album; the others stand after it, among the posts.
        """
        rows = await self._transaction.all(
            f"""
            WITH said AS (
                SELECT message_id FROM outbox WHERE chat_id = :chat_id AND settled_at >= :since
                    AND message_id IS NOT NULL AND priority <= 1 AND method NOT LIKE 'edit%'
            )
            SELECT message_id FROM said
            UNION SELECT message_id FROM case_posts WHERE chat_id = {HERE}
                AND message_id >= (SELECT min(message_id) FROM said)
            """,  # noqa: S608 - a constant
            chat_id=chat_id,
            since=since,
        )
        return [row["message_id"] for row in rows]

    async def forget_files(self, outbox_id: int) -> None:
        """Remove the files of a call that was settled."""
        await self._run("DELETE FROM outbox_files WHERE outbox_id = :id", id=outbox_id)

    async def _run(self, sql: str, **params: Any) -> None:
        await self._transaction.run(sql, **params)


def _by_group(copies: Iterable[Row]) -> dict[int, list[int]]:
    """Messages of each group, in the order given."""
    found: dict[int, list[int]] = {}
    for copy in copies:
        found.setdefault(copy["chat_id"], []).append(copy["message_id"])
    return found

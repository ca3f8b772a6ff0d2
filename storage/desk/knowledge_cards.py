"""Store of knowledge cards that were made of answers."""

from datetime import UTC, datetime

from storage.database import Row, Transaction
from storage.records.consultation import Case
from storage.records.knowledge_cards import Card, CardDraft, CardText

DRAFT = """
    SELECT id, office_id, category, language, title, body, state, made_by, chat_id, message_id
    FROM knowledge_cards
"""


class KnowledgeCards:
    """Statements on cards within one transaction."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def draft(self, case: Case, text: CardText, made_by: int, now: int) -> int | None:
        """Keep a draft made of an answer in that case; None: the case has one already."""
        number: int | None = await self._transaction.value(
            """
            INSERT INTO knowledge_cards
                (case_id, office_id, category, language, title, body, made_by, made_at)
            VALUES (:case_id, :office_id, :category, :language, :title, :body, :made_by, :now)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            case_id=case.id,
            office_id=case.office_id,
            category=case.category,
            language=case.language,
            title=text.title,
            body=text.body,
            made_by=made_by,
            now=now,
        )
        return number

    async def get(self, card_id: int) -> CardDraft | None:
        """Return the card of that number, whatever its state."""
        row = await self._transaction.one(f"{DRAFT} WHERE id = :id", id=card_id)
        return CardDraft(**dict(row)) if row else None

    async def read_at(self, chat_id: int, message_id: int) -> CardDraft | None:
        """Return the draft that is read at that message."""
        row = await self._transaction.one(
            f"{DRAFT} WHERE chat_id = :chat_id AND message_id = :message_id AND state = 'draft'",
            chat_id=chat_id,
            message_id=message_id,
        )
        return CardDraft(**dict(row)) if row else None

    async def shown(self, card_id: int, chat_id: int, message_id: int) -> None:
        """Note the message at which a draft is read."""
        await self._transaction.run(
            """
            UPDATE knowledge_cards SET chat_id = :chat_id, message_id = :message_id
            WHERE id = :id
            """,
            id=card_id,
            chat_id=chat_id,
            message_id=message_id,
        )

    async def rewrite(self, card_id: int, text: CardText) -> bool:
        """Give a draft other words; False: it is none any more."""
        changed = await self._transaction.run(
            """
            UPDATE knowledge_cards SET title = :title, body = :body
            WHERE id = :id AND state = 'draft'
            """,
            id=card_id,
            title=text.title,
            body=text.body,
        )
        return changed > 0

    async def publish(self, card_id: int, now: int) -> bool:
        """Let people see a draft; what case it came from is forgotten. False: it was none."""
        changed = await self._transaction.run(
            """
            UPDATE knowledge_cards SET state = 'published', reviewed_at = :now, case_id = NULL
            WHERE id = :id AND state = 'draft'
            """,
            id=card_id,
            now=now,
        )
        return changed > 0

    async def drop(self, card_id: int) -> bool:
        """Take a draft or a card away for good. False: it is away already."""
        changed = await self._transaction.run(
            """
            UPDATE knowledge_cards SET state = 'dropped', case_id = NULL, title = '', body = ''
            WHERE id = :id AND state <> 'dropped'
            """,
            id=card_id,
        )
        return changed > 0

    async def published(self, since: int) -> list[Card]:
        """Return the cards that were read at that UTC second or later, the newest first."""
        rows = await self._transaction.all(
            """
            SELECT id, office_id, category, language, title, body, reviewed_at FROM knowledge_cards
            WHERE state = 'published' AND reviewed_at >= :since ORDER BY reviewed_at DESC, id DESC
            """,
            since=since,
        )
        return [_card(row) for row in rows]


def _card(row: Row) -> Card:
    text = CardText(row["title"], row["body"])
    return Card(
        id=f"c{row['id']}",
        owner=row["office_id"],
        reviewed_on=datetime.fromtimestamp(row["reviewed_at"], UTC).date(),
        categories=frozenset({row["category"]}),
        words="",
        texts={row["language"]: text},
    )

"""Knowledge cards: offered with a question, listed, made of good answers that a colleague reads."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.desk.staff.answers import NotYourCase
from bot.errors import BotError
from bot.rules.desk.desk_catalog import Knowledge
from bot.rules.desk.fitting_cards import card_of, fresh, offered, written
from bot.rules.text.plaintext import plain_text
from bot.rules.text.telegram_html import bare
from storage.records.consultation import Case, Draft, Office, Side, StaffPerson
from storage.records.delivery import Call, Outcome, Owed
from storage.records.knowledge_cards import Card, CardDraft
from storage.stores import Stores


class NoAnswerYet(BotError):  # noqa: N818 - named by what happened
    """A card can only be made of an answer in words."""

    key = "error.no_answer_yet"


class OwnCard(BotError):  # noqa: N818 - named by what happened
    """Whoever made a card does not read it herself."""

    key = "error.own_card"


class KnowledgeCards:
    """Cards within one transaction."""

    def __init__(self, stores: Stores, knowledge: Knowledge, now: int) -> None:
        self._stores, self._knowledge, self._now = stores, knowledge, now

    async def all(self) -> list[Card]:
        """Every card that was read lately enough: of the catalogue, then of the staff."""
        today, months = datetime.fromtimestamp(self._now, UTC).date(), self._knowledge.cards_months
        since = datetime.fromtimestamp(self._now, UTC) - timedelta(days=30 * months)
        made = await self._stores.knowledge_cards.published(int(since.timestamp()))
        return [*fresh(self._knowledge.cards, today, months), *made]

    async def card(self, card_id: str) -> Card | None:
        """The card of that id, if it may be shown."""
        return next((card for card in await self.all() if card.id == card_id), None)

    async def offered(self, draft: Draft) -> list[Card]:
        """What fits a question, the best first; nothing where no category is chosen."""
        if draft.category is None:
            return []
        text = "\n".join(plain_text(str(one.content.get("html") or "")) for one in draft.messages)
        return offered(await self.all(), draft.category, text)

    async def make(self, case: Case, person: StaffPerson) -> CardDraft | None:
        """Make a draft of the longest answer of a case; None: it is being read already.

        Raises NoAnswerYet, and NotYourCase for a sensitive case: none is ever told of.
        """
        if case.sensitive:
            raise NotYourCase
        messages = await self._stores.case_messages.of_case(case.id)
        texts = [
            bare(str(one.content.get("html") or "")) for one in messages if one.side is Side.STAFF
        ]
        answer = max(texts, key=len, default="")
        if not answer.strip():
            raise NoAnswerYet
        text = card_of(answer, await self._names(case, person))
        number = await self._stores.knowledge_cards.draft(case, text, person.id, self._now)
        return await self._stores.knowledge_cards.get(number) if number is not None else None

    async def rewrite(self, draft: CardDraft, text: str) -> CardDraft:
        """Give a draft the words of a colleague's reply. Raises NotYourCase: it is no draft."""
        if not await self._stores.knowledge_cards.rewrite(draft.id, written(text)):
            raise NotYourCase
        return await self._of(draft.id)

    async def publish(self, office: Office, card_id: int, person: StaffPerson) -> CardDraft:
        """Let people see it. Raises OwnCard where a colleague could read it, else NotYourCase."""
        draft = await self.draft_in(office, card_id)
        staff = await self._stores.staff.of_office(office.id)
        colleagues = [one for one in staff if one.user_id != person.id]
        if draft.made_by == person.id and colleagues:
            raise OwnCard
        if not await self._stores.knowledge_cards.publish(card_id, self._now):
            raise NotYourCase
        return draft

    async def drop(self, office: Office, card_id: int) -> CardDraft:
        """Take a draft or a card of the office away. Raises NotYourCase."""
        draft = await self.draft_in(office, card_id)
        if not await self._stores.knowledge_cards.drop(card_id):
            raise NotYourCase
        return draft

    async def draft_in(self, office: Office, card_id: int) -> CardDraft:
        """The office's card of that number. Raises NotYourCase."""
        found = await self._stores.knowledge_cards.get(card_id)
        if found is None or found.office_id != office.id:
            raise NotYourCase
        return found

    async def read_at(self, chat_id: int, message_id: int) -> CardDraft | None:
        """The draft that is read at that message."""
        return await self._stores.knowledge_cards.read_at(chat_id, message_id)

    async def _of(self, card_id: int) -> CardDraft:
        found = await self._stores.knowledge_cards.get(card_id)
        if found is None:
            raise NotYourCase
        return found

    async def _names(self, case: Case, person: StaffPerson) -> Sequence[str]:
        staff = [one.name for one in await self._stores.staff.of_office(case.office_id)]
        return [*staff, person.name, case.citizen_name or ""]


async def card_drafted(stores: Stores, owed: Owed, outcome: Outcome, _now: int) -> list[Call]:
    """Effect: keep where a draft is read, so that a reply there is about it."""
    if outcome.sent and outcome.message_id is not None:
        card_id = int(owed.effect_data["card"])
        await stores.knowledge_cards.shown(card_id, owed.chat_id, outcome.message_id)
    return []

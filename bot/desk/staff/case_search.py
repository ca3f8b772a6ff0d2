"""Finds cases by words, and answered cases that are like one; keeps the index of stems."""

from dataclasses import dataclass

from bot.ports.delivery import Clock
from bot.rules.desk.case_terms import asked, terms
from bot.rules.desk.finding import hidden, lead, ranked
from bot.rules.desk.names import nameless
from bot.rules.text.plaintext import plain_text
from storage.database import Database
from storage.records.consultation import Case, CaseMessage, Office, Side
from storage.stores import Stores, stores

FOUND, ALIKE = 8, 3
# of a long question, enough to tell what it is about
WORDS = 60
BATCH = 200
# how many of the best cases are looked at before enough of them may be shown
LOOKED_AT = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """A case that was found; `question` and `answer` are leads in plain text.

    `office_id` is None where another office's case is shown without its number.
    """

    case: Case
    question: str
    answer: str
    office_id: str | None


class CaseSearch:
    """Search within one transaction."""

    def __init__(self, stores: Stores, now: int) -> None:
        self._stores, self._now = stores, now

    async def catch_up(self, limit: int = BATCH) -> int:
        """Index messages that are new or were edited; return how many."""
        unread = await self._stores.case_words.unread(limit)
        for message_id, case_id, html in unread:
            await self._stores.case_words.read(message_id, case_id, terms(plain_text(html)))
        return len(unread)

    async def by_words(self, office: Office, text: str) -> list[Finding]:
        """The office's cases with these words in any form, the best first."""
        await self._stores.audit.note(
            "searched", self._now, actor_id=office.chat_id, office_id=office.id
        )
        found = []
        for case_id in await self._best(text):
            case = await self._stores.cases.get(case_id)
            if case is not None and case.office_id == office.id:
                found.append(await self._finding(case, own=True))
            if len(found) == FOUND:
                break
        return found

    async def similar(self, case: Case) -> list[Finding]:
        """Answered cases of any office that are like this one, none of them sensitive.

        What other offices answered is shown without numbers, addresses and names.
        """
        words = await self._words(case)
        found = []
        for case_id in await self._best(words):
            other = await self._stores.cases.get(case_id)
            if other is None or other.id == case.id or other.sensitive:
                continue
            finding = await self._finding(other, own=other.office_id == case.office_id)
            if finding.answer:
                found.append(finding)
            if len(found) == ALIKE:
                break
        return found

    async def _best(self, text: str) -> list[int]:
        await self.catch_up()
        words, wanted = self._stores.case_words, asked(text)[:WORDS]
        uses = await words.uses({stem for one in wanted for stem in one})
        scores = ranked(uses, wanted, await words.cases())
        return [case_id for case_id, _ in scores[:LOOKED_AT]]

    async def _words(self, case: Case) -> str:
        messages = await self._stores.case_messages.of_case(case.id)
        return "\n".join(_text(one) for one in messages if one.side is Side.CITIZEN)

    async def _finding(self, case: Case, *, own: bool) -> Finding:
        messages = await self._stores.case_messages.of_case(case.id)
        hers = [text for one in messages if one.side is Side.CITIZEN and (text := _text(one))]
        ours = [text for one in messages if one.side is Side.STAFF and (text := _text(one))]
        question, answer = lead(hers[0]) if hers else "", lead(max(ours, key=len, default=""), 240)
        if own:
            return Finding(case, question, answer, case.office_id)
        known = (case.citizen_name or "",)
        question, answer = (hidden(nameless(one, known)) for one in (question, answer))
        return Finding(case, question, answer, None)


class IndexRounds:
    """Keeps the index near what is written, so that no search waits for it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def run(self) -> None:
        """Index what is new, a batch in each transaction."""
        while True:
            async with self._database.transaction() as transaction:
                search = CaseSearch(stores(transaction), self._clock())
                if await search.catch_up() < BATCH:
                    return


def _text(message: CaseMessage) -> str:
    return plain_text(str(message.content.get("html") or ""))

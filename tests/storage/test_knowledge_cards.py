"""Cards made of answers, on both engines: one draft a case, read once, then nobody's."""

from __future__ import annotations

from storage.database import Database
from storage.records.consultation import Case, NewCase
from storage.records.knowledge_cards import CardText
from storage.stores import Stores, stores

NOW, CITIZEN, GROUP, BAKYT = 1_795_327_200, 1001, -1001000000001, 2001
TEXT = CardText("Жалақы", "Шартты жинаңыз")


async def a_case(opened: Stores) -> Case:
    await opened.chats.meet(CITIZEN, "private", "kk", NOW)
    await opened.offices.ensure("aqtobe_association")
    new = NewCase(
        CITIZEN, "aqtobe_association", "alga", "labour", "kk", False, False, True, 1, NOW, None
    )
    return await opened.cases.open(new, NOW)


async def test_a_case_has_one_draft_and_a_published_card_knows_no_case(database: Database) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        case, cards = await a_case(opened), opened.knowledge_cards
        number = await cards.draft(case, TEXT, BAKYT, NOW)
        assert number is not None
        assert await cards.draft(case, TEXT, BAKYT, NOW) is None
        await cards.shown(number, GROUP, 77)
        found = await cards.read_at(GROUP, 77)
        assert found is not None
        assert (found.id, found.state) == (number, "draft")
        assert await cards.publish(number, NOW)
        assert not await cards.publish(number, NOW), "a second press publishes nothing"
        assert not await cards.rewrite(number, TEXT), "what people see is not rewritten unread"
        assert await cards.read_at(GROUP, 77) is None
        assert await cards.draft(case, TEXT, BAKYT, NOW) is not None, "it is forgotten whose it was"


async def test_a_card_is_shown_as_long_as_its_reading_is_young_and_until_it_is_dropped(
    database: Database,
) -> None:
    async with database.transaction() as transaction:
        opened = stores(transaction)
        cards = opened.knowledge_cards
        number = await cards.draft(await a_case(opened), TEXT, BAKYT, NOW)
        assert number is not None
        await cards.publish(number, NOW)
        [card] = await cards.published(NOW)
        assert (card.id, card.owner, card.text("ru")) == (
            f"c{number}",
            "aqtobe_association",
            TEXT,
        )
        assert await cards.published(NOW + 1) == []
        assert await cards.drop(number)
        assert not await cards.drop(number)
        assert await cards.published(0) == []

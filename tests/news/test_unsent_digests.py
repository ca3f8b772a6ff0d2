"""A digest of which nobody knows whether it came is not sent again; the next one offers it."""

from __future__ import annotations

from bot.delivery.chat_moves import ChatMoves
from bot.delivery.settling import Flight, Settling
from bot.news.digest_effects import EFFECTS
from bot.rules.delivery.outcomes import verdict
from storage.records.delivery import Answer, Owed, Reached
from storage.stores import stores
from tests.law.crash_child import NoThreads
from tests.news.test_digests import DAY, DUE, FIRST, SECOND
from tests.news.town import AIGUL, IRINA, Town

LOST = Answer(Reached.LOST, description="timeout")
SENT = Answer(Reached.ANSWERED, ok=True, result={"message_id": 7})
REFUSED = Answer(Reached.ANSWERED, code=400, description="Bad Request: text is too long")


def settling(town: Town) -> Settling:
    return Settling(town.database, EFFECTS, NoThreads(), ChatMoves(), town.clock)


async def digest_of(town: Town, who: int) -> Owed:
    """The scheduled digest that has just been owed to a person, on its way."""
    async with town.database.transaction() as transaction:
        row = await transaction.one(
            "SELECT max(id) AS id FROM outbox WHERE chat_id = :who AND edition_id IS NOT NULL",
            who=who,
        )
        assert row is not None
        opened = stores(transaction)
        (owed,) = await opened.outbox.mark_sending([row["id"]], town.now)
        return owed


async def ends(town: Town, answer: Answer, who: int = AIGUL) -> None:
    owed = await digest_of(town, who)
    await settling(town).settle(
        Flight(owed, owed.method, owed.body), verdict(owed.method, answer), answer
    )


async def morning(town: Town, story: tuple[str, str], *, day: int = 0) -> None:
    town.publish("gazet", *story)
    await town.poll()
    town.now = DUE + day * DAY
    await town.rounds.run()


async def test_the_stories_of_a_digest_of_unknown_outcome_come_with_the_next_one(
    town: Town,
) -> None:
    await town.poll()
    await town.joins()
    await town.joins(IRINA, "ru")
    await morning(town, FIRST)
    await ends(town, LOST)
    await ends(town, SENT, IRINA)
    await morning(town, SECOND, day=1)
    lost, next_one = await town.owed(AIGUL)
    assert FIRST[0] in lost
    assert FIRST[0] in next_one
    assert SECOND[0] in next_one
    assert FIRST[0] not in (await town.owed(IRINA))[1]


async def test_a_digest_that_was_under_way_at_a_crash_is_offered_by_the_next_one(
    town: Town,
) -> None:
    await town.poll()
    await town.joins()
    await morning(town, FIRST)
    await settling(town).recover(await digest_of(town, AIGUL))
    assert len(await town.owed(AIGUL)) == 1
    await morning(town, SECOND, day=1)
    assert FIRST[0] in (await town.owed(AIGUL))[1]


async def test_who_asked_for_the_news_meanwhile_is_not_told_twice(town: Town) -> None:
    await town.poll()
    await town.joins()
    await morning(town, FIRST)
    await town.says("/latest")
    await ends(town, LOST)
    await morning(town, SECOND, day=1)
    assert FIRST[0] not in (await town.owed(AIGUL))[1]


async def test_a_digest_that_telegram_finds_faulty_does_not_spoil_the_next_one(town: Town) -> None:
    await town.poll()
    await town.joins()
    await morning(town, FIRST)
    await ends(town, REFUSED)
    await morning(town, SECOND, day=1)
    assert FIRST[0] not in (await town.owed(AIGUL))[1]

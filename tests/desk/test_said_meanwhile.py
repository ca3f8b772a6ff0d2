"""What is said while the other side cannot be reached, or changes on its way, arrives."""

from __future__ import annotations

from bot.desk.staff.transfers import Transfers
from storage.records.consultation import StaffPerson
from storage.stores import stores
from tests.desk.at_work import Desk, plan
from tests.desk.test_late_refusals import flying, lands, refused_late
from tests.desk.test_lost_places import back_in_its_group
from tests.desk.two_offices import CENTRE, TO_CENTRE, ZARINA, card, press, reply_in, second_group
from tests.sim_driver import ADMIN, AIGUL, BAKYT, GROUP, text_of

FIRST, THEN = "Үш ай төлемейді", "Төрт ай төлемейді"


async def loses(desk: Desk, group: int = GROUP) -> None:
    await desk.sim.post("membership", chat_id=group, user_id="bot", status="kicked")
    await desk.quiet()


async def test_an_answer_changed_while_she_had_stopped_the_bot_reaches_her_when_she_is_back(
    desk: Desk,
) -> None:
    number = await desk.ask()
    sent = await desk.answer(number, "Ертең келіңіз")
    await desk.sim.post("block", user_id=AIGUL, blocked=True)
    await desk.heard()
    await desk.sim.edit(BAKYT, sent, "Дүйсенбіде келіңіз")
    await desk.quiet()
    assert "жетпеді" in text_of((await desk.staff_sees(number))[-1])
    await desk.sim.post("block", user_id=AIGUL, blocked=False)
    await desk.quiet()
    assert (await desk.texts(AIGUL)).count("Дүйсенбіде келіңіз") == 1


async def test_words_changed_while_the_office_has_no_group_come_with_the_next_one(
    desk: Desk,
) -> None:
    await desk.ask(text=FIRST)
    [[words]] = [[one for one in await desk.sim.messages(AIGUL) if text_of(one) == FIRST]]
    await loses(desk)
    await desk.sim.edit(AIGUL, words, THEN)
    await desk.heard()
    await back_in_its_group(desk)
    said = await desk.texts(GROUP)
    assert said.count(THEN) == 1
    assert "нұсқасы: 2" in said[said.index(THEN) - 1]
    assert said.count(FIRST) == 1


async def test_words_changed_in_the_minute_in_which_the_group_is_lost_come_with_the_next_one(
    desk: Desk,
) -> None:
    await desk.ask(text=FIRST)
    [[words]] = [[one for one in await desk.sim.messages(AIGUL) if text_of(one) == FIRST]]
    gone = "Forbidden: bot was kicked from the supergroup chat"
    await refused_late(desk, GROUP, description=gone)
    await desk.sim.edit(AIGUL, words, THEN)
    await flying(desk)
    await lands(desk)
    await desk.bind()
    assert (await desk.texts(GROUP)).count(THEN) == 1


async def test_words_changed_after_their_copy_was_made_and_before_the_bot_knew_arrive(
    desk: Desk,
) -> None:
    number = await desk.ask(text="Бірінші")
    rule = {"kind": "delay", "seconds": 0.0, "method": "copyMessage", "held": True}
    await desk.sim.post("faults", rules=[rule])
    words = await desk.sim.send(AIGUL, FIRST)
    await flying(desk)
    await desk.sim.edit(AIGUL, words, THEN)
    await lands(desk)
    said = [text_of(one) for one in await desk.staff_sees(number)]
    assert said.count(THEN) == 1
    assert said.count(FIRST) == 1


async def test_a_reason_given_while_the_other_office_has_no_group_is_read_in_the_next_one(
    desk: Desk,
) -> None:
    there = await second_group(desk)
    number = await desk.ask()
    await press(desk, BAKYT, await card(desk, number), *TO_CENTRE)
    await loses(desk, there)
    line = [one for one in await desk.said(GROUP) if "➡️" in text_of(one)][-1]
    await reply_in(desk, BAKYT, line, "Бұл сіздердің аудан")
    await desk.sim.post("membership", chat_id=there, user_id="bot", status="administrator")
    for _ in range(2):
        await desk.sim.send(ZARINA, f"/bind {await desk.code(CENTRE)}", chat_id=there)
        await desk.quiet()
        said = [text for text in await desk.texts(there) if "Бұл сіздердің аудан" in text]
        assert len(said) == 1
    assert not [text for text in await desk.texts(AIGUL) if "аудан" in text]


async def test_a_threat_that_no_group_can_be_told_of_is_told_to_the_administrators(
    desk: Desk,
) -> None:
    await desk.sim.send(ADMIN, "/start")
    number = await desk.ask()
    await loses(desk)
    await desk.sim.send(AIGUL, "Күйеуім мені ұрды, қорқамын")
    await desk.quiet()
    told = [text for text in await desk.texts(ADMIN) if f"№{number}" in text and "🆘" in text]
    assert len(told) == 1
    assert "ұрды" not in told[0]


async def test_words_refused_where_the_case_is_no_more_stay_where_it_is_now(desk: Desk) -> None:
    there = await second_group(desk)
    number = await desk.ask(text="Бірінші")
    gone = "Forbidden: bot was kicked from the supergroup chat"
    await refused_late(desk, GROUP, description=gone)
    await desk.sim.send(AIGUL, "Жолдағы сөз")
    await flying(desk)
    async with desk.database.transaction() as transaction:
        opened = stores(transaction)
        case = await opened.cases.get(number)
        assert case
        transfers = Transfers(opened, plan().knowledge, desk.words(), desk.now)
        moved = await transfers.to_office(case, StaffPerson(BAKYT, "Бақыт"), CENTRE)
        await opened.outbox.owe(moved.said, desk.now)
    await lands(desk)
    assert (await desk.texts(there)).count("Жолдағы сөз") == 1
    assert not await desk.rows("SELECT * FROM case_messages WHERE way <> 'delivered'")
